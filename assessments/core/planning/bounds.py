"""How far each practice may come: the problem of choosing levels, and bounds that follow the prerequisites."""

from collections.abc import Sequence
from dataclasses import dataclass

from assessments.core.catalog import IN_PLACE

BEYOND = 99
"""Above any level."""


@dataclass(frozen=True, slots=True)
class Demand:
    """What a discipline must come to: so many `members` at `level`, so many at the level below (F6 b and c)."""

    level: int
    at_level: int
    at_level_below: int
    members: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """The practices that may be raised and what must be reached.

    `options[p]` are the levels that p may have, the present one first; `costs[p][level]` is the cost from there,
    and `floors[p]` the least level it must come to. `needs[p]` are the prerequisites (q, level) that bind p once it
    reaches level 2, unmet today and p below level 2 today; `needed_by` is the inverse.
    """

    options: Sequence[Sequence[int]]
    costs: Sequence[Sequence[int]]
    floors: Sequence[int]
    needs: Sequence[Sequence[tuple[int, int]]]
    needed_by: Sequence[Sequence[tuple[int, int]]]
    demands: Sequence[Demand]


class Bounds:
    """The lowest and highest level each practice may still come to; every change follows the prerequisites."""

    __slots__ = ("high", "low", "problem")

    def __init__(self, problem: Problem, low: list[int], high: list[int]) -> None:
        self.problem, self.low, self.high = problem, low, high

    @classmethod
    def widest(cls, problem: Problem) -> "Bounds":
        """From the present levels to the highest that the prerequisites allow."""
        bounds = cls(problem, [options[0] for options in problem.options], [options[-1] for options in problem.options])
        for practice, dependents in enumerate(problem.needed_by):
            for dependent, level in dependents:
                if bounds.high[practice] < level:
                    bounds.keep_below(dependent, IN_PLACE)
        return bounds

    def copy(self) -> "Bounds":
        return Bounds(self.problem, self.low.copy(), self.high.copy())

    def raise_to(self, practice: int, level: int) -> bool:
        """Demand a level and all that it needs; false when that is out of reach."""
        todo = [(practice, level)]
        while todo:
            practice, level = todo.pop()
            found = next((option for option in self.problem.options[practice] if option >= level), BEYOND)
            if found > self.high[practice]:
                return False
            if found > self.low[practice]:
                self.low[practice] = found
                todo += self.problem.needs[practice] if found >= IN_PLACE else ()
        return True

    def keep_below(self, practice: int, level: int) -> None:
        """Forbid a level above the lowest, and level 2 to all that needs it.

        Nothing that is demanded can contradict: its needs were demanded with it.
        """
        todo = [(practice, level)]
        while todo:
            practice, level = todo.pop()
            found = max(option for option in self.problem.options[practice] if option < level)
            if found < self.high[practice]:
                self.high[practice] = found
                todo += [(dependent, IN_PLACE) for dependent, need in self.problem.needed_by[practice] if need > found]
