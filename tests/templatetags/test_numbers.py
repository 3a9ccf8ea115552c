"""How changes look."""

from fractions import Fraction

import pytest

from assessments.templatetags.numbers import Number, signed


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1, "+1"),
        (-1, "\N{MINUS SIGN}1"),
        (0, "0"),
        (Fraction(1, 30), "0"),
        (Fraction(-1, 30), "0"),
        (Fraction(37, 4), "+9.3"),
        (Fraction(-37, 4), "\N{MINUS SIGN}9.3"),
        (None, "\N{EN DASH}"),
    ],
)
def test_a_change_has_its_sign(value: Number | None, text: str) -> None:
    assert signed(value) == text
