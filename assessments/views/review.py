"""Looking over an assessment before it is submitted, and settling where members disagree."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from assessments import access
from assessments.core.workflow import Action
from assessments.forms.answering import AgreedLevelForm
from assessments.queries.assessments import local_day
from assessments.queries.held import NotAnswerable
from assessments.queries.reviews import review
from assessments.queries.visits import Visit, visit
from assessments.services import agreed_levels
from assessments.views import SignedInRequest, told_where_to_go, trail_of


@require_safe
@told_where_to_go
def assessment_review(request: SignedInRequest, assessment_id: int) -> HttpResponse:
    """List what is open, doubtful or disagreed on, each with the way to its question."""
    return _shown(request, _looked_at(request, assessment_id, Action.ANSWER))


@require_POST
@told_where_to_go
def agreed_level_record(request: SignedInRequest, assessment_id: int, practice: str) -> HttpResponse:
    """Record the level that the team settled on, or take it back."""
    seen = _looked_at(request, assessment_id, Action.SETTLE)
    if practice not in seen.catalog.practice:
        raise Http404
    if "withdraw" in request.POST:
        return _withdrawn(request, seen, practice)
    form = AgreedLevelForm(request.POST, catalog=seen.catalog, practice=practice)
    if not form.is_valid():
        return _shown(request, seen, form)
    return _recorded(request, seen, form)


def _looked_at(request: SignedInRequest, assessment_id: int, action: Action) -> Visit:
    assessment = access.assessment(request.user, assessment_id, action)
    return visit(assessment, respondent_id=request.user.pk, on=local_day(timezone.now()))


def _back(assessment_id: int, practice: str) -> HttpResponse:
    address = reverse("assessments:assessment-review", args=(assessment_id,))
    return redirect(f"{address}#settle-{practice}")


def _withdrawn(request: SignedInRequest, seen: Visit, practice: str) -> HttpResponse:
    try:
        agreed_levels.withdraw_agreed_level(
            assessment_id=seen.assessment.pk,
            published=seen.sheet.published,
            practice=practice,
            lead_id=request.user.pk,
            at=timezone.now(),
        )
    except NotAnswerable:
        access.assessment(request.user, seen.assessment.pk, Action.SETTLE)
        raise Http404 from None
    return _back(seen.assessment.pk, practice)


def _recorded(request: SignedInRequest, seen: Visit, form: AgreedLevelForm) -> HttpResponse:
    try:
        agreed_levels.record_agreed_level(
            assessment_id=seen.assessment.pk,
            published=seen.sheet.published,
            practice=form.practice,
            level=form.cleaned_data["level"],
            reason=form.cleaned_data["reason"],
            lead_id=request.user.pk,
            at=timezone.now(),
        )
    except agreed_levels.InvalidAgreedLevel as invalid:
        form.add_faults({invalid.field: invalid.message})
        return _shown(request, seen, form)
    except NotAnswerable:
        access.assessment(request.user, seen.assessment.pk, Action.SETTLE)
        raise Http404 from None
    messages.success(request, f"Recorded: level {form.cleaned_data['level']} for {form.practice}.")
    return _back(seen.assessment.pk, form.practice)


def _shown(request: SignedInRequest, seen: Visit, settling: AgreedLevelForm | None = None) -> HttpResponse:
    context = {
        "visit": seen,
        "assessment": seen.assessment,
        "walk": seen.walk,
        "review": review(seen, respondent_id=request.user.pk),
        "settling": settling,
        "trail": trail_of(seen.assessment),
    }
    return render(request, "assessments/assessment_review.html", context, status=400 if settling else 200)
