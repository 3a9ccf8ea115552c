"""Milestones: their moves, what adopting promises, and what should be done first."""

from datetime import date

import pytest

from assessments.core.gate_exception import GateException
from assessments.core.plans.milestones import (
    MilestoneState,
    first_milestones,
    may_move,
    named,
    need_sentence,
    open_needs,
    serves,
    waits,
)
from assessments.core.roadmap import plan
from assessments.core.scenario import standard
from tests.core.adopted import (
    DEPLOY,
    KEEP,
    LIST,
    MONITOR,
    ROLL_OUT,
    SHOW,
    adopted,
    by_hand,
    changed,
    done,
    dropped,
    hand_catalog,
    hand_settled,
    milestone,
    quarter,
)
from tests.core.strategies import TODAY

PLANNED, IN_PROGRESS, DONE, DROPPED = MilestoneState


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (PLANNED, {IN_PROGRESS, DONE, DROPPED}),
        (IN_PROGRESS, {PLANNED, DONE, DROPPED}),
        (DONE, {PLANNED, IN_PROGRESS, DROPPED}),
        (DROPPED, {PLANNED, IN_PROGRESS}),
    ],
)
def test_the_states_that_may_follow_a_state(before: MilestoneState, after: set[MilestoneState]) -> None:
    assert {state for state in MilestoneState if may_move(before, state)} == after


def test_states_in_words() -> None:
    assert [state.words for state in MilestoneState] == ["Planned", "In progress", "Done", "Dropped"]
    assert [state.is_open for state in MilestoneState] == [True, True, False, False]


def test_a_roadmap_promises_its_work_and_its_steps_by_quarter() -> None:
    catalog, settled = hand_catalog(), hand_settled()
    roadmap = plan(catalog, settled, scenario=standard(TODAY), on=TODAY)
    promises = first_milestones(catalog, roadmap)
    assert [(one.practice, one.check, one.from_level, one.to_level, one.starts, one.due) for one in promises] == [
        ("A-2", "", 0, 1, date(2027, 1, 1), date(2027, 3, 31)),
        ("A-1", "", 1, 2, date(2027, 1, 1), date(2027, 3, 31)),
        ("A-2", "G5", None, 2, date(2027, 4, 1), date(2027, 6, 30)),
        ("A-2", "", 1, 2, date(2027, 4, 1), date(2027, 6, 30)),
        ("B-1", "", 0, 1, date(2027, 7, 1), date(2027, 9, 30)),
        ("B-1", "", 1, 2, date(2027, 10, 1), date(2027, 12, 31)),
    ]
    step, work = promises[0], promises[2]
    assert step.because == roadmap.steps[0].because
    assert step.owner_role == "Lead"
    assert work.what == "Show evidence for “Deployment”."
    assert work.because == ("Needed before the gate from MLOps to ModelOps opens.",)
    assert work.effort == 0
    assert [one.key for one in adopted(catalog, roadmap)] == [promise.key for promise in promises]


def test_answers_that_only_a_target_of_level_1_asks_for_say_so() -> None:
    catalog = hand_catalog()
    scenario = standard(TODAY)
    roadmap = plan(catalog, {}, scenario=type(scenario)(start=scenario.start, targets={"a": 1, "b": 0}), on=TODAY)
    work = [promise for promise in first_milestones(catalog, roadmap) if promise.check]
    assert {promise.to_level for promise in work} == {None}
    assert {promise.because for promise in work} == {("Without it MLOps cannot reach level 1.",)}


def test_what_each_milestone_waits_for() -> None:
    found = waits(hand_catalog(), by_hand())
    gate = hand_catalog().gates
    assert {number: one.milestones for number, one in found.items()} == {
        MONITOR: (),
        DEPLOY: (),
        ROLL_OUT: (DEPLOY, MONITOR),
        SHOW: (ROLL_OUT,),
        LIST: (),
        KEEP: (LIST,),
    }
    assert {number: one.gates for number, one in found.items() if one.gates} == {LIST: gate, KEEP: gate}


def test_only_the_step_that_comes_to_level_2_waits_for_what_a_practice_needs() -> None:
    later = milestone(7, "A-2", (2, 3), *quarter(2028, 1))
    assert waits(hand_catalog(), (*by_hand(), later))[7].milestones == (ROLL_OUT,)


def test_other_work_waits_for_nothing() -> None:
    settling = changed(by_hand(), SHOW, check="G4", what="Settle it.")
    assert waits(hand_catalog(), settling)[SHOW].milestones == ()


def test_what_serves_a_gate() -> None:
    catalog, (gate,) = hand_catalog(), hand_catalog().gates
    higher = milestone(7, "A-1", (2, 3), *quarter(2028, 1))
    answer = changed(by_hand(), SHOW, check="G3", to_level=None)[SHOW - 1]
    assert [one.id for one in by_hand() if serves(catalog, one, gate)] == [MONITOR, DEPLOY, ROLL_OUT, SHOW]
    assert not serves(catalog, higher, gate)
    assert not serves(catalog, answer, gate)


def test_what_should_be_done_first() -> None:
    catalog, plan_ = hand_catalog(), done(by_hand(), DEPLOY, date(2026, 12, 1))
    shut = catalog.gates
    assert [one.id for one in open_needs(catalog, plan_, ROLL_OUT, shut=shut)] == [MONITOR]
    assert [one.id for one in open_needs(catalog, plan_, LIST, shut=shut)] == [MONITOR, ROLL_OUT, SHOW]
    assert [one.id for one in open_needs(catalog, plan_, KEEP, shut=shut)] == [MONITOR, ROLL_OUT, SHOW, LIST]
    assert open_needs(catalog, plan_, MONITOR, shut=shut) == ()


def test_behind_a_gate_with_an_exception_only_the_own_steps_count() -> None:
    exception = GateException(
        before="a", after="b", since=TODAY, until=date(2027, 12, 31), approver="Ada", reason="Because."
    )
    assert [
        one.id for one in open_needs(hand_catalog(), by_hand(), KEEP, shut=hand_catalog().gates, exceptions=[exception])
    ] == [LIST]


def test_behind_a_gate_that_is_open_only_the_own_steps_count() -> None:
    assert [one.id for one in open_needs(hand_catalog(), by_hand(), KEEP, shut=())] == [LIST]


def test_what_is_missing_in_words() -> None:
    catalog = hand_catalog()
    monitor, _, _, show, *_ = by_hand()
    assert need_sentence(catalog, monitor) == "“Monitoring” is not done yet."
    assert need_sentence(catalog, show) == "The evidence for “Deployment” is not done yet."
    assert need_sentence(catalog, dropped(by_hand(), MONITOR)[0]) == "“Monitoring” was dropped."
    assert named(catalog, monitor) == "“Monitoring” to level 2"
    assert [named(catalog, changed(by_hand(), SHOW, check=check)[SHOW - 1]) for check in ("G1", "G4", "G6")] == [
        "the answer to “Deployment”",
        "settling “Deployment”",
        "judging again “Deployment”",
    ]
