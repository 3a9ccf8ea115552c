"""The roadmap: the cheapest steps to the targets, in an order that gates and prerequisites allow (`domain.md` 4.7)."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from assessments.core.agreement import UNANSWERED, Settled
from assessments.core.calendar import CalendarQuarter
from assessments.core.catalog import Catalog, Gate
from assessments.core.gate_exception import GateException
from assessments.core.gates import Outcome, State
from assessments.core.ordering import Helps, best_schedule
from assessments.core.projection import Projection, Quarter, project, projections_of
from assessments.core.reasons import Circumstances, because
from assessments.core.scenario import Scenario, StepKey
from assessments.core.schedule import Schedule
from assessments.core.targets import Aims, Start, aim, level_words, start_from
from assessments.core.unlocking import Step, Work, answer_words, work_for


@dataclass(frozen=True, slots=True)
class PlannedStep:
    """A step in its quarters: begun in `starts`, finished in `quarter`; `because` holds the reasons, as sentences."""

    step: Step
    discipline: str
    starts: int
    quarter: int
    because: tuple[str, ...]

    @property
    def key(self) -> StepKey:
        """What names the step in scenarios, chains and pictures."""
        return StepKey(self.step.practice, self.step.to_level)


@dataclass(frozen=True, slots=True)
class PlannedWork:
    """Work in the quarter in which it is due, for the gates that it serves: none where only a target asks for it."""

    work: Work
    discipline: str
    quarter: int
    gates: tuple[Gate, ...]


@dataclass(frozen=True, slots=True)
class Stage:
    """A part of the plan that ends, with its `quarter`, where something is reached; `reaches` says what.

    `disciplines` are those built in it. Its `work` comes before the gates that open at its end, its `steps` are
    those that finish in it, in the order of execution.
    """

    number: int
    disciplines: tuple[str, ...]
    reaches: tuple[str, ...]
    quarter: int
    work: tuple[Work, ...]
    steps: tuple[PlannedStep, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """When a gate opens: at the end of quarter `opens`, 0 when it is open today, None when the plan does not open it.

    `work` is what it needs besides steps, `chain` the steps that hold it, first to last, `because` says in sentences
    when it opens and what holds it. `exception` is the leave there is to plan before it opens.
    """

    gate: Gate
    opens: int | None
    work: tuple[Work, ...]
    chain: tuple[StepKey, ...] = ()
    because: tuple[str, ...] = ()
    exception: GateException | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Roadmap:
    """The plan of one team; `effort` in person-weeks, `slack` the most by which it may exceed the least possible.

    `targets` are those planned for. `raised_targets`, `unreachable` and `early_looks` are sentences: targets raised
    for a gate, targets that cannot be reached, disciplines whose plan starts from answers that wait; so are `notes`:
    pins that could not be kept, exceptions that were planned under. `work` is that of all gates that the plan opens.
    """

    scenario: Scenario
    stages: tuple[Stage, ...]
    quarters: tuple[Quarter, ...]
    forecasts: tuple[Forecast, ...]
    work: tuple[PlannedWork, ...]
    targets: Mapping[str, int]
    raised_targets: tuple[str, ...]
    unreachable: tuple[str, ...]
    early_looks: tuple[str, ...]
    notes: tuple[str, ...]
    effort: Fraction
    slack: Fraction

    @property
    def steps(self) -> tuple[PlannedStep, ...]:
        """Every step, in the order of execution."""
        return tuple(step for stage in self.stages for step in stage.steps)

    def calendar(self, number: int) -> CalendarQuarter:
        """The calendar quarter of a quarter by its number."""
        return self.scenario.start.plus(number - 1)

    @property
    def until(self) -> CalendarQuarter | None:
        """The last quarter of the plan; None when no step is to be taken."""
        return self.calendar(len(self.quarters)) if self.steps else None


def plan(
    catalog: Catalog,
    settled: Mapping[str, Settled],
    *,
    scenario: Scenario,
    on: date,
    exceptions: Sequence[GateException] = (),
    assume_evidence: bool = False,
    name_quarter: Callable[[int], str] | None = None,
) -> Roadmap:
    """Plan the way to the targets of a scenario from what is known on a day.

    Unanswered practices are planned as level 0. A gate's work costs no person-weeks and counts as done by the end of
    the quarter in which its source has the levels, quarter 1 at the earliest: a gate that lacks nothing but work
    opens in quarter 1, and what it held back starts in quarter 2. `name_quarter` says what the reasons call a quarter,
    given its number; left out, its place in the calendar. Raises `ValueError` for a capacity that is not above 0 or
    far too small.
    """
    start = start_from(catalog, settled, on=on, assume_evidence=assume_evidence)
    aims = aim(start, scenario.targets)
    timed, helps = best_schedule(start, aims, scenario=scenario, exceptions=exceptions)
    named = name_quarter or (lambda number: str(scenario.start.plus(number - 1)))
    return _roadmap(start, aims, scenario, timed, tuple(_planned(start, aims, timed, helps, named)))


def _roadmap(start: Start, aims: Aims, scenario: Scenario, timed: Schedule, steps: Sequence[PlannedStep]) -> Roadmap:
    quarters = tuple(project(start, aims.targets, timed))
    forecasts = tuple(_forecast(start, aims, timed, gate) for gate in start.catalog.gates)
    return Roadmap(
        scenario=scenario,
        stages=tuple(_stages(start, aims, quarters, forecasts, steps)),
        quarters=quarters,
        forecasts=forecasts,
        work=(),
        targets=aims.targets,
        raised_targets=aims.raised,
        unreachable=aims.unreachable,
        early_looks=tuple(_early_looks(start, aims)),
        notes=(),
        effort=aims.choice.effort,
        slack=aims.choice.slack,
    )


def _planned(
    start: Start, aims: Aims, timed: Schedule, helps: Helps, name_quarter: Callable[[int], str]
) -> Iterator[PlannedStep]:
    catalog = start.catalog
    reached = dict(start.levels) | {slot.step.practice: slot.step.to_level for slot in timed.slots}
    around = Circumstances(catalog, aims.targets, start.levels, reached, timed.opens, helps, name_quarter)
    for slot in timed.slots:
        discipline = catalog.discipline_of[slot.step.practice]
        yield PlannedStep(slot.step, discipline, slot.starts, slot.quarter, because(around, slot))


def _forecast(start: Start, aims: Aims, timed: Schedule, gate: Gate) -> Forecast:
    outcome = start.readiness.gate(gate.before, gate.after)
    if outcome.outcome is Outcome.OPEN:
        return Forecast(gate=gate, opens=0, work=())
    work = work_for(start.catalog, start.settled, outcome=outcome, steps=aims.choice.steps)
    return Forecast(gate=gate, opens=timed.opens.get(gate), work=work)


def _stages(
    start: Start,
    aims: Aims,
    quarters: Sequence[Quarter],
    forecasts: Sequence[Forecast],
    steps: Sequence[PlannedStep],
) -> Iterator[Stage]:
    """A stage for each quarter in which a gate opens or a discipline comes to its target."""
    there = set(_there(aims, projections_of(start.readiness)))
    number, before = 1, 0
    for quarter in quarters:
        arrived = [code for code in _there(aims, quarter.projections) if code not in there]
        opened = [one for one in forecasts if one.opens == quarter.number]
        if arrived or opened:
            within = tuple(step for step in steps if before < step.quarter <= quarter.number)
            built = {*arrived, *(step.discipline for step in within), *(one.gate.before for one in opened)}
            yield Stage(
                number=number,
                disciplines=tuple(one.code for one in start.catalog.disciplines if one.code in built),
                reaches=tuple(_reached(start.catalog, aims, arrived, opened)),
                quarter=quarter.number,
                work=_work(start, aims, arrived, opened),
                steps=within,
            )
            there.update(arrived)
            number, before = number + 1, quarter.number


def _there(aims: Aims, projections: Sequence[Projection]) -> Iterator[str]:
    """The disciplines that are wanted, wait for nothing and have their target's maturity level."""
    for one in projections:
        target = aims.targets[one.discipline]
        if target and one.state is not State.WAITING and (one.maturity_level or 0) >= target:
            yield one.discipline


