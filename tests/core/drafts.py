"""Small catalogs to be made faulty, and the built-in one with one practice changed."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from assessments.core.catalog import Catalog, Dimension, Discipline, Effort, Gate, Practice, Thresholds
from assessments.files import BUILT_IN, read_catalog

FIVE = ("none", "some", "most", "nearly all", "improving")
BUILT_IN_CATALOG = read_catalog(BUILT_IN)


def a_practice(code: str = "A-1", **changes: Any) -> Practice:
    practice = Practice(
        code=code, name="Name", question="Question?", anchors=FIVE, foundation=False, effort=Effort.SMALL, owner="Lead"
    )
    return replace(practice, **changes)


def a_discipline(code: str, *practices: Practice) -> Discipline:
    dimension = Dimension(code=f"{code}-dim", name="Dimension", about="", practices=practices)
    return Discipline(code=code, name=code.upper(), scope="", dimensions=(dimension,))


def a_catalog(*practices: Practice, **parts: Any) -> Catalog:
    return replace(Catalog(disciplines=(a_discipline("a", *(practices or (a_practice(),))),)), **parts)


def two_disciplines(*gates: Gate, first: Practice | None = None, second: Practice | None = None) -> Catalog:
    disciplines = (a_discipline("a", first or a_practice("A-1")), a_discipline("b", second or a_practice("B-1")))
    return Catalog(disciplines=disciplines, gates=gates)


def a_gate(before: str = "a", after: str = "b", *, level: int = 2, reason: str = "why", fixed: bool = False) -> Gate:
    return Gate(before=before, after=after, level=level, reason=reason, fixed=fixed)


def a_threshold(**changes: Any) -> Catalog:
    return a_catalog(thresholds=replace(Thresholds(), **changes))


def changed(code: str, change: Callable[[Practice], Practice]) -> Catalog:
    """The built-in catalog with one practice changed."""
    return replace(
        BUILT_IN_CATALOG,
        disciplines=tuple(
            replace(
                discipline,
                dimensions=tuple(
                    replace(
                        dimension,
                        practices=tuple(change(item) if item.code == code else item for item in dimension.practices),
                    )
                    for dimension in discipline.dimensions
                ),
            )
            for discipline in BUILT_IN_CATALOG.disciplines
        ),
    )
