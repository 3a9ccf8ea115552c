"""The adopted plan within a document: how it stands, its milestones with owners and dates, and what was noted."""

from collections.abc import Iterator

from django.utils.timezone import localtime

from assessments.core.calendar import day_words
from assessments.core.plans.plan_lines import MilestoneLine
from assessments.core.plans.plan_report import PlanReport
from assessments.exports.paper import INNER, QUIET, Paper, Wide, level_change

MILESTONE = (
    Wide("Milestone", 66),
    Wide("Owner", 44),
    Wide("State", 26),
    Wide("Promised", 25),
    Wide("Due", 25),
    Wide("Expected, done", 25),
    Wide("What holds it", INNER - 211),
)


def print_plan(paper: Paper, plan: PlanReport) -> None:
    """Print what the page of the plan says."""
    head, counts = plan.head, plan.counts
    paper.heading(head.title, size=16)
    paper.say(
        f"{counts.done} of {counts.total} milestones done, {counts.late} late. Adopted by {head.adopted_by} on "
        f"{day_words(head.adopted_on)}, from the result of {day_words(head.result_on)}. {' '.join(head.scenario)}",
        size=9,
        colour=QUIET,
    )
    first, *more = plan.sentences
    paper.say(first, size=12, bold=True)
    for sentence in more:
        paper.say(sentence)
    if head.note:
        paper.say(f"Note: {head.note}")
    _risks(paper, plan)
    paper.heading("Milestones", room=45)
    paper.tabulate(MILESTONE, [_milestone(line) for line in plan.lines], size=8)
    _reasons(paper, plan)
    _notes(paper, plan)


def _risks(paper: Paper, plan: PlanReport) -> None:
    if plan.risks:
        paper.heading("What may go wrong")
    for number, risk in enumerate(plan.risks, 1):
        paper.say(f"{number}. {risk}")
    for line in plan.exceptions:
        one = line.value
        paper.say(
            f"Exception: {one.approver} allows planning {line.after} before its gate from {line.before} opens, from "
            f"{day_words(one.since)} to {day_words(one.until)}. “{one.reason}” The gate itself stays as it is."
        )


def _milestone(line: MilestoneLine) -> tuple[str, ...]:
    name = f"{line.title}, {level_change(line.from_level, line.to_level)}" if line.is_step else line.title
    late = f"\n{line.weeks_late} week{'' if line.weeks_late == 1 else 's'} late" if line.is_late else ""
    achieved = f"\n{line.achieved.words}" if line.achieved else ""
    return (
        name,
        f"{line.owner or 'Nobody yet'}\n{line.owner_role}",
        f"{line.state.words}{late}{achieved}",
        line.baseline_due.isoformat(),
        line.due.isoformat(),
        line.expected_due.isoformat() if line.expected_due else "does not come",
        " ".join(_held(line)),
    )


def _held(line: MilestoneLine) -> Iterator[str]:
    if line.on_chain and line.state.is_open:
        yield "Holds a gate."
    if line.held_by:
        yield line.held_by
    else:
        yield from line.waits_for


def _reasons(paper: Paper, plan: PlanReport) -> None:
    """Why milestones were dropped, or what else was said of their states."""
    told = [line for line in plan.lines if line.reason]
    if told:
        paper.heading("Why milestones stand as they do")
    for line in told:
        paper.say(f"{line.title} ({line.state.words.lower()}): {line.reason}")


def _notes(paper: Paper, plan: PlanReport) -> None:
    noted = [line for line in plan.lines if line.notes]
    if noted:
        paper.heading("Notes")
    for line in noted:
        paper.say(line.title, bold=True, after=0.5)
        for note in line.notes:
            told = " ".join(filter(None, (note.text, note.link)))
            paper.say(f"{note.author}, {day_words(localtime(note.at).date())}: {told}")
