"""What the plan page, the pages of milestones and every export of a plan print, as one frozen value."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from assessments.core.agreement import Settled
from assessments.core.calendar import CalendarQuarter
from assessments.core.catalog import Catalog
from assessments.core.gate_exception import ExceptionLine, GateException, exception_lines
from assessments.core.plans.following import Following, GateNow, StageEnd, follow
from assessments.core.plans.milestones import Milestone, MilestoneState
from assessments.core.plans.outcomes import Achieved
from assessments.core.plans.plan_lines import MilestoneFacts, MilestoneLine, lines
from assessments.core.plans.plan_risks import risks

NEXT = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanHead:
    """What stands above a plan: who adopted it and when, the day of the result it began from, its scenario in words."""

    title: str
    note: str
    adopted_by: str
    adopted_on: date
    result_on: date
    scenario: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class QuarterLines:
    """The milestones expected to be finished in a quarter, in the plan's order."""

    quarter: CalendarQuarter
    lines: tuple[MilestoneLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanCounts:
    """How many milestones there are in each state, and how many open ones are late."""

    total: int
    planned: int
    in_progress: int
    done: int
    dropped: int
    late: int


@dataclass(frozen=True, slots=True)
class GateLine:
    """Gates that share a source and a level, by the names of the disciplines behind them."""

    before: str
    after: tuple[str, ...]
    now: GateNow


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanReport:
    """Everything printed of a plan as it stands on a day.

    `late` are the late ones, those late by themselves first; `next` the five that come next; `risks` three at most.
    """

    head: PlanHead
    today: date
    sentences: tuple[str, ...]
    gates: tuple[GateLine, ...]
    ends: tuple[StageEnd, ...]
    lines: tuple[MilestoneLine, ...]
    quarters: tuple[QuarterLines, ...]
    counts: PlanCounts
    late: tuple[MilestoneLine, ...]
    next: tuple[MilestoneLine, ...]
    risks: tuple[str, ...]
    exceptions: tuple[ExceptionLine, ...]
    following: Following


def plan_report(
    catalog: Catalog,
    settled: Mapping[str, Settled],
    milestones: Sequence[Milestone],
    *,
    facts: Mapping[int, MilestoneFacts],
    head: PlanHead,
    targets: Mapping[str, int],
    today: date,
    exceptions: Sequence[GateException] = (),
    achieved: Mapping[int, Achieved] | None = None,
) -> PlanReport:
    """Follow a plan and report on it as it stands on a day; arguments as of `follow`.

    `facts` hold what is stored of each milestone, `achieved` what a newer result says of it, where there is one.
    """
    following = follow(catalog, settled, milestones, targets=targets, today=today, exceptions=exceptions)
    every = lines(catalog, milestones, facts, following=following, achieved=achieved or {})
    return PlanReport(
        head=head,
        today=today,
        sentences=_sentences(following, every),
        gates=tuple(_gates(catalog, following)),
        ends=following.ends,
        lines=every,
        quarters=tuple(_quarters(every)),
        counts=_counts(every),
        late=tuple(sorted((line for line in every if line.is_late), key=_by_delay)),
        next=tuple(sorted((line for line in every if _comes(line, today)), key=_by_day)[:NEXT]),
        risks=risks(catalog, settled, every, following=following, exceptions=exceptions, today=today),
        exceptions=exception_lines(catalog, sorted(exceptions, key=_by_end), today=today),
        following=following,
    )


def _sentences(following: Following, every: Sequence[MilestoneLine]) -> tuple[str, ...]:
    """What the gates come to, each said once; else what the targets do; else how far it is."""
    gates = [gate.sentence for gate in following.gates if not gate.is_open]
    done = sum(line.state is MilestoneState.DONE for line in every)
    are = "is" if done == 1 else "are"
    ends = [end.sentence for end in following.ends] or [f"{done} of {len(every)} milestones {are} done."]
    return (*dict.fromkeys(gates or ends), *following.notes)


def _gates(catalog: Catalog, following: Following) -> Iterator[GateLine]:
    together: dict[tuple[str, int, bool], list[GateNow]] = {}
    for one in following.gates:
        together.setdefault((one.gate.before, one.gate.level, one.is_open), []).append(one)
    for (before, _, _), gates in together.items():
        after = tuple(catalog.discipline[one.gate.after].name for one in gates)
        yield GateLine(catalog.discipline[before].name, after, gates[0])


def _quarters(every: Sequence[MilestoneLine]) -> Iterator[QuarterLines]:
    together: dict[CalendarQuarter, list[MilestoneLine]] = {}
    for line in every:
        together.setdefault(line.quarter, []).append(line)
    return (QuarterLines(quarter, tuple(found)) for quarter, found in sorted(together.items(), key=_first))


def _first(pair: tuple[CalendarQuarter, list[MilestoneLine]]) -> CalendarQuarter:
    return pair[0]


def _counts(every: Sequence[MilestoneLine]) -> PlanCounts:
    states = [line.state for line in every]
    return PlanCounts(
        total=len(every),
        planned=states.count(MilestoneState.PLANNED),
        in_progress=states.count(MilestoneState.IN_PROGRESS),
        done=states.count(MilestoneState.DONE),
        dropped=states.count(MilestoneState.DROPPED),
        late=sum(line.is_late for line in every),
    )


def _by_delay(line: MilestoneLine) -> tuple[bool, int, int, int]:
    """Those late by themselves first, then the longest delay."""
    return (bool(line.held_by), -line.late_days, line.position, line.id)


def _comes(line: MilestoneLine, today: date) -> bool:
    """Whether it is still to come: neither finished nor past its own date, which is told apart."""
    return line.state.is_open and line.expected_due is not None and line.due >= today


def _by_day(line: MilestoneLine) -> tuple[date, int, int]:
    return (line.expected_due or line.due, line.position, line.id)


def _by_end(exception: GateException) -> tuple[date, str, str]:
    return (exception.until, exception.before, exception.after)
