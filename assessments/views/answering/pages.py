"""The page of a dimension."""

from dataclasses import dataclass
from datetime import date, datetime

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from assessments import access
from assessments.core.catalog import Practice
from assessments.core.walk import Page
from assessments.core.workflow import Action
from assessments.forms.answering import EvidenceForm, ResponseForm
from assessments.queries.assessments import EvidenceEntry, OwnResponse, local_day
from assessments.queries.done_steps import DoneStep
from assessments.queries.visits import Visit, visit
from assessments.views import SignedInRequest, told_where_to_go, trail_of
from assessments.views.answering.giving_back import differs, given_back
from assessments.views.answering.saving import (
    DONE,
    Saving,
    Unsaved,
    is_typed_by_another,
    remove_evidence,
    save_answer,
    save_evidence,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question as the page shows it: what is stored, or what was typed and could not be."""

    practice: Practice
    chosen: str
    reason: str
    remark: str
    saving: Saving
    evidence: tuple[EvidenceEntry, ...]
    evidence_form: EvidenceForm | None
    done_step: DoneStep | None


@require_http_methods(["GET", "HEAD", "POST"])
@told_where_to_go
def dimension_answer(request: SignedInRequest, assessment_id: int, dimension: str) -> HttpResponse:
    """Show the questions of one dimension; a POST stores every changed row of the page and goes where it was told."""
    at = timezone.now()
    if request.method == "POST":
        return _posted(request, assessment_id, dimension, at)
    seen = looked_at(request, assessment_id, on=local_day(at))
    page = seen.walk.page(dimension)
    return shown(request, seen, page, Unsaved()) if page else _not_asked(request, seen, dimension)


def looked_at(request: SignedInRequest, assessment_id: int, *, on: date) -> Visit:
    """The assessment that this person may answer now, with its walk. Raises what `access` raises."""
    assessment = access.assessment(request.user, assessment_id, Action.ANSWER)
    return visit(assessment, respondent_id=request.user.pk, on=on)


def address(assessment_id: int, page: Page, practice: str = "") -> str:
    """Where the page of a dimension is, at one of its questions where one is named."""
    path = reverse("assessments:dimension-answer", args=(assessment_id, page.dimension.code))
    return f"{path}#{practice}" if practice else path


def shown(request: SignedInRequest, seen: Visit, page: Page, unsaved: Unsaved) -> HttpResponse:
    """The page, with what could not be stored beside its question."""
    context = {
        "visit": seen,
        "assessment": seen.assessment,
        "walk": seen.walk,
        "page": page,
        "leg": seen.walk.leg(page),
        "before": seen.walk.before(page),
        "after": seen.walk.after(page),
        "questions": [question(practice, seen, unsaved) for practice in page.dimension.practices],
        "status": unsaved.status,
        "trail": trail_of(seen.assessment),
    }
    return render(request, "assessments/dimension_answer.html", context, status=unsaved.status)


def question(practice: Practice, seen: Visit, unsaved: Unsaved) -> Question:
    """What the page shows of one practice."""
    own = seen.sheet.own.get(practice.code)
    saving = unsaved.answers.get(practice.code) or _as_stored(own)
    chosen, reason, remark = _typed(saving.form) if saving.form else _stored(own)
    return Question(
        practice=practice,
        chosen=chosen,
        reason=reason,
        remark=remark,
        saving=saving,
        evidence=seen.sheet.evidence.get(practice.code, ()),
        evidence_form=unsaved.evidence.get(practice.code),
        done_step=seen.done_steps.get(practice.code),
    )


def _as_stored(own: OwnResponse | None) -> Saving:
    return Saving(revision=own.revision, saved_at=own.answered_at) if own else Saving(revision=0)


def _stored(own: OwnResponse | None) -> tuple[str, str, str]:
    if own is None:
        return "", "", ""
    return own.kind.value if own.level is None else str(own.level), own.reason, own.remark


def _typed(form: ResponseForm) -> tuple[str, str, str]:
    return form["answer"].value() or "", form["reason"].value() or "", form["remark"].value() or ""


def _posted(request: SignedInRequest, assessment_id: int, dimension: str, at: datetime) -> HttpResponse:
    """Store the page and go on, or give back what was typed where it cannot be stored any more."""
    try:
        seen = looked_at(request, assessment_id, on=local_day(at))
        page, unsaved = seen.walk.page(dimension), Unsaved()
        if page and not is_typed_by_another(request):
            unsaved = _store(request, seen, page, at)
            seen = looked_at(request, assessment_id, on=local_day(at))
            page = seen.walk.page(dimension)
    except access.WrongState as wrong:
        if back := given_back(request, wrong.assessment, dimension):
            return back
        raise
    if page is None or is_typed_by_another(request):
        back = given_back(request, seen.assessment, dimension, waits=page is None)
        return back or (shown(request, seen, page, Unsaved()) if page else _not_asked(request, seen, dimension))
    if unsaved.status != DONE:
        return shown(request, seen, page, unsaved)
    return redirect(_onward(seen, page, request.POST.get("go", "")))


def _not_asked(request: SignedInRequest, seen: Visit, dimension: str) -> HttpResponse:
    """Explain why a dimension is not asked yet. Raises Http404 where there is none of that code."""
    for leg in seen.walk.legs:
        if dimension in (one.code for one in leg.discipline.dimensions):
            context = {"leg": leg, "walk": seen.walk, "assessment": seen.assessment, "visit": seen}
            context["trail"] = trail_of(seen.assessment)
            return render(request, "assessments/dimension_waiting.html", context)
    raise Http404


def _store(request: SignedInRequest, seen: Visit, page: Page, at: datetime) -> Unsaved:
    """Store every row that differs from what is stored and every new entry of evidence; remove what was asked."""
    version, assessment_id = seen.sheet.published, seen.assessment.pk
    answers, evidence = {}, {}
    for code in (practice.code for practice in page.dimension.practices):
        form = ResponseForm(request.POST, catalog=version.catalog, practice=code)
        if differs(form, seen.sheet.own.get(code)):
            saving = save_answer(request, form, assessment_id=assessment_id, version=version, at=at)
            if saving.status != DONE:
                answers[code] = saving
        entry = EvidenceForm(request.POST, catalog=version.catalog, practice=code, on=seen.on)
        if not entry.is_blank and not save_evidence(
            request, entry, assessment_id=assessment_id, version=version, at=at
        ):
            evidence[code] = entry
    _remove(request, seen, at)
    return Unsaved(answers, evidence)


def _remove(request: SignedInRequest, seen: Visit, at: datetime) -> None:
    """Remove the entry of evidence whose button was pressed; one that is gone already needs no message."""
    entries = {str(entry.id): entry.id for own in seen.sheet.evidence.values() for entry in own}
    evidence_id = entries.get(request.POST.get("remove", ""))
    if evidence_id is not None:
        remove_evidence(request, assessment_id=seen.assessment.pk, evidence_id=evidence_id, at=at)


def _onward(seen: Visit, page: Page, go: str) -> str:
    if go == "next":
        after = seen.walk.after(page)
        review = reverse("assessments:assessment-review", args=(seen.assessment.pk,))
        return address(seen.assessment.pk, after) if after else review
    if go == "back":
        return address(seen.assessment.pk, seen.walk.before(page) or page)
    return address(seen.assessment.pk, page, go if go in seen.catalog.practice else "")
