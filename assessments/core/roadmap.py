"""The roadmap: the cheapest steps to the targets, in an order that gates and prerequisites allow (`domain.md` 4.7)."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from functools import cache

from assessments.core.agreement import Settled
from assessments.core.calendar import CalendarQuarter
from assessments.core.catalog import Catalog, Gate
from assessments.core.gate_exception import GateException
from assessments.core.gates import Outcome
from assessments.core.planning.critical_chain import critical_chain
from assessments.core.planning.drafting import Draft, draft
from assessments.core.planning.gate_reasons import gate_because
from assessments.core.planning.plan_notes import plan_notes
from assessments.core.planning.planned import Forecast, PlannedStep, PlannedWork, Stage
from assessments.core.planning.projection import Quarter, project
from assessments.core.planning.reasons import Circumstances, because, is_for, key_of
from assessments.core.planning.schedule import Schedule
from assessments.core.planning.shortfalls import Shortfalls
from assessments.core.planning.stages import asked_for, stages, unmet
from assessments.core.planning.targets import Aims, Start, start_from
from assessments.core.planning.work_dates import planned_work, renewals
from assessments.core.scenario import Scenario
from assessments.core.telling import Told
from assessments.core.unlocking import Work, work_for

__all__ = ["Forecast", "PlannedStep", "PlannedWork", "Roadmap", "Stage", "plan"]


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

    def work_of(self, stage: Stage) -> tuple[PlannedWork, ...]:
        """The work of a stage with its quarters, in the order in which the stage lists it."""
        opened = {one.gate for one in self.forecasts if one.opens == stage.quarter}
        due = (one for one in self.work if not one.gates or not opened.isdisjoint(one.gates))
        place = {work: at for at, work in enumerate(stage.work)}
        return tuple(sorted((one for one in due if one.work in place), key=lambda one: place[one.work]))

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
    opens in quarter 1, and what it held back starts in quarter 2; answers that a target asks for are due in quarter 1,
    also where no step is to be taken. An exception lets steps be planned before a gate
    opens, in the quarters that it covers, and changes nothing else. `name_quarter` says what the reasons call a
    quarter, given its number; left out, its place in the calendar. Raises `ValueError` for limits that are not above
    0 or far too low.
    """
    start = start_from(catalog, settled, on=on, assume_evidence=assume_evidence)
    return _roadmap(draft(start, scenario, exceptions), name_quarter)


def _roadmap(made: Draft, name_quarter: Callable[[int], str] | None) -> Roadmap:
    start, aims = made.start, made.aims
    asked = [work for code in unmet(start, aims) for work in asked_for(start, aims, code)]
    timed = replace(made.timed, used=(Fraction(0),)) if asked and not made.timed.used else made.timed
    around = _circumstances(made, cache(name_quarter or (lambda number: str(made.scenario.start.plus(number - 1)))))
    needed = {
        one.gate: (
            *work_for(start.catalog, start.settled, outcome=one, steps=aims.choice.steps),
            *renewals(start, made.scenario, timed, gate=one.gate),
        )
        for one in start.readiness.gates
        if one.outcome is not Outcome.OPEN
    }
    work = planned_work(start, made.scenario, timed, needed=needed, asked=asked)
    quarters = tuple(project(start, aims.targets, timed))
    short = Shortfalls(start, aims)
    forecasts = tuple(_forecasts(made, around, short, needed=needed, work=work))
    return Roadmap(
        scenario=made.scenario,
        stages=tuple(stages(start, aims, quarters=quarters, forecasts=forecasts, steps=tuple(_planned(timed, around)))),
        quarters=quarters,
        forecasts=forecasts,
        work=work,
        targets=aims.targets,
        raised_targets=aims.raised,
        unreachable=tuple(short.targets()),
        early_looks=tuple(_early_looks(start, aims)),
        notes=plan_notes(around, timed),
        effort=aims.choice.effort,
        slack=aims.choice.slack,
    )


def _circumstances(made: Draft, name_quarter: Callable[[int], str]) -> Circumstances:
    return Circumstances(
        catalog=made.start.catalog,
        scenario=made.scenario,
        targets=made.aims.targets,
        levels=made.start.levels,
        reached=dict(made.start.levels) | {slot.step.practice: slot.step.to_level for slot in made.timed.slots},
        opens=made.timed.opens,
        exceptions=made.exceptions,
        helps=made.helps,
        name_quarter=name_quarter,
    )


def _planned(timed: Schedule, around: Circumstances) -> Iterator[PlannedStep]:
    for slot in timed.slots:
        discipline = around.catalog.discipline_of[slot.step.practice]
        yield PlannedStep(slot.step, discipline, slot.starts, slot.quarter, because(around, slot))


def _forecasts(
    made: Draft,
    around: Circumstances,
    short: Shortfalls,
    *,
    needed: Mapping[Gate, tuple[Work, ...]],
    work: Sequence[PlannedWork],
) -> Iterator[Forecast]:
    for gate, opens in made.opens.items():
        if opens == 0:
            yield Forecast(gate=gate, opens=0, work=(), told=(Told("Open today."),))
            continue
        chain = critical_chain(around.catalog, made.timed, helps=made.helps, gate=gate) if opens else ()
        due = [one.quarter for one in work if gate in one.gates]
        yield Forecast(
            gate=gate,
            opens=opens,
            work=needed[gate],
            chain=tuple(key_of(slot.step) for slot in chain),
            told=gate_because(around, gate, chain, work_due=due) if opens else (Told(short.gate(gate)),),
            exception=max((one for one in around.exceptions if is_for(one, gate)), key=_ends, default=None),
        )


def _ends(exception: GateException) -> date:
    return exception.until


def _early_looks(start: Start, aims: Aims) -> Iterator[str]:
    for one in start.readiness.disciplines:
        if one.early_look and aims.targets[one.discipline]:
            name = start.catalog.discipline[one.discipline].name
            yield f"The plan for {name} starts from answers that are not counted while it waits."
