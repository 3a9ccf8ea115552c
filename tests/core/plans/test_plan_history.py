"""The history of plans in words."""

from dataclasses import replace
from datetime import date

import pytest

from assessments.core.plans.plan_history import (
    DAYS,
    DEEDS,
    FIELDS,
    FieldChange,
    Verb,
    change_in_words,
    changes_from_json,
    changes_to_json,
    deed_in_words,
    field_changes,
    gate_subject,
    milestone_subject,
    quoted,
)
from tests.core.adopted import milestone
from tests.core.drafts import a_practice, two_disciplines


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (FieldChange("due", "2027-03-31", "2027-06-30"), "Due: 31 March 2027 → 30 June 2027"),
        (FieldChange("starts", "2027-01-01", "2027-04-01"), "Start: 1 January 2027 → 1 April 2027"),
        (FieldChange("state", "planned", "in_progress"), "State: Planned → In progress"),
        (FieldChange("owner", "", "Ada"), "Owner: Ada"),
        (FieldChange("owner", "Ada", ""), "Owner: no longer Ada"),
        (FieldChange("owner", "Ada", "Lin"), "Owner: Ada → Lin"),
        (FieldChange("done_on", "", "2027-05-09"), "Done on: 9 May 2027"),
        (FieldChange("reason", "", "No money."), "Reason: No money."),
        (FieldChange("despite", "", "A pilot."), "Although something it waits for was open: A pilot."),
    ],
)
def test_a_change_in_words(change: FieldChange, words: str) -> None:
    assert change_in_words(change) == words


def test_only_what_differs_is_told_in_a_fixed_order() -> None:
    before = {"due": date(2027, 3, 31), "owner": "Ada", "state": "planned", "reason": None}
    after = {"reason": "", "state": "done", "owner": "Ada", "due": date(2027, 6, 30), "done_on": date(2027, 5, 1)}
    changes = field_changes(before, after)
    assert changes == (
        FieldChange("state", "planned", "done"),
        FieldChange("due", "2027-03-31", "2027-06-30"),
        FieldChange("done_on", "", "2027-05-01"),
    )
    assert field_changes(after, after) == ()
    assert changes_from_json(changes_to_json(changes)) == changes


@pytest.mark.parametrize("verb", Verb)
def test_every_deed_has_words_that_go_on_after_a_name(verb: Verb) -> None:
    words = deed_in_words(verb, quoted("Spring plan"))
    assert words == f"{DEEDS[verb]} “Spring plan”"
    assert words[0].islower()


def test_every_day_is_a_field() -> None:
    assert set(FIELDS) >= DAYS


def test_subjects() -> None:
    catalog = two_disciplines(first=a_practice("A-1", name="Model registry"))
    step = milestone(1, "A-1", (1, 2), date(2027, 1, 1), date(2027, 3, 31))
    assert milestone_subject(catalog, step) == "“Model registry”, level 2"
    assert milestone_subject(catalog, replace(step, check="G5")) == "the evidence for “Model registry”"
    assert gate_subject(catalog, "a", "b") == "from A to B"
    assert gate_subject(catalog, "a", "gone") == "from A to gone"
