"""Tables as every kind of file prints them: each has the same columns in a spreadsheet, in CSV and in JSON."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from fractions import Fraction

from assessments.core.calendar import CalendarQuarter

Value = str | int | Fraction | date | datetime | CalendarQuarter | tuple[str, ...] | None
"""What a cell holds; a `datetime` is in the site's time, and several texts are kept apart where a file can do it."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its stable name, what people read above it, and how many letters wide it is in a spreadsheet."""

    key: str
    heading: str
    width: int = 14


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of as many values as there are columns."""

    key: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]


def text_of(value: Value) -> str | int | float:
    """A value as CSV has it: dates as in 2027-03-31, yes or nothing, several texts one after the other."""
    if value is None or isinstance(value, bool):
        return "yes" if value else ""
    if isinstance(value, Fraction):
        return float(value)
    if isinstance(value, datetime):
        return value.isoformat(" ", "minutes")[:16]
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return " ".join(value)
    if isinstance(value, StrEnum):
        return value.replace("_", " ")
    return value if isinstance(value, int) else str(value)
