"""Which order of its steps a plan follows: several are tried, the best is kept (`domain.md` 4.7)."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from operator import attrgetter

from assessments.core.board import Board, compile_board
from assessments.core.catalog import Gate
from assessments.core.gate_exception import GateException
from assessments.core.laying import Laying
from assessments.core.scenario import Scenario, StepKey
from assessments.core.schedule import Excepted, Limits, Schedule
from assessments.core.targets import Aims, Start
from assessments.core.unlocking import Step, cheapest

Helps = Mapping[tuple[str, int], tuple[Gate, ...]]
"""The gates whose opening set holds a step, in graph order, by the step's practice and the level it comes to."""


def best_schedule(
    start: Start, aims: Aims, *, scenario: Scenario, exceptions: Sequence[GateException] = ()
) -> tuple[Schedule, Helps]:
    """The steps of a plan in their quarters, and the gates that each helps to open.

    Steps come in tiers: those pinned with all they wait for, the opening set of each gate in graph order, the rest.
    Within the tiers three orders are tried: most gain for the effort; the same with the gain and effort of what a
    step leads to counted in; and, in the opening sets, the longest tail of quarters first. The one that opens the
    gates earliest is kept, in graph order, then the one with the least sum of gain times finishing quarter. Ties go
    by catalog order. Raises `ValueError` for limits that are not above 0 or far too low.
    """
    board = _board(start, aims, scenario, exceptions)
    helps = _helps(start, aims, board.opening)
    tiers = _tiers(board, helps, scenario)
    first = Laying(board, tiers, _in_order(board, tiers, _by_gain(board)))
    others = (_by_gain_to_come(board, first), _by_tail(board, tiers, first))
    tried = [first, *(Laying(board, tiers, _in_order(board, tiers, preference)) for preference in others)]
    return min(tried, key=attrgetter("cost")).schedule(), helps


def _board(start: Start, aims: Aims, scenario: Scenario, exceptions: Sequence[GateException]) -> Board:
    dates = {**scenario.put_off, **scenario.pinned}
    return compile_board(
        start.catalog,
        aims.choice.steps,
        levels=start.levels,
        closed=start.closed,
        opening=[gate for gate in start.closed if aims.targets[gate.before] >= gate.level],
        limits=Limits(scenario.capacity, scenario.role_capacity, scenario.parallel),
        not_before={key: quarter.since(scenario.start) + 1 for key, quarter in dates.items()},
        excepted=_excepted(start, scenario, exceptions),
    )


def _excepted(start: Start, scenario: Scenario, exceptions: Sequence[GateException]) -> Excepted:
    """The quarters of the plan that exceptions cover, by gate."""
    found: dict[Gate, set[int]] = {}
    for one in exceptions:
        for gate in start.closed:
            if (gate.before, gate.after) == (one.before, one.after):
                found.setdefault(gate, set()).update(_covered(scenario, one))
    return found


def _covered(scenario: Scenario, exception: GateException) -> Iterator[int]:
    number = 1
    while (quarter := scenario.start.plus(number - 1)).first_day <= exception.until:
        if exception.covers(quarter):
            yield number
        number += 1


def _helps(start: Start, aims: Aims, opening: Sequence[Gate]) -> Helps:
    """Which steps open which gate: the cheapest of the steps chosen that bring its source to its level."""
    ceiling = dict(start.levels) | {step.practice: step.to_level for step in aims.choice.steps}
    sets: dict[tuple[str, int], tuple[Step, ...]] = {}
    helps: dict[tuple[str, int], tuple[Gate, ...]] = {}
    for gate in opening:
        wanted = (gate.before, gate.level)
        if wanted not in sets:
            targets = {gate.before: gate.level}
            sets[wanted] = cheapest(
                start.catalog, start.levels, not_applicable=start.not_applicable, targets=targets, ceiling=ceiling
            ).steps
        for step in sets[wanted]:
            key = (step.practice, step.to_level)
            helps[key] = (*helps.get(key, ()), gate)
    return helps


