"""Confirming that a practice does not apply, and taking that back."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from assessments import access
from assessments.core.workflow import Action
from assessments.queries.catalogs import PublishedCatalog, published
from assessments.queries.held import NotAnswerable
from assessments.services import confirmations
from assessments.views import SignedInRequest, told_where_to_go

NOTHING_TO_CONFIRM = (
    "Nothing was confirmed: “{name}” does not wait for your word. Somebody may say by now that it does apply, "
    "or have taken it back; where a lead could confirm it, it waits for the lead."
)
NOT_TO_CONFIRM = "Somebody who did not say so has to confirm that “{name}” does not apply: a lead first."


@require_POST
@told_where_to_go
def confirmation_record(request: SignedInRequest, assessment_id: int, practice: str) -> HttpResponse:
    """Confirm what others said does not apply; a lead may take a confirmation back."""
    action = Action.SETTLE if "withdraw" in request.POST else Action.ANSWER
    assessment = access.assessment(request.user, assessment_id, action)
    version = published(assessment.catalog_version_id)
    if practice not in version.catalog.practice:
        raise Http404
    try:
        (_confirmed if action is Action.ANSWER else _taken_back)(request, assessment_id, version, practice)
    except NotAnswerable:
        access.assessment(request.user, assessment_id, action)
        raise Http404 from None
    address = reverse("assessments:assessment-review", args=(assessment_id,))
    return redirect(f"{address}#not-applicable")


def _confirmed(request: SignedInRequest, assessment_id: int, version: PublishedCatalog, practice: str) -> None:
    name = version.catalog.practice[practice].name
    try:
        confirmations.confirm_not_applicable(
            assessment_id=assessment_id,
            published=version,
            practice=practice,
            user_id=request.user.pk,
            at=timezone.now(),
        )
    except confirmations.NothingToConfirm:
        messages.info(request, NOTHING_TO_CONFIRM.format(name=name))
    except confirmations.NotToConfirm:
        messages.error(request, NOT_TO_CONFIRM.format(name=name))
    else:
        messages.success(request, f"Confirmed: “{name}” does not apply. It is left out of the numbers.")


def _taken_back(request: SignedInRequest, assessment_id: int, version: PublishedCatalog, practice: str) -> None:
    confirmations.withdraw_confirmation(
        assessment_id=assessment_id,
        published=version,
        practice=practice,
        user_id=request.user.pk,
        at=timezone.now(),
    )
    name = version.catalog.practice[practice].name
    messages.success(request, f"Taken back: “{name}” counts as missing until somebody confirms that it does not apply.")
