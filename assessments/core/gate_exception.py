"""Exceptions to gates: planning allowed before a gate opens, for a stated time (`domain.md` 4.4)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from assessments.core.calendar import CalendarQuarter
from assessments.core.catalog import Catalog


@dataclass(frozen=True, slots=True, kw_only=True)
class GateException:
    """Leave to plan the discipline `after` before its gate from `before` opens, from `since` to `until`, both included.

    It sets no state and opens no gate.
    """

    before: str
    after: str
    since: date
    until: date
    approver: str
    reason: str

    def holds_on(self, day: date) -> bool:
        """Whether it is in force on a day; it ends by itself."""
        return self.since <= day <= self.until

    def covers(self, quarter: CalendarQuarter) -> bool:
        """Whether a whole quarter may be planned under it; the quarter in which it was given counts from then on."""
        return self.since <= quarter.last_day <= self.until


@dataclass(frozen=True, slots=True)
class ExceptionLine:
    """An exception with the names of the disciplines before and after its gate; `holds` says whether it does today."""

    before: str
    after: str
    value: GateException
    holds: bool


def exception_lines(catalog: Catalog, exceptions: Iterable[GateException], *, today: date) -> tuple[ExceptionLine, ...]:
    """Exceptions by the names of what they are about: by code, where a discipline is not in this catalog."""
    names = {one.code: one.name for one in catalog.disciplines}
    return tuple(
        ExceptionLine(names.get(one.before, one.before), names.get(one.after, one.after), one, one.holds_on(today))
        for one in exceptions
    )
