"""Agreed levels become the numbers of a discipline, each beside its bounds (`domain.md` F2-F6, F9, F11)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from assessments.core.agreement import UNANSWERED, EvidenceKind, Settled
from assessments.core.catalog import LEVELS, Dimension, Discipline, Practice, Thresholds

RULES_VERSION = 1
HIGHEST = LEVELS[-1]
INDEX_PER_LEVEL = 25
INDEX_COVERAGE = Fraction(80, 100)

EVIDENCE_WEIGHT = Fraction(40, 100)
AGREEMENT_WEIGHT = Fraction(25, 100)
RESPONSE_WEIGHT = Fraction(20, 100)
FRESHNESS_WEIGHT = Fraction(15, 100)
EVIDENCE_WORTH = {None: Fraction(0), EvidenceKind.NOTE: Fraction(1, 2), EvidenceKind.LINK: Fraction(1)}
LONE_AGREEMENT = Fraction(1, 2)
FRESH_DAYS = 180
STALE_DAYS = 540
MEDIUM_FROM = Fraction(40, 100)
HIGH_FROM = Fraction(70, 100)


@dataclass(frozen=True, slots=True)
class DimensionScore:
    """The level of a dimension, 0 to 4, with the bounds that its missing practices allow (F3).

    `level` is None without an answered practice, all three are None without an applicable one.
    """

    code: str
    level: Fraction | None
    low: Fraction | None
    high: Fraction | None
    answered: int
    applicable: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DisciplineScore:
    """What a discipline's own answers are worth, before any gate is looked at (F4-F6, F11).

    `maturity_level` is None when out of scope or nothing is applicable. `index` (0 to 100, for trends only) is
    None under a coverage of 0.80, its bounds are not. `answered` counts the practices with an agreed level,
    `reached[k]` those at level k or more, `not_applicable` lists the exclusions that count.
    """

    code: str
    maturity_level: int | None
    index: Fraction | None
    index_low: Fraction | None
    index_high: Fraction | None
    coverage: Fraction | None
    answered: int
    applicable: int
    not_applicable: tuple[str, ...]
    out_of_scope: bool
    reached: tuple[int, ...]
    dimensions: tuple[DimensionScore, ...]


class Band(StrEnum):
    """How far to trust the answers: under 0.40, under 0.70, from 0.70 (F9)."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


@dataclass(frozen=True, slots=True)
class Confidence:
    """How far to trust the answers of a discipline, 0 to 1; shown beside a score, never mixed in (F9)."""

    value: Fraction
    band: Band


@dataclass(frozen=True, slots=True)
class PracticeConfidence:
    """The confidence in one practice and its four parts, each 0 to 1 (F9)."""

    evidence: Fraction
    agreement: Fraction
    response: Fraction
    freshness: Fraction

    @property
    def value(self) -> Fraction:
        """The weighted sum of the four parts."""
        return (
            EVIDENCE_WEIGHT * self.evidence
            + AGREEMENT_WEIGHT * self.agreement
            + RESPONSE_WEIGHT * self.response
            + FRESHNESS_WEIGHT * self.freshness
        )


def is_excluded(practice: Practice, settled: Mapping[str, Settled]) -> bool:
    """Whether *not applicable* counts for the practice: all said so, it allows it, and it is no foundation (F11)."""
    said = settled.get(practice.code, UNANSWERED).not_applicable
    return said and bool(practice.not_applicable_when) and not practice.foundation


def applicable(practices: Sequence[Practice], settled: Mapping[str, Settled]) -> tuple[Practice, ...]:
    """The practices that are not excluded; *not applicable* where it may not be said leaves a practice missing."""
    return tuple(practice for practice in practices if not is_excluded(practice, settled))


def agreed_level(practice: Practice, settled: Mapping[str, Settled]) -> int | None:
    """The agreed level of the practice; None while it is missing."""
    return settled.get(practice.code, UNANSWERED).level


def needed(share: Fraction, practices: int) -> int:
    """How many of so many applicable practices are a share of them, rounded up, and never none (F6: no N, no level)."""
    return max(1, _rounded_up(share, practices))


def most_excluded(practices: int, thresholds: Thresholds) -> int:
    """How many of all practices of a discipline may be not applicable (F11)."""
    return _rounded_up(thresholds.not_applicable, practices)


def count_reached(practices: Sequence[Practice], settled: Mapping[str, Settled]) -> tuple[int, ...]:
    """#(0) to #(4): how many of these practices have an agreed level of k or more (F6)."""
    levels = [level for practice in practices if (level := agreed_level(practice, settled)) is not None]
    counts = [levels.count(k) for k in LEVELS]
    return tuple(sum(counts[k:]) for k in LEVELS)


