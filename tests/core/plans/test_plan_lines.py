"""The lines of a plan: dates, what each milestone waits for, and what pushes it."""

from dataclasses import replace
from datetime import date, datetime

from assessments.core.calendar import CalendarQuarter
from assessments.core.gate_exception import GateException
from assessments.core.plans.milestones import Milestone
from assessments.core.plans.outcomes import Achieved
from assessments.core.plans.plan_lines import MilestoneLine, NoteLine
from tests.core.adopted import (
    DEPLOY,
    KEEP,
    LIST,
    MONITOR,
    NOTHING_KNOWN,
    ROLL_OUT,
    SHOW,
    by_hand,
    changed,
    done,
    dropped,
    hand_report,
)
from tests.core.strategies import TODAY

LATE = changed(by_hand(), MONITOR, due=date(2027, 6, 30))


def lines(milestones: tuple[Milestone, ...], **options: object) -> dict[int, MilestoneLine]:
    return {line.id: line for line in hand_report(milestones, **options).lines}  # type: ignore[arg-type]


def test_a_step_carries_its_practice_its_dates_and_what_is_stored_of_it() -> None:
    note = NoteLine("Ada", datetime(2027, 1, 1, 12), "On its way.", "https://example.org")
    facts = replace(NOTHING_KNOWN, owner="Bo", owner_id=7, because=("A foundation.",), notes=(note,))
    line = lines(LATE, facts={MONITOR: facts}, achieved={MONITOR: Achieved.PARTLY})[MONITOR]
    assert (line.title, line.subject, line.is_step) == ("Monitoring", "“Monitoring”", True)
    assert (line.practice.code, line.discipline.name) == ("A-1", "MLOps")
    assert (line.from_anchor, line.to_anchor) == ("some", "most")
    assert (line.owner, line.owner_id, line.because, line.notes) == ("Bo", 7, ("A foundation.",), (note,))
    assert (line.baseline_due, line.due, line.expected_due) == (date(2027, 3, 31), date(2027, 6, 30), date(2027, 6, 30))
    assert line.quarter == CalendarQuarter(2027, 2)
    assert (line.is_late, line.late_days, line.weeks_late) == (True, 91, 13)
    assert line.achieved is Achieved.PARTLY


def test_work_is_told_by_what_it_is_for() -> None:
    line = lines(by_hand())[SHOW]
    assert (line.title, line.subject) == ("The evidence for “Deployment”", "the evidence for “Deployment”")
    assert (line.is_step, line.from_anchor, line.to_anchor, line.weeks_late) == (False, "", "", 0)


def test_what_should_be_done_first_is_named() -> None:
    found = lines(done(LATE, DEPLOY, TODAY))
    assert found[ROLL_OUT].waits_for == ("“Monitoring” is not done yet.",)
    gate = "Waits for MLOps in place: planned Q2 2027, now Q3 2027, because “Monitoring” is 13 weeks late."
    assert found[LIST].waits_for == (gate,)
    assert found[KEEP].waits_for == ("“Inventory” is not done yet.", gate)
    assert lines(done(by_hand(), ROLL_OUT, TODAY))[ROLL_OUT].waits_for == ()


def test_what_an_exception_lets_pass_does_not_wait_for_its_gate() -> None:
    early = changed(by_hand(), LIST, baseline_due=date(2027, 3, 31), baseline_starts=date(2027, 1, 1))
    early = changed(early, LIST, due=date(2027, 3, 31), starts=date(2027, 1, 1))
    leave = GateException(
        before="a", after="b", since=TODAY, until=date(2027, 3, 31), approver="Ada", reason="Because."
    )
    assert lines(early, exceptions=[leave])[LIST].waits_for == ()


def test_what_pushes_a_milestone_and_where_that_came_from() -> None:
    found = lines(LATE)
    assert {number: line.held_by for number, line in found.items()} == {
        MONITOR: "",
        DEPLOY: "",
        ROLL_OUT: "It waits for “Monitoring” to level 2, which is 13 weeks late.",
        SHOW: "It waits for “Deployment” to level 2, because “Monitoring” to level 2 is 13 weeks late.",
        LIST: "It waits for MLOps in place, because “Monitoring” to level 2 is 13 weeks late.",
        KEEP: "It waits for “Inventory” to level 1, because “Monitoring” to level 2 is 13 weeks late.",
    }
    assert [number for number, line in found.items() if line.on_chain] == [MONITOR, ROLL_OUT]


def test_what_is_late_by_itself_is_not_late_because_of_itself() -> None:
    # A date that was kept from a plan before, although what it waits for comes later.
    early = changed(by_hand(), ROLL_OUT, baseline_starts=date(2026, 10, 1), baseline_due=date(2026, 12, 31))
    early = changed(early, ROLL_OUT, starts=date(2026, 10, 1), due=date(2026, 12, 31))
    line = lines(early)[ROLL_OUT]
    assert line.is_late
    assert line.held_by == "It waits for “Monitoring” to level 2."


def test_what_never_comes_says_why() -> None:
    found = lines(dropped(by_hand(), MONITOR))
    assert found[LIST].held_by == (
        "It waits for MLOps in place, which this plan does not reach, because “Monitoring” to level 2 was dropped."
    )
    assert (found[LIST].never, found[LIST].is_late, found[LIST].quarter) == (True, False, CalendarQuarter(2027, 3))
    assert (found[MONITOR].never, found[MONITOR].held_by, found[MONITOR].waits_for) == (False, "", ())
    assert "“Monitoring” was dropped." in found[ROLL_OUT].waits_for


def test_a_gate_that_was_never_part_of_the_plan_has_no_cause() -> None:
    found = lines(tuple(one for one in by_hand() if one.id != SHOW))
    assert found[LIST].held_by == "It waits for MLOps in place, which this plan does not reach."
    assert found[KEEP].never
