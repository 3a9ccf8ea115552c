"""The rules that every followed plan keeps, checked from outside: nothing expected before what it needs."""

from collections.abc import Iterator, Sequence
from datetime import date

from assessments.core.calendar import CalendarQuarter
from assessments.core.catalog import Catalog, Gate
from assessments.core.plans.following import Following, GateNow
from assessments.core.plans.milestones import Milestone, MilestoneState, Waits, waits


def broken_rules(catalog: Catalog, milestones: Sequence[Milestone], found: Following, *, today: date) -> list[str]:
    """Every rule that a plan followed without exceptions breaks, as sentences."""
    needs = waits(catalog, milestones)
    by_id = {one.id: one for one in milestones}
    gates = {one.gate: one for one in found.gates if not one.is_open}
    return [
        f"{one.id}: {fault}"
        for one in milestones
        for fault in _faults(one, needs[one.id], by_id, gates, found, today=today)
    ]


def _faults(
    one: Milestone,
    needs: Waits,
    by_id: dict[int, Milestone],
    gates: dict[Gate, GateNow],
    found: Following,
    *,
    today: date,
) -> Iterator[str]:
    expected = found.expected[one.id]
    if one.state is MilestoneState.DROPPED:
        yield from ["a dropped one is expected"] * (expected.due is not None)
    elif one.done_on is not None:
        yield from ["a finished one is expected on another day"] * (expected.due != one.done_on)
    else:
        due = expected.due or date.max
        yield from ["before its own date"] * (due < one.due)
        yield from ["in the past"] * (due < today)
        yield from ["it starts after it ends"] * ((expected.starts or date.min) > due)
        for other in (by_id[number] for number in needs.milestones):
            if other.state is not MilestoneState.DROPPED:
                yield from [f"before {other.id}"] * (due < (found.expected[other.id].due or date.max))
        for gate in (gates[gate] for gate in needs.gates if gate in gates):
            yield from ["before its gate"] * (due < _after(gate.now))


def _after(opens: date | None) -> date:
    return CalendarQuarter.of(opens).plus(1).first_day if opens else date.max
