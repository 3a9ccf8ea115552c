"""The site's addresses, and pages that only the benchmarks have."""

from crispy_forms.helper import FormHelper
from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone

from assessments.core.catalog import Practice
from assessments.forms import KINDS
from assessments.queries.assessments import local_day
from assessments.views import SignedInRequest
from assessments.views.answering.pages import looked_at, question
from assessments.views.answering.saving import Unsaved
from opsmaturity.urls import urlpatterns as of_the_site


def framed(request: HttpRequest) -> HttpResponse:
    """The unit S: the site's frame around nothing, for which session and user are read."""
    return render(request, "base.html")


def bare(request: SignedInRequest) -> HttpResponse:
    """Session and user are read, and nothing is rendered."""
    return HttpResponse(request.user.name)


class CrispyQuestionnaire(forms.Form):
    """The fields of a page of the walk as an ordinary form."""

    helper = FormHelper()

    def __init__(self, practices: list[Practice], initial: dict[str, object]) -> None:
        super().__init__(initial=initial)
        for one in practices:
            self.fields |= _fields(one)


def crispy(request: SignedInRequest, assessment_id: int, dimension: str) -> HttpResponse:
    """The same page of the walk through crispy: the same reads, frame and fields."""
    seen = looked_at(request, assessment_id, on=local_day(timezone.now()))
    page = seen.walk.page(dimension)
    assert page is not None
    questions = [question(practice, seen, Unsaved()) for practice in page.dimension.practices]
    initial: dict[str, object] = {}
    for one in questions:
        code = one.practice.code
        initial |= {f"{code}-{name}": getattr(one, name) for name in ("reason", "remark")}
        initial |= {f"{code}-answer": one.chosen, f"{code}-revision": one.saving.revision}
    form = CrispyQuestionnaire([one.practice for one in questions], initial)
    return render(request, "crispy_questionnaire.html", {"form": form})


def _fields(practice: Practice) -> dict[str, forms.Field]:
    anchors = [(str(level), practice.anchors[level]) for level in practice.offered]
    aside = [("dont_know", "Don’t know"), ("not_applicable", "Not applicable")]
    text = forms.Textarea(attrs={"rows": 3})
    fields: dict[str, forms.Field] = {
        "answer": forms.ChoiceField(label=practice.question, choices=[*anchors, *aside], widget=forms.RadioSelect),
        "reason": forms.CharField(required=False, widget=text, help_text=practice.not_applicable_when),
        "remark": forms.CharField(required=False, widget=text),
        "revision": forms.IntegerField(widget=forms.HiddenInput),
        "evidence-kind": forms.ChoiceField(choices=KINDS),
        "evidence-text": forms.CharField(required=False, widget=text, help_text=practice.evidence_hint),
        "evidence-dated": forms.DateField(required=False),
    }
    return {f"{practice.code}-{name}": field for name, field in fields.items()}


urlpatterns = [
    *of_the_site,
    path("benchmarks/framed/", framed),
    path("benchmarks/bare/", bare),
    path("benchmarks/crispy/<int:assessment_id>/<str:dimension>/", crispy),
]
