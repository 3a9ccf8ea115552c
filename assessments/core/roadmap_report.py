"""What the roadmap page says, as one frozen value built from a plan (`domain.md` 4.7)."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import partial

from assessments.core.agreement import Settled
from assessments.core.catalog import Catalog, Gate, Practice
from assessments.core.gates import State
from assessments.core.projection import Quarter
from assessments.core.reasons import reason_of
from assessments.core.roadmap import PlannedStep, Roadmap, Stage, plan, quarter_name
from assessments.core.roadmap_chart import RoadmapChart, roadmap_chart
from assessments.core.team_report import WorkLine

MOST_QUARTERS = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class StepLine:
    """One step with its practice, both anchors, its first and last quarter and why it is there and then."""

    practice: Practice
    from_level: int
    to_level: int
    from_anchor: str
    to_anchor: str
    effort: Fraction
    quarters: tuple[str, ...]
    because: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GateReason:
    """Why one discipline comes before another, both by name, as a sentence."""

    before: str
    after: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StageReport:
    """One stage: what is reached at its end, and when; its work before a gate, and its steps.

    `gates` are those that steps of it wait for; their reasons are not said again at each step. `steps` are those that
    begin in the quarters shown, `later_steps` how many do not; `effort` is that of all of them.
    """

    number: int
    reaches: tuple[str, ...]
    quarter: str
    effort: Fraction
    work: tuple[WorkLine, ...]
    gates: tuple[GateReason, ...]
    steps: tuple[StepLine, ...]
    later_steps: int

    @property
    def step_count(self) -> int:
        """How many steps it has, shown or not."""
        return len(self.steps) + self.later_steps


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


@dataclass(frozen=True, slots=True)
class GateForecast:
    """When gates open together: `quarter` is None where this plan does not open them, `is_open` when they are."""

    before: str
    after: tuple[str, ...]
    quarter: str | None
    is_open: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RoadmapReport:
    """Everything the roadmap page prints; `until` is the last quarter of the plan, None when nothing is to do.

    `quarters` are the first `MOST_QUARTERS` of the plan, `later_quarters` is how many follow.
    """

    chart: RoadmapChart
    stages: tuple[StageReport, ...]
    quarters: tuple[QuarterLine, ...]
    later_quarters: int
    forecasts: tuple[GateForecast, ...]
    notes: tuple[str, ...]
    effort: Fraction
    slack: Fraction
    until: str | None
    names: tuple[str, ...]


def roadmap_report(
    catalog: Catalog,
    settled: Mapping[str, Settled],
    *,
    targets: Mapping[str, int],
    capacity: int,
    on: date,
) -> RoadmapReport:
    """Plan and report. Raises `ValueError` for a capacity far too small."""
    named = partial(quarter_name, on)
    made = plan(catalog, settled, targets=targets, capacity=Fraction(capacity), on=on, name_quarter=named)
    return RoadmapReport(
        chart=roadmap_chart(catalog, made, start=on),
        stages=tuple(_stage(catalog, stage, on) for stage in made.stages),
        quarters=tuple(_quarters(made.quarters[:MOST_QUARTERS], on)),
        later_quarters=max(0, len(made.quarters) - MOST_QUARTERS),
        forecasts=tuple(_forecasts(catalog, made, on)),
        notes=(*made.raised_targets, *made.unreachable, *made.early_looks),
        effort=made.effort,
        slack=made.slack,
        until=quarter_name(on, len(made.quarters)) if made.steps else None,
        names=tuple(one.name for one in catalog.disciplines),
    )


def _stage(catalog: Catalog, stage: Stage, on: date) -> StageReport:
    said = {reason for one in stage.steps for reason in one.because}
    gates = tuple(_gate_reason(catalog, gate) for gate in catalog.gates if reason_of(gate) in said)
    told = frozenset(gate.text for gate in gates)
    shown = [one for one in stage.steps if one.starts <= MOST_QUARTERS]
    return StageReport(
        number=stage.number,
        reaches=stage.reaches,
        quarter=quarter_name(on, stage.quarter),
        effort=sum((one.step.effort for one in stage.steps), Fraction(0)),
        work=tuple(WorkLine(one.check, catalog.practice[one.practice], one.what) for one in stage.work),
        gates=gates,
        steps=tuple(_step(catalog.practice[one.step.practice], one, told, on) for one in shown),
        later_steps=len(stage.steps) - len(shown),
    )


def _gate_reason(catalog: Catalog, gate: Gate) -> GateReason:
    return GateReason(catalog.discipline[gate.before].name, catalog.discipline[gate.after].name, reason_of(gate))


def _step(practice: Practice, one: PlannedStep, told: Collection[str], on: date) -> StepLine:
    return StepLine(
        practice=practice,
        from_level=one.step.from_level,
        to_level=one.step.to_level,
        from_anchor=practice.anchors[one.step.from_level],
        to_anchor=practice.anchors[one.step.to_level],
        effort=one.step.effort,
        quarters=tuple(quarter_name(on, number) for number in dict.fromkeys((one.starts, one.quarter))),
        because=tuple(reason for reason in one.because if reason not in told),
    )


def _quarters(quarters: Sequence[Quarter], on: date) -> Iterator[QuarterLine]:
    before: Sequence[object] = ()
    for quarter in quarters:
        facts = [(one.maturity_level, one.index, one.state) for one in quarter.projections]
        yield QuarterLine(
            quarter_name(on, quarter.number),
            quarter.effort,
            tuple(
                ProjectedCell(*fact, changed=not before or fact != before[place]) for place, fact in enumerate(facts)
            ),
        )
        before = facts


def _forecasts(catalog: Catalog, made: Roadmap, on: date) -> Iterator[GateForecast]:
    together: dict[tuple[str, int | None], list[str]] = {}
    for one in made.forecasts:
        together.setdefault((one.gate.before, one.opens), []).append(catalog.discipline[one.gate.after].name)
    for (before, opens), after in together.items():
        name = catalog.discipline[before].name
        yield GateForecast(name, tuple(after), quarter_name(on, opens) if opens else None, opens == 0)
