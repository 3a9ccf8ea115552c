"""The page of a dimension."""

from dataclasses import dataclass
from datetime import date, datetime

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from assessments import access
from assessments.core.carrying import Carried
from assessments.core.catalog import Practice
from assessments.core.walk import Leg, Page
from assessments.core.workflow import Action
from assessments.forms.answering import EvidenceForm, ResponseForm
from assessments.queries.assessments import OwnResponse, local_day
from assessments.queries.done_steps import DoneStep
from assessments.queries.evidence import EvidenceEntry
from assessments.queries.visits import Visit, visit
from assessments.views import SignedInRequest, is_typed_by_another, told_where_to_go, trail_of
from assessments.views.answering.carrying import TOGETHER, carried_page, confirm, pressed
from assessments.views.answering.entries import change_pressed
from assessments.views.answering.giving_back import differs, given_back
from assessments.views.answering.saving import (
    DONE,
    Saving,
    Unsaved,
    save_answer,
    save_evidence,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question as the page shows it: what is stored, or what was typed and could not be.

    `carried` is last time's answer, `earlier_evidence` what was shown in other assessments and not yet in this one.
    """

    practice: Practice
    chosen: str
    reason: str
    remark: str
    saving: Saving
    evidence: tuple[EvidenceEntry, ...]
    evidence_form: EvidenceForm | None
    done_step: DoneStep | None
    carried: Carried | None
    earlier_evidence: tuple[EvidenceEntry, ...]


class Way:
    """The row of pages that the questions stand on: the walk, dimension by dimension."""

    url_name = "dimension-answer"
    template = "assessments/dimension_answer.html"
    leads_to = "assessment-review"

    def page(self, seen: Visit, code: str) -> Page | None:
        """The page of a code that an address names; None where nothing is asked of it."""
        return seen.walk.page(code)

    def neighbours(self, seen: Visit, page: Page) -> tuple[Page | None, Page | None]:
        """The pages before and after; None at either end."""
        return seen.walk.before(page), seen.walk.after(page)

    def explained(self, request: SignedInRequest, seen: Visit, code: str) -> HttpResponse:
        """Explain why a page is not asked yet. Raises Http404 where there is none of that code."""
        for leg in seen.walk.legs:
            if code in (one.code for one in leg.discipline.dimensions):
                return waiting(request, seen, leg)
        raise Http404

    def context(self, seen: Visit) -> dict[str, object]:
        """What its template is given besides what each way has."""
        return {"walk": seen.walk}


@require_http_methods(["GET", "HEAD", "POST"])
@told_where_to_go
def dimension_answer(request: SignedInRequest, assessment_id: int, dimension: str) -> HttpResponse:
    """Show the questions of one dimension; a POST stores every changed row of the page and goes where it was told."""
    return answered(request, assessment_id, dimension, way=Way())


def answered(request: SignedInRequest, assessment_id: int, code: str, *, way: Way) -> HttpResponse:
    """Show a page of questions, or store what was sent with it."""
    at = timezone.now()
    if request.method == "POST":
        return _posted(request, assessment_id, code, way=way, at=at)
    seen = looked_at(request, assessment_id, on=local_day(at))
    page = way.page(seen, code)
    return shown(request, seen, page, way=way) if page else way.explained(request, seen, code)


def looked_at(request: SignedInRequest, assessment_id: int, *, on: date) -> Visit:
    """The assessment that this person may answer now, with its walk. Raises what `access` raises."""
    assessment = access.assessment(request.user, assessment_id, Action.ANSWER)
    return visit(assessment, respondent_id=request.user.pk, on=on)


def address(assessment_id: int, page: Page, practice: str = "", *, url_name: str = Way.url_name) -> str:
    """Where a page of questions is, at one of them where one is named."""
    path = reverse(f"assessments:{url_name}", args=(assessment_id, page.dimension.code))
    return f"{path}#{practice}" if practice else path


def shown(
    request: SignedInRequest, seen: Visit, page: Page, *, way: Way, unsaved: Unsaved | None = None
) -> HttpResponse:
    """The page, with what could not be stored beside its question."""
    unsaved = unsaved or Unsaved()
    before, after = way.neighbours(seen, page)
    context = {
        "visit": seen,
        "assessment": seen.assessment,
        "page": page,
        "leg": seen.walk.leg(page),
        "before": before,
        "after": after,
        "before_a_gate": seen.catalog.is_source(page.discipline.code) and not page.early_look,
        "questions": [question(practice, seen, unsaved) for practice in page.dimension.practices],
        "carried": carried_page(seen, page),
        "status": unsaved.status,
        "trail": trail_of(seen.assessment),
        **way.context(seen),
    }
    return render(request, way.template, context, status=unsaved.status)


def waiting(request: SignedInRequest, seen: Visit, leg: Leg) -> HttpResponse:
    """Explain why a discipline is not asked yet."""
    context = {"leg": leg, "walk": seen.walk, "assessment": seen.assessment, "visit": seen}
    return render(request, "assessments/dimension_waiting.html", context | {"trail": trail_of(seen.assessment)})


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
        carried=seen.sheet.carried.get(practice.code),
        earlier_evidence=seen.sheet.earlier_evidence.get(practice.code, ()),
    )


def _as_stored(own: OwnResponse | None) -> Saving:
    return Saving(revision=own.revision, saved_at=own.answered_at) if own else Saving(revision=0)


def _stored(own: OwnResponse | None) -> tuple[str, str, str]:
    if own is None:
        return "", "", ""
    return own.kind.value if own.level is None else str(own.level), own.reason, own.remark


def _typed(form: ResponseForm) -> tuple[str, str, str]:
    return form["answer"].value() or "", form["reason"].value() or "", form["remark"].value() or ""


def _posted(request: SignedInRequest, assessment_id: int, code: str, *, way: Way, at: datetime) -> HttpResponse:
    """Store the page and go on, or give back what was typed where it cannot be stored any more."""
    try:
        seen = looked_at(request, assessment_id, on=local_day(at))
        page, unsaved = way.page(seen, code), Unsaved()
        if page and not is_typed_by_another(request):
            unsaved = _store(request, seen, page, at)
            seen = looked_at(request, assessment_id, on=local_day(at))
            page = way.page(seen, code)
    except access.WrongState as wrong:
        if back := given_back(request, wrong.assessment, code):
            return back
        raise
    if page is None or is_typed_by_another(request):
        back = given_back(request, seen.assessment, code, waits=page is None)
        return back or (shown(request, seen, page, way=way) if page else way.explained(request, seen, code))
    if unsaved.status != DONE:
        return shown(request, seen, page, way=way, unsaved=unsaved)
    return redirect(_onward(seen, page, request.POST.get("go", ""), way=way))


def _store(request: SignedInRequest, seen: Visit, page: Page, at: datetime) -> Unsaved:
    """Store every row that differs from what is stored and every new entry of evidence, and do what was pressed."""
    version, assessment_id = seen.sheet.published, seen.assessment.pk
    button = request.POST.get("confirm", "")
    confirmed = pressed(request.POST, page, button=button)
    answers, evidence = {}, {}
    for code in (practice.code for practice in page.dimension.practices):
        form = ResponseForm(request.POST, catalog=version.catalog, practice=code)
        if code not in confirmed and differs(form, seen.sheet.own.get(code)):
            saving = save_answer(request, form, assessment_id=assessment_id, version=version, at=at)
            if saving.status != DONE:
                answers[code] = saving
        entry = EvidenceForm(request.POST, catalog=version.catalog, practice=code, on=seen.on)
        if not entry.is_blank and not save_evidence(
            request, entry, assessment_id=assessment_id, version=version, at=at
        ):
            evidence[code] = entry
    change_pressed(request, seen, at=at)
    left = confirm(request, seen, confirmed, at_once=button == TOGETHER, at=at) if confirmed else {}
    return Unsaved({**answers, **left}, evidence)


def _onward(seen: Visit, page: Page, go: str, *, way: Way) -> str:
    before, after = way.neighbours(seen, page)
    if go == "next" and after is None:
        return reverse(f"assessments:{way.leads_to}", args=(seen.assessment.pk,))
    if go in ("next", "back"):
        return address(seen.assessment.pk, (after if go == "next" else before) or page, url_name=way.url_name)
    practice = go if go in seen.catalog.practice else ""
    return address(seen.assessment.pk, page, practice, url_name=way.url_name)
