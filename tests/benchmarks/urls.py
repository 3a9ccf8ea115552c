"""The site's addresses, and pages that only the benchmarks have."""

from dataclasses import dataclass

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Column, Fieldset, Layout, Row, Submit
from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from assessments.core.catalog import Practice, Source, Statement
from assessments.forms.answering import KINDS
from assessments.queries.marks import DiscussionMark
from assessments.queries.visits import Visit
from assessments.views import SignedInRequest
from assessments.views.answering.pages import Question, Way, answered, question
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


@dataclass(frozen=True, slots=True)
class Beside:
    """What the page shows of a question besides its fields."""

    question: Question
    statements: tuple[Statement, ...]
    sources: tuple[Source, ...]
    discussion: DiscussionMark | None


class CrispyWay(Way):
    """The same page of the walk through crispy: the same reads, the same around the questions, the same of each."""

    template = "crispy_questionnaire.html"

    def __init__(self, dimension: str) -> None:
        self.dimension = dimension

    def context(self, seen: Visit) -> dict[str, object]:
        page = self.page(seen, self.dimension)
        assert page is not None
        questions = [question(practice, seen, Unsaved()) for practice in page.dimension.practices]
        beside = [
            Beside(one, *seen.catalog.grounds[one.practice.code], seen.discussion(one.practice.code))
            for one in questions
        ]
        return {**super().context(seen), "form": _form(questions, seen), "beside": beside}


def crispy(request: SignedInRequest, assessment_id: int, dimension: str) -> HttpResponse:
    """The page of a dimension through crispy."""
    return answered(request, assessment_id, dimension, way=CrispyWay(dimension))


def _form(questions: list[Question], seen: Visit) -> CrispyQuestionnaire:
    initial: dict[str, object] = {}
    for one in questions:
        code = one.practice.code
        initial |= {f"{code}-{name}": getattr(one, name) for name in ("reason", "remark")}
        initial |= {f"{code}-answer": one.chosen, f"{code}-revision": one.saving.revision}
        initial |= {f"{code}-evidence-dated": seen.on}
    return CrispyQuestionnaire([one.practice for one in questions], initial)


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
