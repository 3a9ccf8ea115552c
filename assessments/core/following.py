"""An adopted plan as it stands: what slips, what that carries along, and when gates open now (`DESIGN.md` 2)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from assessments.core.catalog import Gate

DAYS_PER_WEEK = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """When a milestone is expected to start and to be finished; both None where it is dropped or never comes.

    `late_days` is against the date promised, at least 0. `behind` is the milestone that pushes it, by way of `gate`
    where it waits for one; `root` is the one from which its delay came, which may be itself, or a dropped one.
    """

    starts: date | None
    due: date | None
    late_days: int
    behind: int | None
    gate: Gate | None
    root: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class GateNow:
    """The day on which the plan was to open a gate, and the one on which it will now; None where it does not.

    `chain` is the critical chain, milestones first to last; `root` is what moved it. `all_done` says that all it
    takes is marked done: it opens when an assessment shows it. `is_open` is what the result itself showed.
    """

    gate: Gate
    planned: date | None
    now: date | None
    chain: tuple[int, ...]
    root: int | None
    sentence: str
    is_open: bool
    all_done: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class StageEnd:
    """Something the plan reaches: gates from a discipline open, or the discipline comes to its target."""

    words: str
    planned: date | None
    now: date | None
    root: int | None
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Following:
    """The whole plan as it stands; `notes` say what goes on without something that was dropped."""

    expected: Mapping[int, Expected]
    gates: tuple[GateNow, ...]
    ends: tuple[StageEnd, ...]
    notes: tuple[str, ...]


def weeks_late(days: int) -> int:
    """Days as weeks in words: rounded half up, and at least 1."""
    return max(1, (2 * days + DAYS_PER_WEEK) // (2 * DAYS_PER_WEEK))
