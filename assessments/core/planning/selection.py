"""Which levels to raise at the least cost: a bounded exact search (`domain.md` 4.4, shortest way to open).

Costs are whole numbers. Practices stand for themselves by position. The search relaxes the prerequisites: each is
given a price, which the dependent pays and the needed practice earns, so that what is left is one small assignment
problem per discipline. Any prices bound the optimum from below; good ones nearly meet it. Where they do not, the
search branches on a needed practice: it is raised, or nothing that needs it is.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from heapq import heappop, heappush
from math import gcd

from assessments.core.catalog import IN_PLACE
from assessments.core.planning.assignment import IMPOSSIBLE, Choices, assign
from assessments.core.planning.bounds import Bounds, Demand, Problem

FINE = 128
FIRST_ROUNDS = 60
LATER_ROUNDS = 12
NODES = 300


@dataclass(frozen=True, slots=True)
class Selection:
    """The level of each practice, the cost, and the most by which the cost may exceed the least possible."""

    levels: tuple[int, ...]
    cost: int
    slack: int


def select(problem: Problem, *, nodes: int = NODES) -> Selection | None:
    """The cheapest levels that meet every demand; None when the demands are out of reach.

    `nodes` bounds the search by a count, never by time, so that the same problem has the same answer everywhere.
    """
    bounds = Bounds.widest(problem)
    if not all(bounds.raise_to(practice, floor) for practice, floor in enumerate(problem.floors)):
        return None
    search = _Search(problem, bounds)
    return search.run(bounds, nodes) if all(search.in_reach(demand, bounds) for demand in problem.demands) else None


@dataclass(frozen=True, slots=True)
class _Relaxed:
    """A node of the search: no choice of levels within `bounds` costs less than `bound` (in fine units)."""

    bound: int
    levels: list[int]
    prices: list[int]
    bounds: Bounds


class _Search:
    """Branch and bound, the most promising node first."""

    def __init__(self, problem: Problem, root: Bounds) -> None:
        self.problem = problem
        self.floor = root.low
        self.edges = [
            (practice, needed, level)
            for practice, needs in enumerate(problem.needs)
            for needed, level in needs
            if root.high[practice] >= IN_PLACE and root.low[needed] < level
        ]
        self.costs = [[FINE * cost for cost in costs] for costs in problem.costs]
        self.unit = FINE * (gcd(*(cost for costs in problem.costs for cost in costs)) or 1)
        self.demand_of = {member: demand for demand in problem.demands for member in demand.members}
        self.demand_at = {member: at for at, demand in enumerate(problem.demands) for member in demand.members}
        self.free = [practice for practice in range(len(problem.options)) if practice not in self.demand_of]
        self.best_levels: list[int] = []
        self.best = IMPOSSIBLE

    def run(self, root: Bounds, nodes: int) -> Selection:
        """Search until nothing is left to improve or `nodes` nodes were opened."""
        first = self._ascend(root, [0] * len(self.edges), FIRST_ROUNDS)
        queue = [(first.bound, 0, first)] if first else []
        opened = 1
        while queue and self._rounded(queue[0][0]) < self.best and opened < nodes:
            node = heappop(queue)[2]
            for child in self._children(node):
                opened += 1
                if self._rounded(child.bound) < self.best:
                    heappush(queue, (child.bound, opened, child))
        proven = min(self._rounded(queue[0][0]), self.best) if queue else self.best
        return Selection(tuple(self.best_levels), self.best // FINE, (self.best - proven) // FINE)

    def in_reach(self, demand: Demand, bounds: Bounds) -> bool:
        """Whether raising everything as high as it may go meets the demand."""
        at_level = sum(bounds.high[member] >= demand.level for member in demand.members)
        below = sum(bounds.high[member] >= demand.level - 1 for member in demand.members)
        return at_level >= demand.at_level and below >= demand.at_level_below

    def _rounded(self, bound: int) -> int:
        """Every cost is a multiple of the unit, so a bound may be rounded up to one."""
        return -(-bound // self.unit) * self.unit

    def _children(self, node: _Relaxed) -> list[_Relaxed]:
        needed, level = self._undecided(node)
        raised, kept = node.bounds.copy(), node.bounds.copy()
        raised.raise_to(needed, level)
        kept.keep_below(needed, level)
        children = (self._ascend(bounds, node.prices.copy(), LATER_ROUNDS) for bounds in (raised, kept))
        return [child for child in children if child]

    def _undecided(self, node: _Relaxed) -> tuple[int, int]:
        """What to branch on: the dearest needed practice that is missing, else the first priced for nothing."""
        levels = node.levels
        active = self._active(node.bounds)
        missing = [edge for edge in active if self._excess(self.edges[edge], levels) > 0]
        unused = [edge for edge in active if node.prices[edge] and self._excess(self.edges[edge], levels) < 0]
        edge = max(missing, key=lambda one: (self._cost_of(one, levels), -one)) if missing else unused[0]
        return self.edges[edge][1:]

    def _cost_of(self, edge: int, levels: list[int]) -> int:
        _, needed, level = self.edges[edge]
        return self.costs[needed][level] - self.costs[needed][levels[needed]]

    @staticmethod
    def _excess(edge: tuple[int, int, int], levels: list[int]) -> int:
        """1 where a prerequisite is violated, -1 where it is met without being needed, else 0."""
        practice, needed, level = edge
        return (levels[practice] >= IN_PLACE) - (levels[needed] >= level)

    def _active(self, bounds: Bounds) -> list[int]:
        """The prerequisites that the bounds leave undecided."""
        high, low = bounds.high, bounds.low
        return [
            edge
            for edge, (practice, needed, level) in enumerate(self.edges)
            if high[practice] >= IN_PLACE and low[needed] < level
        ]

    def _ascend(self, bounds: Bounds, prices: list[int], rounds: int) -> _Relaxed | None:
        """Better prices, round by round, towards the highest bound; None when the demands are out of reach."""
        active = self._active(bounds)
        relaxation = _Relaxation(self, bounds, active)
        best: _Relaxed | None = None
        ease, stale = 8, 0
        for _ in range(rounds):
            value, levels = relaxation.solve(prices)
            if value > IMPOSSIBLE // 2:
                return None
            self._offer(levels)
            stale += 1
            if best is None or value > best.bound:
                best, stale = _Relaxed(value, levels, prices, bounds), 0
            if self._rounded(best.bound) >= self.best:
                break
            if stale == 4:
                ease, stale = ease * 2, 0
            prices = self._reprice(active, prices, levels, (self.best - value) // ease)
        return best

    def _reprice(self, active: list[int], prices: list[int], levels: list[int], gap: int) -> list[int]:
        """Dearer where a prerequisite is violated, cheaper where it is met for nothing."""
        excess = {edge: sign for edge in active if (sign := self._excess(self.edges[edge], levels))}
        step = max(1, gap // max(1, sum(sign > 0 or prices[edge] > 0 for edge, sign in excess.items())))
        changed = prices.copy()
        for edge, sign in excess.items():
            changed[edge] = max(0, changed[edge] + sign * step)
        return changed

    def _offer(self, relaxed: list[int]) -> None:
        """Make relaxed levels real: add what they need, drop what is then not needed, keep them if they are cheaper."""
        levels = relaxed.copy()
        todo = [practice for practice, level in enumerate(levels) if level >= IN_PLACE]
        while todo:
            for needed, level in self.problem.needs[todo.pop()]:
                if levels[needed] < level:
                    levels[needed] = next(option for option in self.problem.options[needed] if option >= level)
                    todo += [needed] if levels[needed] >= IN_PLACE else []
        self._trim(levels)
        cost = sum(costs[level] for costs, level in zip(self.costs, levels, strict=True))
        if cost < self.best:
            self.best, self.best_levels = cost, levels

    def _trim(self, levels: list[int]) -> None:
        """Lower what may be lowered, the dearest first, keeping count of what each demand has to spare."""
        spare = [self._spare(demand, levels) for demand in self.problem.demands]
        raised = [practice for practice, level in enumerate(levels) if level > self.floor[practice]]
        for practice in sorted(raised, key=lambda one: (-self.costs[one][levels[one]], one)):
            own = spare[self.demand_at[practice]] if practice in self.demand_at else {}
            options = self.problem.options[practice]
            lower = (option for option in options if self.floor[practice] <= option < levels[practice])
            if (level := next((one for one in lower if self._may_fall(practice, one, levels, own)), None)) is not None:
                own.update({mark: own[mark] - 1 for mark in own if level < mark <= levels[practice]})
                levels[practice] = level

    @staticmethod
    def _spare(demand: Demand, levels: list[int]) -> dict[int, int]:
        """How many members more than demanded stand at each of the two levels."""
        at_level = sum(levels[one] >= demand.level for one in demand.members)
        below = sum(levels[one] >= demand.level - 1 for one in demand.members)
        return {demand.level: at_level - demand.at_level, demand.level - 1: below - demand.at_level_below}

    def _may_fall(self, practice: int, level: int, levels: list[int], spare: Mapping[int, int]) -> bool:
        needed = self.problem.needed_by[practice]
        if any(need > level and levels[dependent] >= IN_PLACE for dependent, need in needed):
            return False
        return all(left > 0 for mark, left in spare.items() if level < mark <= levels[practice])


class _Relaxation:
    """The problem within bounds, the prerequisites priced instead of kept: one assignment per discipline."""

    def __init__(self, search: _Search, bounds: Bounds, active: list[int]) -> None:
        self.search, self.bounds = search, bounds
        self.levels = bounds.low.copy()
        self.pays: dict[int, list[int]] = {}
        self.earns: dict[int, list[int]] = {}
        for edge in active:
            practice, needed, _ = search.edges[edge]
            self.pays.setdefault(practice, []).append(edge)
            self.earns.setdefault(needed, []).append(edge)
        self.priced = self.pays.keys() | self.earns.keys()
        self.plain = {
            member: self._choices(member, demand.level, [])
            for member, demand in search.demand_of.items()
            if member not in self.priced
        }
        self.free = [practice for practice in search.free if practice in self.priced]
        unpriced = [practice for practice in search.free if practice not in self.priced]
        self.base = sum(search.costs[practice][bounds.low[practice]] for practice in unpriced)

    def solve(self, prices: list[int]) -> tuple[int, list[int]]:
        """The least priced cost and its levels; over half of `IMPOSSIBLE` when a demand is out of reach."""
        value, levels = self.base, self.levels.copy()
        for practice in self.free:
            cost, levels[practice] = min(self._priced(practice, prices))
            value += cost
        for demand in self.search.problem.demands:
            choices = [
                self.plain.get(member) or self._choices(member, demand.level, prices) for member in demand.members
            ]
            cost, chosen = assign(choices, demand.at_level, max(demand.at_level, demand.at_level_below))
            value += cost
            for member, level in zip(demand.members, chosen, strict=True):
                levels[member] = level
        return value, levels

    def _choices(self, practice: int, level: int, prices: list[int]) -> Choices:
        """The cheapest way to any level, to the level below the one wanted or more, and to that one or more."""
        priced = self._priced(practice, prices)
        impossible = (IMPOSSIBLE, self.bounds.high[practice])
        below = [one for one in priced if one[1] >= level - 1]
        reaching = [one for one in below if one[1] >= level]
        return min(priced), min(below, default=impossible), min(reaching, default=impossible)

    def _priced(self, practice: int, prices: list[int]) -> list[tuple[int, int]]:
        low, high = self.bounds.low[practice], self.bounds.high[practice]
        costs, edges = self.search.costs[practice], self.search.edges
        paid = sum(prices[edge] for edge in self.pays.get(practice, ()))
        earned = [(prices[edge], edges[edge][2]) for edge in self.earns.get(practice, ())]
        return [
            (
                costs[level] + (paid if level >= IN_PLACE else 0) - sum(one for one, need in earned if level >= need),
                level,
            )
            for level in self.search.problem.options[practice]
            if low <= level <= high
        ]
