"""Plans are adopted and followed through the services, as people would have done it (`DESIGN.md` 4)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction
from itertools import cycle

from assessments.core.calendar import CalendarQuarter
from assessments.core.plans.adoption import Offer, offer
from assessments.core.plans.milestones import MilestoneState
from assessments.core.plans.plan_entries import MilestoneChange, Owner
from assessments.core.scenario import Scenario, StepKey, parameters
from assessments.management.demonstration.story import Event, Leave, Plan, Team, Wish
from assessments.models import Baseline, Milestone, Unit, User
from assessments.queries.assessments import local_day
from assessments.queries.plans import gate_exceptions, plan_of
from assessments.queries.results import result_in_force
from assessments.services.baselines import adopt
from assessments.services.gate_exceptions import grant
from assessments.services.milestones import add_note, update_milestone
from assessments.services.scenarios import keep_scenario


@dataclass(frozen=True, slots=True, kw_only=True)
class Planning:
    """One plan while it is told, up to the moment `now`; `people` are ids by first name."""

    team: Team
    plan: Plan
    unit: Unit
    people: Mapping[str, int]
    now: datetime

    def person(self, first: str) -> User:
        """A person by first name; the lead for none."""
        return User.objects.get(id=self.people[first or self.team.lead])

    def moment(self, days_ago: int) -> datetime:
        """The moment so many days before the day of the demonstration."""
        return self.now - timedelta(days=days_ago)

    def quarter(self, number: int) -> CalendarQuarter:
        """A quarter counted from that of the day of the demonstration."""
        return CalendarQuarter.of(local_day(self.now)).plus(number)

    def scenario(self, wish: Wish) -> Scenario:
        """What a wish plans with."""
        return Scenario(
            start=self.quarter(wish.starts),
            targets=wish.targets,
            capacity=Fraction(wish.capacity),
            parallel=wish.parallel,
            pinned=self._quarters(wish.pinned),
            put_off=self._quarters(wish.put_off),
        )

    def _quarters(self, steps: Mapping[str, int]) -> dict[StepKey, CalendarQuarter]:
        return {StepKey.parse(step): self.quarter(number) for step, number in steps.items()}


def tell_plan(planning: Planning) -> None:
    """Tell a plan from the scenarios kept before it to the last that became of it."""
    plan = planning.plan
    if plan.leave is not None:
        _grant(planning, plan.leave)
    for name, wish in plan.kept.items():
        keep_scenario(
            unit=planning.unit,
            by=planning.person(plan.by),
            name=name,
            parameters=parameters(planning.scenario(wish)),
            at=planning.moment(plan.days_ago + 1),
        )
    _adopt(planning)
    for event in plan.events:
        _happen(planning, event)


def _grant(planning: Planning, leave: Leave) -> None:
    at = planning.moment(leave.days_ago)
    grant(
        unit=planning.unit,
        by=planning.person(leave.by),
        before=leave.before,
        after=leave.after,
        since=local_day(at),
        until=planning.quarter(leave.until_quarter).last_day,
        reason=leave.reason,
        at=at,
    )


def _adopt(planning: Planning) -> None:
    plan, at = planning.plan, planning.moment(planning.plan.days_ago)
    stored, current = result_in_force(planning.unit.pk), plan_of(planning.unit.pk)
    if stored is None:
        raise ValueError(f"{planning.team.name} has no result to plan from.")
    scenario = planning.scenario(plan.wish)
    made = offer(
        stored.published.catalog,
        stored.settled,
        scenario=scenario,
        on=local_day(at),
        exceptions=gate_exceptions(planning.unit.pk, local_day(at)),
        current=current.milestones if current else None,
    )
    adopt(
        unit=planning.unit,
        result_id=stored.id,
        replaces=current.id if current else None,
        by=planning.person(plan.by),
        title=plan.title,
        note=plan.note,
        parameters=parameters(scenario),
        promises=made.promises,
        owners=_owners(planning, made),
        keep=made.kept,
        new_dates=False,
        at=at,
    )


def _owners(planning: Planning, made: Offer) -> Mapping[str, Owner]:
    return {
        role: Owner(planning.people[name]) if name in planning.people else Owner(name=name)
        for role, name in zip(made.roles, cycle(planning.plan.owners), strict=False)
    }


def _happen(planning: Planning, event: Event) -> None:
    by, at = planning.person(event.by), planning.moment(event.days_ago)
    for written in event.milestones:
        row = _milestone(planning.unit, written)
        change = _change(planning, row, event)
        if change is not None:
            update_milestone(milestone_id=row.pk, by=by, revision=row.revision, change=change, at=at)
        if event.note:
            add_note(milestone_id=row.pk, by=by, text=event.note, link=event.link, at=at)


def _milestone(unit: Unit, written: str) -> Milestone:
    """The milestone of the current plan for a step, or for a step with a check of its work."""
    practice, level, check = (*written.split(":"), "")[:3]
    current = Baseline.objects.get(unit=unit, ended_at=None)
    return Milestone.objects.get(baseline=current, practice=practice, to_level=int(level), gate_check=check)


def _change(planning: Planning, row: Milestone, event: Event) -> MilestoneChange | None:
    """The milestone as it stands after an event; None when the event only adds a note."""
    if event.state is None and not event.owner and event.due_in is None:
        return None
    due = row.due if event.due_in is None else local_day(planning.now) + timedelta(days=event.due_in)
    return MilestoneChange(
        state=event.state or MilestoneState(row.state),
        owner_id=planning.people.get(event.owner) if event.owner else row.owner_id,
        owner_name="" if event.owner else row.owner_name,
        starts=min(row.starts, due),
        due=due,
        reason=event.reason or row.reason,
        despite=event.despite or row.despite,
        started_on=row.started_on,
        done_on=row.done_on,
    )
