"""A roadmap as JSON, for programs: documented in docs/roadmap-format.md."""

import json
from datetime import date, datetime
from fractions import Fraction

from assessments.core.calendar import CalendarQuarter
from assessments.core.plans.plan_report import PlanReport
from assessments.core.roadmap_words import roadmap_sentences
from assessments.exports import plan_tables, roadmap_tables, set_aside_tables
from assessments.exports.roadmap_file import RoadmapFile
from assessments.exports.tables import Table, Value

FORMAT = 1


def roadmap_json(file: RoadmapFile) -> str:
    """Everything that the page and the plan print, with stable names; texts as they are, for no program runs them."""
    report = file.report
    until = report.roadmap.until
    return json.dumps(
        {
            "format": FORMAT,
            "team": file.team,
            "made_on": file.on.isoformat(),
            "result_on": file.result_on.isoformat(),
            "scenario": list(file.scenario),
            "sentences": list(roadmap_sentences(report)),
            "notes": list(report.notes),
            "person_weeks": _plain(report.effort),
            "person_weeks_above_the_least": _plain(report.slack),
            "until": until.code if until else None,
            "quarters_not_listed": report.later_quarters,
            "stages": [
                {
                    "stage": stage.number,
                    "ends": report.roadmap.calendar(planned.quarter).code,
                    "reaches": list(stage.reaches),
                    "person_weeks": _plain(stage.effort),
                    "steps_not_listed": stage.later_steps,
                }
                for stage, planned in zip(report.stages, report.roadmap.stages, strict=True)
            ],
            "plan": _plan(file.plan) if file.plan else None,
            **{one.key: _rows(one) for one in every_table(file)},
        },
        ensure_ascii=False,
        indent=2,
    )


def every_table(file: RoadmapFile) -> tuple[Table, ...]:
    """All tables of a roadmap and its plan, in the order in which files have them."""
    return (
        roadmap_tables.steps(file),
        roadmap_tables.work(file.report),
        plan_tables.milestones(file),
        plan_tables.reasons(file),
        roadmap_tables.projections(file.report),
        plan_tables.comments(file),
        roadmap_tables.gates(file),
        roadmap_tables.exceptions(file.report),
        set_aside_tables.not_applicable(file.report),
        set_aside_tables.find_out(file.report),
    )


def _plan(plan: PlanReport) -> dict[str, object]:
    return {
        "title": plan.head.title,
        "note": plan.head.note,
        "adopted_by": plan.head.adopted_by,
        "adopted_on": plan.head.adopted_on.isoformat(),
        "result_on": plan.head.result_on.isoformat(),
        "scenario": list(plan.head.scenario),
        "sentences": list(plan.sentences),
        "risks": list(plan.risks),
    }


def _rows(one: Table) -> list[dict[str, object]]:
    return [{column.key: _plain(value) for column, value in zip(one.columns, row, strict=True)} for row in one.rows]


def _plain(value: Value) -> object:
    if isinstance(value, Fraction):
        return int(value) if value.denominator == 1 else float(value)
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, CalendarQuarter):
        return value.code
    return list(value) if isinstance(value, tuple) else value
