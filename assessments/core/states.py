"""States without scores: what waits, the states of a projection, and frozen states on a later day (`domain.md` 4.4)."""

from collections.abc import Mapping, Sequence
from datetime import date

from assessments.core.agreement import Settled
from assessments.core.catalog import Catalog, Gate
from assessments.core.gates import Look, State, opened_of


def waiting_for(catalog: Catalog, settled: Mapping[str, Settled], *, on: date) -> Mapping[str, tuple[str, ...]]:
    """What each waiting discipline waits for on a day: `assess` without its scores and best cases, for the walk."""
    look = Look(catalog, settled, on, assume_evidence=False)
    opened = opened_of(catalog.gates, look.passed())
    shut = [gate for gate in catalog.gates if gate not in opened]
    return {
        after: tuple(dict.fromkeys(gate.before for gate in shut if gate.after == after))
        for after in dict.fromkeys(gate.after for gate in shut)
    }


def states_of(
    catalog: Catalog,
    settled: Mapping[str, Settled],
    maturity_levels: Mapping[str, int | None],
    *,
    on: date,
    assume_evidence: bool,
) -> Mapping[str, State]:
    """The states alone on a day, where the maturity levels are known: `assess` without its scores and best cases."""
    look = Look(catalog, settled, on, assume_evidence)
    opened = opened_of(catalog.gates, look.passed())
    waiting = {gate.after for gate in catalog.gates if gate not in opened}
    return {
        one.code: State.WAITING if one.code in waiting else look.own_state(one, maturity_levels[one.code])
        for one in catalog.disciplines
    }


def state_on(
    states: Mapping[str, State], shown_until: Mapping[str, date | None], gates: Sequence[Gate], *, on: date
) -> Mapping[str, State]:
    """The frozen states of a Result as seen on a later day (`domain.md` 4.4, Time).

    A gate's source whose evidence has run out is provisional where it was in place; what it gates waits, and so
    does what that gates in turn. Nothing leaves a frozen state for a better one.
    """
    lapsed = {gate.before for gate in gates if (shown_until.get(gate.before) or date.min) < on}
    waiting = {code for code, state in states.items() if state is State.WAITING}
    opened = opened_of(gates, {gate for gate in gates if gate.before not in lapsed | waiting})
    waiting |= {gate.after for gate in gates if gate not in opened}
    return {code: _later(state, waits=code in waiting, lapsed=code in lapsed) for code, state in states.items()}


def _later(state: State, *, waits: bool, lapsed: bool) -> State:
    if waits:
        return State.WAITING
    return State.PROVISIONAL if lapsed and state is State.IN_PLACE else state
