"""Saving what one row of a page holds, and what the page then says of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.core.exceptions import BadRequest

from assessments import access
from assessments.core.agreement import EvidenceKind, Kind
from assessments.core.answer_words import Line, answer_words, side_by_side
from assessments.core.workflow import Action
from assessments.forms.answering import OUT_OF_DATE, EvidenceForm, ResponseForm
from assessments.queries.assessments import OwnResponse, own_response
from assessments.queries.catalogs import PublishedCatalog
from assessments.queries.held import NotAnswerable
from assessments.services import evidence, responses
from assessments.views import SignedInRequest

UNDECIDED = "Say first whether yours should replace the newer answer."
DONE, REFUSED, SUPERSEDED = 200, 400, 409


@dataclass(frozen=True, slots=True, kw_only=True)
class Saving:
    """What came of saving one answer, as an HTTP status; `form` is None for an answer that was only read.

    `revision` goes back with the next save. A superseded answer has none: to replace the `newer` one is a choice.
    """

    status: int = DONE
    form: ResponseForm | None = None
    revision: int | None = None
    saved_at: datetime | None = None
    faults: tuple[str, ...] = ()
    newer: OwnResponse | None = None

    @property
    def versions(self) -> tuple[Line, ...]:
        """The newer answer and the one typed here, part by part; nothing where there is no newer one."""
        if not (self.newer and self.form):
            return ()
        asked = self.form.catalog.practice[self.form.practice]
        there = answer_words(asked, self.newer.answer, reason=self.newer.reason, remark=self.newer.remark)
        return side_by_side(there, self.form.words)


@dataclass(frozen=True, slots=True)
class Unsaved:
    """What was sent with a page and not stored: answers and evidence by practice code."""

    answers: Mapping[str, Saving] = field(default_factory=dict)
    evidence: Mapping[str, EvidenceForm] = field(default_factory=dict)

    @property
    def status(self) -> int:
        """The gravest of what happened, 200 when all was stored."""
        return max([one.status for one in self.answers.values()] + [REFUSED if self.evidence else DONE])


def save_answer(
    request: SignedInRequest, form: ResponseForm, *, assessment_id: int, version: PublishedCatalog, at: datetime
) -> Saving:
    """Store one row. Raises what `access` says of an assessment that this person may not answer now."""
    if not form.is_valid():
        return _refused(form, _present(form, assessment_id, version, request))
    clean = dict(form.cleaned_data)
    store = responses.record_response if clean.pop("taken") is None else responses.keep_newer_response
    try:
        revision = store(
            assessment_id=assessment_id,
            published=version,
            practice=form.practice,
            respondent_id=request.user.pk,
            at=at,
            **clean,
        )
    except responses.StaleRevision as stale:
        return _superseded(form, stale.present)
    except responses.DisciplineWaits:
        form.add_faults({"answer": "This discipline waits, so the answer is not saved. Reload the page."})
        return _refused(form, None)
    except NotAnswerable:
        access.assessment(request.user, assessment_id, Action.ANSWER)
        raise BadRequest("The page was made from another catalog version.") from None
    return Saving(form=form, revision=revision, saved_at=at)


def save_evidence(
    request: SignedInRequest, form: EvidenceForm, *, assessment_id: int, version: PublishedCatalog, at: datetime
) -> bool:
    """Store one entry of evidence; False when it cannot be, with the reason in the form."""
    if not form.is_valid():
        return False
    clean = form.cleaned_data
    try:
        evidence.add_evidence(
            assessment_id=assessment_id,
            published=version,
            practice=form.practice,
            author_id=request.user.pk,
            kind=EvidenceKind(clean["kind"]),
            title=clean["title"],
            text=clean["text"],
            dated=clean["dated"],
            at=at,
        )
    except NotAnswerable:
        access.assessment(request.user, assessment_id, Action.ANSWER)
        raise BadRequest("The page was made from another catalog version.") from None
    return True


def _refused(form: ResponseForm, present: OwnResponse | None) -> Saving:
    """What is wrong, and the revision that was sent; where none was, the answer that it would have named."""
    told = {name: tuple(map(str, messages)) for name, messages in form.errors.items()}
    if present and form.has_error("revision", "required"):
        told["revision"] = (UNDECIDED,)
    faults = tuple(message for messages in told.values() for message in messages)
    revision = form.cleaned_data.get("revision", None if present else 0)
    return Saving(status=REFUSED, form=form, revision=revision, faults=faults, newer=present)


def _superseded(form: ResponseForm, newer: OwnResponse | None) -> Saving:
    """The newer answer beside the typed one; there is none when the revision that was sent never existed.

    One that says the same is acknowledged: most likely it was sent before, and the site's answer to that got lost.
    """
    if newer is None:
        form.add_faults({"answer": OUT_OF_DATE})
        return _refused(form, None)
    if _says_the_same(form, newer):
        return Saving(form=form, revision=newer.revision, saved_at=newer.answered_at)
    return Saving(status=SUPERSEDED, form=form, newer=newer)


def _says_the_same(form: ResponseForm, stored: OwnResponse) -> bool:
    clean = form.cleaned_data
    reason = clean["reason"] if clean["answer"].kind is Kind.NOT_APPLICABLE else ""
    return bool((clean["answer"], reason, clean["remark"]) == (stored.answer, stored.reason, stored.remark))


def _present(
    form: ResponseForm, assessment_id: int, version: PublishedCatalog, request: SignedInRequest
) -> OwnResponse | None:
    """What is stored, when the page did not say which revision it replaces: read only then (1 query)."""
    if "revision" in form.cleaned_data:
        return None
    practice_id = version.practice_ids[form.practice]
    return own_response(assessment_id=assessment_id, practice_id=practice_id, respondent_id=request.user.pk)
