"""What the plan page, the pages of milestones and every export of a plan print, as one frozen value."""

from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from assessments.core.calendar import CalendarQuarter
from assessments.core.catalog import Discipline, Practice
from assessments.core.following import Following, GateNow, StageEnd, weeks_late
from assessments.core.gate_exception import GateException
from assessments.core.milestones import MilestoneState
from assessments.core.outcomes import Achieved

NEXT = 5


@dataclass(frozen=True, slots=True)
class NoteLine:
    """A note on a milestone; `link` is empty where there is none."""

    author: str
    at: datetime
    text: str
    link: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MilestoneFacts:
    """What is stored of a milestone besides what is computed with; `owner` is empty while nobody owns it."""

    owner: str
    owner_id: int | None
    owner_role: str
    reason: str
    because: tuple[str, ...]
    notes: tuple[NoteLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanHead:
    """What stands above a plan: who adopted it and when, the day of the result it began from, its scenario in words."""

    title: str
    note: str
    adopted_by: str
    adopted_on: date
    result_on: date
    scenario: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MilestoneLine:
    """One milestone with its dates: promised, planned now, and expected (None where it never comes).

    `title` is what it is about in a few words, `waits_for` what should be done first and is not, in sentences;
    `held_by` says what pushes it. `achieved` is what a newer result shows, None while there is none. `on_chain` says
    that it lies on the critical chain of a gate that is not open.
    """

    id: int
    position: int
    title: str
    practice: Practice
    discipline: Discipline
    check: str
    what: str
    from_level: int | None
    to_level: int | None
    effort: Fraction
    owner: str
    owner_id: int | None
    owner_role: str
    state: MilestoneState
    reason: str
    baseline_starts: date
    baseline_due: date
    starts: date
    due: date
    expected_starts: date | None
    expected_due: date | None
    started_on: date | None
    done_on: date | None
    late_days: int
    waits_for: tuple[str, ...]
    held_by: str
    on_chain: bool
    achieved: Achieved | None
    because: tuple[str, ...]
    notes: tuple[NoteLine, ...]

    @property
    def is_step(self) -> bool:
        """Whether it raises a practice, rather than being work that a gate needs."""
        return not self.check

    @property
    def is_late(self) -> bool:
        """Whether it is open and expected later than promised."""
        return self.state.is_open and self.late_days > 0

    @property
    def weeks_late(self) -> int:
        """Whole weeks behind the date promised, 0 when it is not behind."""
        return weeks_late(self.late_days) if self.late_days else 0

    @property
    def never(self) -> bool:
        """Whether it is open and yet does not come in this plan: it waits for a gate that does not open."""
        return self.state.is_open and self.expected_due is None

    @property
    def baseline_quarters(self) -> tuple[CalendarQuarter, CalendarQuarter]:
        """The first and the last quarter promised."""
        return (CalendarQuarter.of(self.baseline_starts), CalendarQuarter.of(self.baseline_due))

    @property
    def quarter(self) -> CalendarQuarter:
        """The quarter it is listed in: the one expected, else the one planned."""
        return CalendarQuarter.of(self.expected_due or self.due)


@dataclass(frozen=True, slots=True)
class QuarterLines:
    """The milestones expected to be finished in a quarter, in the plan's order."""

    quarter: CalendarQuarter
    lines: tuple[MilestoneLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanCounts:
    """How many milestones there are in each state, and how many open ones are late."""

    total: int
    planned: int
    in_progress: int
    done: int
    dropped: int
    late: int


@dataclass(frozen=True, slots=True)
class ExceptionLine:
    """An exception with the names of the disciplines before and after its gate; `holds` says whether it does today."""

    before: str
    after: str
    value: GateException
    holds: bool


@dataclass(frozen=True, slots=True)
class GateLine:
    """Gates that share a source and a level, by the names of the disciplines behind them."""

    before: str
    after: tuple[str, ...]
    now: GateNow


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanReport:
    """Everything printed of a plan as it stands on a day.

    `late` are the late ones, those late by themselves first; `next` the five that come next; `risks` three at most.
    """

    head: PlanHead
    today: date
    sentences: tuple[str, ...]
    gates: tuple[GateLine, ...]
    ends: tuple[StageEnd, ...]
    lines: tuple[MilestoneLine, ...]
    quarters: tuple[QuarterLines, ...]
    counts: PlanCounts
    late: tuple[MilestoneLine, ...]
    next: tuple[MilestoneLine, ...]
    risks: tuple[str, ...]
    exceptions: tuple[ExceptionLine, ...]
    following: Following
