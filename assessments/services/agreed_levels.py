"""The levels that a lead records for the team in an open assessment; each write is one short transaction."""

from datetime import datetime

from django.db import transaction

from assessments.core.answering import Invalid, agreed_level_faults, refuse
from assessments.core.workflow import Action
from assessments.models import AgreedLevel, Response
from assessments.queries.catalogs import PublishedCatalog
from assessments.queries.held import hold


class InvalidAgreedLevel(Invalid):
    """A level that cannot be recorded as the agreed one."""


@transaction.atomic
def record_agreed_level(
    *,
    assessment_id: int,
    published: PublishedCatalog,
    practice: str,
    level: int,
    reason: str,
    lead_id: int,
    at: datetime,
) -> None:
    """Record the level that the team settled on, within the range of its numeric answers (F1).

    It lapses as soon as an answer to the practice changes, or a further one is given.
    Raises InvalidAgreedLevel, NotAnswerable.
    """
    refuse(InvalidAgreedLevel, agreed_level_faults(published.catalog, practice, level, reason=reason))
    hold(assessment_id, version_id=published.version_id, user_id=lead_id, action=Action.SETTLE, at=at)
    practice_id = published.practice_ids[practice]
    answers = list(
        Response.objects.filter(assessment=assessment_id, practice=practice_id).values_list("level", "answer_revision")
    )
    numbers = [number for number, _ in answers if number is not None]
    if not numbers or not min(numbers) <= level <= max(numbers):
        raise InvalidAgreedLevel("level", "Choose a level between the lowest and the highest answer.")
    AgreedLevel.objects.update_or_create(
        assessment_id=assessment_id,
        practice_id=practice_id,
        defaults={
            "level": level,
            "reason": reason,
            "answers_revision": sum(revision for _, revision in answers),
            "agreed_by_id": lead_id,
            "agreed_at": at,
        },
    )


@transaction.atomic
def withdraw_agreed_level(
    *, assessment_id: int, published: PublishedCatalog, practice: str, lead_id: int, at: datetime
) -> None:
    """Take a recorded level back, so that the lower median counts again. Raises InvalidAgreedLevel, NotAnswerable."""
    if practice not in published.practice_ids:
        raise InvalidAgreedLevel("practice", "This question does not exist.")
    hold(assessment_id, version_id=published.version_id, user_id=lead_id, action=Action.SETTLE, at=at)
    AgreedLevel.objects.filter(assessment=assessment_id, practice=published.practice_ids[practice]).delete()
