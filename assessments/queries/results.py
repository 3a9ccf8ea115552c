"""Results as they were frozen, and what each of them comes to when it is computed again."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery

from assessments.core.agreement import Settled, from_json
from assessments.core.catalog import Catalog
from assessments.core.gates import Readiness as ReadinessValue
from assessments.core.gates import TeamReadiness, assess
from assessments.core.looks import Look
from assessments.core.portfolio import frozen_gates, gates_to_json
from assessments.core.scoring import RULES_VERSION, confidence
from assessments.models import Readiness, Result, Unit
from assessments.queries.assessments import local_day
from assessments.queries.catalogs import PublishedCatalog, published

STORED_DECIMALS = Decimal("0.000001")
COMPARED = (
    "discipline",
    "position",
    "state",
    "maturity_level",
    "index",
    "index_low",
    "index_high",
    "coverage",
    "confidence",
    "early_look",
    "shown_until",
    "failing_foundations",
    "deciding",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredResult:
    """A Result with the inputs it was decided from; `respondents` are the members and leads of that moment."""

    id: int
    unit_id: int
    unit_name: str
    assessment_id: int
    assessment_title: str
    names_hidden: bool
    published: PublishedCatalog
    settled: Mapping[str, Settled] = field(repr=False)
    respondents: int
    answered_by: int
    decided_at: datetime
    decided_by_name: str
    rules_version: int

    def look(self, *, on: date) -> Look:
        """The inputs as looked at on a day."""
        return Look(self.published.catalog, self.settled, on)

    @property
    def rules_in_force(self) -> int:
        """The version of the rules by which pages work the details out again."""
        return RULES_VERSION


@dataclass(frozen=True, slots=True)
class Misplaced:
    """A unit in which another Result than the newest counts, or none; both by id."""

    unit_id: int
    unit_name: str
    in_force: int | None
    newest: int | None


@dataclass(frozen=True, slots=True)
class Frozen:
    """What a Result freezes besides its inputs: its gates as stored, and a row per discipline, not saved yet."""

    gates: list[dict[str, object]]
    readiness: tuple[Readiness, ...]


def result(result_id: int) -> StoredResult:
    """The Result of an id (1 query). Raises Result.DoesNotExist."""
    return stored(_results().get(id=result_id))


def result_in_force(unit_id: int) -> StoredResult | None:
    """The Result that counts for a unit now; None before its first (1 query)."""
    row = _results().filter(unit=unit_id, unit__result_in_force=F("id")).first()
    return stored(row) if row else None


def stored(row: Result) -> StoredResult:
    """A row with its unit, its assessment and who submitted it (no query once its catalog version is kept)."""
    return StoredResult(
        id=row.pk,
        unit_id=row.unit_id,
        unit_name=row.unit.name,
        assessment_id=row.assessment_id,
        assessment_title=row.assessment.title,
        names_hidden=row.assessment.names_hidden,
        published=published(row.catalog_version_id),
        settled=from_json(row.inputs),
        respondents=row.respondents,
        answered_by=row.answered_by,
        decided_at=row.decided_at,
        decided_by_name=row.decided_by.name,
        rules_version=row.rules_version,
    )


def frozen(catalog: Catalog, settled: Mapping[str, Settled], *, respondents: int, on: date) -> Frozen:
    """What a Result of these inputs freezes (G1-G6, F4-F6, F9)."""
    readiness = assess(catalog, settled, on=on)
    return Frozen(
        gates=gates_to_json(frozen_gates(catalog, settled, readiness)),
        readiness=_readiness_rows(readiness, catalog, settled, respondents=respondents, on=on),
    )


def all_differences(*, rules_version: int) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Each Result decided by these rules, by id, with how its stored readiness differs from what its inputs come to.

    Nothing to tell of a sound one. Two queries per hundred Results.
    """
    rows = Result.objects.filter(rules_version=rules_version).order_by("id").prefetch_related("readiness")
    for row in rows.iterator(chunk_size=100):
        yield row.pk, _differences(row)


