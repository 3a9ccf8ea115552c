"""In which quarter the work that is no step is due: what gates need besides, and answers that targets ask for."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta

from assessments.core.agreement import UNANSWERED
from assessments.core.calendar import day_words
from assessments.core.catalog import Gate
from assessments.core.planning.planned import PlannedWork
from assessments.core.planning.schedule import Schedule
from assessments.core.planning.targets import Start
from assessments.core.scenario import Scenario
from assessments.core.unlocking import Work, evidence_words

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


def renewals(start: Start, scenario: Scenario, timed: Schedule, *, gate: Gate) -> Iterator[Work]:
    """The evidence that a gate counts on today and that runs out before the plan opens it: it is to be shown again."""
    opens = timed.opens.get(gate)
    if opens is None or start.assume_evidence:
        return
    until = scenario.start.plus(opens - 1).last_day
    for practice in (one for one in start.catalog.discipline[gate.before].practices if one.foundation):
        shown = start.settled.get(practice.code, UNANSWERED).evidence_on
        last = shown and shown + timedelta(days=start.catalog.thresholds.evidence_days - 1)
        if shown and last and shown <= start.on <= last < until:
            words = f"{evidence_words(practice)} What there is runs out on {day_words(last)}."
            yield Work(EVIDENCE, practice.code, words)


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
