"""Any two results of a team side by side."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from assessments.core.catalog import Dimension
from assessments.core.workflow import Role
from assessments.models import Result, Unit, User
from tests.factories import (
    Organisation,
    answer,
    built_in,
    client_of,
    member_of,
    open_assessment,
    practices_of,
    publish,
    submit,
    team,
)
from tests.views.outcomes import body, led_team, manager_above, result_of

pytestmark = pytest.mark.django_db
NOW = timezone.now()


def url(unit: Unit, **query: object) -> str:
    named = "&".join(f"{name.rstrip('_')}={value}" for name, value in query.items())
    return reverse("assessments:results-compare", args=[unit.pk]) + (f"?{named}" if named else "")


def page(user: User, address: str) -> str:
    response = client_of(user).get(address)
    assert response.status_code == 200
    return " ".join(response.text.split())


def three(unit: Unit, lead: User) -> list[Result]:
    """Results that went up and then down again, oldest first."""
    return [
        result_of(unit, lead, level=level, at=NOW - timedelta(days=days), title=f"Round {days}")
        for level, days in ((1, 200), (2, 100), (1, 10))
    ]


def since(*results: Result) -> list[str]:
    return [f"{one.decided_at.day} {one.decided_at:%B %Y}" for one in results]


def test_the_newest_two_are_compared_unless_told_otherwise() -> None:
    unit, lead = led_team()
    first, second, third = three(unit, lead)
    text = page(lead, url(unit))
    older, newer = since(second, third)
    assert f"From {older} to {newer} MLOps fell from In place to Started: 25 answers fell; the gates to" in text
    older, newer = since(first, second)
    chosen = page(lead, url(unit, from_=first.pk, to=second.pk))
    assert f"From {older} to {newer} MLOps rose from Started to In place: 25 answers rose; the gates to" in chosen
    assert f'<option value="{first.pk}" selected>' in chosen
    assert f'<option value="{second.pk}" selected>' in chosen


def test_the_older_one_comes_first_however_they_are_named() -> None:
    unit, lead = led_team()
    first, second, _ = three(unit, lead)
    client = client_of(lead)
    backwards = client.get(url(unit, from_=second.pk, to=first.pk))
    assert body(backwards) == body(client.get(url(unit, from_=first.pk, to=second.pk)))


def test_levels_indexes_gates_and_practices_are_told_with_their_causes() -> None:
    unit, lead = led_team()
    first, second, _ = three(unit, lead)
    text = page(lead, url(unit, from_=first.pk, to=second.pk))
    assert '<span class="part-value">+1</span> answers' in text
    assert '<span class="part-value">+25</span> answers' in text
    assert "<strong>closed → open</strong>, by answers and evidence" in text
    assert "its gate opened" in text
    assert "AIOps: not answered on either day." in text
    assert "Rose most" in text
    assert "Fell most" not in text
    assert "In all 25 answers rose." in text
    assert "1 → 2" in text
    fell = page(lead, url(unit, from_=second.pk))
    assert "its gate shut" in fell
    assert "Fell most" in fell
    assert '<span class="part-value">−1</span> answers' in fell  # noqa: RUF001 - a minus sign


def test_what_did_not_move_is_said_to_be_as_before() -> None:
    unit, lead = led_team()
    for days in (30, 20):
        result_of(unit, lead, at=NOW - timedelta(days=days))
    text = page(lead, url(unit))
    assert "nothing has moved." in text
    assert "From MLOps to AIOps: open, as before" in text
    assert "Rose most" not in text


def test_evidence_that_ran_out_between_is_named() -> None:
    unit, lead = led_team()
    old = result_of(unit, lead, at=NOW - timedelta(days=400))
    assessment = open_assessment(unit, by=lead)
    answer(assessment, practices_of(assessment, "mlops"), lead)
    submit(assessment, by=lead)
    text = page(lead, url(unit, from_=old.pk))
    assert "MLOps fell from In place to In place, provisional" in text
    assert "the state changed by " in text


def test_other_questions_are_said_first() -> None:
    unit, lead = led_team()
    result_of(unit, lead, at=NOW - timedelta(days=30))
    catalog = built_in().catalog
    own = catalog.discipline["mlops"]
    dropped = own.dimensions[0].practices[-1]
    shorter = replace(own, dimensions=(_without_last(own.dimensions[0]), *own.dimensions[1:]))
    version = publish(
        replace(catalog, disciplines=tuple(shorter if one is own else one for one in catalog.disciplines))
    )
    assessment = open_assessment(unit, by=lead, catalog=version)
    answer(assessment, [one.code for one in shorter.practices], lead)
    submit(assessment, by=lead)
    text = page(lead, url(unit))
    numbers = f"({built_in().number} and {version.number})"
    assert f"The two results answer different versions of the questions {numbers}" in text
    assert f"Practices removed: {dropped.name}." in text
    assert "1 question was removed" in text


def test_the_same_result_twice_asks_for_two() -> None:
    unit, lead = led_team()
    first, *_ = three(unit, lead)
    text = page(lead, url(unit, from_=first.pk, to=first.pk))
    assert "That is the same result twice." in text
    assert "State and maturity level" not in text


@pytest.mark.parametrize(("results", "says"), [(0, "There is no result yet."), (1, "There is one result so far.")])
def test_without_two_results_it_says_so(results: int, says: str) -> None:
    unit, lead = led_team()
    for _ in range(results):
        result_of(unit, lead)
    text = page(lead, url(unit))
    assert says in text
    assert "<select" not in text


def test_results_of_other_teams_and_nonsense_are_not_found(organisation: Organisation) -> None:
    client, own = client_of(organisation.lead), organisation.result.pk
    missing = client.get(url(organisation.team, from_=999999, to=own))
    assert missing.status_code == 404
    for name in ("from_", "to"):
        for value in (organisation.result_elsewhere.pk, "", "x", f"{own}.0", f"0{own}", f"+{own}", 10**30, "%00"):
            response = client.get(url(organisation.team, **{name: value}))
            assert (response.status_code, body(response)) == (404, body(missing)), value
    assert client.get(url(organisation.team, from_=own, to=own)).status_code == 200


def test_members_leads_and_managers_read_it_and_nobody_else(organisation: Organisation) -> None:
    address = url(organisation.team)
    for user in (organisation.lead, organisation.member, organisation.manager):
        assert client_of(user).get(address).status_code == 200
        assert client_of(user).post(address).status_code == 405
    for user in (organisation.stranger, organisation.lead_elsewhere, organisation.removed, organisation.administrator):
        assert client_of(user).get(address).status_code == 404
    assert client_of(None).get(address).status_code == 302


def test_the_way_there_from_the_team_and_from_an_older_result() -> None:
    unit, lead = led_team()
    first, _, third = three(unit, lead)
    assert f'action="{url(unit)}"' in page(lead, reverse("assessments:team-show", args=[unit.pk]))
    older = page(manager_above(unit), reverse("assessments:result-show", args=[first.pk]))
    assert f'href="{url(unit)}?from={first.pk}&amp;to={third.pk}"' in older


def test_statements(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    for rounds in (1, 3):
        unit = team()
        lead = member_of(unit, Role.LEAD)
        for number in range(rounds):
            result_of(unit, lead, at=NOW - timedelta(days=9 - number))
        client = client_of(lead)
        with django_assert_num_queries(5):
            client.get(url(unit))


def _without_last(dimension: Dimension) -> Dimension:
    return replace(dimension, practices=dimension.practices[:-1])
