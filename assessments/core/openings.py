"""When gates open in a plan, and when the disciplines behind them may be worked on (`domain.md` 4.4, 4.7)."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from assessments.core.catalog import Catalog, Gate
from assessments.core.scoring import needed

if TYPE_CHECKING:
    from assessments.core.unlocking import Step

Excepted = Mapping[Gate, Collection[int]]
"""The quarters in which an exception lets a discipline be planned before a gate opens."""


class Watch:
    """Counts down what the source of one gate lacks of F6 (a) to (c), as the practices applicable there are raised."""

    def __init__(self, catalog: Catalog, gate: Gate, levels: Mapping[str, int]) -> None:
        source, shares = catalog.discipline[gate.before].practices, catalog.thresholds
        counted = [levels[one.code] for one in source if one.code in levels]
        self.gate = gate
        self._foundations = {one.code for one in source if one.foundation and levels.get(one.code, -1) < gate.level}
        self._breadth = needed(shares.breadth, len(counted)) - sum(level >= gate.level for level in counted)
        self._no_gaps = needed(shares.no_gaps, len(counted)) - sum(level >= gate.level - 1 for level in counted)

    def raised(self, step: "Step") -> None:
        """A practice of the source has been raised."""
        if step.from_level < self.gate.level <= step.to_level:
            self._breadth -= 1
            self._foundations.discard(step.practice)
        if step.from_level < self.gate.level - 1 <= step.to_level:
            self._no_gaps -= 1

    @property
    def met(self) -> bool:
        """Whether the source has the gate's level."""
        return not self._foundations and self._breadth <= 0 and self._no_gaps <= 0


class Doors:
    """Which disciplines are `shut`, quarter by quarter, and in which quarter each gate `opens`.

    `closed` are the gates that are not open today, `opening` those of them that the plan opens, in graph order.
    """

    def __init__(
        self,
        catalog: Catalog,
        levels: Mapping[str, int],
        *,
        closed: Sequence[Gate],
        opening: Sequence[Gate],
        excepted: Excepted,
    ) -> None:
        self.excepted = excepted
        self.last_excepted = max((max(quarters, default=0) for quarters in excepted.values()), default=0)
        self.opens: dict[Gate, int] = {}
        self.closed: dict[str, list[Gate]] = {gate.after: [] for gate in closed}
        for gate in closed:
            self.closed[gate.after].append(gate)
        self.shut = {code for code in self.closed if self._is_shut(code, 1)}
        self.watches = [Watch(catalog, gate, levels) for gate in opening]

    def turned(self, quarter: int) -> Iterator[tuple[str, Gate | None]]:
        """The disciplines that may be worked on from this quarter on, with the gate that held them last; or, with
        None, that may no longer.
        """
        for code, gates in self.closed.items():
            if self._is_shut(code, quarter) == (code in self.shut):
                continue
            if code in self.shut:
                self.shut.remove(code)
                yield code, max(gates, key=lambda gate: self.opens.get(gate, quarter))
            else:
                self.shut.add(code)
                yield code, None

    def raised(self, discipline: str, step: "Step") -> None:
        """A step of a discipline is done."""
        for watch in self.watches:
            if watch.gate.before == discipline:
                watch.raised(step)

    def open_at_the_end_of(self, quarter: int) -> bool:
        """Open the gates whose source has its level and waits for nothing, and say whether there was one."""
        before = len(self.opens)
        for watch in self.watches:
            sources = self.closed.get(watch.gate.before, ())
            if watch.met and watch.gate not in self.opens and all(gate in self.opens for gate in sources):
                self.opens[watch.gate] = quarter
        return len(self.opens) > before

    def _is_shut(self, code: str, quarter: int) -> bool:
        return any(gate not in self.opens and quarter not in self.excepted.get(gate, ()) for gate in self.closed[code])
