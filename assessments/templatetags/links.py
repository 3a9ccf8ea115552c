"""Links that people typed, made safe to follow."""

from django import template

register = template.Library()


@register.filter
def safe_href(address: str) -> str:
    """The address when it is a plain web address (http or https); else nothing, so that it cannot run."""
    return address if address.lower().startswith(("http://", "https://")) else ""
