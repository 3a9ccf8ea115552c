"""The roadmap: nothing before its prerequisite or its gate, within capacity, staged by what is reached."""

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from assessments.core.agreement import Settled
from assessments.core.calendar import CalendarQuarter
from assessments.core.catalog import Catalog, Effort, Gate, Need
from assessments.core.gates import State, assess
from assessments.core.planning import ordering, projection
from assessments.core.planning.board import Board, compile_board
from assessments.core.planning.laying import Laying
from assessments.core.planning.reasons import numbered
from assessments.core.planning.schedule import Limits
from assessments.core.roadmap import Roadmap, plan
from tests.core.drafts import a_discipline, a_gate, a_practice
from tests.core.instances import random_instance, with_gates
from tests.core.plan_rules import Planned, broken_rules
from tests.core.scenarios import scenario
from tests.core.strategies import NAMES, NOT_APPLICABLE, TODAY, Given, assessed, change_practices, level, shown
from tests.core.worked_examples import built_in

Case = tuple[Catalog, dict[str, Settled]]
CAPACITIES = st.sampled_from([Fraction(5, 2), Fraction(8), Fraction(24), Fraction(80, 3), Fraction(1000)])
SLOW = settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow], deadline=None)


def targets_of(catalog: Catalog) -> st.SearchStrategy[dict[str, int]]:
    wishes = st.sampled_from((2, 2, 2, 0, 1, 3, 4))
    return st.fixed_dictionaries({}, optional={one.code: wishes for one in catalog.disciplines})


def planned(case: Case, targets: Mapping[str, int], capacity: Fraction = Fraction(24)) -> Planned:
    catalog, settled = case
    made = plan(catalog, settled, scenario=scenario(targets, capacity), on=TODAY, name_quarter=numbered)
    return Planned(catalog, settled, made)


@SLOW
@given(assessed(), st.data(), CAPACITIES)
def test_every_roadmap_keeps_the_rules(case: Case, data: st.DataObject, capacity: Fraction) -> None:
    assert broken_rules(planned(case, data.draw(targets_of(case[0])), capacity)) == []


SHAPES = (
    ((0, 1, 2),),
    ((0, 1, 2), (1, 2, 2)),
    ((0, 1, 2), (0, 2, 3)),
    ((0, 1, 1), (0, 2, 2), (1, 3, 2), (2, 3, 2)),
    ((0, 3, 2), (1, 3, 3), (2, 3, 2)),
)


def gated_case(seed: int) -> Planned:
    """A dense catalog with chains, fans or diamonds of gates; a need that would close a circle is left out."""
    instance = random_instance(seed, least=12, needs_each=1.5, disciplines=4)
    home = instance.catalog.discipline_of
    forwards = {
        code: replace(one, needs=tuple(need for need in one.needs if home[need.practice] <= home[code]))
        for code, one in instance.catalog.practice.items()
    }
    catalog = with_gates(change_practices(instance.catalog, forwards), SHAPES[seed % len(SHAPES)])
    said = {code: Given((level(number),)).settled() for code, number in instance.levels.items()}
    excluded = {code: Given((NOT_APPLICABLE,)).settled() for code in instance.not_applicable}
    return planned((catalog, {**said, **excluded}), instance.targets, Fraction(20))


@pytest.mark.parametrize("seed", range(60))
def test_so_does_every_roadmap_through_many_gates_and_prerequisites(seed: int) -> None:
    assert broken_rules(gated_case(seed)) == []


def test_a_schedule_that_ignores_what_steps_wait_for_breaks_them(monkeypatch: pytest.MonkeyPatch) -> None:
    """The broken variant: steps laid out by gain for effort alone, whatever they wait for."""

    def unblocked(*arguments: Any, **others: Any) -> Board:
        board = compile_board(*arguments, **others)
        return replace(board, tasks=tuple(replace(task, blockers=0) for task in board.tasks), closed={})

    monkeypatch.setattr(ordering, "compile_board", unblocked)
    broken = " ".join(sentence for seed in range(10) for sentence in broken_rules(gated_case(seed)))
    assert "its gate opens in" in broken
    assert "comes before" in broken
    assert "finishes twice" in broken


