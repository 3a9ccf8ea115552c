"""What every schedule must keep, checked from its outside: each rule gives the sentences of what breaks it."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from assessments.core.catalog import Gate
from assessments.core.planning.schedule import Schedule, Slot
from assessments.core.unlocking import Step, reaches
from tests.core.instances import PlanningCase


@dataclass(frozen=True)
class Laid:
    """A schedule beside what it was made from."""

    case: PlanningCase
    timed: Schedule

    @cached_property
    def slot(self) -> dict[Step, Slot]:
        return {slot.step: slot for slot in self.timed.slots}

    @cached_property
    def quarters(self) -> range:
        return range(1, len(self.timed.used) + 1)

    def role(self, slot: Slot) -> str:
        return self.case.catalog.practice[slot.step.practice].owner

    def level_at(self, code: str, quarter: int) -> int:
        """The level of a practice at the end of a quarter."""
        raised = [one.step.to_level for one in self.timed.slots if one.step.practice == code and one.quarter <= quarter]
        return max([self.case.levels[code], *raised])

    def is_open(self, gate: Gate, quarter: int) -> bool:
        """Whether a gate is open at the end of a quarter, from the levels there."""
        levels = {code: self.level_at(code, quarter) for code in self.case.levels}
        source = self.case.catalog.discipline[gate.before]
        first = (one for one in self.case.closed if one.after == gate.before)
        there = reaches(self.case.catalog, source, levels=levels, target=gate.level)
        return there and all(self.is_open(one, quarter) for one in first)

    def may_work(self, slot: Slot, quarter: int) -> bool:
        """Whether no gate stands before the discipline of a step in a quarter."""
        code = self.case.catalog.discipline_of[slot.step.practice]
        gates = [gate for gate in self.case.closed if gate.after == code and quarter not in self.case.excepted(gate)]
        return all(self.timed.opens.get(gate, quarter) < quarter for gate in gates)

    def waits_for(self, slot: Slot) -> Iterator[tuple[Slot, int]]:
        """The slots that one waits for, and how many quarters after the end of each it may begin."""
        practice, step = self.case.catalog.practice[slot.step.practice], slot.step
        needs = {need.practice: need.level for need in practice.needs} if step.from_level < 2 <= step.to_level else {}
        for one in self.timed.slots:
            if one.step.practice == step.practice and one.step.to_level == step.from_level:
                yield one, 1
            elif one.step.from_level < needs.get(one.step.practice, 0) <= one.step.to_level:
                yield one, 0

    def is_ready(self, slot: Slot, quarter: int) -> bool:
        return (
            quarter >= self.case.not_before(slot.step)
            and self.may_work(slot, quarter)
            and all(one.quarter + after <= quarter for one, after in self.waits_for(slot))
        )

    def is_running(self, slot: Slot, quarter: int) -> bool:
        """Whether a step takes one of the places of a quarter; one whose exception ended rests until it is resumed."""
        if not slot.starts <= quarter <= slot.quarter:
            return False
        last = max(at for at, _ in slot.spent if at <= quarter)
        return all(self.may_work(slot, at) for at in range(last + 1, quarter + 1))

    def running(self, quarter: int) -> list[Slot]:
        """The steps under way in a quarter."""
        return [one for one in self.timed.slots if self.is_running(one, quarter)]

    def spent(self, quarter: int, role: str = "") -> Fraction:
        slots = [one for one in self.timed.slots if role in ("", self.role(one))]
        return sum((weeks for one in slots for at, weeks in one.spent if at == quarter), Fraction(0))

    def full(self, slot: Slot, quarter: int) -> set[str]:
        """What is used up in a quarter of all that a step would take."""
        limits, role = self.case.scenario, self.role(slot)
        used_up = {"capacity"} if self.spent(quarter) == limits.capacity else set()
        used_up |= {role} if self.spent(quarter, role) == limits.role_capacity.get(role) else set()
        at_limit = limits.parallel is not None and len(self.running(quarter)) >= limits.parallel
        return used_up | ({"parallel"} if at_limit else set())


def broken_schedule_rules(laid: Laid) -> list[str]:
    """Every sentence of every rule; empty for a schedule as it should be."""
    rules = (complete, in_turn, behind_gates, within_limits, never_idle, explained)
    return [sentence for rule in rules for sentence in rule(laid)]


def complete(laid: Laid) -> Iterator[str]:
    """Each step has one slot, in which all of its effort is spent."""
    if sorted(map(str, laid.slot)) != sorted(map(str, laid.case.steps)) or len(laid.slot) != len(laid.timed.slots):
        yield "not every step has one slot"
    for slot in laid.timed.slots:
        quarters = [quarter for quarter, _ in slot.spent]
        if (quarters[0], quarters[-1]) != (slot.starts, slot.quarter) or quarters != sorted(set(quarters)):
            yield f"{slot.step} is worked on in {quarters}, said from {slot.starts} to {slot.quarter}"
        if sum(weeks for _, weeks in slot.spent) != slot.step.effort or min(weeks for _, weeks in slot.spent) <= 0:
            yield f"{slot.step} takes {slot.spent}"
    if list(laid.timed.used) != [laid.spent(quarter) for quarter in laid.quarters]:
        yield "the quarters do not add up"
    if [slot.quarter for slot in laid.timed.slots] != sorted(slot.quarter for slot in laid.timed.slots):
        yield "the slots are not in the order of execution"


def in_turn(laid: Laid) -> Iterator[str]:
    """Nothing before its prerequisite or its date; one step of a practice a quarter."""
    for slot in laid.timed.slots:
        for before, after in laid.waits_for(slot):
            if slot.starts < before.quarter + after:
                yield f"{slot.step} begins before {before.step} is done"
        if slot.starts < laid.case.not_before(slot.step):
            yield f"{slot.step} begins before its date"


def behind_gates(laid: Laid) -> Iterator[str]:
    """A gate opens when its source is there; nothing behind it is worked on before, but under an exception."""
    for slot in laid.timed.slots:
        if any(not laid.may_work(slot, quarter) for quarter, _ in slot.spent):
            yield f"{slot.step} is worked on before its gate"
    for gate in laid.case.opening:
        first = next((quarter for quarter in laid.quarters if laid.is_open(gate, quarter)), None)
        if laid.timed.opens.get(gate) != first:
            yield f"{gate} opens in {first}, not {laid.timed.opens.get(gate)}"


def within_limits(laid: Laid) -> Iterator[str]:
    limits = laid.case.scenario
    for quarter in laid.quarters:
        if limits.capacity is not None and laid.spent(quarter) > limits.capacity:
            yield f"quarter {quarter} takes more than the capacity"
        for role, weeks in limits.role_capacity.items():
            if laid.spent(quarter, role) > weeks:
                yield f"quarter {quarter} takes more than the capacity of a role"
        if limits.parallel is not None and len(laid.running(quarter)) > limits.parallel:
            yield f"quarter {quarter} has more than so many steps at once"


def never_idle(laid: Laid) -> Iterator[str]:
    """What is ready and fits is worked on."""
    for slot in laid.timed.slots:
        worked = {quarter for quarter, _ in slot.spent}
        for quarter in range(1, slot.quarter):
            if quarter in worked or not laid.is_ready(slot, quarter):
                continue
            full = laid.full(slot, quarter)
            if not (full - {"parallel"} if laid.is_running(slot, quarter) else full):
                yield f"quarter {quarter} idles while {slot.step} fits"


def explained(laid: Laid) -> Iterator[str]:
    """What is said to have held a step did hold it, and what is said to be full was."""
    for slot in laid.timed.slots:
        if not laid.is_ready(slot, slot.earliest):
            yield f"{slot.step} is not ready in {slot.earliest}"
        if not _was_held(laid, slot):
            yield f"{slot.step} was not held by {slot.held_by} until {slot.earliest}"
        if (slot.starts > slot.earliest) != bool(slot.full):
            yield f"{slot.step} is late without a reason"
        if slot.full and slot.full not in laid.full(slot, slot.starts - 1):
            yield f"{slot.full} was not full before {slot.step}"
        if slot.full and not _made_room(laid, slot):
            yield f"{slot.step} did not come after {slot.behind}"


def _was_held(laid: Laid, slot: Slot) -> bool:
    if isinstance(slot.held_by, Step):
        return laid.slot[slot.held_by].quarter in (slot.earliest, slot.earliest - 1)
    if isinstance(slot.held_by, Gate):
        return not laid.may_work(slot, slot.earliest - 1)
    return slot.earliest == laid.case.not_before(slot.step)


def _made_room(laid: Laid, slot: Slot) -> bool:
    """Whether a step ended in time that took room before; without one, some step rests as its exception has ended."""
    if slot.behind:
        before = laid.slot[slot.behind]
        latest = slot.starts - 1 if slot.full == "parallel" else slot.starts
        return before.starts < slot.starts and slot.starts - 1 <= before.quarter <= latest
    under_way = [one for one in laid.timed.slots if one.starts < slot.starts <= one.quarter]
    return any(not laid.may_work(one, slot.starts) for one in under_way)
