"""The pace of a team from the moments of its answers: what is left out, and that it is bounded."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.core.pace import ASSUMED, FASTEST, SLOWEST, Pace, pace

MORNING = datetime(2026, 11, 23, 9, 0)


def moments(*gaps: int) -> list[datetime]:
    """The moments of answers that lie so many seconds apart."""
    return [MORNING + timedelta(seconds=sum(gaps[:number])) for number in range(len(gaps) + 1)]


@pytest.mark.parametrize(
    ("people", "expected"),
    [
        ([], ASSUMED),
        ([[], moments()], ASSUMED),
        ([moments(*[12] * 7)], ASSUMED),
        ([moments(*[12] * 8)], Pace(12, 8)),
        ([moments(*[12] * 4), moments(*[30] * 4)], Pace(12, 8)),  # of two middle ones the lower
        ([moments(*[12] * 4, 3600, *[12] * 4)], Pace(12, 8)),  # a pause
        ([moments(*[12] * 4, 300, *[12] * 4)], Pace(12, 8)),
        ([moments(*[0] * 40)], ASSUMED),  # a page stored at once
        ([moments(*[0, 0, 0, 80] * 12)], ASSUMED),  # pages stored at once, with the time that each took
        ([moments(*[12] * 9, 0, 1, 0)], Pace(12, 8)),  # the ninth ends in a bunch
        ([moments(*[3] * 20)], Pace(FASTEST, 20)),
        ([moments(*[200] * 20)], Pace(SLOWEST, 20)),
    ],
)
def test_what_is_known_of_a_pace(people: Sequence[Sequence[datetime]], expected: Pace) -> None:
    assert pace(people) == expected


@given(st.lists(st.lists(st.integers(0, 900), max_size=30), max_size=4))
def test_it_is_bounded_and_the_order_of_the_rows_does_not_matter(people: list[list[int]]) -> None:
    rows = [moments(*gaps) for gaps in people]
    found = pace(rows)
    assert found == ASSUMED or FASTEST <= found.seconds <= SLOWEST
    assert pace([sorted(row, reverse=True) for row in reversed(rows)]) == found
