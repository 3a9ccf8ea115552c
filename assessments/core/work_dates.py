"""In which quarter the work that is no step is due: what gates need besides, and answers that targets ask for."""

from collections.abc import Mapping, Sequence

from assessments.core.catalog import Gate
from assessments.core.planned import PlannedWork
from assessments.core.scenario import Scenario
from assessments.core.schedule import Schedule
from assessments.core.targets import Start
from assessments.core.unlocking import Work

EVIDENCE = "G5"


def planned_work(
    start: Start,
    scenario: Scenario,
    timed: Schedule,
    *,
    needed: Mapping[Gate, Sequence[Work]],
    asked: Sequence[Work],
) -> tuple[PlannedWork, ...]:
    """All work by its quarter: that `needed` by the gates that the plan opens, and the answers that targets ask for.

    Answers, disagreements and exclusions are due at once, once for all gates. Evidence is due for each gate's level
    when its practice has it, but not so early that it could have run out before the quarter ends in which the gate
    opens. Nothing is due later than its gate opens.
    """
    gates: dict[tuple[Work, int], list[Gate]] = {}
    quarter: dict[tuple[Work, int], int] = {}
    for gate in (one for one in needed if one in timed.opens):
        for work in needed[gate]:
            key = (work, gate.level if work.check == EVIDENCE else 0)
            gates.setdefault(key, []).append(gate)
            quarter[key] = _evidence_due(start, scenario, timed, work, gate) if work.check == EVIDENCE else 1
    for work in asked:
        gates.setdefault((work, 0), [])
    found = (
        PlannedWork(key[0], start.catalog.discipline_of[key[0].practice], quarter.get(key, 1), tuple(served))
        for key, served in gates.items()
    )
    return tuple(sorted(found, key=lambda one: one.quarter))


def _evidence_due(start: Start, scenario: Scenario, timed: Schedule, work: Work, gate: Gate) -> int:
    opens = timed.opens[gate]
    holding = range(_raised(start, timed, work.practice, gate.level), opens)
    return next((number for number in holding if _holds(start, scenario, shown=number, until=opens)), opens)


def _raised(start: Start, timed: Schedule, practice: str, level: int) -> int:
    """The quarter by whose end a practice has a level that the plan brings it to."""
    if start.levels.get(practice, 0) >= level:
        return 1
    return next(slot.quarter for slot in timed.slots if slot.step.practice == practice and slot.step.to_level >= level)


def _holds(start: Start, scenario: Scenario, *, shown: int, until: int) -> bool:
    """Whether evidence shown on the first day of one quarter holds on the last day of another."""
    first, last = scenario.start.plus(shown - 1).first_day, scenario.start.plus(until - 1).last_day
    return (last - first).days < start.catalog.thresholds.evidence_days
