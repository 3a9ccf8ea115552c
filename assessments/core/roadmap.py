"""The roadmap: the cheapest steps to the targets, in an order that the gates and prerequisites allow, as stages
and quarters with projected readiness (`domain.md` 4.7)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from assessments.core.agreement import UNANSWERED, EvidenceKind, Settled
from assessments.core.catalog import Catalog, Gate
from assessments.core.gates import Outcome, State, TeamReadiness, assess
from assessments.core.reasons import Circumstances, because
from assessments.core.schedule import Schedule, Slot, schedule
from assessments.core.targets import Aims, aim, closed_gates, level_words
from assessments.core.unlocking import Step, Work, cheapest, excluded, planned_levels, work_for

QUARTERS_PER_YEAR = 4
MONTHS_PER_QUARTER = 3


@dataclass(frozen=True, slots=True)
class PlannedStep:
    """A step in its quarters: work `starts` in one and finishes in `quarter`; `because` says why, sentence by sentence."""

    step: Step
    discipline: str
    starts: int
    quarter: int
    because: tuple[str, ...]


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


@dataclass(frozen=True, slots=True)
class Projection:
    """What a discipline is forecast to be at the end of a quarter; the level and index are its own, waiting or not."""

    discipline: str
    maturity_level: int | None
    index: Fraction | None
    state: State


@dataclass(frozen=True, slots=True)
class Quarter:
    """One quarter, counted from 1: the person-weeks planned in it and the readiness forecast for its end."""

    number: int
    effort: Fraction
    projections: tuple[Projection, ...]


@dataclass(frozen=True, slots=True)
class Forecast:
    """When a gate opens: at the end of quarter `opens`, 0 when it is open already, None when this plan does not open it.

    `work` is what it needs besides steps.
    """

    gate: Gate
    opens: int | None
    work: tuple[Work, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Roadmap:
    """The plan of one team; `effort` in person-weeks, `slack` the most by which it may exceed the least possible.

    `targets` are those planned for. `raised_targets`, `unreachable` and `early_looks` are sentences: targets raised
    for a gate, targets that cannot be reached, disciplines whose plan starts from an early look.
    """

    stages: tuple[Stage, ...]
    quarters: tuple[Quarter, ...]
    forecasts: tuple[Forecast, ...]
    targets: Mapping[str, int]
    raised_targets: tuple[str, ...]
    unreachable: tuple[str, ...]
    early_looks: tuple[str, ...]
    effort: Fraction
    slack: Fraction

    @property
    def steps(self) -> tuple[PlannedStep, ...]:
        """Every step, in the order of execution."""
        return tuple(step for stage in self.stages for step in stage.steps)


@dataclass(frozen=True, slots=True)
class _Start:
    """Where a plan starts: today's readiness, and the levels of the applicable practices as planned from."""

    catalog: Catalog
    settled: Mapping[str, Settled]
    on: date
    assume_evidence: bool
    readiness: TeamReadiness
    levels: Mapping[str, int]
    not_applicable: frozenset[str]


def plan(
    catalog: Catalog,
    settled: Mapping[str, Settled],
    *,
    targets: Mapping[str, int],
    capacity: Fraction,
    on: date,
    assume_evidence: bool = False,
) -> Roadmap:
    """Plan the way to the targets: maturity levels, 2 where none is set, 0 where a discipline is not wanted.

    `capacity` is in person-weeks a quarter. Unanswered practices are planned as level 0. A gate's work costs no
    person-weeks and is taken as done by the quarter in which its source has the levels, at the earliest quarter 1.
    Raises `ValueError` for a capacity that is not above 0 or far too small.
    """
    start = _start(catalog, settled, on, assume_evidence)
    aims = aim(
        catalog,
        planned_levels(catalog, settled),
        not_applicable=start.not_applicable,
        readiness=start.readiness,
        targets=targets,
    )
    opening = [gate for gate in closed_gates(catalog, start.readiness) if aims.targets[gate.before] >= gate.level]
    helps = _helps(start, aims, opening)
    timed = schedule(
        catalog,
        _in_order(catalog, aims.choice.steps, helps, opening),
        levels=start.levels,
        closed=closed_gates(catalog, start.readiness),
        opening=opening,
        capacity=capacity,
    )
    return _roadmap(start, aims, timed, helps)


