"""What a plan is forecast to bring: the readiness at the end of each quarter (`domain.md` 4.7)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import lcm

from assessments.core.agreement import UNANSWERED, EvidenceKind, Settled
from assessments.core.catalog import LEVELS, Gate
from assessments.core.gates import State, TeamReadiness, assess
from assessments.core.planning.schedule import Schedule, Slot
from assessments.core.planning.targets import Start
from assessments.core.scoring import INDEX_PER_LEVEL, score
from assessments.core.states import states_of
from assessments.core.unlocking import reaches

BY_MORE_THAN_LEVEL = (State.NOT_ASSESSED, State.PROVISIONAL)

Worth = Mapping[str, tuple[int, Mapping[str, int]]]
"""By discipline with a target: the parts to a point of the index, and how many of them one level of a practice adds."""


@dataclass(frozen=True, slots=True)
class Projection:
    """What a discipline is forecast to be at the end of a quarter; the level and index are its own, waiting or not."""

    discipline: str
    maturity_level: int | None
    index: Fraction | None
    state: State


@dataclass(frozen=True, slots=True)
class Quarter:
    """One quarter, counted from 1: the person-weeks planned in it and the readiness forecast for its end."""

    number: int
    effort: Fraction
    projections: tuple[Projection, ...]


def project(start: Start, targets: Mapping[str, int], timed: Schedule) -> Iterator[Quarter]:
    """Each quarter with what its end is forecast to bring; states are looked at anew only where they may differ.

    Unanswered practices of the disciplines with a target count as level 0. All is looked at as on the day of the
    start: evidence is taken to be renewed as it runs out.
    """
    known = {**start.settled, **_answered_as_none(start, targets)}
    ended: dict[int, list[Slot]] = {}
    for slot in timed.slots:
        ended.setdefault(slot.quarter, []).append(slot)
    worth = _worth(start, targets)
    projections: tuple[Projection, ...] = ()
    before = projections
    for number, effort in enumerate(timed.used, start=1):
        opened = [gate for gate, quarter in timed.opens.items() if quarter == number]
        slots = ended.get(number, [])
        _bring_forward(start, known, slots, opened)
        if number == 1:
            projections = projections_of(
                assess(start.catalog, known, on=start.on, assume_evidence=start.assume_evidence)
            )
        elif slots or opened:
            projections = _rescored(start, known, projections, slots, worth)
            if opened or _moved(projections, before):
                projections = _restated(start, known, projections)
        before = projections
        yield Quarter(number, effort, projections)


def _restated(start: Start, known: Mapping[str, Settled], projections: Sequence[Projection]) -> tuple[Projection, ...]:
    """The projections with their states looked at anew."""
    states = states_of(
        start.catalog,
        known,
        {one.discipline: one.maturity_level for one in projections},
        on=start.on,
        assume_evidence=start.assume_evidence,
    )
    return tuple(replace(one, state=states[one.discipline]) for one in projections)


def projections_of(readiness: TeamReadiness) -> tuple[Projection, ...]:
    """The readiness of each discipline in short."""
    return tuple(
        Projection(one.discipline, one.score.maturity_level, one.score.index, one.state)
        for one in readiness.disciplines
    )


def _rescored(
    start: Start, known: Mapping[str, Settled], before: Sequence[Projection], slots: Sequence[Slot], worth: Worth
) -> tuple[Projection, ...]:
    """The projections with what the disciplines of these slots gain, their states left as they were."""
    home = start.catalog.discipline_of
    ended: dict[str, list[Slot]] = {}
    for slot in slots:
        ended.setdefault(home[slot.step.practice], []).append(slot)
    return tuple(
        _raised(start, known, one, ended[one.discipline], worth) if one.discipline in ended else one for one in before
    )


def _raised(
    start: Start, known: Mapping[str, Settled], before: Projection, slots: Sequence[Slot], worth: Worth
) -> Projection:
    """One discipline after some steps; scored from nothing where practices without an answer are left in it."""
    discipline = start.catalog.discipline[before.discipline]
    if before.index is None or before.maturity_level is None or discipline.code not in worth:
        found = score(discipline, known, start.catalog.thresholds)
        return replace(before, maturity_level=found.maturity_level, index=found.index)
    parts, adds = worth[discipline.code]
    gain = Fraction(sum(adds[slot.step.practice] * _levels(slot) for slot in slots), parts)
    levels = {one.code: known[one.code].level or 0 for one in discipline.practices if one.code in start.levels}
    level = before.maturity_level
    while level < LEVELS[-1] and reaches(start.catalog, discipline, levels=levels, target=level + 1):
        level += 1
    return replace(before, maturity_level=level, index=before.index + gain)


def _levels(slot: Slot) -> int:
    return slot.step.to_level - slot.step.from_level


def _worth(start: Start, targets: Mapping[str, int]) -> Worth:
    """What a level of each practice adds to the index of its discipline when all are answered (F3, F4)."""
    found: dict[str, tuple[int, Mapping[str, int]]] = {}
    for discipline in start.catalog.disciplines:
        every = ([one for one in part.practices if one.code in start.levels] for part in discipline.dimensions)
        dimensions = [part for part in every if part]
        shares = [len(dimensions) * sum(one.weight for one in part) for part in dimensions]
        if targets[discipline.code]:
            parts = lcm(*shares)
            found[discipline.code] = (
                parts,
                {
                    one.code: INDEX_PER_LEVEL * one.weight * (parts // share)
                    for part, share in zip(dimensions, shares, strict=True)
                    for one in part
                },
            )
    return found


def _moved(projections: Sequence[Projection], before: Sequence[Projection]) -> bool:
    """Whether states may differ: a maturity level does, or something changed where more than the level decides."""
    return any(
        one.maturity_level != other.maturity_level or (one != other and other.state in BY_MORE_THAN_LEVEL)
        for one, other in zip(projections, before, strict=True)
    )


def _answered_as_none(start: Start, targets: Mapping[str, int]) -> dict[str, Settled]:
    """The missing practices of the disciplines with a target, at level 0."""
    planned = (one for one in start.catalog.disciplines if targets[one.code])
    codes = [one.code for discipline in planned for one in discipline.practices if one.code in start.levels]
    found = {code: start.settled.get(code, UNANSWERED) for code in codes}
    return {code: replace(one, level=0, not_applicable=False) for code, one in found.items() if one.level is None}


def _bring_forward(start: Start, known: dict[str, Settled], ended: Sequence[Slot], opened: Sequence[Gate]) -> None:
    """Raise what ended; the foundations behind an opened gate are then settled and shown."""
    for slot in ended:
        code, level = slot.step.practice, slot.step.to_level
        known[code] = replace(known.get(code, UNANSWERED), level=level, numbers=(level,), not_applicable=False)
    for gate in opened:
        for practice in start.catalog.discipline[gate.before].practices:
            if practice.foundation:
                shown = replace(known[practice.code], evidence_kind=EvidenceKind.LINK, evidence_on=start.on)
                known[practice.code] = replace(shown, numbers=())
