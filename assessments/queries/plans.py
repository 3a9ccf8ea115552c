"""Adopted plans with their milestones, as the core follows them; the kept scenarios, and the exceptions to gates."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from fractions import Fraction

from django.db.models import Prefetch, Q, QuerySet

from assessments.core import gate_exception as core
from assessments.core.agreement import Settled
from assessments.core.catalog import Catalog
from assessments.core.plans.milestones import Milestone, MilestoneState
from assessments.core.plans.plan_lines import MilestoneFacts, NoteLine
from assessments.core.scenario import Scenario, from_parameters
from assessments.models import Baseline, GateException, MilestoneNote
from assessments.models import Milestone as MilestoneRow
from assessments.models import Scenario as ScenarioRow
from assessments.queries.assessments import local_day
from assessments.queries.results import StoredResult, stored

Parameters = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredPlan:
    """A baseline with its milestones in order; `result` is the one it was made from, `facts` are by milestone.

    `ended_at` is None for the current one of its team; `replaces_id` is the baseline before it.
    """

    id: int
    unit_id: int
    title: str
    note: str
    parameters: Parameters
    adopted_by: str
    adopted_at: datetime
    ended_at: datetime | None
    replaces_id: int | None
    result: StoredResult
    milestones: tuple[Milestone, ...]
    facts: Mapping[int, MilestoneFacts] = field(repr=False)

    @property
    def is_current(self) -> bool:
        """Whether the team follows it; milestones of an ended plan stay as they were."""
        return self.ended_at is None

    @property
    def catalog(self) -> Catalog:
        """The content that it was planned against."""
        return self.result.published.catalog

    @property
    def settled(self) -> Mapping[str, Settled]:
        """The answers that it was planned from."""
        return self.result.settled

    @property
    def scenario(self) -> Scenario:
        """What it was planned with."""
        return from_parameters(self.parameters)

    @property
    def adopted_on(self) -> date:
        """The day of its adoption."""
        return local_day(self.adopted_at)


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptScenario:
    """A scenario that a team kept by name."""

    id: int
    name: str
    parameters: Parameters
    kept_by: str
    kept_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredException:
    """An exception to a gate as it was granted; `ended_by` is empty unless somebody ended it early."""

    id: int
    value: core.GateException
    granted_at: datetime
    ended_at: datetime | None
    ended_by: str


@dataclass(frozen=True, slots=True)
class EarlierPlan:
    """One line of a team's ended plans."""

    id: int
    title: str
    adopted_at: datetime
    ended_at: datetime | None


def plan_of(unit_id: int) -> StoredPlan | None:
    """The current plan of a team; None while it has none (3 queries, 1 without a plan)."""
    row = _baselines().filter(unit=unit_id, ended_at=None).first()
    return _plan(row) if row else None


def plan(baseline_id: int) -> StoredPlan:
    """The plan of an id, current or ended (3 queries). Raises Baseline.DoesNotExist."""
    return _plan(_baselines().get(id=baseline_id))


def earlier_plans(unit_id: int) -> tuple[EarlierPlan, ...]:
    """The ended plans of a team, newest first (1 query)."""
    rows = Baseline.objects.filter(unit=unit_id, ended_at__isnull=False).order_by("-adopted_at", "-id")
    return tuple(EarlierPlan(*row) for row in rows.values_list("id", "title", "adopted_at", "ended_at"))


def kept_scenarios(unit_id: int) -> tuple[KeptScenario, ...]:
    """The scenarios that a team keeps, by name (1 query)."""
    rows = ScenarioRow.objects.filter(unit=unit_id).select_related("kept_by").order_by("name", "id")
    return tuple(
        KeptScenario(
            id=row.pk,
            name=row.name,
            parameters=_pairs(row.parameters),
            kept_by=row.kept_by.name,
            kept_at=row.kept_at,
        )
        for row in rows
    )


def gate_exceptions(unit_id: int, on: date) -> tuple[core.GateException, ...]:
    """The exceptions of a team that hold on a day or will, the first to begin first (1 query)."""
    return exceptions_of([unit_id], on).get(unit_id, ())


