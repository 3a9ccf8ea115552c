"""What a picture of lanes is made from, for a roadmap and for an adopted plan."""

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from assessments.core.calendar import CalendarQuarter
from assessments.core.catalog import IN_PLACE, Catalog
from assessments.core.gate_exception import GateException
from assessments.core.pictures.lanes_input import BarInput, GateMark, LaneInput, LanesInput, StageMark
from assessments.core.pictures.lanes_picture import Kind
from assessments.core.planning.targets import goal_words
from assessments.core.plans.following import Following, GateNow, weeks_late
from assessments.core.plans.milestones import Milestone
from assessments.core.roadmap import Forecast, PlannedStep, PlannedWork, Roadmap
from assessments.core.scenario import StepKey

Placed = tuple[str, BarInput]
"""A bar and the code of the discipline that it belongs to."""
Stretch = tuple[date, date]

WORK_NAMES: Mapping[str, str] = {"G4": "Settling", "G5": "Evidence for", "G6": "Judging again"}
ANSWER_NAME = "Answer to"


def of_roadmap(
    catalog: Catalog, roadmap: Roadmap, *, today: date | None, ghosts: Sequence[Milestone] = ()
) -> LanesInput:
    """A roadmap as bars over whole quarters; `ghosts` are the milestones of the plan adopted before it.

    Steps of one practice that follow each other without a break make one bar, and so does all work of a discipline
    in one quarter.
    """
    steps = {StepKey(one.practice, one.to_level): one for one in ghosts if one.is_step and one.to_level is not None}
    bars = [_run_bar(catalog, roadmap, run, steps) for run in _runs(roadmap)]
    work = [(one.discipline, _work_bar(catalog, roadmap, one)) for one in roadmap.work]
    return LanesInput(
        first=roadmap.scenario.start,
        last=roadmap.calendar(max(1, len(roadmap.quarters))),
        today=today,
        lanes=tuple(_lanes(catalog, roadmap.targets, (*bars, *_merged(work)))),
        gates=_together(_forecast_mark(catalog, roadmap, one) for one in roadmap.forecasts),
        stages=tuple(
            StageMark(words, roadmap.calendar(stage.quarter).last_day)
            for stage in roadmap.stages
            for words in stage.reaches
        ),
    )


def of_plan(
    catalog: Catalog,
    milestones: Sequence[Milestone],
    following: Following,
    *,
    targets: Mapping[str, int],
    today: date,
    exceptions: Sequence[GateException] = (),
    is_current: bool = True,
) -> LanesInput:
    """An adopted plan as it is expected on a day, with the baseline behind it; catalog and targets are the baseline's.

    The day is marked only while the plan is current: `today` of another is the day on which it ended. What was
    dropped, or never comes, stands where it was planned last; what is late is moved along. Work of one discipline on
    the same days and in the same state makes one bar.
    """
    each = [(catalog.discipline_of[one.practice], _milestone_bar(catalog, one, following)) for one in milestones]
    bars = [
        *(one for one in each if one[1].kind is not Kind.WORK),
        *_merged(one for one in each if one[1].kind is Kind.WORK),
    ]
    marks = [_gate_mark(catalog, one, today=today, exceptions=exceptions) for one in following.gates]
    days = [*_days(bar for _, bar in bars), *(mark.on for mark in marks if mark.on and not mark.is_open)] or [today]
    return LanesInput(
        first=CalendarQuarter.of(min(days)),
        last=CalendarQuarter.of(max(days)),
        today=today if is_current else None,
        lanes=tuple(_lanes(catalog, targets, bars)),
        gates=_together(marks),
        stages=tuple(StageMark(one.words, one.now, one.planned) for one in following.ends if one.now),
    )


def _lanes(catalog: Catalog, targets: Mapping[str, int], bars: Sequence[Placed]) -> Iterator[LaneInput]:
    for discipline in catalog.disciplines:
        own = tuple(bar for code, bar in bars if code == discipline.code)
        yield LaneInput(discipline, targets.get(discipline.code, IN_PLACE), own)


def _runs(roadmap: Roadmap) -> Iterable[list[PlannedStep]]:
    """Steps of one practice that follow each other without a break, all or none of them on a critical chain."""
    lit = {key for one in roadmap.forecasts for key in one.chain}
    runs: list[list[PlannedStep]] = []
    last: dict[str, list[PlannedStep]] = {}
    for step in sorted(roadmap.steps, key=lambda one: (one.starts, one.quarter)):
        run = last.get(step.step.practice)
        if run and step.starts <= run[-1].quarter + 1 and (step.key in lit) == (run[-1].key in lit):
            run.append(step)
        else:
            last[step.step.practice] = [step]
            runs.append(last[step.step.practice])
    return runs


