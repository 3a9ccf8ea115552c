"""Which order of its steps a plan follows: several are tried, the best is kept (`domain.md` 4.7)."""

from collections.abc import Iterator, Mapping, Sequence
from math import lcm
from operator import attrgetter

from assessments.core.catalog import Gate
from assessments.core.gate_exception import GateException
from assessments.core.planning.board import Board, compile_board
from assessments.core.planning.laying import Laying
from assessments.core.planning.schedule import Excepted, Limits, Schedule
from assessments.core.planning.targets import Aims, Start
from assessments.core.scenario import Scenario, StepKey
from assessments.core.unlocking import Step, cheapest, reaches

FINENESS = 64

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
    first = Laying(board, tiers, _in_order(tiers, _by_gain(board)))
    others = (_by_gain_to_come(board, first), _by_tail(board, tiers, first))
    tried = [first, *(Laying(board, tiers, _in_order(tiers, preference)) for preference in others)]
    return min(tried, key=attrgetter("cost")).schedule(), helps


def _board(start: Start, aims: Aims, scenario: Scenario, exceptions: Sequence[GateException]) -> Board:
    dates = {**scenario.put_off, **scenario.pinned}
    return compile_board(
        start.catalog,
        aims.choice.steps,
        levels=start.levels,
        closed=start.closed,
        opening=_opening(start, aims),
        limits=Limits(scenario.capacity, scenario.role_capacity, scenario.parallel),
        not_before={key: quarter.since(scenario.start) + 1 for key, quarter in dates.items()},
        excepted=_excepted(start, scenario, exceptions),
    )


def _opening(start: Start, aims: Aims) -> list[Gate]:
    """The gates whose source has their level once the steps are done, wanted there or had already."""
    levels = _at_the_end(start, aims)
    return [
        gate
        for gate in start.closed
        if aims.targets[gate.before] >= gate.level
        or reaches(start.catalog, start.catalog.discipline[gate.before], levels=levels, target=gate.level)
    ]


def _at_the_end(start: Start, aims: Aims) -> dict[str, int]:
    """The levels once the steps are done."""
    return {**start.levels, **{step.practice: step.to_level for step in aims.choice.steps}}


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
    ceiling = _at_the_end(start, aims)
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
    """What each task waits for, the sets included that open its gates, but for gates excepted in its first quarter."""
    sets = {gate: [place for place, gates in enumerate(opened) if gate in gates] for gate in board.opening}
    before = {
        place: [
            one
            for gate in board.closed.get(task.discipline, ())
            if task.not_before not in board.excepted.get(gate, ())
            for one in sets.get(gate, ())
        ]
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


Preference = Sequence[tuple[int, ...]]
"""What each task is preferred by, the least first."""


def _in_order(tiers: Sequence[int], preference: Preference) -> list[int]:
    """The tasks by tier and preference, ties by catalog order."""
    return sorted(range(len(tiers)), key=lambda place: (tiers[place], preference[place]))


def _by_gain(board: Board) -> Preference:
    return [(-_ratio(task.worth, task.units),) for task in board.tasks]


def _by_gain_to_come(board: Board, laid: Laying) -> Preference:
    """Gain for the share of a quarter that a step takes up, together with the best of what it leads to.

    The share is of a quarter's capacity or of its parallel steps, whichever is more.
    """
    quarter = _quarter(board)
    least = quarter // board.parallel if board.parallel else 1
    best = [(0, 1)] * len(board.tasks)
    durations = _durations(board, quarter)
    for place in reversed(laid.finished):
        gain, share = board.tasks[place].worth, max(durations[place], least)
        joint = [(gain + best[one][0], share + best[one][1]) for one in _led_to(board, place)]
        best[place] = max([(gain, share), *joint], key=lambda pair: _ratio(*pair))
    return [(-_ratio(*pair),) for pair in best]


def _by_tail(board: Board, tiers: Sequence[int], laid: Laying) -> Preference:
    """Longest tail first up to the last gate, then gain for effort.

    The tail of a step is how long it takes from its beginning until the end of what waits for it within the tiers up
    to its own, at full capacity; the next step of its practice begins a quarter later at the earliest.
    """
    quarter = _quarter(board)
    durations, tails = _durations(board, quarter), [0] * len(board.tasks)
    for place in reversed(laid.finished):
        own, follower = durations[place], board.tasks[place].follower
        tails[place] = max(
            [own]
            + [
                tails[one] + (max(own, quarter) if one == follower else own)
                for one in _led_to(board, place)
                if tiers[one] <= tiers[place]
            ]
        )
    gain, last_gate = _by_gain(board), len(board.opening)
    return [(-tails[place] if tiers[place] <= last_gate else 0, *gain[place]) for place in range(len(tails))]


def _quarter(board: Board) -> int:
    """A quarter in parts so fine that every limit is a whole number of them."""
    return lcm(board.parallel or 1, board.capacity or 1, *board.roles.values())


def _durations(board: Board, quarter: int) -> list[int]:
    """What each task takes at the full capacity of its role, in parts of a quarter."""
    most = {role: min(weeks, board.capacity or weeks) for role, weeks in board.roles.items()}
    return [
        task.units * quarter // limit if (limit := most.get(task.role, board.capacity)) else 0 for task in board.tasks
    ]


def _ratio(gain: int, effort: int) -> int:
    """Gain for effort as a whole number, fine enough to tell any two apart; whole numbers sort fast."""
    return (gain << FINENESS) // effort
