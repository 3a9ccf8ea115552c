"""What people say and show in an open assessment, and what a lead settles; each save is one short transaction.

Every one begins with an UPDATE of the assessment's row, which asks in one go whether it is open and whether this person
may, and takes the row's lock: a submit waits for it, and it waits for a submit.
"""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import Case, Exists, F, Q, When

from assessments.core.agreement import Answer, EvidenceKind, Kind
from assessments.core.answering import agreed_level_faults, answer_faults, evidence_faults
from assessments.core.gates import assess
from assessments.core.workflow import Action
from assessments.models import AgreedLevel, Assessment, Evidence, Response
from assessments.queries.assessments import (
    OwnResponse,
    acting_members,
    actionable,
    local_day,
    own_response,
    sheet,
)
from assessments.queries.catalogs import PublishedCatalog
from assessments.queries.marks import marked


class NotAnswerable(Exception):
    """The assessment is not there, not open, of another catalog version, or not this person's: `access` says which."""


class DisciplineWaits(Exception):
    """The discipline waits for a gate and nobody opened an early look at it."""

    def __init__(self, discipline: str) -> None:
        self.discipline = discipline
        super().__init__(discipline)


class StaleRevision(Exception):
    """The answer was saved elsewhere meanwhile; `present` is what is stored now, and nothing was changed."""

    def __init__(self, present: OwnResponse | None) -> None:
        self.present = present
        super().__init__("The answer was changed meanwhile.")


class Invalid(Exception):
    """What was sent cannot be stored: `message` belongs beside `field`."""

    def __init__(self, field: str, message: str) -> None:
        self.field, self.message = field, message
        super().__init__(f"{field}: {message}")


class InvalidAnswer(Invalid):
    """An answer that cannot be stored."""


class InvalidEvidence(Invalid):
    """An entry of evidence that cannot be stored."""


class InvalidAgreedLevel(Invalid):
    """A level that cannot be recorded as the agreed one."""


class NoSuchEvidence(Exception):
    """There is no such entry in the assessment, or it is neither this person's nor is this person a lead."""


def record_response(  # noqa: PLR0913 - an answer is that much, and each has its name
    *,
    assessment_id: int,
    published: PublishedCatalog,
    practice: str,
    respondent_id: int,
    answer: Answer,
    reason: str,
    remark: str,
    revision: int,
    at: datetime,
) -> int:
    """Store one answer and return its new revision; `revision` is that of the answer the page showed, 0 for none.

    Two statements, nothing read before. Only where the practice's discipline is behind a gate are up to four reads
    added under the same lock, to see whether it waits. A reason is kept for *not applicable* only.
    Raises InvalidAnswer, NotAnswerable, DisciplineWaits, StaleRevision; then nothing was changed.
    """
    _refuse(InvalidAnswer, answer_faults(published.catalog, practice, answer, reason=reason, remark=remark))
    key = {
        "assessment_id": assessment_id,
        "practice_id": published.practice_ids[practice],
        "respondent_id": respondent_id,
    }
    values = {
        "kind": answer.kind.value,
        "level": answer.level,
        "reason": reason if answer.kind is Kind.NOT_APPLICABLE else "",
        "remark": remark,
        "answered_at": at,
    }
    try:
        with transaction.atomic():
            _lock(assessment_id, published, user_id=respondent_id, action=Action.ANSWER, at=at)
            _refuse_waiting(assessment_id, published, practice, respondent_id=respondent_id, on=local_day(at))
            return _save(key, values, revision)
    except (IntegrityError, _Superseded):
        raise StaleRevision(own_response(**key)) from None


@transaction.atomic
def add_evidence(
    *,
    assessment_id: int,
    published: PublishedCatalog,
    practice: str,
    author_id: int,
    kind: EvidenceKind,
    text: str,
    dated: date,
    at: datetime,
) -> int:
    """Add an entry of evidence to a practice and return its id. Raises InvalidEvidence, NotAnswerable."""
    on = local_day(at)
    faults = evidence_faults(published.catalog, practice, kind=kind, text=text, dated=dated, on=on)
    _refuse(InvalidEvidence, faults)
    _lock(assessment_id, published, user_id=author_id, action=Action.ANSWER, at=at)
    return Evidence.objects.create(
        assessment_id=assessment_id,
        practice_id=published.practice_ids[practice],
        kind=kind.value,
        text=text,
        author_id=author_id,
        dated=dated,
        added_at=at,
    ).pk


@transaction.atomic
def remove_evidence(*, assessment_id: int, evidence_id: int, user_id: int, at: datetime) -> None:
    """Remove an entry of evidence; its author may, and a lead of the unit. Raises NotAnswerable, NoSuchEvidence."""
    if not actionable(assessment_id, user_id=user_id, action=Action.ANSWER).update(changed_at=at):
        raise NotAnswerable
    leads = acting_members(user_id=user_id, action=Action.SETTLE).filter(unit__assessments=assessment_id)
    mine = Q(author=user_id) | Exists(leads)
    removed, _ = Evidence.objects.filter(mine, id=evidence_id, assessment=assessment_id).delete()
    if not removed:
        raise NoSuchEvidence


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
    _refuse(InvalidAgreedLevel, agreed_level_faults(published.catalog, practice, level, reason=reason))
    _lock(assessment_id, published, user_id=lead_id, action=Action.SETTLE, at=at)
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
    _lock(assessment_id, published, user_id=lead_id, action=Action.SETTLE, at=at)
    AgreedLevel.objects.filter(assessment=assessment_id, practice=published.practice_ids[practice]).delete()


class _Superseded(Exception):
    """The stored answer has another revision than the one the page showed."""


def _refuse(kind: type[Invalid], faults: Mapping[str, str]) -> None:
    for field, message in faults.items():
        raise kind(field, message)


def _lock(assessment_id: int, published: PublishedCatalog, *, user_id: int, action: Action, at: datetime) -> None:
    """Take the row of the open assessment, if it is of this version and this person may. Raises NotAnswerable."""
    rows = actionable(assessment_id, user_id=user_id, action=action).filter(catalog_version=published.version_id)
    if not rows.update(changed_at=at):
        raise NotAnswerable


def _refuse_waiting(
    assessment_id: int, published: PublishedCatalog, practice: str, *, respondent_id: int, on: date
) -> None:
    """Raise DisciplineWaits if the practice's discipline waits by the answers so far and has no early look.

    Nothing is read where no gate leads to the discipline.
    """
    catalog = published.catalog
    discipline = catalog.discipline_of[practice]
    if not any(catalog.gates_to(discipline)):
        return
    assessment = marked(Assessment.objects.all()).get(id=assessment_id)
    if discipline in assessment.early_looks:
        return
    if discipline in assess(catalog, sheet(assessment, respondent_id=respondent_id).settled, on=on).waiting:
        raise DisciplineWaits(discipline)


def _save(key: Mapping[str, int], values: Mapping[str, object], revision: int) -> int:
    if revision == 0:
        return Response.objects.create(**key, **values, revision=1).revision
    unchanged = When(kind=values["kind"], level=values["level"], then=F("answer_revision"))
    counted = Case(unchanged, default=F("answer_revision") + 1)
    rows = Response.objects.filter(**key, revision=revision)
    if not rows.update(**values, revision=revision + 1, answer_revision=counted):
        raise _Superseded
    return revision + 1