def _work(start: Start, aims: Aims, arrived: Sequence[str], opened: Sequence[Forecast]) -> tuple[Work, ...]:
    """The work of the gates that open; and what maturity level 1 asks for, which counts answers and not levels."""
    started = [code for code in arrived if aims.targets[code] == 1]
    practices = (
        one for code in started for one in start.catalog.discipline[code].practices if one.code in start.levels
    )
    answers = (
        Work("G3", one.code, answer_words(one))
        for one in practices
        if start.settled.get(one.code, UNANSWERED).level is None
    )
    return tuple(dict.fromkeys((*(work for one in opened for work in one.work), *answers)))


def _reached(catalog: Catalog, aims: Aims, arrived: Sequence[str], opened: Sequence[Forecast]) -> Iterator[str]:
    for code in arrived:
        yield f"{catalog.discipline[code].name} reaches {level_words(catalog, aims.targets[code])}."
    for one in opened:
        after, before = catalog.discipline[one.gate.after].name, catalog.discipline[one.gate.before].name
        yield f"The gate from {before} to {after} opens."


def _early_looks(start: Start, aims: Aims) -> Iterator[str]:
    for one in start.readiness.disciplines:
        if one.early_look and aims.targets[one.discipline]:
            name = start.catalog.discipline[one.discipline].name
            yield f"The plan for {name} starts from answers that are not counted while it waits."
