"""The three risks of a plan that matter most, in words."""

from dataclasses import replace
from datetime import date, timedelta

from assessments.core.agreement import EvidenceKind, Settled, settle
from assessments.core.gate_exception import GateException
from assessments.core.plans.plan_report import plan_report
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
    hand_report,
    hand_settled,
    milestone,
    quarter,
)
from tests.core.scenarios import scenario
from tests.core.strategies import TODAY, level
from tests.core.worked_examples import EXAMPLES, built_in

OWNED = {number: replace(NOTHING_KNOWN, owner="Bo") for number in range(1, 8)}
LATE = changed(by_hand(), MONITOR, due=date(2027, 6, 30))


def leave(until: date, since: date = TODAY) -> GateException:
    return GateException(before="a", after="b", since=since, until=until, approver="Ada", reason="Because.")


def evidence(day: date) -> Settled:
    return settle([level(2)], evidence=[(EvidenceKind.LINK, day)], answered_on=TODAY)


def test_a_plan_that_goes_well_has_none() -> None:
    assert hand_report(by_hand(), facts=OWNED).risks == ()


def test_a_gate_that_moved_is_told_with_its_cause_and_the_cause_not_again() -> None:
    assert hand_report(LATE, facts=OWNED).risks == (
        "MLOps in place: planned Q2 2027, now Q3 2027, because “Monitoring” is 13 weeks late.",
    )


def test_a_gate_that_does_not_open_any_more_comes_before_all() -> None:
    both = dropped(changed(by_hand(), LIST, due=date(2028, 3, 31)), SHOW)
    risks = hand_report(both, facts=OWNED, exceptions=[leave(date(2027, 1, 31))]).risks
    assert risks[0] == (
        "MLOps in place: planned Q2 2027, not in this plan any more, because the evidence for “Deployment” was dropped."
    )
    assert risks[1] == "The exception for ModelOps ends on 31 January 2027, and 2 milestones of it are open."


def test_all_done_and_earlier_are_no_risks() -> None:
    plan_ = by_hand()
    for number in (MONITOR, DEPLOY, ROLL_OUT, SHOW):
        plan_ = done(plan_, number, date(2026, 12, 1))
    assert hand_report(plan_, facts=OWNED).risks == ()
    early = changed(plan_, SHOW, state=by_hand()[0].state, done_on=None, starts=date(2027, 1, 1), due=date(2027, 2, 1))
    assert hand_report(early, facts=OWNED).risks == ()


def test_an_exception_is_a_risk_only_while_it_holds_and_ends_soon() -> None:
    soon = TODAY + timedelta(days=91)
    plan_ = done(by_hand(), LIST, TODAY)
    words = f"The exception for ModelOps ends on {soon.day} February 2027, and 1 milestone of it is open."
    assert hand_report(plan_, facts=OWNED, exceptions=[leave(soon)]).risks == (words,)
    nothing_left = done(plan_, KEEP, TODAY)
    assert hand_report(nothing_left, facts=OWNED, exceptions=[leave(soon)]).risks == ()
    assert hand_report(plan_, facts=OWNED, exceptions=[leave(soon + timedelta(days=1))]).risks == ()
    assert hand_report(plan_, facts=OWNED, exceptions=[leave(soon, since=TODAY + timedelta(days=1))]).risks == ()


def test_evidence_that_runs_out_before_the_gate_opens() -> None:
    shown = hand_settled() | {"A-1": evidence(date(2026, 6, 1))}
    assert hand_report(by_hand(), facts=OWNED, settled=shown).risks == (
        "The evidence for 1 foundation of MLOps runs out before its gate opens, on 31 May 2027.",
    )
    # Until the day on which the gate opens it holds.
    held = hand_settled() | {"A-1": evidence(date(2026, 7, 1))}
    assert hand_report(by_hand(), facts=OWNED, settled=held).risks == ()
    renewed = milestone(7, "A-1", (0, 2), *quarter(2027, 2), check="G5", from_level=None)
    assert hand_report((*by_hand(), renewed), facts=OWNED, settled=shown).risks == ()
    assert hand_report(done((*by_hand(), renewed), 7, TODAY), facts=OWNED, settled=shown).risks == ()
    (lost,) = hand_report(dropped((*by_hand(), renewed), 7), facts=OWNED, settled=shown).risks
    assert lost.endswith("not in this plan any more, because the evidence for “Monitoring” was dropped.")


def test_evidence_that_holds_an_open_gate() -> None:
    settled = {"A-1": evidence(date(2025, 12, 15)), "A-2": evidence(date(2025, 12, 20))}
    assert hand_report(by_hand()[LIST - 1 :], facts=OWNED, settled=settled).risks == (
        "The evidence for 2 foundations of MLOps runs out, first on 14 December 2026: then its gate shuts.",
    )
    after = hand_report(by_hand()[LIST - 1 :], facts=OWNED, settled=settled, today=date(2027, 1, 1))
    (ran_out,) = after.risks
    assert ran_out.startswith("The evidence for 2 foundations of MLOps ran out, first on 14 December 2026")
    assert ran_out.endswith(": the next assessment finds its gate shut.")


def test_foundations_that_nobody_owns_are_named_up_to_three() -> None:
    assert hand_report(by_hand(), today=date(2026, 9, 30)).risks == (
        "Nobody owns 2 foundations due by the end of Q1 2027: “Monitoring” and “Deployment”.",
    )
    assert hand_report(by_hand()[:1]).risks == ("Nobody owns 1 foundation due by the end of Q2 2027: “Monitoring”.",)
    assert "due by" not in str(hand_report(by_hand()[:1], today=date(2026, 6, 30)).risks)
    catalog, settled = built_in(), EXAMPLES["G"].settled()
    milestones = adopted(catalog, plan(catalog, settled, scenario=scenario(parallel=6), on=TODAY))
    facts = {one.id: NOTHING_KNOWN for one in milestones}
    risks = plan_report(catalog, settled, milestones, facts=facts, head=HEAD, targets={}, today=TODAY).risks
    (names,) = (risk.partition(": ")[2] for risk in risks if risk.startswith("Nobody owns"))
    assert names.count("“") == 2
    assert names.endswith(" more.")


def test_three_are_told_at_most() -> None:
    all_at_once = changed(LATE, DEPLOY, due=date(2027, 3, 31))
    shown = hand_settled() | {"A-1": evidence(date(2026, 6, 1))}
    risks = hand_report(all_at_once, settled=shown, exceptions=[leave(TODAY)]).risks
    assert [risk.split()[0] for risk in risks] == ["MLOps", "The", "The"]


def test_what_is_late_and_moves_no_gate_is_told_with_how_many_it_pushes() -> None:
    alone = changed(by_hand(), LIST, due=date(2027, 10, 7))
    assert hand_report(alone, facts=OWNED).risks == ("“Inventory” is 1 week late and pushes 1 other.",)
