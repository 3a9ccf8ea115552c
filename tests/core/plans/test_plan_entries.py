"""What may be entered into a plan."""

from datetime import date
from typing import Any

import pytest

from assessments.core.plans.milestones import MilestoneState
from assessments.core.plans.plan_entries import (
    InvalidEntry,
    MilestoneChange,
    Owner,
    adoption_faults,
    change_faults,
    exception_faults,
    note_faults,
    owner_faults,
    refuse,
    scenario_faults,
)
from tests.core.drafts import a_gate, two_disciplines

TODAY = date(2028, 2, 29)
PLANNED, IN_PROGRESS, DONE, DROPPED = MilestoneState


def change(**values: Any) -> MilestoneChange:
    present: dict[str, Any] = {
        "state": PLANNED,
        "owner_id": None,
        "owner_name": "",
        "starts": date(2028, 1, 1),
        "due": date(2028, 3, 31),
        "reason": "",
        "despite": "",
        "started_on": None,
        "done_on": None,
    }
    return MilestoneChange(**present | values)


def fields(values: dict[str, Any], *, before: MilestoneState = PLANNED, waits: bool = False) -> set[str]:
    return set(change_faults(before, change(**values), waits=waits, on=TODAY))


@pytest.mark.parametrize(
    ("values", "faulty"),
    [
        ({}, set()),
        ({"starts": date(2028, 3, 31)}, set()),
        ({"starts": date(2028, 4, 1)}, {"due"}),
        ({"starts": date(1999, 12, 31)}, {"starts"}),
        ({"due": date(2048, 2, 28)}, set()),
        ({"due": date(2048, 3, 1)}, {"due"}),
        ({"started_on": TODAY}, set()),
        ({"started_on": date(2028, 3, 1)}, {"started_on"}),
        ({"done_on": date(1999, 1, 1)}, {"done_on"}),
        ({"started_on": TODAY, "done_on": date(2028, 2, 28)}, {"done_on"}),
        ({"owner_id": 1, "owner_name": "Ada"}, {"owner_name"}),
        ({"owner_name": "x" * 150}, set()),
        ({"owner_name": "x" * 151}, {"owner_name"}),
        ({"state": DROPPED}, {"reason"}),
        ({"state": DROPPED, "reason": "No money."}, set()),
        ({"despite": "\x00"}, {"despite"}),
    ],
)
def test_changes(values: dict[str, Any], faulty: set[str]) -> None:
    assert fields(values) == faulty


@pytest.mark.parametrize(
    ("before", "after", "despite", "faulty"),
    [
        (PLANNED, IN_PROGRESS, "", {"despite"}),
        (PLANNED, IN_PROGRESS, "A pilot.", set()),
        (IN_PROGRESS, DONE, " ", {"despite"}),
        (IN_PROGRESS, IN_PROGRESS, "", set()),
        (DONE, PLANNED, "", set()),
        (DROPPED, DONE, "A pilot.", {"state"}),
        (DROPPED, DROPPED, "", {"reason"}),
    ],
)
def test_going_on_while_it_waits(before: MilestoneState, after: MilestoneState, despite: str, faulty: set[str]) -> None:
    assert fields({"state": after, "despite": despite}, before=before, waits=True) == faulty


def test_nothing_waits_nothing_is_asked() -> None:
    assert fields({"state": DONE}, waits=False) == set()


def test_owners() -> None:
    assert (change(owner_id=3).owner, change(owner_name="Ada").owner, change().owner) == (
        Owner(id=3),
        Owner(name="Ada"),
        Owner(),
    )
    for owner in (Owner(), Owner(id=3), Owner(name="Ada")):
        assert owner_faults(owner) == {}


@pytest.mark.parametrize(
    ("text", "link", "faulty"),
    [
        ("Soon.", "", set()),
        ("", "https://example.org/", set()),
        ("", "", {"text"}),
        ("\n", "", {"text"}),
        ("Soon.", "ftp://example.org/", {"link"}),
        ("Soon.", "https://example.org/" + "x" * 2000, {"link"}),
        ("x" * 4001, "https://", {"text", "link"}),
    ],
)
def test_notes(text: str, link: str, faulty: set[str]) -> None:
    assert set(note_faults(text, link)) == faulty


@pytest.mark.parametrize(
    ("values", "faulty"),
    [
        ({}, set()),
        ({"until": TODAY}, set()),
        ({"until": date(2028, 2, 28)}, {"until"}),
        ({"until": date(2030, 2, 28)}, set()),
        ({"until": date(2030, 3, 1)}, {"until"}),
        ({"since": date(2028, 5, 2), "until": date(2028, 5, 1)}, {"until"}),
        ({"since": date(2031, 1, 1), "until": date(2031, 1, 1)}, {"since", "until"}),
        ({"since": date(1999, 1, 1)}, {"since"}),
        ({"reason": ""}, {"reason"}),
        ({"reason": "x" * 4001}, {"reason"}),
        ({"before": "b", "after": "a"}, {"gate"}),
    ],
)
def test_exceptions_to_gates(values: dict[str, Any], faulty: set[str]) -> None:
    defaults: dict[str, Any] = {
        "before": "a",
        "after": "b",
        "since": TODAY,
        "until": date(2028, 12, 31),
        "reason": "A pilot is due.",
        "on": TODAY,
    }
    assert set(exception_faults(two_disciplines(a_gate()), **defaults | values)) == faulty


def test_names_and_titles() -> None:
    assert scenario_faults("Two more people") == adoption_faults("Spring plan", "") == {}
    assert scenario_faults(" ") == {"name": "Give the scenario a name."}
    assert scenario_faults("x" * 81) == {"name": "Please keep this to 80 characters; it has 81."}
    assert set(adoption_faults("", "\x00")) == {"title", "note"}


def test_every_fault_is_said_at_once() -> None:
    refuse({})
    with pytest.raises(InvalidEntry, match=r"due: Late\. owner: Who\?") as caught:
        refuse({"due": "Late.", "owner": "Who?"})
    assert caught.value.faults == {"due": "Late.", "owner": "Who?"}
