"""The teams below a manager's units with what their Results froze; nothing is recomputed but the day."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby, takewhile
from math import ceil
from operator import itemgetter
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery

from assessments.core.catalog import Catalog
from assessments.core.gate_exception import GateException
from assessments.core.gates import State
from assessments.core.portfolio import (
    FrozenReadiness,
    Leave,
    PortfolioRow,
    Unfinished,
    cells_on,
    gates_from_json,
    holdings_on,
)
from assessments.core.workflow import AssessmentState, Role
from assessments.models import Assessment, CatalogVersion, Gate, Readiness, Unit
from assessments.queries.assessments import local_day
from assessments.queries.catalogs import newest_published_id, published
from assessments.queries.plans import exceptions_below, exceptions_of

PAGE_SIZE = 50
STREAMED = 2000


@dataclass(frozen=True, slots=True)
class Branch:
    """A unit that a manager may filter by; `depth` counts from the highest unit managed."""

    id: int
    name: str
    depth: int


@dataclass(frozen=True, slots=True)
class Column:
    """A discipline of the table."""

    code: str
    name: str
    waits: bool
    is_source: bool


@dataclass(frozen=True, slots=True)
class _Besides:
    """What is known of teams besides their Results, by unit."""

    unfinished: Mapping[int, Unfinished]
    exceptions: Mapping[int, tuple[GateException, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Portfolio:
    """One page of teams, and counts over all teams that pass the filter; `ready` have every gate open."""

    page: int
    pages: int
    rows: tuple[PortfolioRow, ...]
    columns: tuple[Column, ...]
    teams: int
    assessed: int
    ready: int


def branches(user_id: int) -> tuple[Branch, ...]:
    """The units that a person manages and all below them that hold others, as a tree from the top (1 query)."""
    rows = list(Unit.objects.raw(_BRANCHES, [user_id]))
    by_parent: dict[int | None, list[Unit]] = {}
    ids = {row.pk for row in rows}
    for row in rows:
        by_parent.setdefault(row.parent_id if row.parent_id in ids else None, []).append(row)
    return tuple(_walk(by_parent, None, 0))


def within(tree: Sequence[Branch], branch_id: int | None) -> tuple[int, ...]:
    """The ids of a branch and of those below it; of the whole tree for None."""
    ids = [one.id for one in tree]
    if branch_id is None:
        return tuple(ids)
    start = ids.index(branch_id)
    below = takewhile(lambda one: one.depth > tree[start].depth, tree[start + 1 :])
    return (branch_id, *(one.id for one in below))


def portfolio(unit_ids: Collection[int], *, sort: str, page: int, on: date) -> Portfolio:
    """One page of the teams that are these units or right below one, the last for a page beyond it (5 queries)."""
    teams = _teams(unit_ids)
    counts = teams.aggregate(
        teams=Count("id"), assessed=Count("result_in_force"), ready=Count("id", filter=_is_ready(on))
    )
    pages = max(1, ceil(counts["teams"] / PAGE_SIZE))
    number = min(page, pages)
    found = list(_sorted(teams, sort, on).values(*_TEAM)[(number - 1) * PAGE_SIZE : number * PAGE_SIZE])
    frozen = _frozen([team["result_in_force"] for team in found if team["result_in_force"]])
    columns = _columns({team["version_id"] for team in found if team["version_id"]})
    ids = [team["id"] for team in found]
    besides = _Besides(unfinished(ids), exceptions_of(ids, on))
    rows = tuple(_row(team, frozen.get(team["result_in_force"], ()), columns, besides, on) for team in found)
    return Portfolio(page=number, pages=pages, rows=rows, columns=columns, **counts)


def every_team(unit_ids: Collection[int], *, sort: str, on: date) -> tuple[tuple[Column, ...], Iterator[PortfolioRow]]:
    """The columns and all teams that are these units or right below one, as a stream (4 queries in all)."""
    teams = _teams(unit_ids)
    versions = teams.exclude(result_in_force=None).order_by().values_list("result_in_force__catalog_version", flat=True)
    columns = _columns(set(versions.distinct()))
    open_ones = _unfinished(Assessment.objects.filter(Q(unit__parent__in=unit_ids) | Q(unit__in=unit_ids)))
    besides = _Besides(open_ones, exceptions_below(unit_ids, on))
    lines = _sorted(teams, sort, on).values(*_TEAM, *_FROZEN_OF_TEAM).iterator(STREAMED)
    return columns, _stream(lines, columns, besides, on)


def unfinished(unit_ids: Iterable[int]) -> Mapping[int, Unfinished]:
    """The open assessment of each unit that has one, with its coverage (1 query)."""
    return _unfinished(Assessment.objects.filter(unit__in=list(unit_ids)))


# Only what holds something is followed further down: most units are teams without any below.
_BRANCHES = f"""
    WITH RECURSIVE below(id) AS (
        SELECT unit_id FROM assessments_membership WHERE user_id = %s AND role = '{Role.MANAGER.value}'
        UNION SELECT unit.id FROM assessments_unit unit JOIN below ON unit.parent_id = below.id
        WHERE NOT unit.is_team OR EXISTS (SELECT 1 FROM assessments_unit child WHERE child.parent_id = unit.id)
    )
    SELECT unit.id, unit.name, unit.parent_id FROM assessments_unit unit JOIN below ON unit.id = below.id
    ORDER BY unit.name, unit.id
