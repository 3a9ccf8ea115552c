"""What was typed into a page that cannot be stored any more, given back to be read and copied."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import render

from assessments.core.agreement import Answer, Kind
from assessments.core.answer_words import CHOICES, choice_words
from assessments.core.answering import LONGEST_TEXT
from assessments.core.catalog import Catalog, Practice
from assessments.core.quick_scan import foundations
from assessments.forms.answering import ResponseForm
from assessments.queries.assessments import AssessmentSheet, OwnResponse, sheet
from assessments.queries.evidence import EvidenceEntry
from assessments.views import SignedInRequest, is_typed_by_another, trail_of

if TYPE_CHECKING:
    from assessments.models import Assessment


@dataclass(frozen=True, slots=True, kw_only=True)
class Unstored:
    """What was typed for one question, each text cut to what could have been stored; blank where nothing was."""

    practice: Practice
    choice: str
    reason: str
    remark: str
    evidence: str


def differs(form: ResponseForm, own: OwnResponse | None) -> bool:
    """Whether the row holds something that is not stored; a row that was left blank stays unanswered."""
    if own is None or not form.is_valid():
        return not form.is_blank
    clean = form.cleaned_data
    return bool((clean["answer"], clean["reason"], clean["remark"]) != (own.answer, own.reason, own.remark))


def given_back(
    request: SignedInRequest, assessment: "Assessment", dimension: str, *, waits: bool = False
) -> HttpResponse | None:
    """The page that says why nothing more of the dimension is stored, with what is not (409); None if all is.

    `waits` if its discipline waits; else the assessment is not open, or somebody else is signed in by now.
    """
    another = is_typed_by_another(request)
    stored = sheet(assessment, respondent_id=request.user.pk)
    rows = _unstored(request, stored, dimension, of_another=another)
    if not rows:
        return None
    context = {"assessment": assessment, "rows": rows, "another": another, "waits": waits}
    context["trail"] = trail_of(assessment)
    return render(request, "assessments/not_saved.html", context, status=409)


def _unstored(request: SignedInRequest, stored: AssessmentSheet, dimension: str, *, of_another: bool) -> list[Unstored]:
    """What differs from the person's own answers, or everything where somebody else typed it."""
    own: Mapping[str, OwnResponse] = {} if of_another else stored.own
    evidence: Mapping[str, Collection[EvidenceEntry]] = {} if of_another else stored.evidence
    rows = []
    for practice in _practices(stored.published.catalog, dimension):
        form = ResponseForm(request.POST, catalog=stored.published.catalog, practice=practice.code)
        shown = {one.text for one in evidence.get(practice.code, ()) if one.author_id == request.user.pk}
        title, text = (_text(request, f"{practice.code}-evidence-{name}") for name in ("title", "text"))
        entry = "" if text in shown else "\n".join(filter(None, (title, text)))
        is_new = differs(form, own.get(practice.code))
        if is_new or entry:
            rows.append(_row(request, practice, entry, is_new=is_new))
    return rows


def _practices(catalog: Catalog, dimension: str) -> tuple[Practice, ...]:
    """What the page of a dimension asks, or that of a discipline in the quick scan, by its code."""
    if dimension in catalog.discipline:
        return foundations(catalog.discipline[dimension])
    every = (one for discipline in catalog.disciplines for one in discipline.dimensions)
    return next((one.practices for one in every if one.code == dimension), ())


def _row(request: SignedInRequest, practice: Practice, evidence: str, *, is_new: bool) -> Unstored:
    chosen, reason, remark = (
        _text(request, f"{practice.code}-{name}") if is_new else "" for name in ("answer", "reason", "remark")
    )
    return Unstored(
        practice=practice, choice=_choice(practice, chosen), reason=reason, remark=remark, evidence=evidence
    )


def _choice(practice: Practice, chosen: str) -> str:
    """The answer in words, a level with its statement; blank for what was not offered."""
    offered = [Answer(Kind.LEVEL, level) for level in practice.offered] + [Answer(kind) for kind in CHOICES]
    by_value = {one.kind.value if one.level is None else str(one.level): one for one in offered}
    return choice_words(practice, by_value[chosen]) if chosen in by_value else ""


def _text(request: SignedInRequest, name: str) -> str:
    sent = request.POST.get(name, "").replace("\r\n", "\n").replace("\r", "\n")
    return sent.strip()[:LONGEST_TEXT]
