"""What planning needs to know of a catalog, compiled once per version: efforts, needs, gates in graph order."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate
from math import lcm
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assessments.core.catalog import Catalog, Gate


@dataclass(frozen=True, slots=True)
class Order:
    """The compiled catalog, everything in catalog order.

    `weeks[code][n]` is what it takes to come from level 0 to level n, in person-weeks; `units` is the same in whole
    parts of a person-week, `parts` to the week. `needed_by` lists who needs a practice, and at which level.
    `gates` stand in graph order: no gate before one that its source waits for.
    """

    position: Mapping[str, int]
    weeks: Mapping[str, tuple[Fraction, ...]]
    units: Mapping[str, tuple[int, ...]]
    parts: int
    needed_by: Mapping[str, tuple[tuple[str, int], ...]]
    gates: "tuple[Gate, ...]"

    def effort(self, practice: str, from_level: int, to_level: int) -> Fraction:
        """The person-weeks of one raise: the planned weeks times the factor of each level passed (`domain.md` 3.1)."""
        return self.weeks[practice][to_level] - self.weeks[practice][from_level]


def compile_order(catalog: "Catalog") -> Order:
    """Compile a catalog; read `catalog.order`, which keeps the outcome."""
    weeks = _weeks(catalog)
    parts = lcm(*(week.denominator for row in weeks.values() for week in row))
    return Order(
        position={code: position for position, code in enumerate(catalog.practice)},
        weeks=weeks,
        units={code: tuple(int(week * parts) for week in row) for code, row in weeks.items()},
        parts=parts,
        needed_by=_needed_by(catalog),
        gates=_gates(catalog),
    )


def _weeks(catalog: "Catalog") -> dict[str, tuple[Fraction, ...]]:
    thresholds = catalog.thresholds
    passed = tuple(accumulate(thresholds.step_factors, initial=Fraction(0)))
    by_effort = {
        effort: tuple(planned * factor for factor in passed) for effort, planned in thresholds.effort_weeks.items()
    }
    return {practice.code: by_effort[practice.effort] for practice in catalog.practice.values()}


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