def quarter_name(start: date, number: int) -> str:
    """The name of a plan's quarter, as in 'Q1 2027'; quarter 1 is the calendar quarter after the one of `start`."""
    quarters = start.year * QUARTERS_PER_YEAR + (start.month - 1) // MONTHS_PER_QUARTER + number
    return f"Q{quarters % QUARTERS_PER_YEAR + 1} {quarters // QUARTERS_PER_YEAR}"


def _start(catalog: Catalog, settled: Mapping[str, Settled], on: date, assume_evidence: bool) -> _Start:
    not_applicable = excluded(catalog, settled)
    levels = {code: level for code, level in planned_levels(catalog, settled).items() if code not in not_applicable}
    readiness = assess(catalog, settled, on=on, assume_evidence=assume_evidence)
    return _Start(catalog, settled, on, assume_evidence, readiness, levels, not_applicable)


def _helps(start: _Start, aims: Aims, opening: Sequence[Gate]) -> dict[tuple[str, int], tuple[Gate, ...]]:
    """For each step, as (practice, level reached), the gates whose opening set holds it, in graph order."""
    ceiling = dict(start.levels) | {step.practice: step.to_level for step in aims.choice.steps}
    sets: dict[tuple[str, int], tuple[Step, ...]] = {}
    helps: dict[tuple[str, int], tuple[Gate, ...]] = {}
    for gate in opening:
        wanted = (gate.before, gate.level)
        if wanted not in sets:
            sets[wanted] = cheapest(
                start.catalog,
                start.levels,
                not_applicable=start.not_applicable,
                targets=dict([wanted]),
                ceiling=ceiling,
            ).steps
        for step in sets[wanted]:
            key = (step.practice, step.to_level)
            helps[key] = (*helps.get(key, ()), gate)
    return helps


def _in_order(
    catalog: Catalog,
    steps: Sequence[Step],
    helps: Mapping[tuple[str, int], tuple[Gate, ...]],
    opening: Sequence[Gate],
) -> list[Step]:
    """Steps of a set that opens a gate first, the first gate first; then the most gain for the effort."""
    rank = {gate: number for number, gate in enumerate(opening)}

    def preference(step: Step) -> tuple[int, Fraction, int, int]:
        gates = helps.get((step.practice, step.to_level))
        gain = catalog.practice[step.practice].weight * (step.to_level - step.from_level)
        return (
            rank[gates[0]] if gates else len(opening),
            -gain / step.effort,
            catalog.order.position[step.practice],
            step.from_level,
        )

    return sorted(steps, key=preference)


def _roadmap(start: _Start, aims: Aims, timed: Schedule, helps: Mapping[tuple[str, int], tuple[Gate, ...]]) -> Roadmap:
    quarters = tuple(_quarters(start, aims, timed))
    forecasts = tuple(_forecast(start, aims, timed, one) for one in start.catalog.gates)
    return Roadmap(
        stages=tuple(_stages(start, aims, quarters, forecasts, _planned(start, aims, timed, helps))),
        quarters=quarters,
        forecasts=forecasts,
        targets=aims.targets,
        raised_targets=aims.raised,
        unreachable=aims.unreachable,
        early_looks=tuple(_early_looks(start, aims)),
        effort=aims.choice.effort,
        slack=aims.choice.slack,
    )


def _planned(
    start: _Start, aims: Aims, timed: Schedule, helps: Mapping[tuple[str, int], tuple[Gate, ...]]
) -> list[PlannedStep]:
    catalog = start.catalog
    reached = dict(start.levels) | {slot.step.practice: slot.step.to_level for slot in timed.slots}
    around = Circumstances(catalog, aims.targets, start.levels, reached, timed.opens, helps)
    return [
        PlannedStep(
            slot.step, catalog.discipline_of[slot.step.practice], slot.starts, slot.quarter, because(around, slot)
        )
        for slot in timed.slots
    ]


