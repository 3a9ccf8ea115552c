"""How changes and figures look."""

from fractions import Fraction

import pytest

from assessments.templatetags.numbers import Number, floored, signed


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


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (Fraction(4, 5), 3, "0.800"),
        (Fraction(7999999, 10_000_000), 3, "0.799"),
        (Fraction(2, 3), 2, "0.66"),
        (Fraction(1), 2, "1.00"),
        (Fraction(0), 2, "0.00"),
        (Fraction(-1, 3), 2, "\N{MINUS SIGN}0.34"),
    ],
)
def test_a_figure_never_looks_as_if_it_reached_a_limit_that_it_does_not(
    value: Fraction, decimals: int, text: str
) -> None:
    assert floored(value, decimals) == text
