"""What a scenario decides: limits, dates, steps left out; and exceptions, which let steps be planned, no more."""

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.core.agreement import Answer, EvidenceKind, Kind, Settled, settle
from assessments.core.calendar import CalendarQuarter
from assessments.core.catalog import Catalog, Effort, Gate, Need, Thresholds
from assessments.core.gate_exception import GateException
from assessments.core.gates import State, assess
from assessments.core.roadmap import Roadmap, plan
from assessments.core.scenario import Scenario, StepKey
from tests.core.drafts import a_discipline, a_gate, a_practice
from tests.core.plan_rules import Planned, broken_rules
from tests.core.scenarios import quarter, scenario
from tests.core.strategies import TODAY, assessed, shown
from tests.core.test_roadmap import SLOW, Case, reasons, targets_of, three

LIMITS = st.sampled_from([None, Fraction(5, 2), Fraction(8), Fraction(24), Fraction(1000)])
PARALLEL = st.sampled_from([None, 1, 2, 6])


def planned(case: Case, one: Scenario, *exceptions: GateException) -> Planned:
    catalog, settled = case
    made = plan(catalog, settled, scenario=one, on=TODAY, exceptions=exceptions)
    return Planned(catalog, settled, made, exceptions)


def an_exception(gate: Gate, until: date, *, since: date = TODAY) -> GateException:
    return GateException(
        before=gate.before, after=gate.after, since=since, until=until, approver="Ida Example", reason="A pilot."
    )


@st.composite
def scenarios(draw: st.DrawFn, catalog: Catalog) -> Scenario:
    """Any limits and targets; up to four steps each pinned, put off and left out, whether they are planned or not."""
    keys = st.builds(StepKey, st.sampled_from(list(catalog.practice)), st.integers(1, 4))
    dates = st.dictionaries(keys, st.integers(-2, 9).map(quarter), max_size=4)
    pinned = draw(dates)
    put_off = {key: at for key, at in draw(dates).items() if key not in pinned}
    return replace(
        scenario(draw(targets_of(catalog)), draw(LIMITS), parallel=draw(PARALLEL)),
        role_capacity=draw(st.dictionaries(st.just("Somebody"), st.sampled_from([Fraction(3), Fraction(9)]))),
        pinned=pinned,
        put_off=put_off,
        left_out=frozenset(draw(st.lists(keys, max_size=4))),
    )


@st.composite
def exceptions_to(draw: st.DrawFn, catalog: Catalog) -> tuple[GateException, ...]:
    """An exception to some of the gates, over, running or to come."""
    gates = draw(st.lists(st.sampled_from(catalog.gates), max_size=3)) if catalog.gates else []
    days = st.integers(-100, 900).map(lambda number: TODAY + timedelta(days=number))
    return tuple(
        an_exception(gate, max(pair), since=min(pair)) for gate in gates for pair in [draw(st.tuples(days, days))]
    )


@SLOW
@given(assessed(), st.data())
def test_every_scenario_keeps_the_rules(case: Case, data: st.DataObject) -> None:
    one = data.draw(scenarios(case[0]))
    assert broken_rules(planned(case, one, *data.draw(exceptions_to(case[0])))) == []


@SLOW
@given(assessed(), st.data())
def test_the_order_of_what_is_decided_never_matters(case: Case, data: st.DataObject) -> None:
    one, exceptions = data.draw(scenarios(case[0])), data.draw(exceptions_to(case[0]))
    turned = replace(
        one,
        targets=dict(reversed(list(one.targets.items()))),
        pinned=dict(reversed(list(one.pinned.items()))),
        put_off=dict(reversed(list(one.put_off.items()))),
    )
    assert planned(case, turned, *exceptions).roadmap == planned(case, one, *exceptions).roadmap


@SLOW
@given(assessed(least_gates=1, least_disciplines=2), st.data())
def test_without_limits_no_gate_opens_later(case: Case, data: st.DataObject) -> None:
    one = data.draw(scenarios(case[0]))
    free = replace(one, capacity=None, role_capacity={}, parallel=None)
    held, unheld = planned(case, one).roadmap, planned(case, free).roadmap
    for tight, loose in zip(held.forecasts, unheld.forecasts, strict=True):
        assert (tight.opens is None) == (loose.opens is None)
        assert (tight.opens or 0) >= (loose.opens or 0)


