"""When a plan reaches what it is for, given the days on which its milestones are finished (`domain.md` 4.4, 4.7)."""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import chain

from assessments.core.agreement import Settled
from assessments.core.catalog import IN_PLACE, Catalog, Gate
from assessments.core.gates import GateOutcome, Outcome, assess
from assessments.core.plans.milestones import Milestone, MilestoneState, Waits, serves, waits
from assessments.core.unlocking import excluded, planned_levels, reaches

Days = Mapping[int, date | None]
"""The day on which each milestone is finished, by id; None where it never is."""

WORK_CHECKS = ("G4", "G5", "G6")
FROM_THE_START = date.min


@dataclass(frozen=True, slots=True)
class Goal:
    """A discipline that waits for nothing and has a level, with the `work` besides its steps, milestones by id.

    `gates` are those that it opens, none where it is only a target. `complete` is false where something that the
    gates need is no milestone, so that the plan does not open them.
    """

    discipline: str
    level: int
    gates: tuple[Gate, ...]
    work: tuple[int, ...]
    complete: bool = True


@dataclass(frozen=True, slots=True)
class Reached:
    """The day on which a goal is reached, None where it is not, and the milestone that decided: the last one it took.

    Where it is not reached that is one without which it is not; `FROM_THE_START` has none.
    """

    on: date | None
    by: int | None


NEVER = Reached(None, None)
AT_ONCE = Reached(FROM_THE_START, None)


@dataclass(frozen=True, slots=True)
class Course:
    """What a plan starts from, and where it leads: milestones in the plan's order, goals in graph order.

    `waits` say what each milestone waits for, `levels` are those of the applicable practices in the result; `goals`
    open the gates that were shut in it.
    """

    catalog: Catalog
    milestones: Mapping[int, Milestone]
    waits: Mapping[int, Waits]
    levels: Mapping[str, int]
    steps: Mapping[str, tuple[Milestone, ...]]
    goals: tuple[Goal, ...]

    @property
    def shut(self) -> frozenset[Gate]:
        """The gates that were shut in the result."""
        return frozenset(gate for goal in self.goals for gate in goal.gates)


def course(catalog: Catalog, settled: Mapping[str, Settled], milestones: Iterable[Milestone]) -> Course:
    """Read a plan; `settled` is that of the result it was made from, looked at on the newest day named in it."""
    own = {one.id: one for one in sorted(milestones, key=lambda one: (one.position, one.id))}
    left_out = excluded(catalog, settled)
    days = (day for one in settled.values() for day in (one.evidence_on, one.answered_on) if day is not None)
    readiness = assess(catalog, settled, on=max(days, default=date.min))
    together: dict[tuple[str, int], list[GateOutcome]] = {}
    for gate in catalog.order.gates:
        if not _is_open(catalog, own.values(), outcome := readiness.gate(gate.before, gate.after)):
            together.setdefault((gate.before, gate.level), []).append(outcome)
    return Course(
        catalog=catalog,
        milestones=own,
        waits=waits(catalog, own.values()),
        levels={code: level for code, level in planned_levels(catalog, settled).items() if code not in left_out},
        steps={
            code: tuple(one for one in own.values() if one.is_step and catalog.discipline_of[one.practice] == code)
            for code in catalog.discipline
        },
        goals=tuple(_goal(catalog, own.values(), outcomes) for outcomes in together.values()),
    )


def target_goals(course: Course, targets: Mapping[str, int]) -> tuple[Goal, ...]:
    """The targets (2 where none is set, 0 where not wanted) that no gate has as its own goal, in catalog order."""
    known = {(goal.discipline, goal.level) for goal in course.goals}
    wanted = [(code, targets.get(code, IN_PLACE)) for code in course.catalog.discipline]
    return tuple(
        Goal(code, level, (), _answers(course, code) if level == 1 else ())
        for code, level in wanted
        if level and (code, level) not in known
    )


def openings(course: Course, days: Days) -> dict[Gate, Reached]:
    """When each gate that was shut opens, if the milestones are finished on these days."""
    opened: dict[Gate, Reached] = {}
    for goal in course.goals:
        opened.update(dict.fromkeys(goal.gates, reached(course, goal, days, opened=opened)))
    return opened


def reached(course: Course, goal: Goal, days: Days, *, opened: Mapping[Gate, Reached]) -> Reached:
    """When a goal is reached; the gates to its discipline that were shut are in `opened`."""
    if not goal.complete:
        return NEVER
    parts = [
        *(opened[gate] for gate in course.catalog.gates_to(goal.discipline) if gate in opened),
        *(Reached(days[work], work) for work in goal.work),
        _level_reached(course, goal, days),
    ]
    never = [part for part in parts if part.on is None]
    return never[0] if never else max(parts, key=partial(_latest, course))


