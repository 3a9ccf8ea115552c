"""The tables of a roadmap: steps, work, gates, exceptions, projections (`domain.md` 4.7)."""

from collections.abc import Iterator, Mapping

from assessments.core.gate_exception import ExceptionLine
from assessments.core.roadmap_report import DueWork, RoadmapReport, StageReport, StepLine
from assessments.exports.roadmap_file import RoadmapFile
from assessments.exports.set_aside_tables import set_aside
from assessments.exports.tables import Column, Table, Value

Row = tuple[Value, ...]

STEP = (
    Column("stage", "Stage", 7),
    Column("discipline", "Discipline"),
    Column("code", "Code"),
    Column("practice", "Practice", 36),
    Column("from_level", "From level", 10),
    Column("to_level", "To level", 10),
    Column("starts", "Starts", 10),
    Column("ends", "Ends", 10),
    Column("person_weeks", "Person-weeks", 13),
    Column("owner_role", "Owner role", 24),
    Column("foundation", "Foundation", 11),
    Column("holds_a_gate", "Holds a gate", 12),
    Column("change", "Changed by hand", 16),
    Column("reasons", "Because", 60),
    Column("from_anchor", "Today, in words", 50),
    Column("to_anchor", "Then, in words", 50),
)
WORK = (
    Column("discipline", "Discipline"),
    Column("code", "Code"),
    Column("practice", "Practice", 36),
    Column("check", "Check", 8),
    Column("what", "What to do", 60),
    Column("ends", "By the end of", 14),
    Column("owner_role", "Owner role", 24),
    Column("gates", "For the gates to", 24),
)
BOTH = (Column("kind", "Kind", 14), *STEP, *(one for one in WORK if one.key in ("check", "what", "gates")))
GATE = (
    Column("before", "Before"),
    Column("after", "After", 24),
    Column("outcome", "Outcome", 12),
    Column("opens", "Opens at the end of", 18),
    Column("reasons", "What holds it", 60),
    Column("chain", "Critical chain", 60),
    Column("planned", "Adopted plan: planned for", 22),
    Column("now", "Adopted plan: expected", 22),
    Column("sentence", "Adopted plan, in words", 60),
)
EXCEPTION = (
    Column("before", "Before"),
    Column("after", "After"),
    Column("since", "Since", 12),
    Column("until", "Until", 12),
    Column("approver", "Allowed by", 24),
    Column("reason", "Reason", 60),
)
PROJECTION = (
    Column("quarter", "Quarter", 10),
    Column("person_weeks", "Person-weeks of the quarter", 26),
    Column("discipline", "Discipline"),
    Column("state", "State", 16),
    Column("level", "Level", 8),
    Column("index", "Index", 8),
)


def steps(file: RoadmapFile) -> Table:
    """Every step that the report lists, in the order of execution."""
    disciplines = {one.key: file.names[one.discipline] for one in file.report.roadmap.steps}
    rows = (_step(stage, step, disciplines[step.key]) for stage in file.report.stages for step in stage.steps)
    return Table("steps", "Steps", STEP, tuple(rows))


def work(report: RoadmapReport) -> Table:
    """What gates need besides steps, by the quarter in which it is due."""
    return Table("work", "Work", WORK, tuple(_work(one) for one in report.work))


def steps_and_work(file: RoadmapFile) -> Table:
    """Both in one table, the exceptions to gates and what is set aside; it says of each row what it is."""
    return Table("plan", "Plan", BOTH, tuple(_both(file)))


def gates(file: RoadmapFile) -> Table:
    """Each gate as forecast, and as the adopted plan has it."""
    return Table("gates", "Gates", GATE, tuple(_gates(file)))


def exceptions(report: RoadmapReport) -> Table:
    """The exceptions to gates that are not over."""
    rows = (
        (one.before, one.after, one.value.since, one.value.until, one.value.approver, one.value.reason)
        for one in report.exceptions
    )
    return Table("exceptions", "Exceptions", EXCEPTION, tuple(rows))


def projections(report: RoadmapReport) -> Table:
    """What each discipline is forecast to be at the end of each quarter."""
    rows = (
        (report.roadmap.calendar(number), quarter.effort, name, cell.state, cell.level, cell.index)
        for number, quarter in enumerate(report.quarters, 1)
        for name, cell in zip(report.names, quarter.cells, strict=True)
    )
    return Table("projections", "Projections", PROJECTION, tuple(rows))


def _step(stage: StageReport, one: StepLine, discipline: str) -> Row:
    return (
        stage.number,
        discipline,
        one.practice.code,
        one.practice.name,
        one.from_level,
        one.to_level,
        one.starts,
        one.ends,
        one.effort,
        one.practice.owner,
        one.practice.foundation,
        one.on_chain,
        one.change.replace("_", " "),
        one.because,
        one.from_anchor,
        one.to_anchor,
    )


def _work(one: DueWork) -> Row:
    practice = one.practice
    return (one.discipline, practice.code, practice.name, one.check, one.what, one.quarter, practice.owner, one.gates)


def _both(file: RoadmapFile) -> Iterator[Row]:
    for row in steps(file).rows:
        yield ("step", *row, None, None, None)
    keys = [column.key for column in WORK]
    for row in work(file.report).rows:
        yield _as_both(dict(zip(keys, row, strict=True)) | {"kind": "work"})
    yield from (_as_both(_excepted(one)) for one in file.report.exceptions)
    yield from (_as_both(one) for one in set_aside(file.report))


def _as_both(values: Mapping[str, Value]) -> Row:
    return tuple(values.get(column.key) for column in BOTH)


def _excepted(one: ExceptionLine) -> Mapping[str, Value]:
    return {
        "kind": "exception",
        "discipline": one.after,
        "starts": one.value.since,
        "ends": one.value.until,
        "reasons": (f"Allowed by {one.value.approver}: {one.value.reason}",),
        "what": f"May be planned before its gate from {one.before} opens; the gate itself stays as it is.",
    }


def _gates(file: RoadmapFile) -> Iterator[Row]:
    followed = {(one.before, after): one.now for one in (file.plan.gates if file.plan else ()) for after in one.after}
    for one in file.report.forecasts:
        chain = tuple(file.step_name(key) for key in one.chain)
        outcome = "open" if one.is_open else "opens" if one.opens else "stays shut"
        for after in one.after:
            now = followed.get((one.before, after))
            plan = (None if now.is_open else now.planned, now.now, now.sentence) if now else (None, None, None)
            yield (one.before, after, outcome, one.opens, one.because, chain, *plan)
