"""What a plan aims at: the targets wished for, raised where a gate asks for it, lowered where nothing reaches them."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from assessments.core.agreement import Settled
from assessments.core.catalog import IN_PLACE, Catalog, Gate
from assessments.core.gates import Outcome, TeamReadiness, assess
from assessments.core.scenario import StepKey
from assessments.core.unlocking import Choice, cheapest, excluded, highest, planned_levels

NAMED = 3
"""How many names a sentence lists at most."""


@dataclass(frozen=True, slots=True)
class Start:
    """Where a plan starts: what is known today, and `levels`, those of the applicable practices as planned from."""

    catalog: Catalog
    settled: Mapping[str, Settled]
    on: date
    assume_evidence: bool
    readiness: TeamReadiness
    levels: Mapping[str, int]
    not_applicable: frozenset[str]
    closed: tuple[Gate, ...]


@dataclass(frozen=True, slots=True)
class Aims:
    """The target of each discipline as planned, 0 where nothing is, and the cheapest steps that reach them all.

    `raised` and `unreachable` say in sentences where a target differs from the one wished for, `shut` why a gate that
    is closed today stays so.
    """

    targets: Mapping[str, int]
    choice: Choice
    raised: tuple[str, ...]
    unreachable: tuple[str, ...]
    shut: Mapping[Gate, str]


@dataclass(frozen=True, slots=True)
class _Reach:
    """How far each discipline can be brought; `shut` are those behind a gate that nothing opens.

    `without` names the steps that are left out and would matter, '' where none is.
    """

    highest: Mapping[str, int]
    out_of_scope: frozenset[str]
    shut: Mapping[str, Gate]
    ceiling: Mapping[str, int]
    without: Mapping[str, str]

    def of(self, code: str) -> int:
        return 0 if code in self.shut else self.highest[code]


def start_from(catalog: Catalog, settled: Mapping[str, Settled], *, on: date, assume_evidence: bool) -> Start:
    """Look at a team's answers on a day; gates come in graph order, and an undecided one counts as closed."""
    readiness = assess(catalog, settled, on=on, assume_evidence=assume_evidence)
    not_applicable = excluded(catalog, settled)
    levels = {code: level for code, level in planned_levels(catalog, settled).items() if code not in not_applicable}
    shut = {one.gate for one in readiness.gates if one.outcome is not Outcome.OPEN}
    closed = tuple(gate for gate in catalog.order.gates if gate in shut)
    return Start(catalog, settled, on, assume_evidence, readiness, levels, not_applicable, closed)


def aim(start: Start, targets: Mapping[str, int], *, left_out: Collection[StepKey] = ()) -> Aims:
    """Settle the targets (2 where none is set, 0 where not wanted) and choose the steps (`domain.md` 4.7).

    A practice stays below the steps of it that are `left_out`; steps that the catalog does not have are ignored.
    """
    catalog, reach = start.catalog, _reach(start, left_out)
    wished = {one.code: targets.get(one.code, IN_PLACE) for one in catalog.disciplines}
    lowered = {code: min(level, reach.of(code)) for code, level in wished.items()}
    settled, concerned = lowered, {code for code, level in lowered.items() if level}
    while True:
        settled = _raised(start, settled, concerned)
        choice = cheapest(
            catalog, start.levels, not_applicable=start.not_applicable, targets=settled, ceiling=reach.ceiling
        )
        held_back = {catalog.discipline_of[step.practice] for step in choice.steps} & start.readiness.waiting
        if held_back <= concerned:
            break
        concerned |= held_back
    raised = [code for code in settled if settled[code] > lowered[code]]
    short = [code for code, level in wished.items() if lowered[code] < level]
    shut = (gate for gate in start.closed if settled[gate.before] < gate.level)
    return Aims(
        settled,
        choice,
        raised=tuple(_raise_sentence(start, code, settled[code], concerned) for code in raised),
        unreachable=tuple(_shortfall(catalog, reach, code, wished[code]) for code in short),
        shut={gate: _stays_shut(catalog, reach, gate) for gate in shut},
    )


def level_words(catalog: Catalog, level: int) -> str:
    """A maturity level in words, as in 'level 2 (In place)'."""
    name = next((one.name for one in catalog.levels if one.number == level), "")
    return f"level {level} ({name})" if name else f"level {level}"


def short_list(names: list[str]) -> list[str]:
    """The first few of many names, and how many more there are."""
    return names if len(names) <= NAMED else [*names[: NAMED - 1], f"{len(names) - NAMED + 1} more"]


def listed(words: Iterable[str]) -> str:
    """Words as in 'A, B and C'."""
    *others, last = words
    return f"{', '.join(others)} and {last}" if others else last


def _reach(start: Start, left_out: Collection[StepKey]) -> _Reach:
    """How far each discipline comes, and where steps that are left out hold it below what it could be."""
    missing = list(_missing(start, left_out))
    reach = _reach_under(start, _ceiling(start, missing))
    if not missing:
        return reach
    free = _reach_under(start, {})
    lower = [code for code in reach.highest if reach.of(code) < free.of(code)]
    return replace(reach, without={code: _without(start.catalog, _cause(start, missing, code)) for code in lower})


