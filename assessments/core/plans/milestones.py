"""Milestones: the dated, owned promises of an adopted roadmap, their states, and what they wait for."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from assessments.core.catalog import IN_PLACE, Catalog, Gate
from assessments.core.gate_exception import GateException
from assessments.core.planning.targets import level_words, listed
from assessments.core.planning.work_dates import EVIDENCE
from assessments.core.roadmap import PlannedStep, PlannedWork, Roadmap

WORK_WORDS: Mapping[str, str] = {"G4": "settling", EVIDENCE: "the evidence for", "G6": "judging again"}
ANSWER_WORDS = "the answer to"

Key = tuple[str, int | None, str]
"""What a promise is about: its practice, the level it leads to, and the check of its work ('' for a step)."""


class MilestoneState(StrEnum):
    """Where a milestone stands; marking one done never changes a score."""

    PLANNED = "planned"
    IN_PROGRESS = "in_progress"
    DONE = "done"
    DROPPED = "dropped"

    @property
    def words(self) -> str:
        """The state as people read it."""
        return self.value.replace("_", " ").capitalize()

    @property
    def is_open(self) -> bool:
        """Whether something is still to be done."""
        return self in (MilestoneState.PLANNED, MilestoneState.IN_PROGRESS)


MOVES: Mapping[MilestoneState, frozenset[MilestoneState]] = {
    state: frozenset(MilestoneState) - {state} for state in MilestoneState
} | {MilestoneState.DROPPED: frozenset({MilestoneState.PLANNED, MilestoneState.IN_PROGRESS})}
"""The states that may follow each state: what was dropped is taken up again before it is done."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Milestone:
    """A step, or work that a gate needs (`check` G1 to G6, `what` in words), with the dates promised and those of now.

    `effort` is in person-weeks. For work `to_level` is the level of the first gate that it serves, None where it
    serves none. `starts` and `due` are what the team plans now; a finished one has `done_on`.
    """

    id: int
    practice: str
    check: str
    what: str
    from_level: int | None
    to_level: int | None
    effort: Fraction
    baseline_starts: date
    baseline_due: date
    starts: date
    due: date
    state: MilestoneState
    started_on: date | None
    done_on: date | None
    position: int

    @property
    def key(self) -> Key:
        """What it is about, the same in every baseline."""
        return (self.practice, self.to_level, self.check)

    @property
    def is_step(self) -> bool:
        """Whether it raises a practice, rather than being work."""
        return not self.check


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """What adopting a roadmap makes a milestone from; fields as in `Milestone`, `because` as in `PlannedStep`."""

    practice: str
    check: str
    what: str
    from_level: int | None
    to_level: int | None
    effort: Fraction
    starts: date
    due: date
    owner_role: str
    because: tuple[str, ...]

    @property
    def key(self) -> Key:
        """What it is about, the same in every baseline."""
        return (self.practice, self.to_level, self.check)


@dataclass(frozen=True, slots=True)
class Waits:
    """What a milestone waits for: other milestones by id, and gates to its discipline, open or not."""

    milestones: tuple[int, ...]
    gates: tuple[Gate, ...]


def may_move(before: MilestoneState, after: MilestoneState) -> bool:
    """Whether a milestone may go from one state to another; staying is no move."""
    return after in MOVES[before]


def first_milestones(catalog: Catalog, roadmap: Roadmap) -> tuple[Promise, ...]:
    """What adopting a roadmap promises: its work and its steps, by the quarter in which they are to be finished."""
    work = [(one.quarter, _promised_work(catalog, roadmap, one)) for one in roadmap.work]
    steps = [(one.quarter, _promised_step(catalog, roadmap, one)) for one in roadmap.steps]
    return tuple(promise for _, promise in sorted((*work, *steps), key=lambda pair: pair[0]))


def waits(catalog: Catalog, milestones: Iterable[Milestone]) -> Mapping[int, Waits]:
    """What each milestone waits for.

    A step waits for the next lower step of its practice, for what its practice needs before it comes to level 2, and
    for the gates to its discipline. Evidence waits for the step that brings its practice to the gate's level.
    """
    steps: dict[str, list[Milestone]] = {code: [] for code in catalog.practice}
    every = sorted(milestones, key=_level)
    for one in every:
        if one.is_step:
            steps[one.practice].append(one)
    return {one.id: _waits(catalog, steps, one) for one in every}


def serves(catalog: Catalog, milestone: Milestone, gate: Gate) -> bool:
    """Whether a milestone is work that a gate needs, or a step towards the gate's level in its source."""
    if catalog.discipline_of[milestone.practice] != gate.before:
        return False
    if milestone.is_step:
        return milestone.from_level is not None and milestone.from_level < gate.level
    return milestone.to_level is not None and milestone.to_level <= gate.level


