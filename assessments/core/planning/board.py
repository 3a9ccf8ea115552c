"""What is the same in every order of the steps of one plan, compiled once so that many orders can be tried."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

from assessments.core.catalog import IN_PLACE, Catalog, Gate
from assessments.core.planning.schedule import Excepted, Limits
from assessments.core.scenario import StepKey
from assessments.core.scoring import needed
from assessments.core.unlocking import Step

MOST_QUARTERS = 10_000

Lack = tuple[int, int, int]
"""How many foundations, practices for breadth and practices for no gaps are missing (F6 (a) to (c))."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """A step as the planner sees it; other tasks are named by their place on the board.

    `units` is the effort in parts of a person-week; `role` the owner role where that has a limit of its own, else '';
    `worth` the weight times the levels raised; `not_before` the first quarter in which it may begin; `blockers` how
    many tasks it waits for; `follower` the next step of its practice; `dependents` those of other practices that need
    it; `lifts` what it takes off the lack of each gate, by the gate's place in `opening`.
    """

    step: Step
    discipline: str
    role: str
    units: int
    worth: int
    not_before: int
    blockers: int
    follower: int | None
    dependents: tuple[int, ...]
    lifts: tuple[tuple[int, Lack], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """The tasks of a plan, its limits in `parts` of a person-week, and its gates.

    `closed` are the gates that are not open today, by the discipline they hold back; `opening` those that the plan
    opens, in graph order, and `lacks` what the source of each has not yet. `excepted` are the quarters in which a
    discipline may be worked on although a gate is shut.
    """

    tasks: tuple[Task, ...]
    parts: int
    capacity: int | None
    roles: Mapping[str, int]
    parallel: int | None
    closed: Mapping[str, tuple[Gate, ...]]
    opening: tuple[Gate, ...]
    lacks: tuple[Lack, ...]
    excepted: Excepted

    @property
    def last_excepted(self) -> int:
        """The last quarter that an exception covers, 0 without one."""
        return max((max(quarters, default=0) for quarters in self.excepted.values()), default=0)


def compile_board(
    catalog: Catalog,
    steps: Sequence[Step],
    *,
    levels: Mapping[str, int],
    closed: Sequence[Gate],
    opening: Sequence[Gate],
    limits: Limits,
    not_before: Mapping[StepKey, int] | None = None,
    excepted: Excepted | None = None,
) -> Board:
    """Compile the steps of a plan, given in catalog order.

    `levels` are the present levels of the applicable practices only; `not_before` names the first quarter in which a
    step may begin. Raises `ValueError` when a limit is not above 0, or so low that the plan would take more than
    `MOST_QUARTERS` quarters.
    """
    weeks = [*limits.role_capacity.values(), *([] if limits.capacity is None else [limits.capacity])]
    if any(one <= 0 for one in weeks) or limits.parallel == 0:
        raise ValueError("The capacity must be above 0 person-weeks a quarter.")
    parts = lcm(*(one.denominator for one in (*weeks, *(step.effort for step in steps))))
    board = Board(
        tasks=tuple(_tasks(catalog, steps, levels, opening, limits, parts, not_before or {})),
        parts=parts,
        capacity=None if limits.capacity is None else int(limits.capacity * parts),
        roles={role: int(one * parts) for role, one in limits.role_capacity.items()},
        parallel=limits.parallel,
        closed={gate.after: tuple(one for one in closed if one.after == gate.after) for gate in closed},
        opening=tuple(opening),
        lacks=tuple(_lack(catalog, gate, levels) for gate in opening),
        excepted=excepted or {},
    )
    if _least_quarters(board) > MOST_QUARTERS:
        raise ValueError(f"With this capacity the plan would take more than {MOST_QUARTERS:,} quarters.")
    return board


def _least_quarters(board: Board) -> Fraction:
    """No plan takes fewer quarters than this."""
    latest = Fraction(max((task.not_before for task in board.tasks), default=0))
    every = sum(task.units for task in board.tasks)
    by_role = (
        Fraction(sum(task.units for task in board.tasks if task.role == role), most)
        for role, most in board.roles.items()
    )
    return max([latest, *by_role, Fraction(every, board.capacity) if board.capacity else Fraction(0)])


def _tasks(
    catalog: Catalog,
    steps: Sequence[Step],
    levels: Mapping[str, int],
    opening: Sequence[Gate],
    limits: Limits,
    parts: int,
    not_before: Mapping[StepKey, int],
) -> Iterator[Task]:
    begins = {(step.practice, step.from_level): place for place, step in enumerate(steps)}
    crossing = {step.practice: place for place, step in enumerate(steps) if step.from_level < IN_PLACE <= step.to_level}
    for step in steps:
        practice = catalog.practice[step.practice]
        waits = int(step.from_level > levels[step.practice])
        if step.from_level < IN_PLACE <= step.to_level:
            waits += sum(levels.get(need.practice, need.level) < need.level for need in practice.needs)
        needed_by = catalog.order.needed_by[step.practice]
        yield Task(
            step=step,
            discipline=catalog.discipline_of[step.practice],
            role=practice.owner if practice.owner in limits.role_capacity else "",
            units=step.effort.numerator * (parts // step.effort.denominator),
            worth=practice.weight * (step.to_level - step.from_level),
            not_before=max(1, not_before.get(StepKey(step.practice, step.to_level), 1)),
            blockers=waits,
            follower=begins.get((step.practice, step.to_level)),
            dependents=tuple(
                crossing[code]
                for code, level in needed_by
                if code in crossing and step.from_level < level <= step.to_level
            ),
            lifts=tuple(_lifts(catalog, step, opening)),
        )


def _lifts(catalog: Catalog, step: Step, opening: Sequence[Gate]) -> Iterator[tuple[int, Lack]]:
    for place, gate in enumerate(opening):
        if gate.before == catalog.discipline_of[step.practice]:
            there = step.from_level < gate.level <= step.to_level
            near = step.from_level < gate.level - 1 <= step.to_level
            yield place, (int(there and catalog.practice[step.practice].foundation), int(there), int(near))


def _lack(catalog: Catalog, gate: Gate, levels: Mapping[str, int]) -> Lack:
    source, shares = catalog.discipline[gate.before].practices, catalog.thresholds
    counted = [levels[one.code] for one in source if one.code in levels]
    return (
        sum(levels.get(one.code, -1) < gate.level for one in source if one.foundation),
        needed(shares.breadth, len(counted)) - sum(level >= gate.level for level in counted),
        needed(shares.no_gaps, len(counted)) - sum(level >= gate.level - 1 for level in counted),
    )
