"""The history of a team's plans: who did what and when, newest first."""

from dataclasses import dataclass
from math import ceil

from django.db.models import QuerySet

from assessments.core.plans.plan_history import (
    HistoryEntry,
    Verb,
    change_in_words,
    changes_from_json,
    deed_in_words,
)
from assessments.models import PlanChange

PAGE_SIZE = 50
LONGEST = 100


@dataclass(frozen=True, slots=True)
class HistoryPage:
    """One page of a history; `page` counts from 1."""

    page: int
    pages: int
    changes: tuple[HistoryEntry, ...]


def plan_history(unit_id: int, page: int) -> HistoryPage:
    """One page of everything done to a team's plans, the last for a page beyond it (2 queries)."""
    rows = PlanChange.objects.filter(unit=unit_id)
    pages = max(1, ceil(rows.count() / PAGE_SIZE))
    number = max(1, min(page, pages))
    return HistoryPage(number, pages, _entries(rows, start=(number - 1) * PAGE_SIZE, count=PAGE_SIZE))


def milestone_history(milestone_id: int) -> tuple[HistoryEntry, ...]:
    """What was done to a milestone, the last hundred changes (1 query)."""
    return _entries(PlanChange.objects.filter(milestone=milestone_id), start=0, count=LONGEST)


def _entries(rows: QuerySet[PlanChange], *, start: int, count: int) -> tuple[HistoryEntry, ...]:
    newest_first = rows.select_related("by").order_by("-at", "-id")
    return tuple(_entry(row) for row in newest_first[start : start + count])


def _entry(row: PlanChange) -> HistoryEntry:
    return HistoryEntry(
        at=row.at,
        by=row.by.name,
        did=deed_in_words(Verb(row.verb), row.subject),
        lines=tuple(change_in_words(change) for change in changes_from_json(row.changes)),
        baseline_id=row.baseline_id,
        milestone_id=row.milestone_id,
    )
