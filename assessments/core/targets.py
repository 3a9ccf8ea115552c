"""What a plan aims at: the targets wished for, raised where a gate asks for it, lowered where nothing reaches them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from assessments.core.catalog import IN_PLACE, Catalog, Gate
from assessments.core.gates import Outcome, TeamReadiness
from assessments.core.unlocking import Choice, cheapest, highest


@dataclass(frozen=True, slots=True)
class Aims:
    """The target of each discipline as planned, 0 where nothing is, and the cheapest steps that reach them all.

    `raised` and `unreachable` say in sentences where a target differs from the one wished for.
    """

    targets: Mapping[str, int]
    choice: Choice
    raised: tuple[str, ...]
    unreachable: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Reach:
    """How far each discipline can be brought; `shut` are those behind a gate that nothing opens."""

    highest: Mapping[str, int]
    out_of_scope: frozenset[str]
    shut: Mapping[str, Gate]
    ceiling: Mapping[str, int]

    def of(self, code: str) -> int:
        return 0 if code in self.shut else self.highest[code]


def aim(
    catalog: Catalog,
    levels: Mapping[str, int],
    *,
    not_applicable: frozenset[str],
    readiness: TeamReadiness,
    targets: Mapping[str, int],
) -> Aims:
    """Settle the targets (2 where none is set, 0 where not wanted) and choose the steps (`domain.md` 4.7)."""
    reach = _reach(catalog, levels, not_applicable, readiness)
    wished = {one.code: targets.get(one.code, IN_PLACE) for one in catalog.disciplines}
    lowered = {code: min(level, reach.of(code)) for code, level in wished.items()}
    settled, concerned = lowered, {code for code, level in lowered.items() if level}
    while True:
        settled = _raised(catalog, readiness, settled, concerned)
        choice = cheapest(catalog, levels, not_applicable=not_applicable, targets=settled, ceiling=reach.ceiling)
        stepping = {catalog.discipline_of[step.practice] for step in choice.steps} & readiness.waiting
        if stepping <= concerned:
            break
        concerned |= stepping
    short = [code for code, level in wished.items() if lowered[code] < level]
    return Aims(
        settled,
        choice,
        raised=tuple(
            _raise_sentence(catalog, readiness, code, settled, concerned)
            for code in settled
            if settled[code] > lowered[code]
        ),
        unreachable=tuple(_shortfall(catalog, reach, code, wished[code]) for code in short),
    )


def closed_gates(catalog: Catalog, readiness: TeamReadiness) -> tuple[Gate, ...]:
    """The gates that are not open today, in graph order; an undecided gate counts as closed."""
    shut = {one.gate for one in readiness.gates if one.outcome is not Outcome.OPEN}
    return tuple(gate for gate in catalog.order.gates if gate in shut)


def level_words(catalog: Catalog, level: int) -> str:
    """A maturity level in words, as in 'level 2 (In place)'."""
    name = next((one.name for one in catalog.levels if one.number == level), "")
    return f"level {level} ({name})" if name else f"level {level}"


def listed(words: Iterable[str]) -> str:
    """Words as in 'A, B and C'."""
    *others, last = words
    return f"{', '.join(others)} and {last}" if others else last


def _reach(
    catalog: Catalog, levels: Mapping[str, int], not_applicable: frozenset[str], readiness: TeamReadiness
) -> _Reach:
    """Look again until nothing more is shut: what a shut discipline cannot raise, others cannot need."""
    out_of_scope = frozenset(one.discipline for one in readiness.disciplines if one.score.out_of_scope)
    shut: dict[str, Gate] = {}
    while True:
        ceiling = {one.code: levels[one.code] for code in shut for one in catalog.discipline[code].practices}
        reachable = dict(highest(catalog, levels, not_applicable=not_applicable, ceiling=ceiling))
        reachable.update(dict.fromkeys(out_of_scope, 0))
        found: dict[str, Gate] = {}
        for gate in closed_gates(catalog, readiness):
            if gate.before in found or reachable[gate.before] < gate.level:
                found.setdefault(gate.after, gate)
        if found.keys() == shut.keys():
            return _Reach(reachable, out_of_scope, found, ceiling)
        shut = found


def _raised(
    catalog: Catalog, readiness: TeamReadiness, targets: Mapping[str, int], concerned: set[str]
) -> dict[str, int]:
    """Targets with those of the sources of gates raised, the last gates first so that chains are raised whole."""
    raised = dict(targets)
    for gate in reversed(closed_gates(catalog, readiness)):
        if raised[gate.after] or gate.after in concerned:
            raised[gate.before] = max(raised[gate.before], gate.level)
    return raised


def _raise_sentence(
    catalog: Catalog, readiness: TeamReadiness, code: str, targets: Mapping[str, int], concerned: set[str]
) -> str:
    behind = {gate.after for gate in closed_gates(catalog, readiness) if gate.before == code}
    names = [
        one.name for one in catalog.disciplines if one.code in behind and (targets[one.code] or one.code in concerned)
    ]
    verb = "waits" if len(names) == 1 else "wait"
    words = level_words(catalog, targets[code])
    return f"The target of {catalog.discipline[code].name} is raised to {words}, because {listed(names)} {verb} for it."


def _shortfall(catalog: Catalog, reach: _Reach, code: str, wished: int) -> str:
    name = catalog.discipline[code].name
    if code in reach.shut:
        gate = reach.shut[code]
        source = catalog.discipline[gate.before].name
        words = level_words(catalog, gate.level)
        return f"{name} cannot be planned: it waits for {source}, which no step brings to {words}."
    if code in reach.out_of_scope:
        return f"{name} cannot be planned: too many of its practices are not applicable. Judge them again first."
    words = level_words(catalog, wished)
    if not reach.highest[code]:
        return f"{name} cannot reach {words} with the levels its practices offer, nor any level below."
    best = level_words(catalog, reach.highest[code])
    return f"{name} cannot reach {words} with the levels its practices offer. The plan goes as far as {best}."
