"""Steps laid into quarters under limits: nothing before its prerequisite or its gate (`domain.md` 4.7).

Inside, effort is counted in whole parts of a person-week, so that nothing is rounded and nothing is slow.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from heapq import heapify, heappop, heappush
from math import lcm
from operator import attrgetter

from assessments.core.catalog import IN_PLACE, Catalog, Gate
from assessments.core.openings import Doors, Excepted
from assessments.core.scenario import StepKey
from assessments.core.unlocking import Step

MOST_QUARTERS = 10_000
CAPACITY, PARALLEL = "capacity", "parallel"


@dataclass(frozen=True, slots=True)
class Limits:
    """What a quarter holds: person-weeks in all and by owner role, and steps worked on. None means without limit."""

    capacity: Fraction | None
    role_capacity: Mapping[str, Fraction] = field(default_factory=dict)
    parallel: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """A step in its quarters: work on it `starts` in one and is finished in `quarter`.

    `earliest` is the quarter in which it was first ready; `held_by` is the step or gate that it waited for until
    then, None for a step that waited for nothing but a date. `full` says what was used up in the quarter before it
    started, when it was ready already: 'capacity', 'parallel' or an owner role; `behind` is then the step whose
    finishing made room. `spent` holds the person-weeks of each quarter in which it is worked on.
    """

    step: Step
    starts: int
    quarter: int
    earliest: int
    held_by: Step | Gate | None
    full: str
    behind: Step | None
    spent: tuple[tuple[int, Fraction], ...]


@dataclass(frozen=True, slots=True)
class Schedule:
    """Slots in the order of execution, the person-weeks of each quarter, the quarter in which each gate opens."""

    slots: tuple[Slot, ...]
    used: tuple[Fraction, ...]
    opens: Mapping[Gate, int]


def schedule(
    catalog: Catalog,
    steps: Sequence[Step],
    *,
    levels: Mapping[str, int],
    closed: Sequence[Gate],
    opening: Sequence[Gate],
    limits: Limits,
    not_before: Mapping[StepKey, int] | None = None,
    excepted: Excepted | None = None,
) -> Schedule:
    """Lay steps, given in the order of preference, into quarters from 1.

    `levels` are the present levels of the applicable practices only. `closed` are the gates that are not open today;
    those in `opening`, in graph order, open at the end of the quarter in which their source has all it needs. In a
    quarter the steps under way go on first, then come those that are ready, until nothing that fits is left; at most
    one step of a practice is worked on per quarter. `not_before` names the first quarter in which a step may begin.
    A step whose gate or prerequisite never comes has no slot. Raises `ValueError` when a limit is not above 0, or so
    low that the plan would take more than `MOST_QUARTERS` quarters.
    """
    _check(catalog, steps, limits, not_before or {})
    parts = lcm(*(weeks.denominator for weeks in (*_weeks(limits), *(step.effort for step in steps))))
    doors = Doors(catalog, levels, closed=closed, opening=opening, excepted=excepted or {})
    calendar = _Calendar(catalog, levels, limits, doors, parts)
    calendar.take(steps, not_before or {})
    while calendar.next_quarter():
        pass
    return calendar.filled()


def _weeks(limits: Limits) -> Iterator[Fraction]:
    """Every limit that is in person-weeks."""
    if limits.capacity is not None:
        yield limits.capacity
    yield from limits.role_capacity.values()


def _check(catalog: Catalog, steps: Sequence[Step], limits: Limits, not_before: Mapping[StepKey, int]) -> None:
    if any(weeks <= 0 for weeks in _weeks(limits)):
        raise ValueError("The capacity must be above 0 person-weeks a quarter.")
    if limits.parallel is not None and limits.parallel <= 0:
        raise ValueError("At least one step must be allowed at once.")
    effort = dict.fromkeys(limits.role_capacity, Fraction(0))
    for step in steps:
        if (role := catalog.practice[step.practice].owner) in effort:
            effort[role] += step.effort
    late = [role for role, weeks in effort.items() if weeks > MOST_QUARTERS * limits.role_capacity[role]]
    every = sum((step.effort for step in steps), Fraction(0))
    late += [key.practice for key, quarter in not_before.items() if quarter > MOST_QUARTERS]
    if late or (limits.capacity is not None and every > MOST_QUARTERS * limits.capacity):
        raise ValueError(f"With this capacity the plan would take more than {MOST_QUARTERS:,} quarters.")


@dataclass(slots=True)
class _Job:
    """A step on its way: `rank` is its place in the order, `blockers` the steps it still waits for.

    `queue` is its owner role where that has a limit of its own, else ''.
    """

    step: Step
    rank: int
    remaining: int
    blockers: int
    discipline: str
    queue: str
    earliest: int = 1
    held_by: Step | Gate | None = None
    full: str = ""
    behind: Step | None = None
    spent: list[tuple[int, Fraction]] = field(default_factory=list)


class _Room:
    """What is left in a quarter."""

    def __init__(self, limits: Limits, parts: int) -> None:
        self.weeks = None if limits.capacity is None else int(limits.capacity * parts)
        self.roles = {role: int(weeks * parts) for role, weeks in limits.role_capacity.items()}
        self.steps = limits.parallel

    def full(self, queue: str) -> str:
        """What is used up for the steps of a queue, '' while one of them fits."""
        if self.weeks == 0:
            return CAPACITY
        if self.roles.get(queue) == 0:
            return queue
        return PARALLEL if self.steps == 0 else ""

    def spend(self, job: _Job) -> int:
        """Give a job as much as it can use."""
        weeks = min(left for left in (job.remaining, self.weeks, self.roles.get(job.queue)) if left is not None)
        if self.weeks is not None:
            self.weeks -= weeks
        if job.queue:
            self.roles[job.queue] -= weeks
        if self.steps is not None:
            self.steps -= 1
        return weeks


class _Calendar:
    """The quarters as they fill."""

    def __init__(self, catalog: Catalog, levels: Mapping[str, int], limits: Limits, doors: Doors, parts: int) -> None:
        self.catalog, self.levels, self.limits, self.doors, self.parts = catalog, dict(levels), limits, doors, parts
        self.quarter = 0
        self.used: list[int] = []
        self.slots: list[Slot] = []
        self.before = self.room = _Room(limits, parts)
        self.jobs: dict[tuple[str, int], _Job] = {}
        self.behind_gates: dict[str, list[_Job]] = {code: [] for code in doors.closed}
        self.later: list[tuple[int, int, _Job]] = []
        self.parked: dict[str, list[_Job]] = {code: [] for code in doors.closed}
        self.ready: dict[str, list[tuple[int, _Job]]] = {queue: [] for queue in ("", *limits.role_capacity)}
        self.under_way: list[_Job] = []
        self.last: dict[str, Step] = {}

    def take(self, steps: Sequence[Step], not_before: Mapping[StepKey, int]) -> None:
        """Queue the steps, given in the order of preference."""
        for rank, step in enumerate(steps):
            job = self._job(step, rank)
            job.earliest = max(1, not_before.get(StepKey(step.practice, step.to_level), 1))
            self.jobs[step.practice, step.from_level] = job
            if job.discipline in self.behind_gates:
                self.behind_gates[job.discipline].append(job)
            if not job.blockers:
                self.later.append((job.earliest, rank, job))
        heapify(self.later)

    def next_quarter(self) -> bool:
        """Fill one more quarter; false once nothing is left that another quarter could bring."""
        self.quarter += 1
        self.before, self.room = self.room, _Room(self.limits, self.parts)
        for discipline, gate in self.doors.turned(self.quarter):
            self._admit(discipline, gate) if gate else self._send_back(discipline)
        while self.later and self.later[0][0] <= self.quarter:
            self._queue(heappop(self.later)[2])
        self._work()
        opened = self.doors.open_at_the_end_of(self.quarter)
        spent = sum(self.used[self.quarter - 1 :])
        return len(self.slots) < len(self.jobs) and bool(spent or opened or self._is_awaited())

    def filled(self) -> Schedule:
        """All that was laid, up to the last quarter in which something happens."""
        last = max((slot.quarter for slot in self.slots), default=0)
        last = max([last, *self.doors.opens.values()])
        used = tuple(Fraction(weeks, self.parts) for weeks in self.used[:last])
        return Schedule(tuple(self.slots), used, self.doors.opens)

    def _is_awaited(self) -> bool:
        """Whether a later date may bring something."""
        return bool(self.later) or self.quarter < self.doors.last_excepted

    def _job(self, step: Step, rank: int) -> _Job:
        practice = self.catalog.practice[step.practice]
        blockers = int(step.from_level > self.levels[step.practice])
        if step.from_level < IN_PLACE <= step.to_level:
            blockers += sum(self.levels.get(need.practice, need.level) < need.level for need in practice.needs)
        queue = practice.owner if practice.owner in self.limits.role_capacity else ""
        weeks = int(step.effort * self.parts)
        return _Job(step, rank, weeks, blockers, self.catalog.discipline_of[step.practice], queue)

    def _queue(self, job: _Job) -> None:
        if job.discipline in self.doors.shut:
            self.parked[job.discipline].append(job)
        else:
            heappush(self.ready[job.queue], (job.rank, job))

    def _admit(self, discipline: str, gate: Gate) -> None:
        """What waited behind the gate may begin from this quarter on."""
        for job in self.behind_gates[discipline]:
            if not job.spent and job.earliest <= self.quarter:
                job.earliest, job.held_by = self.quarter, gate
        for job in self.parked[discipline]:
            heappush(self.ready[job.queue], (job.rank, job))
        self.parked[discipline] = []

    def _send_back(self, discipline: str) -> None:
        """An exception has ended: what has not begun waits again."""
        for queue, jobs in self.ready.items():
            self.parked[discipline] += [job for _, job in jobs if job.discipline == discipline]
            self.ready[queue] = [one for one in jobs if one[1].discipline != discipline]
            heapify(self.ready[queue])

    def _work(self) -> None:
        self.used.append(0)
        carried, self.under_way = sorted(self.under_way, key=attrgetter("rank")), []
        for job in carried:
            if job.discipline in self.doors.shut or self.room.full(job.queue):
                self.under_way.append(job)
            else:
                self._work_on(job)
        while ready := self._next():
            self._begin(ready)
            self._work_on(ready)

    def _next(self) -> _Job | None:
        """The first of the steps that are ready and fit."""
        fitting = (jobs for queue, jobs in self.ready.items() if jobs and not self.room.full(queue))
        jobs = min(fitting, key=lambda jobs: jobs[0][0], default=None)
        return heappop(jobs)[1] if jobs else None

    def _begin(self, job: _Job) -> None:
        if job.earliest < self.quarter:
            job.full = self.before.full(job.queue)
            job.behind = self.last.get(job.queue if job.full == job.queue else "")

    def _work_on(self, job: _Job) -> None:
        weeks = self.room.spend(job)
        self.used[-1] += weeks
        job.remaining -= weeks
        job.spent.append((self.quarter, Fraction(weeks, self.parts)))
        if job.remaining:
            self.under_way.append(job)
        else:
            self._finish(job)

    def _finish(self, job: _Job) -> None:
        step = job.step
        self.slots.append(
            Slot(
                step=step,
                starts=job.spent[0][0],
                quarter=self.quarter,
                earliest=job.earliest,
                held_by=job.held_by,
                full=job.full,
                behind=job.behind,
                spent=tuple(job.spent),
            )
        )
        self.last[""] = self.last[job.queue] = step
        self.levels[step.practice] = step.to_level
        self.doors.raised(job.discipline, step)
        self._release(self.jobs.get((step.practice, step.to_level)), step, self.quarter + 1)
        for dependent, level in self.catalog.order.needed_by[step.practice]:
            if step.from_level < level <= step.to_level:
                self._release(self._crossing(dependent), step, self.quarter)

    def _crossing(self, practice: str) -> _Job | None:
        """The job that brings a practice to level 2 or more, where there is one."""
        jobs = (self.jobs.get((practice, level)) for level in range(IN_PLACE))
        return next((job for job in jobs if job and job.step.to_level >= IN_PLACE), None)

    def _release(self, job: _Job | None, cause: Step, earliest: int) -> None:
        """One blocker less; the latest cause is the one that held the job."""
        if job is None:
            return
        job.blockers -= 1
        if earliest >= job.earliest:
            job.earliest, job.held_by = earliest, cause
        if not job.blockers and job.earliest <= self.quarter:
            self._queue(job)
        elif not job.blockers:
            heappush(self.later, (job.earliest, job.rank, job))
