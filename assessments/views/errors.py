"""What the site answers when something breaks."""

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views import defaults

from assessments.forms.typed import typed_texts

RETRY_SECONDS = 30
# What Django's reasons begin with where the request came from a page of this site, only with a token of before.
OUTDATED = "CSRF"
# Forms there hold passwords, or nothing that took long to type.
NOT_GIVEN_BACK = ("accounts/", "admin/")
PAGES_OF_QUESTIONS = ("dimension-answer", "scan-answer")


def server_error(request: HttpRequest) -> HttpResponse:
    """Say that it comes back when the database is away (503), else that it broke (500); neither page reads it."""
    if isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        headers = {"Retry-After": str(RETRY_SECONDS), "Cache-Control": "no-store"}
        return HttpResponse(render_to_string("503.html"), status=503, headers=headers)
    return defaults.server_error(request)


def outdated_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say that a form came with the token of an earlier sign-in, and give back what was typed into it (403).

    What another site sent is not given back: nobody here typed it.
    """
    asked = request.resolver_match
    is_ours = reason.startswith(OUTDATED) and asked is not None and not asked.route.startswith(NOT_GIVEN_BACK)
    context = {
        "typed": typed_texts(request.POST) if is_ours else (),
        "way_back": request.path if asked and asked.url_name in PAGES_OF_QUESTIONS else "",
    }
    return render(request, "403_csrf.html", context, status=403)
