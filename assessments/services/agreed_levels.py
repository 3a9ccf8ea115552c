"""The levels that a lead records for the team in an open assessment; each write is one short transaction.

Every change is kept. A page sends back the newest change it knew of (`seen`, 0 for none), so that a lead who works on
an older state is told what another one did meanwhile, and nothing is overwritten.
"""

from datetime import datetime

from django.db import transaction

from assessments.core.answering import Invalid, agreed_level_faults, refuse
from assessments.core.workflow import Action
from assessments.models import AgreedLevel, AgreedLevelChange
from assessments.queries.catalogs import PublishedCatalog
from assessments.queries.held import hold
from assessments.queries.settling import LevelChange, changes
from assessments.queries.voices import Voices, voices


class InvalidAgreedLevel(Invalid):
    """A level that cannot be recorded as the agreed one."""


class NotHeard(Exception):
    """The lead does not hear what the team answered, so there is nothing to settle for this person (`core.voices`)."""


class StaleAgreedLevel(Exception):
    """The agreed level was changed elsewhere meanwhile; `present` is the newest change, and nothing was stored."""

    def __init__(self, present: LevelChange | None) -> None:
        self.present = present
        super().__init__("The agreed level was changed meanwhile.")


@transaction.atomic
def record_agreed_level(  # noqa: PLR0913 - an agreed level is that much, and each has its name
    *,
    assessment_id: int,
    published: PublishedCatalog,
    practice: str,
    level: int,
    reason: str,
    dissent: str,
    seen: int,
    lead_id: int,
    at: datetime,
) -> None:
    """Record the level that the team settled on, within the range of its numeric answers (F1), and what others think.

    It lapses as soon as an answer to the practice changes, or a further one is given.
    Raises InvalidAgreedLevel, NotAnswerable, NotHeard, StaleAgreedLevel.
    """
    refuse(InvalidAgreedLevel, agreed_level_faults(published.catalog, practice, level, reason=reason, dissent=dissent))
    key, said = _take(assessment_id, published, practice, lead_id=lead_id, at=at)
    _refuse_stale(key, seen)
    if not said.numbers or not min(said.numbers) <= level <= max(said.numbers):
        raise InvalidAgreedLevel("level", "Choose a level between the lowest and the highest answer.")
    told: dict[str, object] = {"level": level, "reason": reason, "dissent": dissent, "answers_revision": said.revision}
    row = {**told, "agreed_by_id": lead_id, "agreed_at": at}
    AgreedLevel.objects.update_or_create(defaults=row, assessment_id=assessment_id, practice_id=key["practice_id"])
    AgreedLevelChange.objects.create(**key, **told, changed_by_id=lead_id, changed_at=at)


@transaction.atomic
def withdraw_agreed_level(
    *, assessment_id: int, published: PublishedCatalog, practice: str, seen: int, lead_id: int, at: datetime
) -> None:
    """Take a recorded level back, so that the lower median counts again; nothing happens where none is recorded.

    Raises InvalidAgreedLevel, NotAnswerable, NotHeard, StaleAgreedLevel.
    """
    key, _ = _take(assessment_id, published, practice, lead_id=lead_id, at=at)
    _refuse_stale(key, seen)
    if AgreedLevel.objects.filter(**key).delete()[0]:
        AgreedLevelChange.objects.create(**key, answers_revision=0, changed_by_id=lead_id, changed_at=at)


@transaction.atomic
def undo_agreed_level(
    *, assessment_id: int, published: PublishedCatalog, practice: str, seen: int, lead_id: int, at: datetime
) -> None:
    """Bring back what was recorded before the newest change, or nothing if nothing was; undoing is a change too.

    What comes back stays that of who recorded it, and was agreed on the answers of its own time: if they changed since,
    it has lapsed.
    Raises InvalidAgreedLevel, NotAnswerable, NotHeard, StaleAgreedLevel.
    """
    key, _ = _take(assessment_id, published, practice, lead_id=lead_id, at=at)
    newest = _refuse_stale(key, seen)
    if not newest:
        raise InvalidAgreedLevel("practice", "Nothing was recorded here that could be undone.")
    AgreedLevel.objects.filter(**key).delete()
    before = newest[1] if len(newest) > 1 else None
    told: dict[str, object] = {"level": None, "reason": "", "dissent": "", "answers_revision": 0}
    if before is not None and before.level is not None:
        told = {name: getattr(before, name) for name in told}
        AgreedLevel.objects.create(**key, **told, agreed_by_id=before.recorded.by_id, agreed_at=before.recorded.at)
        told["brings_back_id"] = before.recorded.id
    AgreedLevelChange.objects.create(**key, **told, changed_by_id=lead_id, changed_at=at)


def _take(
    assessment_id: int, published: PublishedCatalog, practice: str, *, lead_id: int, at: datetime
) -> tuple[dict[str, int], Voices]:
    """The columns of the practice's rows and the answers to it, once the assessment is held.

    Raises InvalidAgreedLevel, NotAnswerable, NotHeard.
    """
    if practice not in published.practice_ids:
        raise InvalidAgreedLevel("practice", "This question does not exist.")
    hold(assessment_id, version_id=published.version_id, user_id=lead_id, action=Action.SETTLE, at=at)
    key = {"assessment_id": assessment_id, "practice_id": published.practice_ids[practice]}
    said = voices(**key)
    if not said.reach(lead_id):
        raise NotHeard
    return key, said


def _refuse_stale(key: dict[str, int], seen: int) -> tuple[LevelChange, ...]:
    """The changes so far, newest first; raises StaleAgreedLevel if the newest is not the one that was seen."""
    found = changes(**key)
    if seen != (found[0].id if found else 0):
        raise StaleAgreedLevel(found[0] if found else None)
    return found