@SLOW
@given(assessed(least_gates=1, least_disciplines=2), st.data())
def test_an_exception_sets_no_state_and_opens_no_gate(case: Case, data: st.DataObject) -> None:
    """While a gate is shut in the plan what is behind it waits, whatever is planned there meanwhile."""
    catalog, settled = case
    leave = tuple(an_exception(gate, date(2099, 1, 1)) for gate in catalog.gates)
    found = planned(case, scenario(data.draw(targets_of(catalog)), data.draw(LIMITS)), *leave).roadmap
    opens = {forecast.gate: forecast.opens for forecast in found.forecasts}
    shut = {one.discipline for one in assess(catalog, settled, on=TODAY).disciplines if one.state is State.WAITING}
    for number, at in enumerate(found.quarters, start=1):
        waiting = {one.discipline for one in at.projections if one.state is State.WAITING}
        behind = {gate.after for gate, quarter_of in opens.items() if quarter_of is None or quarter_of > number}
        assert waiting == behind <= shut
    for gate, opened in opens.items():
        name, before = catalog.discipline[gate.after].name, catalog.discipline[gate.before].name
        for stage in found.stages:
            said = f"The gate from {before} to {name} opens." in stage.reaches
            assert said == (stage.quarter == opened)
            assert not (opened and stage.quarter < opened and f"{name} reaches" in " ".join(stage.reaches))


def test_a_gate_that_nobody_asked_for_opens_with_the_one_before_its_source() -> None:
    """B has the level of its own gate already, and only waits for A."""
    names = ("a", "b", "c")
    catalog = Catalog(
        tuple(a_discipline(name, a_practice(f"{name.upper()}-1", name=name, foundation=True)) for name in names),
        (a_gate("a", "b", reason="A first."), replace(a_gate("b", "c", reason="B first."), level=3)),
    )
    shown = [(EvidenceKind.LINK, TODAY)]
    settled = {"B-1": settle([Answer(Kind.LEVEL, 3)], evidence=shown, answered_on=TODAY)}
    found = planned((catalog, settled), scenario({"c": 0}, None)).roadmap
    first, second = found.forecasts
    assert first.opens
    assert second.opens == first.opens
    waiting = [{one.discipline for one in at.projections if one.state is State.WAITING} for at in found.quarters]
    assert waiting[first.opens - 1] == set()


def gated() -> Catalog:
    """A is slow to build; B waits for it and has two practices to raise, of which one needs the other."""
    return Catalog(
        (
            a_discipline("a", a_practice("A-1", name="Slow", foundation=True, effort=Effort.LARGE)),
            a_discipline(
                "b", a_practice("B-1", name="First"), a_practice("B-2", name="Second", needs=(Need("B-1", 2),))
            ),
        ),
        (a_gate("a", "b", reason="A first."),),
    )


def starts(found: Roadmap) -> dict[str, int]:
    return {str(one.key): one.starts for one in found.steps}


def test_an_exception_lets_steps_begin_and_ends_by_itself() -> None:
    catalog = gated()
    one = scenario({}, 7, parallel=2)
    assert starts(planned((catalog, {}), one).roadmap)["B-1:1"] == 4
    until = an_exception(catalog.gates[0], quarter(1).last_day)
    case = planned((catalog, {}), one, until)
    found = case.roadmap
    assert starts(found) == {"A-1:1": 1, "A-1:2": 2, "B-1:1": 4, "B-2:1": 4, "B-1:2": 5, "B-2:2": 5}
    wide = planned((catalog, {}), replace(one, capacity=Fraction(8)), until)
    assert starts(wide.roadmap)["B-1:1"] == 1
    assert starts(wide.roadmap)["B-1:2"] == wide.opens(catalog.gates[0]) + 1  # type: ignore[operator]
    assert broken_rules(case) == broken_rules(wide) == []
    assert wide.roadmap.notes == (
        "1 step of B is planned under an exception until 31 March 2027, approved by Ida Example: A pilot.",
    )
    assert reasons(wide.roadmap, "B-1", 1)[2] == (
        "Planned before A opens its gate at the end of Q3 2027: under an exception until 31 March 2027, "
        "approved by Ida Example."
    )
    assert [forecast.exception for forecast in wide.roadmap.forecasts] == [until]


def test_an_exception_that_is_over_is_not_drawn_and_changes_nothing() -> None:
    catalog = gated()
    over = an_exception(catalog.gates[0], TODAY - timedelta(days=1), since=date(2026, 1, 1))
    early = replace(scenario(), start=CalendarQuarter(2026, 1))
    assert planned((catalog, {}), early, over).roadmap == planned((catalog, {}), early).roadmap