def _run_bar(
    catalog: Catalog, roadmap: Roadmap, run: Sequence[PlannedStep], before: Mapping[StepKey, Milestone]
) -> Placed:
    stretch = roadmap.calendar(run[0].starts).first_day, roadmap.calendar(run[-1].quarter).last_day
    promised = [before[step.key] for step in run if step.key in before]
    ghost = None
    if promised:
        ghost = min(one.baseline_starts for one in promised), max(one.baseline_due for one in promised)
    practice = catalog.practice[run[0].step.practice]
    bar = BarInput(
        keys=tuple(str(step.key) for step in run),
        name=practice.name,
        kind=Kind.FOUNDATION if practice.foundation else Kind.OTHER,
        starts=stretch[0],
        ends=stretch[1],
        from_level=run[0].step.from_level,
        to_level=run[-1].step.to_level,
        ghost=_moved(ghost, stretch),
    )
    return run[0].discipline, bar


def _work_bar(catalog: Catalog, roadmap: Roadmap, one: PlannedWork) -> BarInput:
    quarter = roadmap.calendar(one.quarter)
    return BarInput(
        keys=(),
        name=_work_name(catalog, one.work.check, one.work.practice),
        kind=Kind.WORK,
        starts=quarter.first_day,
        ends=quarter.last_day,
    )


def _work_name(catalog: Catalog, check: str, practice: str) -> str:
    return f"{WORK_NAMES.get(check, ANSWER_NAME)} {catalog.practice[practice].name}"


def _milestone_bar(catalog: Catalog, one: Milestone, following: Following) -> BarInput:
    practice, expected = catalog.practice[one.practice], following.expected[one.id]
    stretch = _expected_stretch(one, expected.due)
    weeks = weeks_late(expected.late_days) if expected.late_days else 0
    return BarInput(
        keys=(str(one.id),),
        name=practice.name if one.is_step else _work_name(catalog, one.check, one.practice),
        kind=Kind.WORK if not one.is_step else Kind.FOUNDATION if practice.foundation else Kind.OTHER,
        starts=stretch[0],
        ends=stretch[1],
        from_level=one.from_level if one.is_step else None,
        to_level=one.to_level if one.is_step else None,
        state=one.state,
        ghost=_moved((one.baseline_starts, one.baseline_due), stretch),
        note=f"{weeks} {'week' if weeks == 1 else 'weeks'} late" if weeks else "",
    )


def _expected_stretch(one: Milestone, due: date | None) -> Stretch:
    """A late one keeps its length: it is moved along, unless it has begun."""
    if due is None:
        return one.starts, one.due
    starts = one.started_on or one.starts + max(timedelta(0), due - one.due)
    return min(starts, due), due


def _moved(ghost: Stretch | None, stretch: Stretch) -> Stretch | None:
    return None if ghost == stretch else ghost


def _merged(work: Iterable[Placed]) -> Iterator[Placed]:
    """Work of one discipline on the same days and in the same state as one bar each; the note says what it holds."""
    groups: dict[Hashable, list[Placed]] = {}
    for code, bar in work:
        alike = (code, bar.starts, bar.ends, bar.state, bar.ghost, bar.note)
        groups.setdefault(alike, []).append((code, bar))
    for group in groups.values():
        code, bar = group[0]
        yield code, _one_of([bar for _, bar in group]) if len(group) > 1 else bar


def _one_of(bars: Sequence[BarInput]) -> BarInput:
    names, note = "; ".join(bar.name for bar in bars), bars[0].note
    return replace(
        bars[0],
        keys=tuple(key for bar in bars for key in bar.keys),
        name=f"{len(bars)} to show, answer or settle",
        note=f"{note}: {names}" if note else names,
    )


def _days(bars: Iterable[BarInput]) -> Iterator[date]:
    for bar in bars:
        yield from (bar.starts, bar.ends, *(bar.ghost or ()))


def _forecast_mark(catalog: Catalog, roadmap: Roadmap, one: Forecast) -> GateMark:
    return GateMark(
        before=one.gate.before,
        after=(one.gate.after,),
        reached=goal_words(catalog, one.gate.before, one.gate.level),
        on=roadmap.calendar(one.opens).last_day if one.opens else None,
        is_open=one.opens == 0,
        chain=tuple(str(key) for key in one.chain),
        exceptions=(one.exception,) if one.exception else (),
    )


def _gate_mark(catalog: Catalog, one: GateNow, *, today: date, exceptions: Sequence[GateException]) -> GateMark:
    """A gate that is shut opens today at the earliest, even when all that it takes was done before."""
    gate = one.gate
    return GateMark(
        before=gate.before,
        after=(gate.after,),
        reached=goal_words(catalog, gate.before, gate.level),
        on=max(one.now, today) if one.now else None,
        is_open=one.is_open,
        planned=None if one.planned == date.min else one.planned,
        all_done=one.all_done,
        chain=tuple(str(id_) for id_ in one.chain),
        exceptions=tuple(other for other in exceptions if (other.before, other.after) == (gate.before, gate.after)),
    )


def _together(marks: Iterable[GateMark]) -> tuple[GateMark, ...]:
    """Gates of one discipline that differ only in what they hold back as one mark."""
    groups: dict[GateMark, list[GateMark]] = {}
    for mark in marks:
        groups.setdefault(replace(mark, after=(), exceptions=()), []).append(mark)
    return tuple(
        replace(
            alike,
            after=tuple(code for mark in group for code in mark.after),
            exceptions=tuple(one for mark in group for one in mark.exceptions),
        )
        for alike, group in groups.items()
    )
