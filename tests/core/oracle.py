"""The least cost of reaching targets by a solver that shares no code with the search: HiGHS on a 0/1 program."""

from collections.abc import Iterable
from fractions import Fraction
from math import ceil
from typing import Any

import highspy

from tests.core.instances import Instance


def least_effort(instance: Instance) -> Fraction | None:
    """The optimum in person-weeks; None when the targets are out of reach. Written from `domain.md` F6 and 4.4."""
    return _Program(instance).optimum()


class _Program:
    """One variable per practice and level it may end at, exactly one of which is chosen."""

    def __init__(self, instance: Instance) -> None:
        self.instance, self.limits = instance, instance.catalog.thresholds
        self.solver: Any = highspy.Highs()
        self.solver.setOptionValue("output_flag", False)
        self.solver.setOptionValue("mip_rel_gap", 0.0)
        self.ends: dict[str, dict[int, Any]] = {}

    def optimum(self) -> Fraction | None:
        self._choose_levels()
        self._keep_needs()
        self._reach_targets()
        self.solver.minimize(self._sum(self._costs()))
        if self.solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        return Fraction(round(self.solver.getObjectiveValue() * 8), 8)

    def _now(self, code: str) -> int:
        return self.instance.levels.get(code, 0)

    def _sum(self, terms: Iterable[Any]) -> Any:
        return sum(terms, self.solver.expr())

    def _at_least(self, code: str, level: int) -> Any:
        return self._sum(chosen for one, chosen in self.ends[code].items() if one >= level)

    def _choose_levels(self) -> None:
        for code, practice in self.instance.catalog.practice.items():
            if code not in self.instance.not_applicable:
                now = self._now(code)
                levels = {now, *(level for level in practice.offered if level > now)}
                self.ends[code] = {level: self.solver.addBinary() for level in levels}
                self.solver.addConstr(self._sum(self.ends[code].values()) == 1)

    def _costs(self) -> Iterable[Any]:
        for code, ends in self.ends.items():
            planned = self.limits.effort_weeks[self.instance.catalog.practice[code].effort]
            for level, chosen in ends.items():
                factors = sum(self.limits.step_factors[self._now(code) : level], Fraction(0))
                yield float(planned * factors) * chosen

    def _keep_needs(self) -> None:
        for code in self.ends:
            for need in self.instance.catalog.practice[code].needs if self._now(code) < 2 else ():
                if need.practice in self.ends:
                    self.solver.addConstr(self._at_least(code, 2) <= self._at_least(need.practice, need.level))

    def _reach_targets(self) -> None:
        for code, target in self.instance.targets.items():
            practices = self.instance.catalog.discipline[code].practices
            counted = [one.code for one in practices if one.code in self.ends]
            for one in practices:
                if one.foundation:
                    self.solver.addConstr(self._at_least(one.code, target) >= 1)
            self._count(counted, target, self.limits.breadth)
            self._count(counted, target - 1, self.limits.no_gaps)

    def _count(self, counted: list[str], level: int, share: Fraction) -> None:
        reaching = self._sum(self._at_least(one, level) for one in counted)
        self.solver.addConstr(reaching >= max(1, ceil(share * len(counted))))
