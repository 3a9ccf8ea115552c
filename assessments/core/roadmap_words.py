"""A roadmap in a few sentences: when gates open, and what all of it takes."""

from collections.abc import Iterator
from fractions import Fraction

from assessments.core.planning.targets import listed
from assessments.core.roadmap_report import GateForecast, RoadmapReport


def roadmap_sentences(report: RoadmapReport) -> tuple[str, ...]:
    """What a roadmap comes to, the gates first."""
    if report.until is None and not report.stages:
        return ("No step is left to plan, and not every target is reached." if report.summary.missed else MET,)
    return (*(_gate(one) for one in report.forecasts), *_effort(report))


MET = "Every target is met."


def weeks_words(weeks: Fraction) -> str:
    """Person-weeks in words, with a decimal only where there is one."""
    return f"{float(round(weeks, 1)):g} person-week{'' if weeks == 1 else 's'}"


def _gate(one: GateForecast) -> str:
    several = len(one.after) > 1
    gates = f"gate{'s' if several else ''}"
    if one.is_open:
        return f"The {gates} from {one.before} to {listed(one.after)} {'are' if several else 'is'} open."
    if one.opens:
        after = listed(one.after)
        return f"{one.before} is in place at the end of {one.opens}; {after} can start in the quarter after."
    stays = "stay" if several else "stays"
    return f"The {gates} from {one.before} to {listed(one.after)} {stays} shut in this plan."


def _effort(report: RoadmapReport) -> Iterator[str]:
    capacity = report.roadmap.scenario.capacity
    if report.until is None:
        yield "No level has to rise for it."
        return
    a_quarter = "" if capacity is None else f" at {float(capacity):g} a quarter"
    yield f"In all {weeks_words(report.effort)}{a_quarter}, until {report.until}."
