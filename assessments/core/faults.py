"""What is wrong with a catalog: every fault of a draft, each as one plain sentence."""

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import chain

from assessments.core.catalog import IN_PLACE, LEVELS, Catalog, Effort, Gate, Practice, Thresholds
from assessments.core.cycles import cycles

STRICTEST = Thresholds()
MOST_WEEKS = 100
LARGEST_FACTOR = 10


def problems(catalog: Catalog, *, baseline: Catalog | None = None) -> tuple[str, ...]:
    """Every fault of `catalog`, empty when it may be published (`domain.md` 4.4 and 4.8).

    With `baseline`, the built-in catalog, also whether its fixed gates were removed, weakened or hollowed out.
    """
    checks = (
        _codes(catalog),
        _disciplines(catalog),
        _practices(catalog),
        _gates(catalog),
        _level_names(catalog),
        _thresholds(catalog.thresholds),
        _fixed_gates(catalog),
        _kept(catalog, baseline) if baseline else (),
        cycles(catalog),
    )
    return tuple(dict.fromkeys(chain.from_iterable(checks)))


def absent_gates(catalog: Catalog, baseline: Catalog) -> tuple[str, ...]:
    """The fixed gates of `baseline` that `catalog` lacks though it asks practices they hold back, a sentence each."""
    gates = {(gate.before, gate.after): gate.level for gate in catalog.gates}
    return tuple(
        f"This catalog has no gate from {baseline.discipline[fixed.before].name} to "
        f"{baseline.discipline[fixed.after].name} at level {fixed.level} or above, "
        "which the built-in catalog keeps fixed."
        for fixed in baseline.gates
        if fixed.fixed and gates.get((fixed.before, fixed.after), 0) < fixed.level
        if any(practice.code in catalog.practice for practice in baseline.discipline[fixed.after].practices)
    )


def _codes(catalog: Catalog) -> Iterator[str]:
    dimensions = [dimension for discipline in catalog.disciplines for dimension in discipline.dimensions]
    practices = [practice for dimension in dimensions for practice in dimension.practices]
    for kind, codes in (
        ("discipline", [item.code for item in catalog.disciplines]),
        ("dimension", [item.code for item in dimensions]),
        ("practice", [item.code for item in practices]),
        ("statement", [item.code for item in catalog.statements]),
        ("source", [item.code for item in catalog.sources]),
    ):
        for code, count in Counter(codes).items():
            if not code.strip():
                yield f"A {kind} has no code."
            elif count > 1:
                yield f"The {kind} code {code} is used {count} times."


def _disciplines(catalog: Catalog) -> Iterator[str]:
    if not catalog.disciplines:
        yield "The catalog has no discipline."
    for discipline in catalog.disciplines:
        yield from _blank(f"Discipline {discipline.code}", name=discipline.name)
        if not discipline.dimensions:
            yield f"Discipline {discipline.code} has no dimension."
        for dimension in discipline.dimensions:
            yield from _blank(f"Dimension {dimension.code}", name=dimension.name)
            if not dimension.practices:
                yield f"Dimension {dimension.code} has no practice."


def _blank(place: str, **texts: str) -> Iterator[str]:
    return (f"{place} has no {name}." for name, text in texts.items() if not text.strip())


def _practices(catalog: Catalog) -> Iterator[str]:
    statements = {statement.code for statement in catalog.statements}
    sources = {source.code for source in catalog.sources}
    for discipline in catalog.disciplines:
        highest = _gate_level(catalog, discipline.code)
        for practice in discipline.practices:
            place = f"Practice {practice.code}"
            yield from _blank(place, name=practice.name, question=practice.question, owner=practice.owner)
            yield from _anchors(practice, highest if practice.foundation else IN_PLACE, discipline.code)
            yield from _needs(practice, catalog)
            yield from _unknown(place, "statement", practice.statements, statements)
            yield from _unknown(place, "source", practice.sources, sources)
            if practice.foundation and practice.not_applicable_when.strip():
                yield f"{place} is a foundation, so it may not allow 'not applicable'."


def _gate_level(catalog: Catalog, before: str) -> int:
    """The highest level that a gate asks of the foundations of `before`, at least 2; impossible levels aside."""
    return max([IN_PLACE, *(gate.level for gate in catalog.gates if gate.before == before and gate.level in LEVELS)])


def _anchors(practice: Practice, needed: int, discipline: str) -> Iterator[str]:
    place = f"Practice {practice.code}"
    if len(practice.anchors) != len(LEVELS):
        yield f"{place} has {len(practice.anchors)} anchors; it must have five, one for each level from 0 to 4."
    highest = max(_offered(practice), default=-1)
    if len(_offered(practice)) < 2:
        yield f"{place} offers fewer than two levels, so there is nothing to choose."
    elif highest < IN_PLACE:
        yield f"{place} offers no level above {highest}, so it can never be in place (level 2)."
    elif highest < needed:
        yield f"{place} offers no level above {highest}, but a gate asks the foundations of {discipline} for {needed}."


def _offered(practice: Practice) -> list[int]:
    return [level for level in practice.offered if level in LEVELS and practice.anchors[level].strip()]


