"""The pages on the way through the questionnaire; each state of a page is rendered once and kept."""

from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from django import template
from django.utils.html import format_html

from assessments.core.walk import Page, Progress
from assessments.templatetags.kept import KEPT, SLOT, form_of
from assessments.templatetags.words import listed

register = template.Library()

NAMED = 2


@register.simple_tag
def rail_page(page: Page, on: date, beginning: str, here: str) -> str:
    """A page of the walk as the rail shows it on a day; `here` is the code of the page that the reader is on."""
    dimension = page.dimension
    due = page.due if page.open else None
    shape = _shape(
        dimension.code,
        dimension.name,
        page.progress,
        page.total,
        is_mine=page.is_mine,
        is_here=dimension.code == here,
        asked=_is_asked_of_others(page),
        due=due,
        is_late=due is not None and due < on,
    )
    return format_html(shape, *_parts(page, beginning))


def _is_asked_of_others(page: Page) -> bool:
    return bool(page.asked) and not page.is_mine


def _parts(page: Page, beginning: str) -> Iterator[str]:
    """What goes into the places of the shape, in their order."""
    yield beginning
    if _is_asked_of_others(page):
        more = len(page.others) - 1
        yield f"{page.others[0]} and {more} others" if more >= NAMED else listed(page.others)
    if page.progress is Progress.HALF:
        yield str(page.answered)


@lru_cache(maxsize=KEPT)
def _shape(code: str, name: str, progress: Progress, total: int, **state: object) -> str:
    context = {"code": code, "name": name, "progress": progress, "total": total, "slot": SLOT, **state}
    return form_of("assessments/_rail_page.html", context)
