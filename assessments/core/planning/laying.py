"""The tasks of a board laid into quarters in an order of preference: nothing before its prerequisite or its gate."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from heapq import heapify, heappop, heappush
from operator import itemgetter

from assessments.core.catalog import Gate
from assessments.core.planning.board import Board
from assessments.core.planning.schedule import CAPACITY, PARALLEL, Schedule, Slot
from assessments.core.unlocking import Step

Cost = tuple[tuple[int, ...], int]
"""The quarters in which the gates open, in graph order, then the sum of worth times finishing quarter."""

NEVER = 1_000_000_000


class Laying:
    """The quarters as they fill.

    `tiers` gives the tier of each task, `order` the tasks by tier and preference. In each quarter, tier by tier, what
    is under way goes on before what is ready begins, until nothing that fits is left: so a step under way rests only
    for a step of a tier before its own. At most one step of a practice is worked on per quarter. From its first
    quarter to its last a step is one of the parallel ones, unless an exception ends in between. A step whose gate or
    prerequisite never comes has no slot.
    """

    def __init__(self, board: Board, tiers: Sequence[int], order: Sequence[int]) -> None:
        self.board, self.order = board, order
        self.keys = {place: 2 * len(order) * tiers[place] + rank for rank, place in enumerate(order)}
        self.quarter = 0
        self.left = [task.units for task in board.tasks]
        self.blockers = [task.blockers for task in board.tasks]
        self.earliest = [task.not_before for task in board.tasks]
        self.held_by: dict[int, Step | Gate] = {}
        self.behind: dict[int, tuple[str, int | None]] = {}
        self.spent: list[list[tuple[int, int]]] = [[] for _ in board.tasks]
        self.finished: list[int] = []
        self.opens: dict[Gate, int] = {}
        self.lacks = [list(lack) for lack in board.lacks]
        self.shut = {code for code in board.closed if self._is_shut(code, 1)}
        self.parked: dict[str, list[int]] = {code: [] for code in board.closed}
        self.later = [(task.not_before, place) for place, task in enumerate(board.tasks) if not task.blockers]
        heapify(self.later)
        self.ready: dict[str, list[int]] = {role: [] for role in ("", *board.roles)}
        self.going: dict[str, list[int]] = {role: [] for role in self.ready}
        self.under_way: list[int] = []
        self.last: dict[str, int] = {}
        self.last_begun_now: dict[str, int] = {}
        self._begin_quarter()
        while self._fill_quarter():
            self._begin_quarter()

    @property
    def cost(self) -> Cost:
        """What the best order has least of."""
        total = sum(self.board.tasks[place].worth * self.spent[place][-1][0] for place in self.finished)
        return tuple(self.opens.get(gate, NEVER) for gate in self.board.opening), total

    def schedule(self) -> Schedule:
        """All that was laid, up to the last quarter in which something happens."""
        slots = tuple(map(self._slot, self.finished))
        used = [0] * max([0, *self.opens.values(), *(slot.quarter for slot in slots)])
        for place in self.finished:
            for quarter, units in self.spent[place]:
                used[quarter - 1] += units
        return Schedule(slots, tuple(Fraction(units, self.board.parts) for units in used), self.opens)

    def _slot(self, place: int) -> Slot:
        spent = self.spent[place]
        full, last = self.behind.get(place, ("", None))
        return Slot(
            step=self.board.tasks[place].step,
            starts=spent[0][0],
            quarter=spent[-1][0],
            earliest=self.earliest[place],
            held_by=self.held_by.get(place),
            full=full,
            behind=None if last is None else self.board.tasks[last].step,
            spent=tuple((quarter, Fraction(units, self.board.parts)) for quarter, units in spent),
        )

    def _begin_quarter(self) -> None:
        self.used_up = {role: self._used_up(role) for role in self.ready} if self.quarter else {}
        self.last.update(self.last_begun_now)
        self.last_begun_now = {}
        self.last_before = self.last.get("")
        self.quarter += 1
        for code in self.board.closed:
            self._turn(code)
        while self.later and self.later[0][0] <= self.quarter:
            self._queue(heappop(self.later)[1])
        self.units, self.role_units = self.board.capacity, dict(self.board.roles)
        self.places = None if self.board.parallel is None else self.board.parallel - len(self.under_way)
        for place in self.under_way:
            heappush(self.going[self.board.tasks[place].role], self.keys[place])
        self.under_way = []

    def _fill_quarter(self) -> bool:
        """Work until nothing that fits is left; whether another quarter could bring more."""
        begun = len(self.finished)
        while (place := self._next()) is not None:
            self._work_on(place)
        for keys in self.going.values():
            self.under_way += [self.order[key % len(self.order)] for key in keys]
            keys.clear()
        opened = self._open()
        goes_on = opened or self.under_way or self.later or len(self.finished) > begun
        return len(self.finished) < len(self.order) and bool(goes_on or self.quarter < self.board.last_excepted)

    def _is_shut(self, code: str, quarter: int) -> bool:
        gates, excepted = self.board.closed[code], self.board.excepted
        return any(gate not in self.opens and quarter not in excepted.get(gate, ()) for gate in gates)

    def _turn(self, code: str) -> None:
        """Admit a discipline whose gates are open or excepted from now on; hold it back when an exception has ended."""
        is_shut = self._is_shut(code, self.quarter)
        if is_shut and code not in self.shut:
            self.shut.add(code)
            self._hold_back()
        elif not is_shut and code in self.shut:
            self.shut.remove(code)
            self._admit(code)

    def _admit(self, code: str) -> None:
        gate = max(self.board.closed[code], key=lambda gate: self.opens.get(gate, self.quarter))
        for place, task in enumerate(self.board.tasks):
            if task.discipline == code and not self.spent[place] and self.earliest[place] <= self.quarter:
                self.earliest[place], self.held_by[place] = self.quarter, gate
        parked, self.parked[code] = self.parked[code], []
        for place in parked:
            self._queue(place)

    def _hold_back(self) -> None:
        for role, keys in self.ready.items():
            self.ready[role] = [key for key in keys if not self._is_parked(self.order[key % len(self.order)])]
            heapify(self.ready[role])
        self.under_way = [place for place in self.under_way if not self._is_parked(place)]

    def _is_parked(self, place: int) -> bool:
        """Set aside a step whose discipline waits; whether it does."""
        code = self.board.tasks[place].discipline
        if code in self.shut:
            self.parked[code].append(place)
        return code in self.shut

    def _queue(self, place: int) -> None:
        if not self._is_parked(place):
            heappush(self.ready[self.board.tasks[place].role], self.keys[place] + len(self.order))

    def _used_up(self, role: str) -> list[str]:
        """What is used up for a further step of a role; the capacity last, as the quarter ends with it."""
        used_up = [role] if self.role_units.get(role) == 0 else []
        used_up += [PARALLEL] if self.places == 0 else []
        return used_up + ([CAPACITY] if self.units == 0 else [])

    def _next(self) -> int | None:
        """The step to work on next, None when none fits."""
        heap = min(self._fitting(), key=itemgetter(0), default=None)
        if heap is None:
            return None
        of_tier, key = divmod(heappop(heap), len(self.order))
        if of_tier % 2:
            self._begin(self.order[key])
        return self.order[key]

    def _fitting(self) -> Iterator[list[int]]:
        for role in self.ready if self.units != 0 else ():
            if self.role_units.get(role) != 0:
                if self.going[role]:
                    yield self.going[role]
                if self.ready[role] and self.places != 0:
                    yield self.ready[role]

    def _begin(self, place: int) -> None:
        if self.places is not None:
            self.places -= 1
        if self.earliest[place] < self.quarter and not self.spent[place]:
            self.behind[place] = self._made_room(self.board.tasks[place].role)

    def _made_room(self, role: str) -> tuple[str, int | None]:
        """What was used up for a step of a role in the quarter before, and the task whose finishing made room in it."""
        found = [(full, self._last_of(full)) for full in self.used_up[role]]
        return next((one for one in found if one[1] is not None), found[0])

    def _last_of(self, full: str) -> int | None:
        """The task begun before this quarter that finished last of those that took room, no earlier than one before."""
        last = self.last_before if full == PARALLEL else self.last.get("" if full == CAPACITY else full)
        return last if last is not None and self.spent[last][-1][0] >= self.quarter - 1 else None

    def _work_on(self, place: int) -> None:
        role, units = self.board.tasks[place].role, self.left[place]
        if self.units is not None:
            units = min(units, self.units)
        if role:
            units = min(units, self.role_units[role])
            self.role_units[role] -= units
        if self.units is not None:
            self.units -= units
        self.left[place] -= units
        self.spent[place].append((self.quarter, units))
        if self.left[place]:
            self.under_way.append(place)
        else:
            self._finish(place)

    def _finish(self, place: int) -> None:
        task = self.board.tasks[place]
        self.finished.append(place)
        last = self.last if self.spent[place][0][0] < self.quarter else self.last_begun_now
        last[""] = last[task.role] = place
        for gate, lift in task.lifts:
            self.lacks[gate] = [lack - less for lack, less in zip(self.lacks[gate], lift, strict=True)]
        if task.follower is not None:
            self._release(task.follower, task.step, self.quarter + 1)
        for dependent in task.dependents:
            self._release(dependent, task.step, self.quarter)

    def _release(self, place: int, cause: Step, earliest: int) -> None:
        """One blocker less; the latest cause is the one that held the step."""
        self.blockers[place] -= 1
        if earliest >= self.earliest[place]:
            self.earliest[place], self.held_by[place] = earliest, cause
        if not self.blockers[place] and self.earliest[place] <= self.quarter:
            self._queue(place)
        elif not self.blockers[place]:
            heappush(self.later, (self.earliest[place], place))

    def _open(self) -> bool:
        """Open the gates whose source has its level and waits for nothing; whether there was one."""
        before = len(self.opens)
        for gate, lack in zip(self.board.opening, self.lacks, strict=True):
            sources = self.board.closed.get(gate.before, ())
            if gate not in self.opens and max(lack) <= 0 and all(one in self.opens for one in sources):
                self.opens[gate] = self.quarter
        return len(self.opens) > before
