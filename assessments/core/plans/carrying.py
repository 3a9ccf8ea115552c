"""Slips carried along: when each milestone of an adopted plan is expected, and what pushes it (`DESIGN.md` 2)."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from graphlib import TopologicalSorter

from assessments.core.calendar import PER_YEAR, CalendarQuarter
from assessments.core.catalog import Gate
from assessments.core.gate_exception import GateException
from assessments.core.plans.milestones import Milestone, MilestoneState
from assessments.core.plans.replay import Course, Goal, Reached, reached, takes

# A quarter in parts that its days divide evenly, whether it has 90, 91 or 92.
PARTS = 376_740


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

    `causes` are the milestones from which the delay of gates came. `tight` is the milestone right after which an open
    one begins, without slack between them.
    """

    expected: Mapping[int, Expected]
    opened: Mapping[Gate, Reached]
    causes: Mapping[Gate, int | None]
    tight: Mapping[int, int]


@dataclass(frozen=True, slots=True)
class _Push:
    """The time from which a milestone may go on, None for never, and what brings it, by way of a gate."""

    at: int | None
    by: int | None = None
    gate: Gate | None = None


def carry(
    course: Course, planned: Mapping[Gate, Reached], *, today: date, exceptions: Sequence[GateException]
) -> Carried:
    """Carry every slip along: prerequisites, lower steps of the same practice, gates, and what these hold back.

    `planned` says when the gates were to open. A milestone takes the time from its start, or from the baseline's day
    on which the last of what it waits for comes, to its due date, and needs as much after what it waits for now; it
    never comes before its due date, nor, while it is open, before today. Time is measured in quarters and their exact
    parts, so that what was planned for a quarter fills one wherever it moves. What waits behind a gate goes on with the
    first day of the quarter after, or as long after it as was promised, since a gate that slips takes along the whole
    order of what is behind it; under an exception with the quarter in which that was given, if it is then finished in
    a quarter that it covers. What waited for something dropped goes on without it.
    Raises `graphlib.CycleError` for a catalog with circles.
    """
    carrying = _Carrying(course, planned, today, exceptions)
    for node in carrying.in_order():
        carrying.settle(node)
    return Carried(carrying.expected, carrying.opened, carrying.causes, carrying.tight)


def cause(
    course: Course, expected: Mapping[int, Expected], goal: Goal, *, planned: date | None, now: Reached
) -> int | None:
    """The milestone from which the delay of a goal came; None where it is not late, or no part of the plan.

    That is where the delay of the milestone that decides came from; where that one is not late, where the last of those
    came from that should have been finished by the day planned.
    """
    if planned is None or (now.on is not None and now.on <= planned):
        return None
    root = None if now.by is None else expected[now.by].root
    if root is not None or now.on is None:
        return root
    days = ((expected[one.id].due or date.max, one) for one in takes(course, goal) if one.baseline_due <= planned)
    missing = [(day, -one.position, one.id) for day, one in days if day > planned]
    return expected[max(missing)[2]].root


