"""Evidence, one entry at a time: added, removed, renewed, used again."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from assessments.core.walk import Page
from assessments.forms.answering import EvidenceForm
from assessments.queries.assessments import local_day
from assessments.queries.visits import Visit
from assessments.views import ANOTHER, FRAGMENT, SignedInRequest, is_typed_by_another, told_where_to_go
from assessments.views.answering import saving
from assessments.views.answering.entries import REMOVE, RENEW, REUSE, change, practice_of
from assessments.views.answering.pages import address, looked_at, question
from assessments.views.answering.saving import Unsaved

ADDED, CHANGED = "assessments/_evidence_added.html", "assessments/_entries.html"


@require_POST
@told_where_to_go
def evidence_add(request: SignedInRequest, assessment_id: int, practice: str) -> HttpResponse:
    """Add an entry of evidence to a question and show its entries."""
    at = timezone.now()
    seen = looked_at(request, assessment_id, on=local_day(at))
    page = _page_of(seen, practice)
    version = seen.sheet.published
    form = EvidenceForm(request.POST, catalog=version.catalog, practice=practice, on=seen.on)
    if is_typed_by_another(request):
        form.add_faults({"text": ANOTHER})
    if not saving.save_evidence(request, form, assessment_id=assessment_id, version=version, at=at):
        return _shown(request, seen, practice, ADDED, Unsaved(evidence={practice: form}))
    if request.htmx:
        return _shown(request, looked_at(request, assessment_id, on=seen.on), practice, ADDED)
    return redirect(address(assessment_id, page, practice))


@require_POST
@told_where_to_go
def evidence_remove(request: SignedInRequest, assessment_id: int, evidence_id: int) -> HttpResponse:
    """Remove an entry of evidence: one's own, or any as a lead. Nothing of others is found."""
    return _changed(request, assessment_id, REMOVE, evidence_id)


@require_POST
@told_where_to_go
def evidence_renew(request: SignedInRequest, assessment_id: int, evidence_id: int) -> HttpResponse:
    """Say that an entry of evidence is still true today, and show the entries of its question."""
    return _changed(request, assessment_id, RENEW, evidence_id)


@require_POST
@told_where_to_go
def evidence_reuse(request: SignedInRequest, assessment_id: int, evidence_id: int) -> HttpResponse:
    """Use an entry of an earlier assessment of the team again, and show the entries of its question."""
    return _changed(request, assessment_id, REUSE, evidence_id)


def _changed(request: SignedInRequest, assessment_id: int, how: str, evidence_id: int) -> HttpResponse:
    at = timezone.now()
    seen = looked_at(request, assessment_id, on=local_day(at))
    if is_typed_by_another(request):
        raise PermissionDenied
    practice = practice_of(seen, how, evidence_id)
    if practice is None:
        raise Http404
    change(request, seen, how, evidence_id, at=at)
    if request.htmx:
        return _shown(request, looked_at(request, assessment_id, on=seen.on), practice, CHANGED)
    return redirect(address(assessment_id, _page_of(seen, practice), practice))


def _shown(
    request: SignedInRequest, seen: Visit, practice: str, template: str, unsaved: Unsaved | None = None
) -> HttpResponse:
    """The evidence of a question, to be put into the page in place of what it shows."""
    unsaved = unsaved or Unsaved()
    context = {"question": question(seen.catalog.practice[practice], seen, unsaved), "visit": seen}
    response = render(request, template, context, status=unsaved.status)
    response.headers[FRAGMENT] = "1"
    return response


def _page_of(seen: Visit, practice: str) -> Page:
    page = seen.page_of(practice)
    if page is None:
        raise Http404
    return page
