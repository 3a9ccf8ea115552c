"""What was typed into a form, given back as it was sent where the site cannot take it: it is all that is known then.

Nothing is looked up, so that the page is the same for every address, whatever there is behind it.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import wraps

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from assessments.core.answering import LONGEST_TEXT

# A field of a question, as pages name it: the code of the practice and what of it was typed.
FIELD = re.compile(r"([A-Z0-9]+(?:-[A-Z0-9]+)*)-(answer|level|reason|remark|dissent|evidence-title|evidence-text)")
NAMES = {
    "answer": "Answer",
    "level": "Agreed level",
    "reason": "Reason",
    "remark": "Remark",
    "dissent": "Who sees it otherwise",
    "evidence-title": "Title of the evidence",
    "evidence-text": "Evidence",
}
CHOICES = {
    "dont_know": "Don’t know",
    "not_applicable": "Not applicable",
    **{digit: f"Level {digit}" for digit in "01234"},
}
# Their forms hold passwords, or nothing that took long to type.
NEVER = ("accounts/", "admin/")


@dataclass(frozen=True, slots=True)
class Typed:
    """One field: `of` is the practice's code, empty where it belongs to none."""

    of: str
    name: str
    text: str


def typed_texts(request: HttpRequest) -> tuple[Typed, ...]:
    """Everything that somebody may want to copy, in the order of the form; each text cut to what could be stored."""
    route = request.resolver_match.route if request.resolver_match else ""
    return () if route.startswith(NEVER) else tuple(_typed(request))


def given_back_to_signed_out(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Give a POST back to who is signed out (403), to be copied, and ask for a sign-in otherwise."""

    @wraps(view)
    def answered(request: HttpRequest, *args: object, **options: object) -> HttpResponse:
        if request.user.is_authenticated:
            return view(request, *args, **options)
        if request.method != "POST":
            return redirect_to_login(request.get_full_path())
        context = {"typed": typed_texts(request), "way_back": request.path}
        return render(request, "signed_out.html", context, status=403)

    return answered


def _typed(request: HttpRequest) -> Iterator[Typed]:
    for name, sent in request.POST.items():
        text = str(sent).strip()[:LONGEST_TEXT]
        if text and (field := FIELD.fullmatch(name)):
            of, part = field.groups()
            yield Typed(of, NAMES[part], CHOICES.get(text, text) if part in ("answer", "level") else text)
        elif any(map(str.isspace, text)):
            yield Typed("", name.replace("_", " ").replace("-", " ").capitalize()[:60], text)
