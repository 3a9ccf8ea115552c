"""What people answer in an open assessment; each save is one short transaction that writes its history along."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import Case, F, When

from assessments.core.agreement import Answer, Kind
from assessments.core.answering import Invalid, answer_faults, refuse
from assessments.core.gates import assess
from assessments.core.workflow import Action
from assessments.models import Response, ResponseRevision
from assessments.queries.assessments import OwnResponse, local_day, own_response, sheet
from assessments.queries.catalogs import PublishedCatalog
from assessments.queries.held import hold
from assessments.queries.marks import marked

COLUMNS = ("kind", "level", "reason", "remark")


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


class NoSuchRevision(Exception):
    """The answer never had the revision that was to be put back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """Whose answer to which question; `published` is the catalog version that the page was made from."""

    assessment_id: int
    published: PublishedCatalog
    practice: str
    respondent_id: int

    @property
    def key(self) -> Mapping[str, int]:
        """What an answer and each of its revisions are found by."""
        return {
            "assessment_id": self.assessment_id,
            "practice_id": self.published.practice_ids[self.practice],
            "respondent_id": self.respondent_id,
        }


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

    Three statements, nothing read before. Only where the practice's discipline is behind a gate are up to two reads
    added under the same lock, to see whether it waits. A reason is kept for *not applicable* only.
    Raises InvalidAnswer, NotAnswerable, DisciplineWaits, StaleRevision; then nothing was changed.
    """
    place = _Place(assessment_id=assessment_id, published=published, practice=practice, respondent_id=respondent_id)
    given = _checked(place, answer, reason=reason, remark=remark)
    with _writing(place, at):
        return _save(place.key, given, revision, at)


def keep_newer_response(  # noqa: PLR0913 - an answer is that much, and each has its name
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
    """Let the stored answer, of this revision, stand against the one typed here; return its new revision.

    The typed one goes into the history first, so that it can be put back, and the stored one after it once more.
    Raises what `record_response` raises; then nothing was changed.
    """
    place = _Place(assessment_id=assessment_id, published=published, practice=practice, respondent_id=respondent_id)
    typed = _checked(place, answer, reason=reason, remark=remark)
    with _writing(place, at):
        rows = Response.objects.filter(**place.key, revision=revision)
        stored = rows.values(*COLUMNS).first()
        if stored is None:
            raise _Superseded
        rows.update(revision=revision + 2, answered_at=at)
        return _remember(place.key, at, {revision + 1: typed, revision + 2: stored})


def put_back_response(
    *,
    assessment_id: int,
    published: PublishedCatalog,
    practice: str,
    respondent_id: int,
    wanted: int,
    revision: int,
    at: datetime,
) -> int:
    """Store once more what an earlier revision of one's own answer said; return the new revision.

    `revision` is that of the answer the page showed. Raises NoSuchRevision, and what `record_response` raises; then
    nothing was changed.
    """
    place = _Place(assessment_id=assessment_id, published=published, practice=practice, respondent_id=respondent_id)
    if practice not in published.practice_ids:
        raise NoSuchRevision
    with _writing(place, at):
        earlier = ResponseRevision.objects.filter(**place.key, revision=wanted).first()
        if earlier is None:
            raise NoSuchRevision
        answer = Answer(Kind(earlier.kind), earlier.level)
        given = _checked(place, answer, reason=earlier.reason, remark=earlier.remark)
        return _save(place.key, given, revision, at)


class _Superseded(Exception):
    """The stored answer has another revision than the one the page showed."""


def _checked(place: _Place, answer: Answer, *, reason: str, remark: str) -> Mapping[str, object]:
    """What is stored of an answer. Raises InvalidAnswer."""
    faults = answer_faults(place.published.catalog, place.practice, answer, reason=reason, remark=remark)
    refuse(InvalidAnswer, faults)
    kept = reason if answer.kind is Kind.NOT_APPLICABLE else ""
    return dict(zip(COLUMNS, (answer.kind.value, answer.level, kept, remark), strict=True))


@contextmanager
def _writing(place: _Place, at: datetime) -> Iterator[None]:
    """The transaction of one save, with the assessment held. Raises NotAnswerable, DisciplineWaits, StaleRevision."""
    try:
        with transaction.atomic():
            version_id, user_id = place.published.version_id, place.respondent_id
            hold(place.assessment_id, version_id=version_id, user_id=user_id, action=Action.ANSWER, at=at)
            _refuse_waiting(place, on=local_day(at))
            yield
    except (IntegrityError, _Superseded):
        raise StaleRevision(own_response(**place.key)) from None


def _refuse_waiting(place: _Place, *, on: date) -> None:
    """Raise DisciplineWaits if the practice's discipline waits by the answers so far and has no early look.

    Nothing is read where no gate leads to the discipline.
    """
    catalog = place.published.catalog
    discipline = catalog.discipline_of[place.practice]
    if not any(catalog.gates_to(discipline)):
        return
    assessment = marked().get(id=place.assessment_id)
    if discipline in assessment.early_looks:
        return
    if discipline in assess(catalog, sheet(assessment, respondent_id=place.respondent_id).settled, on=on).waiting:
        raise DisciplineWaits(discipline)


def _save(key: Mapping[str, int], given: Mapping[str, object], revision: int, at: datetime) -> int:
    """Store an answer in place of the one of this revision, and the same in its history."""
    if revision == 0:
        Response.objects.create(**key, **given, revision=1, answered_at=at)
    else:
        _replace(key, given, revision, at)
    return _remember(key, at, {revision + 1: given})


def _remember(key: Mapping[str, int], at: datetime, revisions: Mapping[int, Mapping[str, object]]) -> int:
    """Put these revisions into the history and return the newest; no number is ever taken twice."""
    ResponseRevision.objects.bulk_create(
        ResponseRevision(**key, **given, revision=revision, saved_at=at) for revision, given in revisions.items()
    )
    return max(revisions)


def _replace(key: Mapping[str, int], given: Mapping[str, object], revision: int, at: datetime) -> None:
    """Compare the stored revision and set everything in one statement. Raises _Superseded."""
    unchanged = When(kind=given["kind"], level=given["level"], then=F("answer_revision"))
    counted = Case(unchanged, default=F("answer_revision") + 1)
    rows = Response.objects.filter(**key, revision=revision)
    if not rows.update(**given, revision=revision + 1, answer_revision=counted, answered_at=at):
        raise _Superseded
