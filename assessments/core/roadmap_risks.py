"""The three risks of a roadmap that matter most, in words, for a team that follows no plan yet (`DESIGN.md` 6)."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from fractions import Fraction

from assessments.core.agreement import UNANSWERED, Settled
from assessments.core.calendar import CalendarQuarter, day_words
from assessments.core.catalog import Catalog
from assessments.core.planning.planned import Forecast
from assessments.core.planning.role_load import role_loads
from assessments.core.planning.targets import level_words, listed
from assessments.core.roadmap_report import RoadmapReport
from assessments.core.roadmap_words import weeks_words

MOST = 3
SOON = timedelta(days=91)
TOO_MUCH = Fraction(1, 2)


def roadmap_risks(
    catalog: Catalog, settled: Mapping[str, Settled], report: RoadmapReport, *, on: date
) -> tuple[str, ...]:
    """Three at most, the heaviest first: gates and targets not reached, exceptions and evidence that end, the step
    that holds the next gate, answers that are missing, and a role that bears most of the plan.
    """
    found = [
        *_shut(report),
        *report.summary.missed,
        *_exceptions(report),
        *_evidence(catalog, settled, report, on),
        *_holding(catalog, report),
        *_unanswered(catalog, settled, report),
        *_roles(catalog, report),
    ]
    return tuple(dict.fromkeys(found))[:MOST]


def _shut(report: RoadmapReport) -> Iterator[str]:
    for one in report.forecasts:
        if one.opens is None and not one.is_open:
            yield f"{listed(one.after)} cannot start: this plan does not open the gate from {one.before}."


def _exceptions(report: RoadmapReport) -> Iterator[str]:
    for one in report.exceptions:
        opens = [gate.opens for gate in report.forecasts if gate.before == one.before and one.after in gate.after]
        if any(quarter is None or CalendarQuarter.of(one.value.until) < quarter for quarter in opens):
            yield f"The exception for {one.after} ends on {day_words(one.value.until)}, before its gate opens."


def _evidence(catalog: Catalog, settled: Mapping[str, Settled], report: RoadmapReport, on: date) -> Iterator[str]:
    """Evidence that keeps a gate open and runs out within a quarter."""
    sources = {one.gate.before for one in report.roadmap.forecasts if one.opens == 0}
    for discipline in (one for one in catalog.disciplines if one.code in sources):
        shown = (settled.get(one.code, UNANSWERED).evidence_on for one in discipline.practices if one.foundation)
        ends = [day + timedelta(days=catalog.thresholds.evidence_days - 1) for day in shown if day is not None]
        if short := [day for day in ends if day < on + SOON]:
            whose = f"{len(short)} foundations" if len(short) > 1 else "1 foundation"
            first = day_words(min(short))
            yield f"The evidence for {whose} of {discipline.name} runs out, first on {first}: then its gate shuts."


def _holding(catalog: Catalog, report: RoadmapReport) -> Iterator[str]:
    """The largest step of the critical chain of the gate that opens first."""
    coming = [one for one in report.roadmap.forecasts if one.opens and one.chain]
    if not coming:
        return
    first = min(coming, key=_opens)
    efforts = {one.key: one.step.effort for one in report.roadmap.steps}
    key = max(first.chain, key=lambda one: efforts[one])
    step = f"“{catalog.practice[key.practice].name}” to {level_words(catalog, key.to_level)}"
    before, after = catalog.discipline[first.gate.before].name, catalog.discipline[first.gate.after].name
    yield f"If {step} slips ({weeks_words(efforts[key])} of work), so does the gate from {before} to {after}."


def _opens(one: Forecast) -> int:
    return one.opens or 0


def _unanswered(catalog: Catalog, settled: Mapping[str, Settled], report: RoadmapReport) -> Iterator[str]:
    wanted = [code for code, own in catalog.discipline_of.items() if report.roadmap.targets.get(own)]
    missing = sum(not settled.get(code, UNANSWERED).answered for code in wanted)
    if missing:
        are = "practices are" if missing > 1 else "practice is"
        yield f"{missing} {are} not answered and planned as level 0: the plan may be too long."


def _roles(catalog: Catalog, report: RoadmapReport) -> Iterator[str]:
    loads = role_loads(catalog, report.roadmap)
    if report.effort and loads and loads[0].effort > report.effort * TOO_MUCH:
        yield f"{loads[0].role} bears {weeks_words(loads[0].effort)} of {weeks_words(report.effort)}."