def test_a_gate_s_set_comes_before_what_gains_more(monkeypatch: pytest.MonkeyPatch) -> None:
    """The order by gain alone is the broken variant: it opens the gate later."""
    cheap = [a_practice(f"C-{number}") for number in range(6)]
    dear = a_practice("A-1", foundation=True, effort=Effort.LARGE)
    catalog = Catalog(
        (a_discipline("c", *cheap), a_discipline("a", dear), a_discipline("b", a_practice("B-1"))), (a_gate("a", "b"),)
    )
    assert planned((catalog, {}), {}, Fraction(10)).opens(catalog.gates[0]) == 3

    monkeypatch.setattr(ordering, "_tiers", lambda board, *_: [0 for _ in board.tasks])
    monkeypatch.setattr(ordering, "_by_tail", lambda board, *_: ordering._by_gain(board))
    assert planned((catalog, {}), {}, Fraction(10)).opens(catalog.gates[0]) == 4


@SLOW
@given(assessed(), st.data())
def test_the_order_of_the_input_never_matters(case: Case, data: st.DataObject) -> None:
    catalog, settled = case
    targets = data.draw(targets_of(catalog))
    turned = dict(data.draw(st.permutations(list(settled.items()))))
    back = dict(reversed(list(targets.items())))
    assert planned((catalog, turned), back).roadmap == planned(case, targets).roadmap


@SLOW
@given(assessed(), st.data())
def test_states_left_as_they_were_are_what_a_fresh_look_finds(case: Case, data: st.DataObject) -> None:
    targets = data.draw(targets_of(case[0]))
    found = planned(case, targets, Fraction(3)).roadmap
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(projection, "_moved", lambda *_: True)
        assert planned(case, targets, Fraction(3)).roadmap == found


@SLOW
@given(assessed(least_disciplines=2), st.data())
def test_an_added_gate_holds_its_discipline_back(case: Case, data: st.DataObject) -> None:
    catalog, settled = case
    ordered = sorted(catalog.discipline, key=NAMES.index)
    at = data.draw(st.integers(0, len(ordered) - 2))
    before, after = ordered[at], data.draw(st.sampled_from(ordered[at + 1 :]))
    assume(all((gate.before, gate.after) != (before, after) for gate in catalog.gates))
    gate = Gate(before, after, data.draw(st.integers(1, 3)), "It comes first.")
    held = planned((replace(catalog, gates=(*catalog.gates, gate)), settled), {})
    opens = held.opens(gate)
    starts = [one.starts for one in held.roadmap.steps if one.discipline == after]
    assert not starts or (opens is not None and min(starts) > opens)
    assert broken_rules(held) == []


@SLOW
@given(assessed(), st.data())
def test_a_satisfied_prerequisite_removed_changes_nothing(case: Case, data: st.DataObject) -> None:
    catalog, settled = case
    now = planned(case, data.draw(targets_of(catalog)))

    def binds(code: str, need: Need) -> bool:
        return now.now(code) < 2 and now.applies(need.practice) and now.now(need.practice) < need.level

    bare = {
        code: replace(one, needs=tuple(need for need in one.needs if binds(code, need)))
        for code, one in catalog.practice.items()
    }
    without = planned((change_practices(catalog, bare), settled), now.roadmap.targets)
    assert without.roadmap == planned(case, now.roadmap.targets).roadmap


@SLOW
@given(assessed(), st.data())
def test_a_target_already_met_adds_nothing(case: Case, data: st.DataObject) -> None:
    catalog, settled = case
    today = assess(catalog, settled, on=TODAY)
    met = {one.discipline: one.score.maturity_level or 0 for one in today.disciplines if one.state is not State.WAITING}
    wishes = {**data.draw(targets_of(catalog)), **dict.fromkeys(met, 0)}
    assert planned(case, wishes | met).roadmap.effort == planned(case, wishes).roadmap.effort
    nothing = planned(case, dict.fromkeys(catalog.discipline, 0) | met).roadmap
    assert nothing.steps == ()


def answers(catalog: Catalog, number: int, **others: int) -> dict[str, Settled]:
    return {code: shown(others.get(code.replace("-", "_"), number)).settled() for code in catalog.practice}