"""  # noqa: S608 - what is put in is a constant
_TEAM = ("id", "name", "parent__name", "result_in_force", "decided_at", "version_id", "gates")
_READINESS = ("discipline", "state", "maturity_level", "shown_until", "deciding", "failing_foundations")
_FROZEN_OF_TEAM = tuple(f"result_in_force__readiness__{name}" for name in _READINESS)


def _walk(by_parent: Mapping[int | None, Sequence[Unit]], parent: int | None, depth: int) -> Iterator[Branch]:
    for unit in by_parent.get(parent, ()):
        yield Branch(unit.pk, unit.name, depth)
        yield from _walk(by_parent, unit.pk, depth + 1)


def _teams(unit_ids: Collection[int]) -> "QuerySet[Unit]":
    below = Q(parent__in=unit_ids) | Q(id__in=unit_ids)
    return Unit.objects.filter(below, is_team=True).annotate(
        decided_at=F("result_in_force__decided_at"),
        version_id=F("result_in_force__catalog_version"),
        gates=F("result_in_force__gates"),
    )


def _held(on: date) -> Exists:
    """Something of the Result in force waits, or will, because the evidence of a gate's source has run out."""
    rows = Readiness.objects.filter(result=OuterRef("result_in_force"))
    return Exists(rows.filter(Q(state=State.WAITING.value) | Q(shown_until__lt=on)))


def _is_ready(on: date) -> Q:
    return Q(result_in_force__isnull=False) & ~Q(_held(on))


def _sorted(teams: "QuerySet[Unit]", sort: str, on: date) -> "QuerySet[Unit]":
    if sort == "newest":
        return teams.order_by(F("decided_at").desc(nulls_last=True), "name", "id")
    if sort == "oldest":
        return teams.order_by(F("decided_at").asc(nulls_first=True), "name", "id")
    return _nearest(teams, on) if sort == "nearest" else teams.order_by("name", "id")


def _nearest(teams: "QuerySet[Unit]", on: date) -> "QuerySet[Unit]":
    """Held teams first, the one whose weakest source of a gate has come furthest at the top."""
    gates = Gate.objects.filter(version__state=CatalogVersion.State.PUBLISHED)
    sources = Readiness.objects.filter(result=OuterRef("result_in_force"), discipline__in=gates.values("before"))
    weakest = sources.order_by(F("maturity_level").asc(nulls_first=True), F("index_low").asc(nulls_first=True))
    return teams.annotate(
        held=_held(on),
        source_level=Subquery(weakest.values("maturity_level")[:1]),
        source_index=Subquery(weakest.values("index_low")[:1]),
    ).order_by("-held", F("source_level").desc(nulls_last=True), F("source_index").desc(nulls_last=True), "name", "id")


def _frozen(result_ids: Sequence[int]) -> Mapping[int, Sequence[Mapping[str, Any]]]:
    rows = Readiness.objects.filter(result__in=result_ids).order_by("result", "position")
    lines = rows.values("result_id", *_READINESS)
    return {result: tuple(group) for result, group in groupby(lines, key=itemgetter("result_id"))}


