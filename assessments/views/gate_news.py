"""What the answers so far say of the gates: told beside the questions, or as a page of its own."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from assessments import access
from assessments.core.workflow import Action
from assessments.queries.assessments import local_day
from assessments.queries.proofs import news_of
from assessments.queries.visits import visit
from assessments.views import FRAGMENT, SignedInRequest, told_where_to_go, trail_of


@require_safe
@told_where_to_go
@vary_on_headers("HX-Request")
def gates_tell(request: SignedInRequest, assessment_id: int) -> HttpResponse:
    """Tell how the gates stand by the team's answers; a script gets what is proved, and no page around it."""
    assessment = access.assessment(request.user, assessment_id, Action.ANSWER)
    seen = visit(assessment, respondent_id=request.user.pk, on=local_day(timezone.now()))
    context = {"visit": seen, "assessment": assessment, "walk": seen.walk, "every": news_of(seen)}
    if not request.htmx:
        return render(request, "assessments/gates_tell.html", context | {"trail": trail_of(assessment)})
    response = render(request, "assessments/_gates_told.html", context)
    response.headers[FRAGMENT] = "1"
    return response
