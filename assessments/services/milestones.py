"""Milestones of the current plan are followed: states, owners, dates and notes; each write is one transaction.

Every one begins by taking the row lock of the baseline, if it is current: adopting another plan takes it too, so that
nothing is written to a plan that has just ended, and what was written before is taken over.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db import transaction

from assessments.core.agreement import Settled, from_json
from assessments.core.catalog import Catalog
from assessments.core.plans.milestones import MilestoneState, open_needs
from assessments.core.plans.plan_entries import BEGUN, MilestoneChange, change_faults, note_faults, refuse
from assessments.core.plans.plan_history import Verb, changes_to_json, field_changes, milestone_subject
from assessments.core.plans.replay import course
from assessments.core.workflow import Action
from assessments.models import Baseline, Milestone, MilestoneNote, PlanChange, User
from assessments.queries.assessments import local_day
from assessments.queries.catalogs import published
from assessments.queries.people import demand, people_of
from assessments.queries.plans import gate_exceptions, milestone_value, milestones_of


class PlanEnded(Exception):
    """The milestone belongs to a plan that is not current any more, so it stays as it was."""


class StaleMilestone(Exception):
    """The milestone was saved elsewhere meanwhile; `current` is what is stored now, and nothing was changed."""

    def __init__(self, current: Milestone) -> None:
        self.current = current
        super().__init__("The milestone was changed meanwhile.")


@transaction.atomic
def update_milestone(*, milestone_id: int, by: User, revision: int, change: MilestoneChange, at: datetime) -> Milestone:
    """Store how a milestone stands now, and tell its history; `revision` is that of the milestone the page showed.

    A day of beginning or finishing that is not said is today. Marking it done never changes a score. Where nothing is
    otherwise, nothing is written.
    Raises PlanEnded, PermissionDenied, StaleMilestone, InvalidEntry; then nothing was changed.
    """
    plan = _lock(milestone_id, by)
    row = Milestone.objects.select_related("owner").get(id=milestone_id)
    if row.revision != revision:
        raise StaleMilestone(row)
    _check(plan, row, change, on=local_day(at))
    values = _values(row, change, on=local_day(at))
    if all(getattr(row, field) == value for field, value in values.items()):
        return row
    if not Milestone.objects.filter(id=milestone_id, revision=revision).update(**values, revision=revision + 1):
        raise StaleMilestone(Milestone.objects.select_related("owner").get(id=milestone_id))
    changed = Milestone.objects.select_related("owner").get(id=milestone_id)
    _tell(plan, changed, Verb.CHANGED, by=by, at=at, before=_told(row), after=_told(changed))
    return changed


@transaction.atomic
def add_note(*, milestone_id: int, by: User, text: str, link: str, at: datetime) -> int:
    """Add a note to a milestone, with a link or without, and return its id.

    Raises InvalidEntry, PlanEnded, PermissionDenied; then nothing was changed.
    """
    refuse(note_faults(text, link))
    plan = _lock(milestone_id, by)
    note = MilestoneNote.objects.create(milestone_id=milestone_id, author=by, text=text, link=link, added_at=at)
    row = Milestone.objects.get(id=milestone_id)
    _tell(plan, row, Verb.NOTED, by=by, at=at, before={}, after={"text": text, "link": link})
    return note.pk


@dataclass(frozen=True, slots=True)
class _Plan:
    """The current plan that a milestone belongs to, its row locked, and what it was made from."""

    baseline_id: int
    unit_id: int
    catalog: Catalog
    settled: Mapping[str, Settled]


def _lock(milestone_id: int, by: User) -> _Plan:
    """Take the row of the milestone's baseline, if that is current. Raises PlanEnded, PermissionDenied.

    It filters on no join: PostgreSQL would look again at what it waited for, but not at what it is joined to.
    """
    columns = ("baseline_id", "baseline__unit_id", "baseline__result__catalog_version_id", "baseline__result__inputs")
    baseline_id, unit_id, version_id, inputs = Milestone.objects.values_list(*columns).get(id=milestone_id)
    current = Baseline.objects.select_for_update(no_key=True).filter(id=baseline_id, ended_at=None)
    if not current.values_list("id", flat=True):
        raise PlanEnded
    demand(Action.ADOPT, unit_id=unit_id, user_id=by.pk)
    return _Plan(baseline_id, unit_id, published(version_id).catalog, from_json(inputs))


def _check(plan: _Plan, row: Milestone, change: MilestoneChange, *, on: date) -> None:
    """Raise InvalidEntry for what is wrong with a change; an owner who has left may stay, but is not chosen anew."""
    before = MilestoneState(row.state)
    if change.state is MilestoneState.DONE:
        change = replace(change, started_on=change.started_on or row.started_on)
    waits = change.state in BEGUN and change.state is not before and _waits(plan, row.pk, on=on)
    refuse(change_faults(before, change, waits=waits, on=on))
    if change.owner_id not in (None, row.owner_id):
        people = {person.id for person in people_of(plan.unit_id)}
        refuse({} if change.owner_id in people else {"owner": "Choose one of the people of this team."})


def _waits(plan: _Plan, milestone_id: int, *, on: date) -> bool:
    """Whether something that the milestone waits for is not done."""
    milestones = milestones_of([plan.baseline_id])[plan.baseline_id]
    excepted = [one for one in gate_exceptions(plan.unit_id, on) if one.holds_on(on)]
    shut = course(plan.catalog, plan.settled, milestones).shut
    return bool(open_needs(plan.catalog, milestones, milestone_id, shut=shut, exceptions=excepted))


def _values(row: Milestone, change: MilestoneChange, *, on: date) -> Mapping[str, object]:
    """What is stored: only what belongs to the state, and today for a day that was not said."""
    state = change.state
    started = {
        MilestoneState.PLANNED: None,
        MilestoneState.IN_PROGRESS: change.started_on or row.started_on or on,
        MilestoneState.DONE: change.started_on or row.started_on,
        MilestoneState.DROPPED: row.started_on,
    }
    return {
        "state": state.value,
        "owner_id": change.owner_id,
        "owner_name": change.owner_name.strip(),
        "starts": change.starts,
        "due": change.due,
        "reason": change.reason if state is MilestoneState.DROPPED else "",
        "despite": change.despite if state in BEGUN else "",
        "started_on": started[state],
        "done_on": (change.done_on or on) if state is MilestoneState.DONE else None,
    }


def _told(row: Milestone) -> Mapping[str, object]:
    """What a history tells of a milestone."""
    fields = ("state", "starts", "due", "reason", "despite", "started_on", "done_on")
    return {field: getattr(row, field) for field in fields} | {"owner": row.owner.name if row.owner else row.owner_name}


def _tell(
    plan: _Plan,
    row: Milestone,
    verb: Verb,
    *,
    by: User,
    at: datetime,
    before: Mapping[str, object],
    after: Mapping[str, object],
) -> None:
    PlanChange.objects.create(
        unit_id=plan.unit_id,
        at=at,
        by=by,
        baseline_id=plan.baseline_id,
        milestone=row,
        verb=verb.value,
        subject=milestone_subject(plan.catalog, milestone_value(row)),
        changes=changes_to_json(field_changes(before, after)),
    )
