"""Somebody who did not say so confirms that a practice does not apply (`domain.md` F11); each is one transaction."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from assessments.core.agreement import Kind
from assessments.core.exclusions import confirmers
from assessments.core.workflow import Action, Role
from assessments.models import NotApplicableConfirmation
from assessments.queries.catalogs import PublishedCatalog
from assessments.queries.held import hold
from assessments.queries.people import who_answer
from assessments.queries.voices import voices


class NothingToConfirm(Exception):
    """Nothing waits for this person's word; why not would tell what others answered (`core.voices`)."""


class NotToConfirm(Exception):
    """Not for this person to confirm, who said so too."""


@transaction.atomic
def confirm_not_applicable(
    *, assessment_id: int, published: PublishedCatalog, practice: str, user_id: int, at: datetime
) -> None:
    """Confirm that the practice does not apply, until any answer to it changes; a second time changes nothing.

    Raises NotAnswerable, NothingToConfirm, NotToConfirm.
    """
    hold(assessment_id, version_id=published.version_id, user_id=user_id, action=Action.ANSWER, at=at)
    practice_id = published.practice_ids[practice]
    said = voices(assessment_id, practice_id)
    if not said.are_heard or not _all_say_so(one.kind for one in said.given.values()):
        raise NothingToConfirm
    if user_id in said.given:
        raise NotToConfirm
    if user_id not in confirmers(_team(assessment_id), said.given):
        raise NothingToConfirm
    told = {"answers_revision": said.revision, "confirmed_by_id": user_id, "confirmed_at": at}
    row, _ = NotApplicableConfirmation.objects.get_or_create(
        assessment_id=assessment_id, practice_id=practice_id, defaults=told
    )
    if row.answers_revision != said.revision:
        NotApplicableConfirmation.objects.filter(pk=row.pk).update(**told)


@transaction.atomic
def withdraw_confirmation(
    *, assessment_id: int, published: PublishedCatalog, practice: str, user_id: int, at: datetime
) -> None:
    """Take a confirmation back, so that the practice is missing again; any lead may. Raises NotAnswerable."""
    hold(assessment_id, version_id=published.version_id, user_id=user_id, action=Action.SETTLE, at=at)
    practice_id = published.practice_ids[practice]
    NotApplicableConfirmation.objects.filter(assessment=assessment_id, practice=practice_id).delete()


def _all_say_so(kinds: Iterable[str]) -> bool:
    """Whether all who answered call the practice not applicable."""
    return set(kinds) == {Kind.NOT_APPLICABLE.value}


def _team(assessment_id: int) -> dict[int, Role]:
    rows = who_answer().filter(unit__assessments=assessment_id)
    return {person: Role(role) for person, role in rows.values_list("user_id", "role")}
