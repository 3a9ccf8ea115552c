"""Everything that the app stores, to tell whether a request changed any of it."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.apps import apps
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE")
# Signing in leaves its moment, whatever is asked afterwards.
LEFT_OUT = frozenset({"last_login"})

Rows = Mapping[str, list[dict[str, Any]]]


def everything() -> Rows:
    """Each row of each table of the app, by table and in the order of the ids."""
    return {
        model.__name__: [
            {name: value for name, value in row.items() if name not in LEFT_OUT}
            for row in model._default_manager.order_by("pk").values()
        ]
        for model in apps.get_app_config("assessments").get_models()
    }


@contextmanager
def rolled_back() -> Iterator[None]:
    """Undo at the end whatever happens inside."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@contextmanager
def nothing_written() -> Iterator[None]:
    """Fail if any statement inside writes."""
    with CaptureQueriesContext(connection) as queries:
        yield
    writing = [query["sql"] for query in queries if query["sql"].lstrip().upper().startswith(WRITES)]
    assert writing == []