def test_an_exception_to_another_gate_changes_nothing() -> None:
    catalog = gated()
    other = an_exception(a_gate("b", "a"), date(2030, 1, 1))
    assert planned((catalog, {}), scenario(), other).roadmap == planned((catalog, {}), scenario()).roadmap


def test_a_step_planned_outside_its_exception_would_be_seen() -> None:
    """The broken variant: planned as if the exception never ended."""
    catalog = gated()
    short, endless = (an_exception(catalog.gates[0], day) for day in (quarter(1).last_day, date(2099, 1, 1)))
    broken = planned((catalog, {}), scenario(), endless)
    assert broken_rules(broken) == []
    assert "its gate opens in" in " ".join(broken_rules(replace(broken, exceptions=(short,))))


def test_what_is_left_out_is_a_ceiling() -> None:
    catalog = three()
    one = replace(scenario({"a": 4, "b": 2, "c": 2}), left_out=frozenset({StepKey("A-1", 3), StepKey("A-1", 4)}))
    found = planned((catalog, {}), one).roadmap
    assert max(one.step.to_level for one in found.steps if one.discipline == "a") == 2
    assert found.unreachable == (
        "A cannot reach level 4 without raising “Name” to level 3, which is left out. The plan goes as far as level 2.",
    )


def test_what_is_left_out_may_shut_a_gate_and_says_why() -> None:
    catalog = three(a_gate("a", "b"), a_gate("b", "c"))
    found = planned((catalog, {}), replace(scenario(), left_out=frozenset({StepKey("A-1", 1)}))).roadmap
    assert found.steps == ()
    assert [one.because for one in found.forecasts] == [
        ("Stays shut in this plan: A cannot reach level 2 without raising “Name” to level 1, which is left out.",),
        ("Stays shut in this plan: B itself waits for A.",),
    ]
    assert found.unreachable[1:] == (
        (
            "B cannot be planned: it waits for A, which does not come to level 2 without raising “Name” to level 1, "
            "which is left out."
        ),
        (
            "C cannot be planned: it waits for B, which does not come to level 2 without raising “Name” to level 1, "
            "which is left out."
        ),
    )


def test_only_what_matters_of_the_steps_left_out_is_named() -> None:
    names = [a_practice(f"A-{one}", name=f"Spare {one}") for one in range(10)]
    needed = a_practice("A-X", name="Monitoring", foundation=True)
    catalog = Catalog((a_discipline("a", needed, *names),))
    out = frozenset({StepKey("A-X", 2), StepKey("A-3", 2), StepKey("A-4", 2)})
    assert planned((catalog, {}), replace(scenario(), left_out=out)).roadmap.unreachable == (
        (
            "A cannot reach level 2 without raising “Monitoring” to level 2, which is left out. "
            "The plan goes as far as level 1."
        ),
    )
    several = frozenset(StepKey(f"A-{one}", 2) for one in range(5))
    assert planned((catalog, {}), replace(scenario(), left_out=several)).roadmap.unreachable == (
        (
            "A cannot reach level 2 without raising “Spare 1” to level 2, “Spare 2” to level 2 and 2 more, "
            "which are left out. The plan goes as far as level 1."
        ),
    )


def test_steps_that_are_done_or_unknown_may_be_left_out_too() -> None:
    catalog = three()
    one = replace(scenario(), left_out=frozenset({StepKey("A-1", 1), StepKey("GONE", 2)}))
    settled = {"A-1": shown(1).settled()}
    assert planned((catalog, settled), one).roadmap.steps == planned((catalog, settled), scenario()).roadmap.steps


def notes(one: Scenario, settled: dict[str, Settled] | None = None, catalog: Catalog | None = None) -> tuple[str, ...]:
    return planned((catalog or gated(), settled or {}), one).roadmap.notes


