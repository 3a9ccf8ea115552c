"""The site's addresses, and pages that only the benchmarks have."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Column, Fieldset, Layout, Row, Submit
from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone

from assessments.core.catalog import Practice
from assessments.forms.answering import KINDS
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

    def __init__(self, practices: list[Practice], initial: dict[str, object]) -> None:
        super().__init__(initial=initial)
        for one in practices:
            self.fields |= _fields(one)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.layout = Layout(*map(_laid_out, practices))


def crispy(request: SignedInRequest, assessment_id: int, dimension: str) -> HttpResponse:
    """The same page of the walk through crispy: the same reads, the same way beside it, the same fields."""
    seen = looked_at(request, assessment_id, on=local_day(timezone.now()))
    page = seen.walk.page(dimension)
    assert page is not None
    initial: dict[str, object] = {}
    for one in (question(practice, seen, Unsaved()) for practice in page.dimension.practices):
        code = one.practice.code
        initial |= {f"{code}-{name}": getattr(one, name) for name in ("reason", "remark")}
        initial |= {f"{code}-answer": one.chosen, f"{code}-revision": one.saving.revision}
        initial |= {f"{code}-evidence-dated": seen.on}
    form = CrispyQuestionnaire(list(page.dimension.practices), initial)
    context = {"form": form, "visit": seen, "assessment": seen.assessment, "walk": seen.walk, "page": page}
    return render(request, "crispy_questionnaire.html", context)


def _fields(practice: Practice) -> dict[str, forms.Field]:
    anchors = [(str(level), practice.anchors[level]) for level in practice.offered]
    aside = [("dont_know", "Don’t know"), ("not_applicable", "Not applicable")][: 1 + _may_not_apply(practice)]
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
    return {f"{practice.code}-{name}": field for name, field in fields.items() if name in _shown(practice)}


def _may_not_apply(practice: Practice) -> bool:
    return bool(practice.not_applicable_when) and not practice.foundation


def _shown(practice: Practice) -> list[str]:
    reason = ["reason"] if _may_not_apply(practice) else []
    return ["answer", *reason, "remark", "revision", "evidence-kind", "evidence-text", "evidence-dated"]


def _laid_out(practice: Practice) -> Fieldset:
    code = practice.code
    return Fieldset(
        f"{code} · {practice.name}",
        *(f"{code}-{name}" for name in _shown(practice) if not name.startswith("evidence")),
        Row(*(Column(f"{code}-evidence-{name}") for name in ("kind", "text", "dated"))),
        Submit("go", "Save", css_id=f"{code}-save"),
    )


urlpatterns = [
    *of_the_site,
    path("benchmarks/framed/", framed),
    path("benchmarks/bare/", bare),
    path("benchmarks/crispy/<int:assessment_id>/<str:dimension>/", crispy),
]
