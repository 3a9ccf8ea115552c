"""How far schedules are from the best that a solver finds, over many random cases."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from itertools import count

from assessments.core.planning.ordering import best_schedule
from assessments.core.planning.schedule import Schedule
from tests.core.instances import PlanningCase, random_planning_case
from tests.core.schedule_oracle import Optimum, optimum

MORE_QUARTERS = 2


@dataclass(frozen=True)
class Compared:
    """What was planned for one case, and the optimum."""

    planned: Optimum
    best: Optimum

    @property
    def late(self) -> int:
        """By how many quarters the first gate opens later than it could."""
        return self.planned.opens[0] - self.best.opens[0]

    @property
    def gap(self) -> Fraction:
        """By what share the sum of weight times finishing quarter is above that of the optimum."""
        return Fraction(self.planned.total, self.best.total) - 1


@dataclass(frozen=True)
class Figures:
    """All cases, and how many others were left out."""

    cases: Sequence[Compared]
    left_out: int

    @property
    def first_gate(self) -> Fraction:
        """The share of cases in which the first gate opens in the optimal quarter."""
        return Fraction(sum(one.late <= 0 for one in self.cases), len(self.cases))

    @property
    def every_gate(self) -> Fraction:
        return Fraction(sum(one.planned.opens == one.best.opens for one in self.cases), len(self.cases))

    @property
    def latest(self) -> int:
        return max(one.late for one in self.cases)

    @property
    def gap(self) -> Fraction:
        return sum((one.gap for one in self.cases), Fraction(0)) / len(self.cases)

    @property
    def good(self) -> bool:
        """Whether the promise is kept: 95 % of first gates, never more than one late, 5 % on average; none too good."""
        possible = all((one.planned.opens, one.planned.total) >= (one.best.opens, one.best.total) for one in self.cases)
        near = self.first_gate >= Fraction(95, 100) and self.latest <= 1 and self.gap <= Fraction(5, 100)
        return possible and near

    def __str__(self) -> str:
        worst = max(one.gap for one in self.cases)
        return (
            f"{len(self.cases)} cases: first gate optimal in {float(self.first_gate):.1%}, at most {self.latest} late; "
            f"every gate in {float(self.every_gate):.1%}; sum {float(self.gap):.2%} above on average, "
            f"{float(worst):.1%} at worst; {self.left_out} more left out as too large"
        )


@dataclass(frozen=True)
class Solved:
    """Cases with their optimum, and how many others were too large for the solver or its time."""

    cases: Sequence[tuple[PlanningCase, Optimum]]
    left_out: int


@cache
def solved(cases: int, *, seconds: float, cells: int | None = None) -> Solved:
    """The first so many random cases that the solver finishes, each of its programs in so many seconds.

    With `cells` no case is asked for whose steps times quarters are more: it would take the solver too long. Which
    cases those are does not depend on the machine.
    """
    found: list[tuple[PlanningCase, Optimum]] = []
    for seed in count():
        case = random_planning_case(seed)
        quarters = len(planned(case).used)
        if cells is None or quarters * len(case.steps) <= cells:
            best = optimum(case, horizon=quarters + MORE_QUARTERS, seconds=seconds)
            found += [] if best is None else [(case, best)]
        if len(found) == cases:
            return Solved(found, seed + 1 - cases)
    raise AssertionError


def compared(known: Solved) -> Figures:
    """What is planned now for cases with a known optimum."""
    return Figures([Compared(objective(case, planned(case)), best) for case, best in known.cases], known.left_out)


def planned(case: PlanningCase) -> Schedule:
    return best_schedule(case.start, case.aims, scenario=case.scenario, exceptions=case.exceptions)[0]


def objective(case: PlanningCase, timed: Schedule) -> Optimum:
    """What a schedule comes to."""
    practice = case.catalog.practice
    total = sum(
        practice[slot.step.practice].weight * (slot.step.to_level - slot.step.from_level) * slot.quarter
        for slot in timed.slots
    )
    return Optimum(tuple(timed.opens[gate] for gate in case.opening), total)