def score(discipline: Discipline, settled: Mapping[str, Settled], thresholds: Thresholds) -> DisciplineScore:
    """Score one discipline from its own agreed levels (F3-F6, F11)."""
    every = discipline.practices
    counted = applicable(every, settled)
    reached = count_reached(counted, settled)
    excluded = tuple(practice.code for practice in every if is_excluded(practice, settled))
    out_of_scope = len(excluded) > most_excluded(len(every), thresholds) or bool(every and not counted)
    dimensions = tuple(_score_dimension(dimension, settled) for dimension in discipline.dimensions)
    coverage = Fraction(reached[0], len(counted)) if counted else None
    index = low = high = _index([one.level for one in dimensions])
    if reached[0] < len(counted):
        low, high = _index([one.low for one in dimensions]), _index([one.high for one in dimensions])
    return DisciplineScore(
        code=discipline.code,
        maturity_level=None
        if out_of_scope or not counted
        else _maturity_level(counted, settled, thresholds=thresholds, reached=reached),
        index=index if coverage and coverage >= INDEX_COVERAGE else None,
        index_low=low,
        index_high=high,
        coverage=coverage,
        answered=reached[0],
        applicable=len(counted),
        not_applicable=excluded,
        out_of_scope=out_of_scope,
        reached=reached,
        dimensions=dimensions,
    )


def confidence(
    discipline: Discipline, settled: Mapping[str, Settled], *, respondents: int, on: date
) -> Confidence | None:
    """How far to trust the answers of a discipline on a day, None without an applicable practice (F9).

    `respondents` are the members and leads of the unit; a missing practice counts 0.
    """
    counted = applicable(discipline.practices, settled)
    if not counted:
        return None
    trust = Fraction(0)
    for practice in counted:
        one = settled.get(practice.code, UNANSWERED)
        if one.level is not None:
            trust += practice.weight * practice_confidence(one, respondents=respondents, on=on).value
    value = trust / sum(practice.weight for practice in counted)
    return Confidence(value, _band(value))


def practice_confidence(settled: Settled, *, respondents: int, on: date) -> PracticeConfidence:
    """The four parts of the confidence in one answered practice (F9)."""
    spread = settled.spread
    return PracticeConfidence(
        evidence=EVIDENCE_WORTH[settled.evidence_kind],
        agreement=spread.agreement if spread else LONE_AGREEMENT,
        response=min(Fraction(1), Fraction(len(settled.numbers), max(1, respondents))),
        freshness=_freshness(settled.answered_on, on),
    )


def _rounded_up(share: Fraction, practices: int) -> int:
    """A share of so many, in whole numbers, as planning asks for it very often."""
    return -(-share.numerator * practices // share.denominator)


def _score_dimension(dimension: Dimension, settled: Mapping[str, Settled]) -> DimensionScore:
    counted = applicable(dimension.practices, settled)
    pairs = [(practice.weight, agreed_level(practice, settled)) for practice in counted]
    known = [(weight, level) for weight, level in pairs if level is not None]
    level = low = high = _weighted_mean(known)
    if len(known) < len(pairs):
        low = _weighted_mean([(weight, level or 0) for weight, level in pairs])
        high = _weighted_mean([(weight, HIGHEST if level is None else level) for weight, level in pairs])
    return DimensionScore(
        code=dimension.code, level=level, low=low, high=high, answered=len(known), applicable=len(counted)
    )


def _weighted_mean(pairs: Sequence[tuple[int, int]]) -> Fraction | None:
    if not pairs:
        return None
    return Fraction(sum(weight * level for weight, level in pairs), sum(weight for weight, _ in pairs))


def _index(levels: Sequence[Fraction | None]) -> Fraction | None:
    known = [level for level in levels if level is not None]
    return INDEX_PER_LEVEL * sum(known, Fraction(0)) / len(known) if known else None


def _maturity_level(
    practices: Sequence[Practice], settled: Mapping[str, Settled], *, thresholds: Thresholds, reached: Sequence[int]
) -> int:
    floor = min((agreed_level(one, settled) or 0 for one in practices if one.foundation), default=HIGHEST)
    breadth, no_gaps = (needed(share, len(practices)) for share in (thresholds.breadth, thresholds.no_gaps))
    met = (k for k in LEVELS[1:] if floor >= k and reached[k] >= breadth and reached[k - 1] >= no_gaps)
    return max(met, default=0)


def _freshness(answered_on: date | None, on: date) -> Fraction:
    if answered_on is None:
        return Fraction(0)
    left = Fraction(STALE_DAYS - (on - answered_on).days, STALE_DAYS - FRESH_DAYS)
    return min(Fraction(1), max(Fraction(0), left))


def _band(value: Fraction) -> Band:
    if value >= HIGH_FROM:
        return Band.HIGH
    return Band.MEDIUM if value >= MEDIUM_FROM else Band.LOW
