"""The history of plans in words: who did what, and from what to what (`DESIGN.md` 4)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from assessments.core.calendar import day_words
from assessments.core.catalog import Catalog
from assessments.core.plans.milestones import Milestone, MilestoneState, subject_of

ARROW = "\N{RIGHTWARDS ARROW}"


class Verb(StrEnum):
    """What was done to a plan."""

    ADOPTED = "adopted"
    CHANGED = "changed"
    NOTED = "noted"
    GRANTED = "granted"
    ENDED = "ended"
    KEPT = "kept"
    REMOVED = "removed"


DEEDS: Mapping[Verb, str] = {
    Verb.ADOPTED: "adopted the plan",
    Verb.CHANGED: "changed",
    Verb.NOTED: "added a note to",
    Verb.GRANTED: "granted an exception to the gate",
    Verb.ENDED: "ended the exception to the gate",
    Verb.KEPT: "kept the scenario",
    Verb.REMOVED: "removed the scenario",
}
# What the fields of a change are called, in the order in which they are told.
FIELDS: Mapping[str, str] = {
    "replaces": "Plan before",
    "milestones": "Milestones",
    "taken_over": "Taken over from the plan before",
    "state": "State",
    "owner": "Owner",
    "starts": "Start",
    "due": "Due",
    "started_on": "Begun on",
    "done_on": "Done on",
    "reason": "Reason",
    "despite": "Although something it waits for was open",
    "since": "From",
    "until": "Until",
    "text": "Note",
    "link": "Link",
}
DAYS = frozenset({"starts", "due", "started_on", "done_on", "since", "until"})


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field before and after, as texts: a day as in '2027-03-31', a state by its value, nothing as ''."""

    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryEntry:
    """One line of a plan's history; `did` goes on after the name, `lines` say what changed.

    `milestone_id` is None where it was not about a milestone, `baseline_id` where it was about no plan.
    """

    at: datetime
    by: str
    did: str
    lines: tuple[str, ...]
    baseline_id: int | None
    milestone_id: int | None


def field_changes(before: Mapping[str, object], after: Mapping[str, object]) -> tuple[FieldChange, ...]:
    """What differs between two sides of the same fields, in the order in which it is told; a missing one is nothing."""
    pairs = ((field, _text(before.get(field)), _text(after.get(field))) for field in FIELDS)
    return tuple(FieldChange(field, old, new) for field, old, new in pairs if old != new)


def changes_to_json(changes: Iterable[FieldChange]) -> list[list[str]]:
    """The changes as they are stored."""
    return [[change.field, change.before, change.after] for change in changes]


def changes_from_json(stored: Iterable[Iterable[str]]) -> tuple[FieldChange, ...]:
    """The changes as `changes_to_json` stored them."""
    return tuple(FieldChange(*line) for line in stored)


def change_in_words(change: FieldChange) -> str:
    """One change as people read it, as in 'Due: 31 March 2027 → 30 June 2027'."""
    label = FIELDS.get(change.field, change.field)
    before, after = _shown(change.field, change.before), _shown(change.field, change.after)
    if not before:
        return f"{label}: {after}"
    if not after:
        return f"{label}: no longer {before}"
    return f"{label}: {before} {ARROW} {after}"


def deed_in_words(verb: Verb, subject: str) -> str:
    """What somebody did, as it goes on after the name: 'adopted the plan “Spring plan”'."""
    return f"{DEEDS[verb]} {subject}"


def quoted(name: str) -> str:
    """A name as the subject of a deed."""
    return f"“{name}”"


def milestone_subject(catalog: Catalog, milestone: Milestone) -> str:
    """A milestone as the subject of a deed: '“Monitoring”, level 2', 'the evidence for “Monitoring”'."""
    subject = subject_of(catalog, milestone)
    return f"{subject}, level {milestone.to_level}" if milestone.is_step else subject


def gate_subject(catalog: Catalog, before: str, after: str) -> str:
    """A gate as the subject of a deed: 'from MLOps to ModelOps'; codes where the catalog knows no such disciplines."""
    names = [catalog.discipline[code].name if code in catalog.discipline else code for code in (before, after)]
    return f"from {names[0]} to {names[1]}"


def _text(value: object) -> str:
    """A value as it is stored; what is neither a text nor a number nor a day has no place in a history."""
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, date) else str(value)


def _shown(field: str, text: str) -> str:
    if not text:
        return ""
    if field in DAYS:
        return day_words(date.fromisoformat(text))
    return MilestoneState(text).words if field == "state" else text
