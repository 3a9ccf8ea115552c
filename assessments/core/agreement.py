"""Several answers to one practice become one agreed level and a spread (`domain.md` F1, F7, F10, F11)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache
from typing import Any

CONTESTED_RANGE = 2
CONTESTED_BELOW = Fraction(1, 2)
MIXED_BELOW = Fraction(7, 10)
RANDOM_VARIANCE = 2
ROLE_GROUP_FROM = 3


class Kind(StrEnum):
    """What sort of answer was given; no answer at all is no `Answer`."""

    LEVEL = "level"
    DONT_KNOW = "dont_know"
    NOT_APPLICABLE = "not_applicable"


@dataclass(frozen=True, slots=True)
class Answer:
    """What one respondent said of one practice; `level` (0 to 4) is set for `Kind.LEVEL` only."""

    kind: Kind
    level: int | None = None


class EvidenceKind(StrEnum):
    """What an entry of evidence is; a link weighs more than a note (F9)."""

    NOTE = "note"
    LINK = "link"


class Verdict(StrEnum):
    """How far the answers to one practice agree (F7)."""

    AGREED = "agreed"
    MIXED = "mixed"
    CONTESTED = "contested"


@dataclass(frozen=True, slots=True)
class Spread:
    """The disagreement on one practice: range in levels, `agreement` the r_wg in 0 to 1 (F7)."""

    lowest: int
    highest: int
    agreement: Fraction
    verdict: Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """What is known of one practice once its answers are brought together; the input that a Result freezes.

    `level` is the agreed level (None: missing), `numbers` are the numeric answers, sorted and without names,
    `recorded` says that a lead recorded the agreed level, `evidence_kind` is that of the strongest entry,
    `evidence_on` the day of the newest entry, `answered_on` the day of the newest answer. `unconfirmed` says that all
    called it not applicable and nobody has confirmed it, so that it is missing; `reasons` are why it does not apply,
    in the order of the alphabet, which does not tell whose they are.
    `dissent` is what those say who see the recorded level otherwise.
    """

    level: int | None = None
    not_applicable: bool = False
    numbers: tuple[int, ...] = ()
    dont_know: int = 0
    recorded: bool = False
    evidence_kind: EvidenceKind | None = None
    evidence_on: date | None = None
    answered_on: date | None = None
    unconfirmed: bool = False
    reasons: tuple[str, ...] = ()
    dissent: str = ""

    @property
    def answered(self) -> bool:
        """Whether anybody answered at all, don't know and not applicable included."""
        return self.level is not None or self.not_applicable or self.unconfirmed or self.dont_know > 0

    @property
    def find_out(self) -> bool:
        """Whether it was answered, yet nobody knew: listed under 'find out' (F10)."""
        return self.level is None and self.dont_know > 0

    @property
    def spread(self) -> Spread | None:
        """The disagreement among the numeric answers (F7); None under two of them."""
        return _spread(self.numbers) if len(self.numbers) > 1 else None


UNANSWERED = Settled()


