"""Saving one answer by itself."""

from django.core.exceptions import BadRequest
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST

from assessments import access
from assessments.core.workflow import Action
from assessments.forms.answering import ResponseForm
from assessments.queries.catalogs import NotPublished, PublishedCatalog, published
from assessments.views import ANOTHER, FRAGMENT, SignedInRequest, is_typed_by_another, told_where_to_go
from assessments.views.answering.saving import save_answer

LONGEST_ID = 18


@require_POST
@told_where_to_go
def response_save(request: SignedInRequest, assessment_id: int, practice: str) -> HttpResponse:
    """Store one answer and say so in one line: two UPDATEs, nothing read before."""
    version = _version(request.POST.get("version", ""))
    if version is None or practice not in version.catalog.practice:
        return _unknown(request, assessment_id, version)
    form = ResponseForm(request.POST, catalog=version.catalog, practice=practice)
    if is_typed_by_another(request):
        form.add_faults({"answer": ANOTHER})
    if not form.is_valid():
        access.assessment(request.user, assessment_id, Action.ANSWER)
    saving = save_answer(request, form, assessment_id=assessment_id, version=version, at=timezone.now())
    context = {"code": practice, "saving": saving}
    response = render(request, "assessments/_response.html", context, status=saving.status)
    response.headers[FRAGMENT] = "1"
    return response


def _version(sent: str) -> PublishedCatalog | None:
    """The catalog version that the page was made from; the save itself checks that it is the assessment's."""
    if not (sent.isascii() and sent.isdigit() and len(sent) <= LONGEST_ID):
        return None
    try:
        return published(int(sent))
    except NotPublished:
        return None


def _unknown(request: SignedInRequest, assessment_id: int, version: PublishedCatalog | None) -> HttpResponse:
    """Raise Http404 or PermissionDenied to whom they are due, BadRequest for the version, Http404 for the question."""
    access.assessment(request.user, assessment_id, Action.ANSWER)
    if version is None:
        raise BadRequest("No catalog version that is published was sent.")
    raise Http404
