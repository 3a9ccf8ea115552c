"""A plan as lanes over quarters, on a scale of days: steps as bars, gates as signs (`DESIGN.md` 6)."""

from dataclasses import dataclass
from datetime import date

from assessments.core.calendar import CalendarQuarter
from assessments.core.catalog import Discipline
from assessments.core.lanes_picture import Kind
from assessments.core.milestones import MilestoneState


@dataclass(frozen=True, slots=True, kw_only=True)
class BarInput:
    """One stretch of work, both days included: a step with its levels, or work that a gate needs besides.

    `keys` name what it stands for as the chains of gates do: `str(StepKey)` in a roadmap, the milestone's id in an
    adopted plan. `ghost` is where it stood in the baseline; `note` is said in the table.
    """

    keys: tuple[str, ...]
    name: str
    kind: Kind
    starts: date
    ends: date
    from_level: int | None = None
    to_level: int | None = None
    state: MilestoneState | None = None
    ghost: tuple[date, date] | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class LaneInput:
    """One discipline, the level it is planned for (0: not wanted), and its bars."""

    discipline: Discipline
    target: int
    bars: tuple[BarInput, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GateMark:
    """Gates of one discipline that open together: at the end of the day `on`, None when the plan does not open them.

    `before` and `after` are codes; `reached` is what it takes, as in 'MLOps in place'. `planned` is the day of the
    baseline. `chain` are the keys of its critical chain, first to last.
    """

    before: str
    after: tuple[str, ...]
    reached: str
    on: date | None
    is_open: bool = False
    planned: date | None = None
    chain: tuple[str, ...] = ()
    exception_since: date | None = None
    exception_until: date | None = None


@dataclass(frozen=True, slots=True)
class StageMark:
    """The end of a stage: what it `reaches`, in words, on which day, and on which day of the baseline."""

    reaches: str
    on: date
    planned: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LanesInput:
    """A plan to be drawn from the quarter `first` to `last`; `today` is None where no day should be marked."""

    first: CalendarQuarter
    last: CalendarQuarter
    today: date | None
    lanes: tuple[LaneInput, ...]
    gates: tuple[GateMark, ...] = ()
    stages: tuple[StageMark, ...] = ()
