"""What holds a gate: the critical chain of steps, first to last, each of which makes the next one wait."""

from collections.abc import Iterator

from assessments.core.catalog import Catalog, Gate
from assessments.core.planning.ordering import Helps
from assessments.core.planning.schedule import Schedule, Slot
from assessments.core.unlocking import Step


def critical_chain(catalog: Catalog, timed: Schedule, *, helps: Helps, gate: Gate) -> tuple[Slot, ...]:
    """The steps that hold a gate which the plan opens, first to last; empty where only work is missing.

    The last is the one with which the source has the gate's level. Before each stands the step that it needed; or,
    where it was ready already (`Slot.full`), the one whose finishing made room; or, where
    another gate held it, the chain of that gate.
    """
    return tuple(reversed(list(_Chain(catalog, timed, helps).backwards(gate))))


class _Chain:
    """One schedule, looked at from its end. Each step before another begins earlier, or ends before it begins."""

    def __init__(self, catalog: Catalog, timed: Schedule, helps: Helps) -> None:
        self.catalog, self.timed, self.helps = catalog, timed, helps
        self.slot_of = {slot.step: slot for slot in timed.slots}

    def backwards(self, gate: Gate) -> Iterator[Slot]:
        slot = self._last(gate)
        while slot:
            yield slot
            slot = self._before(slot)

    def _last(self, gate: Gate) -> Slot | None:
        """The step that ends with the quarter in which a gate opens, and lets it."""
        opens = self.timed.opens[gate]
        ending = [slot for slot in self.timed.slots if slot.quarter == opens and self._home(slot) == gate.before]
        helping = [slot for slot in ending if gate in self.helps.get((slot.step.practice, slot.step.to_level), ())]
        if helping:
            return helping[-1]
        if earlier := [one for one, at in self.timed.opens.items() if one.after == gate.before and at == opens]:
            return self._last(earlier[-1])
        return ending[-1] if ending else None

    def _before(self, slot: Slot) -> Slot | None:
        """What a step waited for last: room, another step, or a gate."""
        if slot.full:
            return self.slot_of[slot.behind] if slot.behind else None
        if isinstance(slot.held_by, Step):
            return self.slot_of[slot.held_by]
        if slot.held_by and self.timed.opens.get(slot.held_by, slot.starts) < slot.starts:
            return self._last(slot.held_by)
        return None

    def _home(self, slot: Slot) -> str:
        return self.catalog.discipline_of[slot.step.practice]
