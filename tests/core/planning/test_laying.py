"""Steps laid into quarters: every rule of a schedule over random catalogs, gates, limits, dates and exceptions."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from fractions import Fraction
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assessments.core.agreement import Settled
from assessments.core.catalog import Catalog
from assessments.core.gate_exception import GateException
from assessments.core.planning import ordering
from assessments.core.planning.board import Board, compile_board
from assessments.core.planning.laying import Laying
from assessments.core.planning.ordering import best_schedule
from assessments.core.planning.schedule import Limits, Schedule
from assessments.core.planning.targets import aim, start_from
from assessments.core.scenario import Scenario, StepKey
from assessments.core.unlocking import steps_to
from tests.core.drafts import a_gate, two_disciplines
from tests.core.instances import FIRST_QUARTER, ROLES, PlanningCase, random_planning_case
from tests.core.schedule_rules import Laid, broken_schedule_rules
from tests.core.strategies import TODAY, assessed, change_practices

SLOW = settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow], deadline=None)

LIMITS: st.SearchStrategy[dict[str, Any]] = st.builds(
    dict,
    capacity=st.sampled_from([None, Fraction(5, 2), Fraction(8), Fraction(24), Fraction(80, 3)]),
    role_capacity=st.dictionaries(st.sampled_from(ROLES), st.sampled_from([Fraction(3, 2), Fraction(6)]), max_size=2),
    parallel=st.sampled_from([None, 1, 2, 4, 6]),
)
QUARTERS = st.integers(-2, 8).map(FIRST_QUARTER.plus)


def laid(case: PlanningCase) -> Laid:
    timed, _ = best_schedule(case.start, case.aims, scenario=case.scenario, exceptions=case.exceptions)
    return Laid(case, timed)


def with_roles(catalog: Catalog) -> Catalog:
    """The catalog with its practices dealt to three owner roles."""
    return change_practices(
        catalog,
        {code: replace(one, owner=ROLES[place % 3]) for place, (code, one) in enumerate(catalog.practice.items())},
    )


def the_case(
    case: tuple[Catalog, Mapping[str, Settled]], scenario: Scenario, exceptions: tuple[GateException, ...] = ()
) -> PlanningCase:
    catalog, settled = case
    start = start_from(with_roles(catalog), settled, on=TODAY, assume_evidence=False)
    return PlanningCase(settled, start, aim(start, scenario.targets), scenario, exceptions)


@st.composite
def planning_cases(draw: st.DrawFn) -> PlanningCase:
    """Random catalogs and answers under random limits, some steps with a date, some gates with exceptions."""
    catalog, settled = draw(assessed(least_gates=draw(st.integers(0, 2)), least_disciplines=3))
    targets = draw(
        st.fixed_dictionaries({}, optional={one: st.sampled_from((0, 2, 2, 3)) for one in catalog.discipline})
    )
    plain = the_case((catalog, settled), Scenario(start=FIRST_QUARTER, targets=targets, **draw(LIMITS)))
    keys = [StepKey(step.practice, step.to_level) for step in plain.steps]
    dates = st.dictionaries(st.sampled_from(keys), QUARTERS, max_size=3) if keys else st.just({})
    scenario = replace(plain.scenario, pinned=draw(dates), put_off=draw(dates))
    exceptions = st.lists(st.sampled_from(plain.closed), max_size=2) if plain.closed else st.just([])
    return replace(plain, scenario=scenario, exceptions=tuple(draw(_exception(gate)) for gate in draw(exceptions)))


def _exception(gate: Any) -> st.SearchStrategy[GateException]:
    days = st.integers(0, 900).map(lambda days: TODAY + timedelta(days=days))
    return st.builds(
        lambda one, other: GateException(
            before=gate.before,
            after=gate.after,
            since=min(one, other),
            until=max(one, other),
            approver="Ada Example",
            reason="A trial.",
        ),
        days,
        days,
    )


@SLOW
@given(planning_cases())
def test_every_schedule_keeps_the_rules(case: PlanningCase) -> None:
    assert broken_schedule_rules(laid(case)) == []


@pytest.mark.parametrize("seed", range(60))
def test_so_does_every_schedule_through_many_gates_and_prerequisites(seed: int) -> None:
    assert broken_schedule_rules(laid(random_planning_case(seed, most=60))) == []


Breaks = Callable[[Board], Board]


def _tasks(**changes: Any) -> Breaks:
    return lambda board: replace(board, tasks=tuple(replace(task, **changes) for task in board.tasks))


def _without_roles(board: Board) -> Board:
    return replace(_tasks(role="")(board), roles={})


def _more(board: Board) -> Board:
    return replace(board, capacity=board.capacity and board.capacity + 1)


BROKEN: Mapping[str, tuple[Breaks, str]] = {
    "prerequisites": (_tasks(blockers=0), "is done"),
    "dates": (_tasks(not_before=1), "before its date"),
    "gates": (lambda board: replace(board, closed={}), "before its gate"),
    "openings": (lambda board: replace(board, lacks=tuple((0, 0, 0) for _ in board.lacks)), "opens in"),
    "capacity": (_more, "more than the capacity"),
    "roles": (_without_roles, "the capacity of a role"),
    "parallel": (lambda board: replace(board, parallel=None), "so many steps at once"),
    "idle": (lambda board: replace(board, parallel=1), "idles while"),
    "effort": (_tasks(units=1), "takes"),
}


def put_off_case(seed: int) -> PlanningCase:
    """A random case with a date for one of its steps."""
    case = random_planning_case(seed)
    step = Random(seed).choice(case.steps)
    scenario = replace(case.scenario, put_off={StepKey(step.practice, step.to_level): FIRST_QUARTER.plus(6)})
    return replace(case, scenario=scenario)


@pytest.mark.parametrize("name", BROKEN)
def test_a_planner_that_leaves_a_rule_out_breaks_it(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The broken variants: the board without one of its rules."""
    breaks, words = BROKEN[name]

    def broken(*arguments: Any, **others: Any) -> Board:
        return breaks(compile_board(*arguments, **others))

    cases = [put_off_case(seed) for seed in range(12)]
    assert [sentence for case in cases for sentence in broken_schedule_rules(laid(case))] == []
    monkeypatch.setattr(ordering, "compile_board", broken)
    assert words in " ".join(sentence for case in cases for sentence in broken_schedule_rules(laid(case)))


