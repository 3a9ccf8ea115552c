"""The addresses at which last time's answers are confirmed by script: one, or what a page showed of them."""

from collections.abc import Collection
from datetime import datetime

from django.core.exceptions import BadRequest
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from assessments.core.walk import Page
from assessments.queries.assessments import local_day
from assessments.queries.visits import Visit
from assessments.views import ANOTHER, FRAGMENT, SignedInRequest, is_typed_by_another, told_where_to_go
from assessments.views.answering.carrying import TOGETHER, carried_page, confirm, pressed
from assessments.views.answering.pages import address, looked_at, question
from assessments.views.answering.saving import DONE, REFUSED, Saving, Unsaved


@require_POST
@told_where_to_go
def response_confirm(request: SignedInRequest, assessment_id: int, practice: str) -> HttpResponse:
    """Store last time's answer to a question as one's own, and show the question."""
    at = timezone.now()
    seen = looked_at(request, assessment_id, on=local_day(at))
    page = seen.page_of(practice)
    if page is None:
        raise Http404
    unsaved = _confirmed(request, seen, [practice], at=at)
    if unsaved.status == DONE and not request.htmx:
        return redirect(address(assessment_id, page, practice))
    return _cards(request, assessment_id, page, [practice], unsaved)


@require_POST
@told_where_to_go
def dimension_confirm(request: SignedInRequest, assessment_id: int, dimension: str) -> HttpResponse:
    """Store last time's answers that the page showed and that have no answer yet, and show their questions."""
    at = timezone.now()
    seen = looked_at(request, assessment_id, on=local_day(at))
    page = seen.walk.page(dimension)
    if page is None:
        raise Http404
    named = request.POST.getlist("shown")
    if len(set(named)) < len(named) or not set(named) <= {one.code for one in page.dimension.practices}:
        raise BadRequest("The page has no such questions.")
    practices = pressed(request.POST, page, button=TOGETHER)
    unsaved = _confirmed(request, seen, practices, at_once=True, at=at)
    if unsaved.status == DONE and not request.htmx:
        return redirect(address(assessment_id, page))
    return _cards(request, assessment_id, page, practices, unsaved, rest=True)


def _confirmed(
    request: SignedInRequest, seen: Visit, practices: Collection[str], *, at_once: bool = False, at: datetime
) -> Unsaved:
    """What could not be confirmed. Raises BadRequest for a page that was made from another catalog version."""
    if request.POST.get("version") != str(seen.sheet.published.version_id):
        raise BadRequest("The page was made from another catalog version.")
    if is_typed_by_another(request):
        return Unsaved({code: Saving(status=REFUSED, revision=0, faults=(ANOTHER,)) for code in practices})
    return Unsaved(confirm(request, seen, practices, at_once=at_once, at=at))


def _cards(
    request: SignedInRequest,
    assessment_id: int,
    page: Page,
    practices: Collection[str],
    unsaved: Unsaved,
    *,
    rest: bool = False,
) -> HttpResponse:
    """The questions as they stand now, and with `rest` what is left to be confirmed together."""
    seen = looked_at(request, assessment_id, on=local_day(timezone.now()))
    now = seen.walk.page(page.dimension.code) or page
    context = {
        "visit": seen,
        "page": now,
        "questions": [question(seen.catalog.practice[code], seen, unsaved) for code in practices],
        "carried": carried_page(seen, now),
        "rest": rest,
    }
    response = render(request, "assessments/_confirmed.html", context, status=unsaved.status)
    response.headers[FRAGMENT] = "1"
    return response