def takes(course: Course, goal: Goal) -> list[Milestone]:
    """The milestones that a goal may take: steps to its level, its work, and the same of what it waits for."""
    goals = [goal]
    for one in goals:
        before = (other for other in course.goals if any(gate.after == one.discipline for gate in other.gates))
        goals += (other for other in before if other not in goals)
    steps = [step for one in goals for step in _steps(course, one)]
    return steps + [course.milestones[work] for one in goals for work in one.work]


def _latest(course: Course, part: Reached) -> tuple[date, int, bool, int]:
    """The last day; on it what is most delayed, a step rather than work, and the first in the plan."""
    day = part.on or FROM_THE_START
    return (day, *_weight(course, part.by, day)) if part.by is not None else (day, 0, False, 0)


def _weight(course: Course, by: int, day: date) -> tuple[int, bool, int]:
    one = course.milestones[by]
    return ((day - one.baseline_due).days, one.is_step, -one.position)


def _level_reached(course: Course, goal: Goal, days: Days) -> Reached:
    """The first day on which the discipline has its level; a level once reached stays."""
    steps = _steps(course, goal)
    finished = sorted({day for one in steps if (day := days[one.id]) is not None})
    holds = partial(_holds, course, goal)
    if holds(()):
        return AT_ONCE
    place = bisect_left(finished, 1, key=lambda day: int(holds(_by(steps, days, day))))
    if place == len(finished):
        return _not_reached(course, goal, steps, days)
    day = finished[place]
    done = _by(steps, days, day)
    last = [one for one in done if days[one.id] == day]
    needed = [one for one in last if not holds([other for other in done if other is not one])]
    return Reached(day, max((one.id for one in needed or last), key=lambda id_: _weight(course, id_, day)))


def _not_reached(course: Course, goal: Goal, steps: Sequence[Milestone], days: Days) -> Reached:
    """Never: for want of the first dropped step that would bring it alone, else of the first that is missing."""
    done = [one for one in steps if days[one.id] is not None]
    missing = [one for one in steps if days[one.id] is None]
    dropped = [one for one in missing if one.state is MilestoneState.DROPPED]
    enough = (one for one in dropped if _holds(course, goal, [*done, one]))
    return Reached(None, next((one.id for one in chain(enough, dropped, missing)), None))


def _steps(course: Course, goal: Goal) -> list[Milestone]:
    """The steps of a goal's discipline towards its level."""
    return [one for one in course.steps[goal.discipline] if (one.from_level or 0) < goal.level]


def _by(steps: Iterable[Milestone], days: Days, last: date) -> list[Milestone]:
    return [one for one in steps if (day := days[one.id]) is not None and day <= last]


def _holds(course: Course, goal: Goal, done: Sequence[Milestone]) -> bool:
    discipline = course.catalog.discipline[goal.discipline]
    levels = {one.code: course.levels[one.code] for one in discipline.practices if one.code in course.levels}
    for one in done:
        levels[one.practice] = max(levels.get(one.practice, 0), one.to_level or 0)
    return reaches(course.catalog, discipline, levels=levels, target=goal.level)


def _is_open(catalog: Catalog, milestones: Iterable[Milestone], outcome: GateOutcome) -> bool:
    """Whether the result left it open: evidence that ran out until the plan was made is work of the plan."""
    if outcome.outcome is not Outcome.OPEN:
        return False
    return not any(not one.is_step and serves(catalog, one, outcome.gate) for one in milestones)


def _goal(catalog: Catalog, milestones: Iterable[Milestone], outcomes: Sequence[GateOutcome]) -> Goal:
    first = outcomes[0]
    work = [one for one in milestones if not one.is_step and serves(catalog, one, first.gate)]
    promised = {(one.check, one.practice) for one in work}
    asked = {(check.code, code) for check in first.checks if check.code in WORK_CHECKS for code in check.failing}
    return Goal(
        discipline=first.gate.before,
        level=first.gate.level,
        gates=tuple(one.gate for one in outcomes),
        work=tuple(one.id for one in work),
        complete=asked <= promised,
    )


def _answers(course: Course, discipline: str) -> tuple[int, ...]:
    """The answers that level 1 takes: it counts practices that were answered, whatever their levels (F6)."""
    return tuple(
        one.id
        for one in course.milestones.values()
        if not one.is_step and one.check not in WORK_CHECKS and course.catalog.discipline_of[one.practice] == discipline
    )
