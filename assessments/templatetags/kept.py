"""Texts of a page that are rendered once and kept, with places for what differs by reader."""

from collections.abc import Mapping

from django.template.loader import render_to_string

KEPT = 4096
# Holds the place of what differs by reader in a text that is kept. No stored text has it: it is half a character.
SLOT = "\ud800"


def form_of(name: str, context: Mapping[str, object]) -> str:
    """A rendered template as a format for `format_html`, with a field wherever `SLOT` stands."""
    return render_to_string(name, dict(context)).replace("{", "{{").replace("}", "}}").replace(SLOT, "{}")
