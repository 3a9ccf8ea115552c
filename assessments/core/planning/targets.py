"""What a plan aims at: the targets wished for, raised where a gate asks for it, lowered where nothing reaches them."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
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
class Reach:
    """How far each discipline can be brought; `shut` are those behind a gate that nothing opens.

    `ceiling` holds the practices that stay below what they offer, `missing` the steps left out that would be needed
    to raise them.
    """

    highest: Mapping[str, int]
    out_of_scope: frozenset[str]
    shut: Mapping[str, Gate]
    ceiling: Mapping[str, int]
    missing: tuple[StepKey, ...]

    def of(self, code: str) -> int:
        """The highest maturity level that can be planned for a discipline."""
        return 0 if code in self.shut else self.highest[code]


@dataclass(frozen=True, slots=True)
class Aims:
    """The target of each discipline as planned, 0 where nothing is, and the cheapest steps that reach them all.

    `wished` is what was asked for; `raised` says in sentences where a target is above it, because a gate asks for that.
    """

    targets: Mapping[str, int]
    choice: Choice
    raised: tuple[str, ...]
    wished: Mapping[str, int]
    reach: Reach


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
    catalog, reach = start.catalog, reach_under(start, tuple(_missing(start, left_out)))
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
    return Aims(
        settled,
        choice,
        raised=tuple(_raise_sentence(start, code, settled[code], concerned) for code in raised),
        wished=wished,
        reach=reach,
    )


def reach_under(start: Start, missing: tuple[StepKey, ...]) -> Reach:
    """How far each discipline comes without some steps.

    Looks again until nothing more is shut: what a shut discipline cannot raise, others cannot need.
    """
    catalog, kept_down = start.catalog, _ceiling(start, missing)
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
            return Reach(reachable, out_of_scope, found, ceiling, missing)
        shut = found


def level_words(catalog: Catalog, level: int) -> str:
    """A maturity level in words, as in 'level 2 (In place)'."""
    name = next((one.name for one in catalog.levels if one.number == level), "")
    return f"level {level} ({name})" if name else f"level {level}"


def goal_words(catalog: Catalog, discipline: str, level: int) -> str:
    """What a discipline is brought to, as in 'MLOps in place'."""
    name = catalog.discipline[discipline].name
    return f"{name} in place" if level == IN_PLACE else f"{name} at {level_words(catalog, level)}"


def short_list(names: list[str]) -> list[str]:
    """The first few of many names, and how many more there are."""
    return names if len(names) <= NAMED else [*names[: NAMED - 1], f"{len(names) - NAMED + 1} more"]


def listed(words: Iterable[str]) -> str:
    """Words as in 'A, B and C'."""
    *others, last = words
    return f"{', '.join(others)} and {last}" if others else last


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
