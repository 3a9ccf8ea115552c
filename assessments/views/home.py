"""The first page: a person's teams, and what each needs next."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe


@require_safe
def home_show(request: HttpRequest) -> HttpResponse:
    """Show the person's teams, each with its state and one next thing to do."""
    return render(request, "assessments/home_show.html")
