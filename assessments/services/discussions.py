"""What a team says about a practice of an open assessment; each write is one short transaction.

Comments are never changed or removed.
"""

from datetime import datetime
from typing import Any

from django.db import transaction

from assessments.core.answering import Invalid, comment_faults, refuse
from assessments.core.workflow import Action
from assessments.models import Comment, Discussion
from assessments.queries.catalogs import PublishedCatalog
from assessments.queries.held import hold
from assessments.queries.voices import Voices, voices


class InvalidComment(Invalid):
    """A comment that cannot be stored."""


class NotAnsweredYet(Exception):
    """The person has not answered the practice, so its discussion is not theirs to see or to join yet."""


class MoreWasSaid(Exception):
    """There is nothing to settle, or more than the page showed, or with names hidden too few have answered."""


@transaction.atomic
def add_comment(
    *, assessment_id: int, published: PublishedCatalog, practice: str, author_id: int, text: str, at: datetime
) -> int:
    """Add a comment on a practice, which opens its discussion again if it was settled, and return its id.

    Raises InvalidComment, NotAnswerable, NotAnsweredYet.
    """
    refuse(InvalidComment, comment_faults(published.catalog, practice, text))
    key, _ = _joined(assessment_id, published, practice, person_id=author_id, at=at)
    discussion, _ = Discussion.objects.update_or_create(**key, defaults={"settled_by": None, "settled_at": None})
    return Comment.objects.create(discussion=discussion, author_id=author_id, text=text, written_at=at).pk


@transaction.atomic
def settle_discussion(
    *, assessment_id: int, published: PublishedCatalog, practice: str, person_id: int, seen: int, at: datetime
) -> None:
    """Mark a discussion as settled by somebody who has seen all its comments, so many; a second time does nothing.

    Raises NotAnswerable, NotAnsweredYet, MoreWasSaid.
    """
    key, said = _joined(assessment_id, published, practice, person_id=person_id, at=at)
    discussions = Discussion.objects.filter(**key)
    if not seen or not said.are_heard or Comment.objects.filter(discussion__in=discussions).count() != seen:
        raise MoreWasSaid
    discussions.filter(settled_at=None).update(settled_by=person_id, settled_at=at)


def _joined(
    assessment_id: int, published: PublishedCatalog, practice: str, *, person_id: int, at: datetime
) -> tuple[dict[str, Any], Voices]:
    """Take hold of the assessment; name the discussion and read the answers that it is about.

    Raises NotAnswerable, NotAnsweredYet.
    """
    hold(assessment_id, version_id=published.version_id, user_id=person_id, action=Action.ANSWER, at=at)
    key = {"assessment_id": assessment_id, "practice_id": published.practice_ids[practice]}
    said = voices(**key)
    if not said.include(person_id):
        raise NotAnsweredYet
    return key, said
