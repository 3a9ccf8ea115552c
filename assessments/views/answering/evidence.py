"""Adding and removing evidence, one entry at a time."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from assessments.core.walk import Page
from assessments.forms.answering import EvidenceForm
from assessments.queries.assessments import local_day
from assessments.queries.visits import Visit
from assessments.views import FRAGMENT, SignedInRequest, told_where_to_go
from assessments.views.answering import saving
from assessments.views.answering.pages import address, looked_at, question
from assessments.views.answering.saving import Unsaved


@require_POST
@told_where_to_go
def evidence_add(request: SignedInRequest, assessment_id: int, practice: str) -> HttpResponse:
    """Add an entry of evidence to a question and show its entries."""
    at = timezone.now()
    seen = looked_at(request, assessment_id, on=local_day(at))
    page = _page_of(seen, practice)
    version = seen.sheet.published
    form = EvidenceForm(request.POST, catalog=version.catalog, practice=practice, on=seen.on)
    if saving.is_typed_by_another(request):
        form.add_faults({"text": saving.ANOTHER})
    if not saving.save_evidence(request, form, assessment_id=assessment_id, version=version, at=at):
        return _entries(request, seen, practice, Unsaved(evidence={practice: form}))
    if request.htmx:
        return _entries(request, looked_at(request, assessment_id, on=seen.on), practice, Unsaved())
    return redirect(address(assessment_id, page, practice))


@require_POST
@told_where_to_go
def evidence_remove(request: SignedInRequest, assessment_id: int, evidence_id: int) -> HttpResponse:
    """Remove an entry of evidence: one's own, or any as a lead. Nothing of others is found."""
    at = timezone.now()
    seen = looked_at(request, assessment_id, on=local_day(at))
    practice = _practice_of(seen, evidence_id)
    saving.remove_evidence(request, assessment_id=assessment_id, evidence_id=evidence_id, at=at)
    if request.htmx:
        return HttpResponse(headers={FRAGMENT: "1"})
    return redirect(address(assessment_id, _page_of(seen, practice), practice))


def _entries(request: SignedInRequest, seen: Visit, practice: str, unsaved: Unsaved) -> HttpResponse:
    context = {
        "on": seen.on,
        "is_lead": seen.is_lead,
        "question": question(seen.catalog.practice[practice], seen, unsaved),
        "evidence_open": True,
    }
    response = render(request, "assessments/_evidence.html", context, status=unsaved.status)
    response.headers[FRAGMENT] = "1"
    return response


def _page_of(seen: Visit, practice: str) -> Page:
    page = seen.page_of(practice)
    if page is None:
        raise Http404
    return page


def _practice_of(seen: Visit, evidence_id: int) -> str:
    for practice, entries in seen.sheet.evidence.items():
        if evidence_id in (entry.id for entry in entries):
            return practice
    raise Http404
