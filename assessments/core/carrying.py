"""Slips carried along: when each milestone of an adopted plan is expected, and what pushes it (`DESIGN.md` 2)."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from graphlib import TopologicalSorter

from assessments.core.calendar import CalendarQuarter
from assessments.core.catalog import Gate
from assessments.core.gate_exception import GateException
from assessments.core.milestones import Milestone, MilestoneState, Waits, waits
from assessments.core.replay import Course, Goal, Reached, reached

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """When a milestone is expected to start and to be finished; both None where it is dropped or never comes.

    `late_days` is against the date promised, at least 0. `behind` is the milestone that pushes it, by way of `gate`
    where it waits for one; `root` is the one from which its delay came, which may be itself, or a dropped one.
    """

    starts: date | None
    due: date | None
    late_days: int = 0
    behind: int | None = None
    gate: Gate | None = None
    root: int | None = None


@dataclass(frozen=True, slots=True)
class Carried:
    """What slips lead to: each milestone as expected, each gate that was shut as it opens now.

    `tight` is the milestone right after which an open one begins, without slack between them.
    """

    expected: Mapping[int, Expected]
    opened: Mapping[Gate, Reached]
    tight: Mapping[int, int]


@dataclass(frozen=True, slots=True)
class _Push:
    """A day after which a milestone may go on, None for never, and the milestone that brings it, by way of a gate."""

    day: date | None
    by: int | None = None
    gate: Gate | None = None


def carry(
    course: Course, planned: Mapping[Gate, Reached], *, today: date, exceptions: Sequence[GateException]
) -> Carried:
    """Carry every slip along: prerequisites, lower steps of the same practice, gates, and what these hold back.

    `planned` says when the gates were to open. A milestone takes the days from its start, or from the baseline's day
    on which the last of what it waits for comes, to its due date, and needs as many after what it waits for now; it
    never comes before its due date, nor, while it is open, before today. What waits behind a gate goes on with the
    first day of the quarter after; under an exception with the quarter in which that was given, if it is then finished
    in a quarter that it covers. What waited for something dropped goes on without it.
    Raises `graphlib.CycleError` for a catalog with circles.
    """
    carrying = _Carrying(course, planned, today, exceptions, waits(course.catalog, course.milestones.values()))
    for node in carrying.in_order():
        carrying.settle(node)
    return Carried(carrying.expected, carrying.opened, carrying.tight)


@dataclass(slots=True)
class _Carrying:
    """A plan that is being carried along, each node after all that it waits for."""

    course: Course
    planned: Mapping[Gate, Reached]
    today: date
    exceptions: Sequence[GateException]
    waits: Mapping[int, Waits]
    expected: dict[int, Expected] = field(default_factory=dict)
    opened: dict[Gate, Reached] = field(default_factory=dict)
    tight: dict[int, int] = field(default_factory=dict)

    def in_order(self) -> Iterator[int | Goal]:
        """Milestones by id and goals, nothing before what it waits for."""
        goal_of = {gate: goal for goal in self.course.goals for gate in goal.gates}
        graph: dict[int | Goal, list[int | Goal]] = {}
        for id_, needs in self.waits.items():
            graph[id_] = [*needs.milestones, *(goal_of[gate] for gate in needs.gates if gate in goal_of)]
        for goal in self.course.goals:
            before = (gate for gate in self.course.catalog.gates_to(goal.discipline) if gate in goal_of)
            steps = (one.id for one in self.course.steps[goal.discipline])
            graph[goal] = [*steps, *goal.work, *(goal_of[gate] for gate in before)]
        return iter(TopologicalSorter(graph).static_order())

    def settle(self, node: int | Goal) -> None:
        """Say when a milestone is expected, or when the gates of a goal open."""
        if isinstance(node, Goal):
            days = {id_: one.due for id_, one in self.expected.items()}
            self.opened.update(dict.fromkeys(node.gates, reached(self.course, node, days, self.opened)))
            return
        one = self.course.milestones[node]
        if one.state is MilestoneState.DROPPED:
            self.expected[node] = Expected(starts=None, due=None, root=node)
        elif one.done_on is not None:
            self.expected[node] = _finished(one, one.done_on)
        else:
            self.expected[node] = self._open(one)

    def _open(self, one: Milestone) -> Expected:
        takes = self._takes(one)
        pushes = self._pushes(one, takes)
        never = next((push for push in pushes if push.day is None), None)
        if never is not None:
            return Expected(starts=None, due=None, behind=never.by, gate=never.gate, root=self._root(never))
        own, due = max(one.due, self.today), self._due(one, takes, pushes)
        last = max(pushes, key=self._latest, default=None)
        day = one.starts if last is None or last.day is None else last.day
        if (
            last is not None
            and last.by is not None
            and (due > own or not one.started_on)
            and day + ONE_DAY >= one.starts
        ):
            self.tight[one.id] = last.by
        late = max(0, (due - one.baseline_due).days)
        pusher = last if last is not None and due > own else _Push(None)
        return Expected(
            starts=min(due, one.started_on or max(one.starts, day)),
            due=due,
            late_days=late,
            behind=pusher.by,
            gate=pusher.gate,
            root=(self._root(pusher) or one.id) if late else None,
        )

    def _takes(self, one: Milestone) -> timedelta:
        """How long it takes once it may go on; only what the baseline itself kept to counts."""
        needs = self.waits[one.id]
        days = [self.course.milestones[id_].baseline_due for id_ in needs.milestones]
        days += [_after(on) for gate in needs.gates if gate in self.planned and (on := self.planned[gate].on)]
        return max(timedelta(0), one.due - max([one.starts, *(day for day in days if day <= one.baseline_due)]))

    def _due(self, one: Milestone, takes: timedelta, pushes: Iterable[_Push]) -> date:
        return max([one.due, self.today, *(push.day + takes for push in pushes if push.day is not None)])

    def _pushes(self, one: Milestone, takes: timedelta) -> list[_Push]:
        """All that it waits for; whether exceptions cover it depends on when the rest lets it be finished."""
        needs = self.waits[one.id]
        alone = [
            _Push(self.expected[id_].due, id_)
            for id_ in needs.milestones
            if self.course.milestones[id_].state is not MilestoneState.DROPPED
        ]
        pushes, due = alone, self._due(one, takes, alone)
        while True:
            behind = (self._behind(gate, takes, due) for gate in needs.gates if gate in self.opened)
            pushes = [*alone, *behind]
            later = self._due(one, takes, pushes)
            if later == due or any(push.day is None for push in pushes):
                return pushes
            due = later

    def _behind(self, gate: Gate, takes: timedelta, due: date) -> _Push:
        """The quarter after the gate opens; earlier under an exception that covers the quarter of the last day."""
        opens = self.opened[gate]
        waiting = _Push(_after(opens.on) if opens.on else None, opens.by, gate)
        given = (
            (CalendarQuarter.of(one.since).first_day, one)
            for one in self.exceptions
            if (one.before, one.after) == (gate.before, gate.after)
        )
        free = [first for first, one in given if one.covers(CalendarQuarter.of(max(due, first + takes)))]
        earliest = min(free, default=None)
        if earliest is None or (waiting.day is not None and waiting.day <= earliest):
            return waiting
        return _Push(earliest)

    def _latest(self, push: _Push) -> tuple[date, int, int]:
        """The last day, then the longest delay, then the first in the plan."""
        day = push.day or date.max
        if push.by is None:
            return (day, 0, 0)
        return (day, self.expected[push.by].late_days, -self.course.milestones[push.by].position)

    def _root(self, push: _Push) -> int | None:
        return None if push.by is None else self.expected[push.by].root


def _finished(one: Milestone, on: date) -> Expected:
    late = max(0, (on - one.baseline_due).days)
    starts = min(on, one.started_on or one.starts)
    return Expected(starts=starts, due=on, late_days=late, root=one.id if late else None)


def _after(day: date) -> date:
    """The first day of the quarter after."""
    return CalendarQuarter.of(day).plus(1).first_day
