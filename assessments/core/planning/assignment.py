"""The cheapest way to bring so many practices of one discipline to a level, and so many to the level below."""

from collections.abc import Sequence
from itertools import permutations

IMPOSSIBLE = 10**18

Choices = tuple[tuple[int, int], tuple[int, int], tuple[int, int]]
"""Of one practice the (cost, level) of coming anywhere, to the level below at least, to the level at least."""

CIRCLES = ((0, 1), (0, 2), (1, 2), (0, 1, 2), (0, 2, 1))


def assign(choices: Sequence[Choices], at_level: int, at_level_below: int) -> tuple[int, list[int]]:
    """The least cost with `at_level` practices at the level and `at_level_below` (no fewer) at the level below or more.

    Costs never fall from one choice to the next; `IMPOSSIBLE` marks one that is out of reach. Answers the cost, more
    than half of `IMPOSSIBLE` when it cannot be done, and the level of each practice. Exact: an arrangement that no
    exchange between two or all three classes makes cheaper is a cheapest one.
    """
    classes = _first(choices, at_level, at_level_below)
    while exchange := _exchange(choices, classes):
        for practice, into in exchange:
            classes[practice] = into
    chosen = [choice[into] for choice, into in zip(choices, classes, strict=True)]
    return sum(cost for cost, _ in chosen), [level for _, level in chosen]


def _first(choices: Sequence[Choices], at_level: int, at_level_below: int) -> list[int]:
    """A good arrangement to begin with: to the level where it costs least, then below it where that costs least."""
    classes = [0] * len(choices)
    by_cost = sorted(range(len(choices)), key=lambda one: choices[one][2][0] - choices[one][0][0])
    for practice in by_cost[:at_level]:
        classes[practice] = 2
    rest = sorted(by_cost[at_level:], key=lambda one: choices[one][1][0] - choices[one][0][0])
    for practice in rest[: at_level_below - at_level]:
        classes[practice] = 1
    return classes


def _exchange(choices: Sequence[Choices], classes: Sequence[int]) -> list[tuple[int, int]]:
    """The best exchange of one practice per class that lowers the cost, as (practice, new class); empty without one."""
    moves = _moves(choices, classes)
    best, found = 0, list[tuple[int, int]]()
    for circle in CIRCLES:
        pairs = [(circle[at - 1], circle[at]) for at in range(len(circle))]
        cost = sum(moves[pair][0] for pair in pairs)
        if cost < best:
            best, found = cost, [(moves[pair][1], pair[1]) for pair in pairs]
    return found


def _moves(choices: Sequence[Choices], classes: Sequence[int]) -> dict[tuple[int, int], tuple[int, int]]:
    """For each ordered pair of classes the cheapest single move between them, as (cost, practice)."""
    moves = dict.fromkeys(permutations(range(3), 2), (4 * IMPOSSIBLE, -1))
    for practice, own in enumerate(classes):
        choice = choices[practice]
        for into in range(3):
            if into != own:
                cost = choice[into][0] - choice[own][0]
                if cost < moves[own, into][0]:
                    moves[own, into] = (cost, practice)
    return moves
