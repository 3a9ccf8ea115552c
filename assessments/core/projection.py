"""What a plan is forecast to bring: the readiness at the end of each quarter (`domain.md` 4.7)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from assessments.core.agreement import UNANSWERED, EvidenceKind, Settled
from assessments.core.catalog import Gate
from assessments.core.gates import State, TeamReadiness, assess
from assessments.core.schedule import Schedule, Slot
from assessments.core.scoring import score
from assessments.core.targets import Start

BY_MORE_THAN_LEVEL = (State.NOT_ASSESSED, State.PROVISIONAL)


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
    projections: tuple[Projection, ...] = ()
    before = projections
    for number, effort in enumerate(timed.used, start=1):
        opened = [gate for gate, quarter in timed.opens.items() if quarter == number]
        slots = ended.get(number, [])
        _bring_forward(start, known, slots, opened)
        if slots and not opened:
            projections = _rescored(start, known, projections, slots)
        if opened or number == 1 or _moved(projections, before):
            readiness = assess(start.catalog, known, on=start.on, assume_evidence=start.assume_evidence)
            projections = projections_of(readiness)
        before = projections
        yield Quarter(number, effort, projections)


def projections_of(readiness: TeamReadiness) -> tuple[Projection, ...]:
    """The readiness of each discipline in short."""
    return tuple(
        Projection(one.discipline, one.score.maturity_level, one.score.index, one.state)
        for one in readiness.disciplines
    )


def _rescored(
    start: Start, known: Mapping[str, Settled], before: Sequence[Projection], slots: Sequence[Slot]
) -> tuple[Projection, ...]:
    """The projections with the disciplines of these slots scored anew, their states left as they were."""
    catalog = start.catalog
    changed = {catalog.discipline_of[slot.step.practice] for slot in slots}
    found = {code: score(catalog.discipline[code], known, catalog.thresholds) for code in changed}
    return tuple(
        replace(one, maturity_level=found[one.discipline].maturity_level, index=found[one.discipline].index)
        if one.discipline in changed
        else one
        for one in before
    )


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
