"""How the numbers of one discipline came about, from the agreed levels up (`domain.md` F2-F6, F9, F11)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from assessments.core.agreement import UNANSWERED, Answer, Settled
from assessments.core.catalog import LEVELS, Catalog, Dimension, Discipline, Practice, Thresholds
from assessments.core.confidence_advice import Advice, advice_on_discipline, advice_on_practice
from assessments.core.gates import Readiness, assess
from assessments.core.scoring import (
    Confidence,
    DimensionScore,
    DisciplineScore,
    PracticeConfidence,
    agreed_level,
    applicable,
    confidence,
    is_excluded,
    most_excluded,
    needed,
    practice_confidence,
)
from assessments.core.settling import figure, stands_apart
from assessments.core.voices import sees_names, sees_spread
from assessments.core.workflow import Action, Role, may


@dataclass(frozen=True, slots=True)
class PersonsAnswer:
    """What one person answered to one practice; `changed` when that was after the result was made."""

    respondent_id: int
    name: str
    answer: Answer
    remark: str
    changed: bool


@dataclass(frozen=True, slots=True)
class Seen:
    """What a reader may see behind an agreed level: the answers without names, and whole answers of people.

    `remarks` are those of others whose names this reader does not see, in the order of the alphabet; `dissent` is what
    those said who see a recorded level otherwise, which managers do not read.
    """

    numbers: tuple[int, ...] = ()
    answers: tuple[PersonsAnswer, ...] = ()
    remarks: tuple[str, ...] = ()
    dissent: str = ""


@dataclass(frozen=True, slots=True)
class PracticeLine:
    """One practice as it entered the numbers; `excluded` when *not applicable* counts for it.

    `ways` are the two cheapest to raise the confidence in it.
    """

    practice: Practice
    settled: Settled
    excluded: bool
    confidence: PracticeConfidence | None
    seen: Seen = Seen()
    ways: tuple[Advice, ...] = ()

    @property
    def apart(self) -> int:
        """How many gave another level than the one that was recorded, where this reader sees the answers; else 0."""
        return stands_apart(self.settled) if self.seen.numbers else 0

    @property
    def agreement(self) -> Fraction | None:
        """How far the answers agree, where this reader sees them and a figure is printed at all (F7)."""
        return figure(self.settled) if self.seen.numbers else None

    @property
    def product(self) -> int | None:
        """Weight times agreed level, None while it is missing."""
        return None if self.settled.level is None else self.practice.weight * self.settled.level


@dataclass(frozen=True, slots=True)
class DimensionLine:
    """One dimension with its practices and the two sums whose quotient is its level (F3)."""

    dimension: Dimension
    score: DimensionScore
    practices: tuple[PracticeLine, ...]

    @property
    def products(self) -> int:
        """The sum of weight times agreed level over the answered practices."""
        return sum(line.product or 0 for line in self._counted)

    @property
    def weights(self) -> int:
        """The sum of the weights of the answered practices."""
        return sum(line.practice.weight for line in self._counted)

    @property
    def _counted(self) -> tuple[PracticeLine, ...]:
        return tuple(line for line in self.practices if line.settled.level is not None and not line.excluded)


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelTest:
    """The three conditions of one maturity level with what there is and what there must be (F6)."""

    level: int
    weak: tuple[Practice, ...]
    at_level: int
    at_level_needed: int
    below: int
    below_needed: int

    @property
    def met(self) -> bool:
        """Whether all three conditions hold."""
        return not self.weak and self.breadth_met and self.no_gaps_met

    @property
    def breadth_met(self) -> bool:
        """Condition (b)."""
        return self.at_level >= self.at_level_needed

    @property
    def no_gaps_met(self) -> bool:
        """Condition (c)."""
        return self.below >= self.below_needed


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """One discipline explained; `most_excluded` is how many practices may be not applicable (F11).

    `respondents` are the members and leads of the unit at that moment; `ways` the two cheapest to raise the confidence.
    """

    discipline: Discipline
    readiness: Readiness
    score: DisciplineScore
    confidence: Confidence | None
    dimensions: tuple[DimensionLine, ...]
    tests: tuple[LevelTest, ...]
    foundations: int
    most_excluded: int
    respondents: int
    ways: tuple[Advice, ...]

    @property
    def levels(self) -> tuple[Fraction, ...]:
        """The dimension levels that the index is the mean of (F4)."""
        return tuple(one.level for one in self.score.dimensions if one.level is not None)

    @property
    def agreement_seen(self) -> bool:
        """Whether the reader may see how far the answers agree on every practice; else no total may give it away."""
        lines = (line for dimension in self.dimensions for line in dimension.practices)
        return all(line.seen.numbers for line in lines if line.settled.level is not None)


def seen_by(
    role: Role | None, one: Settled, answers: Sequence[PersonsAnswer], *, reader_id: int, names_hidden: bool
) -> Seen:
    """What a reader may see of one practice: of the team those who answered it themselves, by `core.voices`.

    A manager sees the spread only where enough people gave a number, so that none of them shows through it.
    """
    own = tuple(answer for answer in answers if answer.respondent_id == reader_id)
    in_team = may(Action.ANSWER, role)
    answered_by = len(answers) if in_team else len(one.numbers)
    if not sees_spread(role, has_answered=bool(own), answered_by=answered_by, names_hidden=names_hidden):
        return Seen(answers=own)
    if sees_names(role, names_hidden=names_hidden):
        return Seen(one.numbers, tuple(answers), dissent=one.dissent)
    others = (answer.remark for answer in answers if answer.remark and answer.respondent_id != reader_id)
    if not in_team:
        return Seen(one.numbers, own)
    return Seen(one.numbers, own, tuple(sorted(others)), one.dissent)


def explain(
    catalog: Catalog,
    settled: Mapping[str, Settled],
    discipline: Discipline,
    *,
    respondents: int,
    on: date,
    seen: Mapping[str, Seen],
) -> Explanation:
    """Explain the numbers of one discipline as seen on a day, with what its reader may see by practice code."""
    readiness = assess(catalog, settled, on=on).of(discipline.code)
    counted = applicable(discipline.practices, settled)
    tests = [_test(level, readiness.score, counted, settled, catalog.thresholds) for level in LEVELS[1:]]
    return Explanation(
        discipline=discipline,
        readiness=readiness,
        score=readiness.score,
        confidence=confidence(discipline, settled, respondents=respondents, on=on),
        dimensions=tuple(
            DimensionLine(
                dimension,
                score,
                tuple(_line(one, settled, respondents=respondents, on=on, seen=seen) for one in dimension.practices),
            )
            for dimension, score in zip(discipline.dimensions, readiness.score.dimensions, strict=True)
        ),
        tests=tuple(tests) if readiness.score.maturity_level is not None else (),
        foundations=sum(practice.foundation for practice in counted),
        most_excluded=most_excluded(len(discipline.practices), catalog.thresholds),
        respondents=respondents,
        ways=advice_on_discipline(
            discipline,
            settled,
            respondents=respondents,
            on=on,
            agreement_seen={code for code, one in seen.items() if one.numbers},
        ),
    )


def _line(
    practice: Practice, settled: Mapping[str, Settled], *, respondents: int, on: date, seen: Mapping[str, Seen]
) -> PracticeLine:
    one = settled.get(practice.code, UNANSWERED)
    trust = practice_confidence(one, respondents=respondents, on=on) if one.level is not None else None
    own = seen.get(practice.code, Seen())
    ways = advice_on_practice(practice, one, respondents=respondents, on=on, agreement_seen=bool(own.numbers))
    return PracticeLine(practice, one, is_excluded(practice, settled), trust, own, ways)


def _test(
    level: int,
    score: DisciplineScore,
    counted: tuple[Practice, ...],
    settled: Mapping[str, Settled],
    thresholds: Thresholds,
) -> LevelTest:
    weak = [one for one in counted if one.foundation and (agreed_level(one, settled) or 0) < level]
    return LevelTest(
        level=level,
        weak=tuple(weak),
        at_level=score.reached[level],
        at_level_needed=needed(thresholds.breadth, len(counted)),
        below=score.reached[level - 1],
        below_needed=needed(thresholds.no_gaps, len(counted)),
    )