def open_needs(
    catalog: Catalog,
    milestones: Sequence[Milestone],
    milestone_id: int,
    *,
    shut: Collection[Gate],
    exceptions: Sequence[GateException] = (),
) -> tuple[Milestone, ...]:
    """What should be done before a milestone and is not, in the plan's order; dropped ones too.

    `shut` are the gates that the plan has to open. Behind one of them that is all the work and the steps that it takes,
    but for a gate with an exception among those in force. An unknown id raises `KeyError`.
    """
    needs = waits(catalog, milestones)[milestone_id]
    excepted = {(one.before, one.after) for one in exceptions}
    gates = [gate for gate in needs.gates if gate in shut and (gate.before, gate.after) not in excepted]
    found = (
        one
        for one in milestones
        if one.state is not MilestoneState.DONE
        and (one.id in needs.milestones or any(serves(catalog, one, gate) for gate in gates))
    )
    return tuple(sorted(found, key=_place))


def need_sentence(catalog: Catalog, milestone: Milestone) -> str:
    """What is missing while a milestone that others wait for is not done: '“Monitoring” is not done yet.', it says."""
    missing = "was dropped" if milestone.state is MilestoneState.DROPPED else "is not done yet"
    return f"{capitalised(subject_of(catalog, milestone))} {missing}."


def subject_of(catalog: Catalog, milestone: Milestone | Promise) -> str:
    """What a sentence about a milestone speaks of: '“Monitoring”', 'the evidence for “Monitoring”'."""
    practice = catalog.practice.get(milestone.practice)
    name = f"“{practice.name if practice else milestone.practice}”"
    return f"{WORK_WORDS.get(milestone.check, ANSWER_WORDS)} {name}" if milestone.check else name


def named(catalog: Catalog, milestone: Milestone | Promise) -> str:
    """A milestone among others of its practice: '“Monitoring” to level 2', 'the evidence for “Monitoring”'."""
    subject = subject_of(catalog, milestone)
    return subject if milestone.check else f"{subject} to level {milestone.to_level}"


def capitalised(words: str) -> str:
    """Words as a sentence begins."""
    return f"{words[:1].upper()}{words[1:]}"


def _place(milestone: Milestone) -> tuple[int, int]:
    return (milestone.position, milestone.id)


def _level(milestone: Milestone) -> tuple[int, int, int]:
    return (milestone.to_level or 0, *_place(milestone))


def _waits(catalog: Catalog, steps: Mapping[str, Sequence[Milestone]], one: Milestone) -> Waits:
    own = steps[one.practice]
    if not one.is_step:
        shown = one.to_level if one.check == EVIDENCE and one.to_level is not None else 0
        return Waits(_last(step for step in own if (step.to_level or 0) <= shown), ())
    lower = _last(step for step in own if (step.to_level or 0) < (one.to_level or 0))
    needed = tuple(step for step in _needed(catalog, steps, one) if step not in lower)
    return Waits((*lower, *needed), tuple(catalog.gates_to(catalog.discipline_of[one.practice])))


def _needed(catalog: Catalog, steps: Mapping[str, Sequence[Milestone]], one: Milestone) -> Iterator[int]:
    """The steps that bring what a practice needs to the level needed, where this one first brings it to level 2."""
    if (one.from_level or 0) < IN_PLACE <= (one.to_level or 0):
        for need in catalog.practice[one.practice].needs:
            bring = (step for step in steps[need.practice] if (step.from_level or 0) < need.level)
            yield from (step.id for step in bring if (step.to_level or 0) >= need.level)


def _last(steps: Iterable[Milestone]) -> tuple[int, ...]:
    return tuple(step.id for step in steps)[-1:]


def _promised_step(catalog: Catalog, roadmap: Roadmap, one: PlannedStep) -> Promise:
    start = roadmap.scenario.start
    return Promise(
        practice=one.step.practice,
        check="",
        what="",
        from_level=one.step.from_level,
        to_level=one.step.to_level,
        effort=one.step.effort,
        starts=start.plus(one.starts - 1).first_day,
        due=start.plus(one.quarter - 1).last_day,
        owner_role=catalog.practice[one.step.practice].owner,
        because=one.because,
    )


def _promised_work(catalog: Catalog, roadmap: Roadmap, one: PlannedWork) -> Promise:
    quarter = roadmap.scenario.start.plus(one.quarter - 1)
    return Promise(
        practice=one.work.practice,
        check=one.work.check,
        what=one.work.what,
        from_level=None,
        to_level=min((gate.level for gate in one.gates), default=None),
        effort=Fraction(0),
        starts=quarter.first_day,
        due=quarter.last_day,
        owner_role=catalog.practice[one.work.practice].owner,
        because=(_served(catalog, one),),
    )


def _served(catalog: Catalog, one: PlannedWork) -> str:
    if not one.gates:
        return f"Without it {catalog.discipline[one.discipline].name} cannot reach {level_words(catalog, 1)}."
    after = listed(dict.fromkeys(catalog.discipline[gate.after].name for gate in one.gates))
    return f"Needed before the gate from {catalog.discipline[one.discipline].name} to {after} opens."
