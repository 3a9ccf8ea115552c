"""What each quarter of a roadmap brings, as lines of a table (`domain.md` 4.7)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from assessments.core.gates import State
from assessments.core.roadmap import Roadmap


@dataclass(frozen=True, slots=True)
class ProjectedCell:
    """One discipline at the end of a quarter; `changed` when it stood otherwise a quarter before."""

    level: int | None
    index: Fraction | None
    state: State
    changed: bool


@dataclass(frozen=True, slots=True)
class QuarterLine:
    """One quarter: its planned person-weeks, and each discipline at its end, in catalog order."""

    name: str
    effort: Fraction
    cells: tuple[ProjectedCell, ...]


def quarter_lines(made: Roadmap, *, most: int) -> Iterator[QuarterLine]:
    """The first quarters of a roadmap, in order."""
    before: Sequence[object] = ()
    for quarter in made.quarters[:most]:
        facts = [(one.maturity_level, one.index, one.state) for one in quarter.projections]
        yield QuarterLine(
            str(made.calendar(quarter.number)),
            quarter.effort,
            tuple(
                ProjectedCell(*fact, changed=not before or fact != before[place]) for place, fact in enumerate(facts)
            ),
        )
        before = facts
