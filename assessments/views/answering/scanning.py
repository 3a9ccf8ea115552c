"""The quick scan: its pages, which are pages of the same questions, and what it shows."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from assessments.core.walk import Page
from assessments.queries.assessments import local_day
from assessments.queries.proofs import scan_of
from assessments.queries.visits import Visit
from assessments.views import ASK_AND_DO, SignedInRequest, told_where_to_go, trail_of
from assessments.views.answering.pages import Way, answered, looked_at, waiting


class ScanWay(Way):
    """The foundations alone, discipline by discipline."""

    url_name = "scan-answer"
    template = "assessments/scan_answer.html"
    leads_to = "scan-show"

    def page(self, seen: Visit, code: str) -> Page | None:
        """The page of a discipline's foundations."""
        found = scan_of(seen).of(code)
        return found.page if found else None

    def neighbours(self, seen: Visit, page: Page) -> tuple[Page | None, Page | None]:
        """The pages before and after in the scan."""
        scan = scan_of(seen)
        return scan.before(page), scan.after(page)

    def explained(self, request: SignedInRequest, seen: Visit, code: str) -> HttpResponse:
        """Explain what a discipline waits for. Raises Http404 where there is nothing to scan."""
        for leg in seen.walk.legs:
            if code == leg.discipline.code and leg.waits:
                return waiting(request, seen, leg)
        raise Http404

    def context(self, seen: Visit) -> dict[str, object]:
        """The scan, for its own way through it."""
        return {"walk": seen.walk, "scan": scan_of(seen)}


@require_http_methods(ASK_AND_DO)
@told_where_to_go
def scan_answer(request: SignedInRequest, assessment_id: int, discipline: str) -> HttpResponse:
    """Show the foundations of one discipline; a POST stores every changed row and goes where it was told."""
    return answered(request, assessment_id, discipline, way=ScanWay())


@require_safe
@told_where_to_go
def scan_show(request: SignedInRequest, assessment_id: int) -> HttpResponse:
    """Say what the quick scan shows so far, and what comes next."""
    seen = looked_at(request, assessment_id, on=local_day(timezone.now()))
    context = {
        "visit": seen,
        "assessment": seen.assessment,
        "walk": seen.walk,
        "scan": scan_of(seen),
        "trail": trail_of(seen.assessment),
    }
    return render(request, "assessments/scan_show.html", context)