def test_a_gate_that_lacks_only_work_opens_in_quarter_1_and_its_discipline_starts_in_quarter_2() -> None:
    catalog = built_in()
    settled = {
        code: Given((level(2 if catalog.discipline_of[code] in ("mlops", "dataops") else 0),)).settled()
        for code in catalog.practice
    }
    found = planned((catalog, settled), {})
    first, *_ = found.roadmap.stages
    assert first.quarter == 1
    assert first.steps == ()
    assert {one.check for one in first.work} == {"G5"}
    assert first.reaches == ("The gate from MLOps to ModelOps opens.", "The gate from MLOps to AIOps opens.")
    assert first.disciplines == ("mlops",)
    assert min(one.starts for one in found.roadmap.steps) == 2
    assert found.roadmap.quarters[0].effort == 0
    assert broken_rules(found) == []


def test_everything_reached_is_an_empty_plan() -> None:
    roadmap = planned((built_in(), answers(built_in(), 2)), {}).roadmap
    assert (roadmap.stages, roadmap.quarters, roadmap.effort) == ((), (), Fraction(0))
    assert [one.opens for one in roadmap.forecasts] == [0, 0]


def test_from_nothing_to_everything_the_stages_follow_the_gates() -> None:
    found = planned((built_in(), {}), {})
    assert broken_rules(found) == []
    assert found.roadmap.stages[0].reaches[0] == "MLOps reaches level 2 (In place)."
    assert found.roadmap.early_looks == ()
    for one in found.roadmap.steps:
        if one.discipline == "aiops":
            assert any("AIOps presumes you already use ML" in sentence for sentence in one.because)
        if one.discipline == "modelops":
            assert any("ModelOps contains MLOps" in sentence for sentence in one.because)


def test_nothing_wanted_is_nothing_planned() -> None:
    roadmap = planned((built_in(), {}), dict.fromkeys(built_in().discipline, 0)).roadmap
    assert (roadmap.stages, roadmap.quarters, roadmap.forecasts[0].opens) == ((), (), None)


def test_a_target_behind_a_gate_raises_the_source_and_says_so() -> None:
    roadmap = planned((built_in(), {}), {"dataops": 0, "mlops": 0, "modelops": 0, "aiops": 1}).roadmap
    assert roadmap.targets == {"dataops": 0, "mlops": 2, "modelops": 0, "aiops": 1}
    assert roadmap.raised_targets == (
        "The target of MLOps is raised to level 2 (In place), because AIOps waits for it.",
    )


def three(*gates: Gate, **practice: object) -> Catalog:
    return Catalog(
        (
            a_discipline("a", a_practice("A-1", foundation=True)),
            a_discipline("b", a_practice("B-1", **practice)),
            a_discipline("c", a_practice("C-1", not_applicable_when="never")),
        ),
        gates,
    )


def test_a_chain_of_gates_raises_every_source_before_it() -> None:
    found = planned((three(a_gate("b", "c", level=3), a_gate("a", "b")), {}), {"a": 0, "b": 0})
    assert found.roadmap.targets == {"a": 2, "b": 3, "c": 2}
    assert found.roadmap.raised_targets == (
        "The target of A is raised to level 2, because B waits for it.",
        "The target of B is raised to level 3, because C waits for it.",
    )
    assert broken_rules(found) == []


def test_a_need_of_a_waiting_discipline_brings_its_gate_into_the_plan() -> None:
    catalog = Catalog(
        (a_discipline("x", a_practice("X-1", needs=(Need("B-1", 1),))), *three().disciplines), (a_gate("a", "b"),)
    )
    found = planned((catalog, {}), {"a": 0, "b": 0, "c": 0})
    assert found.roadmap.targets == {"x": 2, "a": 2, "b": 0, "c": 0}
    assert found.roadmap.raised_targets == ("The target of A is raised to level 2, because B waits for it.",)
    assert [one.step.practice for one in found.roadmap.steps][-2:] == ["B-1", "X-1"]
    assert broken_rules(found) == []


LOW = ("none", "some", "most", "", "")


def test_a_target_above_the_offered_levels_is_lowered_in_words() -> None:
    roadmap = planned((three(anchors=LOW), {}), {"b": 4}).roadmap
    assert roadmap.targets["b"] == 2
    assert roadmap.unreachable == (
        "B cannot reach level 4 with the levels its practices offer. The plan goes as far as level 2.",
    )