def _stream(
    lines: Iterable[Mapping[str, Any]], columns: Sequence[Column], besides: _Besides, on: date
) -> Iterator[PortfolioRow]:
    for _, group in groupby(lines, key=itemgetter("id")):
        own = list(group)
        frozen = [{name: line[f"result_in_force__readiness__{name}"] for name in _READINESS} for line in own]
        yield _row(own[0], [line for line in frozen if line["discipline"]], columns, besides, on)


def _row(
    team: Mapping[str, Any],
    frozen: Iterable[Mapping[str, Any]],
    columns: Sequence[Column],
    besides: _Besides,
    on: date,
) -> PortfolioRow:
    catalog = published(team["version_id"]).catalog if team["version_id"] else _NOTHING
    rows = {line["discipline"]: _readiness(line, catalog) for line in frozen}
    gates = gates_from_json(catalog, team["gates"] or ())
    names = {one.code: one.name for one in catalog.disciplines}
    decided_at: datetime | None = team["decided_at"]
    return PortfolioRow(
        unit_id=team["id"],
        name=team["name"],
        branch=team["parent__name"] or "",
        result_id=team["result_in_force"],
        decided_at=decided_at,
        age=(on - local_day(decided_at)).days if decided_at else None,
        cells=cells_on(rows, gates, [column.code for column in columns], on=on),
        holding=holdings_on(rows, gates, names, on=on),
        exceptions=tuple(
            Leave(names[one.after], one) for one in besides.exceptions.get(team["id"], ()) if one.after in names
        ),
        unfinished=besides.unfinished.get(team["id"]),
    )


_NOTHING = Catalog(disciplines=())


def _readiness(line: Mapping[str, Any], catalog: Catalog) -> FrozenReadiness:
    return FrozenReadiness(
        discipline=line["discipline"],
        state=State(line["state"]),
        level=line["maturity_level"],
        shown_until=line["shown_until"],
        deciding=line["deciding"],
        failing=tuple(catalog.practice[code].name for code in line["failing_foundations"]),
    )


def _columns(version_ids: Iterable[int]) -> tuple[Column, ...]:
    """The disciplines of these versions, the newest version's order first; of the newest version of all if none."""
    newest = None if (ids := sorted(version_ids, reverse=True)) else newest_published_id()
    catalogs = [published(version_id).catalog for version_id in ids or ([newest] if newest else [])]
    columns: dict[str, Column] = {}
    for catalog in catalogs:
        for one in catalog.disciplines:
            waits = any(catalog.gates_to(one.code))
            columns.setdefault(one.code, Column(one.code, one.name, waits, catalog.is_source(one.code)))
    return tuple(columns.values())


def _unfinished(assessments: "QuerySet[Assessment]") -> Mapping[int, Unfinished]:
    """Coverage of the disciplines before every gate, which is asked of every team whatever it answers.

    Don't know counts here, other than in a Result: of an unfinished assessment nobody sees what kind of answers it has.
    Whether a gate is open follows from all answers and evidence of a team, more than a list of teams may read; so
    what lies behind one is never counted, and each count names the disciplines it is of.
    """
    counts = (
        assessments.filter(state=AssessmentState.OPEN.value)
        .annotate(discipline=F("responses__practice__dimension__discipline__code"))
        .values("unit_id", "id", "title", "catalog_version_id", "discipline")
        .annotate(answered=Count("responses__practice", distinct=True))
        .order_by("unit_id", "id")
    )
    return {unit: _coverage(list(lines)) for unit, lines in groupby(counts, key=itemgetter("unit_id"))}


def _coverage(lines: Sequence[Mapping[str, Any]]) -> Unfinished:
    first = lines[0]
    catalog = published(first["catalog_version_id"]).catalog
    answered = {line["discipline"]: line["answered"] for line in lines}
    asked = [one for one in catalog.disciplines if not any(catalog.gates_to(one.code))]
    return Unfinished(
        id=first["id"],
        title=first["title"],
        disciplines=tuple(one.name for one in asked),
        answered=sum(answered.get(one.code, 0) for one in asked),
        asked=sum(len(one.practices) for one in asked),
    )
