"""The cheapest set of steps that opens a gate or reaches targets, and the work besides (`domain.md` 4.4)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from assessments.core.agreement import UNANSWERED, Settled
from assessments.core.catalog import IN_PLACE, LEVELS, Catalog, Discipline, Gate, Practice
from assessments.core.gates import GateOutcome, TeamReadiness
from assessments.core.planning.bounds import Bounds, Demand, Problem
from assessments.core.planning.selection import select
from assessments.core.scoring import agreed_level, is_excluded, needed


@dataclass(frozen=True, slots=True)
class Step:
    """One practice raised to its next offered level; `effort` in person-weeks (`domain.md` 4.7)."""

    practice: str
    from_level: int
    to_level: int
    effort: Fraction


@dataclass(frozen=True, slots=True)
class Choice:
    """The steps chosen, in catalog order, and their effort in person-weeks.

    `slack` is the most by which the effort may exceed the least possible; 0 means proven cheapest.
    """

    steps: tuple[Step, ...]
    effort: Fraction
    slack: Fraction


@dataclass(frozen=True, slots=True)
class Work:
    """What a gate needs besides steps: the check it serves (G1 to G6), the practice, and what to do in words."""

    check: str
    practice: str
    what: str


@dataclass(frozen=True, slots=True)
class Unlock:
    """The shortest way to open a gate. `reachable` is false when the offered levels cannot meet G1 to G3 at all."""

    gate: Gate
    steps: tuple[Step, ...]
    work: tuple[Work, ...]
    effort: Fraction
    slack: Fraction
    reachable: bool = True


def planned_levels(catalog: Catalog, settled: Mapping[str, Settled]) -> dict[str, int]:
    """The level from which each practice is planned: an unanswered one counts as level 0 (`domain.md` 4.4)."""
    return {code: agreed_level(practice, settled) or 0 for code, practice in catalog.practice.items()}


def excluded(catalog: Catalog, settled: Mapping[str, Settled]) -> frozenset[str]:
    """The practices that are not applicable, where that counts (F11)."""
    return frozenset(code for code, practice in catalog.practice.items() if is_excluded(practice, settled))


def cheapest(
    catalog: Catalog,
    levels: Mapping[str, int],
    *,
    not_applicable: frozenset[str],
    targets: Mapping[str, int],
    ceiling: Mapping[str, int] | None = None,
) -> Choice:
    """The cheapest raises after which each discipline has F6 (a) to (c) at its target, closed over prerequisites.

    A practice without a level counts as level 0; a target of 0 asks for nothing; `ceiling` is the highest level that a
    practice named in it may come to. Raises `ValueError` when the targets are out of reach: ask `highest` before.
    """
    codes = _concerned(catalog, targets, not_applicable)
    problem = _problem(catalog, codes, levels, targets, ceiling or {})
    selection = select(problem)
    if selection is None:
        raise ValueError(f"No raise of the offered levels reaches the targets {dict(targets)}.")
    raised = zip(codes, selection.levels, strict=True)
    steps = tuple(
        step for code, level in raised for step in steps_to(catalog, code, now=levels.get(code, 0), level=level)
    )
    parts = catalog.order.parts
    return Choice(steps, Fraction(selection.cost, parts), Fraction(selection.slack, parts))


def highest(
    catalog: Catalog, levels: Mapping[str, int], *, not_applicable: frozenset[str], ceiling: Mapping[str, int]
) -> Mapping[str, int]:
    """The highest maturity level that each discipline could be raised to at all."""
    codes = [code for code in catalog.practice if code not in not_applicable]
    bounds = Bounds.widest(_problem(catalog, codes, levels, {}, ceiling))
    reach = dict(zip(codes, bounds.high, strict=True))
    return {one.code: _maturity(catalog, one, reach) for one in catalog.disciplines}


def reaches(catalog: Catalog, discipline: Discipline, *, levels: Mapping[str, int], target: int) -> bool:
    """Whether the levels of its applicable practices, all others left out, meet F6 (a) to (c) at a maturity level."""
    counted = [practice for practice in discipline.practices if practice.code in levels]
    at_level, below = _counts(catalog, len(counted), target)
    return (
        all(levels.get(practice.code, -1) >= target for practice in discipline.practices if practice.foundation)
        and sum(levels[practice.code] >= target for practice in counted) >= at_level
        and sum(levels[practice.code] >= target - 1 for practice in counted) >= below
    )


def unlock(catalog: Catalog, settled: Mapping[str, Settled], *, readiness: TeamReadiness, gate: Gate) -> Unlock:
    """The shortest way to open one gate, as far as its own source is concerned."""
    levels, not_applicable = planned_levels(catalog, settled), excluded(catalog, settled)
    reachable = highest(catalog, levels, not_applicable=not_applicable, ceiling={})[gate.before] >= gate.level
    choice = Choice((), Fraction(0), Fraction(0))
    if reachable:
        choice = cheapest(catalog, levels, not_applicable=not_applicable, targets={gate.before: gate.level})
    work = work_for(catalog, settled, outcome=readiness.gate(gate.before, gate.after), steps=choice.steps)
    return Unlock(gate, choice.steps, work, choice.effort, choice.slack, reachable)


def steps_to(catalog: Catalog, code: str, *, now: int, level: int) -> Iterator[Step]:
    """The steps of one practice from its level now, over the levels it offers."""
    passed = [now, *(offered for offered in catalog.practice[code].offered if now < offered <= level)]
    for from_level, to_level in pairwise(passed):
        yield Step(code, from_level, to_level, catalog.order.effort(code, from_level, to_level))


def work_for(
    catalog: Catalog, settled: Mapping[str, Settled], *, outcome: GateOutcome, steps: tuple[Step, ...]
) -> tuple[Work, ...]:
    """What a gate that is not open needs besides steps: answers, disagreements settled, evidence, honest scope."""
    failing = {check.code: check.failing for check in outcome.checks}
    asked = {*failing["G1"], *outcome.deciding, *(step.practice for step in steps)}
    if outcome.gate.level == 1:
        asked.update(failing["G3"])
    source = catalog.discipline[outcome.gate.before].practices
    unanswered = [one for one in source if one.code in asked and settled.get(one.code, UNANSWERED).level is None]
    return (
        *(Work(_check(failing, one.code), one.code, answer_words(one)) for one in unanswered),
        *(Work("G4", code, f"Settle the disagreement on “{catalog.practice[code].name}”.") for code in failing["G4"]),
        *(Work("G5", code, evidence_words(catalog.practice[code])) for code in failing["G5"]),
        *(Work("G6", code, _scope(catalog.practice[code])) for code in failing["G6"]),
    )


def answer_words(practice: Practice) -> str:
    """What to do about an unanswered practice."""
    return f"Answer “{practice.name}”; until then it counts as level 0."


def evidence_words(practice: Practice) -> str:
    """What to do about a foundation without evidence."""
    hint = practice.evidence_hint.rstrip(".")
    example = f", for example {hint[:1].lower()}{hint[1:]}" if hint else ""
    return f"Show evidence for “{practice.name}”{example}."


def _check(failing: Mapping[str, tuple[str, ...]], code: str) -> str:
    """The first of G1 to G3 that an unanswered practice fails; the last where the plan alone asks for it."""
    return next((check for check in ("G1", "G2") if code in failing[check]), "G3")


def _scope(practice: Practice) -> str:
    return f"Judge again whether “{practice.name}” is really not applicable; too many practices are."


def _counts(catalog: Catalog, practices: int, level: int) -> tuple[int, int]:
    thresholds = catalog.thresholds
    return (needed(thresholds.breadth, practices), needed(thresholds.no_gaps, practices)) if level else (0, 0)


def _maturity(catalog: Catalog, discipline: Discipline, levels: Mapping[str, int]) -> int:
    return max((level for level in LEVELS[1:] if reaches(catalog, discipline, levels=levels, target=level)), default=0)


def _concerned(catalog: Catalog, targets: Mapping[str, int], not_applicable: frozenset[str]) -> list[str]:
    """The practices of the targeted disciplines and all that they may need, in catalog order."""
    todo = [one.code for code, level in targets.items() if level for one in catalog.discipline[code].practices]
    found: set[str] = set()
    while todo:
        code = todo.pop()
        if code not in found and code not in not_applicable:
            found.add(code)
            todo += [need.practice for need in catalog.practice[code].needs]
    return sorted(found, key=catalog.order.position.__getitem__)


def _problem(
    catalog: Catalog,
    codes: list[str],
    levels: Mapping[str, int],
    targets: Mapping[str, int],
    ceiling: Mapping[str, int],
) -> Problem:
    """The search's own picture: practices by position, levels already met left out."""
    at = {code: position for position, code in enumerate(codes)}
    practices = [catalog.practice[code] for code in codes]
    now = [levels.get(code, 0) for code in codes]
    needs: list[list[tuple[int, int]]] = [[] for _ in codes]
    needed_by: list[list[tuple[int, int]]] = [[] for _ in codes]
    for practice in practices:
        for need in practice.needs if now[at[practice.code]] < IN_PLACE else ():
            if need.practice in at and now[at[need.practice]] < need.level:
                needs[at[practice.code]].append((at[need.practice], need.level))
                needed_by[at[need.practice]].append((at[practice.code], need.level))
    return Problem(
        options=[
            _options(one, level, ceiling.get(one.code, LEVELS[-1])) for one, level in zip(practices, now, strict=True)
        ],
        costs=[_costs(catalog.order.units[code], level) for code, level in zip(codes, now, strict=True)],
        floors=[targets.get(catalog.discipline_of[one.code], 0) if one.foundation else 0 for one in practices],
        needs=needs,
        needed_by=needed_by,
        demands=[
            _demand(catalog, catalog.discipline[code], level, at) for code, level in sorted(targets.items()) if level
        ],
    )


def _options(practice: Practice, now: int, ceiling: int) -> list[int]:
    return [now, *(level for level in practice.offered if now < level <= ceiling)]


def _costs(units: tuple[int, ...], now: int) -> list[int]:
    return [cost - units[now] for cost in units]


def _demand(catalog: Catalog, discipline: Discipline, level: int, at: Mapping[str, int]) -> Demand:
    members = tuple(at[practice.code] for practice in discipline.practices if practice.code in at)
    return Demand(level, *_counts(catalog, len(members), level), members)
