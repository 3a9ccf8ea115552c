"""Costs of several ways to do something, taken in interleaved rounds of one run, and the table that compares them.

Machines are noisy and differ, so that only ratios within one run say anything (`quality.md`).
"""

import gc
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from operator import attrgetter
from statistics import median
from time import perf_counter, process_time

from django.db import connections

ROUNDS = 3
SECONDS = 0.4  # at least so long is each way repeated in each round
FEWEST = 3


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds that one repetition took: of this process's CPU, and by the clock."""

    cpu: float
    wall: float


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table: a figure held against its budget; without a budget it is for information."""

    name: str
    figure: float
    budget: float | None
    of: str

    @property
    def verdict(self) -> str:
        """`ok`, `OVER`, or nothing to say."""
        if self.budget is None:
            return ""
        return "ok" if self.figure <= self.budget else "OVER"

    def __str__(self) -> str:
        budget = "" if self.budget is None else f"{self.budget:>8g}"
        return f"{self.name:<58}{self.figure:>9.2f}{budget:>9}  {self.verdict:<5} {self.of}"


class Costs:
    """What each way cost in each round."""

    def __init__(self, rounds: Mapping[str, list[Cost]]) -> None:
        self.rounds = rounds

    def ratio(self, way: str, unit: str, clock: str = "cpu") -> float:
        """How many units a way costs, the median of the rounds; `clock` is `cpu` or `wall`."""
        pairs = zip(self.rounds[way], self.rounds[unit], strict=True)
        seconds = attrgetter(clock)
        return float(median(seconds(one) / seconds(other) for one, other in pairs))

    def __str__(self) -> str:
        return "\n".join(f"{way:<58}{_milliseconds(costs)}" for way, costs in self.rounds.items())


def measured(ways: Mapping[str, Callable[[], object]]) -> Costs:
    """Each way in turn, round after round; what is done once only is done before.

    What the test run itself holds in memory is set aside, so that no way pays for sweeping through it. All is done
    in a thread of its own, as by the server's workers: calls get slower at some depths of a test run's deep stack.
    """
    with ThreadPoolExecutor(1) as worker:
        costs = worker.submit(_measured, ways).result()
        worker.submit(connections.close_all).result()
    return costs


def _measured(ways: Mapping[str, Callable[[], object]]) -> Costs:
    for way in ways.values():
        way()
    rounds: dict[str, list[Cost]] = {name: [] for name in ways}
    gc.collect()
    gc.freeze()
    for _ in range(ROUNDS):
        for name, way in ways.items():
            rounds[name].append(_cost(way))
    gc.unfreeze()
    return Costs(rounds)


def table(title: str, lines: list[Line]) -> str:
    """The lines below a heading."""
    heading = f"{title:<58}{'figure':>9}{'budget':>9}"
    return "\n".join(["", heading, *map(str, lines)])


def _cost(way: Callable[[], object]) -> Cost:
    times = 0
    begun, used = perf_counter(), process_time()
    while times < FEWEST or perf_counter() - begun < SECONDS:
        way()
        times += 1
    return Cost((process_time() - used) / times, (perf_counter() - begun) / times)


def _milliseconds(costs: list[Cost]) -> str:
    cpu, wall = median(one.cpu for one in costs), median(one.wall for one in costs)
    return f"{1000 * cpu:>9.2f} ms CPU{1000 * wall:>9.2f} ms"