def _missing(start: Start, left_out: Collection[StepKey]) -> Iterator[StepKey]:
    """The lowest step of each practice that is left out and not yet taken."""
    seen: set[str] = set()
    for key in sorted(left_out):
        now = start.levels.get(key.practice)
        if now is not None and now < key.to_level and key.practice not in seen:
            seen.add(key.practice)
            yield key


def _ceiling(start: Start, missing: Iterable[StepKey]) -> dict[str, int]:
    """The level below each step."""
    found = {}
    for key in missing:
        offered = start.catalog.practice[key.practice].offered
        found[key.practice] = max(start.levels[key.practice], *(one for one in offered if one < key.to_level), 0)
    return found


def _cause(start: Start, missing: Sequence[StepKey], code: str) -> list[StepKey]:
    """Steps left out that alone keep a discipline as low as all of them do; without any one of them it came higher."""
    cause, low = list(missing), _reach_under(start, _ceiling(start, missing)).of(code)
    for key in missing:
        others = [one for one in cause if one != key]
        if _reach_under(start, _ceiling(start, others)).of(code) == low:
            cause = others
    return cause


def _without(catalog: Catalog, cause: Sequence[StepKey]) -> str:
    names = [f"“{catalog.practice[key.practice].name}” to level {key.to_level}" for key in cause]
    return f"without raising {listed(short_list(names))}, which {'is' if len(names) == 1 else 'are'} left out"


def _reach_under(start: Start, kept_down: Mapping[str, int]) -> _Reach:
    """Look again until nothing more is shut: what a shut discipline cannot raise, others cannot need."""
    catalog = start.catalog
    out_of_scope = frozenset(one.discipline for one in start.readiness.disciplines if one.score.out_of_scope)
    shut: dict[str, Gate] = {}
    while True:
        practices = (one.code for code in shut for one in catalog.discipline[code].practices)
        ceiling = {**kept_down, **{code: start.levels[code] for code in practices if code in start.levels}}
        reachable = dict(highest(catalog, start.levels, not_applicable=start.not_applicable, ceiling=ceiling))
        reachable.update(dict.fromkeys(out_of_scope, 0))
        found: dict[str, Gate] = {}
        for gate in start.closed:
            if gate.before in found or reachable[gate.before] < gate.level:
                found.setdefault(gate.after, gate)
        if found.keys() == shut.keys():
            return _Reach(reachable, out_of_scope, found, ceiling, {})
        shut = found


def _raised(start: Start, targets: Mapping[str, int], concerned: set[str]) -> dict[str, int]:
    """Targets with those of the sources of gates raised, the last gates first so that chains are raised whole."""
    raised = dict(targets)
    for gate in reversed(start.closed):
        if raised[gate.after] or gate.after in concerned:
            raised[gate.before] = max(raised[gate.before], gate.level)
            concerned.add(gate.before)
    return raised


def _raise_sentence(start: Start, code: str, level: int, concerned: set[str]) -> str:
    catalog = start.catalog
    behind = {gate.after for gate in start.closed if gate.before == code} & concerned
    names = [one.name for one in catalog.disciplines if one.code in behind]
    verb = "waits" if len(names) == 1 else "wait"
    words = level_words(catalog, level)
    return f"The target of {catalog.discipline[code].name} is raised to {words}, because {listed(names)} {verb} for it."


def _shortfall(catalog: Catalog, reach: _Reach, code: str, wished: int) -> str:
    name = catalog.discipline[code].name
    if code in reach.shut:
        gate = reach.shut[code]
        source, words = catalog.discipline[gate.before].name, level_words(catalog, gate.level)
        without = reach.without.get(gate.before)
        lack = f"which does not come to {words} {without}" if without else f"which no step brings to {words}"
        return f"{name} cannot be planned: it waits for {source}, {lack}."
    if code in reach.out_of_scope:
        return f"{name} cannot be planned: too many of its practices are not applicable. Judge them again first."
    cannot = _cannot_reach(catalog, reach, code, wished)
    if not reach.highest[code]:
        return f"{cannot}, nor any level below."
    return f"{cannot}. The plan goes as far as {level_words(catalog, reach.highest[code])}."


def _cannot_reach(catalog: Catalog, reach: _Reach, code: str, level: int) -> str:
    why = reach.without.get(code, "with the levels its practices offer")
    return f"{catalog.discipline[code].name} cannot reach {level_words(catalog, level)} {why}"


def _stays_shut(catalog: Catalog, reach: _Reach, gate: Gate) -> str:
    name = catalog.discipline[gate.before].name
    if gate.before in reach.shut:
        waits_for = catalog.discipline[reach.shut[gate.before].before].name
        return f"Stays shut in this plan: {name} itself waits for {waits_for}."
    if gate.before in reach.out_of_scope:
        return f"Stays shut in this plan: too many practices of {name} are not applicable."
    if reach.highest[gate.before] < gate.level:
        return f"Stays shut in this plan: {_cannot_reach(catalog, reach, gate.before, gate.level)}."
    words = level_words(catalog, gate.level)
    return f"Stays shut in this plan: nothing planned needs it, and the target of {name} is below {words}."
