"""What a team has to find out: practices that people answered, yet nobody knew (`domain.md` F10)."""

from collections.abc import Mapping
from dataclasses import dataclass

from assessments.core.agreement import UNANSWERED, Settled
from assessments.core.catalog import Catalog, Practice


@dataclass(frozen=True, slots=True)
class FindOut:
    """What people of one owner role may know, in catalog order."""

    owner: str
    practices: tuple[Practice, ...]


def find_out(catalog: Catalog, settled: Mapping[str, Settled]) -> tuple[FindOut, ...]:
    """The practices whose every answer is don't know, by owner role in the order in which the roles first appear."""
    by_owner: dict[str, list[Practice]] = {}
    for code, practice in catalog.practice.items():
        if settled.get(code, UNANSWERED).find_out:
            by_owner.setdefault(practice.owner, []).append(practice)
    return tuple(FindOut(owner, tuple(practices)) for owner, practices in by_owner.items())