def lower_median(numbers: Sequence[int]) -> int | None:
    """The middle answer, of two middle ones the lower; None without any (F1)."""
    return sorted(numbers)[(len(numbers) - 1) // 2] if numbers else None


def settle(
    answers: Sequence[Answer],
    *,
    recorded: int | None = None,
    dissent: str = "",
    evidence: Sequence[tuple[EvidenceKind, date]] = (),
    answered_on: date | None = None,
    confirmed: bool = True,
    reasons: Sequence[str] = (),
) -> Settled:
    """Bring the answers to one practice together (F1, F10, F11).

    `recorded` is the level a lead recorded, with the `dissent`; outside the range of the numeric answers neither
    counts. `confirmed` says whether *not applicable* may count (`core.exclusions`), `reasons` are those that were
    given for it. Whether the practice allows *not applicable* is judged where it is scored.
    """
    numbers = tuple(sorted([answer.level for answer in answers if answer.level is not None]))
    counts = recorded is not None and bool(numbers) and numbers[0] <= recorded <= numbers[-1]
    others = [answer.kind for answer in answers if answer.level is None]
    excluded = bool(others) and not numbers and all(kind is Kind.NOT_APPLICABLE for kind in others)
    return Settled(
        level=recorded if counts else lower_median(numbers),
        not_applicable=excluded and confirmed,
        numbers=numbers,
        dont_know=others.count(Kind.DONT_KNOW),
        recorded=counts,
        evidence_kind=_strongest([kind for kind, _ in evidence]),
        evidence_on=max((on for _, on in evidence), default=None),
        answered_on=answered_on,
        unconfirmed=excluded and not confirmed,
        reasons=tuple(sorted(set(reasons))) if excluded else (),
        dissent=dissent if counts else "",
    )


def role_medians(levels_by_role: Mapping[str, Sequence[int]]) -> Mapping[str, int]:
    """The lower median of each work role with three numeric answers or more (F7)."""
    return {
        role: median
        for role, levels in levels_by_role.items()
        if len(levels) >= ROLE_GROUP_FROM and (median := lower_median(levels)) is not None
    }


def role_gap(levels_by_role: Mapping[str, Sequence[int]]) -> int | None:
    """How many levels the work roles' medians lie apart; None when under one level or under two such groups (F7)."""
    medians = role_medians(levels_by_role).values()
    return (max(medians) - min(medians) or None) if medians else None


def to_json(settled: Mapping[str, Settled]) -> dict[str, object]:
    """The inputs of a Result as plain JSON values by practice code; what is at its default is left out."""
    return {code: _plain(one) for code, one in settled.items()}


def from_json(stored: Mapping[str, Any]) -> dict[str, Settled]:
    """The exact inverse of `to_json`; a field of an unknown name raises `TypeError`."""
    return {code: _revived(one) for code, one in stored.items()}


def _strongest(kinds: Sequence[EvidenceKind]) -> EvidenceKind | None:
    if EvidenceKind.LINK in kinds:
        return EvidenceKind.LINK
    return EvidenceKind.NOTE if kinds else None


# The same few combinations come back in every team, and each is asked for many times while gates are looked at.
@lru_cache(maxsize=4096)
def _spread(numbers: tuple[int, ...]) -> Spread:
    lowest, highest = min(numbers), max(numbers)
    agreement = max(Fraction(0), 1 - _sample_variance(numbers) / RANDOM_VARIANCE)
    return Spread(lowest, highest, agreement, _verdict(highest - lowest, agreement))


def _sample_variance(numbers: Sequence[int]) -> Fraction:
    count = len(numbers)
    squares = count * sum(number * number for number in numbers) - sum(numbers) ** 2
    return Fraction(squares, count * (count - 1))


def _verdict(distance: int, agreement: Fraction) -> Verdict:
    if distance >= CONTESTED_RANGE and agreement < CONTESTED_BELOW:
        return Verdict.CONTESTED
    return Verdict.MIXED if agreement < MIXED_BELOW else Verdict.AGREED


def _plain(settled: Settled) -> dict[str, object]:
    changed = {field.name: getattr(settled, field.name) for field in fields(settled)}
    return {name: _plain_value(value) for name, value in changed.items() if value != getattr(UNANSWERED, name)}


def _plain_value(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, EvidenceKind):
        return value.value
    return list(value) if isinstance(value, tuple) else value


def _revived(stored: Mapping[str, Any]) -> Settled:
    values = dict(stored)
    for name in ("numbers", "reasons"):
        if name in values:
            values[name] = tuple(values[name])
    if "evidence_kind" in values:
        values["evidence_kind"] = EvidenceKind(values["evidence_kind"])
    for name in ("evidence_on", "answered_on"):
        if name in values:
            values[name] = date.fromisoformat(values[name])
    return Settled(**values)
