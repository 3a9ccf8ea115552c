"""A team over time: its results, what each of them counted for, and the plan that goes on from there."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from itertools import groupby
from typing import Any

from django.db.models import Exists, F, FilteredRelation, OuterRef, Q, QuerySet

from assessments.core.gate_exception import GateException
from assessments.core.gates import State
from assessments.core.plans.milestones import Milestone
from assessments.core.trend import Moment, Point
from assessments.models import Baseline, Readiness, Result
from assessments.models import Milestone as MilestoneRow
from assessments.queries.assessments import local_day
from assessments.queries.plans import milestone_value
from assessments.queries.results import StoredResult, stored

HEAD = ("result_id", "result__decided_at", "result__assessment__title")
POINT = ("discipline", "state", "maturity_level", "index", "index_low", "index_high", "coverage")


# Fields of an exception, each with its column.
EXCEPTION = {name: name for name in ("before", "after", "since", "until", "reason")} | {"approver": "approver__name"}


@dataclass(frozen=True, slots=True)
class Newest:
    """The result in force, the one before it, and the one that the current plan was made from; each may be missing.

    `exceptions` are those to gates that hold or will; only a team with a result is told of them here.
    """

    in_force: StoredResult | None
    before: StoredResult | None
    planned_from: StoredResult | None
    exceptions: tuple[GateException, ...]


def newest(unit_id: int, *, on: date) -> Newest:
    """The results that a team's page is about; the newest is in force, or `results.misplaced` tells (1 query).

    A result comes once for each exception that holds on the day or will; there are hardly ever several.
    """
    is_planned_from = Exists(Baseline.objects.filter(result=OuterRef("pk"), ended_at=None))
    two = Result.objects.filter(unit=unit_id).values("id")[:2]
    rows: list[Any] = list(
        _results(unit_id)
        .filter(Q(id__in=two) | is_planned_from)
        .annotate(is_planned_from=is_planned_from, granted=_granted(on))
        .annotate(**{f"exception_{name}": F(f"granted__{column}") for name, column in EXCEPTION.items()})
        .order_by("-decided_at", "-id", "granted__since", "granted__id")
    )
    found = {row.pk: stored(row) for row in rows}
    first, second, *_ = [*found.values(), None, None]
    planned_from = next((found[row.pk] for row in rows if row.is_planned_from), None)
    exceptions = (_exception(row) for row in rows if row.pk == rows[0].pk and row.exception_since)
    return Newest(first, second, planned_from, tuple(exceptions))


def results_of(unit_id: int, result_ids: Collection[int]) -> tuple[StoredResult, ...]:
    """Those of these Results that are of the unit, oldest first (1 query)."""
    rows = _results(unit_id).filter(id__in=result_ids).order_by("decided_at", "id")
    return tuple(stored(row) for row in rows)


def moments(unit_id: int) -> tuple[Moment, ...]:
    """Every Result of a unit with what its disciplines counted for, oldest first (1 query)."""
    rows = Readiness.objects.filter(result__unit=unit_id).order_by("result__decided_at", "result_id", "position")
    found = rows.values_list(*HEAD, *POINT)
    return tuple(_moment(head, group) for head, group in groupby(found, key=lambda row: row[: len(HEAD)]))


def milestones_of(unit_id: int) -> tuple[Milestone, ...]:
    """The milestones of a team's current plan, in order; none without a plan (1 query)."""
    rows = MilestoneRow.objects.filter(baseline__unit=unit_id, baseline__ended_at=None).order_by("position")
    return tuple(milestone_value(row) for row in rows)


def _results(unit_id: int) -> QuerySet[Result]:
    rows = Result.objects.filter(unit=unit_id).select_related("unit", "assessment", "decided_by")
    return rows.order_by("-decided_at", "-id")


def _granted(on: date) -> FilteredRelation:
    own = "unit__gate_exceptions"
    return FilteredRelation(own, condition=Q(**{f"{own}__until__gte": on, f"{own}__ended_at": None}))


def _exception(row: Any) -> GateException:
    return GateException(**{name: getattr(row, f"exception_{name}") for name in EXCEPTION})


def _moment(head: tuple[int, datetime, str], rows: Iterable[tuple[Any, ...]]) -> Moment:
    result_id, decided_at, title = head
    points = {row[len(HEAD)]: _point(*row[len(HEAD) + 1 :]) for row in rows}
    return Moment(on=local_day(decided_at), points=points, result_id=result_id, title=title)


def _point(
    state: str,
    level: int | None,
    index: Decimal | None,
    low: Decimal | None,
    high: Decimal | None,
    coverage: Decimal | None,
) -> Point:
    """A frozen row as a point; without an answer, or out of scope, there is nothing to draw."""
    drawn = bool(coverage) and level is not None
    return Point(
        state=State(state),
        level=level,
        index=_exact(index) if drawn else None,
        low=_exact(low) if drawn else None,
        high=_exact(high) if drawn else None,
    )


def _exact(number: Decimal | None) -> Fraction | None:
    return None if number is None else Fraction(number)
