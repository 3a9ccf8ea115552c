"""Plans in short, what is otherwise between two of them in words, and what each step left out brings."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.core.catalog import Catalog, Effort
from assessments.core.planning import consequences as consequences_module
from assessments.core.planning.consequences import MOST, NONE, consequences
from assessments.core.planning.plan_summary import GateDate, PlanSummary, TargetLine, differences, summary
from assessments.core.roadmap import plan
from assessments.core.scenario import Scenario, StepKey
from tests.core.drafts import a_discipline, a_gate, a_practice
from tests.core.scenarios import quarter, scenario
from tests.core.strategies import TODAY, assessed, shown
from tests.core.test_roadmap import SLOW, Case, three
from tests.core.test_roadmap_scenarios import scenarios
from tests.core.worked_examples import built_in


def short(catalog: Catalog, one: Scenario, case: Case | None = None) -> PlanSummary:
    settled = case[1] if case else {}
    return summary(catalog, plan(catalog, settled, scenario=one, on=TODAY), name="A plan")


def test_a_plan_in_short() -> None:
    catalog = three(a_gate("a", "b"), a_gate("a", "c"))
    assert short(catalog, scenario({"b": 4, "c": 0})) == PlanSummary(
        name="A plan",
        gates=(GateDate(before="A", after=("B", "C"), reached="A in place", opens=quarter(2), is_open=False),),
        targets=(TargetLine("A", 2, 2), TargetLine("B", 4, 4), TargetLine("C", 0, 0)),
        effort=Fraction(23, 2),
        until=quarter(6),
        steps=6,
        missed=(),
    )


def test_gates_of_other_levels_and_open_ones_are_named_apart() -> None:
    catalog = three(a_gate("a", "b", level=1), a_gate("a", "c", level=3))
    gates = short(catalog, scenario()).gates
    assert [(one.after, one.reached, one.opens) for one in gates] == [
        (("B",), "A at level 1", quarter(1)),
        (("C",), "A at level 3", quarter(3)),
    ]
    settled = {"A-1": shown(3).settled()}
    assert [one.is_open for one in short(catalog, scenario(), (catalog, settled)).gates] == [True, True]


def test_more_capacity_is_told_in_quarters_and_less_as_well() -> None:
    catalog = built_in()
    before, after = (short(catalog, scenario({}, weeks)) for weeks in (24, 48))
    assert before.gates[0].opens
    assert after.gates[0].opens
    told = differences(before, after)
    by = before.gates[0].opens.since(after.gates[0].opens)
    assert told[0].startswith(f"MLOps in place: {after.gates[0].opens} instead of {before.gates[0].opens}, ")
    assert told[0].endswith(" quarters earlier.")
    assert len(told) == 2
    assert told[1].startswith(f"Finish: {after.until} instead of {before.until}, ")
    assert by > 1
    assert differences(after, before)[0].endswith(" quarters later.")
    assert differences(before, before) == ()


def moved(later: int) -> tuple[str, ...]:
    catalog = three(a_gate("a", "b"))
    late = replace(scenario(), put_off={StepKey("A-1", 1): quarter(1 + later)})
    return differences(short(catalog, scenario()), short(catalog, late))


def test_numbers_of_quarters_are_words_up_to_twelve() -> None:
    assert moved(1)[0] == "A in place: Q3 2027 instead of Q2 2027, one quarter later."
    assert moved(12)[0].endswith(", twelve quarters later.")
    assert moved(13)[0].endswith(", 13 quarters later.")


def test_targets_newly_missed_and_reached_again() -> None:
    catalog = three(a_gate("a", "b"))
    free, bound = (
        short(catalog, scenario()),
        short(catalog, replace(scenario(), left_out=frozenset({StepKey("A-1", 2)}))),
    )
    assert differences(free, bound) == (
        "A in place: not at all instead of Q2 2027; the gate to B stays shut.",
        "Target of A missed: the plan brings it to level 1.",
        "Target of B missed: the plan does not even bring it to level 1.",
        "Effort: 4 instead of 9 person-weeks, 5 less.",
        "Finish: Q2 2027 instead of Q4 2027, two quarters earlier.",
    )
    assert differences(bound, free)[:3] == (
        "A in place: Q2 2027 instead of not at all; the gate to B opens.",
        "Target of A reached; it was missed before.",
        "Target of B reached; it was missed before.",
    )
    lower = short(catalog, replace(scenario(), left_out=frozenset({StepKey("A-1", 1)})))
    assert "Target of A missed: the plan does not even bring it to level 1." in differences(bound, lower)
    assert "Target of A still missed, but the plan brings it to level 1." in differences(lower, bound)


def test_other_targets_are_no_missed_ones() -> None:
    catalog = three()
    usual, other = short(catalog, scenario()), short(catalog, scenario({"a": 0, "b": 3, "c": 2}))
    assert differences(usual, other)[:2] == (
        "Target of A: not wanted instead of level 2.",
        "Target of B: level 3 instead of level 2.",
    )
    nothing = short(catalog, scenario(dict.fromkeys("abc", 0)))
    assert differences(nothing, usual)[-1] == "Finish: Q2 2027; there was nothing to do before."
    assert differences(usual, nothing)[-1] == "Nothing is left to do; it took until Q2 2027 before."


@SLOW
@given(assessed(), st.data())
def test_two_plans_that_differ_say_so(case: Case, data: st.DataObject) -> None:
    one, other = (short(case[0], data.draw(scenarios(case[0])), case) for _ in range(2))
    told = differences(one, other)
    assert all(sentence.endswith(".") for sentence in told)
    if dates(one) != dates(other):
        assert told


def dates(one: PlanSummary) -> object:
    return [(name, gate.opens) for gate in one.gates for name in gate.after], one.effort, one.until


def brought(catalog: Catalog, *out: StepKey) -> dict[StepKey, tuple[str, ...]]:
    one = replace(scenario(), left_out=frozenset(out))
    return dict(consequences(catalog, {}, scenario=one, on=TODAY))


def spare() -> Catalog:
    """A needs its foundation, and three of four others; the last of them is dear."""
    practices = [a_practice(f"A-{one}") for one in range(3)]
    dear = a_practice("A-3", effort=Effort.LARGE)
    needed = a_practice("A-X", foundation=True)
    return Catalog(
        (a_discipline("a", needed, *practices, dear), a_discipline("b", a_practice("B-1"))), (a_gate("a", "b"),)
    )


def test_nothing_left_out_plans_nothing_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(consequences_module, "draft")
    assert brought(spare()) == {}
    with pytest.raises(NameError, match="draft"):
        brought(spare(), StepKey("A-X", 2))


def test_each_step_left_out_says_which_gate_moves_and_which_target_is_missed() -> None:
    catalog = spare()
    found = brought(catalog, StepKey("A-X", 2))
    assert found == {
        StepKey("A-X", 2): (
            "A in place: not at all instead of Q2 2027; the gate to B stays shut.",
            "Target of A missed: the plan brings it to level 1.",
            "Target of B missed: the plan does not even bring it to level 1.",
        )
    }
    assert brought(catalog, StepKey("A-3", 2)) == {StepKey("A-3", 2): (NONE,)}


def test_steps_that_hide_each_other_are_looked_at_alone() -> None:
    found = brought(spare(), StepKey("A-X", 2), StepKey("B-1", 2), StepKey("A-3", 2))
    assert found[StepKey("A-X", 2)][0] == "A in place: not at all instead of Q2 2027; the gate to B stays shut."
    assert found[StepKey("B-1", 2)] == ("By itself: Target of B missed: the plan brings it to level 1.",)
    assert found[StepKey("A-3", 2)] == (NONE,)


def test_no_more_than_forty_are_looked_at() -> None:
    catalog = built_in()
    out = [StepKey(code, 4) for code in list(catalog.practice)[: MOST + 5]]
    assert len(brought(catalog, *out)) == MOST
