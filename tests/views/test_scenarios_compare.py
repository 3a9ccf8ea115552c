"""Kept scenarios: listed with their links, and up to three plans side by side."""

from dataclasses import replace
from fractions import Fraction

import pytest
from django.urls import reverse
from django.utils.html import escape
from django.utils.timezone import localdate
from pytest_django import DjangoAssertNumQueries

from assessments.core.planning.plan_summary import summary
from assessments.core.roadmap import plan
from assessments.core.scenario import standard
from assessments.models import Scenario, Unit
from assessments.queries.results import result_in_force
from tests.factories import Organisation, client_of, member_of, team
from tests.views.outcomes import body, led_team, result_of
from tests.views.scenario_acts import START, keep, listed

pytestmark = pytest.mark.django_db


def url(unit: Unit) -> str:
    return reverse("assessments:scenarios-compare", args=[unit.pk])


def test_each_is_listed_in_words_with_its_link() -> None:
    unit, lead = led_team()
    result_of(unit, lead, weak=("MLO-MON-01",))
    keep(lead, unit, "Small team", out="MLO-MON-01:2")
    text = listed(lead, unit)
    assert "with 12 person-weeks a quarter and at most 6 steps at once." in text
    assert escape("“Production model monitoring” to level 2 is left out.") in text
    link = f"/teams/{unit.pk}/roadmap/?start={START}&amp;capacity=12&amp;parallel=6&amp;out=MLO-MON-01%3A2"
    assert f'href="{link}"' in text
    assert "Kept by Lea Lead" in text
    assert text.count("btn btn-primary") == 0


def test_plans_stand_side_by_side_as_the_core_plans_them() -> None:
    unit, lead = led_team()
    result_of(unit, lead, weak=("MLO-MON-01", "MLO-TRN-01"))
    keep(lead, unit, "Small team")
    stored = result_in_force(unit.pk)
    assert stored
    catalog, usual = stored.published.catalog, standard(localdate())
    text = listed(lead, unit)
    assert "The usual plan" in text
    for scenario in (usual, replace(usual, capacity=Fraction(12))):
        made = summary(catalog, plan(catalog, stored.settled, scenario=scenario, on=localdate()), name="")
        assert f"<td>{made.until}</td>" in text
        assert f"<td>{made.steps}</td>" in text
        assert f"<td>{made.gates[0].opens}</td>" in text


def test_only_the_chosen_are_shown_and_never_more_than_three() -> None:
    unit, lead = led_team()
    result_of(unit, lead)
    for number in range(3):
        keep(lead, unit, f"Wish {number}")
    ids = list(Scenario.objects.order_by("name").values_list("id", flat=True))
    head = '<th scope="col">'
    assert [f"{head}{name}" in listed(lead, unit) for name in ("The usual plan", "Wish 0", "Wish 1", "Wish 2")] == [
        True,
        True,
        True,
        False,
    ]
    chosen = listed(lead, unit, ids[2])
    assert f"{head}Wish 2" in chosen
    assert chosen.count(head) == 1
    four = listed(lead, unit, "before", *ids)
    assert "Choose at most 3: more do not fit side by side." in four
    assert head not in four
    foreign = listed(lead, unit, 999_999)
    assert "Choose among the scenarios that are listed." in foreign
    assert head not in foreign


def test_the_scenario_of_another_team_is_not_compared(organisation: Organisation) -> None:
    text = listed(organisation.lead, organisation.team, organisation.plans_elsewhere.scenario.pk)
    assert "Choose among the scenarios that are listed." in text
    assert organisation.plans_elsewhere.scenario.name not in text


def test_with_an_adopted_plan_that_one_comes_first(organisation: Organisation) -> None:
    text = listed(organisation.lead, organisation.team)
    assert '<th scope="col">The adopted plan “Plan of Otters”</th>' in text
    assert "The usual plan" not in text


def test_what_of_a_scenario_is_in_no_catalog_any_more_is_said() -> None:
    unit, lead = led_team()
    result_of(unit, lead)
    Scenario.objects.create(
        unit=unit,
        name="Old",
        parameters=[["start", START], ["out", "OLD-01:2"]],
        kept_by=lead,
        kept_at="2026-01-01T00:00Z",
    )
    assert "Not planned with: “OLD-01” is no practice of these questions." in listed(lead, unit)


def test_a_plan_that_would_never_end_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    unit, lead = led_team()
    result_of(unit, lead, weak=("MLO-MON-01", "MLO-TRN-01"))
    keep(lead, unit, "Tiny", capacity="1")
    monkeypatch.setattr("assessments.core.planning.board.MOST_QUARTERS", 2)
    text = listed(lead, unit, Scenario.objects.get().pk)
    assert "<strong>Tiny never ends.</strong>" in text


def test_members_look_and_leads_remove(organisation: Organisation) -> None:
    assert "Remove<span" in listed(organisation.lead, organisation.team)
    assert "Remove<span" in listed(organisation.manager, organisation.team)
    text = listed(organisation.member, organisation.team)
    assert "Wish of Otters" in text
    assert "Remove<span" not in text


def test_without_scenario_and_without_result() -> None:
    unit, lead = led_team()
    result_of(unit, lead)
    assert "<strong>No scenario is kept yet.</strong> Change something" in listed(lead, unit)
    assert "Leads and managers keep them" in listed(member_of(unit), unit)
    fresh = team("Fresh")
    assert "There is nothing to plan from yet." in listed(member_of(fresh), fresh)


def test_method_and_strangers(organisation: Organisation) -> None:
    assert client_of(organisation.lead).post(url(organisation.team)).status_code == 405
    for user in (organisation.stranger, organisation.lead_elsewhere, organisation.administrator, organisation.removed):
        foreign = client_of(user).get(url(organisation.team))
        assert (foreign.status_code, body(foreign)) == (404, body(client_of(user).get("/teams/999999/scenarios/")))


def test_statements_are_as_many_for_few_as_for_many(
    organisation: Organisation, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = client_of(organisation.lead)
    for number in range(3):
        with django_assert_num_queries(7):
            client.get(url(organisation.team))
        keep(organisation.lead, organisation.team, f"Wish {number}")
