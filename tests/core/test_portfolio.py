"""What a portfolio reads from frozen rows is what the core decides from the answers, on that day and on later ones."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from assessments.core.agreement import EvidenceKind, Settled
from assessments.core.catalog import Catalog, Dimension, Discipline, Effort, Gate, Practice
from assessments.core.gates import Outcome, State, assess
from assessments.core.portfolio import (
    Cell,
    FrozenGate,
    FrozenReadiness,
    Hold,
    Holding,
    PortfolioRow,
    Unfinished,
    Weakness,
    cells_on,
    frozen_gates,
    gates_from_json,
    gates_to_json,
    holdings_on,
    weakest,
)
from tests.core.strategies import TODAY, assessed


def frozen(catalog: Catalog, settled: Mapping[str, Settled]) -> dict[str, FrozenReadiness]:
    """The rows that a Result freezes of these answers today."""
    readiness = assess(catalog, settled, on=TODAY)
    rows = {}
    for one in readiness.disciplines:
        own = [gate for gate in readiness.gates if gate.gate.before == one.discipline]
        rows[one.discipline] = FrozenReadiness(
            discipline=one.discipline,
            state=one.state,
            level=one.score.maturity_level,
            shown_until=one.shown_until,
            deciding=len({code for gate in own for code in gate.deciding}),
            failing=tuple(code for gate in own[:1] for code in gate.checks[0].failing),
        )
    return rows


def gates_of(catalog: Catalog, settled: Mapping[str, Settled]) -> tuple[FrozenGate, ...]:
    """The gates that a Result freezes of these answers today, as they come back from where it stores them."""
    stored = gates_to_json(frozen_gates(catalog, settled, assess(catalog, settled, on=TODAY)))
    return gates_from_json(catalog, stored)


@settings(max_examples=100)
@given(assessed(least_gates=1, least_disciplines=2), st.one_of(st.just(0), st.integers(0, 800)))
def test_every_gate_says_what_the_core_says_on_any_day(case: tuple[Catalog, dict[str, Settled]], days: int) -> None:
    catalog, settled = case
    on = TODAY + timedelta(days=days)
    gates = gates_of(catalog, settled)
    core = assess(catalog, settled, on=on).gates
    assert [one.outcome_on(on) for one in gates] == [one.outcome for one in core]
    codes = list(catalog.discipline)
    for code, cell in zip(codes, cells_on(frozen(catalog, settled), gates, codes, on=on), strict=True):
        assert list(cell.gates) == [one.outcome for one in core if one.gate.after == code]
    names = {one.code: one.code for one in catalog.disciplines}
    held = [one.before for one in holdings_on(frozen(catalog, settled), gates, names, on=on)]
    assert held == list(dict.fromkeys(one.gate.before for one in core if one.outcome is not Outcome.OPEN))


def test_gates_at_other_levels_than_two_are_not_guessed_from_the_state() -> None:
    """The source contested below level 3 holds its gate, whatever its state; one that has only started opens at 1."""
    disciplines = tuple(one_foundation(code) for code in "abc")
    shown = Settled(level=3, numbers=(3,), evidence_kind=EvidenceKind.LINK, evidence_on=TODAY)
    contested = replace(shown, numbers=(2, 4, 4))
    catalog = Catalog(disciplines, (Gate("a", "c", 3, "x"), Gate("b", "c", 2, "y")))
    settled = {"A": contested, "B": shown}
    [cell] = cells_on(frozen(catalog, settled), gates_of(catalog, settled), ["c"], on=TODAY)
    assert (cell.state, cell.gates) == (State.WAITING, (Outcome.CLOSED, Outcome.OPEN))
    names = {"a": "A", "b": "B", "c": "C"}
    held = holdings_on(frozen(catalog, settled), gates_of(catalog, settled), names, on=TODAY)
    assert held == (Holding("A", Hold.OTHER, (), 0),)
    started = replace(shown, level=1, numbers=(1,))
    catalog = Catalog(disciplines, (Gate("a", "c", 1, "x"), Gate("b", "c", 2, "y")))
    settled = {"A": started, "B": started}
    [cell] = cells_on(frozen(catalog, settled), gates_of(catalog, settled), ["c"], on=TODAY)
    assert cell.gates == (Outcome.OPEN, Outcome.CLOSED)


def one_foundation(code: str) -> Discipline:
    practice = Practice(code.upper(), code, "?", tuple("01234"), True, Effort.SMALL, "Somebody")
    return Discipline(code, code.upper(), "", (Dimension(f"d{code}", "d", "", (practice,)),))


@given(assessed(least_gates=1, least_disciplines=2), st.integers(0, 400))
def test_cells_are_the_core_s_states(case: tuple[Catalog, dict[str, Settled]], later: int) -> None:
    catalog, settled = case
    on = TODAY + timedelta(days=later)
    readiness = assess(catalog, settled, on=TODAY)
    codes = list(catalog.discipline)
    cells = dict(zip(codes, cells_on(frozen(catalog, settled), gates_of(catalog, settled), codes, on=on), strict=True))
    waiting_now = assess(catalog, settled, on=on).waiting
    for code, cell in cells.items():
        if code in waiting_now:
            assert cell.state is State.WAITING
            assert any(outcome is not Outcome.OPEN for outcome in cell.gates)
        if later == 0:
            assert cell.state is readiness.of(code).state
            if cell.state is not State.WAITING:
                assert all(outcome is Outcome.OPEN for outcome in cell.gates)


@given(assessed(least_gates=1, least_disciplines=2))
def test_something_holds_exactly_when_something_waits(case: tuple[Catalog, dict[str, Settled]]) -> None:
    catalog, settled = case
    names = {one.code: one.name for one in catalog.disciplines}
    held = holdings_on(frozen(catalog, settled), gates_of(catalog, settled), names, on=TODAY)
    assert bool(held) == bool(assess(catalog, settled, on=TODAY).waiting)


def row(
    state: State, *, level: int | None = 2, until: date | None = TODAY, deciding: int = 0, failing: tuple[str, ...] = ()
) -> FrozenReadiness:
    return FrozenReadiness(
        discipline="a", state=state, level=level, shown_until=until, deciding=deciding, failing=failing
    )


def hold(source: FrozenReadiness, *, on: date = TODAY) -> Holding:
    rows = {"a": source, "b": row(State.WAITING)}
    outcome = Outcome.UNDECIDED if source.deciding else Outcome.CLOSED
    [held] = holdings_on(rows, [FrozenGate(Gate("a", "b", 2, "x"), outcome, None)], {"a": "A"}, on=on)
    return held


def test_what_holds_a_gate() -> None:
    assert hold(row(State.STARTED, level=1, failing=("Monitoring",))) == Holding(
        "A", Hold.FOUNDATIONS, ("Monitoring",), 0
    )
    assert hold(row(State.NOT_ESTABLISHED, level=0, deciding=6, failing=("X",))).hold is Hold.UNDECIDED
    assert hold(row(State.PROVISIONAL, until=None)).hold is Hold.EVIDENCE
    assert hold(row(State.IN_PLACE), on=TODAY + timedelta(days=1)).hold is Hold.EVIDENCE
    assert hold(row(State.PROVISIONAL)).hold is Hold.OTHER
    assert hold(row(State.WAITING)).hold is Hold.WAITING


def test_of_two_gates_only_the_one_that_holds_is_shut() -> None:
    gates = [
        FrozenGate(Gate("a", "c", 2, "x"), Outcome.OPEN, TODAY),
        FrozenGate(Gate("b", "c", 2, "y"), Outcome.CLOSED, None),
    ]
    rows = {"a": row(State.IN_PLACE), "b": row(State.STARTED, level=1), "c": row(State.WAITING)}
    assert cells_on(rows, gates, ["c"], on=TODAY) == (Cell(State.WAITING, None, (Outcome.OPEN, Outcome.CLOSED)),)
    assert cells_on(rows, gates, ["z"], on=TODAY) == (Cell(None, None),)


def team(*foundations: str) -> PortfolioRow:
    holding = (Holding("A", Hold.FOUNDATIONS, foundations, 0),) if foundations else ()
    return PortfolioRow(
        unit_id=1,
        name="T",
        branch="",
        result_id=1,
        decided_at=None,
        age=None,
        cells=(),
        holding=holding,
        exceptions=(),
        unfinished=None,
    )


def test_weakest_foundation_is_counted_over_teams() -> None:
    assert weakest([team("b", "a"), team("a"), team("b"), team()]) == Weakness("a", 2)
    assert weakest([team()]) is None


def test_coverage_of_nothing_is_none() -> None:
    assert Unfinished(1, "t", (), 0, 0).coverage == 0
    assert Unfinished(1, "t", (), 1, 2).coverage * 2 == 1
