"""What a story of an invented team is made of.

Levels are written one sign per practice, in catalog order, a blank between dimensions: 0 to 4 for the level that the
team comes to, `-` for unanswered, `?` for don't know, `n` for not applicable.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from assessments.core.plans.milestones import MilestoneState

Levels = Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What a roadmap is planned with; quarters are counted from the one of the day of the demonstration, which is 0.

    `targets` are 2 where none is given; `pinned` and `put_off` are quarters by step, written as in 'MLO-DEP-01:2'.
    """

    starts: int
    targets: Mapping[str, int] = field(default_factory=dict)
    capacity: int = 24
    parallel: int = 6
    pinned: Mapping[str, int] = field(default_factory=dict)
    put_off: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """What became of milestones of a plan so many days ago, by a person, the team's lead where none is named.

    Milestones are written as a step, or as a step with a check of its work: 'MLO-DEP-01:2:G5'. What is not given stays
    as it was; `due_in` is in days from the day of the demonstration.
    """

    days_ago: int
    milestones: tuple[str, ...]
    by: str = ""
    state: MilestoneState | None = None
    owner: str = ""
    due_in: int | None = None
    reason: str = ""
    despite: str = ""
    note: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Leave:
    """An exception to a gate, granted so many days ago; it holds to the end of a quarter, counted as in a wish."""

    days_ago: int
    by: str
    before: str
    after: str
    until_quarter: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A roadmap adopted so many days ago from the newest result of then, and what became of it.

    `owners` take the owner roles in turns: first names of people, else free names. `kept` are the scenarios that
    were kept by name on the day before, `leave` the exception that was granted before it was adopted.
    """

    days_ago: int
    by: str
    title: str
    wish: Wish
    owners: tuple[str, ...]
    note: str = ""
    leave: Leave | None = None
    kept: Mapping[str, Wish] = field(default_factory=dict)
    events: tuple[Event, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """One assessment: submitted so many days ago, or started then and still open.

    `levels` by discipline; answered foundations of the disciplines in `shown` get evidence, but for those in
    `not_shown`. `split` gives the answers of lead and members where they differ on purpose, `settled` the level that
    the lead then recorded and why, `remarks` the lead's own words by practice. `plan` was adopted from its result.
    """

    days_ago: int
    levels: Levels
    shown: tuple[str, ...] = ()
    not_shown: tuple[str, ...] = ()
    early_looks: tuple[str, ...] = ()
    split: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    settled: Mapping[str, tuple[int, str]] = field(default_factory=dict)
    remarks: Mapping[str, str] = field(default_factory=dict)
    note: str = ""
    submitted: bool = True
    plan: Plan | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Team:
    """A team of a branch with its lead and its members by first name, and its assessments, oldest first."""

    name: str
    branch: str
    lead: str
    members: tuple[str, ...]
    rounds: tuple[Round, ...]