def test_a_pin_that_cannot_be_kept_says_why() -> None:
    at_once = {key: quarter(1) for key in (StepKey("B-1", 1), StepKey("A-1", 2), StepKey("A-1", 4))}
    assert notes(replace(scenario(), pinned=at_once)) == (
        "“Slow” to level 2 is pinned to Q1 2027, but begins in Q2 2027: it waits for “Slow” to level 1.",
        "“Slow” to level 4 is pinned to Q1 2027, but is not planned: no target needs it.",
        "“First” to level 1 is pinned to Q1 2027, but begins in Q3 2027: it waits until the gate from A is open.",
    )
    early = {StepKey("A-1", 1): quarter(0), StepKey("A-1", 2): quarter(2)}
    assert notes(replace(scenario(), pinned=early)) == (
        "“Slow” to level 1 is pinned to Q4 2026, but begins in Q1 2027: the plan starts then.",
    )
    assert notes(replace(scenario(), pinned=early), {"A-1": shown(2).settled()}) == (
        "“Slow” to level 1 is pinned to Q4 2026, but is not planned: it has that level already.",
        "“Slow” to level 2 is pinned to Q2 2027, but is not planned: it has that level already.",
    )
    assert notes(replace(scenario(), pinned={StepKey("GONE", 1): quarter(1)})) == ()


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"capacity": Fraction(1)}, "until then the capacity is full"),
        ({"parallel": 1}, "until then as many steps run as may"),
        ({"role_capacity": {"Somebody": Fraction(1)}}, "until then the capacity of the Somebody is full"),
    ],
)
def test_a_pin_without_room_says_what_is_full(change: dict[str, object], why: str) -> None:
    catalog = Catalog(
        (a_discipline("a", *(a_practice(f"A-{one}", name=f"A-{one}", owner="Somebody") for one in range(2))),)
    )
    pins = {StepKey(f"A-{one}", 2): quarter(1) for one in range(2)}
    settled = {code: shown(1).settled() for code in catalog.practice}
    one = replace(scenario(), pinned=pins, **change)  # type: ignore[arg-type]
    [note] = notes(one, settled, catalog)
    assert note.startswith("“A-1” to level 2 is pinned to Q1 2027, but begins in Q")
    assert note.endswith(f": {why}.")


def test_dates_are_kept_and_said() -> None:
    catalog = three()
    dates = {"pinned": {StepKey("A-1", 1): quarter(3)}, "put_off": {StepKey("B-1", 1): quarter(2)}}
    found = planned((catalog, {}), replace(scenario(), **dates)).roadmap  # type: ignore[arg-type]
    assert starts(found)["A-1:1"] == 3
    assert starts(found)["B-1:1"] == 2
    assert reasons(found, "A-1", 1)[1] == "Pinned to Q3 2027."
    assert reasons(found, "B-1", 1)[1] == "Put off to Q2 2027."


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"capacity": Fraction(2)}, "Other steps come first and take the whole capacity until the end of Q1 2027."),
        ({"parallel": 1}, "As many steps as may run at once are under way until the end of Q1 2027."),
        ({"role_capacity": {"ML lead": Fraction(2)}}, "The capacity of the ML lead is full until the end of Q1 2027."),
    ],
)
def test_each_limit_is_named_where_it_holds_a_step(change: dict[str, object], sentence: str) -> None:
    catalog = Catalog((a_discipline("a", *(a_practice(f"A-{one}", owner="ML lead") for one in range(2))),))
    settled = {code: shown(1).settled() for code in catalog.practice}
    found = planned((catalog, settled), replace(scenario(), **change)).roadmap  # type: ignore[arg-type]
    assert sentence in reasons(found, "A-1", 2)


def test_what_holds_a_gate_is_named_first_to_last() -> None:
    source = a_discipline(
        "a",
        a_practice("A-1", name="Monitoring", foundation=True, needs=(Need("A-2", 2),)),
        a_practice("A-2", name="Records", foundation=True),
    )
    catalog = Catalog((source, a_discipline("b", a_practice("B-1"))), (a_gate("a", "b"),))
    settled = {code: shown(1, days_ago=400).settled() for code in catalog.practice}
    [forecast] = planned((catalog, settled), scenario({}, 1)).roadmap.forecasts
    assert forecast.chain == (StepKey("A-2", 2), StepKey("A-1", 2))
    assert forecast.because == (
        "Opens at the end of Q4 2027, when A counts as level 2.",
        (
            "What holds it, first to last: “Records” to level 2 (Q1 2027 to Q2 2027); “Monitoring” to level 2 "
            "(Q3 2027 to Q4 2027)."
        ),
        "Of the steps after the first, 1 waits for free capacity.",
        "It also needs 2 things to answer, settle or show, the last by the end of Q4 2027.",
    )
    put_off = replace(scenario(), put_off={StepKey("A-2", 2): quarter(2)})
    [forecast] = planned((catalog, settled), put_off).roadmap.forecasts
    assert forecast.because[1:3] == (
        "What holds it, first to last: “Records” to level 2 (put off to Q2 2027); “Monitoring” to level 2 (Q2 2027).",
        "Of the steps after the first, 1 waits for a step that has to come before.",
    )


