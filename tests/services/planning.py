"""What tests of plans do over and over: a team with a small catalog, its result, its people and a plan."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from assessments.core.calendar import CalendarQuarter
from assessments.core.plans.milestones import MilestoneState, Promise
from assessments.core.plans.plan_entries import MilestoneChange
from assessments.core.workflow import Role
from assessments.models import Baseline, Milestone, PlanChange, Result, Unit, User
from assessments.queries.assessments import local_day
from assessments.services.milestones import update_milestone
from tests.factories import (
    adopt,
    answer,
    built_in,
    member_of,
    open_assessment,
    promise,
    publish,
    small_catalog,
    submit,
    team,
    unit,
)

AT = timezone.now()
TODAY = local_day(AT)
FIRST = CalendarQuarter.of(TODAY).plus(1)
DAY = timedelta(days=1)
KEY = ("TRE-1", 2, "")


@dataclass(frozen=True, slots=True)
class Grove:
    """A team with a result of low levels, and the people around it."""

    team: Unit
    result: Result
    lead: User
    member: User
    manager: User

    @property
    def current(self) -> Baseline:
        return Baseline.objects.get(unit=self.team, ended_at=None)


def grove() -> Grove:
    """A team that answered level 1 all over, below a manager two units up."""
    built_in()
    catalog = publish(small_catalog())
    top = unit("Top")
    otters = team("Otters", parent=unit("North", parent=top))
    lead, member = member_of(otters, Role.LEAD, "Lea"), member_of(otters, name="Otto")
    manager = member_of(top, Role.MANAGER, "Mona")
    result = assessed(otters, lead, catalog=catalog)
    return Grove(otters, result, lead, member, manager)


def assessed(unit: Unit, lead: User, **options: Any) -> Result:
    """A further result of the unit."""
    assessment = open_assessment(unit, by=lead, at=AT, **options)
    answer(assessment, ("SOI-1", "SOI-2", "TRE-1", "TRE-3"), lead, level=1, at=AT)
    result = submit(assessment, by=lead, at=AT)
    unit.refresh_from_db()
    return result


def promises() -> list[Promise]:
    """TRE-1 and then FRU-1, behind the gate from tree to fruit; evidence for TRE-1 between them."""
    return [
        promise("TRE-1", quarter=FIRST, from_level=1),
        promise("TRE-1", check="G5", what="Show evidence.", quarter=FIRST.plus(1)),
        promise("FRU-1", quarter=FIRST.plus(2), role="gardener"),
    ]


def planned(here: Grove, **options: Any) -> Baseline:
    """The promises as the team's plan, adopted by its lead."""
    return adopt(here.result, promises(), **{"by": here.lead, "at": AT, **options})


def milestone(plan: Baseline, position: int = 1) -> Milestone:
    return Milestone.objects.get(baseline=plan, position=position)


def change_of(row: Milestone, **values: Any) -> MilestoneChange:
    """The milestone as it stands, but for some values."""
    present: dict[str, Any] = {
        "state": MilestoneState(row.state),
        "owner_id": row.owner_id,
        "owner_name": row.owner_name,
        "starts": row.starts,
        "due": row.due,
        "reason": row.reason,
        "despite": row.despite,
        "started_on": row.started_on,
        "done_on": row.done_on,
    }
    return MilestoneChange(**present | values)


def update(row: Milestone, by: User, *, revision: int | None = None, **values: Any) -> Milestone:
    """Change a milestone, as a page that showed this row would."""
    return update_milestone(
        milestone_id=row.pk,
        by=by,
        revision=row.revision if revision is None else revision,
        change=change_of(row, **values),
        at=AT,
    )


def told(row: Any = None) -> list[tuple[str, str, list[list[str]]]]:
    """The history so far, oldest first, of one milestone or of all."""
    rows = PlanChange.objects.filter(milestone=row) if row is not None else PlanChange.objects.all()
    return [(one.verb, one.subject, one.changes) for one in rows.order_by("id")]


def later(day: date, days: int) -> date:
    return day + days * DAY
