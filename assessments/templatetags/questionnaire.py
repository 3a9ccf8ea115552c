"""The parts of a question: what is the same for everybody is rendered once and kept, for a version never changes."""

from datetime import date
from functools import lru_cache

from django import template
from django.template.loader import render_to_string

from assessments.core.catalog import Catalog, Practice, Source, Statement

register = template.Library()

KEPT = 4096


@register.simple_tag
def saving_attributes(code: str) -> str:
    """How a script saves the answer to a question."""
    return _saving_attributes(code)


@register.simple_tag
def asked(practice: Practice, chosen: str, reason: str) -> str:
    """The question with its choices, `chosen` picked, and the reason why it does not apply."""
    return _asked(practice, chosen, reason) if reason else _asked_plainly(practice, chosen)


@register.simple_tag
def note(practice: Practice, remark: str) -> str:
    """The person's note on a question."""
    return _note(practice, remark) if remark else _no_note(practice)


@register.simple_tag
def no_evidence(practice: Practice, on: date) -> str:
    """The form for a first entry of evidence, dated on a day."""
    return _no_evidence(practice, on)


@register.simple_tag
def why_we_ask(catalog: Catalog, practice: Practice) -> str:
    """Which statements of the article and which public models a question stands on."""
    return _why_we_ask(
        practice,
        tuple(one for one in catalog.statements if one.code in practice.statements),
        tuple(one for one in catalog.sources if one.code in practice.sources),
    )


@lru_cache(maxsize=KEPT)
def _saving_attributes(code: str) -> str:
    return render_to_string("assessments/_saving_attributes.html", {"code": code})


@lru_cache(maxsize=KEPT)
def _asked_plainly(practice: Practice, chosen: str) -> str:
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
def _why_we_ask(practice: Practice, statements: tuple[Statement, ...], sources: tuple[Source, ...]) -> str:
    context = {"practice": practice, "statements": statements, "sources": sources}
    return render_to_string("assessments/_why_we_ask.html", context)
