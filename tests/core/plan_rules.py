"""What every roadmap must keep, checked from its outside: each rule gives the sentences of what breaks it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from itertools import pairwise

from assessments.core.agreement import UNANSWERED, Settled
from assessments.core.catalog import Catalog, Gate, Practice
from assessments.core.gate_exception import GateException
from assessments.core.gates import Outcome, State, TeamReadiness, assess
from assessments.core.planning.projection import Quarter
from assessments.core.roadmap import PlannedStep, Roadmap
from assessments.core.scenario import Scenario
from assessments.core.scoring import is_excluded
from tests.core.strategies import TODAY


@dataclass(frozen=True)
class Planned:
    """A roadmap beside what it was made from."""

    catalog: Catalog
    settled: Mapping[str, Settled]
    roadmap: Roadmap
    exceptions: Sequence[GateException] = ()

    @property
    def scenario(self) -> Scenario:
        return self.roadmap.scenario

    def not_before(self, one: PlannedStep) -> int:
        """The first quarter in which the scenario lets a step begin."""
        wanted = {**self.scenario.put_off, **self.scenario.pinned}.get(one.key)
        return max(1, wanted.since(self.scenario.start) + 1) if wanted else 1

    def is_excepted(self, gate: Gate, quarter: int) -> bool:
        return any(
            (one.before, one.after) == (gate.before, gate.after) and one.covers(self.roadmap.calendar(quarter))
            for one in self.exceptions
        )

    @cached_property
    def today(self) -> TeamReadiness:
        return assess(self.catalog, self.settled, on=TODAY)

    @cached_property
    def closed(self) -> list[Gate]:
        return [one.gate for one in self.today.gates if one.outcome is not Outcome.OPEN]

    def now(self, code: str) -> int:
        return self.settled.get(code, UNANSWERED).level or 0

    def applies(self, code: str) -> bool:
        return not is_excluded(self.catalog.practice[code], self.settled)

    @cached_property
    def ended(self) -> Mapping[str, list[tuple[int, int]]]:
        """For each practice the (quarter, level) of its steps."""
        found: dict[str, list[tuple[int, int]]] = {code: [] for code in self.catalog.practice}
        for one in self.roadmap.steps:
            found[one.step.practice].append((one.quarter, one.step.to_level))
        return found

    @cached_property
    def eventful(self) -> list[int]:
        """Quarters in which something may change: the first, and those in which a step finishes."""
        return sorted({1, *(one.quarter for one in self.roadmap.steps)}) if self.roadmap.quarters else []

    @cached_property
    def _looked(self) -> dict[int, TeamReadiness]:
        return {}

    def level_at(self, code: str, quarter: int) -> int:
        """The level of a practice at the end of a quarter."""
        return max([self.now(code), *(level for finished, level in self.ended[code] if finished <= quarter)])

    def readiness_at(self, quarter: int) -> TeamReadiness:
        """Readiness at the end of a quarter with all work done: answered, agreed and shown."""
        if quarter not in self._looked:
            self._looked[quarter] = self._look(quarter)
        return self._looked[quarter]

    def _look(self, quarter: int) -> TeamReadiness:
        levels = {
            code: replace(UNANSWERED, level=self.level_at(code, quarter))
            for code in self.catalog.practice
            if self.applies(code)
        }
        return assess(self.catalog, {**self.settled, **levels}, on=TODAY, assume_evidence=True)

    def opens(self, gate: Gate) -> int | None:
        return next(one.opens for one in self.roadmap.forecasts if one.gate == gate)


def broken_rules(planned: Planned) -> list[str]:
    """Every sentence of every rule; empty for a roadmap as it should be."""
    rules = (
        in_turn,
        after_prerequisites,
        after_gates,
        as_decided,
        one_a_quarter,
        within_capacity,
        never_idle,
        staged,
        projected,
        worked,
        dated,
        held,
        reached,
    )
    return [sentence for rule in rules for sentence in rule(planned)]


def in_turn(planned: Planned) -> Iterator[str]:
    """Steps come in the order of execution, each from where its practice stands."""
    at = {code: planned.now(code) for code in planned.catalog.practice}
    last = 1
    for one in planned.roadmap.steps:
        if at[one.step.practice] != one.step.from_level:
            yield f"{one.step.practice} stands at {at[one.step.practice]}, not {one.step.from_level}"
        if not last <= one.quarter or not 1 <= one.starts <= one.quarter:
            yield f"{one.step.practice} runs from {one.starts} to {one.quarter} after {last}"
        at[one.step.practice], last = one.step.to_level, one.quarter
    effort = sum((one.step.effort for one in planned.roadmap.steps), Fraction(0))
    if effort != planned.roadmap.effort:
        yield f"the steps take {effort}, not {planned.roadmap.effort}"


def after_prerequisites(planned: Planned) -> Iterator[str]:
    at = {code: planned.now(code) for code in planned.catalog.practice}
    for one in planned.roadmap.steps:
        practice = planned.catalog.practice[one.step.practice]
        for need in practice.needs if one.step.from_level < 2 <= one.step.to_level else ():
            if planned.applies(need.practice) and at[need.practice] < need.level:
                yield f"{practice.code} comes before {need.practice} is at {need.level}"
            elif planned.applies(need.practice) and planned.level_at(need.practice, one.starts) < need.level:
                yield f"{practice.code} starts before {need.practice} is at {need.level}"
        at[practice.code] = one.step.to_level


def after_gates(planned: Planned) -> Iterator[str]:
    for one in planned.roadmap.steps:
        for gate in planned.closed:
            opens = planned.opens(gate)
            if gate.after != one.discipline or planned.is_excepted(gate, one.starts):
                continue
            if opens is None or one.starts <= opens:
                yield f"{one.step.practice} starts in {one.starts}, but its gate opens in {opens}"
    for forecast in planned.roadmap.forecasts:
        if forecast.gate not in planned.closed:
            if forecast.opens != 0:
                yield f"{forecast.gate} is open already"
        elif planned.roadmap.targets[forecast.gate.before] >= forecast.gate.level:
            first = next((one for one in planned.eventful if _is_open(planned.readiness_at(one), forecast.gate)), None)
            if first != forecast.opens:
                yield f"{forecast.gate} opens in {first}, forecast for {forecast.opens}"


def _is_open(readiness: TeamReadiness, gate: Gate) -> bool:
    return readiness.gate(gate.before, gate.after).outcome is Outcome.OPEN


def as_decided(planned: Planned) -> Iterator[str]:
    """What is left out is not planned, nor what stands above it; dates are kept; a pin that is not is told."""
    scenario, steps = planned.scenario, {one.key: one for one in planned.roadmap.steps}
    for key in scenario.left_out:
        is_done = planned.now(key.practice) >= key.to_level
        if not is_done and any(one.practice == key.practice and one.to_level >= key.to_level for one in steps):
            yield f"{key} is planned, yet left out"
    for one in steps.values():
        if one.starts < planned.not_before(one):
            yield f"{one.key} starts in {one.starts}, before its date"
    for key, quarter in scenario.pinned.items():
        name, kept = f"“{planned.catalog.practice[key.practice].name}” to level {key.to_level} is", False
        if key in steps:
            kept = planned.roadmap.calendar(steps[key].starts) <= quarter
        if kept == any(note.startswith(name) for note in planned.roadmap.notes):
            yield f"{key} pinned to {quarter}, notes {planned.roadmap.notes}"


def one_a_quarter(planned: Planned) -> Iterator[str]:
    seen: set[tuple[str, int]] = set()
    for one in planned.roadmap.steps:
        key = (one.step.practice, one.quarter)
        if key in seen:
            yield f"{one.step.practice} finishes twice in {one.quarter}"
        seen.add(key)


def within_capacity(planned: Planned) -> Iterator[str]:
    """No quarter holds more than the capacity, and the efforts of the quarters are those of the steps."""
    capacity = planned.scenario.capacity
    done = Fraction(0)
    for quarter in planned.roadmap.quarters:
        done += quarter.effort
        if capacity is not None and quarter.effort > capacity:
            yield f"quarter {quarter.number} takes {quarter.effort}"
        if _effort(one for one in planned.roadmap.steps if one.quarter <= quarter.number) > done:
            yield f"more is finished by quarter {quarter.number} than was worked"
        if _effort(one for one in planned.roadmap.steps if one.starts <= quarter.number) < done:
            yield f"more is worked by quarter {quarter.number} than was begun"
    if done != planned.roadmap.effort:
        yield f"the quarters take {done}, not {planned.roadmap.effort}"


def _effort(steps: Iterator[PlannedStep]) -> Fraction:
    return sum((one.step.effort for one in steps), Fraction(0))


def never_idle(planned: Planned) -> Iterator[str]:
    """Where capacity is left, no step that starts later was ready."""
    for quarter in planned.roadmap.quarters:
        if _has_room(planned, quarter):
            for one in planned.roadmap.steps:
                if one.starts > quarter.number and _was_ready(planned, one, quarter.number):
                    yield f"{one.step.practice} was ready in quarter {quarter.number}"


def _has_room(planned: Planned, quarter: Quarter) -> bool:
    """Whether another step fits, as far as the limits go that are not those of a role."""
    capacity, parallel = planned.scenario.capacity, planned.scenario.parallel
    going = sum(one.starts <= quarter.number <= one.quarter for one in planned.roadmap.steps)
    return (capacity is None or quarter.effort < capacity) and (parallel is None or going < parallel)


def _was_ready(planned: Planned, one: PlannedStep, quarter: int) -> bool:
    practice = planned.catalog.practice[one.step.practice]
    gates = [
        planned.opens(gate)
        for gate in planned.closed
        if gate.after == one.discipline and not planned.is_excepted(gate, quarter)
    ]
    return (
        practice.owner not in planned.scenario.role_capacity
        and quarter >= planned.not_before(one)
        and planned.level_at(practice.code, quarter - 1) >= one.step.from_level
        and all(opens is not None and opens < quarter for opens in gates)
        and (not one.step.from_level < 2 <= one.step.to_level or _needs_met(planned, practice, quarter))
    )


def _needs_met(planned: Planned, practice: Practice, quarter: int) -> bool:
    return all(
        not planned.applies(need.practice) or planned.level_at(need.practice, quarter) >= need.level
        for need in practice.needs
    )


def staged(planned: Planned) -> Iterator[str]:
    """A stage ends exactly where a gate opens or a discipline comes to its target, and holds what finishes in it."""
    roadmap = planned.roadmap
    events = {forecast.opens for forecast in roadmap.forecasts if forecast.opens}
    there = {code for code in roadmap.targets if _there(planned, planned.today, code)}
    for number in planned.eventful:
        arrived = {code for code in roadmap.targets if _there(planned, planned.readiness_at(number), code)} - there
        events |= {number} if arrived else set()
        there |= arrived
    if [stage.quarter for stage in roadmap.stages] != sorted(events):
        yield f"stages end in {[stage.quarter for stage in roadmap.stages]}, things are reached in {sorted(events)}"
    if [stage.number for stage in roadmap.stages] != list(range(1, len(roadmap.stages) + 1)):
        yield "stages are not counted from 1"
    if len(roadmap.quarters) != max(events, default=0):
        yield f"{len(roadmap.quarters)} quarters, the last event in {max(events, default=0)}"
    begins = 0
    for stage in roadmap.stages:
        if not stage.reaches or any(not begins < one.quarter <= stage.quarter for one in stage.steps):
            yield f"stage {stage.number} reaches {stage.reaches} with steps of other quarters"
        if not {one.discipline for one in stage.steps} <= set(stage.disciplines):
            yield f"stage {stage.number} is not said to build what it builds"
        begins = stage.quarter


def _there(planned: Planned, readiness: TeamReadiness, code: str) -> bool:
    target = planned.roadmap.targets[code]
    level = readiness.of(code).score.maturity_level
    return bool(target) and code not in readiness.waiting and (level or 0) >= target


def projected(planned: Planned) -> Iterator[str]:
    """What each quarter is forecast to bring is what the levels of its end are worth."""
    for number in planned.eventful:
        readiness = planned.readiness_at(number)
        for one in planned.roadmap.quarters[number - 1].projections:
            there = readiness.of(one.discipline)
            wanted = bool(planned.roadmap.targets[one.discipline])
            if wanted and (one.maturity_level, one.index) != (there.score.maturity_level, there.score.index):
                yield f"{one.discipline} is forecast at {one.maturity_level} in {number}"
            if wanted and one.state is not State.PROVISIONAL and one.state is not there.state:
                yield f"{one.discipline} is forecast {one.state} in {number}, not {there.state}"


def worked(planned: Planned) -> Iterator[str]:
    """The work of a gate stands in the stage at whose end it opens."""
    for forecast in planned.roadmap.forecasts:
        for stage in planned.roadmap.stages:
            if stage.quarter == forecast.opens and not set(forecast.work) <= set(stage.work):
                yield f"the work of {forecast.gate} is not in stage {stage.number}"


def dated(planned: Planned) -> Iterator[str]:
    """All work of a gate that opens is due before or in its quarter, evidence not before its practice has the level."""
    for forecast in planned.roadmap.forecasts:
        due = {one.work: one for one in planned.roadmap.work if forecast.gate in one.gates}
        if forecast.opens and set(due) != set(forecast.work):
            yield f"the work of {forecast.gate} has no dates"
        for one in due.values():
            if not 1 <= one.quarter <= (forecast.opens or 0):
                yield f"{one.work} is due in {one.quarter}, its gate opens in {forecast.opens}"
            if one.work.check == "G5" and planned.level_at(one.work.practice, one.quarter) < forecast.gate.level:
                yield f"{one.work} is due before its practice has the level"
    if {one.work for one in planned.roadmap.work} != {work for one in planned.roadmap.stages for work in one.work}:
        yield "the work with dates is not that of the stages"


def held(planned: Planned) -> Iterator[str]:
    """A gate says when it opens or why it does not; its chain ends with it, without a gap from today or a date on."""
    steps = {one.key: one for one in planned.roadmap.steps}
    for forecast in planned.roadmap.forecasts:
        chain = [steps[key] for key in forecast.chain]
        if not forecast.because or not all(sentence.endswith(".") for sentence in forecast.because):
            yield f"{forecast.gate} says {forecast.because}"
        if chain and chain[-1].quarter != forecast.opens:
            yield f"{forecast.gate} opens in {forecast.opens}, its chain ends in {chain[-1].quarter}"
        for one, other in pairwise(chain):
            if one.starts > other.starts or other.starts - one.quarter not in (0, 1):
                yield f"{other.key} does not follow {one.key} in the chain of {forecast.gate}"
        if chain and not _begins_there(planned, chain[0]):
            yield f"nothing holds {chain[0].key}, where the chain of {forecast.gate} begins"
        if not chain and (forecast.opens or 0) > 1:
            yield f"nothing holds {forecast.gate} until {forecast.opens}"


def _begins_there(planned: Planned, first: PlannedStep) -> bool:
    """Whether only a date holds a step, or a gate that no step holds; with exceptions, one that rests may have."""
    by_work = (one for one in planned.roadmap.forecasts if one.gate.after == first.discipline and not one.chain)
    starts = {planned.not_before(first), *(one.opens + 1 for one in by_work if one.opens is not None)}
    return bool(planned.exceptions) or first.starts in starts


def reached(planned: Planned) -> Iterator[str]:
    """After all steps and all work every target is reached; every step says why."""
    end = planned.readiness_at(len(planned.roadmap.quarters))
    for code, target in planned.roadmap.targets.items():
        if target and not _there(planned, end, code):
            yield f"{code} does not reach {target}"
    for one in planned.roadmap.steps:
        if len(one.because) < 2 or not all(sentence.endswith(".") for sentence in one.because):
            yield f"{one.step.practice} does not say why: {one.because}"
