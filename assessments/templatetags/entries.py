"""The evidence of one question of the walk; each shape of an entry is rendered once and kept."""

from collections.abc import Iterator
from datetime import date
from functools import lru_cache, reduce
from operator import add
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.html import format_html

from assessments.core.agreement import EvidenceKind
from assessments.core.calendar import day_words
from assessments.core.catalog import Practice
from assessments.core.evidence_age import age_words, days_it_holds
from assessments.templatetags.kept import KEPT, SLOT, form_of
from assessments.templatetags.links import safe_href

register = template.Library()

WORDS_SHOWN = 40
REMOVE, RENEW, REUSE = ("remove", "Remove"), ("renew", "Still true today"), ("reuse", "Use again")


@register.simple_tag
def evidence(question: Any, visit: Any, user: Any, *, is_open: bool = True) -> str:
    """The evidence of a question with its form, folded away unless `is_open`.

    It takes what views/answering shows of a question, the visit to the assessment, and who visits.
    """
    practice = question.practice
    frame = _frame(practice, days_it_holds(visit.catalog, practice.code), is_open=is_open)
    return format_html(frame, _count(question), _list(question, visit, user), _fields(question, visit.on))


@register.simple_tag
def evidence_entries(question: Any, visit: Any, user: Any) -> str:
    """The entries of a question, and beside them, for a script to put there, how many there are."""
    count = format_html(_count_beside(question.practice.code), _count(question))
    return _list(question, visit, user) + count


def _count(question: Any) -> str:
    return f"Evidence ({len(question.evidence)})" if question.evidence else "Add evidence"


def _list(question: Any, visit: Any, user: Any) -> str:
    code = question.practice.code
    if not (question.evidence or question.earlier_evidence):
        return _no_entries(code)
    holds = days_it_holds(visit.catalog, code)
    entries = [_entry(code, one, _buttons(one, visit, user), on=visit.on, holds=holds) for one in question.evidence]
    earlier = [_entry(code, one, (REUSE,), on=visit.on, holds=holds) for one in question.earlier_evidence]
    parts = [*_joined(entries), *([len(earlier)] if earlier else []), *_joined(earlier)]
    return format_html(_entry_list(code, shown=bool(entries), earlier=bool(earlier)), *parts)


def _joined(entries: list[str]) -> list[str]:
    """The entries as one text, if there are any."""
    return [reduce(add, entries)] if entries else []


def _buttons(entry: Any, visit: Any, user: Any) -> tuple[tuple[str, str], ...]:
    """What this person may do to an entry of the assessment."""
    renew = (RENEW,) if entry.dated < visit.on else ()
    return (*renew, REMOVE) if entry.author_id == user.pk or visit.is_lead else renew


def _entry(code: str, entry: Any, buttons: tuple[tuple[str, str], ...], *, on: date, holds: int | None) -> str:
    link = safe_href(entry.text) if entry.kind is EvidenceKind.LINK else ""
    shape = _shape(
        code,
        buttons,
        link=bool(link),
        title=bool(entry.title),
        renewed=bool(entry.renewed_by_name),
        reused=entry.reused,
    )
    return format_html(shape, *_parts(entry, link, len(buttons), on=on, holds=holds))


def _parts(entry: Any, link: str, buttons: int, *, on: date, holds: int | None) -> Iterator[str]:
    """What goes into the places of an entry's shape, in their order."""
    yield from filter(None, (link, entry.title))
    yield entry.text
    yield f"{entry.author_name}, {day_words(entry.dated)}"
    yield from filter(None, (entry.renewed_by_name,))
    yield age_words(entry.dated, on=on, holds=holds)
    for _ in range(buttons):
        yield from (str(entry.id), str(entry.id), (entry.title or entry.text)[:WORDS_SHOWN])


def _fields(question: Any, on: date) -> str:
    if form := question.evidence_form:
        context = {"code": question.practice.code, "on": on, "form": form}
        return render_to_string("assessments/_evidence_fields.html", context)
    return _no_fields(question.practice.code, on)


@lru_cache(maxsize=KEPT)
def _frame(practice: Practice, holds: int | None, *, is_open: bool) -> str:
    context = {"practice": practice, "holds": holds, "is_open": is_open, "slot": SLOT}
    return form_of("assessments/_evidence.html", context)


@lru_cache(maxsize=KEPT)
def _count_beside(code: str) -> str:
    return form_of("assessments/_evidence_count.html", {"code": code, "slot": SLOT})


@lru_cache(maxsize=KEPT)
def _no_entries(code: str) -> str:
    return render_to_string("assessments/_entry_list.html", {"code": code})


@lru_cache(maxsize=KEPT)
def _entry_list(code: str, *, shown: bool, earlier: bool) -> str:
    return form_of("assessments/_entry_list.html", {"code": code, "shown": shown, "earlier": earlier, "slot": SLOT})


@lru_cache(maxsize=KEPT)
def _shape(
    code: str, buttons: tuple[tuple[str, str], ...], *, link: bool, title: bool, renewed: bool, reused: bool
) -> str:
    context = {"link": link, "title": title, "renewed": renewed, "reused": reused}
    return form_of("assessments/_entry.html", {"code": code, "buttons": buttons, "slot": SLOT, **context})


@lru_cache(maxsize=KEPT)
def _no_fields(code: str, on: date) -> str:
    return render_to_string("assessments/_evidence_fields.html", {"code": code, "on": on})
