"""Scenarios are kept by name."""

import pytest

from assessments.core.plans.plan_entries import InvalidEntry
from assessments.models import Scenario
from assessments.services.scenarios import MOST_SCENARIOS, TooManyScenarios, keep_scenario, remove_scenario
from tests.services.acts import LATER
from tests.services.planning import AT, Grove, told

pytestmark = pytest.mark.django_db


def keep(here: Grove, name: str = "Two more people", capacity: str = "48") -> bool:
    pairs = [("start", "2027-Q1"), ("capacity", capacity)]
    return keep_scenario(unit=here.team, by=here.lead, name=name, parameters=pairs, at=AT)


def test_it_is_kept_with_its_parameters(here: Grove) -> None:
    assert keep(here, "  Two more people ") is False
    kept = Scenario.objects.get()
    assert (kept.unit, kept.name, kept.kept_by, kept.kept_at) == (here.team, "Two more people", here.lead, AT)
    assert kept.parameters == [["start", "2027-Q1"], ["capacity", "48"]]
    assert told() == [("kept", "“Two more people”", [])]


def test_one_of_the_same_name_takes_its_place(here: Grove) -> None:
    keep(here)
    assert keep(here, capacity="12") is True
    assert Scenario.objects.get().parameters[1] == ["capacity", "12"]
    assert len(told()) == 2


def test_twenty_are_the_most_but_one_may_be_replaced(here: Grove) -> None:
    for number in range(MOST_SCENARIOS):
        keep(here, f"Wish {number}")
    with pytest.raises(TooManyScenarios):
        keep(here)
    assert keep(here, "Wish 3") is True
    remove_scenario(scenario=Scenario.objects.get(name="Wish 4"), by=here.lead, at=AT)
    assert keep(here) is False
    assert Scenario.objects.count() == MOST_SCENARIOS == 20


@pytest.mark.parametrize("name", ["", "  ", "x" * 81, "a\0b", "\ud800"])
def test_it_needs_a_name_that_can_be_stored(here: Grove, name: str) -> None:
    with pytest.raises(InvalidEntry) as caught:
        keep(here, name)
    assert set(caught.value.faults) == {"name"}
    assert not Scenario.objects.exists()
    assert told() == []


def test_the_longest_name_is_kept(here: Grove) -> None:
    keep(here, "x" * 80)
    assert Scenario.objects.get().name == "x" * 80


def test_it_is_removed_once(here: Grove) -> None:
    keep(here)
    scenario = Scenario.objects.get()
    for _ in range(2):
        remove_scenario(scenario=scenario, by=here.manager, at=LATER)
    assert not Scenario.objects.exists()
    assert told()[1:] == [("removed", "“Two more people”", [])]