def test_a_target_that_nothing_reaches_is_said_in_words() -> None:
    catalog = three(anchors=("none", "", "", "", ""))
    assert planned((catalog, {}), {}).roadmap.unreachable == (
        "B cannot reach level 2, nor any level below, with the levels its practices offer.",
    )


def test_what_is_behind_a_gate_that_nothing_opens_is_left_out_with_what_needs_it() -> None:
    catalog = Catalog(
        (*three(anchors=LOW).disciplines, a_discipline("x", a_practice("X-1", needs=(Need("C-1", 1),)))),
        (a_gate("b", "c", level=3), a_gate("c", "a")),
    )
    roadmap = planned((catalog, {}), {}).roadmap
    assert roadmap.targets == {"a": 0, "b": 2, "c": 0, "x": 1}
    assert roadmap.unreachable == (
        "A cannot be planned: it waits for C, which no step brings to level 2.",
        "C cannot be planned: it waits for B, which no step brings to level 3.",
        "X cannot reach level 2 with the levels its practices offer. The plan goes as far as level 1.",
    )
    assert [one.opens for one in roadmap.forecasts] == [None, None]


def test_a_discipline_out_of_scope_is_judged_again_first() -> None:
    catalog = three()
    settled = {"C-1": Given((NOT_APPLICABLE,)).settled()}
    roadmap = planned((catalog, settled), {}).roadmap
    assert roadmap.targets["c"] == 0
    assert roadmap.unreachable == (
        "C cannot be planned: too many of its practices are not applicable. Judge them again first.",
    )


def test_a_plan_starts_from_an_early_look_and_says_so() -> None:
    catalog = three(a_gate("a", "b"))
    found = planned((catalog, {"B-1": Given((level(1),)).settled()}), {})
    assert found.roadmap.early_looks == ("The plan for B starts from answers that are not counted while it waits.",)
    assert [one.step.from_level for one in found.roadmap.steps if one.discipline == "b"] == [1]


def test_an_early_look_at_its_target_arrives_when_the_gate_opens() -> None:
    catalog = three(a_gate("a", "b"))
    found = planned((catalog, {"B-1": shown(2).settled()}), {"c": 0})
    assert [stage.reaches for stage in found.roadmap.stages] == [
        ("A reaches level 2.", "B reaches level 2.", "The gate from A to B opens.")
    ]


def test_level_1_asks_for_answers_and_no_step() -> None:
    catalog = Catalog((a_discipline("a", *(a_practice(f"A-{one}") for one in range(3))),))
    settled = {"A-0": shown(1).settled(), "A-1": shown(1).settled(), "A-2": shown(1).settled()}
    assert planned((catalog, settled), {"a": 1}).roadmap.stages == ()
    found = planned((catalog, {}), {"a": 1})
    assert [(one.check, one.practice) for one in found.roadmap.stages[-1].work] == [
        ("G3", "A-0"),
        ("G3", "A-1"),
        ("G3", "A-2"),
    ]


def test_answers_alone_reach_level_1_at_the_end_of_quarter_1() -> None:
    catalog = Catalog((a_discipline("a", *(a_practice(f"A-{one}") for one in range(10))),))
    found = planned((catalog, {f"A-{one}": shown(1).settled() for one in range(8)}), {"a": 1})
    assert broken_rules(found) == []
    (stage,) = found.roadmap.stages
    assert (stage.quarter, stage.steps, len(stage.work), found.roadmap.until) == (1, (), 2, None)


def reasons(found: Roadmap, practice: str, to_level: int) -> tuple[str, ...]:
    return next(one.because for one in found.steps if (one.step.practice, one.step.to_level) == (practice, to_level))


