"""A plan against a newer result: what was achieved, and what a new plan keeps of it (`DESIGN.md` 4)."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from assessments.core.agreement import UNANSWERED, Settled
from assessments.core.calendar import CalendarQuarter
from assessments.core.catalog import Catalog
from assessments.core.gates import TeamReadiness, assess
from assessments.core.planning.targets import listed
from assessments.core.planning.work_dates import EVIDENCE
from assessments.core.plans.milestones import (
    WORK_WORDS,
    Key,
    Milestone,
    MilestoneState,
    Promise,
    capitalised,
    first_milestones,
    named,
)
from assessments.core.roadmap import Roadmap


class Achieved(StrEnum):
    """What a newer result says of a milestone, whatever it was marked."""

    ACHIEVED = "achieved"
    PARTLY = "partly"
    NOT_ACHIEVED = "not_achieved"
    NOT_NEEDED = "not_needed"

    @property
    def words(self) -> str:
        """What it is called on a page."""
        return "No longer needed" if self is Achieved.NOT_NEEDED else self.value.replace("_", " ").capitalize()


@dataclass(frozen=True, slots=True, kw_only=True)
class Replan:
    """A new plan beside the milestones of the old one, before anybody adopts it.

    `kept` are milestones that it has too, by id, with what is promised now: the dates that stand, or those of the new
    plan where the old one was marked done. `moved` are those of them for which the new plan alone would have another
    quarter, `early` those that are due before it would have them. `new` is promised for the first time, or again after
    it was dropped; `gone` are the milestones that the new plan has no more, dropped ones aside. `sentences` name all
    but those that stay as they are.
    """

    kept: tuple[tuple[int, Promise], ...]
    moved: tuple[int, ...]
    early: tuple[int, ...]
    new: tuple[Promise, ...]
    gone: tuple[int, ...]
    sentences: tuple[str, ...]


def outcomes(
    catalog: Catalog, settled: Mapping[str, Settled], milestones: Iterable[Milestone], *, on: date, roadmap: Roadmap
) -> Mapping[int, Achieved]:
    """What a result of a day says of each milestone, by id.

    `catalog`, `settled` and `roadmap` are those of the result, the roadmap planned anew with the baseline's scenario.
    A step is achieved at its level; partly on the way there, or where somebody answered that level and the team has
    not settled on a lower one; work when its check fails no more. What was not achieved, and what the new roadmap does
    not ask for either, is not needed any longer.
    """
    look = _Look(catalog, settled, assess(catalog, settled, on=on), _asked(catalog, roadmap))
    return {one.id: look.of(one) for one in milestones}


def replan(
    milestones: Sequence[Milestone],
    roadmap: Roadmap,
    catalog: Catalog,
    *,
    found: Mapping[int, Achieved] | None = None,
) -> Replan:
    """Bring a new plan together with the milestones of the old one, matched by what they are about.

    `found` is what the newer result says of the old ones, where there is one: it tells achieved from not needed.
    """
    promises = first_milestones(catalog, roadmap)
    old = {one.key: one for one in milestones if one.state is not MilestoneState.DROPPED}
    there = {promise.key for promise in promises}
    both = [(old[promise.key], promise) for promise in promises if promise.key in old]
    changes = _Changes(
        new=[promise for promise in promises if promise.key not in old],
        gone=[one for key, one in old.items() if key not in there],
        moved=[(one, promise) for one, promise in both if one.state.is_open and _moves(one, promise)],
        dropped={one.key for one in milestones if one.state is MilestoneState.DROPPED},
        achieved={id_ for id_, outcome in (found or {}).items() if outcome is Achieved.ACHIEVED},
    )
    return Replan(
        kept=tuple((one.id, _kept(one, promise)) for one, promise in both),
        moved=tuple(one.id for one, _ in changes.moved),
        early=tuple(one.id for one, promise in changes.moved if one.due < promise.due),
        new=tuple(changes.new),
        gone=tuple(one.id for one in changes.gone),
        sentences=tuple(_sentences(catalog, changes, kept=len(both))),
    )


@dataclass(frozen=True, slots=True)
class _Look:
    """A result, and what a roadmap planned from it still asks for."""

    catalog: Catalog
    settled: Mapping[str, Settled]
    readiness: TeamReadiness
    asked: frozenset[Key]

    def of(self, one: Milestone) -> Achieved:
        if one.practice not in self.catalog.practice:
            return Achieved.NOT_NEEDED
        found = self._step(one) if one.is_step else self._work(one)
        if found is not Achieved.ACHIEVED and one.key not in self.asked:
            return Achieved.NOT_NEEDED
        return found

    def _step(self, one: Milestone) -> Achieved:
        known, target = self.settled.get(one.practice, UNANSWERED), one.to_level or 0
        level = known.level or 0
        if level >= target:
            return Achieved.ACHIEVED
        some_say_so = not known.recorded and any(number >= target for number in known.numbers)
        return Achieved.PARTLY if some_say_so or level > (one.from_level or 0) else Achieved.NOT_ACHIEVED

    def _work(self, one: Milestone) -> Achieved:
        known = self.settled.get(one.practice, UNANSWERED)
        if one.check not in WORK_WORDS:
            return Achieved.NOT_ACHIEVED if known.level is None else Achieved.ACHIEVED
        runs_out = one.check == EVIDENCE and one.key in self.asked
        return Achieved.NOT_ACHIEVED if runs_out or one.practice in self._failing(one) else Achieved.ACHIEVED

    def _failing(self, one: Milestone) -> frozenset[str]:
        """The practices that fail the check of some work at one of the gates that it was for."""
        source = self.catalog.discipline_of[one.practice]
        gates = (gate for gate in self.readiness.gates if gate.gate.before == source)
        checks = (check for gate in gates for check in gate.checks if check.code == one.check)
        return frozenset(code for check in checks for code in check.failing)


@dataclass(frozen=True, slots=True)
class _Changes:
    """What a new plan has otherwise than the old one; `dropped` by what they are about, `achieved` by id."""

    new: Sequence[Promise]
    gone: Sequence[Milestone]
    moved: Sequence[tuple[Milestone, Promise]]
    dropped: Collection[Key]
    achieved: Collection[int]


def _asked(catalog: Catalog, roadmap: Roadmap) -> frozenset[Key]:
    return frozenset(promise.key for promise in first_milestones(catalog, roadmap))


def _kept(one: Milestone, promise: Promise) -> Promise:
    return replace(promise, starts=one.starts, due=one.due) if one.state.is_open else promise


def _moves(one: Milestone, promise: Promise) -> bool:
    return CalendarQuarter.of(one.due) != CalendarQuarter.of(promise.due)


def _sentences(catalog: Catalog, changes: _Changes, *, kept: int) -> Iterator[str]:
    if kept:
        yield "1 milestone goes on." if kept == 1 else f"{kept} milestones go on."
    again = [one for one in changes.new if one.key in changes.dropped]
    first = [one for one in changes.new if one.key not in changes.dropped]
    achieved = [one for one in changes.gone if one.id in changes.achieved]
    needless = [one for one in changes.gone if one.id not in changes.achieved]
    yield from _group(catalog, "New", first)
    yield from _group(catalog, "Dropped before, and asked for again", again)
    yield from _group(catalog, "Achieved", achieved)
    yield from _group(catalog, "No longer needed", needless)
    for one, promise in changes.moved:
        name, stays, alone = named(catalog, one), CalendarQuarter.of(one.due), CalendarQuarter.of(promise.due)
        yield f"{capitalised(name)} stays due in {stays}; by itself the new plan would have it in {alone}."


def _group(catalog: Catalog, title: str, ones: Sequence[Milestone | Promise]) -> Iterator[str]:
    if ones:
        yield f"{title}: {listed(named(catalog, one) for one in ones)}."
