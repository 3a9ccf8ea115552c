"""One person's word that a doubt raised by the review is none, and taking it back; each is one short transaction."""

from datetime import datetime

from django.db import transaction

from assessments.core.workflow import Action
from assessments.models import RightAsItIs
from assessments.queries.held import hold


@transaction.atomic
def accept_doubt(*, assessment_id: int, doubt: str, person_id: int, at: datetime) -> None:
    """Keep that it is right as it is, so that it is not asked again until something changes. Raises NotAnswerable."""
    hold(assessment_id, user_id=person_id, action=Action.ANSWER, at=at)
    RightAsItIs.objects.get_or_create(
        assessment_id=assessment_id, person_id=person_id, doubt=doubt, defaults={"said_at": at}
    )


@transaction.atomic
def ask_again(*, assessment_id: int, doubt: str, person_id: int, at: datetime) -> None:
    """Forget it, so that it is asked again. Raises NotAnswerable."""
    hold(assessment_id, user_id=person_id, action=Action.ANSWER, at=at)
    RightAsItIs.objects.filter(assessment=assessment_id, person=person_id, doubt=doubt).delete()
