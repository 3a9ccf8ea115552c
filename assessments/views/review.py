"""Looking over an assessment before it is submitted."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from assessments import access
from assessments.core.workflow import Action
from assessments.queries.assessments import local_day
from assessments.queries.reviews import review, right_as_it_is
from assessments.queries.settling import meeting
from assessments.queries.visits import visit
from assessments.views import SignedInRequest, told_where_to_go, trail_of


@require_safe
@told_where_to_go
def assessment_review(request: SignedInRequest, assessment_id: int) -> HttpResponse:
    """List what is open, doubtful or disagreed on, each with the way to its question."""
    assessment = access.assessment(request.user, assessment_id, Action.ANSWER)
    seen = visit(assessment, respondent_id=request.user.pk, on=local_day(timezone.now()))
    context = {
        "visit": seen,
        "assessment": assessment,
        "walk": seen.walk,
        "review": review(seen, respondent_id=request.user.pk, accepted=right_as_it_is(assessment_id, request.user.pk)),
        "meeting": meeting(seen),
        "trail": trail_of(assessment),
    }
    return render(request, "assessments/assessment_review.html", context)
