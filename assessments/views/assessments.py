"""An assessment is started, continued, looked into early, submitted, reopened and discarded."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessments import access
from assessments.core.voices import SPREAD_FROM
from assessments.core.workflow import Action
from assessments.forms.answering import AssessmentForm, SubmitForm
from assessments.queries.assessments import local_day, result_in_force_of
from assessments.queries.exclusions import unconfirmed
from assessments.queries.reviews import blanks, counting
from assessments.queries.visits import Visit, visit
from assessments.services import assessments as services
from assessments.views import ASK_AND_DO, SignedInRequest, told_where_to_go, trail_of

if TYPE_CHECKING:
    from assessments.models import Assessment, Unit

TOO_FEW_TO_HIDE = f"Names can be hidden only among {SPREAD_FROM} people or more, and your team has fewer."
NOTHING_COUNTS = "Nobody has answered anything yet that counts, so there is nothing to submit."


@require_http_methods(ASK_AND_DO)
def assessment_start(request: SignedInRequest, unit_id: int) -> HttpResponse:
    """Ask for a title and start an assessment of the newest published catalog version."""
    unit = access.team(request.user, unit_id, Action.START)
    form = AssessmentForm(request.POST or None, has_result=unit.result_in_force_id is not None)
    if request.method == "POST" and form.is_valid():
        try:
            return _started(request, unit, form)
        except services.TooFewToHide:
            form.add_faults({"names_hidden": TOO_FEW_TO_HIDE})
    trail = [(unit.name, reverse("assessments:team-show", args=(unit.pk,))), ("Start an assessment", "")]
    context = {"unit": unit, "form": form, "trail": trail}
    return render(request, "assessments/assessment_start.html", context, status=400 if form.is_bound else 200)


@require_safe
@told_where_to_go
def assessment_continue(request: SignedInRequest, assessment_id: int) -> HttpResponse:
    """Go to the first open question, or to the review when there is none.

    A page that one has not begun opens at its top, where it says what it is about and who sees the answers.
    """
    seen = _looked_at(request, assessment_id, Action.ANSWER)
    page = seen.walk.first_open
    if page is None:
        return redirect("assessments:assessment-review", assessment_id)
    address = reverse("assessments:dimension-answer", args=(assessment_id, page.dimension.code))
    return redirect(f"{address}#{page.open[0]}" if page.answered else address)


@require_POST
@told_where_to_go
def early_look_open(request: SignedInRequest, assessment_id: int, discipline: str) -> HttpResponse:
    """Let a waiting discipline be answered on purpose, and go to its first page."""
    seen = _looked_at(request, assessment_id, Action.OPEN_EARLY_LOOK)
    if discipline not in seen.catalog.discipline:
        raise Http404
    try:
        services.open_early_look(
            assessment_id=assessment_id,
            published=seen.sheet.published,
            discipline=discipline,
            user_id=request.user.pk,
            at=timezone.now(),
        )
    except services.NotWaiting:
        messages.info(request, f"{seen.catalog.discipline[discipline].name} is open: no early look is needed.")
    except services.NotMovable:
        return _overtaken(assessment_id)
    first = seen.catalog.discipline[discipline].dimensions[0]
    return redirect("assessments:dimension-answer", assessment_id, first.code)


@require_http_methods(ASK_AND_DO)
@told_where_to_go
def assessment_submit(request: SignedInRequest, assessment_id: int) -> HttpResponse:
    """Say what submitting freezes, and submit; the service asks again who may, so nothing is read before it."""
    if request.method != "POST":
        return _asked_to_submit(request, assessment_id)
    try:
        result_id = services.submit_assessment(
            assessment_id=assessment_id,
            confirmed_early_looks=frozenset(request.POST.getlist("early_looks")),
            user_id=request.user.pk,
            at=timezone.now(),
        )
    except (services.NotMovable, services.NotAnEarlyLook):
        return _asked_to_submit(request, assessment_id)
    except services.NothingAnswered:
        messages.error(request, NOTHING_COUNTS)
        return redirect("assessments:assessment-review", assessment_id)
    messages.success(request, "The assessment is submitted. This is what it comes to.")
    return redirect("assessments:result-show", result_id)


@require_http_methods(ASK_AND_DO)
@told_where_to_go
def assessment_reopen(request: SignedInRequest, assessment_id: int) -> HttpResponse:
    """Ask, and open a submitted assessment again."""
    assessment = access.assessment(request.user, assessment_id, Action.REOPEN)
    if request.method != "POST":
        return _asked(request, assessment, "assessments/assessment_reopen.html")
    try:
        services.reopen_assessment(assessment_id=assessment_id, user_id=request.user.pk, at=timezone.now())
    except services.NotMovable:
        return _overtaken(assessment_id)
    except services.AlreadyOpen:
        messages.error(request, "The team has another open assessment. Submit or discard that one first.")
        return redirect("assessments:team-show", assessment.unit_id)
    messages.success(request, f"“{assessment.title}” is open again. Its result stays in force until you submit anew.")
    return redirect("assessments:assessment-review", assessment_id)


@require_http_methods(ASK_AND_DO)
@told_where_to_go
def assessment_discard(request: SignedInRequest, assessment_id: int) -> HttpResponse:
    """Ask, and put an open assessment aside for good."""
    assessment = access.assessment(request.user, assessment_id, Action.DISCARD)
    if request.method != "POST":
        in_force = result_in_force_of(assessment)
        return _asked(request, assessment, "assessments/assessment_discard.html", in_force=in_force)
    try:
        services.discard_assessment(assessment_id=assessment_id, user_id=request.user.pk, at=timezone.now())
    except services.NotMovable:
        return _overtaken(assessment_id)
    messages.success(request, f"“{assessment.title}” is discarded.")
    return redirect("assessments:team-show", assessment.unit_id)


def _looked_at(request: SignedInRequest, assessment_id: int, action: Action) -> Visit:
    assessment = access.assessment(request.user, assessment_id, action)
    return visit(assessment, respondent_id=request.user.pk, on=local_day(timezone.now()))


def _started(request: SignedInRequest, unit: "Unit", form: AssessmentForm) -> HttpResponse:
    try:
        assessment_id = services.start_assessment(
            unit_id=unit.pk, user_id=request.user.pk, at=timezone.now(), **form.cleaned_data
        )
    except services.NothingPublished:
        messages.error(request, "There are no questions yet: ask your administrator to publish them.")
        return redirect("assessments:home-show")
    except services.NotStartable:
        raise Http404 from None
    except services.AlreadyOpen:
        messages.info(request, "Your team has an open assessment already: go on with that one.")
        return redirect("assessments:team-show", unit.pk)
    return redirect("assessments:assessment-continue", assessment_id)


def _asked_to_submit(request: SignedInRequest, assessment_id: int) -> HttpResponse:
    """Ask before submitting, beside what was wrong with what was sent; 404, 403 or 409 to who may not."""
    seen = _looked_at(request, assessment_id, Action.SUBMIT)
    form = SubmitForm(request.POST if request.method == "POST" else None, early_looks=_opened_early_looks(seen))
    context = {
        "assessment": seen.assessment,
        "visit": seen,
        "form": form,
        "blanks": blanks(seen),
        "unconfirmed": unconfirmed(seen),
        "counting": counting(seen),
        "anything": any(one.answered for one in seen.sheet.settled.values()),
        "heard_from": SPREAD_FROM,
        "trail": trail_of(seen.assessment),
    }
    return render(request, "assessments/assessment_submit.html", context, status=400 if form.is_bound else 200)


def _opened_early_looks(seen: Visit) -> list[tuple[str, str]]:
    """The early looks whose gate is open now: they count if the lead confirms them (`domain.md` 4.4)."""
    opened = (leg.discipline for leg in seen.walk.legs if leg.opened_by)
    return [(one.code, one.name) for one in opened if one.code in seen.assessment.early_looks]


def _asked(request: SignedInRequest, assessment: "Assessment", template: str, **more: object) -> HttpResponse:
    return render(request, template, {"assessment": assessment, "trail": trail_of(assessment), **more})


def _overtaken(assessment_id: int) -> HttpResponse:
    """Somebody moved the assessment meanwhile: its own page says what became of it."""
    return redirect("assessments:assessment-continue", assessment_id)
