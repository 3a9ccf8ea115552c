"""An adopted plan as it stands: when gates open and targets are reached now, and why not as planned (`DESIGN.md` 2)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from assessments.core.agreement import Settled
from assessments.core.calendar import CalendarQuarter
from assessments.core.catalog import Catalog, Gate
from assessments.core.gate_exception import GateException
from assessments.core.planning.targets import goal_words, level_words, listed
from assessments.core.plans.carrying import Carried, Expected, carry, cause
from assessments.core.plans.milestones import Milestone, MilestoneState, capitalised, named, subject_of
from assessments.core.plans.replay import Course, Days, Goal, Reached, course, openings, reached, target_goals

DAYS_PER_WEEK = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class GateNow:
    """The day on which the plan was to open a gate, and the one on which it will now; None where it does not.

    `chain` is the critical chain of what is still open, milestones first to last; `root` is what moved it. `all_done`
    says that all it takes is marked done: it opens when an assessment shows it. `is_open` is what the result showed.
    """

    gate: Gate
    planned: date | None
    now: date | None
    chain: tuple[int, ...]
    root: int | None
    sentence: str
    is_open: bool
    all_done: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class StageEnd:
    """Something the plan reaches: gates from a discipline open, or the discipline comes to its target."""

    words: str
    planned: date | None
    now: date | None
    root: int | None
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Following:
    """The whole plan as it stands: gates in catalog order, stage ends as planned.

    `notes` say what goes on without something that was dropped.
    """

    expected: Mapping[int, Expected]
    gates: tuple[GateNow, ...]
    ends: tuple[StageEnd, ...]
    notes: tuple[str, ...]


def follow(
    catalog: Catalog,
    settled: Mapping[str, Settled],
    milestones: Sequence[Milestone],
    *,
    targets: Mapping[str, int],
    today: date,
    exceptions: Sequence[GateException] = (),
) -> Following:
    """Say when everything is expected and when each gate opens, against the baseline, on a day.

    `catalog` and `settled` are those of the result that the baseline was made from, `targets` its scenario's (2 where
    none is set). Marking milestones done never opens a gate: the sentences then ask for an assessment.
    """
    started = course(catalog, settled, milestones)
    done = {one.id: one.done_on for one in started.milestones.values()}
    baseline = {one.id: one.baseline_due for one in started.milestones.values()}
    planned = openings(started, baseline)
    carried = carry(started, planned, today=today, exceptions=exceptions)
    now = {id_: one.due for id_, one in carried.expected.items()}
    looks = (_Look(baseline, planned), _Look(now, carried.opened), _Look(done, openings(started, done)))
    goals = [_story(started, carried, goal, looks) for goal in (*started.goals, *target_goals(started, targets))]
    return Following(
        expected=carried.expected,
        gates=tuple(_gates(catalog, goals)),
        ends=tuple(_ends(catalog, goals)),
        notes=tuple(_notes(catalog, started)),
    )


def weeks_late(days: int) -> int:
    """Days as weeks in words: rounded half up, and at least 1."""
    return max(1, (2 * days + DAYS_PER_WEEK) // (2 * DAYS_PER_WEEK))


def delay_words(milestone: Milestone, late_days: int) -> str:
    """What happened to a milestone that others wait for: 'is 14 weeks late', 'was dropped'."""
    if milestone.state is MilestoneState.DROPPED:
        return "was dropped"
    weeks = weeks_late(late_days)
    return f"{'is' if milestone.done_on is None else 'was'} {weeks} {'week' if weeks == 1 else 'weeks'} late"


@dataclass(frozen=True, slots=True)
class _Look:
    """The days on which milestones are finished, in one way to see them, and when gates open then."""

    days: Days
    opened: Mapping[Gate, Reached]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Story:
    """One goal as planned, as it is now, and what moved it."""

    goal: Goal
    planned: date | None
    now: date | None
    chain: tuple[int, ...]
    root: int | None
    all_done: bool
    sentence: str


def _story(started: Course, carried: Carried, goal: Goal, looks: tuple[_Look, _Look, _Look]) -> _Story:
    planned, now, done = (reached(started, goal, look.days, opened=look.opened) for look in looks)
    root = cause(started, carried.expected, goal, planned=planned.on, now=now)
    because = ""
    if root is not None:
        moved = started.milestones[root]
        delay = delay_words(moved, carried.expected[root].late_days)
        because = f", because {subject_of(started.catalog, moved)} {delay}"
    words = goal_words(started.catalog, goal.discipline, goal.level)
    return _Story(
        goal=goal,
        planned=planned.on,
        now=now.on,
        chain=_chain(started, carried, now.by),
        root=root,
        all_done=done.on is not None,
        sentence=f"{words}: {_when(planned.on, now.on, because, all_done=done.on is not None)}",
    )


def _when(planned: date | None, now: date | None, because: str, *, all_done: bool) -> str:
    if planned is None:
        return "not part of this plan."
    if all_done:
        return "all that it takes is marked done. Only an assessment can show it."
    before = CalendarQuarter.of(planned)
    if now is None:
        return f"planned {before}, not in this plan any more{because}."
    after = CalendarQuarter.of(now)
    if before == after:
        return f"{before}, as planned."
    return f"planned {before}, now {after}{because}."


def _chain(started: Course, carried: Carried, last: int | None) -> tuple[int, ...]:
    chain: list[int] = []
    while last is not None and started.milestones[last].state.is_open:
        chain.append(last)
        last = carried.tight.get(last)
    return tuple(reversed(chain))


def _gates(catalog: Catalog, stories: Sequence[_Story]) -> Iterator[GateNow]:
    by_gate = {gate: story for story in stories for gate in story.goal.gates}
    for gate in catalog.gates:
        story = by_gate.get(gate)
        yield GateNow(
            gate=gate,
            planned=story.planned if story else None,
            now=story.now if story else None,
            chain=story.chain if story else (),
            root=story.root if story else None,
            sentence=story.sentence if story else f"{goal_words(catalog, gate.before, gate.level)}: the gate is open.",
            is_open=story is None,
            all_done=bool(story and story.all_done),
        )


def _ends(catalog: Catalog, stories: Sequence[_Story]) -> Iterator[StageEnd]:
    """The goals that the plan reaches by a milestone, in the order planned."""
    for story in sorted(stories, key=lambda one: one.planned or date.max):
        if story.planned is not None and story.planned != date.min:
            yield StageEnd(
                words=_end_words(catalog, story.goal),
                planned=story.planned,
                now=story.now,
                root=story.root,
                sentence=story.sentence,
            )


def _end_words(catalog: Catalog, goal: Goal) -> str:
    name = catalog.discipline[goal.discipline].name
    if not goal.gates:
        return f"{name} reaches {level_words(catalog, goal.level)}"
    after = listed(catalog.discipline[gate.after].name for gate in goal.gates)
    return (
        f"The gate from {name} to {after} opens" if len(goal.gates) == 1 else f"The gates from {name} to {after} open"
    )


def _notes(catalog: Catalog, started: Course) -> Iterator[str]:
    for one in started.milestones.values():
        for id_ in started.waits[one.id].milestones if one.state.is_open else ():
            other = started.milestones[id_]
            if other.state is MilestoneState.DROPPED:
                yield f"{capitalised(named(catalog, one))} goes on without {named(catalog, other)}, which was dropped."
