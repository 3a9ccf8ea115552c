"""The page for a board: five steps of the next quarter, from the plan that is followed or from the roadmap."""

from dataclasses import replace
from datetime import date

from assessments.core.board_report import MOST_STEPS, BoardReport, board_report
from assessments.core.calendar import CalendarQuarter
from assessments.core.gate_exception import ExceptionLine, GateException
from assessments.core.plans.plan_lines import MilestoneFacts
from assessments.core.plans.plan_report import PlanReport
from assessments.core.roadmap_report import RoadmapReport, roadmap_report
from assessments.core.roadmap_risks import roadmap_risks
from assessments.core.roadmap_words import roadmap_sentences
from tests.core.adopted import (
    DEPLOY,
    HEAD,
    MONITOR,
    ROLL_OUT,
    by_hand,
    changed,
    done,
    hand_catalog,
    hand_report,
    hand_settled,
)
from tests.core.scenarios import scenario
from tests.core.strategies import TODAY
from tests.core.worked_examples import built_in

EXCEPTION = GateException(
    before="a", after="b", since=TODAY, until=date(2027, 3, 31), approver="Mana", reason="A pilot is due."
)
LINE = ExceptionLine("MLOps", "ModelOps", EXCEPTION, holds=True)


def roadmap() -> RoadmapReport:
    return roadmap_report(
        hand_catalog(), hand_settled(), scenario=scenario({"a": 2, "b": 2}), on=TODAY, exceptions=[EXCEPTION]
    )


def board(plan: PlanReport | None) -> BoardReport:
    return board_report(hand_catalog(), hand_settled(), report=roadmap(), plan=plan, on=TODAY)


def test_without_a_plan_it_shows_the_roadmap() -> None:
    shown, report = board(None), roadmap()
    assert shown.title == ""
    assert shown.sentences == roadmap_sentences(report)
    assert shown.risks == roadmap_risks(hand_catalog(), hand_settled(), report, on=TODAY)
    assert shown.exceptions == (LINE,)
    assert shown.quarter == CalendarQuarter.of(TODAY).plus(1)
    assert {(one.practice.code, one.to_level) for one in shown.steps} == {
        (key.practice, key.to_level)
        for key, one in ((one.key, one) for stage in report.stages for one in stage.steps)
        if one.starts <= shown.quarter <= one.ends
    }
    assert {(one.owner, one.owner_role) for one in shown.steps} == {("", shown.steps[0].practice.owner)}


def test_with_a_plan_it_shows_what_is_expected_next_and_whose_it_is() -> None:
    facts = {
        MONITOR: MilestoneFacts(owner="Ada", owner_id=1, owner_role="Engineer", reason="", because=(), notes=()),
    }
    plan = hand_report(done(by_hand(), DEPLOY, TODAY), facts=facts, exceptions=[EXCEPTION])
    shown = board(plan)
    assert shown.title == HEAD.title
    assert (shown.sentences, shown.risks, shown.exceptions) == (plan.sentences, plan.risks, (LINE,))
    assert shown.quarter == CalendarQuarter(2027, 1)
    [one] = shown.steps
    assert (one.practice.code, one.from_level, one.to_level) == ("A-1", 1, 2)
    assert (one.owner, one.owner_role, one.ends) == ("Ada", "Engineer", CalendarQuarter(2027, 1))
    assert one.holds_a_gate


def test_a_quarter_in_which_nothing_is_worked_on_is_passed_over() -> None:
    later = changed(by_hand(), MONITOR, starts=date(2028, 1, 1), due=date(2028, 3, 31))
    later = done(changed(later, ROLL_OUT, starts=date(2028, 1, 1), due=date(2028, 6, 30)), DEPLOY, TODAY)
    only = tuple(one for one in later if one.id in (MONITOR, DEPLOY, ROLL_OUT))
    assert board(hand_report(only)).quarter == CalendarQuarter(2028, 1)


def test_a_plan_that_is_done_has_no_next_quarter() -> None:
    finished = by_hand()
    for one in by_hand():
        finished = done(finished, one.id, TODAY)
    shown = board(hand_report(finished))
    assert (shown.quarter, shown.steps, shown.more) == (None, (), 0)


def test_what_holds_a_gate_comes_first_then_foundations_and_five_at_most() -> None:
    catalog = built_in()
    asked = replace(scenario({}, 60), parallel=12)
    report = roadmap_report(catalog, {}, scenario=asked, on=TODAY)
    shown = board_report(catalog, {}, report=report, plan=None, on=TODAY)
    assert len(shown.steps) == MOST_STEPS
    assert shown.more == 12 - MOST_STEPS
    marks = [(one.holds_a_gate, one.practice.foundation) for one in shown.steps]
    assert marks == sorted(marks, reverse=True)
