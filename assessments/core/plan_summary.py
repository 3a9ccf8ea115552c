"""A plan in short, for comparing: when gates open, what it takes, when it ends, and what it misses."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from assessments.core.calendar import CalendarQuarter
from assessments.core.catalog import IN_PLACE, Catalog, Gate
from assessments.core.roadmap import Roadmap
from assessments.core.targets import level_words


@dataclass(frozen=True, slots=True, kw_only=True)
class GateDate:
    """When gates open together, by the names of their disciplines; `reached` says what opens them.

    `opens` is None where they are open today (`is_open`) and where the plan does not open them.
    """

    before: str
    after: tuple[str, ...]
    reached: str
    opens: CalendarQuarter | None
    is_open: bool


@dataclass(frozen=True, slots=True)
class TargetLine:
    """The target of a discipline, by name: the maturity level wished for, and the one that is planned for."""

    discipline: str
    wished: int
    planned: int

    @property
    def is_missed(self) -> bool:
        """Whether the plan stays below the wish."""
        return self.planned < self.wished


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanSummary:
    """One plan in short; `effort` in person-weeks, `until` its last quarter, None when no step is to be taken.

    `missed` says in sentences which targets are not reached.
    """

    name: str
    gates: tuple[GateDate, ...]
    targets: tuple[TargetLine, ...]
    effort: Fraction
    until: CalendarQuarter | None
    steps: int
    missed: tuple[str, ...]


def summary(catalog: Catalog, roadmap: Roadmap, *, name: str) -> PlanSummary:
    """A roadmap in short, under a name."""
    wished = roadmap.scenario.targets
    return PlanSummary(
        name=name,
        gates=tuple(_gates(catalog, roadmap)),
        targets=tuple(
            TargetLine(one.name, wished.get(one.code, IN_PLACE), roadmap.targets[one.code])
            for one in catalog.disciplines
        ),
        effort=roadmap.effort,
        until=roadmap.until,
        steps=len(roadmap.steps),
        missed=roadmap.unreachable,
    )


def reached_words(catalog: Catalog, gate: Gate) -> str:
    """What opens a gate, as in 'MLOps in place'."""
    before = catalog.discipline[gate.before].name
    return f"{before} in place" if gate.level == IN_PLACE else f"{before} at {level_words(catalog, gate.level)}"


def _gates(catalog: Catalog, roadmap: Roadmap) -> Iterator[GateDate]:
    together: dict[tuple[str, int, int | None], list[Gate]] = {}
    for one in roadmap.forecasts:
        together.setdefault((one.gate.before, one.gate.level, one.opens), []).append(one.gate)
    for (before, _, opens), gates in together.items():
        yield GateDate(
            before=catalog.discipline[before].name,
            after=tuple(catalog.discipline[gate.after].name for gate in gates),
            reached=reached_words(catalog, gates[0]),
            opens=roadmap.calendar(opens) if opens else None,
            is_open=opens == 0,
        )
