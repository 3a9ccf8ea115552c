"""A plan as lanes over quarters, on a scale of days: steps as bars, gates as signs (`DESIGN.md` 6)."""

from collections.abc import Iterator
from dataclasses import replace

from assessments.core.calendar import CalendarQuarter
from assessments.core.pictures.lanes_drawing import draw
from assessments.core.pictures.lanes_input import BarInput, LanesInput, StageMark, exception_words
from assessments.core.pictures.lanes_layout import NARROW, WIDE
from assessments.core.pictures.lanes_picture import GateLine, Kind, Lanes, Line
from assessments.core.plans.milestones import MilestoneState

MOST_QUARTERS = 20
BEFORE_TODAY = 2


def lanes(plan: LanesInput) -> Lanes:
    """Draw a plan, at most `MOST_QUARTERS` quarters of it, and say the same in words.

    A longer plan is shown from its beginning; once that is more than `BEFORE_TODAY` quarters past, from there.
    """
    shown = _window(plan)
    bars = [bar for lane in plan.lanes for bar in lane.bars]
    first, last = shown.first.first_day, shown.last.last_day
    return Lanes(
        wide=draw(shown, WIDE),
        narrow=draw(shown, NARROW),
        lines=tuple(_lines(plan)),
        gates=tuple(_gate_lines(plan)),
        stages=tuple(_stage_words(plan)),
        kinds=tuple(kind for kind in Kind if any(bar.kind is kind for bar in bars)),
        states=tuple(state for state in MilestoneState if any(bar.state is state for bar in bars)),
        has_lit=any(not plan.lit.isdisjoint(bar.keys) for bar in bars),
        has_ghosts=any(bar.ghost for bar in bars),
        left_out=sum(bar.ends < first or bar.starts > last for bar in bars),
    )


def _window(plan: LanesInput) -> LanesInput:
    if plan.last.since(plan.first) < MOST_QUARTERS:
        return plan
    first = plan.first
    if plan.today:
        first = max(first, min(CalendarQuarter.of(plan.today).plus(-BEFORE_TODAY), plan.last.plus(1 - MOST_QUARTERS)))
    return replace(plan, first=first, last=first.plus(MOST_QUARTERS - 1))


def _lines(plan: LanesInput) -> Iterator[Line]:
    lit = plan.lit
    for lane in plan.lanes:
        for bar in sorted(lane.bars, key=lambda one: (one.starts, one.ends)):
            yield Line(
                discipline=lane.discipline.name,
                name=bar.name,
                from_level=bar.from_level,
                to_level=bar.to_level,
                starts=bar.starts,
                ends=bar.ends,
                state=bar.state,
                lit=not lit.isdisjoint(bar.keys),
                ghost=bar.ghost,
                note=bar.note,
            )


def _gate_lines(plan: LanesInput) -> Iterator[GateLine]:
    named: dict[str, BarInput] = {key: bar for lane in plan.lanes for bar in lane.bars for key in bar.keys}
    for gate in plan.gates:
        chain = dict.fromkeys(named[key].words for key in gate.chain if key in named)
        excepted = tuple(exception_words(one, plan.names) for one in gate.exceptions)
        yield GateLine(gate.words(plan.names), tuple(chain), excepted)


def _stage_words(plan: LanesInput) -> Iterator[str]:
    """What each stage comes to, as in 'Stage 1 ends Q3 2027: MLOps reaches level 2.', the first one first."""
    for number, day in enumerate(plan.stage_days, 1):
        reached = " ".join(_reached(one) for one in plan.stages if one.on == day)
        yield f"Stage {number} ends {CalendarQuarter.of(day)}: {reached}"


def _reached(stage: StageMark) -> str:
    words = stage.reaches if stage.reaches.endswith(".") else f"{stage.reaches}."
    if stage.planned is None or CalendarQuarter.of(stage.planned) == CalendarQuarter.of(stage.on):
        return words
    return f"{words} It was planned for {CalendarQuarter.of(stage.planned)}."