def _quarters(start: _Start, aims: Aims, timed: Schedule) -> Iterator[Quarter]:
    """Each quarter with what its end is forecast to bring; a quarter in which nothing ends is not assessed anew."""
    known = dict(start.settled)
    for discipline in start.catalog.disciplines:
        for practice in discipline.practices if aims.targets[discipline.code] else ():
            if practice.code in start.levels and start.settled.get(practice.code, UNANSWERED).level is None:
                known[practice.code] = replace(known.get(practice.code, UNANSWERED), level=0, not_applicable=False)
    projections: tuple[Projection, ...] = ()
    for number, effort in enumerate(timed.used, start=1):
        ended = [slot for slot in timed.slots if slot.quarter == number]
        opened = [gate for gate, quarter in timed.opens.items() if quarter == number]
        if ended or opened or not projections:
            _bring_forward(start, known, ended, opened)
            projections = _project(start, known)
        yield Quarter(number, effort, projections)


def _bring_forward(start: _Start, known: dict[str, Settled], ended: Sequence[Slot], opened: Sequence[Gate]) -> None:
    """Raise what ended; the foundations behind an opened gate are then settled and shown."""
    for slot in ended:
        code, level = slot.step.practice, slot.step.to_level
        known[code] = replace(known.get(code, UNANSWERED), level=level, numbers=(level,), not_applicable=False)
    for gate in opened:
        for practice in start.catalog.discipline[gate.before].practices:
            if practice.foundation:
                known[practice.code] = replace(
                    known[practice.code], numbers=(), evidence_kind=EvidenceKind.LINK, evidence_on=start.on
                )


def _project(start: _Start, known: Mapping[str, Settled]) -> tuple[Projection, ...]:
    readiness = assess(start.catalog, known, on=start.on, assume_evidence=start.assume_evidence)
    return tuple(
        Projection(one.discipline, one.score.maturity_level, one.score.index, one.state)
        for one in readiness.disciplines
    )


def _forecast(start: _Start, aims: Aims, timed: Schedule, gate: Gate) -> Forecast:
    outcome = start.readiness.gate(gate.before, gate.after)
    if outcome.outcome is Outcome.OPEN:
        return Forecast(gate, 0, ())
    return Forecast(gate, timed.opens.get(gate), work_for(start.catalog, start.settled, outcome, aims.choice.steps))


def _stages(
    start: _Start,
    aims: Aims,
    quarters: Sequence[Quarter],
    forecasts: Sequence[Forecast],
    steps: Sequence[PlannedStep],
) -> Iterator[Stage]:
    number, before = 0, 0
    there = {
        one.discipline
        for one in start.readiness.disciplines
        if _is_there(aims, Projection(one.discipline, one.score.maturity_level, None, one.state))
    }
    for quarter in quarters:
        arrived = [
            one.discipline for one in quarter.projections if one.discipline not in there and _is_there(aims, one)
        ]
        opened = [one for one in forecasts if one.opens == quarter.number]
        if not arrived and not opened:
            continue
        number += 1
        within = tuple(step for step in steps if before < step.quarter <= quarter.number)
        work = tuple(dict.fromkeys(work for one in opened for work in one.work))
        built = {*arrived, *(step.discipline for step in within), *(one.gate.before for one in opened)}
        yield Stage(
            number=number,
            disciplines=tuple(one.code for one in start.catalog.disciplines if one.code in built),
            reaches=tuple(_reached(start, aims, arrived, opened)),
            quarter=quarter.number,
            work=work,
            steps=within,
        )
        there.update(arrived)
        before = quarter.number


def _is_there(aims: Aims, projection: Projection) -> bool:
    """Whether a discipline is wanted, waits for nothing and has its target's maturity level."""
    target = aims.targets[projection.discipline]
    return bool(target) and projection.state is not State.WAITING and (projection.maturity_level or 0) >= target


def _reached(start: _Start, aims: Aims, arrived: Sequence[str], opened: Sequence[Forecast]) -> Iterator[str]:
    catalog = start.catalog
    for code in arrived:
        yield f"{catalog.discipline[code].name} reaches {level_words(catalog, aims.targets[code])}."
    for one in opened:
        after, before = catalog.discipline[one.gate.after].name, catalog.discipline[one.gate.before].name
        yield f"The gate from {before} to {after} opens."


def _early_looks(start: _Start, aims: Aims) -> Iterator[str]:
    for one in start.readiness.disciplines:
        if one.early_look and aims.targets[one.discipline]:
            name = start.catalog.discipline[one.discipline].name
            yield f"The plan for {name} starts from its early look: answers given before its gate was open."
