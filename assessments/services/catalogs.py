"""Catalog versions are loaded, drafted, published and discarded here; a published one never changes again."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from fractions import Fraction

from django.db import IntegrityError, transaction
from django.db.models import F, Max

from assessments.core.catalog import Catalog, Effort, Thresholds
from assessments.core.catalog import Practice as PracticeValue
from assessments.core.faults import problems
from assessments.models import (
    Anchor,
    CatalogVersion,
    Dimension,
    Discipline,
    Gate,
    Level,
    Practice,
    Prerequisite,
    Source,
    Statement,
)
from assessments.queries.catalogs import draft_faults, newest_published_id, published


class DraftHasFaults(Exception):
    """The draft may not be published; `faults` says why, one sentence each."""

    def __init__(self, faults: tuple[str, ...]) -> None:
        self.faults = faults
        super().__init__(" ".join(faults))


class DraftExists(Exception):
    """There is a draft already; there is never more than one."""


class NotADraft(Exception):
    """There is no draft of this id: it was published or discarded meanwhile."""


class NothingPublished(Exception):
    """There is no published version to start from."""


@transaction.atomic
def load_catalog(catalog: Catalog, *, at: datetime) -> int | None:
    """Publish `catalog` as version 1 and return its id; None, and nothing done, when there is any version already.

    Raises DraftHasFaults.
    """
    if CatalogVersion.objects.exists():
        return None
    return _add_published(catalog, at=at)


def start_draft(*, user_id: int, at: datetime) -> int:
    """Copy the newest published version into a new draft and return its id. Raises DraftExists, NothingPublished."""
    newest = newest_published_id()
    if newest is None:
        raise NothingPublished
    try:
        with transaction.atomic():
            return _add_draft(published(newest).catalog, at=at, user_id=user_id)
    except IntegrityError:
        raise DraftExists from None


@transaction.atomic
def publish(*, version_id: int, user_id: int, at: datetime) -> None:
    """Publish a draft for good. Raises NotADraft, and DraftHasFaults with nothing changed.

    The draft's row is locked before its content is checked: the database makes whoever writes content wait for
    that row, so that no edit slips in between the check and the end.
    """
    _lock_draft(version_id)
    faults = draft_faults(CatalogVersion.objects.get(id=version_id))
    if faults:
        raise DraftHasFaults(faults)
    _publish(version_id, at=at, user_id=user_id)


@transaction.atomic
def discard_draft(*, version_id: int) -> None:
    """Delete a draft with all its content. Raises NotADraft."""
    _lock_draft(version_id)
    CatalogVersion.objects.get(id=version_id).delete()


def _add_published(catalog: Catalog, *, at: datetime) -> int:
    faults = problems(catalog)
    if faults:
        raise DraftHasFaults(faults)
    version_id = _add_draft(catalog, at=at, user_id=None)
    _publish(version_id, at=at, user_id=None)
    return version_id


def _lock_draft(version_id: int) -> None:
    if not CatalogVersion.objects.filter(id=version_id, state=CatalogVersion.State.DRAFT).update(note=F("note")):
        raise NotADraft


def _publish(version_id: int, *, at: datetime, user_id: int | None) -> None:
    CatalogVersion.objects.filter(id=version_id).update(
        state=CatalogVersion.State.PUBLISHED, published_at=at, published_by=user_id
    )


def _add_draft(catalog: Catalog, *, at: datetime, user_id: int | None) -> int:
    number = (CatalogVersion.objects.aggregate(newest=Max("number"))["newest"] or 0) + 1
    version = CatalogVersion.objects.create(
        number=number,
        state=CatalogVersion.State.DRAFT,
        created_at=at,
        created_by_id=user_id,
        **_thresholds(catalog.thresholds),
    )
    _add_lists(catalog, version)
    _add_practices(catalog, _add_dimensions(catalog, _add_disciplines(catalog, version)))
    return version.pk


def _add_lists(catalog: Catalog, version: CatalogVersion) -> None:
    Level.objects.bulk_create(
        Level(version=version, number=one.number, name=one.name, meaning=one.meaning) for one in catalog.levels
    )
    Gate.objects.bulk_create(
        Gate(
            version=version,
            before=one.before,
            after=one.after,
            level=one.level,
            reason=one.reason,
            statement=one.statement,
            fixed=one.fixed,
        )
        for one in catalog.gates
    )
    Statement.objects.bulk_create(
        Statement(
            version=version,
            code=one.code,
            kind=one.kind,
            text=one.text,
            section=one.section,
            treatment=one.treatment,
            position=position,
        )
        for position, one in enumerate(catalog.statements)
    )
    Source.objects.bulk_create(
        Source(version=version, code=one.code, area=one.area, name=one.name, address=one.address, position=position)
        for position, one in enumerate(catalog.sources)
    )


def _add_disciplines(catalog: Catalog, version: CatalogVersion) -> Mapping[str, Discipline]:
    rows = Discipline.objects.bulk_create(
        Discipline(version=version, code=one.code, name=one.name, scope=one.scope, position=position)
        for position, one in enumerate(catalog.disciplines)
    )
    return {row.code: row for row in rows}


def _add_dimensions(catalog: Catalog, disciplines: Mapping[str, Discipline]) -> Mapping[str, Dimension]:
    rows = Dimension.objects.bulk_create(
        Dimension(
            discipline=disciplines[discipline.code], code=one.code, name=one.name, about=one.about, position=position
        )
        for discipline in catalog.disciplines
        for position, one in enumerate(discipline.dimensions)
    )
    return {row.code: row for row in rows}


def _add_practices(catalog: Catalog, dimensions: Mapping[str, Dimension]) -> None:
    rows = Practice.objects.bulk_create(
        _practice(one, dimensions[dimension.code], position)
        for discipline in catalog.disciplines
        for dimension in discipline.dimensions
        for position, one in enumerate(dimension.practices)
    )
    values = catalog.practice
    Anchor.objects.bulk_create(
        Anchor(practice=row, level=level, text=text)
        for row in rows
        for level, text in enumerate(values[row.code].anchors)
    )
    Prerequisite.objects.bulk_create(
        Prerequisite(practice=row, needs=need.practice, level=need.level)
        for row in rows
        for need in values[row.code].needs
    )


def _practice(value: PracticeValue, dimension: Dimension, position: int) -> Practice:
    return Practice(
        dimension=dimension,
        code=value.code,
        name=value.name,
        question=value.question,
        foundation=value.foundation,
        effort=value.effort.value,
        owner=value.owner,
        statements=" ".join(value.statements),
        sources=" ".join(value.sources),
        not_applicable_when=value.not_applicable_when,
        evidence_hint=value.evidence_hint,
        position=position,
    )


def _thresholds(thresholds: Thresholds) -> dict[str, Decimal | int]:
    weeks, factors = thresholds.effort_weeks, thresholds.step_factors
    return {
        "breadth": _hundredths(thresholds.breadth),
        "no_gaps": _hundredths(thresholds.no_gaps),
        "not_applicable": _hundredths(thresholds.not_applicable),
        "evidence_days": thresholds.evidence_days,
        "effort_small": _hundredths(weeks[Effort.SMALL]),
        "effort_medium": _hundredths(weeks[Effort.MEDIUM]),
        "effort_large": _hundredths(weeks[Effort.LARGE]),
        **{f"factor_to_{level}": _hundredths(factor) for level, factor in enumerate(factors, start=1)},
    }


def _hundredths(number: Fraction) -> Decimal:
    hundredths = number * 100
    if hundredths.denominator != 1:
        raise ValueError(f"{number} has more than the two decimals that are stored.")
    return Decimal(hundredths.numerator) / 100
