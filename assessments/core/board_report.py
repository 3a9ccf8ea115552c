"""The page for a board: when gates open, the next steps with their owners, three risks, exceptions (`DESIGN.md` 6)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from assessments.core.agreement import Settled
from assessments.core.calendar import CalendarQuarter
from assessments.core.catalog import Catalog, Practice
from assessments.core.gate_exception import ExceptionLine
from assessments.core.plans.plan_report import PlanReport
from assessments.core.roadmap_report import RoadmapReport
from assessments.core.roadmap_risks import roadmap_risks
from assessments.core.roadmap_words import roadmap_sentences

MOST_STEPS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardStep:
    """A step worked on in the quarter; `owner` is empty while nobody owns it. `ends` is when it is expected."""

    practice: Practice
    discipline: str
    from_level: int
    to_level: int
    owner: str
    owner_role: str
    starts: CalendarQuarter
    ends: CalendarQuarter
    holds_a_gate: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardReport:
    """Everything on the page besides the map; `title` is that of the adopted plan, empty where it shows a roadmap.

    `quarter` is the next one in which something is worked on, None where nothing is left; `more` steps of it are not
    among the five of `steps`.
    """

    title: str
    sentences: tuple[str, ...]
    quarter: CalendarQuarter | None
    steps: tuple[BoardStep, ...]
    more: int
    risks: tuple[str, ...]
    exceptions: tuple[ExceptionLine, ...]


def board_report(
    catalog: Catalog,
    settled: Mapping[str, Settled],
    *,
    report: RoadmapReport,
    plan: PlanReport | None,
    on: date,
) -> BoardReport:
    """The page on a day, from the plan that the team follows, or from a roadmap where `plan` is None."""
    steps = list(_milestones(plan) if plan else _steps(catalog, report))
    ahead = CalendarQuarter.of(on).plus(1)
    quarter = min((max(ahead, one.starts) for one in steps if one.ends >= ahead), default=None)
    due = [] if quarter is None else [one for one in steps if one.starts <= quarter <= one.ends]
    due.sort(key=_weight)
    return BoardReport(
        title=plan.head.title if plan else "",
        sentences=plan.sentences if plan else roadmap_sentences(report),
        quarter=quarter,
        steps=tuple(due[:MOST_STEPS]),
        more=len(due[MOST_STEPS:]),
        risks=plan.risks if plan else roadmap_risks(catalog, settled, report, on=on),
        exceptions=(plan or report).exceptions,
    )


def _weight(one: BoardStep) -> tuple[bool, bool, CalendarQuarter]:
    """What holds a gate first, then foundations, then what is due first."""
    return (not one.holds_a_gate, not one.practice.foundation, one.ends)


def _steps(catalog: Catalog, report: RoadmapReport) -> Iterator[BoardStep]:
    names = {one.key: catalog.discipline[one.discipline].name for one in report.roadmap.steps}
    for step in (step for stage in report.stages for step in stage.steps):
        yield BoardStep(
            practice=step.practice,
            discipline=names[step.key],
            from_level=step.from_level,
            to_level=step.to_level,
            owner="",
            owner_role=step.practice.owner,
            starts=step.starts,
            ends=step.ends,
            holds_a_gate=step.on_chain,
        )


def _milestones(plan: PlanReport) -> Iterator[BoardStep]:
    """The open steps that come, in the quarters expected."""
    for line in plan.lines:
        if line.is_step and line.state.is_open and line.expected_due and line.to_level is not None:
            yield BoardStep(
                practice=line.practice,
                discipline=line.discipline.name,
                from_level=line.from_level or 0,
                to_level=line.to_level,
                owner=line.owner,
                owner_role=line.owner_role,
                starts=CalendarQuarter.of(line.expected_starts or line.starts),
                ends=CalendarQuarter.of(line.expected_due),
                holds_a_gate=line.on_chain,
            )
