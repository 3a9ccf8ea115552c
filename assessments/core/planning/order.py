"""What planning needs to know of a catalog, compiled once per version: efforts, needs, gates in graph order."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate, combinations
from math import lcm
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assessments.core.catalog import Catalog, Effort, Gate


@dataclass(frozen=True, slots=True)
class Order:
    """The compiled catalog, everything in catalog order.

    `efforts[code]` holds the person-weeks of each raise by the levels from and to; `units[code][n]` what it takes to
    come from level 0 to level n in whole parts of a person-week, `parts` to the week. `needed_by` lists who needs a
    practice, and at which level. `gates` stand in graph order: no gate before one that its source waits for.
    """

    position: Mapping[str, int]
    efforts: Mapping[str, Mapping[tuple[int, int], Fraction]]
    units: Mapping[str, tuple[int, ...]]
    parts: int
    needed_by: Mapping[str, tuple[tuple[str, int], ...]]
    gates: "tuple[Gate, ...]"

    def effort(self, practice: str, from_level: int, to_level: int) -> Fraction:
        """The person-weeks of one raise: the planned weeks times the factor of each level passed (`domain.md` 3.1)."""
        return self.efforts[practice][from_level, to_level]


def compile_order(catalog: "Catalog") -> Order:
    """Compile a catalog; read `catalog.order`, which keeps the outcome."""
    weeks = _weeks(catalog)
    parts = lcm(*(week.denominator for row in weeks.values() for week in row))
    units = {effort: tuple(int(week * parts) for week in row) for effort, row in weeks.items()}
    raises = {effort: _raises(row) for effort, row in weeks.items()}
    return Order(
        position={code: position for position, code in enumerate(catalog.practice)},
        efforts={one.code: raises[one.effort] for one in catalog.practice.values()},
        units={one.code: units[one.effort] for one in catalog.practice.values()},
        parts=parts,
        needed_by=_needed_by(catalog),
        gates=_gates(catalog),
    )


def _weeks(catalog: "Catalog") -> dict["Effort", tuple[Fraction, ...]]:
    """The person-weeks from level 0 to each level, for practices of each effort."""
    thresholds = catalog.thresholds
    passed = tuple(accumulate(thresholds.step_factors, initial=Fraction(0)))
    return {effort: tuple(planned * factor for factor in passed) for effort, planned in thresholds.effort_weeks.items()}


def _raises(weeks: tuple[Fraction, ...]) -> dict[tuple[int, int], Fraction]:
    return {(low, high): weeks[high] - weeks[low] for low, high in combinations(range(len(weeks)), 2)}


def _needed_by(catalog: "Catalog") -> dict[str, tuple[tuple[str, int], ...]]:
    found: dict[str, list[tuple[str, int]]] = {code: [] for code in catalog.practice}
    for practice in catalog.practice.values():
        for need in practice.needs:
            found[need.practice].append((practice.code, need.level))
    return {code: tuple(dependents) for code, dependents in found.items()}


def _gates(catalog: "Catalog") -> "tuple[Gate, ...]":
    depth = dict.fromkeys(catalog.discipline, 0)
    for _ in depth:
        for gate in catalog.gates:
            depth[gate.after] = max(depth[gate.after], depth[gate.before] + 1)
    return tuple(sorted(catalog.gates, key=lambda gate: depth[gate.before]))
