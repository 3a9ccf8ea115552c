"""What one catalog has that another has not, so that nobody publishes by surprise."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields

from assessments.core.catalog import Catalog, Practice, Thresholds

Parts = Mapping[str, object]

CATALOG = "the catalog"


@dataclass(frozen=True, slots=True)
class Change:
    """What differs in one kind of content, each entry by its code; `what` is a plural such as 'practices'."""

    what: str
    added: tuple[str, ...]
    removed: tuple[str, ...]
    changed: tuple[str, ...]


def changes(old: Catalog, new: Catalog) -> tuple[Change, ...]:
    """One `Change` per kind of content that differs between two catalogs; empty when they are alike."""
    common = _codes(old) & _codes(new)
    before, after = _parts(old, common), _parts(new, common)
    found = (_change(what, before[what], after[what]) for what in before)
    return tuple(change for change in found if change.added or change.removed or change.changed)


def _change(what: str, before: Parts, after: Parts) -> Change:
    return Change(
        what=what,
        added=tuple(key for key in after if key not in before),
        removed=tuple(key for key in before if key not in after),
        changed=tuple(key for key in after if key in before and before[key] != after[key]),
    )


def _codes(catalog: Catalog) -> frozenset[str]:
    return frozenset(code for codes in _order(catalog).values() for code in codes)


def _parts(catalog: Catalog, common: frozenset[str]) -> Mapping[str, Parts]:
    return {
        "disciplines": {one.code: (one.name, one.scope) for one in catalog.disciplines},
        "dimensions": dict(_dimensions(catalog)),
        "practices": dict(_practices(catalog)),
        "anchors": dict(_anchors(catalog)),
        "prerequisites": dict(_needs(catalog)),
        "gates": {f"{gate.before} before {gate.after}": gate for gate in catalog.gates},
        "level names": {str(level.number): level for level in catalog.levels},
        "thresholds": dict(_thresholds(catalog.thresholds)),
        "statements": {statement.code: statement for statement in catalog.statements},
        "sources": {source.code: source for source in catalog.sources},
        "orders": {
            place: tuple(code for code in codes if code in common)
            for place, codes in _order(catalog).items()
            if place in common or place == CATALOG
        },
    }


def _dimensions(catalog: Catalog) -> Iterator[tuple[str, object]]:
    for discipline in catalog.disciplines:
        for dimension in discipline.dimensions:
            yield dimension.code, (discipline.code, dimension.name, dimension.about)


def _practices(catalog: Catalog) -> Iterator[tuple[str, object]]:
    apart = {"code", "anchors", "needs"}
    names = [field.name for field in fields(Practice) if field.name not in apart]
    for discipline in catalog.disciplines:
        for dimension in discipline.dimensions:
            for practice in dimension.practices:
                yield practice.code, (dimension.code, *(getattr(practice, name) for name in names))


def _anchors(catalog: Catalog) -> Iterator[tuple[str, object]]:
    for practice in catalog.practice.values():
        for level in practice.offered:
            yield f"{practice.code} level {level}", practice.anchors[level]


def _needs(catalog: Catalog) -> Iterator[tuple[str, object]]:
    for practice in catalog.practice.values():
        for need in practice.needs:
            yield f"{practice.code} needs {need.practice}", need.level


def _thresholds(thresholds: Thresholds) -> Iterator[tuple[str, object]]:
    for field in fields(thresholds):
        yield field.name.replace("_", " "), getattr(thresholds, field.name)


def _order(catalog: Catalog) -> Mapping[str, tuple[str, ...]]:
    """The codes within the catalog, each discipline and each dimension, in order."""
    orders = {CATALOG: tuple(one.code for one in catalog.disciplines)}
    for discipline in catalog.disciplines:
        orders[discipline.code] = tuple(one.code for one in discipline.dimensions)
        for dimension in discipline.dimensions:
            orders[dimension.code] = tuple(one.code for one in dimension.practices)
    return orders
