"""Practice by practice, what differs between two looks at a team, and what another catalog version asks differently."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assessments.core.agreement import UNANSWERED
from assessments.core.catalog import Catalog, Discipline, Practice
from assessments.core.looks import Look

MOST_MOVED = 5


@dataclass(frozen=True, slots=True)
class PracticeMove:
    """A practice with an agreed level on both sides that differs; `reworded`: its level texts differ as well."""

    practice: Practice
    discipline: Discipline
    from_level: int
    to_level: int
    reworded: bool

    @property
    def points(self) -> int:
        """How far it moved, in levels times its weight, down below 0."""
        return (self.to_level - self.from_level) * self.practice.weight


@dataclass(frozen=True, slots=True)
class Counts:
    """Practices of both versions: with a level on both sides, with one only now, with one only then."""

    rose: int
    fell: int
    given: int
    withdrawn: int

    @property
    def words(self) -> tuple[str, ...]:
        """'7 answers rose', '1 fell' and so on; the first that is said names what is counted."""
        said = (
            (self.rose, "rose", "rose"),
            (self.fell, "fell", "fell"),
            (self.given, "is new", "are new"),
            (self.withdrawn, "is gone", "are gone"),
        )
        found = [(number, one if number == 1 else many) for number, one, many in said if number]
        nouns = ["answer " if number == 1 else "answers " for number, _ in found[:1]] + [""] * len(found)
        return tuple(f"{number} {noun}{verb}" for (number, verb), noun in zip(found, nouns, strict=False))


@dataclass(frozen=True, slots=True)
class ContentChange:
    """What another catalog version asks differently, in catalog order; `reworded` have other level texts or weights.

    Disciplines that only one version has stand apart; their practices are not told one by one.
    """

    disciplines_added: tuple[Discipline, ...]
    disciplines_removed: tuple[Discipline, ...]
    added: tuple[Practice, ...]
    removed: tuple[Practice, ...]
    reworded: tuple[Practice, ...]
    thresholds: bool

    @property
    def any(self) -> bool:
        """Whether anything that scores is asked or judged differently."""
        parts = (self.disciplines_added, self.disciplines_removed, self.added, self.removed, self.reworded)
        return self.thresholds or any(parts)


def practice_moves(before: Look, after: Look) -> Iterator[PracticeMove]:
    """Every practice whose agreed level differs, in the order of the newer catalog version."""
    for code, practice in after.catalog.practice.items():
        earlier = before.catalog.practice.get(code)
        old, new = (look.settled.get(code, UNANSWERED).level for look in (before, after))
        if earlier is not None and old is not None and new is not None and old != new:
            discipline = after.catalog.discipline[after.catalog.discipline_of[code]]
            yield PracticeMove(practice, discipline, old, new, earlier.anchors != practice.anchors)


def furthest(moves: Sequence[PracticeMove]) -> tuple[PracticeMove, ...]:
    """Those that moved most, ties in catalog order."""
    return tuple(sorted(moves, key=lambda one: -abs(one.points))[:MOST_MOVED])


def counts(before: Look, after: Look) -> Counts:
    """How many practices moved which way."""
    codes = [code for code in after.catalog.practice if code in before.catalog.practice]
    pairs = [tuple(look.settled.get(code, UNANSWERED).level for look in (before, after)) for code in codes]
    return Counts(
        rose=sum(old is not None and new is not None and old < new for old, new in pairs),
        fell=sum(old is not None and new is not None and old > new for old, new in pairs),
        given=sum(old is None and new is not None for old, new in pairs),
        withdrawn=sum(old is not None and new is None for old, new in pairs),
    )


def content_change(before: Catalog, after: Catalog) -> ContentChange:
    """What the newer catalog version asks differently."""
    both = before.discipline.keys() & after.discipline.keys()
    old, new = (
        {code: one for code, one in catalog.practice.items() if catalog.discipline_of[code] in both}
        for catalog in (before, after)
    )
    return ContentChange(
        disciplines_added=tuple(one for one in after.disciplines if one.code not in both),
        disciplines_removed=tuple(one for one in before.disciplines if one.code not in both),
        added=tuple(one for code, one in new.items() if code not in old),
        removed=tuple(one for code, one in old.items() if code not in new),
        reworded=tuple(one for code, one in new.items() if code in old and _scores_otherwise(old[code], one)),
        thresholds=before.thresholds != after.thresholds,
    )


def _scores_otherwise(old: Practice, new: Practice) -> bool:
    return (old.anchors, old.foundation) != (new.anchors, new.foundation)
