"""The roadmap of a team, planned anew from its result in force at every look."""

from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from assessments import access
from assessments.core.roadmap_report import RoadmapReport, roadmap_report
from assessments.core.workflow import Action
from assessments.forms.planning import ScenarioForm
from assessments.queries.results import StoredResult, result_in_force
from assessments.views import SignedInRequest

if TYPE_CHECKING:
    from datetime import date


@require_safe
def roadmap_show(request: SignedInRequest, unit_id: int) -> HttpResponse:
    """Show the staged plan under the capacity and targets in the query string."""
    unit = access.team(request.user, unit_id, Action.VIEW_ROADMAP)
    stored = result_in_force(unit.pk)
    context: dict[str, object] = {
        "unit": unit,
        "trail": [(unit.name, reverse("assessments:team-show", args=[unit.pk]))],
        "stored": stored,
    }
    if stored:
        form = ScenarioForm(request.GET or None, catalog=stored.published.catalog, on=localdate())
        context |= {"form": form, "report": _planned(form, stored, localdate())}
    return render(request, "assessments/roadmap_show.html", context)


def _planned(form: ScenarioForm, stored: StoredResult, on: "date") -> RoadmapReport | None:
    """The plan with what the form says; None where so few person-weeks would make it far too long."""
    try:
        return roadmap_report(stored.published.catalog, stored.settled, scenario=form.scenario, on=on)
    except ValueError:
        return None