def _tiers(board: Board, helps: Helps, scenario: Scenario) -> list[int]:
    """The tier of each task: 0 pinned or before such a one, then by the first gate it opens, the rest last."""
    rank = {gate: number for number, gate in enumerate(board.opening, start=1)}
    opened = [helps.get((task.step.practice, task.step.to_level), ()) for task in board.tasks]
    tiers = [rank[gates[0]] if gates else len(rank) + 1 for gates in opened]
    todo = [
        place
        for place, task in enumerate(board.tasks)
        if StepKey(task.step.practice, task.step.to_level) in scenario.pinned
    ]
    before = _before(board, opened) if todo else {}
    while todo:
        place = todo.pop()
        if tiers[place]:
            tiers[place] = 0
            todo += before[place]
    return tiers


def _before(board: Board, opened: Sequence[Sequence[Gate]]) -> Mapping[int, list[int]]:
    """What each task waits for, the sets that open its gates included."""
    sets = {gate: [place for place, gates in enumerate(opened) if gate in gates] for gate in board.opening}
    before = {
        place: [one for gate in board.closed.get(task.discipline, ()) for one in sets.get(gate, ())]
        for place, task in enumerate(board.tasks)
    }
    for place in before:
        for later in _led_to(board, place):
            before[later].append(place)
    return before


def _led_to(board: Board, place: int) -> tuple[int, ...]:
    """The tasks that wait for one."""
    task = board.tasks[place]
    return task.dependents if task.follower is None else (task.follower, *task.dependents)


Preference = Callable[[int], tuple[Fraction, ...]]
"""What a task is preferred by, the least first."""


def _in_order(board: Board, tiers: Sequence[int], preference: Preference) -> list[int]:
    """The tasks by tier and preference, ties by catalog order."""
    return sorted(range(len(board.tasks)), key=lambda place: (tiers[place], preference(place), place))


def _by_gain(board: Board) -> Preference:
    return lambda place: (-Fraction(board.tasks[place].worth, board.tasks[place].units),)


def _by_gain_to_come(board: Board, laid: Laying) -> Preference:
    """Gain for the share of a quarter that a step takes up, together with the best of what it leads to."""
    best: dict[int, tuple[int, Fraction]] = {}
    for place in reversed(laid.finished):
        gain, share = board.tasks[place].worth, _share(board, place)
        later = [best[one] for one in _led_to(board, place) if one in best]
        joint = [(gain + more, share + also) for more, also in later]
        best[place] = max([(gain, share), *joint], key=lambda pair: pair[0] / pair[1])
    return lambda place: (-best[place][0] / best[place][1] if place in best else Fraction(0),)


def _by_tail(board: Board, tiers: Sequence[int], laid: Laying) -> Preference:
    """Longest tail first up to the last gate, then gain for effort.

    The tail of a step is how many quarters it takes from its beginning until the end of what waits for it within the
    tiers up to its own, at full capacity; the next step of its practice begins a quarter later at the earliest.
    """
    tails: dict[int, Fraction] = {}
    for place in reversed(laid.finished):
        task, own = board.tasks[place], _quarters(board, place)
        within = [one for one in _led_to(board, place) if tiers[one] <= tiers[place] and one in tails]
        begins = [max(own, Fraction(1)) if one == task.follower else own for one in within]
        tails[place] = max([own, *(begin + tails[one] for begin, one in zip(begins, within, strict=True))])
    gain = _by_gain(board)
    return lambda place: (
        -tails.get(place, Fraction(0)) if tiers[place] <= len(board.opening) else Fraction(0),
        *gain(place),
    )


def _share(board: Board, place: int) -> Fraction:
    """The share of a quarter's capacity or of its parallel steps, whichever is more; 1 where there is no limit."""
    at_once = Fraction(1, board.parallel) if board.parallel else Fraction(0)
    return max(_quarters(board, place), at_once) or Fraction(1)


def _quarters(board: Board, place: int) -> Fraction:
    """How much of a quarter, or how many, a task takes at the full capacity of its role."""
    task = board.tasks[place]
    most = [one for one in (board.capacity, board.roles.get(task.role)) if one is not None]
    return Fraction(task.units, min(most)) if most else Fraction(0)
