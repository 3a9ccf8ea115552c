"""The pictures of the trend: where points, lines and words stand."""

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from assessments.core.calendar import CalendarQuarter
from assessments.core.gates import State
from assessments.core.pictures.trend_picture import (
    BOTTOM,
    HEIGHT,
    LABEL_WIDTH,
    LEFT,
    RIGHT,
    WIDTH,
    Kind,
    Label,
    Line,
    Mark,
    Picture,
    Range,
    picture,
)
from assessments.core.trend import Moment, Point, Trend
from tests.core.made_up import small

FIRST = date(2026, 3, 3)
Q1 = CalendarQuarter(2027, 1)


def at(index: int | None, *, low: int | None = None, high: int | None = None, waits: bool = False) -> Point:
    """A point of an index, or of bounds only."""
    lowest, highest = (index if one is None else one for one in (low, high))
    return Point(
        state=State.WAITING if waits else State.STARTED,
        level=1,
        index=None if index is None else Fraction(index),
        low=None if lowest is None else Fraction(lowest),
        high=None if highest is None else Fraction(highest),
    )


def moment(days: int, *points: Point | None, quarter: CalendarQuarter | None = None) -> Moment:
    found = {code: one for code, one in zip("ab", points, strict=False) if one is not None}
    on = quarter.last_day if quarter else FIRST + timedelta(days=days)
    return Moment(on=on, points=found, quarter=quarter, result_id=None if quarter else days)


def drawn(*moments: Moment) -> Picture:
    found = picture(Trend((small("a"), small("b")), moments))
    assert found is not None
    return found


def test_days_go_from_left_to_right_and_a_point_of_index_is_a_unit_of_height() -> None:
    panel = drawn(moment(0, at(0)), moment(50, at(43)), moment(100, at(100))).panels[0]
    middle = (LEFT + RIGHT) // 2
    assert panel.marks == (
        Mark(LEFT, BOTTOM, Kind.RESULT),
        Mark(middle, BOTTOM - 43, Kind.RESULT),
        Mark(RIGHT, BOTTOM - 100, Kind.RESULT),
    )
    assert panel.lines == (
        Line(LEFT, BOTTOM, middle, BOTTOM - 43, Kind.RESULT),
        Line(middle, BOTTOM - 43, RIGHT, BOTTOM - 100, Kind.RESULT),
    )
    assert panel.labels == (Label(RIGHT, 36, "100", "middle"),)
    assert panel.newest == at(100)


def test_what_waited_is_of_another_kind_and_so_are_the_lines_around_it() -> None:
    panel = drawn(moment(0, at(20, waits=True)), moment(50, at(40)), moment(100, at(50, waits=True))).panels[0]
    assert [one.kind for one in panel.marks] == [Kind.WAITING, Kind.RESULT, Kind.WAITING]
    assert [one.kind for one in panel.lines] == [Kind.WAITING, Kind.WAITING]


def test_a_plan_goes_on_from_the_newest_result() -> None:
    found = drawn(moment(0, at(20)), moment(270, at(30)), moment(0, at(60), quarter=Q1))
    panel = found.panels[0]
    assert [one.kind for one in panel.marks] == [Kind.RESULT, Kind.RESULT, Kind.PLANNED]
    assert [one.kind for one in panel.lines] == [Kind.RESULT, Kind.PLANNED]
    assert [one.text for one in panel.labels] == ["60", "30"]
    assert [one.text for one in found.days] == ["Mar 2026", "Q1 2027"]
    assert found.kinds == {Kind.RESULT, Kind.PLANNED}
    assert panel.text == "Index of a: 20 on 3 March 2026, 30 on 28 November 2026, planned 60 at the end of Q1 2027."


