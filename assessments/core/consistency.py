"""Answers that do not fit together: a practice answered above a prerequisite that is not met (`DESIGN.md` 11)."""

from collections.abc import Mapping
from dataclasses import dataclass

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
