"""How days of a plan look."""

from datetime import date

import pytest

from assessments.templatetags.plans import in_quarter


@pytest.mark.parametrize(
    ("day", "words"), [(date(2027, 1, 1), "Q1 2027"), (date(2027, 9, 30), "Q3 2027"), (date(2026, 12, 31), "Q4 2026")]
)
def test_a_day_as_its_quarter(day: date, words: str) -> None:
    assert in_quarter(day) == words
