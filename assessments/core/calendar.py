"""Calendar quarters, the measure of every plan (`DESIGN.md` 5)."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

PER_YEAR = 4
MONTHS = 3
CODE = re.compile(r"(\d{4})-Q([1-4])", re.ASCII)


@dataclass(frozen=True, slots=True, order=True)
class CalendarQuarter:
    """A quarter of a year; `number` is 1 to 4."""

    year: int
    number: int

    def __str__(self) -> str:
        return f"Q{self.number} {self.year}"

    @classmethod
    def of(cls, day: date) -> "CalendarQuarter":
        """The quarter that a day lies in."""
        return cls(day.year, (day.month - 1) // MONTHS + 1)

    @classmethod
    def parse(cls, code: str) -> "CalendarQuarter":
        """The quarter of a code as in '2027-Q1'. Raises `ValueError`."""
        found = CODE.fullmatch(code)
        if found is None:
            raise ValueError(f"{code!r} is no quarter; write it as in 2027-Q1.")
        return cls(int(found[1]), int(found[2]))

    @property
    def code(self) -> str:
        """How it is written in addresses, as in '2027-Q1'."""
        return f"{self.year:04}-Q{self.number}"

    @property
    def first_day(self) -> date:
        return date(self.year, (self.number - 1) * MONTHS + 1, 1)

    @property
    def last_day(self) -> date:
        return self.plus(1).first_day - timedelta(days=1)

    def plus(self, quarters: int) -> "CalendarQuarter":
        """The quarter so many later."""
        years, number = divmod(self.year * PER_YEAR + self.number - 1 + quarters, PER_YEAR)
        return CalendarQuarter(years, number + 1)

    def since(self, other: "CalendarQuarter") -> int:
        """How many quarters it is later than another."""
        return (self.year - other.year) * PER_YEAR + self.number - other.number


def day_words(day: date) -> str:
    """A day as people write it, as in '31 March 2027'."""
    return f"{day.day} {day:%B} {day.year}"
