"""What the roadmap page says, as one frozen value built from a plan (`domain.md` 4.7)."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from assessments.core.agreement import Settled
from assessments.core.calendar import CalendarQuarter
from assessments.core.catalog import Catalog, Gate, Practice
from assessments.core.exclusions import Exclusions
from assessments.core.exclusions import exclusions as called_not_applicable
from assessments.core.finding_out import FindOut, find_out
from assessments.core.gate_exception import ExceptionLine, GateException, exception_lines
from assessments.core.planning.consequences import consequences
from assessments.core.planning.plan_summary import PlanSummary, differences, summary
from assessments.core.planning.quarter_lines import QuarterLine, quarter_lines
from assessments.core.planning.reasons import is_for, reason_of
from assessments.core.roadmap import Forecast, PlannedStep, PlannedWork, Roadmap, plan
from assessments.core.scenario import Scenario, StepKey
from assessments.core.telling import Told

MOST_QUARTERS = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class StepLine:
    """One step with its practice, both anchors, its first and last quarter and why it is there and then.

    `change` says what the scenario decides about it: '', 'pinned' or 'put_off'. `on_chain` says that it is among the
    steps that hold a gate.
    """

    key: StepKey
    practice: Practice
    from_level: int
    to_level: int
    from_anchor: str
    to_anchor: str
    effort: Fraction
    starts: CalendarQuarter
    ends: CalendarQuarter
    quarters: tuple[str, ...]
    because: tuple[str, ...]
    change: str
    on_chain: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DueWork:
    """Work that is no step, in the quarter in which it is due; `gates` names what the gates it serves lead to."""

    check: str
    practice: Practice
    what: str
    discipline: str
    quarter: CalendarQuarter
    gates: tuple[str, ...]


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
    work: tuple[DueWork, ...]
    gates: tuple[GateReason, ...]
    steps: tuple[StepLine, ...]
    later_steps: int

    @property
    def step_count(self) -> int:
        """How many steps it has, shown or not."""
        return len(self.steps) + self.later_steps


@dataclass(frozen=True, slots=True, kw_only=True)
class GateForecast:
    """When gates open together: `opens` is None where this plan does not open them, `is_open` when they are.

    `told` says when and what holds them, `chain` names the steps that do, first to last; `exceptions` are those to
    plan before they open.
    """

    before: str
    after: tuple[str, ...]
    opens: CalendarQuarter | None
    is_open: bool
    told: tuple[Told, ...]
    chain: tuple[StepKey, ...]
    exceptions: tuple[ExceptionLine, ...]

    @property
    def quarter(self) -> str | None:
        """The name of the quarter at whose end they open."""
        return str(self.opens) if self.opens else None

    @property
    def because(self) -> tuple[str, ...]:
        """When they open and what holds them, in sentences."""
        return tuple(one.sentence for one in self.told)


@dataclass(frozen=True, slots=True, kw_only=True)
class RoadmapReport:
    """Everything the roadmap page prints; `until` is the last quarter of the plan, None when nothing is to do.

    `quarters` are the first `MOST_QUARTERS` of the plan, `later_quarters` is how many follow. `differences` say what
    is otherwise than in the plan that it is `compared` with; `consequences` what leaving out each step brings.
    `find_out` and `exclusions` are those of the result that is planned from.
    """

    roadmap: Roadmap
    summary: PlanSummary
    compared: PlanSummary | None
    differences: tuple[str, ...]
    consequences: Mapping[StepKey, tuple[str, ...]]
    exceptions: tuple[ExceptionLine, ...]
    work: tuple[DueWork, ...]
    stages: tuple[StageReport, ...]
    quarters: tuple[QuarterLine, ...]
    later_quarters: int
    forecasts: tuple[GateForecast, ...]
    notes: tuple[str, ...]
    effort: Fraction
    slack: Fraction
    until: str | None
    names: tuple[str, ...]
    find_out: tuple[FindOut, ...]
    exclusions: tuple[Exclusions, ...]


def roadmap_report(
    catalog: Catalog,
    settled: Mapping[str, Settled],
    *,
    scenario: Scenario,
    on: date,
    exceptions: Sequence[GateException] = (),
    compared: PlanSummary | None = None,
) -> RoadmapReport:
    """Plan and report. Raises `ValueError` for a capacity far too small."""
    made = plan(catalog, settled, scenario=scenario, on=on, exceptions=exceptions)
    short = summary(catalog, made, name="This plan")
    return RoadmapReport(
        roadmap=made,
        summary=short,
        compared=compared,
        differences=differences(compared, short) if compared else (),
        consequences=consequences(catalog, settled, scenario=scenario, on=on, exceptions=exceptions),
        exceptions=_exceptions(catalog, [one for one in exceptions if one.until >= on], on),
        work=tuple(_due_work(catalog, made, one) for one in made.work),
        stages=tuple(_stages(catalog, made)),
        quarters=tuple(quarter_lines(made, most=MOST_QUARTERS)),
        later_quarters=max(0, len(made.quarters) - MOST_QUARTERS),
        forecasts=tuple(_forecasts(catalog, made, on)),
        notes=(*made.raised_targets, *made.unreachable, *made.early_looks, *made.notes),
        effort=made.effort,
        slack=made.slack,
        until=str(made.until) if made.until else None,
        names=tuple(one.name for one in catalog.disciplines),
        find_out=find_out(catalog, settled),
        exclusions=called_not_applicable(catalog, settled),
    )


def _stages(catalog: Catalog, made: Roadmap) -> Iterator[StageReport]:
    chain = frozenset(key for one in made.forecasts for key in one.chain)
    for stage in made.stages:
        said = {reason for one in stage.steps for reason in one.because}
        gates = tuple(_gate_reason(catalog, gate) for gate in catalog.gates if reason_of(gate) in said)
        told = frozenset(gate.text for gate in gates)
        shown = [one for one in stage.steps if one.starts <= MOST_QUARTERS]
        yield StageReport(
            number=stage.number,
            reaches=stage.reaches,
            quarter=str(made.calendar(stage.quarter)),
            effort=sum((one.step.effort for one in stage.steps), Fraction(0)),
            work=tuple(_due_work(catalog, made, one) for one in made.work_of(stage)),
            gates=gates,
            steps=tuple(_step(catalog, made, one, told=told, chain=chain) for one in shown),
            later_steps=len(stage.steps) - len(shown),
        )


def _gate_reason(catalog: Catalog, gate: Gate) -> GateReason:
    return GateReason(catalog.discipline[gate.before].name, catalog.discipline[gate.after].name, reason_of(gate))


def _step(
    catalog: Catalog, made: Roadmap, one: PlannedStep, *, told: Collection[str], chain: Collection[StepKey]
) -> StepLine:
    practice = catalog.practice[one.step.practice]
    starts, ends = made.calendar(one.starts), made.calendar(one.quarter)
    return StepLine(
        key=one.key,
        practice=practice,
        from_level=one.step.from_level,
        to_level=one.step.to_level,
        from_anchor=practice.anchors[one.step.from_level],
        to_anchor=practice.anchors[one.step.to_level],
        effort=one.step.effort,
        starts=starts,
        ends=ends,
        quarters=tuple(str(quarter) for quarter in dict.fromkeys((starts, ends))),
        because=tuple(reason for reason in one.because if reason not in told),
        change=_change(made.scenario, one.key),
        on_chain=one.key in chain,
    )


def _change(scenario: Scenario, key: StepKey) -> str:
    if key in scenario.pinned:
        return "pinned"
    return "put_off" if key in scenario.put_off else ""


def _due_work(catalog: Catalog, made: Roadmap, one: PlannedWork) -> DueWork:
    return DueWork(
        check=one.work.check,
        practice=catalog.practice[one.work.practice],
        what=one.work.what,
        discipline=catalog.discipline[one.discipline].name,
        quarter=made.calendar(one.quarter),
        gates=tuple(dict.fromkeys(catalog.discipline[gate.after].name for gate in one.gates)),
    )


def _exceptions(catalog: Catalog, exceptions: Iterable[GateException], on: date) -> tuple[ExceptionLine, ...]:
    """Those to gates that the catalog has."""
    known = [one for one in exceptions if any(is_for(one, gate) for gate in catalog.gates)]
    return exception_lines(catalog, known, today=on)


def _forecasts(catalog: Catalog, made: Roadmap, on: date) -> Iterator[GateForecast]:
    together: dict[tuple[str, int, int | None], list[Forecast]] = {}
    for one in made.forecasts:
        together.setdefault((one.gate.before, one.gate.level, one.opens), []).append(one)
    for (before, _, opens), ones in together.items():
        yield GateForecast(
            before=catalog.discipline[before].name,
            after=tuple(catalog.discipline[one.gate.after].name for one in ones),
            opens=made.calendar(opens) if opens else None,
            is_open=opens == 0,
            told=tuple(dict.fromkeys(told for one in ones for told in one.told)),
            chain=ones[0].chain,
            exceptions=_exceptions(catalog, [one.exception for one in ones if one.exception], on),
        )
