"""Texts of a page that are rendered once and kept, with places for what differs by reader."""

from collections.abc import Hashable, Mapping
from functools import lru_cache

from django import template
from django.template.loader import render_to_string

register = template.Library()

KEPT = 4096
# Holds the place of what differs by reader in a text that is kept. No stored text has it: it is half a character.
SLOT = "\ud800"


def form_of(name: str, context: Mapping[str, object]) -> str:
    """A rendered template as a format for `format_html`, with a field wherever `SLOT` stands."""
    return render_to_string(name, dict(context)).replace("{", "{{").replace("}", "}}").replace(SLOT, "{}")


@register.simple_tag
@lru_cache(maxsize=KEPT)
def kept(name: str, **context: Hashable) -> str:
    """Include a template that shows nothing but what it is given here, and so is the same for everybody."""
    return render_to_string(name, context)
