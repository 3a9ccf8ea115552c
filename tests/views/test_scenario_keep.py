"""Keeping a scenario by name."""

from typing import Any

import pytest
from django.urls import reverse

from assessments.models import Scenario
from assessments.services.scenarios import MOST_SCENARIOS
from tests.factories import Organisation, client_of, member_of, team
from tests.views.outcomes import body, led_team, manager_above, result_of
from tests.views.scenario_acts import START, keep, listed

pytestmark = pytest.mark.django_db


def test_it_is_kept_and_the_page_goes_back_to_its_plan() -> None:
    unit, lead = led_team()
    result_of(unit, lead)
    response = keep(lead, unit, out=["MLO-MON-01:2"], role="CIO:4", follow=True)
    assert response.redirect_chain[-1] == (
        f"/teams/{unit.pk}/roadmap/?start={START}&capacity=12&parallel=6&role=CIO%3A4&out=MLO-MON-01%3A2",
        302,
    )
    assert "“Small team” is kept." in response.text
    kept = Scenario.objects.get()
    assert (kept.unit, kept.kept_by) == (unit, lead)
    assert kept.parameters == [
        ["start", START],
        ["capacity", "12"],
        ["parallel", "6"],
        ["role", "CIO:4"],
        ["out", "MLO-MON-01:2"],
    ]


def test_the_same_name_replaces_and_says_so() -> None:
    unit, lead = led_team()
    result_of(unit, lead)
    keep(lead, unit)
    response = keep(manager_above(unit), unit, capacity="30", follow=True)
    assert "“Small team” now holds this plan; what it held before is replaced." in response.text
    assert Scenario.objects.get().parameters[1] == ["capacity", "30"]


def test_when_twenty_are_kept_the_next_is_not_and_nothing_typed_is_lost() -> None:
    unit, lead = led_team()
    result_of(unit, lead)
    for number in range(MOST_SCENARIOS):
        keep(lead, unit, f"Wish {number}")
    response = keep(lead, unit, "One more", capacity="30")
    assert response.status_code == 400
    assert "This team keeps 20 scenarios, and that is the most. Remove one, then keep this one." in response.text
    assert 'value="One more"' in response.text
    assert '<input type="hidden" name="capacity" value="30">' in response.text
    assert Scenario.objects.count() == MOST_SCENARIOS
    assert keep(lead, unit, "Wish 3", capacity="30").status_code == 302


@pytest.mark.parametrize(
    ("name", "sent", "message"),
    [
        ("", {}, "Give the scenario a name."),
        ("x" * 81, {}, "at most 80 characters"),
        ("Small", {"capacity": "0"}, "Person-weeks a quarter: From 1 to 1000 person-weeks."),
        ("Small", {"out": "XYZ-01:2"}, "“XYZ-01” is no practice of these questions."),
    ],
)
def test_what_makes_no_sense_is_not_kept(name: str, sent: dict[str, Any], message: str) -> None:
    unit, lead = led_team()
    result_of(unit, lead)
    response = keep(lead, unit, name, **sent)
    assert response.status_code == 400
    assert "The scenario was not kept." in response.text
    assert message in response.text
    assert not Scenario.objects.exists()


def test_without_a_result_there_is_nothing_to_keep() -> None:
    unit, lead = led_team("Fresh")
    assert keep(lead, unit).status_code == 404


def test_who_may(organisation: Organisation) -> None:
    unit, before = organisation.team, Scenario.objects.count()
    assert keep(organisation.member, unit).status_code == 403
    for user in (organisation.stranger, organisation.lead_elsewhere, organisation.administrator, organisation.removed):
        foreign = keep(user, unit)
        missing = client_of(user).post(reverse("assessments:scenario-keep", args=[999_999]), {})
        assert (foreign.status_code, body(foreign)) == (404, body(missing))
    assert Scenario.objects.count() == before
    assert client_of(organisation.lead).get(reverse("assessments:scenario-keep", args=[unit.pk])).status_code == 405


def test_the_same_name_in_another_team_is_another_scenario() -> None:
    unit, lead = led_team()
    other = team("Beavers")
    boss = member_of(other)
    result_of(unit, lead)
    keep(lead, unit)
    assert "Small team" in listed(lead, unit)
    assert "Small team" not in listed(boss, other)
