"""Exceptions to gates: planning allowed before a gate opens, for a stated time (`domain.md` 4.4)."""

from dataclasses import dataclass
from datetime import date

from assessments.core.calendar import CalendarQuarter


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
