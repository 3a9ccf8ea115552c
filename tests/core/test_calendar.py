"""Calendar quarters: their days, their codes, and counting with them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.core.calendar import CalendarQuarter, day_words
from assessments.core.gate_exception import GateException

QUARTERS = st.builds(CalendarQuarter, st.integers(1900, 2200), st.integers(1, 4))
DAY = timedelta(days=1)


@given(QUARTERS, st.integers(-200, 200))
def test_counting_with_quarters(quarter: CalendarQuarter, number: int) -> None:
    later = quarter.plus(number)
    assert later.since(quarter) == number
    assert later.plus(-number) == quarter
    assert (later > quarter) == (number > 0)


@given(QUARTERS)
def test_days_of_a_quarter_are_its_own(quarter: CalendarQuarter) -> None:
    assert CalendarQuarter.of(quarter.first_day) == CalendarQuarter.of(quarter.last_day) == quarter
    assert CalendarQuarter.of(quarter.last_day + DAY) == quarter.plus(1)
    assert CalendarQuarter.parse(quarter.code) == quarter


@pytest.mark.parametrize(
    "code", ["", "2027", "2027-Q5", "2027-Q0", "2027Q1", "27-Q1", "2027-q1", " 2027-Q1", "٢٠٢٧-Q1"]
)
def test_other_codes_are_refused(code: str) -> None:
    with pytest.raises(ValueError, match="is no quarter; write it as in 2027-Q1"):
        CalendarQuarter.parse(code)


def test_words() -> None:
    assert str(CalendarQuarter(2027, 3)) == "Q3 2027"
    assert CalendarQuarter(2027, 3).code == "2027-Q3"
    assert day_words(date(2027, 3, 1)) == "1 March 2027"


def test_an_exception_ends_by_itself() -> None:
    since, until = date(2027, 2, 10), date(2027, 9, 30)
    one = GateException(before="a", after="b", since=since, until=until, approver="Ida Example", reason="A pilot.")
    assert [one.holds_on(day) for day in (since - DAY, since, until, until + DAY)] == [False, True, True, False]
    covered = [CalendarQuarter(2026, 4).plus(number) for number in range(6)]
    assert [one.covers(quarter) for quarter in covered] == [False, True, True, True, False, False]
    a_day_less = GateException(
        before="a", after="b", since=since, until=until - DAY, approver="Ida Example", reason="A pilot."
    )
    assert not a_day_less.covers(CalendarQuarter(2027, 3))
