"""What the site answers, one module for each noun."""

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from assessments.access import WrongState

if TYPE_CHECKING:
    from django_htmx.middleware import HtmxDetails

    from assessments.models import Assessment, Unit, User

View = Callable[..., HttpResponse]

# Tells static/js/saving.js that an answer is a part of the page and may be put into it.
FRAGMENT = "X-Fragment"
ASK_AND_DO = ["GET", "HEAD", "POST"]
ANOTHER = "Somebody else is signed in here now, so nothing was saved. Sign in again as yourself first."


class SignedInRequest(HttpRequest):
    """A request as views get it: the middleware has let nobody through who is not signed in."""

    user: "User"
    htmx: "HtmxDetails"


def told_where_to_go(view: View) -> View:
    """Turn `WrongState` into a page that says what became of the assessment and where to go (409)."""

    @wraps(view)
    def answered(request: HttpRequest, *args: object, **options: object) -> HttpResponse:
        try:
            return view(request, *args, **options)
        except WrongState as wrong:
            context = {"assessment": wrong.assessment, "trail": trail_of(wrong.assessment)}
            return render(request, "409.html", context, status=409)

    return answered


def trail_of(assessment: "Assessment") -> list[tuple[str, str]]:
    """Where pages about an assessment are: below its team. The unit has to be loaded with it."""
    unit = assessment.unit
    return [(unit.name, reverse("assessments:team-show", args=(unit.pk,))), (assessment.title, "")]


def trail_of_team(unit: "Unit", *more: str) -> list[tuple[str, str]]:
    """Where pages about a team's plan are: below the team and its plan, and what comes after by name."""
    team = (unit.name, reverse("assessments:team-show", args=(unit.pk,)))
    plan = ("Plan", reverse("assessments:plan-show", args=(unit.pk,)) if more else "")
    return [team, plan, *((name, "") for name in more)]


def is_typed_by_another(request: SignedInRequest) -> bool:
    """Whether the page was made for somebody who is not signed in any more; nothing is known of one that does not say.

    Browsers share a sign-in among their tabs, so that another person's old page may be sent in this one's name.
    """
    return request.POST.get("typed_by", str(request.user.pk)) != str(request.user.pk)
