"""What a review asks about: answers that do not fit together, and foundations that nothing shows (`DESIGN.md` 11)."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar, TypeAlias

from assessments.core.agreement import UNANSWERED, Settled
from assessments.core.catalog import IN_PLACE, Catalog, Need, Practice

SAME_TEXT_FROM = 3
SHORTEST_TEXT = 12
NAMED = 3


@dataclass(frozen=True, slots=True)
class Unmet:
    """A question to the team: `practice` is said to be at `level`, though what it needs is only at `have`."""

    kind: ClassVar = "needs"

    practice: Practice
    level: int
    need: Need
    needed: Practice
    have: int

    @property
    def practices(self) -> tuple[Practice, ...]:
        """What it is about, the one that is asked about first."""
        return self.practice, self.needed

    @property
    def key(self) -> str:
        """What names it for as long as nothing about it changes."""
        return f"needs:{self.practice.code}@{self.level}>{self.needed.code}@{self.have}"


@dataclass(frozen=True, slots=True)
class Unbacked:
    """A question to the team: nothing shows `practice` at `level`, though `lower`, in its dimension, is shown."""

    kind: ClassVar = "evidence"

    practice: Practice
    level: int
    lower: Practice
    lower_level: int

    @property
    def practices(self) -> tuple[Practice, ...]:
        """What it is about, the one that is asked about first."""
        return self.practice, self.lower

    @property
    def key(self) -> str:
        """What names it for as long as nothing about it changes."""
        return f"evidence:{self.practice.code}@{self.level}>{self.lower.code}@{self.lower_level}"


@dataclass(frozen=True, slots=True)
class Repeated:
    """A question to the team: the same text stands beside all these practices."""

    kind: ClassVar = "text"

    practices: tuple[Practice, ...]
    text: str

    @property
    def key(self) -> str:
        """What names it until the text or the number of its practices changes; the first few stand for all."""
        codes = "+".join(one.code for one in self.practices[:NAMED])
        return f"text:{codes}:{len(self.practices)}:{len(folded(self.text))}"


Doubt: TypeAlias = Unmet | Unbacked | Repeated


def doubts(
    catalog: Catalog, levels: Mapping[str, int], *, shown: Collection[str], texts: Mapping[str, Collection[str]]
) -> tuple[Doubt, ...]:
    """Everything to ask about, kind by kind and in catalog order; no question ever changes a score (`domain.md` 3.1).

    `levels` holds the practices that have a level, `shown` those that have evidence, `texts` what stands beside each.
    """
    return (*unmet(catalog, levels), *unbacked(catalog, levels, shown), *repeated(catalog, texts))


def unmet(catalog: Catalog, levels: Mapping[str, int]) -> Iterator[Unmet]:
    """Every practice at level 2 or more whose prerequisite has a level below the needed one.

    One that is missing or not applicable raises no question.
    """
    for code, practice in catalog.practice.items():
        if levels.get(code, 0) >= IN_PLACE:
            for need in practice.needs:
                have = levels.get(need.practice, need.level)
                if have < need.level:
                    yield Unmet(practice, levels[code], need, catalog.practice[need.practice], have)


def unbacked(catalog: Catalog, levels: Mapping[str, int], shown: Collection[str]) -> Iterator[Unbacked]:
    """Every practice at level 2 or more without evidence, where one of its dimension at a lower level has some."""
    for code, practice in catalog.practice.items():
        level = levels.get(code, 0)
        if level >= IN_PLACE and code not in shown:
            beside = (one for one in catalog.dimension_of[code].practices if one.code in shown)
            lower = next((one for one in beside if levels.get(one.code, level) < level), None)
            if lower is not None:
                yield Unbacked(practice, level, lower, levels[lower.code])


def repeated(catalog: Catalog, texts: Mapping[str, Collection[str]]) -> Iterator[Repeated]:
    """Every text of `SHORTEST_TEXT` characters or more that stands beside three practices or more.

    Blanks and capitals make no difference; it is shown as it stands beside the first.
    """
    places: dict[str, dict[str, str]] = {}
    for code in catalog.practice:
        for text in texts.get(code, ()):
            places.setdefault(folded(text), {}).setdefault(code, text)
    for same, by_code in places.items():
        if len(same) >= SHORTEST_TEXT and len(by_code) >= SAME_TEXT_FROM:
            yield Repeated(tuple(catalog.practice[code] for code in by_code), next(iter(by_code.values())))


def folded(text: str) -> str:
    """A text without what makes no difference: capitals, and how many blanks and line ends stand between words."""
    return " ".join(text.casefold().split())


def unshown(catalog: Catalog, settled: Mapping[str, Settled], *, on: date) -> tuple[Practice, ...]:
    """The foundations that were given a level though no evidence holds on this day, in catalog order (G5)."""
    return tuple(
        practice
        for code, practice in catalog.practice.items()
        if practice.foundation and _is_unshown(settled.get(code, UNANSWERED), on, catalog.thresholds.evidence_days)
    )


def _is_unshown(one: Settled, on: date, days: int) -> bool:
    if one.level is None:
        return False
    return one.evidence_on is None or (on - one.evidence_on).days >= days
