"""A roadmap as a document to print (PDF), with the pictures of its pages."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from assessments.core.calendar import day_words
from assessments.core.pictures.lanes_picture import Lanes
from assessments.core.pictures.trend_picture import Picture
from assessments.core.planning.targets import listed
from assessments.core.roadmap_report import RoadmapReport, StageReport, StepLine
from assessments.core.roadmap_words import roadmap_sentences, weeks_words
from assessments.exports.document_plan import print_plan
from assessments.exports.paper import INNER, QUIET, Paper, Wide, level_change
from assessments.exports.paper_lanes import draw_lanes
from assessments.exports.paper_trend import draw_trend
from assessments.exports.roadmap_file import RoadmapFile

STEP = (
    Wide("Step", 58),
    Wide("Owner", 40),
    Wide("Level", 15),
    Wide("Quarter", 34),
    Wide("Weeks", 14),
    Wide("Because", INNER - 161),
)
WORK = (Wide("Until the end of", 30), Wide("What to answer, show or settle", INNER - 100), Wide("For the gates to", 70))
DISCIPLINES_ABREAST = 6


@dataclass(frozen=True, slots=True)
class Pictures:
    """What is drawn: the roadmap, the adopted plan as it stands, and the trend of the index; some may be missing."""

    roadmap: Lanes
    plan: Lanes | None
    trend: Picture | None


def roadmap_pdf(file: RoadmapFile, pictures: Pictures) -> bytes:
    """The whole report: sentences, gates, pictures, stages with their steps, work, projections, and the plan."""
    report = file.report
    title = f"Roadmap of {file.team}"
    paper = Paper(title=title, foot=f"{file.team} · {day_words(file.on)}", on=file.on)
    _opening(paper, file, title)
    _gates(paper, report)
    if report.stages or report.until:
        draw_lanes(paper, "Lanes over quarters", pictures.roadmap)
    for stage in report.stages:
        _stage(paper, stage)
    _work(paper, report)
    _projections(paper, report)
    _set_aside(paper, report)
    if file.plan:
        paper.add_page()
        print_plan(paper, file.plan)
        if pictures.plan:
            draw_lanes(paper, "The adopted plan over quarters", pictures.plan)
    if pictures.trend:
        paper.heading("How the index moved, and where the plan leads", room=60)
        draw_trend(paper, pictures.trend)
    return bytes(paper.output())


def _opening(paper: Paper, file: RoadmapFile, title: str) -> None:
    paper.say(title, size=20, bold=True, after=1)
    paper.say(
        f"Made on {day_words(file.on)} from the result of {day_words(file.result_on)}. {' '.join(file.scenario)}",
        size=9,
        colour=QUIET,
        after=3,
    )
    first, *more = roadmap_sentences(file.report)
    paper.say(first, size=13, bold=True, after=1)
    if more:
        paper.say(" ".join(more), size=11, after=3)
    for note in file.report.notes:
        paper.say(note)


def _gates(paper: Paper, report: RoadmapReport) -> None:
    if report.forecasts:
        paper.heading("When the gates open, and what holds them")
    for gate in report.forecasts:
        paper.say(f"{gate.before} before {listed(gate.after)}", size=11, bold=True, after=0.5)
        paper.say(" ".join(gate.because))
    for one in report.exceptions:
        paper.say(
            f"Exception: {one.value.approver} allows planning {one.after} before its gate from {one.before} opens, "
            f"{_stretch(one.value.since, one.value.until)}. “{one.value.reason}” The gate itself stays as it is."
        )


def _stage(paper: Paper, stage: StageReport) -> None:
    reached = " ".join(_ended(words) for words in stage.reaches)
    paper.heading(f"Stage {stage.number}, until the end of {stage.quarter}", room=40)
    paper.say(f"{reached} {weeks_words(stage.effort).capitalize()}.")
    for gate in stage.gates:
        paper.say(f"{gate.before} before {gate.after}: {gate.text}", size=9, colour=QUIET)
    if stage.steps:
        paper.tabulate(STEP, [_step(step) for step in stage.steps])
    if stage.later_steps:
        paper.say(f"Steps that begin later and are not listed: {stage.later_steps}.", size=9, colour=QUIET)


def _step(step: StepLine) -> tuple[str, ...]:
    return (
        step.practice.name,
        step.practice.owner,
        level_change(step.from_level, step.to_level),
        " to ".join(step.quarters),
        f"{float(round(step.effort, 1)):g}",
        " ".join(_because(step)),
    )


def _because(step: StepLine) -> Iterator[str]:
    if step.on_chain:
        yield "Holds a gate."
    if step.change:
        yield f"{step.change.replace('_', ' ').capitalize()} by hand."
    yield from step.because


def _work(paper: Paper, report: RoadmapReport) -> None:
    if report.work:
        paper.heading("What gates need besides steps")
        paper.tabulate(WORK, [(str(one.quarter), one.what, listed(one.gates)) for one in report.work])


def _set_aside(paper: Paper, report: RoadmapReport) -> None:
    for own in report.exclusions:
        paper.heading(f"Not applicable in {own.discipline.name}: {own.counting} of at most {own.most}")
        for one in own.exclusions:
            because = " ".join(f"“{reason}”" for reason in one.reasons) or "No reason is kept with this result."
            missing = "" if one.counts else "Not confirmed, so it counts as missing. "
            paper.say(f"{one.practice.name}: {missing}{because}")
    if report.find_out:
        paper.heading("To find out: nobody who answered knew")
    for asked in report.find_out:
        paper.say(f"Ask {asked.owner}: {listed([one.name for one in asked.practices])}.")


def _projections(paper: Paper, report: RoadmapReport) -> None:
    """What each quarter brings; disciplines too many for one table follow in another."""
    if not report.quarters:
        return
    paper.heading("What the end of each quarter brings", room=50)
    for first in range(0, len(report.names), DISCIPLINES_ABREAST):
        names = report.names[first : first + DISCIPLINES_ABREAST]
        width = (INNER - 44) / len(names)
        columns = (Wide("Quarter", 24), Wide("Weeks", 20), *(Wide(name, width) for name in names))
        paper.tabulate(columns, [_quarter(report, number, first, len(names)) for number in range(len(report.quarters))])
    if report.later_quarters:
        paper.say(f"The plan goes on for {report.later_quarters} more quarters, until {report.until}.")


def _quarter(report: RoadmapReport, number: int, first: int, count: int) -> Sequence[str]:
    quarter = report.quarters[number]
    cells = (
        f"{one.state.replace('_', ' ').capitalize()}"
        f"{'' if one.level is None or one.state == 'waiting' else f', level {one.level}'}"
        f"{'' if one.index is None or one.state == 'waiting' else f', {float(one.index):.0f}'}"
        if one.changed
        else "as before"
        for one in quarter.cells[first : first + count]
    )
    return (quarter.name, f"{float(round(quarter.effort, 1)):g}", *cells)


def _stretch(since: date, until: date) -> str:
    return f"from {day_words(since)} to {day_words(until)}"


def _ended(words: str) -> str:
    return words if words.endswith(".") else f"{words}."
