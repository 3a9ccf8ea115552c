"""The assignment of practices to levels is a cheapest one: compared with every arrangement there is."""

from itertools import product
from random import Random

import pytest

from assessments.core.planning.assignment import IMPOSSIBLE, Choices, assign


def least_by_enumeration(choices: list[Choices], at_level: int, at_level_below: int) -> int:
    costs = [
        sum(choice[into][0] for choice, into in zip(choices, classes, strict=True))
        for classes in product(range(3), repeat=len(choices))
        if classes.count(2) >= at_level and len(classes) - classes.count(0) >= at_level_below
    ]
    return min(costs)


def random_choices(random: Random, count: int) -> list[Choices]:
    """Rising costs, some negative as prices make them, some out of reach."""
    made = []
    for _ in range(count):
        anywhere = random.randint(-4, 4)
        below = anywhere + random.choice((0, 0, random.randint(0, 9)))
        reaching = IMPOSSIBLE if random.random() < 0.1 else below + random.choice((0, random.randint(0, 9)))
        made.append(((anywhere, 0), (below, 1), (reaching, 2)))
    return made


@pytest.mark.parametrize("seed", range(120))
def test_no_arrangement_is_cheaper(seed: int) -> None:
    random = Random(seed)
    choices = random_choices(random, random.randint(1, 7))
    at_level = random.randint(0, len(choices))
    at_level_below = random.randint(at_level, len(choices))
    cost, levels = assign(choices, at_level, at_level_below)
    assert cost == least_by_enumeration(choices, at_level, at_level_below)
    if cost < IMPOSSIBLE // 2:
        assert sum(level >= 2 for level in levels) >= at_level
        assert sum(level >= 1 for level in levels) >= at_level_below


def test_taking_the_cheapest_class_by_class_is_not_enough() -> None:
    """The first arrangement, before any exchange, is dearer here: what is cheap at the level is cheaper below it."""
    choices: list[Choices] = [((0, 0), (1, 1), (4, 2)), ((0, 0), (5, 1), (5, 2))]
    greedy = 4 + 5
    assert assign(choices, 1, 2) == (6, [1, 2])
    assert assign(choices, 1, 2)[0] < greedy


def test_what_is_out_of_reach_costs_more_than_anything() -> None:
    choices: list[Choices] = [((0, 0), (0, 1), (IMPOSSIBLE, 1)), ((-3, 0), (1, 1), (2, 2))]
    assert assign(choices, 2, 2)[0] > IMPOSSIBLE // 2
