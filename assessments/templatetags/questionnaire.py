"""The fixed text of a question, rendered once for each choice and kept: a published version never changes."""

from functools import lru_cache

from django import template
from django.template.loader import render_to_string

from assessments.core.catalog import Catalog, Practice, Source, Statement

register = template.Library()

KEPT = 4096


@register.simple_tag
def choices(practice: Practice, chosen: str) -> str:
    """The levels offered as whole sentences, then *don't know* and *not applicable*; `chosen` is what is picked."""
    return _choices(practice, chosen)


@register.simple_tag
def why_we_ask(catalog: Catalog, practice: Practice) -> str:
    """Which statements of the article and which public models a question stands on."""
    return _why_we_ask(
        practice,
        tuple(one for one in catalog.statements if one.code in practice.statements),
        tuple(one for one in catalog.sources if one.code in practice.sources),
    )


@lru_cache(maxsize=KEPT)
def _choices(practice: Practice, chosen: str) -> str:
    offered = [(str(level), practice.anchors[level]) for level in practice.offered]
    context = {"practice": practice, "offered": offered, "chosen": chosen}
    return render_to_string("assessments/_choices.html", context)


@lru_cache(maxsize=KEPT)
def _why_we_ask(practice: Practice, statements: tuple[Statement, ...], sources: tuple[Source, ...]) -> str:
    context = {"practice": practice, "statements": statements, "sources": sources}
    return render_to_string("assessments/_why_we_ask.html", context)
