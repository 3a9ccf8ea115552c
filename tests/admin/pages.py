"""Pages of the administration as a person fills them in."""

from collections.abc import Callable
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

FRAME = ("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN", "COMMIT")


def url(model: str, page: str, *args: object) -> str:
    """The address of an admin page, such as url("practice", "change", 3)."""
    return reverse(f"admin:assessments_{model}_{page}", args=args)


def filled(response: Any, **changes: object) -> dict[str, object]:
    """What a form page would post as it stands, with some fields changed; a field changed to None is left out."""
    form = response.context["adminform"].form
    data = {field.html_name: field.value() for field in form}
    for inline in response.context["inline_admin_formsets"]:
        formset = inline.formset
        data |= {field.html_name: field.value() for field in formset.management_form}
        data |= {field.html_name: field.value() for one in formset.forms for field in one}
    data |= changes
    return {name: value for name, value in data.items() if value is not None and value is not False}


def save(client: Client, address: str, **changes: object) -> Any:
    """Open a form page, change some fields and post it."""
    page = client.get(address)
    return client.post(address, filled(page, **changes))


def errors(response: Any) -> dict[str, list[str]]:
    """The messages beside the fields of a form page, those of its inlines by their posted names."""
    found = {name: list(messages) for name, messages in response.context["adminform"].form.errors.items()}
    for inline in response.context["inline_admin_formsets"]:
        for one in inline.formset.forms:
            found |= {f"{one.prefix}-{name}": list(messages) for name, messages in one.errors.items()}
    return found


def statements(act: Callable[[], object]) -> list[str]:
    """What the act sends to the database, without the frame of the transaction."""
    with CaptureQueriesContext(connection) as captured:
        act()
    return [one["sql"] for one in captured if not one["sql"].startswith(FRAME)]
