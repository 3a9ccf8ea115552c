"""What people answer in an open assessment; each save is one short transaction."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import Case, F, When

from assessments.core.agreement import Answer, Kind
from assessments.core.answering import Invalid, answer_faults, refuse
from assessments.core.gates import assess
from assessments.core.workflow import Action
from assessments.models import Assessment, Response
from assessments.queries.assessments import OwnResponse, local_day, own_response, sheet
from assessments.queries.catalogs import PublishedCatalog
from assessments.queries.held import hold
from assessments.queries.marks import marked


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


class InvalidAnswer(Invalid):
    """An answer that cannot be stored."""


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
    refuse(InvalidAnswer, answer_faults(published.catalog, practice, answer, reason=reason, remark=remark))
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
            hold(assessment_id, version_id=published.version_id, user_id=respondent_id, action=Action.ANSWER, at=at)
            _refuse_waiting(assessment_id, published, practice, respondent_id=respondent_id, on=local_day(at))
            return _save(key, values, revision)
    except (IntegrityError, _Superseded):
        raise StaleRevision(own_response(**key)) from None


class _Superseded(Exception):
    """The stored answer has another revision than the one the page showed."""


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
