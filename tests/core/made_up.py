"""Small made-up content, for tests that need just this and no more."""

from collections.abc import Sequence
from dataclasses import replace

from assessments.core.catalog import IN_PLACE, Catalog, Dimension, Discipline, Effort, Gate, Practice, Thresholds

EVERY_LEVEL = (0, 1, 2, 3, 4)


def practice(
    code: str, *, foundation: bool = False, optional: bool = False, offered: Sequence[int] = EVERY_LEVEL
) -> Practice:
    return Practice(
        code=code,
        name=code,
        question=f"{code}?",
        anchors=tuple(f"Done to {number}." if number in offered else "" for number in EVERY_LEVEL),
        foundation=foundation,
        effort=Effort.SMALL,
        owner="Somebody",
        not_applicable_when="there is none" if optional else "",
    )


def parted(*parts: tuple[Practice, ...]) -> Discipline:
    """A discipline of several dimensions."""
    return Discipline("parted", "Parted", "", tuple(Dimension(f"part-{n}", "", "", one) for n, one in enumerate(parts)))


def discipline(code: str, *practices: Practice) -> Discipline:
    """A discipline of one dimension, or of none without a practice."""
    return replace(parted(*filter(None, (practices,))), code=code, name=code)


def small(code: str) -> Discipline:
    """A discipline of one foundation, `<code>-F`."""
    return discipline(code, practice(f"{code}-F", foundation=True))


def gate(before: str, after: str, at: int = IN_PLACE) -> Gate:
    return Gate(before, after, at, f"{before} comes first.")


def catalog(
    *gates: Gate, codes: str = "abcd", source: Discipline | None = None, thresholds: Thresholds | None = None
) -> Catalog:
    """Disciplines of one foundation each; `source` takes the place of the one with its code."""
    own = {source.code: source} if source else {}
    disciplines = tuple(own.get(code) or small(code) for code in codes)
    return Catalog(disciplines, gates, thresholds=thresholds or Thresholds())