@SLOW
@given(planning_cases())
def test_without_limits_no_gate_opens_later(case: PlanningCase) -> None:
    free = replace(case, scenario=replace(case.scenario, capacity=None, role_capacity={}, parallel=None))
    limited, unlimited = laid(case).timed.opens, laid(free).timed.opens
    assert limited.keys() == unlimited.keys()
    assert all(unlimited[gate] <= quarter for gate, quarter in limited.items())


@SLOW
@given(planning_cases(), st.randoms(use_true_random=False))
def test_the_order_of_the_input_never_matters(case: PlanningCase, random: Random) -> None:
    def turned(mapping: Mapping[Any, Any]) -> dict[Any, Any]:
        return dict(random.sample(list(mapping.items()), len(mapping)))

    settled = turned(case.settled)
    scenario = replace(
        case.scenario,
        targets=turned(case.scenario.targets),
        role_capacity=turned(case.scenario.role_capacity),
        pinned=turned(case.scenario.pinned),
        put_off=turned(case.scenario.put_off),
    )
    other = the_case((case.catalog, settled), scenario, tuple(reversed(case.exceptions)))
    assert laid(replace(other)).timed == laid(case).timed


@SLOW
@given(planning_cases())
def test_a_target_already_met_adds_nothing(case: PlanningCase) -> None:
    met = {
        one.discipline: one.score.maturity_level or 0
        for one in case.start.readiness.disciplines
        if one.discipline not in case.start.readiness.waiting
    }
    nothing = dict.fromkeys(case.catalog.discipline, 0)
    only_met = replace(case.scenario, targets=nothing | met)
    assert laid(replace(case, aims=aim(case.start, only_met.targets), scenario=only_met)).timed.slots == ()


@SLOW
@given(planning_cases())
def test_a_pinned_step_is_never_behind_one_that_nobody_pinned(case: PlanningCase) -> None:
    """Where the capacity keeps it waiting, only pinned steps and what they wait for take of it."""
    found = laid(case)
    wanted = {
        slot.step
        for slot in found.timed.slots
        if StepKey(slot.step.practice, slot.step.to_level) in case.scenario.pinned
    }
    for slot in (found.slot[step] for step in wanted):
        if slot.full == "capacity":
            before = {one.step for one in found.timed.slots if slot.starts - 1 in dict(one.spent)}
            assert before <= ahead_of(found, wanted)


def ahead_of(found: Laid, pinned: set[Any]) -> set[Any]:
    """Pinned steps and all they wait for, the steps that open their gates included."""
    seen: set[Any] = set()
    todo = list(pinned)
    while todo:
        step = todo.pop()
        if step not in seen:
            seen.add(step)
            todo += [one.step for one, _ in found.waits_for(found.slot[step])]
            home = found.case.catalog.discipline_of
            sources = {gate.before for gate in found.case.closed if gate.after == home[step.practice]}
            todo += [one for one in found.slot if home[one.practice] in sources]
    return seen


def only_behind_a_gate(excepted: frozenset[int]) -> Laying:
    """The two steps of B, behind a gate that the plan does not open."""
    catalog = two_disciplines(a_gate())
    steps = [step for level in (1, 2) for step in steps_to(catalog, "B-1", now=level - 1, level=level)]
    board = compile_board(
        catalog,
        steps,
        levels=dict.fromkeys(catalog.practice, 0),
        closed=catalog.gates,
        opening=(),
        limits=Limits(Fraction(9)),
        excepted={catalog.gates[0]: excepted},
    )
    return Laying(board, [0, 0], [0, 1])


def test_a_step_whose_gate_never_opens_has_no_slot() -> None:
    assert only_behind_a_gate(frozenset()).schedule() == Schedule((), (), {})


def test_it_is_planned_under_an_exception_that_begins_later() -> None:
    timed = only_behind_a_gate(frozenset({3})).schedule()
    assert [(slot.step.to_level, slot.starts, slot.earliest) for slot in timed.slots] == [(1, 3, 3)]
    assert timed.used == (Fraction(0), Fraction(0), Fraction(1))
