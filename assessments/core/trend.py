"""How the index of each discipline went over all results of a team, and where its plan is to bring it.

The index is for trends only and decides nothing (`domain.md` F4); so each point carries the state that counts.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from assessments.core.agreement import UNANSWERED, EvidenceKind, Settled
from assessments.core.calendar import CalendarQuarter
from assessments.core.catalog import Catalog, Discipline
from assessments.core.gate_exception import GateException
from assessments.core.gates import Readiness, State, assess
from assessments.core.looks import Look
from assessments.core.plans.carrying import carry
from assessments.core.plans.milestones import Milestone, MilestoneState
from assessments.core.plans.replay import course, openings

EVIDENCE, SETTLING, SCOPE = "G5", "G4", "G6"


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One discipline at one time; index and its bounds are 0 to 100, the index None where pages show none (F4)."""

    state: State
    level: int | None
    index: Fraction | None
    low: Fraction | None
    high: Fraction | None

    @property
    def waits(self) -> bool:
        """Whether what it shows counts nowhere."""
        return self.state is State.WAITING

    @property
    def uncertain(self) -> bool:
        """Whether missing answers leave a range open."""
        return self.low != self.high


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """A Result with its id and title, or the end of a planned quarter; a point for each discipline that it tells of."""

    on: date
    points: Mapping[str, Point]
    result_id: int | None = None
    title: str = ""
    quarter: CalendarQuarter | None = None


@dataclass(frozen=True, slots=True)
class Trend:
    """The disciplines of a catalog version in its order, and the moments, oldest first, planned ones last."""

    disciplines: tuple[Discipline, ...]
    moments: tuple[Moment, ...]

    @property
    def rows(self) -> tuple[tuple[Moment, tuple[tuple[Discipline, Point | None], ...]], ...]:
        """The table twin: each moment with every discipline's point, None without one."""
        return tuple((one, tuple((own, one.points.get(own.code)) for own in self.disciplines)) for one in self.moments)

    def of(self, code: str) -> tuple[tuple[Moment, Point], ...]:
        """The points of a discipline at which there is something to draw."""
        pairs = ((moment, moment.points.get(code)) for moment in self.moments)
        return tuple((moment, point) for moment, point in pairs if point is not None and point.low is not None)


@dataclass(frozen=True, slots=True)
class Replay:
    """What a plan is to bring: its milestones over a result of the day `since`, finished on these days, None: never.

    Milestones that were finished up to that day are in the result, or were found not to be reached.
    """

    catalog: Catalog
    settled: Mapping[str, Settled]
    since: date
    milestones: Sequence[Milestone]
    days: Mapping[int, date | None]


def trend(catalog: Catalog, results: Iterable[Moment], replay: Replay | None, *, today: date) -> Trend:
    """The trend of the disciplines of a catalog version, with the quarters that a plan still has before it."""
    past = sorted(results, key=lambda one: (one.on, one.result_id or 0))
    planned = planned_quarters(replay, today=today) if replay else ()
    return Trend(catalog.disciplines, (*past, *planned))


def point(one: Readiness) -> Point:
    """A readiness as a point; without a level that counts, or an answer, there is nothing to draw."""
    score = one.score
    drawn = score.answered and not score.out_of_scope
    return Point(
        state=one.state,
        level=score.maturity_level,
        index=score.index if drawn else None,
        low=score.index_low if drawn else None,
        high=score.index_high if drawn else None,
    )


def replay_of(
    now: Look,
    planned_from: Look,
    milestones: Sequence[Milestone],
    *,
    today: date,
    exceptions: Sequence[GateException] = (),
) -> Replay:
    """A plan over the result in force, each milestone on the day on which it is expected, slips carried along.

    `planned_from` is the result that the plan was made from.
    """
    started = course(planned_from.catalog, planned_from.settled, milestones)
    baseline = {one.id: one.baseline_due for one in milestones}
    carried = carry(started, openings(started, baseline), today=today, exceptions=exceptions)
    days = {id_: one.due for id_, one in carried.expected.items()}
    return Replay(now.catalog, now.settled, now.on, milestones, days)


def planned_quarters(replay: Replay, *, today: date) -> Iterator[Moment]:
    """What each quarter's end is to bring, from today's quarter to that of the last milestone still to come.

    As in a roadmap, unanswered practices of the disciplines that the plan concerns count as level 0, and evidence is
    taken to be renewed as it runs out. Disciplines that the plan does not concern stay as they are.
    """
    coming = [(day, one) for one in replay.milestones if (day := _comes(replay, one)) is not None]
    if not coming:
        return
    catalog = replay.catalog
    concerned = {catalog.discipline_of[one.practice] for _, one in coming}
    start = _answered_as_none(replay, concerned)
    first = CalendarQuarter.of(max(today, replay.since))
    last = CalendarQuarter.of(max(day for day, _ in coming))
    for number in range(last.since(first) + 1):
        quarter = first.plus(number)
        known = dict(start)
        for day, one in sorted(coming, key=lambda pair: (pair[0], pair[1].position)):
            if day <= quarter.last_day:
                known[one.practice] = _reached(known.get(one.practice, UNANSWERED), one, replay.since)
        seen = assess(catalog, known, on=replay.since)
        points = {one.discipline: point(one) for one in seen.disciplines}
        yield Moment(on=quarter.last_day, points=points, quarter=quarter)


def _comes(replay: Replay, milestone: Milestone) -> date | None:
    """The day on which a milestone is to be reached after the result; None where it is not, or was before."""
    if milestone.state is MilestoneState.DROPPED or milestone.practice not in replay.catalog.practice:
        return None
    day = replay.days[milestone.id]
    return day if day is not None and day > replay.since else None


def _answered_as_none(replay: Replay, concerned: set[str]) -> dict[str, Settled]:
    known = dict(replay.settled)
    for code, discipline in replay.catalog.discipline_of.items():
        one = known.get(code, UNANSWERED)
        if discipline in concerned and one.level is None and not one.not_applicable:
            known[code] = replace(one, level=0)
    return known


def _reached(one: Settled, milestone: Milestone, on: date) -> Settled:
    """A practice once a milestone about it is reached."""
    if milestone.check == EVIDENCE:
        return replace(one, evidence_kind=EvidenceKind.LINK, evidence_on=on)
    if milestone.check == SETTLING:
        return replace(one, numbers=())
    if milestone.check == SCOPE:
        return replace(one, not_applicable=False, level=one.level or 0)
    level = max(one.level or 0, milestone.to_level or 0) if milestone.is_step else one.level or 0
    return replace(one, level=level, numbers=(level,), not_applicable=False)
