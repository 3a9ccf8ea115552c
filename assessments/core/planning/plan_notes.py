"""What a plan has to say for itself: pins that it does not keep, and the exceptions that it plans under."""

from collections.abc import Iterator

from assessments.core.calendar import CalendarQuarter
from assessments.core.catalog import Gate
from assessments.core.gate_exception import GateException
from assessments.core.planning.reasons import Circumstances, gates_before, key_of, leave, until_words
from assessments.core.planning.schedule import CAPACITY, PARALLEL, Schedule, Slot
from assessments.core.scenario import StepKey
from assessments.core.unlocking import Step


def plan_notes(around: Circumstances, timed: Schedule) -> tuple[str, ...]:
    """Pins that are not kept, in the order of their steps, and then the exceptions that are planned under."""
    return (*_pins(around, timed), *_exceptions(around, timed))


def _pins(around: Circumstances, timed: Schedule) -> Iterator[str]:
    slots = {key_of(slot.step): slot for slot in timed.slots}
    for key, quarter in sorted(around.scenario.pinned.items()):
        if key.practice not in around.catalog.practice:
            continue
        begins = around.scenario.start.plus(slots[key].starts - 1) if key in slots else None
        if begins is None:
            yield f"{_pinned(around, key, quarter)} but is not planned: {_absent(around, key)}."
        elif begins > quarter:
            yield f"{_pinned(around, key, quarter)} but begins in {begins}: {_delay(around, slots[key])}."


def _pinned(around: Circumstances, key: StepKey, quarter: CalendarQuarter) -> str:
    return f"“{around.catalog.practice[key.practice].name}” to level {key.to_level} is pinned to {quarter},"


def _absent(around: Circumstances, key: StepKey) -> str:
    if around.levels.get(key.practice, 0) >= key.to_level:
        return "it has that level already"
    return "no target needs it"


def _delay(around: Circumstances, slot: Slot) -> str:
    if slot.full:
        return {CAPACITY: "until then the capacity is full", PARALLEL: "until then as many steps run as may"}.get(
            slot.full, f"until then the capacity of the {slot.full} is full"
        )
    if isinstance(slot.held_by, Step):
        return f"it waits for “{around.catalog.practice[slot.held_by.practice].name}” to level {slot.held_by.to_level}"
    if isinstance(slot.held_by, Gate):
        return f"it waits until the gate from {around.catalog.discipline[slot.held_by.before].name} is open"
    return "the plan starts then"


def _exceptions(around: Circumstances, timed: Schedule) -> Iterator[str]:
    steps: dict[GateException, int] = {}
    for slot in timed.slots:
        for gate in gates_before(around, slot):
            if exception := leave(around, slot, gate):
                steps[exception] = steps.get(exception, 0) + 1
    for exception, count in steps.items():
        after = around.catalog.discipline[exception.after].name
        number = f"{count} step{' of' if count == 1 else 's of'} {after} {'is' if count == 1 else 'are'}"
        yield f"{number} planned under an exception {until_words(exception)}: {exception.reason.rstrip('.')}."
