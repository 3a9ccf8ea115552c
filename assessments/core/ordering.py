"""Which order of its steps a plan prefers (`domain.md` 4.7)."""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from assessments.core.catalog import Catalog, Gate
from assessments.core.gate_exception import GateException
from assessments.core.openings import Excepted
from assessments.core.scenario import Scenario
from assessments.core.schedule import Limits, Schedule, schedule
from assessments.core.targets import Aims, Start
from assessments.core.unlocking import Step, cheapest

Helps = Mapping[tuple[str, int], tuple[Gate, ...]]
"""The gates whose opening set holds a step, in graph order, by the step's practice and the level it comes to."""


def best_schedule(
    start: Start, aims: Aims, *, scenario: Scenario, exceptions: Sequence[GateException] = ()
) -> tuple[Schedule, Helps]:
    """The steps of a plan in their quarters, and the gates that each helps to open.

    Raises `ValueError` for limits that are not above 0 or far too low.
    """
    opening = [gate for gate in start.closed if aims.targets[gate.before] >= gate.level]
    helps = _helps(start, aims, opening)
    timed = schedule(
        start.catalog,
        _in_order(start.catalog, aims.choice.steps, helps, opening),
        levels=start.levels,
        closed=start.closed,
        opening=opening,
        limits=Limits(scenario.capacity, scenario.role_capacity, scenario.parallel),
        not_before={
            key: quarter.since(scenario.start) + 1 for key, quarter in {**scenario.put_off, **scenario.pinned}.items()
        },
        excepted=_excepted(start, scenario, exceptions),
    )
    return timed, helps


def _excepted(start: Start, scenario: Scenario, exceptions: Sequence[GateException]) -> Excepted:
    """The quarters of the plan that exceptions cover, by gate."""
    found: dict[Gate, set[int]] = {}
    for one in exceptions:
        for gate in start.closed:
            if (gate.before, gate.after) == (one.before, one.after):
                found.setdefault(gate, set()).update(_covered(scenario, one))
    return found


def _covered(scenario: Scenario, exception: GateException) -> Iterator[int]:
    number = 1
    while (quarter := scenario.start.plus(number - 1)).first_day <= exception.until:
        if exception.covers(quarter):
            yield number
        number += 1


def _helps(start: Start, aims: Aims, opening: Sequence[Gate]) -> Helps:
    """Which steps open which gate: the cheapest of the steps chosen that bring its source to its level."""
    ceiling = dict(start.levels) | {step.practice: step.to_level for step in aims.choice.steps}
    sets: dict[tuple[str, int], tuple[Step, ...]] = {}
    helps: dict[tuple[str, int], tuple[Gate, ...]] = {}
    for gate in opening:
        wanted = (gate.before, gate.level)
        if wanted not in sets:
            targets = {gate.before: gate.level}
            sets[wanted] = cheapest(
                start.catalog, start.levels, not_applicable=start.not_applicable, targets=targets, ceiling=ceiling
            ).steps
        for step in sets[wanted]:
            key = (step.practice, step.to_level)
            helps[key] = (*helps.get(key, ()), gate)
    return helps


def _in_order(catalog: Catalog, steps: Sequence[Step], helps: Helps, opening: Sequence[Gate]) -> list[Step]:
    """Steps of a set that opens a gate first, the first gate first; then the most gain for the effort."""
    rank = {gate: number for number, gate in enumerate(opening)}

    def preference(step: Step) -> tuple[int, Fraction, int, int]:
        gates = helps.get((step.practice, step.to_level))
        gain = catalog.practice[step.practice].weight * (step.to_level - step.from_level)
        first = rank[gates[0]] if gates else len(opening)
        return (first, -gain / step.effort, catalog.order.position[step.practice], step.from_level)

    return sorted(steps, key=preference)
