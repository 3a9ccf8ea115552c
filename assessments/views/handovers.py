"""Handing over the open work of somebody who leaves a team, or has left it."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from assessments import access
from assessments.core.plans.plan_entries import InvalidEntry
from assessments.core.workflow import Action
from assessments.forms.sharing import HandOverForm
from assessments.queries.handovers import UnitWork, open_work
from assessments.queries.held import NotAnswerable
from assessments.services.handovers import hand_over
from assessments.views import ASK_AND_DO, SignedInRequest

if TYPE_CHECKING:
    from assessments.models import Unit


@require_http_methods(ASK_AND_DO)
def handover_show(request: SignedInRequest, unit_id: int) -> HttpResponse:
    """List who has what open, those who left first; a POST gives all that one has to somebody else.

    A lead hands over questions and milestones, a manager milestones only, and sees no more than those.
    """
    unit = access.team(request.user, unit_id, Action.ADOPT)
    found = open_work(unit.pk, with_questions=unit.standing.may(Action.SHARE))
    if request.method != "POST":
        return _shown(request, unit, found)
    form = _form(found, request)
    if not form.is_valid():
        return _shown(request, unit, found, form, status=400)
    return _handed_over(request, unit, found, form)


def _form(found: UnitWork, request: SignedInRequest) -> HandOverForm:
    people = [(one.person_id, one.name) for one in found.work]
    return HandOverForm(request.POST, people=people, others=list(found.people))


def _handed_over(request: SignedInRequest, unit: "Unit", found: UnitWork, form: HandOverForm) -> HttpResponse:
    person_id, to_id = form.cleaned_data["person"], form.cleaned_data["to"]
    try:
        count = hand_over(unit_id=unit.pk, person_id=person_id, to_id=to_id, by=request.user, at=timezone.now())
    except InvalidEntry as wrong:
        form.add_faults(wrong.faults)
        return _shown(request, unit, found, form, status=400)
    except NotAnswerable:
        messages.error(
            request, "The assessment was closed meanwhile. Nothing was handed over; this is what is open now."
        )
        return redirect("assessments:handover-show", unit.pk)
    names = {one.id: one.name for one in found.people}
    before = next(one.name for one in found.work if one.person_id == person_id)
    messages.success(request, f"{names[to_id]} goes on with what {before} had open: {count} in all.")
    return redirect("assessments:handover-show", unit.pk)


def _shown(
    request: SignedInRequest, unit: "Unit", found: UnitWork, form: HandOverForm | None = None, *, status: int = 200
) -> HttpResponse:
    sent = form["person"].value() if form else ""
    context = {
        "unit": unit,
        "rows": [(one, found.others(one), str(one.person_id) == sent) for one in found.work],
        "form": form,
        "hands_over_questions": unit.standing.may(Action.SHARE),
        "trail": [(unit.name, reverse("assessments:team-show", args=(unit.pk,))), ("Handing over", "")],
    }
    return render(request, "assessments/handover_show.html", context, status=status)
