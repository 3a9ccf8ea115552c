"""Answering a question of the review: it is right as it is."""

from datetime import datetime

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from assessments import access
from assessments.core.workflow import Action
from assessments.forms.doubts import DoubtForm
from assessments.queries.assessments import local_day
from assessments.queries.held import NotAnswerable
from assessments.queries.reviews import Review, review, right_as_it_is
from assessments.queries.visits import visit
from assessments.services.doubts import accept_doubt, ask_again
from assessments.views import SignedInRequest, told_where_to_go

NOT_ASKED = "Nothing changed: that is asked in other words by now, or not at all."


@require_POST
@told_where_to_go
def doubt_accept(request: SignedInRequest, assessment_id: int) -> HttpResponse:
    """Take a doubt away for this person, or ask it again; one that is not raised any more changes nothing."""
    at = timezone.now()
    seen = _reviewed(request, assessment_id, at)
    form = DoubtForm(request.POST)
    if not form.is_valid():
        raise BadRequest("No doubt was named.")
    key, again = form.cleaned_data["doubt"], form.cleaned_data["again"]
    if key in {one.doubt.key for one in (seen.right_as_it_is if again else seen.doubts)}:
        try:
            (ask_again if again else accept_doubt)(
                assessment_id=assessment_id, doubt=key, person_id=request.user.pk, at=at
            )
        except NotAnswerable:
            access.assessment(request.user, assessment_id, Action.ANSWER)
            raise Http404 from None
    else:
        messages.info(request, NOT_ASKED)
    address = reverse("assessments:assessment-review", args=(assessment_id,))
    return redirect(f"{address}#doubts")


def _reviewed(request: SignedInRequest, assessment_id: int, at: datetime) -> Review:
    """What the review asks this person. Raises what `access` raises."""
    assessment = access.assessment(request.user, assessment_id, Action.ANSWER)
    seen = visit(assessment, respondent_id=request.user.pk, on=local_day(at))
    accepted = right_as_it_is(assessment_id, request.user.pk)
    return review(seen, respondent_id=request.user.pk, accepted=accepted)
