"""What may be entered into a plan: every fault of it, by the field it belongs to."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from assessments.core.answering import link_fault, text_faults
from assessments.core.catalog import Catalog
from assessments.core.plans.milestones import MilestoneState, may_move

LONGEST_TITLE = 120
LONGEST_SCENARIO = 80
LONGEST_NAME = 150
LONGEST_LINK = 2000
EARLIEST = date(2000, 1, 1)
YEARS_AHEAD = 20
YEARS_OF_EXCEPTION = 2
BEGUN = (MilestoneState.IN_PROGRESS, MilestoneState.DONE)

Faults = Mapping[str, str]
"""One message for each field that is at fault; empty when all may be stored."""


class InvalidEntry(Exception):
    """What was sent cannot be stored: each message of `faults` belongs beside its field."""

    def __init__(self, faults: Faults) -> None:
        self.faults = faults
        super().__init__(" ".join(f"{field}: {message}" for field, message in faults.items()))


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose a milestone is: one of the unit's people by id, a free name, or neither for nobody yet."""

    id: int | None = None
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MilestoneChange:
    """All that may be changed of a milestone, as it should stand afterwards; days that are None are found."""

    state: MilestoneState
    owner_id: int | None
    owner_name: str
    starts: date
    due: date
    reason: str
    despite: str
    started_on: date | None
    done_on: date | None

    @property
    def owner(self) -> Owner:
        """Whose it should be."""
        return Owner(self.owner_id, self.owner_name)


def refuse(faults: Faults) -> None:
    """Raise InvalidEntry if there are any faults."""
    if faults:
        raise InvalidEntry(faults)


def scenario_faults(name: str) -> Faults:
    """What is wrong with the name of a scenario to keep, blanks around it taken away."""
    return dict(_line("name", name, longest=LONGEST_SCENARIO, missing="Give the scenario a name."))


def adoption_faults(title: str, note: str) -> Faults:
    """What is wrong with what an adopted plan is called."""
    missing = "Say what the plan is called."
    return dict([*_line("title", title, longest=LONGEST_TITLE, missing=missing), *text_faults("note", note)])


def note_faults(text: str, link: str) -> Faults:
    """What is wrong with a note on a milestone; it says something, or links to it."""
    faults = dict(text_faults("text", text))
    if not text.strip() and not link:
        faults["text"] = "Write a note or give a link."
    if link:
        faults |= dict(_short("link", link, longest=LONGEST_LINK))
        faults |= {"link": fault} if (fault := link_fault(link)) else {}
    return faults


def exception_faults(
    catalog: Catalog, *, before: str, after: str, since: date, until: date, reason: str, on: date
) -> Faults:
    """What is wrong with an exception to a gate that somebody grants on a day (`domain.md` 4.4)."""
    faults = dict(text_faults("reason", reason))
    if not any((gate.before, gate.after) == (before, after) for gate in catalog.gates):
        faults["gate"] = "Choose one of the gates."
    if not reason.strip():
        faults["reason"] = "Say why it is allowed."
    if not EARLIEST <= since <= _years_after(on, YEARS_OF_EXCEPTION):
        faults["since"] = f"Give a date from {EARLIEST.year} on, within {YEARS_OF_EXCEPTION} years."
    if until < on:
        faults["until"] = "It cannot end before today."
    elif until > _years_after(on, YEARS_OF_EXCEPTION):
        faults["until"] = f"It ends within {YEARS_OF_EXCEPTION} years; it can be granted again."
    elif until < since:
        faults["until"] = "It cannot end before it begins."
    return faults


def change_faults(before: MilestoneState, change: MilestoneChange, *, waits: bool, on: date) -> Faults:
    """What is wrong with a change of a milestone on a day.

    `waits` says whether something that it waits for is not done: then whoever begins or finishes it says why.
    """
    return dict([*_dates(change, on), *owner_faults(change.owner).items(), *_story(before, change, waits=waits)])


def owner_faults(owner: Owner) -> Faults:
    """What is wrong with an owner, whoever it is: both a person and a name, or a name too long."""
    faults = dict(_short("owner_name", owner.name, longest=LONGEST_NAME))
    return faults | ({"owner_name": "Choose a person or write a name, not both."} if owner.id and owner.name else {})


def _dates(change: MilestoneChange, on: date) -> Iterator[tuple[str, str]]:
    latest = _years_after(on, YEARS_AHEAD)
    for field, day in (("starts", change.starts), ("due", change.due)):
        if not EARLIEST <= day <= latest:
            yield field, f"Give a date from {EARLIEST.year} to {latest.year}."
    if change.due < change.starts:
        yield "due", "It cannot be due before it starts."
    for field, past in (("started_on", change.started_on), ("done_on", change.done_on)):
        if past is not None and not EARLIEST <= past <= on:
            yield field, f"Give a date from {EARLIEST.year} to today."
    if change.started_on and change.done_on and change.done_on < change.started_on:
        yield "done_on", "It cannot be done before it was started."


def _story(before: MilestoneState, change: MilestoneChange, *, waits: bool) -> Iterator[tuple[str, str]]:
    """Faults of the state and of the reasons that go with it."""
    moves = change.state is not before
    if moves and not may_move(before, change.state):
        yield "state", "It was dropped. Take it up again first."
    yield from text_faults("reason", change.reason)
    yield from text_faults("despite", change.despite)
    if change.state is MilestoneState.DROPPED and not change.reason.strip():
        yield "reason", "Say why it is dropped."
    if moves and waits and change.state in BEGUN and not change.despite.strip():
        yield "despite", "What it waits for is not done. Say why you go on."


def _line(field: str, text: str, *, longest: int, missing: str) -> Iterator[tuple[str, str]]:
    if not text.strip():
        yield field, missing
    yield from _short(field, text, longest=longest)


def _short(field: str, text: str, *, longest: int) -> Iterator[tuple[str, str]]:
    yield from text_faults(field, text)
    if len(text) > longest:
        yield field, f"Please keep this to {longest:,} characters; it has {len(text):,}."


def _years_after(day: date, years: int) -> date:
    """The same day so many years later, the last of February for a leap day."""
    year = day.year + years
    try:
        return day.replace(year=year)
    except ValueError:
        return date(year, 2, 28)