def test_the_chain_goes_on_behind_another_gate() -> None:
    catalog = three(a_gate("a", "b"), a_gate("b", "c"))
    [first, second] = planned((catalog, {}), scenario()).roadmap.forecasts
    assert first.chain == (StepKey("A-1", 1), StepKey("A-1", 2))
    assert second.chain == (*first.chain, StepKey("B-1", 1), StepKey("B-1", 2))
    assert second.told[1].parts == (
        "“Name” to levels 1 and 2 (Q1 2027 to Q2 2027)",
        "“Name” to levels 1 and 2 (Q3 2027 to Q4 2027)",
    )
    assert second.because[1] == f"What holds it, first to last: {'; '.join(second.told[1].parts)}."
    there = {"B-1": shown(2).settled()}
    [first, second] = planned((catalog, there), scenario()).roadmap.forecasts
    assert second.opens == first.opens
    assert second.chain == first.chain


def test_a_gate_that_lacks_only_work_says_so() -> None:
    catalog = three(a_gate("a", "b"))
    [forecast] = planned((catalog, {"A-1": shown(2, days_ago=400).settled()}), scenario()).roadmap.forecasts
    assert forecast.chain == ()
    assert forecast.because == (
        "Opens at the end of Q1 2027, when A counts as level 2.",
        "No step holds it, only 1 thing to answer, settle or show, the last by the end of Q1 2027.",
    )


def test_a_gate_that_nobody_needs_stays_shut() -> None:
    found = planned((three(a_gate("a", "b")), {}), scenario({"a": 1, "b": 0})).roadmap
    assert [one.because for one in found.forecasts] == [
        ("Stays shut in this plan: nothing planned needs it, and the target of A is below level 2.",)
    ]


def due(found: Roadmap) -> list[tuple[str, str, int]]:
    return [(one.work.check, one.work.practice, one.quarter) for one in found.work]


def test_work_is_due_when_it_can_be_done_and_evidence_so_late_that_it_holds() -> None:
    old, new = a_practice("A-1", foundation=True), a_practice("A-2", foundation=True, effort=Effort.LARGE)
    catalog = Catalog((a_discipline("a", old, new), a_discipline("b", a_practice("B-1"))), (a_gate("a", "b"),))
    settled = {"A-1": shown(2, days_ago=400).settled()}
    found = planned((catalog, settled), scenario({"b": 1}, 8)).roadmap
    assert due(found) == [("G1", "A-2", 1), ("G5", "A-1", 1), ("G3", "B-1", 1), ("G5", "A-2", 3)]
    assert [one.gates for one in found.work] == [catalog.gates, catalog.gates, (), catalog.gates]
    slow = planned((catalog, settled), scenario({"b": 1}, 3)).roadmap
    assert slow.forecasts[0].opens == 8
    assert due(slow)[2:] == [("G5", "A-1", 6), ("G5", "A-2", 8)]
    short = replace(catalog, thresholds=Thresholds(evidence_days=20))
    assert due(planned((short, settled), scenario({"b": 1}, 3)).roadmap)[2:] == [("G5", "A-1", 8), ("G5", "A-2", 8)]


def test_evidence_is_asked_for_each_level_and_answers_once() -> None:
    catalog = three(a_gate("a", "b", level=1), a_gate("a", "c", level=3))
    found = planned((catalog, {}), scenario()).roadmap
    assert [(one.work.check, one.quarter, len(one.gates)) for one in found.work if one.discipline == "a"] == [
        ("G1", 1, 2),
        ("G5", 1, 1),
        ("G5", 3, 1),
    ]


def test_what_is_pinned_comes_before_all_others_and_so_does_what_it_needs() -> None:
    practices = (a_practice("A-0"), a_practice("A-1"), a_practice("A-2", needs=(Need("A-1", 2),)))
    catalog = Catalog((a_discipline("a", *practices),))
    settled = {code: shown(1).settled() for code in catalog.practice}
    assert starts(planned((catalog, settled), scenario({}, 2)).roadmap) == {"A-0:2": 1, "A-1:2": 2, "A-2:2": 3}
    one = replace(scenario({}, 2), pinned={StepKey("A-2", 2): quarter(2)})
    found = planned((catalog, settled), one).roadmap
    assert starts(found) == {"A-1:2": 1, "A-2:2": 2, "A-0:2": 3}
    assert found.notes == ()
