"""What holds of gates and readiness whatever the catalog and whatever the answers (`domain.md` 4.8, `DESIGN.md` 9)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import Phase, assume, given, settings
from hypothesis import strategies as st

from assessments.core import gates as gates_module
from assessments.core.agreement import Settled, settle
from assessments.core.catalog import IN_PLACE, Catalog, Discipline, Gate, Practice
from assessments.core.gates import Check, Outcome, State, TeamReadiness
from tests.core.made_up import gate
from tests.core.readings import later, look, states
from tests.core.strategies import (
    DONT_KNOW,
    TODAY,
    Given,
    assessed,
    catalogs,
    given_answers,
    offered_near,
    settle_all,
    shown,
)

OPEN, CLOSED, UNDECIDED = Outcome.OPEN, Outcome.CLOSED, Outcome.UNDECIDED
Drawn = tuple[Catalog, dict[str, Settled]]


@given(assessed())
def test_g1_to_g3_are_exactly_the_maturity_level(drawn: Drawn) -> None:
    team = look(*drawn)
    for found in team.gates:
        own = team.of(found.gate.before).score
        if not own.out_of_scope:
            reached = own.maturity_level is not None and own.maturity_level >= found.gate.level
            assert all(one.passed for one in found.checks[:3]) is reached
        else:
            assert found.outcome is CLOSED


@given(assessed(least_gates=1), st.data())
def test_raising_an_agreed_level_shuts_no_gate(drawn: Drawn, data: st.DataObject) -> None:
    made, settled = drawn
    raised = dict(settled)
    known = [code for code, one in settled.items() if one.level is not None]
    for code in data.draw(st.sets(st.sampled_from(known))) if known else ():
        wish = offered_near(made.practice[code], data.draw(st.integers(0, 4)))
        raised[code] = replace(settled[code], level=max(wish, settled[code].level or 0))
    before, after = look(made, settled), look(made, raised)
    for one, other in zip(before.gates, after.gates, strict=True):
        assert _order(other.outcome) >= _order(one.outcome)
    assert after.waiting <= before.waiting


def _order(outcome: Outcome) -> int:
    return (CLOSED, UNDECIDED, OPEN).index(outcome)


@given(assessed(least_gates=1), st.data())
def test_an_answer_gone_missing_opens_no_gate(drawn: Drawn, data: st.DataObject) -> None:
    made, settled = drawn
    known = [code for code, one in settled.items() if one.level is not None]
    assume(known)
    gone = data.draw(st.sets(st.sampled_from(known), min_size=1))
    left = data.draw(st.sampled_from((Settled(), settle([DONT_KNOW]))))
    before, after = look(made, settled), look(made, {**settled, **dict.fromkeys(gone, left)})
    for one, other in zip(before.gates, after.gates, strict=True):
        assert one.outcome is OPEN or other.outcome is not OPEN
    assert before.waiting <= after.waiting


@given(assessed(least_gates=1), st.data())
def test_one_foundation_below_shuts_the_gate(drawn: Drawn, data: st.DataObject) -> None:
    made, settled = drawn
    one = data.draw(st.sampled_from(made.gates))
    foundations = [item.code for item in made.discipline[one.before].practices if item.foundation]
    assume(foundations)
    low = shown(data.draw(st.integers(0, one.level - 1))).settled()
    team = look(made, {**settled, data.draw(st.sampled_from(foundations)): low})
    assert team.gate(one.before, one.after).outcome is CLOSED


@given(assessed(least_gates=1), st.data())
def test_undecided_means_that_answers_could_open_it(drawn: Drawn, data: st.DataObject) -> None:
    """Some answers to what is missing open it; the deciding ones alone do; all but those never do."""
    made, settled = drawn
    missing = {code for code in made.practice if _is_missing(made.practice[code], settled.get(code, Settled()))}
    guess = {
        code: shown(data.draw(st.sampled_from(made.practice[code].offered)), days_ago=0).settled()
        for code in sorted(missing)
    }
    guessed = look(made, settled | guess)
    for number, found in enumerate(look(made, settled).gates):
        if found.outcome is CLOSED:
            assert guessed.gates[number].outcome is CLOSED
        if found.outcome is UNDECIDED:
            decided = set(found.deciding)
            assert decided <= missing
            assert look(made, settled | _best(made, decided)).gates[number].outcome is OPEN
            assert look(made, settled | _best(made, missing - decided)).gates[number].outcome is UNDECIDED


def _is_missing(one: Practice, settled: Settled) -> bool:
    return settled.level is None and not (settled.not_applicable and one.not_applicable_when)


def _best(made: Catalog, codes: set[str]) -> dict[str, Settled]:
    return {code: shown(max(made.practice[code].offered), days_ago=0).settled() for code in codes}


@given(assessed(), st.data())
def test_input_order_changes_nothing(drawn: Drawn, data: st.DataObject) -> None:
    made, settled = drawn
    shuffled = replace(
        made,
        disciplines=tuple(_turned(one) for one in data.draw(st.permutations(made.disciplines))),
        gates=tuple(data.draw(st.permutations(made.gates))),
    )
    other = dict(data.draw(st.permutations(list(settled.items()))))
    assert _unordered(look(shuffled, other)) == _unordered(look(made, settled))


def _turned(one: Discipline) -> Discipline:
    dimensions = (replace(part, practices=part.practices[::-1]) for part in one.dimensions[::-1])
    return replace(one, dimensions=tuple(dimensions))


def _unordered(team: TeamReadiness) -> object:
    found = {
        one.discipline: (one.state, one.score.maturity_level, one.score.index, one.score.index_low, one.shown_until)
        for one in team.disciplines
    }
    gates = {
        one.gate: (one.outcome, frozenset(one.deciding), one.source_waits, tuple(map(_unordered_check, one.checks)))
        for one in team.gates
    }
    return found, gates, {one.discipline: set(one.waiting_for) for one in team.disciplines}


def _unordered_check(one: Check) -> tuple[object, ...]:
    return one.code, one.passed, frozenset(one.failing), one.have, one.need


@given(catalogs().flatmap(lambda made: st.tuples(st.just(made), given_answers(made))), st.data())
def test_order_of_respondents_changes_nothing(drawn: tuple[Catalog, dict[str, Given]], data: st.DataObject) -> None:
    made, given_ones = drawn
    turned = {
        code: replace(one, answers=one.answers[::-1], evidence=one.evidence[::-1]) for code, one in given_ones.items()
    }
    assert look(made, settle_all(turned)) == look(made, settle_all(given_ones))


@given(assessed(least_disciplines=2), st.data())
def test_an_added_gate_holds_its_discipline_back(drawn: Drawn, data: st.DataObject) -> None:
    made, settled = drawn
    codes = st.sampled_from([one.code for one in made.disciplines])
    added = gate(data.draw(codes), data.draw(codes), data.draw(st.integers(1, 4)))
    before, after = look(made, settled), look(replace(made, gates=(*made.gates, added)), settled)
    assert before.waiting <= after.waiting
    if after.gates[-1].outcome is not OPEN:
        assert added.before in after.of(added.after).waiting_for
    assert (added.after in after.waiting) >= (added.before in after.waiting)


@given(assessed(), st.integers(0, 900))
def test_a_frozen_state_seen_later_is_what_looking_later_finds(drawn: Drawn, days: int) -> None:
    made, settled = drawn
    on = TODAY + timedelta(days=days)
    assert later(look(made, settled), on) == states(look(made, settled, on=on))


Readings = Callable[[Catalog, Mapping[str, Settled]], TeamReadiness]


def assert_nothing_stands_on_what_is_not_in_place(read: Readings, examples: int = 200) -> None:
    """Whatever is answered and in whichever order, reassessed, or looked at later, no discipline is shown as anything
    but waiting while a source of its gates is waiting, or is not in place at a level of 2 or more."""

    @settings(phases=[Phase.generate], max_examples=examples, database=None)
    @given(catalogs(least_gates=1), st.data())
    def whatever_happens(made: Catalog, data: st.DataObject) -> None:
        settled: dict[str, Settled] = {}
        for _ in range(data.draw(st.integers(1, 3))):
            settled |= settle_all(data.draw(given_answers(made)))
            team = read(made, settled)
            for seen in (states(team), later(team, TODAY + timedelta(days=data.draw(st.integers(0, 800))))):
                for one in made.gates:
                    firm = seen[one.before] is State.IN_PLACE or one.level < IN_PLACE
                    if seen[one.before] is State.WAITING or not firm:
                        assert seen[one.after] is State.WAITING

    whatever_happens()


def test_nothing_stands_on_what_is_not_in_place() -> None:
    assert_nothing_stands_on_what_is_not_in_place(look)


def test_gates_that_overlook_a_waiting_source_would_break_that(monkeypatch: pytest.MonkeyPatch) -> None:
    def overlooking(gates: Sequence[Gate], passed: set[Gate]) -> frozenset[Gate]:
        return frozenset(one for one in gates if one in passed)

    monkeypatch.setattr(gates_module, "opened_of", overlooking)
    with pytest.raises(AssertionError):
        assert_nothing_stands_on_what_is_not_in_place(look)


def test_gates_that_need_no_evidence_would_break_that() -> None:
    def believing(made: Catalog, settled: Mapping[str, Settled]) -> TeamReadiness:
        honest = look(made, settled)
        believed = look(made, settled, assume_evidence=True)
        sources = {one.before for one in made.gates}
        disciplines = tuple(
            first if first.discipline in sources else second
            for first, second in zip(honest.disciplines, believed.disciplines, strict=True)
        )
        return replace(believed, disciplines=disciplines)

    with pytest.raises(AssertionError):
        assert_nothing_stands_on_what_is_not_in_place(believing, examples=3000)