def exceptions_of(unit_ids: Collection[int], on: date) -> Mapping[int, tuple[core.GateException, ...]]:
    """The same of several teams, by the id of those that have any (1 query)."""
    return _by_unit(_exceptions().filter(unit__in=unit_ids), on)


def exceptions_below(unit_ids: Collection[int], on: date) -> Mapping[int, tuple[core.GateException, ...]]:
    """The same of all teams that are these units or right below one (1 query)."""
    return _by_unit(_exceptions().filter(Q(unit__parent__in=unit_ids) | Q(unit__in=unit_ids)), on)


def all_exceptions(unit_id: int) -> tuple[StoredException, ...]:
    """Every exception that a team was ever granted, the last to end first (1 query)."""
    return tuple(
        StoredException(
            id=row.pk,
            value=_value(row),
            granted_at=row.granted_at,
            ended_at=row.ended_at,
            ended_by=row.ended_by.name if row.ended_by else "",
        )
        for row in _exceptions().filter(unit=unit_id).order_by("-until", "-id")
    )


def milestones_of(baseline_ids: Collection[int]) -> Mapping[int, tuple[Milestone, ...]]:
    """The milestones of baselines, in order, by the id of their baseline (1 query)."""
    groups: dict[int, list[Milestone]] = defaultdict(list)
    for row in MilestoneRow.objects.filter(baseline__in=baseline_ids).order_by("baseline", "position"):
        groups[row.baseline_id].append(milestone_value(row))
    return {baseline_id: tuple(milestones) for baseline_id, milestones in groups.items()}


def milestone_value(row: MilestoneRow) -> Milestone:
    """A row as the core knows it."""
    return Milestone(
        id=row.pk,
        practice=row.practice,
        check=row.gate_check,
        what=row.what,
        from_level=row.from_level,
        to_level=row.to_level,
        effort=Fraction(row.effort),
        baseline_starts=row.baseline_starts,
        baseline_due=row.baseline_due,
        starts=row.starts,
        due=row.due,
        state=MilestoneState(row.state),
        started_on=row.started_on,
        done_on=row.done_on,
        position=row.position,
    )


def _baselines() -> QuerySet[Baseline]:
    return Baseline.objects.select_related("adopted_by", "result__unit", "result__assessment", "result__decided_by")


def _plan(row: Baseline) -> StoredPlan:
    notes = MilestoneNote.objects.select_related("author").order_by("added_at", "id")
    rows = row.milestones.select_related("owner").prefetch_related(Prefetch("notes", notes)).order_by("position")
    return StoredPlan(
        id=row.pk,
        unit_id=row.unit_id,
        title=row.title,
        note=row.note,
        parameters=_pairs(row.parameters),
        adopted_by=row.adopted_by.name,
        adopted_at=row.adopted_at,
        ended_at=row.ended_at,
        replaces_id=row.replaces_id,
        result=stored(row.result),
        milestones=tuple(milestone_value(one) for one in rows),
        facts={one.pk: _facts(one) for one in rows},
    )


def _facts(row: MilestoneRow) -> MilestoneFacts:
    return MilestoneFacts(
        owner=row.owner.name if row.owner else row.owner_name,
        owner_id=row.owner_id,
        owner_role=row.owner_role,
        reason=row.reason,
        because=tuple(row.because),
        notes=tuple(NoteLine(note.author.name, note.added_at, note.text, note.link) for note in row.notes.all()),
    )


def _exceptions() -> QuerySet[GateException]:
    return GateException.objects.select_related("approver", "ended_by")


def _by_unit(rows: QuerySet[GateException], on: date) -> Mapping[int, tuple[core.GateException, ...]]:
    groups: dict[int, list[core.GateException]] = defaultdict(list)
    for row in rows.filter(until__gte=on, ended_at=None).order_by("since", "id"):
        groups[row.unit_id].append(_value(row))
    return {unit_id: tuple(values) for unit_id, values in groups.items()}


def _value(row: GateException) -> core.GateException:
    return core.GateException(
        before=row.before,
        after=row.after,
        since=row.since,
        until=row.until,
        approver=row.approver.name,
        reason=row.reason,
    )


def _pairs(stored_pairs: Iterable[Iterable[str]]) -> Parameters:
    return tuple((name, value) for name, value in stored_pairs)
