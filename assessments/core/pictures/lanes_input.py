"""What a picture of lanes is made from: the bars of each discipline, the gates, and the ends of stages."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from assessments.core.calendar import CalendarQuarter
from assessments.core.catalog import Discipline
from assessments.core.gate_exception import GateException
from assessments.core.pictures.lanes_picture import Kind
from assessments.core.planning.targets import listed
from assessments.core.plans.milestones import MilestoneState

ARROW = "\N{RIGHTWARDS ARROW}"


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

    @property
    def levels(self) -> str:
        """The levels that it leads from and to, as in '0→2'; nothing for work."""
        return "" if self.to_level is None else f"{self.from_level}{ARROW}{self.to_level}"

    @property
    def words(self) -> str:
        """Its name with its levels."""
        return f"{self.name} {self.levels}".rstrip()


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
    baseline. `chain` are the keys of its critical chain, first to last. `all_done` says that only an assessment is
    missing.
    """

    before: str
    after: tuple[str, ...]
    reached: str
    on: date | None
    is_open: bool = False
    planned: date | None = None
    all_done: bool = False
    chain: tuple[str, ...] = ()
    exceptions: tuple[GateException, ...] = ()

    def words(self, names: Mapping[str, str]) -> str:
        """When it opens, as in 'MLOps in place: planned Q3 2027, now Q1 2028'; `names` are those of disciplines."""
        rule = f"{names[self.before]} before {listed(names[code] for code in self.after)}"
        planned = None if self.planned is None else CalendarQuarter.of(self.planned)
        if self.is_open:
            return f"{rule}: open"
        if self.all_done:
            return f"{self.reached}: all done, an assessment can show it"
        if self.on is None:
            return f"{rule}: {f'planned {planned}, now ' if planned else ''}not opened by this plan"
        opens = CalendarQuarter.of(self.on)
        if planned in (None, opens):
            return f"{self.reached}, {opens}"
        return f"{self.reached}: planned {planned}, now {opens}"


def exception_words(exception: GateException, names: Mapping[str, str]) -> str:
    """What may be planned before its gate opens, and until when; `names` are those of disciplines."""
    until = exception.until
    return f"Exception for {names[exception.after]} until {until.day} {until:%B} {until.year}"


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

    @property
    def names(self) -> Mapping[str, str]:
        """The names of disciplines by code."""
        return {lane.discipline.code: lane.discipline.name for lane in self.lanes}

    @property
    def stage_days(self) -> tuple[date, ...]:
        """The days on which stages end, the first one first."""
        return tuple(sorted({stage.on for stage in self.stages}))

    @property
    def lit(self) -> frozenset[str]:
        """The keys of everything on a critical chain."""
        return frozenset(key for gate in self.gates for key in gate.chain)
