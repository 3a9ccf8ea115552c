"""A plan against a newer result: what was achieved, and what a new plan keeps of it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

import pytest

from assessments.core.agreement import Settled
from assessments.core.plans.milestones import Milestone, MilestoneState
from assessments.core.plans.outcomes import Achieved, outcomes, replan
from assessments.core.roadmap import Roadmap, plan
from assessments.core.scenario import Scenario, standard
from tests.core.adopted import (
    DEPLOY,
    KEEP,
    LIST,
    MONITOR,
    ROLL_OUT,
    SHOW,
    by_hand,
    changed,
    done,
    dropped,
    hand_catalog,
    hand_settled,
    milestone,
    quarter,
)
from tests.core.drafts import a_practice
from tests.core.strategies import NOT_APPLICABLE, TODAY, Given, change_practices, fitted, level, settle_all, shown

LATER = TODAY + timedelta(days=200)
ACHIEVED, PARTLY, NOT_ACHIEVED, NOT_NEEDED = Achieved


def planned(settled: Mapping[str, Settled], **changes: object) -> Roadmap:
    scenario = replace(standard(LATER), **changes)  # type: ignore[arg-type]
    return plan(hand_catalog(), settled, scenario=scenario, on=LATER)


def found(settled: Mapping[str, Settled], *milestones: Milestone, **changes: object) -> Mapping[int, Achieved]:
    return outcomes(hand_catalog(), settled, milestones or by_hand(), on=LATER, roadmap=planned(settled, **changes))


def test_outcomes_in_words() -> None:
    assert [one.words for one in Achieved] == ["Achieved", "Partly", "Not achieved", "No longer needed"]


def test_without_any_change_nothing_is_achieved() -> None:
    assert set(found(hand_settled()).values()) == {NOT_ACHIEVED}


def test_each_milestone_is_held_against_the_levels_and_the_evidence() -> None:
    newer = settle_all({"A-1": shown(2), "A-2": shown(1), "B-1": shown(0)})
    assert found(newer) == {
        MONITOR: ACHIEVED,
        DEPLOY: ACHIEVED,
        ROLL_OUT: NOT_ACHIEVED,
        SHOW: ACHIEVED,
        LIST: NOT_ACHIEVED,
        KEEP: NOT_ACHIEVED,
    }


def test_marked_done_is_not_achieved() -> None:
    marked = done(by_hand(), MONITOR, TODAY)
    assert found(hand_settled(), *marked)[MONITOR] is NOT_ACHIEVED


def test_a_step_over_several_levels_may_be_achieved_partly() -> None:
    long_step = milestone(1, "A-1", (0, 2), *quarter(2027, 1))
    newer = settle_all({"A-1": shown(1), "A-2": shown(1)})
    assert found(newer, long_step) == {1: PARTLY}


def test_a_step_is_achieved_partly_where_only_some_of_the_team_say_so() -> None:
    divided = settle_all({"A-1": Given((level(1), level(2)))})
    assert found(divided)[MONITOR] is PARTLY
    settled_on_1 = {"A-1": replace(divided["A-1"], recorded=True)}
    assert found(settled_on_1)[MONITOR] is NOT_ACHIEVED


def test_what_the_new_plan_does_not_ask_for_is_not_needed_unless_it_was_achieved() -> None:
    newer = settle_all({"A-1": shown(2), "A-2": shown(1), "B-1": shown(0)})
    without = found(newer, targets={"a": 0, "b": 0})
    assert without[MONITOR] is ACHIEVED
    assert {without[number] for number in (ROLL_OUT, LIST, KEEP)} == {NOT_NEEDED}


def test_a_practice_that_is_not_in_the_catalog_any_more_is_not_needed() -> None:
    gone = milestone(9, "GONE-1", (0, 1), *quarter(2027, 1))
    assert found(hand_settled(), gone) == {9: NOT_NEEDED}


@pytest.mark.parametrize(
    ("check", "given", "outcome"),
    [
        ("G5", shown(2), ACHIEVED),
        ("G5", Given((level(2),)), NOT_ACHIEVED),
        ("G4", Given((level(1), level(4), level(4), level(1))), NOT_ACHIEVED),
        ("G4", shown(1), ACHIEVED),
        ("G1", shown(0), ACHIEVED),
        ("G1", Given(), NOT_ACHIEVED),
        ("G6", shown(2), ACHIEVED),
    ],
)
def test_work_is_held_against_its_own_check(check: str, given: Given, outcome: Achieved) -> None:
    work = milestone(1, "A-2", (0, 2), *quarter(2027, 1), check=check, from_level=None)
    assert found(settle_all({"A-1": shown(1), "A-2": given}), work) == {1: outcome}


def test_evidence_that_runs_out_before_the_gate_opens_is_not_achieved() -> None:
    work = milestone(1, "A-2", (0, 2), *quarter(2027, 1), check="G5", from_level=None)
    # Two steps of one practice: the gate opens a quarter later, after the evidence has run out.
    newer = settle_all({"A-1": shown(0), "A-2": shown(2)})
    assert found(newer, work) == {1: NOT_ACHIEVED}


def test_scope_that_is_still_not_honest_is_not_achieved() -> None:
    optional = [a_practice(f"A-{number}", not_applicable_when="there is none") for number in (1, 2)]
    catalog = change_practices(hand_catalog(), {one.code: one for one in optional})
    settled = {one.code: fitted(one, Given((NOT_APPLICABLE,))).settled() for one in optional}
    work = milestone(1, "A-2", (0, 2), *quarter(2027, 1), check="G6", from_level=None)
    roadmap = plan(catalog, settled, scenario=Scenario(start=standard(LATER).start), on=LATER)
    # Out of scope: no plan leads through it, so nothing asks for the work any longer.
    assert outcomes(catalog, settled, [work], on=LATER, roadmap=roadmap) == {1: NOT_NEEDED}


# Planned anew


def test_what_the_new_plan_has_too_keeps_its_dates() -> None:
    late = changed(by_hand(), KEEP, due=date(2028, 6, 30))
    changes = replan(late, planned(hand_settled()), hand_catalog())
    kept = dict(changes.kept)
    assert set(kept) == {one.id for one in by_hand()}
    assert (kept[KEEP].starts, kept[KEEP].due) == (date(2027, 10, 1), date(2028, 6, 30))
    assert KEEP not in changes.early
    assert changes.gone == ()
    assert changes.sentences[0] == "6 milestones go on."


def test_evidence_that_would_run_out_is_new() -> None:
    changes = replan(by_hand(), planned(hand_settled()), hand_catalog())
    assert [(one.key, one.what) for one in changes.new] == [
        (("A-1", 2, "G5"), "Show evidence for “Monitoring”. What there is runs out on 22 November 2027.")
    ]


def test_moved_ones_say_where_the_new_plan_alone_would_have_them() -> None:
    changes = replan(by_hand(), planned(hand_settled()), hand_catalog())
    # The new plan begins with Q3 2027.
    assert changes.moved == changes.early == (DEPLOY, MONITOR, SHOW, ROLL_OUT, LIST, KEEP)
    sentence = "“Monitoring” to level 2 stays due in Q1 2027; by itself the new plan would have it in Q3 2027."
    assert sentence in changes.sentences
    alike = replan(
        by_hand()[LIST:], plan(hand_catalog(), hand_settled(), scenario=standard(TODAY), on=TODAY), hand_catalog()
    )
    assert alike.moved == ()


def test_one_marked_done_that_no_result_shows_is_promised_anew() -> None:
    marked = done(by_hand(), MONITOR, TODAY)
    changes = replan(marked, planned(hand_settled()), hand_catalog())
    assert dict(changes.kept)[MONITOR].due == date(2027, 9, 30)
    assert MONITOR not in changes.moved


def test_new_ones_and_those_gone_are_listed_by_name() -> None:
    newer = settle_all({"A-1": shown(2), "A-2": shown(1), "B-1": shown(0)})
    roadmap = planned(newer, targets={"b": 3})
    old = dropped(by_hand(), ROLL_OUT)
    needless = milestone(7, "B-1", (3, 4), *quarter(2028, 4))
    both = (*old, needless)
    found_ = outcomes(hand_catalog(), newer, both, on=LATER, roadmap=roadmap)
    changes = replan(both, roadmap, hand_catalog(), found=found_)
    assert changes.sentences[:5] == (
        "2 milestones go on.",
        "New: “Inventory” to level 3.",
        "Dropped before, and asked for again: “Deployment” to level 2.",
        "Achieved: “Monitoring” to level 2, “Deployment” to level 1 and the evidence for “Deployment”.",
        "No longer needed: “Inventory” to level 4.",
    )
    assert changes.gone == (MONITOR, DEPLOY, SHOW, 7)
    assert [one.key for one in changes.new] == [("A-2", 2, ""), ("B-1", 3, "")]
    assert MilestoneState.DROPPED not in {one.state for one in both if one.id in changes.gone}


def test_without_any_milestone_all_is_new() -> None:
    changes = replan((), planned(hand_settled()), hand_catalog())
    assert (changes.kept, len(changes.new)) == ((), 7)
    assert replan(by_hand()[:1], planned(hand_settled()), hand_catalog()).sentences[0] == "1 milestone goes on."
