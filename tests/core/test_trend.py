"""The index over all results, and the quarters that a plan still has before it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from assessments.core.agreement import Settled
from assessments.core.calendar import CalendarQuarter
from assessments.core.catalog import Catalog
from assessments.core.gates import State, assess
from assessments.core.looks import Look
from assessments.core.plans.milestones import Milestone, MilestoneState
from assessments.core.trend import Moment, Point, Replay, planned_quarters, point, replay_of, trend
from tests.core.made_up import catalog, discipline, gate, practice
from tests.core.strategies import DONT_KNOW, NOT_APPLICABLE, TODAY, Given, assessed, level, shown

SOURCE = discipline("a", practice("a-F", foundation=True), practice("a-1", optional=True))
MADE = catalog(gate("a", "b"), codes="ab", source=SOURCE)
SINCE = date(2026, 11, 2)
Q4, Q1, Q2 = (CalendarQuarter(2026, 4).plus(number) for number in range(3))


def milestone(code: str, to_level: int | None, *, id_: int = 1, check: str = "", dropped: bool = False) -> Milestone:
    return Milestone(
        id=id_,
        practice=code,
        check=check,
        what="",
        from_level=None if check else (to_level or 1) - 1,
        to_level=to_level,
        effort=Fraction(2),
        baseline_starts=SINCE,
        baseline_due=SINCE,
        starts=SINCE,
        due=SINCE,
        state=MilestoneState.DROPPED if dropped else MilestoneState.PLANNED,
        started_on=None,
        done_on=None,
        position=id_,
    )


def planned(
    *milestones: tuple[Milestone, date | None], settled: Mapping[str, Settled], made: Catalog = MADE
) -> list[Moment]:
    days = {one.id: on for one, on in milestones}
    replay = Replay(made, settled, SINCE, [one for one, _ in milestones], days)
    return list(planned_quarters(replay, today=TODAY))


def at(number: int) -> Settled:
    return shown(number, days_ago=30).settled()


def test_quarters_go_from_today_s_to_that_of_the_last_milestone() -> None:
    found = planned(
        (milestone("a-F", 2), date(2027, 2, 1)),
        (milestone("a-1", 2, id_=2), Q2.last_day),
        settled={"a-F": at(1), "a-1": at(1)},
    )
    assert [one.quarter for one in found] == [Q4, Q1, Q2]
    assert [one.on for one in found] == [Q4.last_day, Q1.last_day, Q2.last_day]
    assert [one.points["a"].index for one in found] == [25, Fraction(125, 3), 50]
    assert [one.points["a"].state for one in found] == [State.STARTED, State.STARTED, State.IN_PLACE]
    assert [one.points["b"].low for one in found] == [None, None, None]


def test_what_the_result_already_knows_and_what_was_dropped_is_not_replayed() -> None:
    settled = {"a-F": at(1), "a-1": at(1)}
    assert planned((milestone("a-F", 2), SINCE), settled=settled) == []
    assert planned((milestone("a-F", 2), None), settled=settled) == []
    assert planned((milestone("a-F", 2, dropped=True), Q1.last_day), settled=settled) == []
    assert planned((milestone("gone", 2), Q1.last_day), settled=settled) == []


def test_a_level_reached_meanwhile_does_not_fall() -> None:
    (_, last) = planned((milestone("a-F", 2), Q1.last_day), settled={"a-F": at(4), "a-1": at(4)})
    assert last.points["a"].index == 100


def test_a_gate_opens_once_its_work_is_done_and_lets_the_next_count() -> None:
    contested = Given((level(1), level(4)), recorded=None).settled()
    settled = {"a-F": contested, "a-1": at(2)}
    steps = (
        (milestone("a-F", 2), Q4.last_day),
        (milestone("a-F", 2, id_=2, check="G5"), Q1.last_day),
        (milestone("b-F", 1, id_=3), Q1.last_day),
    )
    found = planned(*steps, settled=settled)
    assert [one.points["a"].state for one in found] == [State.PROVISIONAL, State.IN_PLACE]
    assert [one.points["b"].state for one in found] == [State.WAITING, State.STARTED]
    unsettled = {"a-F": replace(contested, level=3, evidence_on=SINCE), "a-1": at(2)}
    found = planned((milestone("a-F", 2, check="G4"), Q1.last_day), settled=unsettled)
    assert [one.points["a"].state for one in found] == [State.PROVISIONAL, State.IN_PLACE]


def test_what_nobody_answered_counts_as_none_where_the_plan_concerns_it() -> None:
    unknown, excluded = (Given((one,)).settled() for one in (DONT_KNOW, NOT_APPLICABLE))
    found = planned((milestone("a-F", 2), Q4.last_day), settled={"a-1": unknown})
    assert found[0].points["a"].index == Fraction(100, 3)
    found = planned((milestone("a-F", 2), Q4.last_day), settled={"a-1": excluded})
    assert found[0].points["a"].index == 50
    judged = (milestone("a-1", None, id_=2, check="G6"), Q1.last_day)
    found = planned((milestone("a-F", 2), Q4.last_day), judged, settled={"a-1": excluded})
    assert [one.points["a"].index for one in found] == [50, Fraction(100, 3)]
    answered = (milestone("a-F", None, check="G1"), Q4.last_day)
    assert planned(answered, settled={"a-1": at(2)})[0].points["a"].index == Fraction(50, 3)


@given(assessed(), st.data())
def test_a_plan_that_is_kept_never_lowers_an_index(
    drawn: tuple[Catalog, dict[str, Settled]], data: st.DataObject
) -> None:
    made, settled = drawn
    codes = data.draw(st.lists(st.sampled_from(list(made.practice)), max_size=6, unique=True))
    steps = [
        (milestone(code, max(made.practice[code].offered), id_=number), SINCE + timedelta(days=100 * (number + 1)))
        for number, code in enumerate(codes)
    ]
    found = planned(*steps, settled=settled, made=made)
    for before, after in pairwise(found):
        for code, earlier in before.points.items():
            assert (after.points[code].index or 0) >= (earlier.index or 0)
    if found:
        known = assess(made, settled, on=SINCE)
        for code, one in found[-1].points.items():
            assert (one.high or 0) >= (known.of(code).score.index_low or 0)


def test_moments_stand_in_the_order_of_their_days_planned_ones_last() -> None:
    results = [_result(3, 2, TODAY), _result(1, 1, SINCE), _result(2, 3, SINCE)]
    replay = Replay(MADE, {"a-F": at(2)}, TODAY, [milestone("a-F", 3)], {1: Q1.last_day})
    found = trend(MADE, results, replay, today=TODAY)
    assert [one.result_id for one in found.moments] == [1, 2, 3, None, None]
    assert [moment.on for moment, _ in found.of("a")] == [SINCE, SINCE, TODAY, Q4.last_day, Q1.last_day]
    assert found.of("b") == ()
    assert [one.code for one in found.disciplines] == ["a", "b"]
    assert trend(MADE, results, None, today=TODAY).moments == found.moments[:3]


def test_the_table_has_a_cell_for_every_discipline() -> None:
    found = trend(MADE, [_result(1, 2, TODAY)], None, today=TODAY)
    ((moment, cells),) = found.rows
    assert moment.result_id == 1
    assert [(one.code, cell) for one, cell in cells] == [("a", moment.points["a"]), ("b", moment.points["b"])]
    other = trend(catalog(codes="z"), [moment], None, today=TODAY)
    assert [cell for _, cell in other.rows[0][1]] == [None]


def test_a_plan_is_replayed_on_the_days_on_which_it_is_expected_now() -> None:
    """The higher step waits for the lower one, which is late already."""
    steps = (milestone("a-F", 1), milestone("a-F", 2, id_=2))
    settled = {"a-F": at(0), "a-1": at(2)}
    now = Look(MADE, settled, SINCE)
    late = date(2027, 6, 1)
    found = replay_of(now, now, steps, today=late)
    first, second = (found.days[one.id] for one in steps)
    assert first == late
    assert second is not None
    assert second >= late
    assert (found.settled, found.since) == (settled, SINCE)
    assert next(iter(planned_quarters(found, today=late))).quarter == CalendarQuarter.of(late)


def test_a_point_says_what_is_shown() -> None:
    look = assess(MADE, {"a-F": at(2)}, on=TODAY).of("a")
    assert point(look) == Point(
        state=State.NOT_ESTABLISHED, level=0, index=None, low=Fraction(100, 3), high=Fraction(200, 3)
    )
    assert point(look).uncertain
    assert not point(look).waits


def test_nothing_is_drawn_of_what_nobody_answered_or_is_out_of_scope() -> None:
    look = assess(MADE, {"a-1": at(2)}, on=TODAY)
    assert point(look.of("b")) == Point(state=State.WAITING, level=0, index=None, low=None, high=None)
    excluded = Given((NOT_APPLICABLE,)).settled()
    wide = catalog(
        codes="a",
        source=discipline("a", practice("a-1", optional=True), practice("a-2", optional=True), practice("a-3")),
    )
    out = assess(wide, {"a-1": excluded, "a-2": excluded, "a-3": at(2)}, on=TODAY)
    assert point(out.of("a")) == Point(state=State.OUT_OF_SCOPE, level=None, index=None, low=None, high=None)


def _result(id_: int, number: int, on: date) -> Moment:
    seen = assess(MADE, {"a-F": at(number), "a-1": at(number)}, on=on)
    return Moment(on=on, points={"a": point(seen.of("a")), "b": point(seen.of("b"))}, result_id=id_)
