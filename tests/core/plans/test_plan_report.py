"""The value that prints a plan: sentences, gates, lines by quarter, what is late and what is next."""

from dataclasses import replace
from datetime import date
from time import process_time

from assessments.core.gate_exception import GateException
from assessments.core.plans.following import follow
from assessments.core.plans.milestones import Milestone
from assessments.core.plans.plan_report import NEXT, plan_report
from assessments.core.roadmap import plan
from tests.core.adopted import (
    DEPLOY,
    HEAD,
    KEEP,
    LIST,
    MONITOR,
    NOTHING_KNOWN,
    ROLL_OUT,
    SHOW,
    adopted,
    by_hand,
    changed,
    done,
    dropped,
    hand_catalog,
    hand_report,
    hand_settled,
)
from tests.core.drafts import a_discipline, a_gate, a_practice
from tests.core.scenarios import scenario
from tests.core.strategies import TODAY
from tests.core.worked_examples import EXAMPLES, built_in

LATE = changed(by_hand(), MONITOR, due=date(2027, 6, 30))


def ids(lines: tuple[object, ...]) -> list[int]:
    return [line.id for line in lines]  # type: ignore[attr-defined]


def test_it_says_once_what_gates_come_to_and_what_goes_on_without_something() -> None:
    report = hand_report(dropped(LATE, MONITOR))
    assert report.sentences == (
        "MLOps in place: planned Q2 2027, not in this plan any more, because “Monitoring” was dropped.",
        "“Deployment” to level 2 goes on without “Monitoring” to level 2, which was dropped.",
    )
    assert report.following == follow(hand_catalog(), hand_settled(), dropped(LATE, MONITOR), targets={}, today=TODAY)


def test_gates_that_share_a_source_and_a_level_are_one_line() -> None:
    catalog = hand_catalog()
    third = replace(a_discipline("c", a_practice("C-1")), name="AIOps")
    catalog = replace(
        catalog, disciplines=(*catalog.disciplines, third), gates=(*catalog.gates, a_gate("a", "c"), a_gate("b", "c"))
    )
    facts = {one.id: NOTHING_KNOWN for one in by_hand()}
    report = plan_report(catalog, hand_settled(), by_hand(), facts=facts, head=HEAD, targets={}, today=TODAY)
    assert [(line.before, line.after) for line in report.gates] == [
        ("MLOps", ("ModelOps", "AIOps")),
        ("ModelOps", ("AIOps",)),
    ]
    assert report.sentences == ("MLOps in place: Q2 2027, as planned.", "ModelOps in place: not part of this plan.")


def test_without_a_shut_gate_it_says_what_the_targets_come_to_or_how_far_it_is() -> None:
    catalog = replace(hand_catalog(), gates=())
    facts = {one.id: NOTHING_KNOWN for one in by_hand()}
    report = plan_report(catalog, hand_settled(), by_hand(), facts=facts, head=HEAD, targets={"a": 0}, today=TODAY)
    assert report.sentences == ("ModelOps in place: Q4 2027, as planned.",)
    finished = done(by_hand(), MONITOR, TODAY)
    nothing = plan_report(
        catalog, hand_settled(), finished, facts=facts, head=HEAD, targets={"a": 0, "b": 0}, today=TODAY
    )
    assert nothing.sentences == ("1 of 6 milestones is done.",)
    assert (nothing.gates, nothing.ends) == ((), ())


def test_milestones_stand_in_the_quarter_in_which_they_are_expected() -> None:
    assert [(str(one.quarter), ids(one.lines)) for one in hand_report(LATE).quarters] == [
        ("Q4 2026", [DEPLOY]),
        ("Q2 2027", [MONITOR]),
        ("Q3 2027", [ROLL_OUT, SHOW]),
        ("Q4 2027", [LIST]),
        ("Q1 2028", [KEEP]),
    ]


def test_the_counts_and_the_late_ones_those_by_themselves_first() -> None:
    report = hand_report(done(dropped(changed(LATE, LIST, due=date(2028, 6, 30)), SHOW), DEPLOY, TODAY))
    counts = report.counts
    assert (counts.total, counts.planned, counts.in_progress, counts.done, counts.dropped) == (6, 4, 0, 1, 1)
    assert counts.late == len(report.late) == 2
    late = hand_report(changed(LATE, DEPLOY, due=date(2027, 4, 15))).late
    assert ids(late) == [DEPLOY, MONITOR, ROLL_OUT, SHOW, LIST, KEEP]


def test_next_come_the_five_expected_soonest_but_for_what_is_past_its_date() -> None:
    assert NEXT == 5
    assert ids(hand_report(by_hand()).next) == [DEPLOY, MONITOR, ROLL_OUT, SHOW, LIST]
    assert ids(hand_report(by_hand(), today=date(2027, 1, 1)).next) == [MONITOR, ROLL_OUT, SHOW, LIST, KEEP]
    assert ids(hand_report(dropped(by_hand(), MONITOR)).next) == [DEPLOY, ROLL_OUT, SHOW]


def test_exceptions_by_their_end_with_names() -> None:
    first, second = (
        GateException(before="a", after="b", since=since, until=until, approver="Ada", reason="Because.")
        for since, until in ((date(2027, 1, 1), date(2027, 6, 30)), (TODAY, date(2027, 3, 31)))
    )
    lines = hand_report(by_hand(), exceptions=[first, second]).exceptions
    assert [(line.before, line.after, line.value, line.holds) for line in lines] == [
        ("MLOps", "ModelOps", second, True),
        ("MLOps", "ModelOps", first, False),
    ]


def test_an_exception_to_a_gate_that_came_after_the_plan_is_told_by_its_code() -> None:
    later = GateException(
        before="a", after="new", since=TODAY, until=date(2027, 1, 31), approver="Ada", reason="Because."
    )
    report = hand_report(by_hand(), exceptions=[later])
    assert [(line.before, line.after) for line in report.exceptions] == [("MLOps", "new")]
    assert not any("new" in risk for risk in report.risks)


def test_a_plan_of_over_a_hundred_milestones_is_reported_in_no_time() -> None:
    """Under 10 ms; the bound here leaves room for a slower machine, and for one that counts what is covered."""
    catalog, settled = built_in(), dict(EXAMPLES["G"].settled())
    milestones = adopted(catalog, plan(catalog, settled, scenario=scenario(parallel=6), on=TODAY))
    assert len(milestones) > 100
    assert min(_seconds(milestones) for _ in range(3)) < 0.1


def _seconds(milestones: tuple[Milestone, ...]) -> float:
    facts = {one.id: NOTHING_KNOWN for one in milestones}
    began = process_time()
    plan_report(
        built_in(), EXAMPLES["G"].settled(), milestones, facts=facts, head=HEAD, targets={}, today=date(2027, 5, 1)
    )
    return process_time() - began
