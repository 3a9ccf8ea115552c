"""One question of the walk: what is the same for everybody is rendered once and kept, for a version never changes."""

from dataclasses import replace
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.timezone import localtime

from assessments.core.answer_words import CHOICES
from assessments.core.calendar import day_words
from assessments.core.carrying import Carried
from assessments.core.catalog import Catalog, Practice, Source, Statement
from assessments.templatetags.entries import evidence
from assessments.templatetags.kept import KEPT, SLOT, form_of

register = template.Library()

EVIDENCE_SHOWN = 80


@register.simple_tag
def question_card(question: Any, visit: Any, user: Any) -> str:
    """The question with its choices, what the plan says, the remark, the evidence, why it is asked, what is saved.

    It takes what views/answering shows of a question, the visit to the assessment, and who visits.
    """
    practice = question.practice
    asked = format_html(_asked(practice, question.chosen), question.reason)
    remark = format_html(_remark(practice, SLOT if question.remark else ""), question.remark)
    shown = evidence(question, visit, user, is_open=bool(question.evidence_form))
    why = _why_we_ask(practice, *_grounds(visit.catalog, practice))
    parts = format_html("{}{}{}{}{}{}", asked, _last_time(question, visit), remark, shown, why, _talk(question, visit))
    return format_html(_frame(practice.code), parts, _saving(practice.code, question.saving))


@register.filter(expects_localtime=True)
def moment(at: datetime) -> str:
    """A moment of the last weeks: '3 Feb, 14:05 UTC'. Scripts put it into the reader's own time."""
    return f"{at.day} {at:%b, %H:%M %Z}"


def _saving(code: str, saving: Any) -> str:
    if saving.newer or saving.faults:
        return render_to_string("assessments/_response.html", {"code": code, "saving": saving})
    revision = format_html(_revision(code), saving.revision)
    if saving.saved_at is None:
        return revision
    saved = revision + format_html(_saved(), saving.saved_at.isoformat(), moment(localtime(saving.saved_at)))
    return saved + _history_link(code) if saving.revision > 1 else saved


def _talk(question: Any, visit: Any) -> str:
    """The way to the discussion; how much was said shows once the own answer is stored."""
    code = question.practice.code
    mark = visit.discussion(code)
    return _discussion_link(code, mark.comments, settled=mark.settled) if mark else _discussion_link(code, 0)


def _last_time(question: Any, visit: Any) -> str:
    """What was said last time, with what the plan says was raised since."""
    carried, answered = question.carried, bool(question.chosen or question.saving.newer)
    if carried is None:
        done = question.done_step
        return _plan_says(done.level, done.on, visit.on.year) if done else ""
    before = carried.before
    shown = [_begun(one.title or one.text) for one in question.earlier_evidence if one.from_last]
    texts = () if answered else [one for one in (before.reason, before.remark) if one]
    offered = shown if carried.offered and not answered else []
    kept = _carried(
        question.practice,
        replace(
            carried, before=replace(before, reason=SLOT if before.reason else "", remark=SLOT if before.remark else "")
        ),
        raised_on=question.done_step.on if carried.raised_to is not None else None,
        shown=bool(offered),
        answered=answered,
    )
    return format_html(kept, *texts, ", ".join(offered))


def _begun(text: str) -> str:
    """The beginning of a text, with a mark where it goes on."""
    return text.rstrip(".") if len(text) <= EVIDENCE_SHOWN else f"{text[:EVIDENCE_SHOWN].rstrip()}…"


def _grounds(catalog: Catalog, practice: Practice) -> tuple[tuple[Statement, ...], tuple[Source, ...]]:
    return (
        tuple(one for one in catalog.statements if one.code in practice.statements),
        tuple(one for one in catalog.sources if one.code in practice.sources),
    )


@lru_cache(maxsize=KEPT)
def _frame(code: str) -> str:
    return form_of("assessments/_question.html", {"code": code, "slot": SLOT})


@lru_cache(maxsize=KEPT)
def _revision(code: str) -> str:
    return form_of("assessments/_revision.html", {"code": code, "revision": SLOT})


@lru_cache(maxsize=KEPT)
def _history_link(code: str) -> str:
    return render_to_string("assessments/_history_link.html", {"code": code})


@lru_cache(maxsize=KEPT)
def _discussion_link(code: str, comments: int, *, settled: bool = False) -> str:
    return render_to_string(
        "assessments/_discussion_link.html", {"code": code, "comments": comments, "settled": settled}
    )


@lru_cache(maxsize=1)
def _saved() -> str:
    return form_of("assessments/_saved.html", {"at": SLOT, "words": SLOT})


@lru_cache(maxsize=KEPT)
def _asked(practice: Practice, chosen: str) -> str:
    context = {
        "practice": practice,
        "chosen": chosen,
        "reason": SLOT,
        "offered": [(str(level), practice.anchors[level]) for level in practice.offered],
        "may_not_apply": bool(practice.not_applicable_when) and not practice.foundation,
    }
    return form_of("assessments/_asked.html", context)


@lru_cache(maxsize=KEPT)
def _plan_says(level: int, on: date, this_year: int) -> str:
    context = {"level": level, "on": on, "with_year": on.year != this_year}
    return render_to_string("assessments/_plan_says.html", context)


@lru_cache(maxsize=KEPT)
def _remark(practice: Practice, remark: str) -> str:
    return form_of("assessments/_remark.html", {"practice": practice, "remark": remark})


@lru_cache(maxsize=KEPT)
def _carried(practice: Practice, carried: Carried, *, raised_on: date | None, shown: bool, answered: bool) -> str:
    """`carried` has `SLOT` in the place of its reason and its remark."""
    before = carried.before
    level = before.answer.level
    context = {
        "code": practice.code,
        "name": practice.name,
        "one": carried,
        "words": CHOICES[before.answer.kind].lower() if level is None else f"level {level}",
        "now_reads": practice.anchors[level] if carried.reworded and level is not None else "",
        "on": day_words(before.on),
        "raised_on": f"{raised_on:%B %Y}" if raised_on else "",
        "reason": before.reason,
        "remark": before.remark,
        "shown": SLOT if shown else "",
        "answered": answered,
    }
    return form_of("assessments/_carried.html", context)


@lru_cache(maxsize=KEPT)
def _why_we_ask(practice: Practice, statements: tuple[Statement, ...], sources: tuple[Source, ...]) -> str:
    context = {"practice": practice, "statements": statements, "sources": sources}
    return render_to_string("assessments/_why_we_ask.html", context)
