"""How numbers look: exact values in, rounded text out, halves upwards."""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from math import floor

from django import template

register = template.Library()

Number = int | Decimal | Fraction

NOTHING = "\N{EN DASH}"
MINUS = "\N{MINUS SIGN}"
SPELLED = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


@register.filter
def whole(value: Number | None) -> str:
    """The nearest whole number; a dash for nothing."""
    return _rounded(value, "1")


@register.filter
def one_decimal(value: Number | None) -> str:
    """With exactly one decimal; a dash for nothing."""
    return _rounded(value, "0.1")


@register.filter
def two_decimals(value: Number | None) -> str:
    """With exactly two decimals; a dash for nothing."""
    return _rounded(value, "0.01")


@register.filter
def floored(value: Fraction, decimals: int) -> str:
    """With so many decimals, rounded down, so that a figure never looks as if it reached a limit that it does not."""
    return str(Decimal(floor(value * 10**decimals)).scaleb(-decimals)).replace("-", MINUS)


@register.filter
def signed(value: Number | None) -> str:
    """A change with its sign and one decimal where there is one; a plain 0 for none, a dash for nothing."""
    rounded = _rounded(value, "0.1").removesuffix(".0")
    if rounded in ("0", "-0"):
        return "0"
    return rounded.replace("-", MINUS) if rounded.startswith(("-", NOTHING)) else f"+{rounded}"


@register.filter
def weeks(value: Number | None) -> str:
    """Person-weeks with a decimal only where there is one."""
    return _rounded(value, "0.1").removesuffix(".0")


@register.filter
def percent(value: Number | None) -> str:
    """A share of 0 to 1 in whole per cent, rounded down, so that only all of it is 100 %."""
    return NOTHING if value is None else f"{int(value * 100)}\u00a0%"


@register.filter
def spelled(value: int) -> str:
    """A small count in letters, as a sentence has it; larger ones in figures."""
    return SPELLED[value] if 0 <= value < len(SPELLED) else str(value)


def _rounded(value: Number | None, unit: str) -> str:
    if value is None:
        return NOTHING
    exact = Decimal(value.numerator) / Decimal(value.denominator) if isinstance(value, Fraction) else Decimal(value)
    return str(exact.quantize(Decimal(unit), ROUND_HALF_UP))
