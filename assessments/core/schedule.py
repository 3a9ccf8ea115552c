"""Steps laid into quarters under a capacity: nothing before its prerequisite or its gate (`domain.md` 4.7)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from heapq import heapify, heappop, heappush

from assessments.core.catalog import IN_PLACE, Catalog, Gate
from assessments.core.unlocking import Step, reaches

MOST_QUARTERS = 10_000


@dataclass(frozen=True, slots=True)
class Slot:
    """A step in its quarters: work on it `starts` in one and is finished in `quarter`.

    `earliest` is the quarter in which it was first ready; `held_by` is the step or gate that it waited for until
    then, None for a step that is ready from the start.
    """

    step: Step
    starts: int
    quarter: int
    earliest: int
    held_by: Step | Gate | None


@dataclass(frozen=True, slots=True)
class Schedule:
    """Slots in the order of execution, the person-weeks of each quarter, the quarter in which each gate opens."""

    slots: tuple[Slot, ...]
    used: tuple[Fraction, ...]
    opens: Mapping[Gate, int]


@dataclass(slots=True)
class _Job:
    """A step on its way: `rank` is its place in the order, `blockers` what it still waits for."""

    step: Step
    rank: int
    remaining: Fraction
    blockers: int
    earliest: int = 1
    held_by: Step | Gate | None = None
    starts: int = 0


def schedule(
    catalog: Catalog,
    steps: Sequence[Step],
    *,
    levels: Mapping[str, int],
    closed: Sequence[Gate],
    opening: Sequence[Gate],
    capacity: Fraction,
) -> Schedule:
    """Lay steps, given in the order of preference, into quarters from 1.

    `levels` are the present levels of the applicable practices only. `closed` are the gates that are not open today;
    those in `opening`, in graph order, open at the end of the quarter in which their source has all it needs. In a
    quarter the step begun before goes on first, then the first that is ready; at most one step of a practice is
    worked on per quarter. A step whose gate or prerequisite never comes has no slot. Raises `ValueError` when the
    capacity is not above 0, or so small that the plan would take more than `MOST_QUARTERS` quarters.
    """
    if capacity <= 0:
        raise ValueError("The capacity must be above 0 person-weeks a quarter.")
    if sum((step.effort for step in steps), Fraction(0)) > MOST_QUARTERS * capacity:
        raise ValueError(f"With this capacity the plan would take more than {MOST_QUARTERS:,} quarters.")
    calendar = _Calendar(catalog, steps, dict(levels), closed)
    while calendar.next_quarter(capacity, opening):
        pass
    return Schedule(tuple(calendar.slots), tuple(calendar.used), calendar.opens)


class _Calendar:
    """The quarters as they fill."""

    def __init__(self, catalog: Catalog, steps: Sequence[Step], levels: dict[str, int], closed: Sequence[Gate]) -> None:
        self.catalog, self.levels = catalog, levels
        self.quarter = 0
        self.used: list[Fraction] = []
        self.slots: list[Slot] = []
        self.opens: dict[Gate, int] = {}
        self.closed_to: dict[str, int] = {}
        for gate in closed:
            self.closed_to[gate.after] = self.closed_to.get(gate.after, 0) + 1
        self.jobs = {(step.practice, step.from_level): self._job(step, rank) for rank, step in enumerate(steps)}
        self.left = len(self.jobs)
        self.under_way: _Job | None = None
        self.ready: list[tuple[int, _Job]] = []
        self.later = [(job.rank, job) for job in self.jobs.values() if not job.blockers]

    def next_quarter(self, capacity: Fraction, opening: Sequence[Gate]) -> bool:
        """Fill one more quarter; false once nothing is left that another quarter could bring."""
        self.quarter += 1
        self.ready += self.later
        heapify(self.ready)
        self.later = []
        used = self._work(capacity)
        opened = [gate for gate in opening if self._opens(gate)]
        if used or opened:
            self.used.append(used)
        return bool(self.left and (used or opened))

    def _job(self, step: Step, rank: int) -> _Job:
        blockers = self.closed_to.get(self.catalog.discipline_of[step.practice], 0)
        blockers += step.from_level > self.levels[step.practice]
        if step.from_level < IN_PLACE <= step.to_level:
            needs = self.catalog.practice[step.practice].needs
            blockers += sum(self.levels.get(need.practice, need.level) < need.level for need in needs)
        return _Job(step, rank, step.effort, blockers)

    def _work(self, capacity: Fraction) -> Fraction:
        left = capacity
        while left and (job := self._next()):
            spent = min(left, job.remaining)
            left -= spent
            job.remaining -= spent
            job.starts = job.starts or self.quarter
            if job.remaining:
                self.under_way = job
            else:
                self._finish(job)
        return capacity - left

    def _next(self) -> _Job | None:
        job, self.under_way = self.under_way, None
        if job is None and self.ready:
            job = heappop(self.ready)[1]
        return job

    def _finish(self, job: _Job) -> None:
        step = job.step
        self.slots.append(Slot(step, job.starts, self.quarter, job.earliest, job.held_by))
        self.left -= 1
        before = self.levels[step.practice]
        self.levels[step.practice] = step.to_level
        self._release(self.jobs.get((step.practice, step.to_level)), step, self.quarter + 1)
        for dependent, level in self.catalog.order.needed_by[step.practice]:
            if before < level <= step.to_level:
                self._release(self._crossing(dependent), step, self.quarter)

    def _crossing(self, practice: str) -> _Job | None:
        """The job that brings a practice to level 2 or more, where there is one."""
        jobs = (self.jobs.get((practice, level)) for level in range(IN_PLACE))
        return next((job for job in jobs if job and job.step.to_level >= IN_PLACE), None)

    def _release(self, job: _Job | None, cause: Step | Gate, earliest: int) -> None:
        """One blocker less; the latest cause is the one that held the job."""
        if job is None:
            return
        job.blockers -= 1
        if earliest >= job.earliest:
            job.earliest, job.held_by = earliest, cause
        if not job.blockers and job.earliest <= self.quarter:
            heappush(self.ready, (job.rank, job))
        elif not job.blockers:
            self.later.append((job.rank, job))

    def _opens(self, gate: Gate) -> bool:
        """Whether the gate opens at the end of this quarter; if so, what it held back may start in the next."""
        if gate in self.opens or self.closed_to.get(gate.before):
            return False
        if not reaches(self.catalog, self.catalog.discipline[gate.before], levels=self.levels, target=gate.level):
            return False
        self.opens[gate] = self.quarter
        self.closed_to[gate.after] -= 1
        for job in self.jobs.values():
            if self.catalog.discipline_of[job.step.practice] == gate.after:
                self._release(job, gate, self.quarter + 1)
        return True
