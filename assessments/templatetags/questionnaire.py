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
from assessments.core.catalog import Practice, Source, Statement
from assessments.templatetags.entries import evidence
from assessments.templatetags.kept import KEPT, SLOT, form_of

register = template.Library()

EVIDENCE_SHOWN = 80
NOTHING = format_html("{}", "")


@register.simple_tag
def question_card(question: Any, visit: Any, user: Any) -> str:
    """The question with its choices, what the plan says, the remark, the evidence, why it is asked, what is saved.

    It takes what views/answering shows of a question, the visit to the assessment, and who visits.
    """
    practice = question.practice
    return format_html(
        _frame(practice.code),
        _asked_of(question),
        _last_time(question, visit),
        format_html(_remark(practice), question.remark) if question.remark else _no_remark(practice),
        evidence(question, visit, user, is_open=bool(question.evidence_form)),
        _why_we_ask(practice, *visit.catalog.grounds[practice.code]),
        _talk(question, visit),
        _saving(practice.code, question.saving),
    )


@register.filter(expects_localtime=True)
def moment(at: datetime) -> str:
    """A moment of the last weeks: '3 Feb, 14:05 UTC'. Scripts put it into the reader's own time."""
    return f"{at.day} {at:%b, %H:%M %Z}"


def _saving(code: str, saving: Any) -> str:
    if saving.newer or saving.faults:
        return render_to_string("assessments/_response.html", {"code": code, "saving": saving})
    if saving.saved_at is None:
        return _not_saved(code, saving.revision)
    saved = _saved(code, saving.revision)
    return format_html(saved, saving.saved_at.isoformat(), moment(localtime(saving.saved_at)))


def _asked_of(question: Any) -> str:
    if question.reason:
        return format_html(_asked_with_reason(question.practice, question.chosen), question.reason)
    return _asked(question.practice, question.chosen)


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
        return _plan_says(done.level, done.on, visit.on.year) if done else NOTHING
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


@lru_cache(maxsize=KEPT)
def _frame(code: str) -> str:
    return form_of("assessments/_question.html", {"code": code, "slot": SLOT})


@lru_cache(maxsize=KEPT)
def _not_saved(code: str, revision: int) -> str:
    return render_to_string("assessments/_revision.html", {"code": code, "revision": revision})


@lru_cache(maxsize=KEPT)
def _saved(code: str, revision: int) -> str:
    return form_of("assessments/_saved_answer.html", {"code": code, "revision": revision, "slot": SLOT})


@lru_cache(maxsize=KEPT)
def _discussion_link(code: str, comments: int, *, settled: bool = False) -> str:
    return render_to_string(
        "assessments/_discussion_link.html", {"code": code, "comments": comments, "settled": settled}
    )


@lru_cache(maxsize=KEPT)
def _asked(practice: Practice, chosen: str) -> str:
    return render_to_string("assessments/_asked.html", _choices(practice, chosen))


@lru_cache(maxsize=KEPT)
def _asked_with_reason(practice: Practice, chosen: str) -> str:
    return form_of("assessments/_asked.html", {**_choices(practice, chosen), "reason": SLOT})


def _choices(practice: Practice, chosen: str) -> dict[str, object]:
    return {
        "practice": practice,
        "chosen": chosen,
        "offered": [(str(level), practice.anchors[level]) for level in practice.offered],
        "may_not_apply": bool(practice.not_applicable_when) and not practice.foundation,
    }


@lru_cache(maxsize=KEPT)
def _plan_says(level: int, on: date, this_year: int) -> str:
    context = {"level": level, "on": on, "with_year": on.year != this_year}
    return render_to_string("assessments/_plan_says.html", context)


@lru_cache(maxsize=KEPT)
def _no_remark(practice: Practice) -> str:
    return render_to_string("assessments/_remark.html", {"practice": practice})


@lru_cache(maxsize=KEPT)
def _remark(practice: Practice) -> str:
    return form_of("assessments/_remark.html", {"practice": practice, "remark": SLOT})


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
