"""One question of the walk: what is the same for everybody is rendered once and kept, for a version never changes."""

from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.timezone import localtime

from assessments.core.catalog import Catalog, Practice, Source, Statement

register = template.Library()

KEPT = 4096
# Holds the place of what differs by reader in a text that is kept. No stored text has it: it is half a character.
SLOT = "\ud800"


@register.simple_tag
def question_card(question: Any, visit: Any, user: Any) -> str:
    """The question with its choices, what the plan says, the remark, the evidence, why it is asked, what is saved.

    It takes what views/answering shows of a question, the visit to the assessment, and who visits.
    """
    practice = question.practice
    asked = format_html(_asked(practice, question.chosen), question.reason)
    remark = format_html(_remark(practice, SLOT if question.remark else ""), question.remark)
    evidence = _evidence(question, visit, user)
    why = _why_we_ask(practice, *_grounds(visit.catalog, practice))
    if done := question.done_step:
        asked = format_html("{}{}", asked, _plan_says(done.level, done.on, visit.on.year))
    return format_html(_frame(practice.code), asked + remark + evidence + why, _saving(practice.code, question.saving))


@register.filter(expects_localtime=True)
def moment(at: datetime) -> str:
    """A moment of the last weeks: '3 Feb, 14:05 UTC'. Scripts put it into the reader's own time."""
    return f"{at.day} {at:%b, %H:%M %Z}"


def _form(name: str, context: dict[str, object]) -> str:
    """A rendered template as a format for `format_html`, with a field wherever `SLOT` stands."""
    return render_to_string(name, context).replace("{", "{{").replace("}", "}}").replace(SLOT, "{}")


def _saving(code: str, saving: Any) -> str:
    if saving.newer or saving.faults:
        return render_to_string("assessments/_response.html", {"code": code, "saving": saving})
    revision = format_html(_revision(code), saving.revision)
    if saving.saved_at is None:
        return revision
    saved = revision + format_html(_saved(), saving.saved_at.isoformat(), moment(localtime(saving.saved_at)))
    return saved + _history_link(code) if saving.revision > 1 else saved


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
def _frame(code: str) -> str:
    return _form("assessments/_question.html", {"code": code, "slot": SLOT})


@lru_cache(maxsize=KEPT)
def _revision(code: str) -> str:
    return _form("assessments/_revision.html", {"code": code, "revision": SLOT})


@lru_cache(maxsize=KEPT)
def _history_link(code: str) -> str:
    return render_to_string("assessments/_history_link.html", {"code": code})


@lru_cache(maxsize=1)
def _saved() -> str:
    return _form("assessments/_saved.html", {"at": SLOT, "words": SLOT})


@lru_cache(maxsize=KEPT)
def _asked(practice: Practice, chosen: str) -> str:
    context = {
        "practice": practice,
        "chosen": chosen,
        "reason": SLOT,
        "offered": [(str(level), practice.anchors[level]) for level in practice.offered],
        "may_not_apply": bool(practice.not_applicable_when) and not practice.foundation,
    }
    return _form("assessments/_asked.html", context)


@lru_cache(maxsize=KEPT)
def _plan_says(level: int, on: date, this_year: int) -> str:
    context = {"level": level, "on": on, "with_year": on.year != this_year}
    return render_to_string("assessments/_plan_says.html", context)


@lru_cache(maxsize=KEPT)
def _remark(practice: Practice, remark: str) -> str:
    return _form("assessments/_remark.html", {"practice": practice, "remark": remark})


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