def test_every_kind_of_reason() -> None:
    needs = (Need("A-2", 1),)
    first = a_discipline(
        "a",
        a_practice("A-1", name="Monitoring", foundation=True, needs=needs),
        a_practice("A-2", name="Records"),
        *(a_practice(f"N-{one}", name=f"Dependent {one}", needs=needs) for one in range(4)),
    )
    catalog = Catalog((first, a_discipline("b", a_practice("B-1"))), (a_gate("a", "b", reason="first A, then B."),))
    found = planned((catalog, {}), {}, Fraction(4))
    assert reasons(found.roadmap, "A-1", 1) == (
        "A foundation: without it A cannot reach level 2.",
        "Ready at once.",
        "Helps to open the gate to B.",
    )
    assert reasons(found.roadmap, "A-2", 1) == (
        "One of 5 more practices that A needs at level 2, for breadth.",
        "Needed before “Monitoring”, “Dependent 0” and 2 more can reach level 2.",
        "Ready at once.",
        "Helps to open the gate to B.",
    )
    assert reasons(found.roadmap, "N-0", 2)[:2] == (
        "One of 5 more practices that A needs at level 2, for breadth.",
        "A practice rises by one step a quarter, and comes to level 1 in quarter 1.",
    )
    assert reasons(found.roadmap, "B-1", 1) == (
        "B needs one more practice at level 2, for breadth.",
        "B waits for A: the gate opens at the end of quarter 4.",
        "First A, then B.",
    )
    assert any("Other steps come first" in sentence for one in found.roadmap.steps for sentence in one.because)


def test_a_practice_that_only_closes_a_gap_says_so() -> None:
    catalog = Catalog((a_discipline("a", *(a_practice(f"A-{one}", name=f"Practice {one}") for one in range(10))),))
    found = planned((catalog, {}), {}).roadmap
    gaps = {one.because[0] for one in found.steps if "gap" in one.because[0]}
    assert gaps == {"One of 9 more practices that A needs at level 1, so that no gap is left."}


def test_a_step_waits_for_a_prerequisite_by_name() -> None:
    catalog = Catalog(
        (
            a_discipline(
                "a", a_practice("A-1", name="Monitoring", needs=(Need("A-2", 2),)), a_practice("A-2", name="Records")
            ),
        )
    )
    settled = {"A-1": shown(1).settled(), "A-2": shown(1).settled()}
    found = planned((catalog, settled), {}, Fraction(1))
    assert reasons(found.roadmap, "A-1", 2)[1:] == (
        "Waits for “Records”, which comes to level 2 in quarter 2.",
        "Other steps come first and take the whole capacity until the end of quarter 2.",
    )


def test_a_long_wait_for_capacity_names_its_end() -> None:
    catalog = Catalog((a_discipline("a", *(a_practice(f"A-{one}") for one in range(9))),))
    found = planned((catalog, {code: shown(1).settled() for code in catalog.practice}), {}, Fraction(2))
    said = "Other steps come first and take the whole capacity until the end of quarter 6."
    assert said in reasons(found.roadmap, "A-6", 2)


@pytest.mark.parametrize("capacity", [Fraction(0), Fraction(-1)])
def test_a_capacity_must_be_above_zero(capacity: Fraction) -> None:
    with pytest.raises(ValueError, match="above 0"):
        planned((built_in(), {}), {}, capacity)


def test_a_capacity_for_thousands_of_quarters_is_refused() -> None:
    with pytest.raises(ValueError, match="more than 10,000 quarters"):
        planned((built_in(), {}), {}, Fraction(1, 100))


def test_a_step_whose_gate_never_opens_has_no_slot() -> None:
    catalog = three(a_gate("a", "b"))
    steps = planned((catalog, {}), {}).roadmap.steps
    levels = dict.fromkeys(catalog.practice, 0)
    only_b = [one.step for one in steps if one.discipline == "b"]
    board = compile_board(catalog, only_b, levels=levels, closed=catalog.gates, opening=(), limits=Limits(Fraction(9)))
    timed = Laying(board, [0, 0], [0, 1]).schedule()
    assert (timed.slots, timed.used) == ((), ())


def test_quarters_are_those_of_the_calendar_from_the_start_of_the_scenario() -> None:
    late = replace(scenario(), start=CalendarQuarter(2031, 4))
    found = plan(built_in(), {}, scenario=late, on=TODAY)
    assert [str(found.calendar(number)) for number in (1, 2)] == ["Q4 2031", "Q1 2032"]
    said = " ".join(sentence for one in found.steps for sentence in one.because)
    assert "in Q4 2031" in said
    assert "quarter 1" not in said


def test_the_order_is_compiled_once_per_catalog() -> None:
    catalog = built_in()
    assert catalog.order is catalog.order
    assert [gate.after for gate in three(a_gate("b", "c"), a_gate("a", "b")).order.gates] == ["b", "c"]
