"""Confirming last time's answers, and what a page then says of those that it could not be done for."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import BadRequest
from django.http import QueryDict

from assessments import access
from assessments.core.walk import Page
from assessments.core.workflow import Action
from assessments.forms.answering import ConfirmingForm, ResponseForm
from assessments.queries.assessments import own_response
from assessments.queries.held import NotAnswerable
from assessments.queries.visits import Visit
from assessments.services.carrying import confirm_carried
from assessments.views import SignedInRequest
from assessments.views.answering.saving import REFUSED, SUPERSEDED, Saving

TOGETHER = "together"
OVERTAKEN = "Not confirmed: this changed since the page was loaded. What stands now is shown here."


@dataclass(frozen=True, slots=True, kw_only=True)
class CarriedPage:
    """What of last time a page offers: how many of its questions, which of them together, and what is asked no more.

    `on` is the day of the Result that the assessment carries over from.
    """

    on: date
    open: int
    together: tuple[str, ...]
    gone: tuple[str, ...]


def carried_page(seen: Visit, page: Page) -> CarriedPage | None:
    """What of last time the page offers; None where the assessment carries nothing over."""
    last_time = seen.sheet.last_time
    if last_time is None:
        return None
    offered = {code: one for code in page.open if (one := last_time.answers.get(code)) and one.offered}
    return CarriedPage(
        on=last_time.on,
        open=len(offered),
        together=tuple(code for code, one in offered.items() if one.at_once),
        gone=last_time.gone.get(page.discipline.code, ()) if page.number == 1 else (),
    )


def pressed(sent: QueryDict, page: Page, *, button: str) -> tuple[str, ...]:
    """The practices of the page that a button confirms: one, or all that were shown and have no answer yet.

    What has an answer on the page is saved as such.
    """
    named = sent.getlist("shown") if button == TOGETHER else [button]
    asked = [practice.code for practice in page.dimension.practices]
    return tuple(code for code in asked if code in named and not sent.get(f"{code}-answer", "").strip())


def confirm(
    request: SignedInRequest, seen: Visit, practices: Collection[str], *, at_once: bool, at: datetime
) -> Mapping[str, Saving]:
    """Confirm last time's answers and return what is to be said beside those that were left alone.

    Raises what `access` says of an assessment that this person may not answer now.
    """
    forms = {code: ConfirmingForm(request.POST, prefix=code) for code in practices}
    fit = {code: form.cleaned_data["remark"] for code, form in forms.items() if form.is_valid()}
    try:
        confirmed = fit and confirm_carried(
            assessment_id=seen.assessment.pk,
            published=seen.sheet.published,
            practices=fit.keys(),
            at_once=at_once,
            remarks=fit,
            respondent_id=request.user.pk,
            at=at,
        )
    except NotAnswerable:
        access.assessment(request.user, seen.assessment.pk, Action.ANSWER)
        raise BadRequest("The page was made from another catalog version.") from None
    return {
        code: _overtaken(request, seen, code) if code in fit else _refused(request, seen, code, form)
        for code, form in forms.items()
        if code not in confirmed
    }


def _refused(request: SignedInRequest, seen: Visit, practice: str, form: ConfirmingForm) -> Saving:
    told = tuple(str(message) for messages in form.errors.values() for message in messages)
    typed = ResponseForm(request.POST, catalog=seen.catalog, practice=practice)
    return Saving(status=REFUSED, form=typed, revision=0, faults=told)


def _overtaken(request: SignedInRequest, seen: Visit, practice: str) -> Saving:
    """What stands by now; beside what was typed, where something was."""
    typed = ResponseForm(request.POST, catalog=seen.catalog, practice=practice)
    present = own_response(
        assessment_id=seen.assessment.pk,
        practice_id=seen.sheet.published.practice_ids[practice],
        respondent_id=request.user.pk,
    )
    if typed.is_blank:
        revision, saved_at = (present.revision, present.answered_at) if present else (0, None)
        return Saving(status=SUPERSEDED, revision=revision, saved_at=saved_at, faults=(OVERTAKEN,))
    typed.is_valid()
    if present is None:
        return Saving(status=SUPERSEDED, form=typed, revision=0, faults=(OVERTAKEN,))
    return Saving(status=SUPERSEDED, form=typed, newer=present)
