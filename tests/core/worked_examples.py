"""The worked examples of `domain.md` 4.5, answered on the built-in MLOps set and shown with evidence of today."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from assessments.core.agreement import EvidenceKind, Settled, settle
from assessments.core.catalog import Catalog, Discipline
from assessments.core.gates import Outcome
from assessments.files import BUILT_IN, read_catalog
from tests.core.strategies import TODAY, level


@cache
def built_in() -> Catalog:
    return read_catalog(BUILT_IN)


def mlops() -> Discipline:
    return built_in().discipline["mlops"]


@dataclass(frozen=True, slots=True)
class Example:
    """One line of the table; the levels of foundations, then of all others in catalog order (None is blank)."""

    foundations: int
    others: tuple[int | None, ...]
    changed: Mapping[str, int]
    index: float
    lowest_dimension: float
    reached: tuple[int, int]
    maturity_level: int
    outcome: Outcome
    failing: tuple[str, ...]

    @property
    def levels(self) -> Mapping[str, int | None]:
        others = iter(self.others)
        levels = {one.code: self.foundations if one.foundation else next(others) for one in mlops().practices}
        return {**levels, **self.changed}

    @property
    def answered(self) -> int:
        return sum(number is not None for number in self.levels.values())

    def settled(self) -> dict[str, Settled]:
        evidence = [(EvidenceKind.LINK, TODAY)]
        return {
            code: settle([level(number)], evidence=evidence, answered_on=TODAY)
            for code, number in self.levels.items()
            if number is not None
        }


def _example(
    foundations: int,
    others: tuple[int | None, ...],
    changed: Mapping[str, int],
    numbers: tuple[float, float, tuple[int, int], int],
    outcome: Outcome,
    failing: tuple[str, ...] = (),
) -> Example:
    return Example(foundations, others, changed, *numbers, outcome, failing)


MONITORING = {f"MLO-MON-0{number}": 1 for number in (1, 2, 3, 4)}

EXAMPLES: Mapping[str, Example] = {
    "A": _example(4, (4,) * 15, {"MLO-MON-01": 0}, (95.2, 66.7, (24, 24), 0), Outcome.CLOSED, ("G1",)),
    "B": _example(2, (2,) * 15, {}, (50.0, 50.0, (25, 25), 2), Outcome.OPEN),
    "C": _example(2, (1,) * 15, {}, (37.8, 25.0, (10, 25), 1), Outcome.CLOSED, ("G2",)),
    "D": _example(2, (2,) * 8 + (1,) * 5 + (0,) * 2, {}, (43.8, 25.0, (18, 23), 2), Outcome.OPEN),
    "E": _example(3, (3,) * 15, {"MLO-INT-03": 1}, (73.0, 60.7, (24, 25), 1), Outcome.CLOSED, ("G1",)),
    "F": _example(2, (3,) * 9 + (None,) * 6, {}, (58.3, 50.0, (19, 19), 0), Outcome.UNDECIDED, ("G3",)),
    "G": _example(1, (4,) * 15, {}, (61.5, 35.7, (15, 25), 1), Outcome.CLOSED, ("G1", "G2")),
    "H": _example(3, (3,) * 15, MONITORING, (67.9, 25.0, (21, 25), 1), Outcome.CLOSED, ("G1",)),
}
