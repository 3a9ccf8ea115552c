"""The page for a board: of the adopted plan, or of a roadmap under the scenario in the address."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape
from pytest_django import DjangoAssertNumQueries

from assessments.core.agreement import Kind
from assessments.models import Milestone, Unit, User
from assessments.services.confirmations import confirm_not_applicable
from tests.browsing import read
from tests.factories import (
    Organisation,
    adopt,
    answer,
    built_in,
    client_of,
    grant,
    member_of,
    open_assessment,
    practices_of,
    promised,
    submit,
    team,
)
from tests.services.planning import update
from tests.views.outcomes import body, led_team, manager_above, result_of

pytestmark = pytest.mark.django_db


def url(unit: Unit) -> str:
    return reverse("assessments:board-show", args=[unit.pk])


def page(user: User, unit: Unit, query: str = "") -> str:
    response = client_of(user).get(f"{url(unit)}?{query}")
    assert response.status_code == 200
    return " ".join(response.text.split())


def test_without_a_plan_it_shows_the_roadmap_as_planned_today() -> None:
    unit, lead = led_team()
    result_of(unit, lead, weak=("MLO-MON-01",))
    response = client_of(lead).get(url(unit))
    board = response.context["board"]
    text = " ".join(response.text.split())
    assert "nobody has promised it yet" in text
    assert '<title id="map-title">Adoption map</title>' in text
    assert 0 < len(board.steps) <= 5
    assert f"Next, in {board.quarter}" in text
    for step in board.steps:
        assert escape(step.practice.name) in text
        assert escape(step.owner_role) in text
    for words in (*board.sentences, *board.risks):
        assert escape(words) in text
    assert "Exceptions to gates" not in text


def test_it_shows_the_scenario_in_the_address() -> None:
    unit, lead = led_team()
    result_of(unit, lead, weak=("MLO-MON-01",))
    assert "at 24 a quarter" in page(lead, unit)
    assert "at 12 a quarter" in page(lead, unit, "capacity=12")


def test_with_a_plan_it_shows_what_was_promised_by_whom() -> None:
    unit, lead = led_team()
    result = result_of(unit, lead, weak=("MLO-MON-01",))
    manager = manager_above(unit)
    plan = adopt(result, promised(result), by=lead, title="Our plan")
    first = Milestone.objects.filter(baseline=plan, gate_check="", practice="MLO-MON-01").first()
    assert first
    update(first, lead, owner_name="The platform guild", due=first.due + timedelta(days=300))
    grant(unit, by=manager, gate=("mlops", "aiops"))
    text = page(manager, unit)
    assert "The plan that the team follows: Our plan." in text
    assert "The platform guild" in text
    assert "nobody yet (" in text
    assert "43 weeks late" in text
    assert "Exceptions to gates" in text
    assert "Exception until" in text
    assert "“A pilot is due.” The gate itself stays as it is." in text
    assert "nobody has promised it yet" in page(manager, unit, "capacity=12")


def test_nothing_left_to_take() -> None:
    unit, lead = led_team()
    result_of(unit, lead, weak=("MLO-MON-01",))
    wanted = "&".join(f"target-{code}=0" for code in ("dataops", "mlops", "modelops", "aiops"))
    assert "No step is left to take." in page(lead, unit, wanted)


def test_it_says_how_much_is_left_out_and_where_the_reasons_are() -> None:
    unit, lead = led_team()
    result_of(unit, lead)
    assert "Called not applicable" not in page(lead, unit)
    assessment, member = open_assessment(unit, by=lead, title="Winter"), member_of(unit)
    answer(assessment, practices_of(assessment, "mlops"), lead)
    answer(assessment, ["DAT-STO-02", "DAT-PLT-02"], member, kind=Kind.NOT_APPLICABLE, reason="We have none.")
    confirm_not_applicable(
        assessment_id=assessment.pk, published=built_in(), practice="DAT-STO-02", user_id=lead.pk, at=timezone.now()
    )
    result = submit(assessment, by=lead)
    said = read(page(lead, unit)).one("p", of="board-left-out")
    assert "Called not applicable: DataOps 2 (1 confirmed)." in said.text
    assert [one["href"] for one in said.all("a")] == [
        reverse("assessments:result-show", args=[result.pk]) + "#not-applicable",
        reverse("assessments:roadmap-show", args=[unit.pk]) + "#not-applicable",
    ]


@pytest.mark.parametrize("query", ["capacity=x", "change=out:MLO-MON-01:2"])
def test_what_cannot_be_read_leads_to_the_roadmap_page(query: str) -> None:
    unit, lead = led_team()
    result_of(unit, lead)
    response = client_of(lead).get(f"{url(unit)}?{query}")
    assert response.status_code == 302
    assert response["Location"].startswith(reverse("assessments:roadmap-show", args=[unit.pk]) + "?")


def test_without_a_result_the_roadmap_page_says_what_to_do() -> None:
    unit = team("Fresh")
    response = client_of(member_of(unit)).get(url(unit), follow=True)
    assert "There is nothing to plan from yet." in response.text


def test_method_and_strangers(organisation: Organisation) -> None:
    assert client_of(organisation.lead).post(url(organisation.team)).status_code == 405
    for user in (organisation.member, organisation.manager):
        assert client_of(user).get(url(organisation.team)).status_code == 200
    for user in (organisation.stranger, organisation.lead_elsewhere, organisation.removed, organisation.administrator):
        foreign = client_of(user).get(url(organisation.team))
        assert (foreign.status_code, body(foreign)) == (404, body(client_of(user).get("/teams/999999/board/")))


def test_statements_are_as_many_for_few_as_for_many(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    unit, lead = led_team()
    result = result_of(unit, lead, weak=("MLO-MON-01",))
    client = client_of(lead)
    with django_assert_num_queries(6):
        client.get(url(unit))
    promises = promised(result)
    for size in (2, len(promises)):
        adopt(result, promises[:size], by=lead)
        with django_assert_num_queries(8):
            client.get(url(unit))