def of_other_rules(*, rules_version: int) -> Mapping[int, int]:
    """How many Results each other rules version decided, by version (1 query)."""
    rows = Result.objects.exclude(rules_version=rules_version).order_by("rules_version")
    return dict(rows.values_list("rules_version").annotate(count=Count("id")))


def misplaced() -> tuple[Misplaced, ...]:
    """The units whose result in force is not their newest, by id (1 query)."""
    newest = Result.objects.filter(unit=OuterRef("id")).order_by("-decided_at", "-id").values("id")[:1]
    rows = Unit.objects.annotate(newest=Subquery(newest)).exclude(
        Q(result_in_force=F("newest")) | Q(result_in_force=None, newest=None)
    )
    return tuple(Misplaced(*row) for row in rows.order_by("id").values_list("id", "name", "result_in_force", "newest"))


def _differences(row: Result) -> tuple[str, ...]:
    catalog = published(row.catalog_version_id).catalog
    again = frozen(catalog, from_json(row.inputs), respondents=row.respondents, on=local_day(row.decided_at))
    computed = {one.discipline: one for one in again.readiness}
    stored = {one.discipline: one for one in row.readiness.all()}
    missing = [f"{code}: nothing is stored." for code in computed if code not in stored]
    unknown = [f"{code}: it is not in the catalog." for code in stored if code not in computed]
    changed = [line for code in computed if code in stored for line in _changed(stored[code], computed[code])]
    gates = [] if row.gates == again.gates else [f"gates are {row.gates}, its inputs come to {again.gates}."]
    return (*missing, *unknown, *changed, *gates)


def _readiness_rows(
    readiness: TeamReadiness, catalog: Catalog, settled: Mapping[str, Settled], *, respondents: int, on: date
) -> tuple[Readiness, ...]:
    rows = []
    for position, one in enumerate(readiness.disciplines):
        trust = confidence(catalog.discipline[one.discipline], settled, respondents=respondents, on=on)
        row = _row(one, position, trust.value if trust else None)
        row.failing_foundations = _failing_foundations(readiness, one.discipline)
        row.deciding = _deciding(readiness, one.discipline)
        rows.append(row)
    return tuple(rows)


def _results() -> QuerySet[Result]:
    return Result.objects.select_related("unit", "assessment", "decided_by")


def _row(one: ReadinessValue, position: int, trust: Fraction | None) -> Readiness:
    return Readiness(
        discipline=one.discipline,
        position=position,
        state=one.state.value,
        maturity_level=one.score.maturity_level,
        index=_decimal(one.score.index),
        index_low=_decimal(one.score.index_low),
        index_high=_decimal(one.score.index_high),
        coverage=_decimal(one.score.coverage),
        confidence=_decimal(trust),
        early_look=one.early_look,
        shown_until=one.shown_until,
    )


def _failing_foundations(readiness: TeamReadiness, source: str) -> list[str]:
    """The foundations that fail G1 of any gate of this source, in the order in which the gates name them."""
    failing = (
        code
        for outcome in readiness.gates
        if outcome.gate.before == source
        for check in outcome.checks
        if check.code == "G1"
        for code in check.failing
    )
    return list(dict.fromkeys(failing))


def _deciding(readiness: TeamReadiness, source: str) -> int:
    """How many answers would decide the undecided gates of this source; 0 when none of them is undecided."""
    return len({code for outcome in readiness.gates if outcome.gate.before == source for code in outcome.deciding})


def _decimal(number: Fraction | None) -> Decimal | None:
    if number is None:
        return None
    return (Decimal(number.numerator) / Decimal(number.denominator)).quantize(STORED_DECIMALS)


def _changed(stored: Readiness, computed: Readiness) -> list[str]:
    return [
        f"{stored.discipline}: {name} is {getattr(stored, name)!r}, its inputs come to {getattr(computed, name)!r}."
        for name in COMPARED
        if getattr(stored, name) != getattr(computed, name)
    ]
