"""Exceptions to gates: a manager allows planning before a gate opens, for a stated time, and may end it early."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from assessments import access
from assessments.core.calendar import day_words
from assessments.core.gates import Outcome, assess
from assessments.core.plans.plan_entries import InvalidEntry
from assessments.core.workflow import Action
from assessments.forms.adoption import GateExceptionForm
from assessments.queries.assessments import local_day
from assessments.queries.results import StoredResult, result_in_force
from assessments.services import gate_exceptions as services
from assessments.views import ASK_AND_DO, SignedInRequest, trail_of_team

if TYPE_CHECKING:
    from datetime import date

BETWEEN = ">"


@require_http_methods(ASK_AND_DO)
def exception_grant(request: SignedInRequest, unit_id: int) -> HttpResponse:
    """Ask for gate, last day and reason, and allow planning behind the gate from today on."""
    unit = access.team(request.user, unit_id, Action.GRANT_EXCEPTION)
    at = timezone.now()
    stored = result_in_force(unit.pk)
    posted = request.method == "POST"
    form = GateExceptionForm(request.POST if posted else None, gates=_shut(stored, local_day(at)) if stored else [])
    if posted and form.is_valid():
        before, _, after = form.cleaned_data["gate"].partition(BETWEEN)
        until, reason = form.cleaned_data["until"], form.cleaned_data["reason"]
        try:
            services.grant(
                unit=unit,
                by=request.user,
                before=before,
                after=after,
                since=local_day(at),
                until=until,
                reason=reason,
                at=at,
            )
        except InvalidEntry as wrong:
            form.add_faults(wrong.faults)
        except services.AlreadyGranted as granted:
            form.add_faults({"gate": f"An exception holds there already, until {day_words(granted.present.until)}."})
        else:
            messages.success(request, f"Planning is allowed until {day_words(until)}. The gate stays shut.")
            return redirect("assessments:plan-show", unit.pk)
    context = {"unit": unit, "trail": trail_of_team(unit, "Exception"), "form": form, "stored": stored}
    return render(request, "assessments/exception_grant.html", context, status=400 if posted else 200)


@require_POST
def exception_end(request: SignedInRequest, exception_id: int) -> HttpResponse:
    """End an exception before its time."""
    exception = access.gate_exception(request.user, exception_id, Action.GRANT_EXCEPTION)
    try:
        services.end(exception=exception, by=request.user, at=timezone.now())
    except services.AlreadyEnded:
        messages.info(request, "The exception had ended already.")
    else:
        messages.success(request, "The exception is ended.")
    return redirect("assessments:plan-show", exception.unit_id)


def _shut(stored: StoredResult, on: "date") -> list[tuple[str, str]]:
    """The gates that are not open on a day, by both codes and in words."""
    catalog = stored.published.catalog
    outcomes = assess(catalog, stored.settled, on=on).gates
    shut = (one.gate for one in outcomes if one.outcome is not Outcome.OPEN)
    return [
        (
            f"{gate.before}{BETWEEN}{gate.after}",
            f"{catalog.discipline[gate.before].name} before {catalog.discipline[gate.after].name}",
        )
        for gate in shut
    ]
