"""What would raise the confidence in a practice or a discipline, cheapest first (`domain.md` F9)."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from assessments.core.agreement import UNANSWERED, Settled
from assessments.core.catalog import Discipline, Practice
from assessments.core.scoring import (
    AGREEMENT_WEIGHT,
    EVIDENCE_WEIGHT,
    FRESHNESS_WEIGHT,
    RESPONSE_WEIGHT,
    PracticeConfidence,
    applicable,
    practice_confidence,
)

OFFERED = 2


class Way(StrEnum):
    """What somebody could do for the confidence in a practice."""

    LINK = "link"
    ANSWER = "answer"
    ANSWER_AGAIN = "answer_again"
    TALK = "talk"


MINUTES = {Way.ANSWER: 1, Way.ANSWER_AGAIN: 1, Way.LINK: 5, Way.TALK: 15}
"""What each way is reckoned to cost: our own estimates, in minutes of one person."""


@dataclass(frozen=True, slots=True)
class Advice:
    """One way to raise the confidence; `gain` is how much of it at most, 0 to 1, of the practice or its discipline."""

    practice: Practice
    way: Way
    gain: Fraction

    @property
    def minutes(self) -> int:
        """What it is reckoned to cost."""
        return MINUTES[self.way]


def advice_on_practice(
    practice: Practice, settled: Settled, *, respondents: int, on: date, agreement_seen: bool
) -> tuple[Advice, ...]:
    """The two ways that raise the confidence in one answered practice most per minute.

    To talk is offered only to readers who may see how far the answers agree.
    """
    if settled.level is None:
        return ()
    trust = practice_confidence(settled, respondents=respondents, on=on)
    gains = _gains(trust, settled, respondents=respondents, agreement_seen=agreement_seen)
    return _cheapest(Advice(practice, way, gain) for way, gain in gains)


def advice_on_discipline(
    discipline: Discipline,
    settled: Mapping[str, Settled],
    *,
    respondents: int,
    on: date,
    agreement_seen: Collection[str],
) -> tuple[Advice, ...]:
    """The two single deeds that raise the confidence in a discipline most per minute, catalog order where equal.

    `agreement_seen` are the practices, by code, on which the reader may see how far the answers agree.
    """
    counted = applicable(discipline.practices, settled)
    weights = sum(practice.weight for practice in counted)

    def every() -> Iterator[Advice]:
        for practice in counted:
            one = settled.get(practice.code, UNANSWERED)
            trust = practice_confidence(one, respondents=respondents, on=on)
            if one.level is None:
                yield Advice(practice, Way.ANSWER, practice.weight * _first(trust, respondents) / weights)
                continue
            seen = practice.code in agreement_seen
            for way, gain in _gains(trust, one, respondents=respondents, agreement_seen=seen):
                yield Advice(practice, way, practice.weight * gain / weights)

    return _cheapest(every())


def _gains(
    trust: PracticeConfidence, settled: Settled, *, respondents: int, agreement_seen: bool
) -> Iterator[tuple[Way, Fraction]]:
    """How much each way adds at most to the confidence in an answered practice; none that adds nothing."""
    if trust.evidence < 1:
        yield Way.LINK, EVIDENCE_WEIGHT * (1 - trust.evidence)
    if trust.response < 1:
        yield Way.ANSWER, RESPONSE_WEIGHT * Fraction(1, max(1, respondents))
    if trust.freshness < 1:
        yield Way.ANSWER_AGAIN, FRESHNESS_WEIGHT * (1 - trust.freshness)
    if agreement_seen and settled.spread and trust.agreement < 1:
        yield Way.TALK, AGREEMENT_WEIGHT * (1 - trust.agreement)


def _first(trust: PracticeConfidence, respondents: int) -> Fraction:
    """The confidence in a practice that counts nothing yet, once one person gives a level."""
    lone = RESPONSE_WEIGHT * Fraction(1, max(1, respondents)) + AGREEMENT_WEIGHT * trust.agreement
    return EVIDENCE_WEIGHT * trust.evidence + lone + FRESHNESS_WEIGHT


def _cheapest(ways: Iterable[Advice]) -> tuple[Advice, ...]:
    return tuple(sorted(ways, key=lambda one: -one.gain / one.minutes)[:OFFERED])
