"""Dimensions of an open assessment are asked of people by a day; each write is one transaction under its lock."""

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet

from assessments.core.answering import Invalid, refuse
from assessments.core.sharing import askable, due_faults
from assessments.core.workflow import Action
from assessments.models import Assignment, Dimension
from assessments.queries.assessments import local_day
from assessments.queries.catalogs import PublishedCatalog
from assessments.queries.held import hold
from assessments.queries.marks import marked
from assessments.queries.visits import visit

NOT_ASKED_NOW = "Choose from the dimensions that are asked now: what waits for a gate is asked once that opens."
NOT_OF_THE_TEAM = "Choose from those who answer for this team."

Pairs = Collection[tuple[str, int]]
"""What is asked of whom: the codes of dimensions, each with the id of a person."""


class InvalidAssignment(Invalid):
    """Something that nobody can be asked."""


@transaction.atomic
def ask(
    *,
    assessment_id: int,
    published: PublishedCatalog,
    dimensions: Collection[str],
    people: Collection[int],
    due: date,
    lead_id: int,
    at: datetime,
) -> None:
    """Ask each of these people to answer each of these dimensions by a day; who was asked already gets the new day.

    Raises InvalidAssignment, NotAnswerable; then nothing was changed.
    """
    refuse(InvalidAssignment, due_faults(due, on=local_day(at)))
    hold(assessment_id, version_id=published.version_id, user_id=lead_id, action=Action.SHARE, at=at)
    _refuse_unaskable(assessment_id, dimensions, people, lead_id=lead_id, on=local_day(at))
    rows = Dimension.objects.filter(discipline__version=published.version_id, code__in=dimensions)
    Assignment.objects.bulk_create(
        [
            Assignment(
                assessment_id=assessment_id,
                dimension_id=dimension_id,
                member_id=person_id,
                due=due,
                assigned_by_id=lead_id,
                assigned_at=at,
            )
            for dimension_id in rows.values_list("id", flat=True)
            for person_id in sorted(people)
        ],
        update_conflicts=True,
        unique_fields=("assessment", "dimension", "member"),
        update_fields=("due", "assigned_by", "assigned_at"),
    )


@transaction.atomic
def change_due(*, assessment_id: int, pairs: Pairs, due: date, lead_id: int, at: datetime) -> int:
    """Give what is asked of these people another day, and return how many that were; what was taken back stays so.

    Raises InvalidAssignment, NotAnswerable; then nothing was changed.
    """
    refuse(InvalidAssignment, due_faults(due, on=local_day(at)))
    hold(assessment_id, user_id=lead_id, action=Action.SHARE, at=at)
    return _assigned(assessment_id, pairs).update(due=due, assigned_by=lead_id, assigned_at=at)


@transaction.atomic
def take_back(*, assessment_id: int, pairs: Pairs, lead_id: int, at: datetime) -> int:
    """Ask these people no more in particular, and return how many assignments that were; given answers stay.

    Raises NotAnswerable; then nothing was changed.
    """
    hold(assessment_id, user_id=lead_id, action=Action.SHARE, at=at)
    return _assigned(assessment_id, pairs).delete()[0]


def _refuse_unaskable(
    assessment_id: int, dimensions: Collection[str], people: Collection[int], *, lead_id: int, on: date
) -> None:
    """Raise InvalidAssignment for people who do not answer for the team now, and for dimensions that wait."""
    seen = visit(marked().get(id=assessment_id), respondent_id=lead_id, on=on)
    if not set(dimensions) <= {page.dimension.code for page in askable(seen.walk)}:
        raise InvalidAssignment("dimensions", NOT_ASKED_NOW)
    if not set(people) <= seen.sheet.marks.team.keys():
        raise InvalidAssignment("people", NOT_OF_THE_TEAM)


def _assigned(assessment_id: int, pairs: Pairs) -> QuerySet[Assignment]:
    rows = Assignment.objects.filter(assessment=assessment_id).values_list("id", "dimension__code", "member")
    return Assignment.objects.filter(id__in=[pk for pk, *pair in rows if tuple(pair) in pairs])
