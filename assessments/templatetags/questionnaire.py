"""The parts of a question: what is the same for everybody is rendered once and kept, for a version never changes."""

from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django import template
from django.template.loader import render_to_string

from assessments.core.catalog import Catalog, Practice, Source, Statement

register = template.Library()

KEPT = 4096


@register.simple_tag
def saving_attributes(code: str) -> str:
    """How a script saves the answer to a question."""
    return _saving_attributes(code)


@register.simple_tag(takes_context=True)
def question_parts(context: template.Context, question: Any, visit: Any) -> str:
    """The question with its choices, the person's note, the evidence, and why it is asked.

    It takes what views/answering shows of a question, and the visit to the assessment.
    """
    practice = question.practice
    asked = _asked(practice, question.chosen, question.reason) if question.reason else _plain(practice, question.chosen)
    note = _note(practice, question.remark) if question.remark else _no_note(practice)
    evidence = _evidence(question, visit, context["user"])
    return asked + note + evidence + _why_we_ask(practice, *_grounds(visit.catalog, practice))


@register.filter(expects_localtime=True)
def moment(at: datetime) -> str:
    """A moment of the last weeks: '3 Feb, 14:05 UTC'. Scripts put it into the reader's own time."""
    return f"{at.day} {at:%b, %H:%M %Z}"


def _evidence(question: Any, visit: Any, user: Any) -> str:
    if not (question.evidence or question.evidence_form):
        return _no_evidence(question.practice, visit.on)
    context = {"question": question, "on": visit.on, "is_lead": visit.is_lead, "user": user}
    if not question.evidence_form:
        context["fields"] = _evidence_fields(question.practice, visit.on)
    return render_to_string("assessments/_evidence.html", context)


def _grounds(catalog: Catalog, practice: Practice) -> tuple[tuple[Statement, ...], tuple[Source, ...]]:
    return (
        tuple(one for one in catalog.statements if one.code in practice.statements),
        tuple(one for one in catalog.sources if one.code in practice.sources),
    )


@lru_cache(maxsize=KEPT)
def _saving_attributes(code: str) -> str:
    return render_to_string("assessments/_saving_attributes.html", {"code": code})


@lru_cache(maxsize=KEPT)
def _plain(practice: Practice, chosen: str) -> str:
    return _asked(practice, chosen, "")


def _asked(practice: Practice, chosen: str, reason: str) -> str:
    context = {
        "practice": practice,
        "chosen": chosen,
        "reason": reason,
        "offered": [(str(level), practice.anchors[level]) for level in practice.offered],
        "may_not_apply": bool(practice.not_applicable_when) and not practice.foundation,
    }
    return render_to_string("assessments/_asked.html", context)


@lru_cache(maxsize=KEPT)
def _no_note(practice: Practice) -> str:
    return _note(practice, "")


def _note(practice: Practice, remark: str) -> str:
    return render_to_string("assessments/_note.html", {"practice": practice, "remark": remark})


@lru_cache(maxsize=KEPT)
def _no_evidence(practice: Practice, on: date) -> str:
    return render_to_string("assessments/_evidence.html", {"question": {"practice": practice}, "on": on})


@lru_cache(maxsize=KEPT)
def _evidence_fields(practice: Practice, on: date) -> str:
    return render_to_string("assessments/_evidence_fields.html", {"code": practice.code, "on": on})


@lru_cache(maxsize=KEPT)
def _why_we_ask(practice: Practice, statements: tuple[Statement, ...], sources: tuple[Source, ...]) -> str:
    context = {"practice": practice, "statements": statements, "sources": sources}
    return render_to_string("assessments/_why_we_ask.html", context)
