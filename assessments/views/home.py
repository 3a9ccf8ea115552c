"""The first page: a person's teams, and what each needs next."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from assessments.queries.assessments import local_day
from assessments.queries.teams import administrators, teams_of
from assessments.views import SignedInRequest


@require_safe
def home_show(request: SignedInRequest) -> HttpResponse:
    """Show the person's teams, each with its state and one next thing to do."""
    teams = teams_of(request.user.pk, on=local_day(timezone.now()))
    context = {"teams": teams, "administrators": () if teams else administrators()}
    return render(request, "assessments/home_show.html", context)
