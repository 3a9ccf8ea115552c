"""Catalog versions as core values; published ones are kept per process, for they never change."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from fractions import Fraction
from typing import TypeVar

from django.db.models import QuerySet

from assessments.core.catalog import (
    Catalog,
    Dimension,
    Discipline,
    Effort,
    Gate,
    LevelName,
    Need,
    Practice,
    Source,
    Statement,
    Thresholds,
)
from assessments.core.faults import problems
from assessments.models import (
    Anchor,
    CatalogVersion,
    Prerequisite,
)
from assessments.models import Dimension as DimensionRow
from assessments.models import Practice as PracticeRow

Parent = TypeVar("Parent")
Child = TypeVar("Child")


class NotPublished(LookupError):
    """There is no published catalog version of this id."""


@dataclass(frozen=True, slots=True)
class PublishedCatalog:
    """A published version: its content, and the ids of its practice rows by code and back."""

    version_id: int
    number: int
    published_at: datetime
    catalog: Catalog
    practice_ids: Mapping[str, int] = field(repr=False)
    codes: Mapping[int, str] = field(repr=False)


_kept: dict[int, PublishedCatalog] = {}


def published(version_id: int) -> PublishedCatalog:
    """The published version of an id: no query once this process has read it, else 11. Raises NotPublished."""
    if version_id not in _kept:
        _kept[version_id] = _read(version_id)
    return _kept[version_id]


def newest_published_id() -> int | None:
    """The id of the newest published version; None before the first (1 query)."""
    return _published_ids().order_by("-number").first()


def content(version: CatalogVersion) -> Catalog:
    """The content of a version, draft or published, read anew (9 queries)."""
    dimensions: dict[int, list[Dimension]] = defaultdict(list)
    practices = _practices(version.pk)
    for row in DimensionRow.objects.filter(discipline__version=version).order_by("position", "code"):
        dimensions[row.discipline_id].append(Dimension(row.code, row.name, row.about, tuple(practices[row.pk])))
    return Catalog(
        disciplines=tuple(
            Discipline(row.code, row.name, row.scope, tuple(dimensions[row.pk])) for row in version.disciplines.all()
        ),
        gates=tuple(
            Gate(row.before, row.after, row.level, row.reason, row.statement, row.fixed) for row in version.gates.all()
        ),
        levels=tuple(LevelName(row.number, row.name, row.meaning) for row in version.levels.all()),
        thresholds=_thresholds(version),
        statements=tuple(
            Statement(row.code, row.kind, row.text, row.section, row.treatment) for row in version.statements.all()
        ),
        sources=tuple(Source(row.code, row.area, row.name, row.address) for row in version.sources.all()),
    )


def draft_faults(version: CatalogVersion) -> tuple[str, ...]:
    """Every fault that keeps a draft from being published, empty when it may be (`domain.md` 4.4, Fixed gates).

    It is held against the built-in catalog as this installation loaded it: the first version ever published,
    which nobody can change (10 queries, 11 more when this process has not read that version yet).
    """
    first = _published_ids().order_by("number").first()
    return problems(content(version), baseline=published(first).catalog if first is not None else None)


def _published_ids() -> QuerySet[CatalogVersion, int]:
    return CatalogVersion.objects.filter(state=CatalogVersion.State.PUBLISHED).values_list("id", flat=True)


def _read(version_id: int) -> PublishedCatalog:
    version = CatalogVersion.objects.filter(id=version_id, state=CatalogVersion.State.PUBLISHED).first()
    if version is None or version.published_at is None:
        raise NotPublished(version_id)
    codes = dict(PracticeRow.objects.filter(dimension__discipline__version=version).values_list("id", "code"))
    return PublishedCatalog(
        version_id=version_id,
        number=version.number,
        published_at=version.published_at,
        catalog=content(version),
        practice_ids={code: practice_id for practice_id, code in codes.items()},
        codes=codes,
    )


def _practices(version_id: int) -> Mapping[int, list[Practice]]:
    """The practices of a version by the id of their dimension."""
    of_version = {"practice__dimension__discipline__version": version_id}
    anchors = _grouped(
        (row.practice_id, (row.level, row.text)) for row in Anchor.objects.filter(**of_version).order_by("level")
    )
    needs = _grouped(
        (row.practice_id, Need(row.needs, row.level))
        for row in Prerequisite.objects.filter(**of_version).order_by("id")
    )
    rows = PracticeRow.objects.filter(dimension__discipline__version=version_id).order_by("position", "code")
    return _grouped((row.dimension_id, _practice(row, anchors[row.pk], needs[row.pk])) for row in rows)


def _practice(row: PracticeRow, anchors: list[tuple[int, str]], needs: list[Need]) -> Practice:
    return Practice(
        code=row.code,
        name=row.name,
        question=row.question,
        anchors=tuple(text for _, text in anchors),
        foundation=row.foundation,
        effort=Effort(row.effort),
        owner=row.owner,
        needs=tuple(needs),
        statements=tuple(row.statements.split()),
        sources=tuple(row.sources.split()),
        not_applicable_when=row.not_applicable_when,
        evidence_hint=row.evidence_hint,
    )


def _grouped(pairs: Iterable[tuple[Parent, Child]]) -> Mapping[Parent, list[Child]]:
    groups: dict[Parent, list[Child]] = defaultdict(list)
    for parent, child in pairs:
        groups[parent].append(child)
    return groups


def _thresholds(version: CatalogVersion) -> Thresholds:
    return Thresholds(
        breadth=Fraction(version.breadth),
        no_gaps=Fraction(version.no_gaps),
        not_applicable=Fraction(version.not_applicable),
        evidence_days=version.evidence_days,
        effort_weeks={
            Effort.SMALL: Fraction(version.effort_small),
            Effort.MEDIUM: Fraction(version.effort_medium),
            Effort.LARGE: Fraction(version.effort_large),
        },
        step_factors=(
            Fraction(version.factor_to_1),
            Fraction(version.factor_to_2),
            Fraction(version.factor_to_3),
            Fraction(version.factor_to_4),
        ),
    )
