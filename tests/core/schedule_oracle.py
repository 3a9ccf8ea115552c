"""The best schedule by a solver that shares no code with the planner: HiGHS on a mixed-integer program.

Written from the model of planning (`domain.md` 4.7) alone. It asks for less than the planner keeps: a step under way
may rest for a quarter, and capacity may idle. So what it finds is never worse than the best that the planner could.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from math import ceil
from typing import Any

import highspy

from assessments.core.catalog import Gate
from assessments.core.unlocking import Step
from tests.core.instances import PlanningCase

SECONDS = 20.0


@dataclass(frozen=True)
class Optimum:
    """The quarters in which the gates open, in graph order, and the least sum of weight times finishing quarter."""

    opens: tuple[int, ...]
    total: int


def optimum(case: PlanningCase, *, horizon: int, seconds: float = SECONDS) -> Optimum | None:
    """The best schedule within so many quarters; None when the solver does not prove it in time."""
    return _Program(case, horizon).optimum(seconds)


class _Program:
    """For each step and quarter: is it worked on, how much, does it finish; for each gate: is it open by its end."""

    def __init__(self, case: PlanningCase, horizon: int) -> None:
        self.case, self.quarters = case, range(1, horizon + 1)
        self.solver: Any = highspy.Highs()
        for option, value in (("output_flag", False), ("threads", 1), ("mip_rel_gap", 0.0), ("mip_abs_gap", 0.5)):
            self.solver.setOptionValue(option, value)
        self.worked: dict[tuple[Step, int], Any] = {}
        self.weeks: dict[tuple[Step, int], Any] = {}
        self.begun: dict[tuple[Step, int], Any] = {}
        self.finished: dict[tuple[Step, int], Any] = {}
        self.open: dict[tuple[Gate, int], Any] = {}

    def optimum(self, seconds: float) -> Optimum | None:
        for step in self.case.steps:
            self._lay(step)
        for gate in self.case.opening:
            self._watch(gate)
        for step in self.case.steps:
            self._wait(step)
        self._limit()
        opens = []
        for gate in self.case.opening:
            shut = self._sum(1 - self.open[gate, quarter] for quarter in self.quarters)
            least = self._least(shut, seconds)
            if least is None:
                return None
            self.solver.addConstr(shut <= least)
            opens.append(least + 1)
        total = self._least(self._sum(map(self._weighted, self.case.steps)), seconds)
        return None if total is None else Optimum(tuple(opens), total)

    def _least(self, cost: Any, seconds: float) -> int | None:
        self.solver.setOptionValue("time_limit", self.solver.getRunTime() + seconds)
        self.solver.minimize(cost)
        if self.solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        cost_of_best: float = self.solver.getObjectiveValue()
        return round(cost_of_best)

    def _weighted(self, step: Step) -> Any:
        """Weight times levels raised, for each quarter that the step is not finished in, the last one included."""
        weight = self.case.catalog.practice[step.practice].weight * (step.to_level - step.from_level)
        return weight * (1 + self._sum(1 - self.finished[step, quarter] for quarter in self.quarters))

    def _sum(self, terms: Iterable[Any]) -> Any:
        return sum(terms, self.solver.expr())

    def _lay(self, step: Step) -> None:
        """Work only until it is finished; finished only when all work is done."""
        at_once = min([step.effort, *self._capacities(step)])
        effort, most, fewest = float(step.effort), float(at_once), ceil(step.effort / at_once)
        done, quarters = self.solver.expr(), self.solver.expr()
        for quarter in self.quarters:
            self.worked[step, quarter] = self.solver.addBinary()
            self.finished[step, quarter] = self.solver.addBinary()
            self.begun[step, quarter] = self.solver.addBinary()
            self.weeks[step, quarter] = self.solver.addVariable(lb=0, ub=most)
            done, quarters = done + self.weeks[step, quarter], quarters + self.worked[step, quarter]
            self.solver.addConstr(self.weeks[step, quarter] <= most * self.worked[step, quarter])
            self.solver.addConstr(effort * self.finished[step, quarter] <= done)
            self.solver.addConstr(fewest * self.finished[step, quarter] <= quarters)
            self.solver.addConstr(self.worked[step, quarter] <= self.begun[step, quarter])
            if quarter > 1:
                self.solver.addConstr(self.finished[step, quarter] >= self.finished[step, quarter - 1])
                self.solver.addConstr(self.begun[step, quarter] >= self.begun[step, quarter - 1])
                self.solver.addConstr(self.worked[step, quarter] + self.finished[step, quarter - 1] <= 1)
        self.solver.addConstr(done <= effort)
        self.solver.addConstr(self.finished[step, self.quarters[-1]] >= 1)

    def _capacities(self, step: Step) -> Iterator[Fraction]:
        """What a quarter holds for a step."""
        limits, role = self.case.scenario, self.case.catalog.practice[step.practice].owner
        if limits.capacity is not None:
            yield limits.capacity
        if role in limits.role_capacity:
            yield limits.role_capacity[role]

    def _at_least(self, code: str, level: int, quarter: int) -> Any:
        """Whether a practice has a level at the end of a quarter: a number, or what says that its step is finished."""
        if self.case.levels.get(code, -1) >= level:
            return 1
        for step in self.case.steps:
            if step.practice == code and step.from_level < level <= step.to_level:
                return self.finished[step, quarter]
        return 0

    def _watch(self, gate: Gate) -> None:
        """Open only when F6 (a) to (c) hold for the source and nothing holds the source back."""
        catalog = self.case.catalog
        source = catalog.discipline[gate.before].practices
        counted = [one.code for one in source if one.code in self.case.levels]
        sizes = ((gate.level, catalog.thresholds.breadth), (gate.level - 1, catalog.thresholds.no_gaps))
        for quarter in self.quarters:
            self.open[gate, quarter] = opened = self.solver.addBinary()
            if quarter > 1:
                self.solver.addConstr(opened >= self.open[gate, quarter - 1])
            for one in source:
                if one.foundation:
                    self.solver.addConstr(opened - self._at_least(one.code, gate.level, quarter) <= 0)
            for level, share in sizes:
                least = max(1, ceil(share * len(counted)))
                reaching = self._sum(self._at_least(code, level, quarter) for code in counted)
                self.solver.addConstr(least * opened - reaching <= 0)
            for before in self.case.closed:
                if before.after == gate.before:
                    self.solver.addConstr(opened - self._open_by(before, quarter) <= 0)

    def _open_by(self, gate: Gate, quarter: int) -> Any:
        return self.open.get((gate, quarter), 0)

    def _wait(self, step: Step) -> None:
        catalog = self.case.catalog
        needs = catalog.practice[step.practice].needs if step.from_level < 2 <= step.to_level else ()
        for quarter in self.quarters:
            worked = self.worked[step, quarter]
            if quarter < self.case.not_before(step):
                self.solver.addConstr(worked <= 0)
            if step.from_level > self.case.levels[step.practice]:
                below = self._at_least(step.practice, step.from_level, quarter - 1) if quarter > 1 else 0
                self.solver.addConstr(worked - below <= 0)
            for need in needs:
                if need.practice in self.case.levels:
                    self.solver.addConstr(worked - self._at_least(need.practice, need.level, quarter) <= 0)
            for gate in self.case.closed:
                if gate.after == catalog.discipline_of[step.practice] and quarter not in self.case.excepted(gate):
                    self.solver.addConstr(worked - self._open_by(gate, quarter - 1) <= 0)

    def _limit(self) -> None:
        limits = self.case.scenario
        by_practice: dict[str, list[Step]] = {}
        for step in self.case.steps:
            by_practice.setdefault(step.practice, []).append(step)
        for quarter in self.quarters:
            if limits.capacity is not None:
                self._spend(self.case.steps, quarter, limits.capacity)
            for role, weeks in limits.role_capacity.items():
                own = [one for one in self.case.steps if self.case.catalog.practice[one.practice].owner == role]
                self._spend(own, quarter, weeks)
            if limits.parallel is not None:
                at_once = self._sum(self._running(step, quarter) for step in self.case.steps)
                self.solver.addConstr(at_once <= limits.parallel)
            for steps in by_practice.values():
                self.solver.addConstr(self._sum(self.worked[step, quarter] for step in steps) <= 1)

    def _running(self, step: Step, quarter: int) -> Any:
        """Whether a step is under way in a quarter, worked on or resting."""
        done = self.finished[step, quarter - 1] if quarter > 1 else 0
        return self.begun[step, quarter] - done

    def _spend(self, steps: Iterable[Step], quarter: int, weeks: Fraction) -> None:
        self.solver.addConstr(self._sum(self.weeks[step, quarter] for step in steps) <= float(weeks))
