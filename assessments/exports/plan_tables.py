"""The tables of an adopted plan: milestones and what people noted on them; and the reasons of all that is planned."""

from collections.abc import Iterator

from django.utils.timezone import localtime

from assessments.core.plans.plan_lines import MilestoneLine
from assessments.exports.roadmap_file import RoadmapFile
from assessments.exports.tables import Column, Table, Value

Row = tuple[Value, ...]

MILESTONE = (
    Column("number", "Number", 8),
    Column("kind", "Kind", 8),
    Column("discipline", "Discipline"),
    Column("code", "Code"),
    Column("milestone", "Milestone", 40),
    Column("check", "Check", 8),
    Column("what", "What to do", 50),
    Column("from_level", "From level", 10),
    Column("to_level", "To level", 10),
    Column("person_weeks", "Person-weeks", 13),
    Column("owner", "Owner", 24),
    Column("owner_role", "Owner role", 24),
    Column("state", "State", 12),
    Column("reason", "Reason of the state", 40),
    Column("promised_starts", "Promised start", 14),
    Column("promised_due", "Promised due", 14),
    Column("starts", "Starts", 12),
    Column("due", "Due", 12),
    Column("expected_due", "Expected", 12),
    Column("weeks_late", "Weeks late", 11),
    Column("started_on", "Started on", 12),
    Column("done_on", "Done on", 12),
    Column("holds_a_gate", "Holds a gate", 12),
    Column("waits_for", "Waits for", 50),
    Column("held_by", "Pushed by", 50),
    Column("achieved", "A newer result", 18),
    Column("reasons", "Because", 60),
)
REASON = (
    Column("of", "Of", 10),
    Column("what", "What", 44),
    Column("number", "Number", 8),
    Column("reason", "Reason", 90),
)
COMMENT = (
    Column("number", "Number", 8),
    Column("milestone", "Milestone", 40),
    Column("author", "Author", 24),
    Column("at", "When", 17),
    Column("text", "Comment", 80),
    Column("link", "Link", 40),
)


def milestones(file: RoadmapFile) -> Table:
    """Every milestone of the plan that the team follows; none without a plan."""
    return Table("milestones", "Milestones", MILESTONE, tuple(_milestone(line) for line in _lines(file)))


def comments(file: RoadmapFile) -> Table:
    """What people noted on milestones, oldest first in each."""
    rows = (
        (line.position, line.title, note.author, localtime(note.at), note.text, note.link)
        for line in _lines(file)
        for note in line.notes
    )
    return Table("comments", "Comments", COMMENT, tuple(rows))


def reasons(file: RoadmapFile) -> Table:
    """Why each step and milestone is there and then, and what holds each gate: a row for each reason."""
    rows = ((of, what, number, text) for of, what, texts in _reasons(file) for number, text in enumerate(texts, 1))
    return Table("reasons", "Reasons", REASON, tuple(rows))


def _lines(file: RoadmapFile) -> tuple[MilestoneLine, ...]:
    return file.plan.lines if file.plan else ()


def _reasons(file: RoadmapFile) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    for one in file.report.forecasts:
        yield "gate", f"{one.before} before {' and '.join(one.after)}", one.because
    for key, step in file.steps.items():
        yield "step", file.step_name(key), step.because
    for line in _lines(file):
        yield "milestone", line.title if line.check else f"{line.title} to level {line.to_level}", line.because


def _milestone(line: MilestoneLine) -> Row:
    return (
        line.position,
        "step" if line.is_step else "work",
        line.discipline.name,
        line.practice.code,
        line.title,
        line.check,
        line.what,
        line.from_level,
        line.to_level,
        line.effort,
        line.owner,
        line.owner_role,
        line.state,
        line.reason,
        line.baseline_starts,
        line.baseline_due,
        line.starts,
        line.due,
        line.expected_due,
        line.weeks_late,
        line.started_on,
        line.done_on,
        line.on_chain,
        line.waits_for,
        line.held_by,
        line.achieved,
        line.because,
    )
