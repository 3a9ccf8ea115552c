"""Following a plan: slips carry along, gates say when they open now and why."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from assessments.core.agreement import Settled
from assessments.core.catalog import Catalog, LevelName
from assessments.core.gate_exception import GateException
from assessments.core.plans import carrying as carrying_module
from assessments.core.plans import replay as replay_module
from assessments.core.plans.following import Following, follow, weeks_late
from assessments.core.plans.milestones import Milestone, MilestoneState, Waits, waits
from assessments.core.roadmap import Roadmap, plan
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
from tests.core.drafts import a_discipline, a_gate, a_practice
from tests.core.following_rules import broken_rules
from tests.core.scenarios import scenario
from tests.core.strategies import TODAY, Given, assessed, level

LATER = date(2027, 7, 7)


def followed(
    milestones: Sequence[Milestone], *, today: date = TODAY, exceptions: Sequence[GateException] = ()
) -> Following:
    return follow(hand_catalog(), hand_settled(), milestones, targets={}, today=today, exceptions=exceptions)


def due(found: Following) -> Mapping[int, date | None]:
    return {number: one.due for number, one in found.expected.items()}


def gate_of(found: Following) -> str:
    (gate,) = found.gates
    return gate.sentence


# By hand: what each slip does to the plan that opens the gate on 30 June 2027.


def test_a_plan_that_nothing_disturbs_is_expected_as_it_was_promised() -> None:
    found = followed(by_hand(), today=date(2026, 12, 31))
    assert due(found) == {one.id: one.baseline_due for one in by_hand()}
    assert {one.late_days for one in found.expected.values()} == {0}
    (gate,) = found.gates
    assert (gate.planned, gate.now, gate.root) == (date(2027, 6, 30), date(2027, 6, 30), None)
    assert gate.sentence == "MLOps in place: Q2 2027, as planned."
    assert gate.chain == (MONITOR, ROLL_OUT)
    assert [(end.words, end.sentence) for end in found.ends] == [
        ("The gate from MLOps to ModelOps opens", "MLOps in place: Q2 2027, as planned."),
        ("ModelOps reaches level 2", "ModelOps in place: Q4 2027, as planned."),
    ]


def test_a_slip_carries_along_what_waits_and_what_waits_behind_the_gate() -> None:
    """Monitoring ends with June: all that follows in quarters of their own moves by a quarter, the gate too."""
    found = followed(changed(by_hand(), MONITOR, due=date(2027, 6, 30)))
    assert due(found) == {
        MONITOR: date(2027, 6, 30),
        DEPLOY: date(2026, 12, 31),
        ROLL_OUT: date(2027, 9, 30),
        SHOW: date(2027, 9, 30),
        LIST: date(2027, 12, 31),
        KEEP: date(2028, 3, 31),
    }
    assert gate_of(found) == "MLOps in place: planned Q2 2027, now Q3 2027, because “Monitoring” is 13 weeks late."
    assert [end.sentence for end in found.ends][1] == (
        "ModelOps in place: planned Q4 2027, now Q1 2028, because “Monitoring” is 13 weeks late."
    )
    shown, listed = found.expected[SHOW], found.expected[LIST]
    assert (shown.behind, shown.gate, shown.root, shown.late_days) == (ROLL_OUT, None, MONITOR, 92)
    assert (listed.behind, listed.gate, listed.root) == (ROLL_OUT, hand_catalog().gates[0], MONITOR)
    assert (listed.starts, listed.late_days) == (date(2027, 10, 1), 92)
    assert found.gates[0].chain == (MONITOR, ROLL_OUT)


def test_a_slip_into_a_quarter_moves_what_follows_by_as_much_of_one() -> None:
    """7 July is 7 of 92 days into its quarter; so is 7 October, and what waits behind the gate starts with January."""
    found = followed(changed(by_hand(), MONITOR, due=LATER))
    assert due(found)[ROLL_OUT] == date(2027, 10, 7)
    assert due(found)[LIST] == date(2028, 3, 31)
    assert due(found)[KEEP] == date(2028, 6, 30)
    assert gate_of(found) == "MLOps in place: planned Q2 2027, now Q4 2027, because “Monitoring” is 14 weeks late."


def test_a_gate_that_slips_takes_along_what_was_planned_long_after_it() -> None:
    """What is behind a gate shares its capacity: it keeps its distance, and a date that was moved along counts once."""
    far = {"baseline_starts": date(2028, 1, 1), "baseline_due": date(2028, 3, 31)}
    spaced = changed(by_hand(), KEEP, **far, starts=date(2028, 1, 1), due=date(2028, 3, 31))
    slipped = changed(spaced, MONITOR, due=date(2027, 6, 30))
    assert due(followed(slipped))[KEEP] == date(2028, 6, 30)
    moved_along = changed(slipped, KEEP, starts=date(2028, 4, 1), due=date(2028, 6, 30))
    assert due(followed(moved_along))[KEEP] == date(2028, 6, 30)


def test_evidence_kept_from_a_plan_before_comes_with_its_step() -> None:
    late = date(2027, 11, 14)
    moved = changed(by_hand(), ROLL_OUT, due=late, baseline_due=late)
    found = followed(moved)
    assert (due(found)[ROLL_OUT], due(found)[SHOW]) == (late, late)
    assert gate_of(found) == "MLOps in place: Q4 2027, as planned."


def test_a_slip_shorter_than_the_slack_moves_nothing() -> None:
    for last in (date(2027, 1, 1), date(2027, 3, 31)):
        late = followed(changed(by_hand(), DEPLOY, due=last))
        assert {n: day for n, day in due(late).items() if n != DEPLOY} == {
            one.id: one.baseline_due for one in by_hand() if one.id != DEPLOY
        }
        assert gate_of(late) == "MLOps in place: Q2 2027, as planned."
    # A day more, and what waits for it moves; a part of a quarter that ends within a day takes all of that day.
    assert due(followed(changed(by_hand(), DEPLOY, due=date(2027, 4, 1))))[ROLL_OUT] == date(2027, 7, 2)


def test_what_is_open_past_its_date_is_expected_today_at_the_earliest() -> None:
    found = followed(done(by_hand(), DEPLOY, date(2026, 12, 1)), today=date(2027, 4, 21))
    assert due(found)[MONITOR] == date(2027, 4, 21)
    assert found.expected[MONITOR].root == MONITOR
    assert found.expected[ROLL_OUT].root == MONITOR
    assert gate_of(found) == "MLOps in place: planned Q2 2027, now Q3 2027, because “Monitoring” is 3 weeks late."


def test_what_was_finished_late_was_late() -> None:
    finished = done(done(by_hand(), MONITOR, date(2027, 6, 30)), DEPLOY, TODAY)
    found = followed(finished, today=date(2027, 7, 1))
    assert found.expected[MONITOR].late_days == 91
    assert gate_of(found).endswith("now Q3 2027, because “Monitoring” was 13 weeks late.")
    assert found.gates[0].chain == (ROLL_OUT,)


def test_what_is_finished_early_pulls_nothing_forward_but_its_gate() -> None:
    plan_ = by_hand()
    for number in (MONITOR, DEPLOY, ROLL_OUT):
        plan_ = done(plan_, number, date(2026, 12, 1))
    assert due(followed(plan_))[SHOW] == date(2027, 6, 30)
    early = changed(plan_, SHOW, starts=date(2027, 1, 1), due=date(2027, 3, 31))
    assert gate_of(followed(early)) == "MLOps in place: planned Q2 2027, now Q1 2027."
    assert due(followed(early))[LIST] == date(2027, 9, 30)


def test_all_done_asks_for_an_assessment_and_opens_nothing() -> None:
    plan_ = by_hand()
    for number in (MONITOR, DEPLOY, ROLL_OUT, SHOW):
        plan_ = done(plan_, number, date(2026, 12, 1))
    (gate,) = followed(plan_).gates
    assert (gate.all_done, gate.is_open) == (True, False)
    assert gate.sentence == "MLOps in place: all that it takes is marked done. Only an assessment can show it."
    assert gate.chain == ()
    assert not followed(plan_[:SHOW]).gates[0].is_open


def test_what_needs_something_dropped_goes_on_without_it() -> None:
    late = changed(by_hand(), MONITOR, due=LATER)
    found = followed(dropped(late, MONITOR))
    assert due(found)[ROLL_OUT] == date(2027, 6, 30)
    assert found.notes == ("“Deployment” to level 2 goes on without “Monitoring” to level 2, which was dropped.",)
    assert found.expected[MONITOR].due is None


def test_a_gate_that_takes_something_dropped_does_not_open_and_says_so() -> None:
    found = followed(dropped(by_hand(), MONITOR))
    (gate,) = found.gates
    assert (gate.now, gate.root) == (None, MONITOR)
    sentence = "planned Q2 2027, not in this plan any more, because “Monitoring” was dropped."
    assert gate.sentence == f"MLOps in place: {sentence}"
    assert found.ends[1].sentence == (
        "ModelOps in place: planned Q4 2027, not in this plan any more, because “Monitoring” was dropped."
    )
    listed, kept = found.expected[LIST], found.expected[KEEP]
    assert (listed.due, listed.behind, listed.gate, listed.root) == (None, MONITOR, gate.gate, MONITOR)
    assert (kept.due, kept.root) == (None, MONITOR)


def test_so_does_one_whose_work_was_dropped() -> None:
    found = followed(dropped(by_hand(), SHOW))
    assert gate_of(found).endswith("not in this plan any more, because the evidence for “Deployment” was dropped.")


def test_a_gate_for_which_something_was_never_planned_is_no_part_of_the_plan() -> None:
    without_work = [one for one in by_hand() if one.id != SHOW]
    found = followed(without_work)
    assert gate_of(found) == "MLOps in place: not part of this plan."
    assert (due(found)[LIST], found.expected[LIST].root) == (None, None)
    assert found.ends == ()


def test_a_gate_that_the_result_showed_open_holds_nothing() -> None:
    shown = {code: Given((level(2),), evidence=(("link", TODAY),)).settled() for code in ("A-1", "A-2")}  # type: ignore[arg-type]
    found = follow(hand_catalog(), shown, by_hand()[LIST - 1 :], targets={}, today=TODAY)
    (gate,) = found.gates
    assert (gate.is_open, gate.planned, gate.sentence) == (True, None, "MLOps in place: the gate is open.")
    assert [end.words for end in found.ends] == ["ModelOps reaches level 2"]


def test_evidence_that_ran_out_before_the_plan_was_made_is_work_of_the_plan() -> None:
    shown = {code: Given((level(2),), evidence=(("link", TODAY),)).settled() for code in ("A-1", "A-2")}  # type: ignore[arg-type]
    (gate,) = follow(hand_catalog(), shown, by_hand()[SHOW - 1 :], targets={}, today=TODAY).gates
    assert (gate.is_open, gate.planned) == (False, date(2027, 6, 30))


# Breadth: three of four practices open the gate, so another may take the place of one that slips.


def breadth() -> tuple[Catalog, dict[str, Settled], tuple[Milestone, ...]]:
    practices = [a_practice(f"A-{number}", name=f"Practice {number}") for number in range(1, 5)]
    first = replace(a_discipline("a", *practices), name="MLOps")
    catalog = Catalog((first, a_discipline("b", a_practice("B-1"))), (a_gate("a", "b"),))
    settled = {one.code: Given((level(1),)).settled() for one in practices}
    quarters = {1: (2027, 1), 2: (2027, 2), 3: (2027, 3), 4: (2027, 4)}
    return catalog, settled, tuple(milestone(n, f"A-{n}", (1, 2), *quarter(*when)) for n, when in quarters.items())


def test_the_practice_that_takes_the_place_of_one_dropped_is_not_the_cause() -> None:
    catalog, settled, plan_ = breadth()
    (gate,) = follow(catalog, settled, dropped(plan_, 2), targets={}, today=TODAY).gates
    assert (gate.planned, gate.now, gate.root) == (date(2027, 9, 30), date(2027, 12, 31), 2)
    assert gate.sentence == "MLOps in place: planned Q3 2027, now Q4 2027, because “Practice 2” was dropped."
    assert gate.chain == (4,)


def test_what_waits_behind_such_a_gate_names_the_same_cause() -> None:
    catalog, settled, plan_ = breadth()
    third = replace(a_discipline("c", a_practice("C-1")), name="AIOps")
    catalog = replace(catalog, disciplines=(*catalog.disciplines, third), gates=(*catalog.gates, a_gate("b", "c")))
    behind = milestone(5, "B-1", (0, 2), *quarter(2027, 4))
    found = follow(catalog, settled, dropped((*plan_, behind), 2), targets={"a": 3}, today=TODAY)
    assert (found.expected[5].due, found.expected[5].root) == (date(2028, 3, 31), 2)
    assert [(gate.now, gate.root) for gate in found.gates] == [(date(2027, 12, 31), 2), (date(2028, 3, 31), 2)]


def test_a_target_of_level_1_takes_the_answers_too() -> None:
    catalog = hand_catalog()
    answer = milestone(7, "B-1", (0, 1), *quarter(2028, 2), check="G3", from_level=None, to_level=None)
    found = follow(catalog, hand_settled(), (*by_hand(), answer), targets={"b": 1}, today=TODAY)
    assert found.ends[1].words == "ModelOps reaches level 1"
    assert found.ends[1].now == date(2028, 6, 30)


def test_with_two_dropped_the_first_one_that_would_do_is_named() -> None:
    catalog, settled, plan_ = breadth()
    (gate,) = follow(catalog, settled, dropped(dropped(plan_, 4), 2), targets={}, today=TODAY).gates
    assert (gate.now, gate.root) == (None, 2)
    (gate,) = follow(catalog, settled, dropped(dropped(dropped(plan_, 4), 2), 3), targets={}, today=TODAY).gates
    assert (gate.now, gate.root) == (None, 2)


def test_one_that_slips_past_another_is_the_cause_though_it_does_not_decide() -> None:
    catalog, settled, plan_ = breadth()
    (gate,) = follow(catalog, settled, changed(plan_, 1, due=date(2028, 5, 1)), targets={}, today=TODAY).gates
    assert (gate.now, gate.chain) == (date(2027, 12, 31), (4,))
    assert gate.sentence.endswith("because “Practice 1” is 57 weeks late.")


def test_a_gate_behind_another_names_what_moved_the_first() -> None:
    catalog = hand_catalog()
    third = replace(a_discipline("c", a_practice("C-1", name="Detection", foundation=True)), name="AIOps")
    catalog = replace(
        catalog,
        disciplines=(*catalog.disciplines, third),
        gates=(*catalog.gates, a_gate("b", "c")),
        levels=(LevelName(2, "In place", ""),),
    )
    shown = milestone(7, "B-1", (0, 2), *quarter(2027, 4), check="G5", what="Show it.", from_level=None)
    plan_ = changed((*by_hand(), shown), MONITOR, due=date(2027, 6, 30))
    found = follow(catalog, hand_settled(), plan_, targets={"c": 0}, today=TODAY)
    assert found.gates[1].sentence == (
        "ModelOps in place: planned Q4 2027, now Q1 2028, because “Monitoring” is 13 weeks late."
    )
    assert found.gates[1].chain == (MONITOR, ROLL_OUT, LIST, KEEP)
    assert [end.words for end in found.ends] == [
        "The gate from MLOps to ModelOps opens",
        "The gate from ModelOps to AIOps opens",
    ]


# Exceptions let what waits behind a gate be planned before it opens, while they cover it.


def exception(since: date, until: date) -> GateException:
    return GateException(before="a", after="b", since=since, until=until, approver="Ada", reason="Because.")


def test_under_an_exception_nothing_waits_for_the_gate_while_it_covers() -> None:
    early = changed(by_hand(), LIST, baseline_starts=date(2027, 1, 1), baseline_due=date(2027, 3, 31))
    early = changed(early, LIST, starts=date(2027, 1, 1), due=date(2027, 3, 31))
    covers, too_short = exception(TODAY, date(2027, 3, 31)), exception(TODAY, date(2027, 3, 30))
    assert due(followed(early, exceptions=[covers]))[LIST] == date(2027, 3, 31)
    assert due(followed(early, exceptions=[too_short]))[LIST] == date(2027, 9, 30)
    assert due(followed(early))[LIST] == date(2027, 9, 30)
    assert gate_of(followed(early, exceptions=[covers])) == "MLOps in place: Q2 2027, as planned."


def test_an_exception_that_begins_later_lets_it_go_on_from_that_quarter() -> None:
    early = changed(by_hand(), LIST, baseline_starts=date(2026, 10, 1), baseline_due=date(2026, 12, 31))
    early = changed(early, LIST, starts=date(2026, 10, 1), due=date(2026, 12, 31))
    later = exception(date(2027, 2, 15), date(2027, 12, 31))
    assert due(followed(early, exceptions=[later]))[LIST] == date(2027, 3, 31)
    # Once the gate opens before that, there is nothing to except any more.
    assert due(followed(early, exceptions=[exception(date(2027, 11, 1), date(2028, 12, 31))]))[LIST] == date(
        2027, 9, 30
    )


def test_what_slips_out_of_its_exception_waits_for_the_gate_again() -> None:
    early = changed(by_hand(), LIST, baseline_starts=date(2027, 1, 1), baseline_due=date(2027, 3, 31))
    early = changed(early, LIST, starts=date(2027, 1, 1), due=date(2027, 4, 1))
    found = followed(early, exceptions=[exception(TODAY, date(2027, 3, 31))])
    assert due(found)[LIST] == date(2027, 10, 2)
    assert found.expected[LIST].behind == ROLL_OUT


@pytest.mark.parametrize(
    ("days", "weeks"), [(1, 1), (10, 1), (11, 2), (17, 2), (18, 3), (98, 14), (101, 14), (102, 15)]
)
def test_weeks_are_rounded_half_up_and_never_none(days: int, weeks: int) -> None:
    assert weeks_late(days) == weeks


# Properties over random catalogs, plans and disturbances.

Case = tuple[Catalog, dict[str, Settled], Roadmap, tuple[Milestone, ...]]
SLOW = settings(max_examples=40, suppress_health_check=list(HealthCheck), deadline=None)


@st.composite
def plans(draw: st.DrawFn) -> Case:
    """A random catalog with gates, its roadmap, and what adopting that makes."""
    catalog, settled = draw(assessed(least_gates=1))
    capacity = draw(st.sampled_from([Fraction(6), Fraction(24), Fraction(100)]))
    roadmap = plan(catalog, settled, scenario=scenario({}, capacity), on=TODAY)
    return catalog, settled, roadmap, adopted(catalog, roadmap)


@st.composite
def disturbed(draw: st.DrawFn, milestones: Sequence[Milestone]) -> tuple[Milestone, ...]:
    """The milestones after some dates, states and even baselines have changed."""
    found = tuple(milestones)
    for number in draw(st.lists(st.sampled_from([one.id for one in found]), max_size=6)) if found else ():
        one = found[number - 1]
        day = one.due + timedelta(days=draw(st.integers(-200, 400)))
        kind = draw(st.sampled_from(("due", "due", "done", "dropped", "started", "baseline")))
        if kind == "due":
            found = changed(found, number, due=max(one.starts, day))
        elif kind == "started":
            found = changed(found, number, state=MilestoneState.IN_PROGRESS, started_on=day)
        elif kind == "baseline":
            found = changed(found, number, baseline_due=max(one.baseline_starts, day))
        else:
            found = done(found, number, day) if kind == "done" else dropped(found, number)
    return found


DAYS = st.integers(0, 1000).map(lambda days: TODAY + timedelta(days=days))


@SLOW
@given(plans())
def test_where_nothing_is_late_the_forecast_is_the_baseline_and_that_the_roadmap(case: Case) -> None:
    catalog, settled, roadmap, milestones = case
    found = follow(catalog, settled, milestones, targets={}, today=TODAY)
    assert due(found) == {one.id: one.baseline_due for one in milestones}
    assert {one.late_days for one in found.expected.values()} <= {0}
    for gate, forecast in zip(found.gates, roadmap.forecasts, strict=True):
        assert gate.gate == forecast.gate
        assert gate.planned == gate.now
        assert gate.is_open == (forecast.opens == 0)
        assert gate.now == (roadmap.calendar(forecast.opens).last_day if forecast.opens else None)


@SLOW
@given(plans(), st.data(), DAYS)
def test_nothing_is_expected_before_what_it_needs(case: Case, data: st.DataObject, today: date) -> None:
    catalog, settled, _, milestones = case
    moved = data.draw(disturbed(milestones))
    found = follow(catalog, settled, moved, targets={}, today=today)
    assert broken_rules(catalog, moved, found, today=today) == []


@SLOW
@given(plans(), st.data(), DAYS, st.integers(1, 500))
def test_moving_one_date_later_never_makes_anything_earlier(
    case: Case, data: st.DataObject, today: date, days: int
) -> None:
    catalog, settled, _, milestones = case
    assume(milestones)
    before = data.draw(disturbed(milestones))
    one = data.draw(st.sampled_from(before))
    assert earlier(catalog, settled, before, one, days, today=today) == []


def earlier(
    catalog: Catalog,
    settled: Mapping[str, Settled],
    before: Sequence[Milestone],
    one: Milestone,
    days: int,
    today: date,
) -> list[str]:
    """What comes earlier once the due date of one milestone is later: nothing should."""
    after = changed(before, one.id, due=one.due + timedelta(days=days))
    leave = [
        GateException(
            before=gate.before,
            after=gate.after,
            since=date(2027, 5, 1),
            until=date(2028, 6, 30),
            approver="Ada",
            reason="Because.",
        )
        for gate in catalog.gates[:1]
    ]
    then, now = (follow(catalog, settled, ones, targets={}, today=today, exceptions=leave) for ones in (before, after))
    found = [
        f"milestone {number}"
        for number in due(then)
        if (due(now)[number] or date.max) < (due(then)[number] or date.max)
    ]
    pairs = [*zip(then.gates, now.gates, strict=True)]
    return found + [str(one.gate) for one, two in pairs if (two.now or date.max) < (one.now or date.max)]


@SLOW
@given(plans(), st.data(), DAYS)
def test_the_order_of_the_milestones_never_matters(case: Case, data: st.DataObject, today: date) -> None:
    catalog, settled, _, milestones = case
    moved = data.draw(disturbed(milestones))
    turned = data.draw(st.permutations(moved))
    back = dict(reversed(list(settled.items())))
    assert follow(catalog, back, turned, targets={}, today=today) == follow(
        catalog, settled, moved, targets={}, today=today
    )


@SLOW
@given(plans(), st.data())
def test_a_slip_within_the_slack_moves_nothing_else(case: Case, data: st.DataObject) -> None:
    catalog, settled, _, milestones = case
    needs = waits(catalog, milestones)
    free = [one for one in milestones if not catalog.is_source(catalog.discipline_of[one.practice])]
    assume(free)
    one = data.draw(st.sampled_from(free))
    starts = [other.starts for other in milestones if one.id in needs[other.id].milestones]
    slack = (min(starts, default=date(2100, 1, 1)) - one.due).days - 1
    assume(slack > 0)
    late = changed(milestones, one.id, due=one.due + timedelta(days=data.draw(st.integers(1, slack))))
    found = follow(catalog, settled, late, targets={}, today=TODAY)
    assert {n: day for n, day in due(found).items() if n != one.id} == {
        other.id: other.due for other in milestones if other.id != one.id
    }


# Broken variants, which the rules above find out.


def test_a_plan_that_carries_nothing_along_breaks_them(monkeypatch: pytest.MonkeyPatch) -> None:
    late = changed(by_hand(), MONITOR, due=LATER)
    assert broken_rules(hand_catalog(), late, followed(late), today=TODAY) == []
    monkeypatch.setattr(replay_module, "waits", lambda _, milestones: {one.id: Waits((), ()) for one in milestones})
    broken = broken_rules(hand_catalog(), late, followed(late), today=TODAY)
    assert f"{ROLL_OUT}: before {MONITOR}" in broken


def test_so_does_one_that_goes_on_in_the_quarter_in_which_the_gate_opens(monkeypatch: pytest.MonkeyPatch) -> None:
    late = changed(by_hand(), MONITOR, due=LATER)
    late = changed(late, LIST, starts=date(2027, 9, 1))
    monkeypatch.setattr(carrying_module, "_after", carrying_module._end)
    assert broken_rules(hand_catalog(), late, followed(late), today=TODAY) == [f"{LIST}: before its gate"]


def test_time_measured_after_dates_that_were_edited_would_pull_things_forward(monkeypatch: pytest.MonkeyPatch) -> None:
    """The broken variant measures from the present date of what is waited for: a later one shortens what follows."""
    plan_ = changed(by_hand(), MONITOR, due=date(2027, 12, 31))
    plan_ = changed(plan_, DEPLOY, due=date(2027, 3, 31))
    one = plan_[DEPLOY - 1]
    args = (hand_catalog(), hand_settled(), plan_, one, 60)
    assert earlier(*args, today=TODAY) == []

    def from_present_dates(carrying: carrying_module._Carrying, one: Milestone) -> int:
        end, begin = carrying_module._end, carrying_module._begin
        ends = [end(carrying.course.milestones[id_].due) for id_ in carrying.course.waits[one.id].milestones]
        return max(0, end(one.due) - max([begin(one.starts), *(at for at in ends if at <= end(one.due))]))

    monkeypatch.setattr(carrying_module._Carrying, "_takes", from_present_dates)
    gate = str(hand_catalog().gates[0])
    assert earlier(*args, today=TODAY) == [f"milestone {ROLL_OUT}", f"milestone {SHOW}", gate]
