"""Sharing an assessment's questions among the team, and one person's open questions over all teams."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from assessments import access
from assessments.core.reminders import Occasion, reminder, reminder_for_all
from assessments.core.sharing import Sharing
from assessments.core.workflow import Action
from assessments.forms.sharing import ASK, TAKE_BACK, AskForm, SharesForm
from assessments.queries.assessments import local_day
from assessments.queries.held import NotAnswerable
from assessments.queries.sharing import open_questions, sharing_of
from assessments.queries.visits import Visit, visit
from assessments.services import assignments
from assessments.views import ASK_AND_DO, SignedInRequest, told_where_to_go, trail_of

Form = AskForm | SharesForm


@dataclass(frozen=True, slots=True)
class Look:
    """The sharing of an open assessment as its lead sees it."""

    seen: Visit
    sharing: Sharing

    def ask_form(self, data: object = None) -> AskForm:
        """The form that asks people; nobody who has left is offered, and nothing that waits."""
        groups: dict[str, list[tuple[str, str]]] = {}
        for one in self.sharing.dimensions:
            groups.setdefault(one.page.discipline.name, []).append((one.page.dimension.code, one.page.dimension.name))
        people = [(one.person_id, one.name) for one in self.sharing.team]
        return AskForm(data, dimensions=list(groups.items()), people=people, on=self.seen.on)

    def shares_form(self, data: object = None) -> SharesForm:
        """The form about what is asked already."""
        return SharesForm(data, shares=self.sharing.asked, on=self.seen.on)


@require_safe
def questions_show(request: SignedInRequest) -> HttpResponse:
    """List what is asked of the person and open, team by team, first due first."""
    teams = open_questions(request.user.pk, on=local_day(timezone.now()))
    return render(request, "assessments/questions_show.html", {"teams": teams})


@require_http_methods(ASK_AND_DO)
@told_where_to_go
def sharing_show(request: SignedInRequest, assessment_id: int) -> HttpResponse:
    """Show who is asked what and how far everybody is; a POST asks, changes days or takes back."""
    at = timezone.now()
    look = _looked_at(request, assessment_id, at)
    if request.method != "POST":
        return _shown(request, look)
    asks = request.POST.get("do") == ASK
    form: Form = look.ask_form(request.POST) if asks else look.shares_form(request.POST)
    if not form.is_valid() or not _done(request, look, form, at=at):
        return _shown(request, look, form, status=400)
    return redirect("assessments:sharing-show", assessment_id)


def _looked_at(request: SignedInRequest, assessment_id: int, at: datetime) -> Look:
    assessment = access.assessment(request.user, assessment_id, Action.SHARE)
    seen = visit(assessment, respondent_id=request.user.pk, on=local_day(at))
    return Look(seen, sharing_of(seen))


def _done(request: SignedInRequest, look: Look, form: Form, *, at: datetime) -> bool:
    """Whether it was done, with a message that says so; else the form says what was wrong."""
    of = {"assessment_id": look.seen.assessment.pk, "lead_id": request.user.pk, "at": at}
    try:
        said = _asked(look, form, of) if isinstance(form, AskForm) else _changed(form, of)
    except assignments.InvalidAssignment as invalid:
        form.add_faults({invalid.field: invalid.message})
        return False
    except NotAnswerable:
        access.assessment(request.user, look.seen.assessment.pk, Action.SHARE)
        raise Http404 from None
    messages.success(request, said)
    return True


def _asked(look: Look, form: AskForm, of: Mapping[str, Any]) -> str:
    clean = form.cleaned_data
    assignments.ask(
        published=look.seen.sheet.published,
        dimensions=clean["dimensions"],
        people=clean["people"],
        due=clean["due"],
        **of,
    )
    return "Asked. They find it under “My questions”; below is a reminder to copy."


def _changed(form: SharesForm, of: Mapping[str, Any]) -> str:
    if form.cleaned_data["do"] == TAKE_BACK:
        assignments.take_back(pairs=form.pairs, **of)
        return "Taken back. What was answered stays."
    assignments.change_due(pairs=form.pairs, due=form.cleaned_data["due"], **of)
    return "The new day is set."


def _shown(request: SignedInRequest, look: Look, form: Form | None = None, *, status: int = 200) -> HttpResponse:
    seen, shared = look.seen, look.sharing
    occasion = _occasion(request, seen)
    context = {
        "assessment": seen.assessment,
        "visit": seen,
        "walk": seen.walk,
        "sharing": shared,
        "ask": form if isinstance(form, AskForm) else look.ask_form(),
        "shares": form if isinstance(form, SharesForm) else look.shares_form(),
        "reminders": [(person, reminder(person, occasion)) for person in shared.team if person.open],
        "for_all": reminder_for_all(shared.team, occasion),
        "waiting": [leg for leg in seen.walk.legs if leg.waits and not leg.early_look],
        "trail": trail_of(seen.assessment),
    }
    return render(request, "assessments/sharing_show.html", context, status=status)


def _occasion(request: SignedInRequest, seen: Visit) -> Occasion:
    path = reverse("assessments:assessment-continue", args=(seen.assessment.pk,))
    return Occasion(
        title=seen.assessment.title,
        team=seen.assessment.unit.name,
        address=f"{settings.BASE_URL}{path}",
        lead=request.user.name,
        counted=not seen.assessment.names_hidden,
    )
