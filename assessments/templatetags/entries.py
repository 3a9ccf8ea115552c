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
    practice, holds = question.practice, days_it_holds(visit.catalog, question.practice.code)
    shown, earlier = bool(question.evidence), bool(question.earlier_evidence)
    frame = _frame(practice, holds, is_open=is_open, shown=shown, earlier=earlier)
    entries = _entries(question, visit, user, holds=holds)
    return format_html(frame, _count(len(question.evidence)), *entries, _fields(question, visit.on))


@register.simple_tag
def evidence_entries(question: Any, visit: Any, user: Any) -> str:
    """The entries of a question, and beside them, for a script to put there, how many there are."""
    code, shown, earlier = question.practice.code, bool(question.evidence), bool(question.earlier_evidence)
    entries = _entries(question, visit, user, holds=days_it_holds(visit.catalog, code))
    beside = _entry_list(code, shown=shown, earlier=earlier)
    return format_html(beside, *entries, _count(len(question.evidence)))


def _entries(question: Any, visit: Any, user: Any, *, holds: int | None) -> Iterator[str | int]:
    """What goes into the places of the list of entries, in their order."""
    code, on = question.practice.code, visit.on
    if question.evidence:
        yield reduce(
            add, [_entry(code, one, _buttons(one, visit, user), on=on, holds=holds) for one in question.evidence]
        )
    if earlier := question.earlier_evidence:
        yield len(earlier)
        yield reduce(add, [_entry(code, one, (REUSE,), on=on, holds=holds) for one in earlier])


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
    yield _age(entry.dated, on, holds)
    for _ in range(buttons):
        yield from (str(entry.id), str(entry.id), (entry.title or entry.text)[:WORDS_SHOWN])


def _fields(question: Any, on: date) -> str:
    if form := question.evidence_form:
        context = {"code": question.practice.code, "on": on, "form": form}
        return render_to_string("assessments/_evidence_fields.html", context)
    return _no_fields(question.practice.code, on)


@lru_cache(maxsize=KEPT)
def _frame(practice: Practice, holds: int | None, *, is_open: bool, shown: bool, earlier: bool) -> str:
    context = {"practice": practice, "holds": holds, "is_open": is_open, "shown": shown, "earlier": earlier}
    return form_of("assessments/_evidence.html", context | {"slot": SLOT})


@lru_cache(maxsize=KEPT)
def _entry_list(code: str, *, shown: bool, earlier: bool) -> str:
    return form_of(
        "assessments/_entries_swapped.html", {"code": code, "shown": shown, "earlier": earlier, "slot": SLOT}
    )


@lru_cache(maxsize=KEPT)
def _count(entries: int) -> str:
    return format_html("Evidence ({})", entries) if entries else format_html("{}", "Add evidence")


@lru_cache(maxsize=KEPT)
def _age(dated: date, on: date, holds: int | None) -> str:
    return format_html("{}", age_words(dated, on=on, holds=holds))


@lru_cache(maxsize=KEPT)
def _shape(
    code: str, buttons: tuple[tuple[str, str], ...], *, link: bool, title: bool, renewed: bool, reused: bool
) -> str:
    context = {"link": link, "title": title, "renewed": renewed, "reused": reused}
    return form_of("assessments/_entry.html", {"code": code, "buttons": buttons, "slot": SLOT, **context})


@lru_cache(maxsize=KEPT)
def _no_fields(code: str, on: date) -> str:
    return render_to_string("assessments/_evidence_fields.html", {"code": code, "on": on})
