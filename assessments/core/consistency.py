"""What a review asks about: answers that do not fit together, and foundations that nothing shows (`DESIGN.md` 11)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from assessments.core.agreement import UNANSWERED, Settled
from assessments.core.catalog import IN_PLACE, Catalog, Need, Practice


@dataclass(frozen=True, slots=True)
class Doubt:
    """A question to the team: `practice` is said to be at `level`, though what it needs is only at `have`."""

    practice: Practice
    level: int
    need: Need
    needed: Practice
    have: int


def doubts(catalog: Catalog, levels: Mapping[str, int]) -> tuple[Doubt, ...]:
    """Every practice at level 2 or more whose prerequisite has a level below the needed one, in catalog order.

    `levels` holds the practices that have a level; one that is missing or not applicable raises no question,
    and no question ever changes a score (`domain.md` 3.1).
    """
    return tuple(
        Doubt(practice, levels[code], need, catalog.practice[need.practice], levels[need.practice])
        for code, practice in catalog.practice.items()
        if levels.get(code, 0) >= IN_PLACE
        for need in practice.needs
        if levels.get(need.practice, need.level) < need.level
    )


def unshown(catalog: Catalog, settled: Mapping[str, Settled], *, on: date) -> tuple[Practice, ...]:
    """The foundations that were given a level though no evidence holds on this day, in catalog order (G5)."""
    return tuple(
        practice
        for code, practice in catalog.practice.items()
        if practice.foundation and _is_unshown(settled.get(code, UNANSWERED), on, catalog.thresholds.evidence_days)
    )


def _is_unshown(one: Settled, on: date, days: int) -> bool:
    if one.level is None:
        return False
    return one.evidence_on is None or (on - one.evidence_on).days >= days
