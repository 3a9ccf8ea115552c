"""What people follow over their teams: everybody's own milestones, and the late gates of a manager."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from assessments.core import gate_exception as core
from assessments.core.agreement import from_json
from assessments.core.plans.following import GateNow, follow
from assessments.core.plans.milestones import Milestone, MilestoneState, subject_of
from assessments.core.scenario import from_parameters
from assessments.models import Baseline, GateException
from assessments.models import Milestone as MilestoneRow
from assessments.queries.catalogs import published
from assessments.queries.people import with_roles
from assessments.queries.plans import exceptions_of, milestone_value, milestones_of

OPEN = [state.value for state in MilestoneState if state.is_open]


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnMilestone:
    """An open milestone of a person, in the current plan of a team; `subject` is what it is about, in words."""

    id: int
    unit_id: int
    unit_name: str
    subject: str
    milestone: Milestone
    days_left: int

    @property
    def is_late(self) -> bool:
        """Whether it should be done by now."""
        return self.days_left < 0


@dataclass(frozen=True, slots=True, kw_only=True)
class LateGate:
    """A gate that the current plan of a team opens later than promised, or not at all any more."""

    unit_id: int
    unit_name: str
    before: str
    after: str
    now: GateNow


def own_milestones(user_id: int, on: date) -> tuple[OwnMilestone, ...]:
    """The open milestones that a person owns, the first due first, in teams that the person may read (1 query)."""
    rows = MilestoneRow.objects.filter(owner=user_id, state__in=OPEN, baseline__ended_at=None)
    marked = with_roles(
        rows.select_related("baseline__unit", "baseline__result"), user_id, unit="assessments_baseline.unit_id"
    )
    readable = marked.filter(Q(role_here__isnull=False) | Q(managed=True))
    return tuple(_own(row, on) for row in readable.order_by("due", "baseline__unit__name", "position"))


def late_gates(unit_ids: Collection[int], on: date) -> tuple[LateGate, ...]:
    """The gates that are late in the teams that are these units or right below one, by name of the team.

    Only plans that may be late are followed anew (3 queries, 1 where none may be).
    """
    rows = list(
        Baseline.objects.filter(Q(unit__parent__in=unit_ids) | Q(unit__in=unit_ids), _may_be_late(on), ended_at=None)
        .select_related("unit", "result")
        .order_by("unit__name", "unit_id")
    )
    if not rows:
        return ()
    milestones = milestones_of([row.pk for row in rows])
    exceptions = exceptions_of([row.unit_id for row in rows], on)
    return tuple(late for row in rows for late in _late(row, milestones[row.pk], exceptions.get(row.unit_id, ()), on))


def _may_be_late(on: date) -> Q:
    """Plans in which something slipped; those whose dates were kept from the plan before, and so need not fit one
    another; those of teams with an exception that holds no more, under which they may have been planned.
    """
    over = GateException.objects.filter(Q(until__lt=on) | Q(ended_at__isnull=False), unit=OuterRef("unit"))
    return Exists(_slipped(on)) | Q(replaces__isnull=False) | Q(Exists(over))


def _slipped(on: date) -> QuerySet[MilestoneRow]:
    """The milestones that may make a gate late: past due, dropped, due or done later than promised."""
    past_due = Q(state__in=OPEN) & (Q(due__lt=on) | Q(due__gt=F("baseline_due")))
    late_done = Q(state=MilestoneState.DONE.value, done_on__gt=F("baseline_due"))
    dropped = Q(state=MilestoneState.DROPPED.value)
    return MilestoneRow.objects.filter(past_due | late_done | dropped, baseline=OuterRef("id"))


def _late(
    row: Baseline, milestones: Iterable[Milestone], exceptions: Iterable[core.GateException], on: date
) -> Iterator[LateGate]:
    catalog = published(row.result.catalog_version_id).catalog
    following = follow(
        catalog,
        from_json(row.result.inputs),
        tuple(milestones),
        targets=from_parameters(row.parameters).targets,
        today=on,
        exceptions=tuple(exceptions),
    )
    for now in following.gates:
        if now.planned is not None and not now.is_open and (now.now is None or now.now > now.planned):
            yield LateGate(
                unit_id=row.unit_id,
                unit_name=row.unit.name,
                before=catalog.discipline[now.gate.before].name,
                after=catalog.discipline[now.gate.after].name,
                now=now,
            )


def _own(row: MilestoneRow, on: date) -> OwnMilestone:
    unit = row.baseline.unit
    catalog = published(row.baseline.result.catalog_version_id).catalog
    milestone = milestone_value(row)
    return OwnMilestone(
        id=row.pk,
        unit_id=unit.pk,
        unit_name=unit.name,
        subject=subject_of(catalog, milestone),
        milestone=milestone,
        days_left=(row.due - on).days,
    )
