"""The first page: what of a person's is late, due and next, and the own teams with what each needs."""

from datetime import date

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from assessments.queries import portfolio
from assessments.queries.assessments import local_day
from assessments.queries.following import OwnMilestone, late_gates, own_milestones
from assessments.queries.teams import administrators, teams_of
from assessments.views import SignedInRequest

DUE_SOON = 30
"""Days within which a milestone is called due."""


@require_safe
def home_show(request: SignedInRequest) -> HttpResponse:
    """Show late gates to managers, the person's milestones, and the own teams, each with one next thing to do."""
    on = local_day(timezone.now())
    teams = teams_of(request.user.pk, on=on)
    context = {
        "teams": teams,
        "administrators": () if teams else administrators(),
        "late_gates": _late_gates(request, on),
        "milestones": _grouped(own_milestones(request.user.pk, on)),
    }
    return render(request, "assessments/home_show.html", context)


def _late_gates(request: SignedInRequest, on: date) -> list[tuple[int, str, str]]:
    """The late gates of all teams of a manager: each team with what it says, once for gates that move together."""
    if not request.user.is_manager:
        return []
    late = late_gates(portfolio.within(portfolio.branches(request.user.pk), None), on)
    return list(dict.fromkeys((one.unit_id, one.unit_name, one.now.sentence) for one in late))


def _grouped(own: tuple[OwnMilestone, ...]) -> list[tuple[str, list[OwnMilestone]]]:
    """The milestones as late, due and next; the headings that have none are left out."""
    groups = {
        "Late": [one for one in own if one.is_late],
        "Due": [one for one in own if 0 <= one.days_left <= DUE_SOON],
        "Next": [one for one in own if one.days_left > DUE_SOON],
    }
    return [(heading, milestones) for heading, milestones in groups.items() if milestones]