def _needs(practice: Practice, catalog: Catalog) -> Iterator[str]:
    place = f"Practice {practice.code}"
    for code, count in Counter(need.practice for need in practice.needs).items():
        if count > 1:
            yield f"{place} names {code} {count} times among its prerequisites."
    for need in practice.needs:
        needed = catalog.practice.get(need.practice)
        if need.practice == practice.code:
            yield f"{place} needs itself."
        elif needed is None:
            yield f"{place} needs {need.practice}, which does not exist."
        elif need.level not in LEVELS[1:]:
            yield f"{place} needs {need.practice} at level {need.level}; it must be a level from 1 to 4."
        elif max(_offered(needed), default=0) < need.level:
            yield f"{place} needs {need.practice} at level {need.level}, which {need.practice} does not offer."


def _unknown(place: str, kind: str, codes: Iterable[str], known: set[str]) -> Iterator[str]:
    return (f"{place} names the {kind} {code}, which does not exist." for code in codes if code not in known)


def _gates(catalog: Catalog) -> Iterator[str]:
    statements = {statement.code for statement in catalog.statements}
    for (before, after), count in Counter((gate.before, gate.after) for gate in catalog.gates).items():
        if count > 1:
            yield f"There are {count} gates from {before} to {after}; one is enough."
    for gate in catalog.gates:
        place = _place(gate)
        yield from _blank(place, reason=gate.reason)
        yield from _unknown(place, "discipline", (gate.before, gate.after), set(catalog.discipline))
        yield from _unknown(place, "statement", filter(None, (gate.statement,)), statements)
        if gate.before == gate.after:
            yield f"{place} leads from a discipline to itself."
        if gate.level not in LEVELS[1:]:
            yield f"{place} has level {gate.level}; it must be a level from 1 to 4."


def _place(gate: Gate) -> str:
    return f"The gate from {gate.before} to {gate.after}"


def _level_names(catalog: Catalog) -> Iterator[str]:
    given = Counter(level.number for level in catalog.levels)
    if catalog.levels and given != Counter(LEVELS):
        yield "The level names must be five, one for each level from 0 to 4."
    for level in catalog.levels:
        yield from _blank(f"Level {level.number}", name=level.name)


def _thresholds(thresholds: Thresholds) -> Iterator[str]:
    for name, share in (("breadth", thresholds.breadth), ("no_gaps", thresholds.no_gaps)):
        if not 0 < share <= 1:
            yield f"The threshold {name} must be above 0 and at most 1."
    if not 0 <= thresholds.not_applicable <= 1:
        yield "The threshold not_applicable must lie between 0 and 1."
    if thresholds.evidence_days < 1:
        yield "The threshold evidence_days must be at least 1."
    weeks, factors = thresholds.effort_weeks, thresholds.step_factors
    if set(weeks) != set(Effort) or not all(0 < one <= MOST_WEEKS for one in weeks.values()):
        yield f"The threshold effort_weeks must give S, M and L person-weeks above 0 and at most {MOST_WEEKS}."
    if len(factors) != len(LEVELS) - 1 or not all(0 < one <= LARGEST_FACTOR for one in factors):
        yield (
            f"The threshold step_factors must be four numbers above 0 and at most {LARGEST_FACTOR}, "
            "one for each step from level 0 to level 4."
        )


def _fixed_gates(catalog: Catalog) -> Iterator[str]:
    fixed = [gate for gate in catalog.gates if gate.fixed]
    for gate in fixed:
        if gate.level < IN_PLACE:
            yield f"{_place(gate)} is fixed, so its level may not be below 2."
    if fixed:
        yield from _weakened(catalog.thresholds)


def _weakened(thresholds: Thresholds) -> Iterator[str]:
    for name in ("breadth", "no_gaps"):
        if getattr(thresholds, name) < getattr(STRICTEST, name):
            yield f"The threshold {name} may not be below {float(getattr(STRICTEST, name))} while a gate is fixed."
    for name in ("not_applicable", "evidence_days"):
        if getattr(thresholds, name) > getattr(STRICTEST, name):
            limit = getattr(STRICTEST, name)
            shown = limit if isinstance(limit, int) else float(limit)
            yield f"The threshold {name} may not be above {shown} while a gate is fixed."


def _kept(catalog: Catalog, baseline: Catalog) -> Iterator[str]:
    gates = {(gate.before, gate.after): gate for gate in catalog.gates}
    for fixed in (gate for gate in baseline.gates if gate.fixed):
        gate = gates.get((fixed.before, fixed.after))
        if gate is None:
            yield f"{_place(fixed)} is fixed and may not be removed."
            continue
        if not gate.fixed:
            yield f"{_place(fixed)} must stay marked as fixed."
        if gate.level < fixed.level:
            yield f"{_place(fixed)} is fixed and may not be set below level {fixed.level}."
        yield from _hollowed(catalog, baseline, fixed)


def _hollowed(catalog: Catalog, baseline: Catalog, gate: Gate) -> Iterator[str]:
    needed = _foundations(baseline, gate.before)
    present = _foundations(catalog, gate.before)
    if present < needed:
        yield (f"{_place(gate)} is fixed, so {gate.before} must keep at least {needed} foundations; it has {present}.")
    for code in (gate.before, gate.after):
        discipline = catalog.discipline.get(code)
        if discipline and not discipline.practices:
            yield f"{_place(gate)} is fixed, so {code} must have practices."


def _foundations(catalog: Catalog, code: str) -> int:
    discipline = catalog.discipline.get(code)
    return sum(practice.foundation for practice in discipline.practices) if discipline else 0