def test_missing_answers_leave_a_range_and_a_hidden_index_no_dot() -> None:
    found = drawn(moment(0, at(40, low=35, high=50)), moment(50, at(None, low=20, high=70)), moment(100, at(60)))
    panel = found.panels[0]
    assert panel.ranges == (
        Range(LEFT, BOTTOM - 50, BOTTOM - 35),
        Range((LEFT + RIGHT) // 2, BOTTOM - 70, BOTTOM - 20),
    )
    assert [one.x for one in panel.marks] == [LEFT, RIGHT]
    assert panel.lines == ()
    assert found.has_ranges
    hidden = drawn(moment(0, at(40)), moment(100, at(None, low=20, high=70))).panels[0]
    assert hidden.text == "Index of a: 40 on 3 March 2026, between 20 and 70 on 11 June 2026."


def test_a_discipline_without_answers_has_no_picture() -> None:
    found = drawn(moment(0, at(40), at(None)), moment(50, at(40)))
    assert [one.discipline.code for one in found.panels] == ["a"]
    assert [one.code for one in found.empty] == ["b"]


def test_the_newest_result_speaks_even_where_it_has_nothing_to_draw() -> None:
    found = drawn(moment(0, at(40), at(30)), moment(50, at(40), at(None, waits=True)))
    assert found.panels[1].newest == at(None, waits=True)
    assert found.panels[1].text == "Index of b: 30 on 3 March 2026."


def test_what_is_only_planned_has_no_newest_result() -> None:
    planned = moment(0, at(40), at(20, waits=True), quarter=Q1)
    panel = drawn(moment(0, at(40)), planned).panels[1]
    assert panel.newest is None
    assert panel.text == "Index of b: planned 20 at the end of Q1 2027."


def test_of_a_plan_only_its_end_and_its_steps_up_are_marked() -> None:
    quarters = [moment(0, at(10 * number), quarter=Q1.plus(number)) for number in range(4)]
    quarters[2].points["a"] = replace(at(20), level=2)  # type: ignore[index]
    quarters[3].points["a"] = replace(at(30), level=2)  # type: ignore[index]
    panel = drawn(moment(0, at(0)), *quarters).panels[0]
    assert len(panel.lines) == 4
    assert [BOTTOM - one.y for one in panel.marks] == [0, 20, 30]


def test_one_day_is_no_trend() -> None:
    assert picture(Trend((small("a"),), (moment(0, at(40)), moment(0, at(50))))) is None
    assert picture(Trend((small("a"),), (moment(0, at(40)), moment(9, at(None))))) is None
    assert picture(Trend((small("a"),), ())) is None


def test_the_newest_result_is_named_below_where_there_is_room() -> None:
    found = drawn(moment(0, at(20)), moment(195, at(30)), moment(0, at(60), quarter=Q1))
    assert [one.text for one in found.days] == ["Mar 2026", "Q1 2027", "Sep 2026"]


def test_values_stand_apart_and_below_the_line_where_there_is_no_room_above() -> None:
    near = drawn(moment(0, at(20)), moment(360, at(30)), moment(0, at(60), quarter=Q1)).panels[0]
    assert [one.text for one in near.labels] == ["60"]
    high = drawn(moment(0, at(20)), moment(100, at(99, high=100))).panels[0]
    assert high.labels[0].y > BOTTOM - 99


POINTS = st.one_of(
    st.none(),
    st.tuples(st.integers(0, 100), st.integers(0, 100), st.integers(0, 100), st.booleans(), st.booleans()),
)


@given(st.lists(st.tuples(st.integers(0, 2000), POINTS, st.booleans()), max_size=9))
def test_everything_lies_within_the_picture(draws: list[tuple[int, tuple[int, ...] | None, bool]]) -> None:
    moments = []
    for days, values, is_planned in sorted(draws, key=lambda one: (one[2], one[0])):
        point = None
        if values is not None:
            low, middle, high = sorted(values[:3])
            point = at(None if values[4] else middle, low=low, high=high, waits=bool(values[3]))
        quarter = CalendarQuarter.of(FIRST + timedelta(days=2000 + days)) if is_planned else None
        moments.append(moment(days, point, quarter=quarter))
    found = picture(Trend((small("a"),), tuple(moments)))
    if found is None:
        return
    panel = found.panels[0]
    for mark in panel.marks:
        assert LEFT <= mark.x <= RIGHT
        assert BOTTOM - 100 <= mark.y <= BOTTOM
    for one in panel.ranges:
        assert BOTTOM - 100 <= one.top < one.bottom + 1 <= BOTTOM + 1
    for label in (*panel.labels, *found.days, *found.grid):
        assert 0 <= label.x <= WIDTH
        assert 8 <= label.y <= HEIGHT
    for before, after in pairwise(sorted(panel.labels, key=lambda one: one.x)):
        assert after.x - before.x >= LABEL_WIDTH
