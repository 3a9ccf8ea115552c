"""Open work of one person is handed over to another; what was answered stays whose it is."""

from datetime import datetime

from django.db import transaction
from django.db.models import F

from assessments.core.plans.plan_entries import refuse
from assessments.core.plans.plan_history import Verb, changes_to_json, field_changes, milestone_subject
from assessments.core.workflow import Action, AssessmentState
from assessments.models import Assessment, Assignment, Baseline, Milestone, PlanChange, User
from assessments.queries.assessments import acting_members
from assessments.queries.catalogs import published
from assessments.queries.handovers import open_milestones, unanswered
from assessments.queries.held import hold
from assessments.queries.people import answering_people, demand, people_of
from assessments.queries.plans import milestone_value

NOT_OF_THE_UNIT = "Choose one of the people of this team."
NOT_ANSWERING = "Choose a member or a lead: only they can answer the questions."
THE_SAME = "Choose somebody else."


@transaction.atomic
def hand_over(*, unit_id: int, person_id: int, to_id: int, by: User, at: datetime) -> int:
    """Give what a person still has to do in a unit to somebody else, and return how many things that were.

    A lead hands over the dimensions of the open assessment that the person was asked and has not answered in full,
    with their days, and like a manager the milestones of the current plan that are neither done nor dropped. Where the
    other one was asked the same already, that stays as it is.
    Raises InvalidEntry, NotAnswerable, PermissionDenied; then nothing was changed.
    """
    refuse({"to": THE_SAME} if person_id == to_id else {})
    questions = _questions(unit_id, person_id=person_id, to_id=to_id, by=by, at=at)
    return questions + _milestones(unit_id, person_id=person_id, to_id=to_id, by=by, at=at)


def _questions(unit_id: int, *, person_id: int, to_id: int, by: User, at: datetime) -> int:
    """Hand over what is asked, under the lock of the open assessment; nothing where a manager may not."""
    assessment = Assessment.objects.filter(unit=unit_id, state=AssessmentState.OPEN.value).first()
    asked = unanswered(Assignment.objects.filter(assessment=assessment, member=person_id))
    if assessment is None or not _shares(unit_id, by) or not asked.exists():
        return 0
    hold(assessment.pk, user_id=by.pk, action=Action.SHARE, at=at)
    refuse({} if to_id in {one.id for one in answering_people(unit_id)} else {"to": NOT_ANSWERING})
    rows = dict(asked.values_list("id", "dimension_id"))
    others = Assignment.objects.filter(assessment=assessment, member=to_id, dimension__in=rows.values())
    twice = set(others.values_list("dimension_id", flat=True))
    Assignment.objects.filter(id__in=[pk for pk, dimension_id in rows.items() if dimension_id in twice]).delete()
    moved = Assignment.objects.filter(id__in=list(rows))
    moved.update(member=to_id, assigned_by=by, assigned_at=at)
    return len(rows)


def _shares(unit_id: int, by: User) -> bool:
    return acting_members(user_id=by.pk, action=Action.SHARE).filter(unit=unit_id).exists()


def _milestones(unit_id: int, *, person_id: int, to_id: int, by: User, at: datetime) -> int:
    """Hand over the milestones, under the lock of the current plan, and tell its history."""
    plan = Baseline.objects.select_for_update(no_key=True).filter(unit=unit_id, ended_at=None).first()
    rows = list(open_milestones(unit_id).filter(owner=person_id).order_by("position"))
    if plan is None or not rows:
        return 0
    demand(Action.ADOPT, unit_id=unit_id, user_id=by.pk)
    names = {one.id: one.name for one in people_of(unit_id)}
    refuse({} if to_id in names else {"to": NOT_OF_THE_UNIT})
    before = User.objects.get(id=person_id).name
    Milestone.objects.filter(id__in=[row.pk for row in rows]).update(owner=to_id, revision=F("revision") + 1)
    catalog = published(plan.result.catalog_version_id).catalog
    changes = changes_to_json(field_changes({"owner": before}, {"owner": names[to_id]}))
    PlanChange.objects.bulk_create(
        PlanChange(
            unit_id=unit_id,
            at=at,
            by=by,
            baseline=plan,
            milestone=row,
            verb=Verb.CHANGED.value,
            subject=milestone_subject(catalog, milestone_value(row)),
            changes=changes,
        )
        for row in rows
    )
    return len(rows)
