"""What is sent after its sign-in has ended: given back to be copied, and nothing is done."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers
from django.utils.http import url_has_allowed_host_and_scheme

from assessments.forms.typed import typed_texts

AnyView = Callable[..., HttpResponseBase]

# What Django's reasons begin with where the request came from a page of this site, only with a token of before.
OUTDATED = "CSRF"


class SignInRequired(LoginRequiredMiddleware):
    """Every page asks for a sign-in unless it says otherwise (`login_not_required`), and gives back what is sent to it.

    Nothing is looked up, so that the answer is the same for every address, whether there is something behind it or not.
    """

    def process_view(
        self, request: HttpRequest, view_func: AnyView, view_args: tuple[Any, ...], view_kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        """Give a POST back to be copied (403); lead anything else to the sign-in and from there back."""
        to_sign_in = super().process_view(request, view_func, view_args, view_kwargs)
        if to_sign_in is None or request.method != "POST":
            return to_sign_in
        return _given_back(request, "signed_out.html")


def outdated_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say that a form came with the token of an earlier sign-in, and give back what was typed into it (403).

    What another site sent is not given back: nobody here typed it.
    """
    return _given_back(request, "403_csrf.html", is_ours=reason.startswith(OUTDATED))


def _given_back(request: HttpRequest, template: str, *, is_ours: bool = True) -> HttpResponse:
    """Show what was sent to who sent it, and to nobody who uses the browser next."""
    typed = typed_texts(request.POST, request.FILES) if is_ours else ()
    response = render(request, template, {"typed": typed, "way_back": _way_back(request)}, status=403)
    add_never_cache_headers(response)
    return response


def _way_back(request: HttpRequest) -> str:
    """The page of this site that the form stood on; empty where the browser does not say."""
    sent_from = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(sent_from, allowed_hosts={request.get_host()}):
        return ""
    place = urlsplit(sent_from)
    page = f"{place.path}?{place.query}" if place.query else place.path
    return page if url_has_allowed_host_and_scheme(page, allowed_hosts=None) else ""