@dataclass(slots=True)
class _Carrying:
    """A plan that is being carried along, each node after all that it waits for."""

    course: Course
    planned: Mapping[Gate, Reached]
    today: date
    exceptions: Sequence[GateException]
    expected: dict[int, Expected] = field(default_factory=dict)
    opened: dict[Gate, Reached] = field(default_factory=dict)
    causes: dict[Gate, int | None] = field(default_factory=dict)
    tight: dict[int, int] = field(default_factory=dict)

    def in_order(self) -> Iterator[int | Goal]:
        """Milestones by id and goals, nothing before what it waits for."""
        goals = self.course.goals
        # Goals stand in the graph as texts: they are compared often, and a text remembers its hash.
        names = {gate: f"goal {place}" for place, goal in enumerate(goals) for gate in goal.gates}
        graph: dict[int | str, list[int | str]] = {}
        for id_, needs in self.course.waits.items():
            graph[id_] = [*needs.milestones, *(names[gate] for gate in needs.gates if gate in names)]
        for goal in goals:
            before = (names[gate] for gate in self.course.catalog.gates_to(goal.discipline) if gate in names)
            graph[names[goal.gates[0]]] = [*(one.id for one in takes(self.course, goal)), *before]
        named = {names[goal.gates[0]]: goal for goal in goals}
        order = TopologicalSorter(graph).static_order()
        return (named[node] if isinstance(node, str) else node for node in order)

    def settle(self, node: int | Goal) -> None:
        """Say when a milestone is expected, or when the gates of a goal open."""
        if isinstance(node, Goal):
            self._open_gates(node)
            return
        one = self.course.milestones[node]
        if one.state is MilestoneState.DROPPED:
            self.expected[node] = Expected(starts=None, due=None, root=node)
        elif one.done_on is not None:
            self.expected[node] = _finished(one, one.done_on)
        else:
            self.expected[node] = self._open(one)

    def _open_gates(self, goal: Goal) -> None:
        days = {id_: one.due for id_, one in self.expected.items()}
        now, planned = reached(self.course, goal, days, opened=self.opened), self.planned[goal.gates[0]].on
        self.opened.update(dict.fromkeys(goal.gates, now))
        self.causes.update(dict.fromkeys(goal.gates, cause(self.course, self.expected, goal, planned=planned, now=now)))

    def _open(self, one: Milestone) -> Expected:
        takes = self._takes(one)
        pushes = self._pushes(one, takes)
        never = next((push for push in pushes if push.at is None), None)
        if never is not None:
            return Expected(starts=None, due=None, behind=never.by, gate=never.gate, root=self._root(never))
        own, due = max(one.due, self.today), _day_until(self._ends(one, takes, pushes))
        last = max(pushes, key=self._latest, default=_Push(_begin(one.starts)))
        free = last.at or _begin(one.starts)
        if last.by is not None and free >= _begin(one.starts) and (due > own or not one.started_on):
            self.tight[one.id] = last.by
        pusher = last if due > own else _Push(None)
        late = max(0, (due - one.baseline_due).days)
        return Expected(
            starts=min(due, one.started_on or max(one.starts, _day_from(free))),
            due=due,
            late_days=late,
            behind=pusher.by,
            gate=pusher.gate,
            root=(self._root(pusher) or one.id) if late else None,
        )

    def _takes(self, one: Milestone) -> int:
        """The time it takes once it may go on; what the baseline of a step did not keep to does not count.

        Work takes no effort: where its baseline did not keep to what it waits for, it comes with that.
        """
        needs = self.course.waits[one.id]
        free = [_end(self.course.milestones[id_].baseline_due) for id_ in needs.milestones]
        free += [_after(on) for gate in needs.gates if gate in self.planned and (on := self.planned[gate].on)]
        kept = (at for at in free if not one.is_step or at <= _end(one.baseline_due))
        return max(0, _end(one.due) - max([_begin(one.starts), *kept]))

    def _ends(self, one: Milestone, takes: int, pushes: Iterable[_Push]) -> int:
        return max([_end(one.due), _end(self.today), *(push.at + takes for push in pushes if push.at is not None)])

    def _pushes(self, one: Milestone, takes: int) -> list[_Push]:
        """All that it waits for; whether exceptions cover it depends on when the rest lets it be finished."""
        needs = self.course.waits[one.id]
        alone = [
            _Push(None if (due := self.expected[id_].due) is None else _end(due), id_)
            for id_ in needs.milestones
            if self.course.milestones[id_].state is not MilestoneState.DROPPED
        ]
        pushes, ends = alone, self._ends(one, takes, alone)
        while True:
            behind = (self._behind(gate, one, takes, ends) for gate in needs.gates if gate in self.opened)
            pushes = [*alone, *behind]
            later = self._ends(one, takes, pushes)
            if later == ends or any(push.at is None for push in pushes):
                return pushes
            ends = later

    def _behind(self, gate: Gate, one: Milestone, takes: int, ends: int) -> _Push:
        """As long after the gate as promised; earlier under an exception that covers the quarter of the last day."""
        opens, planned = self.opened[gate], self.planned[gate].on
        lag = max(0, _begin(one.baseline_starts) - _after(planned)) if planned else 0
        waiting = _Push(_after(opens.on) + lag if opens.on else None, opens.by, gate)
        given = (
            (_begin(CalendarQuarter.of(leave.since).first_day), leave)
            for leave in self.exceptions
            if (leave.before, leave.after) == (gate.before, gate.after)
        )
        free = (at for at, leave in given if leave.covers(CalendarQuarter.of(_day_until(max(ends, at + takes)))))
        earliest = min(free, default=None)
        if earliest is None or (waiting.at is not None and waiting.at <= earliest):
            return waiting
        return _Push(earliest)

    def _latest(self, push: _Push) -> tuple[int, bool, bool, int, int]:
        """The last, then one that is late, rather a milestone than a gate, the longest delay, the first in the plan."""
        if push.by is None:
            return (push.at or 0, False, False, 0, 0)
        late_days, position = self.expected[push.by].late_days, self.course.milestones[push.by].position
        return (push.at or 0, late_days > 0, push.gate is None, late_days, -position)

    def _root(self, push: _Push) -> int | None:
        if push.gate is not None:
            return self.causes[push.gate]
        return None if push.by is None else self.expected[push.by].root


def _finished(one: Milestone, on: date) -> Expected:
    late = max(0, (on - one.baseline_due).days)
    starts = min(on, one.started_on or one.starts)
    return Expected(starts=starts, due=on, late_days=late, root=one.id if late else None)


# Most milestones begin and end with one of a few quarters.
@lru_cache(maxsize=4096)
def _begin(day: date) -> int:
    """The time at which a day begins, in parts of a quarter."""
    quarter = CalendarQuarter.of(day)
    before = quarter.year * PER_YEAR + quarter.number - 1
    return before * PARTS + (day - quarter.first_day).days * PARTS // _length(quarter)


@lru_cache(maxsize=4096)
def _end(day: date) -> int:
    """The time at which a day ends, which is the one at which the next begins."""
    return _begin(day) + PARTS // _length(CalendarQuarter.of(day))


def _after(day: date) -> int:
    """The time at which the quarter after begins."""
    return _begin(CalendarQuarter.of(day).plus(1).first_day)


def _day_from(at: int) -> date:
    """The day on which a time lies, the next one where it is the end of one."""
    before, part = divmod(at, PARTS)
    year, number = divmod(before, PER_YEAR)
    quarter = CalendarQuarter(year, number + 1)
    return quarter.first_day + timedelta(days=part * _length(quarter) // PARTS)


def _day_until(at: int) -> date:
    """The day by whose end it is that time."""
    return _day_from(at - 1)


def _length(quarter: CalendarQuarter) -> int:
    return (quarter.last_day - quarter.first_day).days + 1
