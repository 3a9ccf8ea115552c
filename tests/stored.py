"""Everything that the app stores, to tell whether a request changed any of it."""

import re
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.apps import apps
from django.db import connection, transaction

# A statement that changes nothing; any other is taken to write.
READS = re.compile(
    r"[\s(]*(SELECT|(RELEASE |ROLLBACK TO )?SAVEPOINT|WITH(?!.*\b(INSERT|UPDATE|DELETE|MERGE)\b))\b", re.DOTALL
)
# Signing in leaves its moment, whatever is asked afterwards.
LEFT_OUT = frozenset({"last_login"})
# The content of catalogs is many rows, and only the administration writes them.
CONTENT = frozenset(
    {"Anchor", "Dimension", "Discipline", "Gate", "Level", "Practice", "Prerequisite", "Source", "Statement"}
)

Rows = Mapping[str, list[dict[str, Any]]]


def everything(*, but: Collection[str] = ()) -> Rows:
    """Each row of each table of the app but some, by table and in the order of the ids."""
    return {
        model.__name__: [
            {name: value for name, value in row.items() if name not in LEFT_OUT}
            for row in model._default_manager.order_by("pk").values()
        ]
        for model in apps.get_app_config("assessments").get_models()
        if model.__name__ not in but
    }


def _models() -> set[str]:
    return {model.__name__ for model in apps.get_app_config("assessments").get_models()}


@contextmanager
def rolled_back() -> Iterator[None]:
    """Undo at the end whatever happens inside."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@contextmanager
def writing() -> Iterator[list[str]]:
    """Collect the statements inside that may write."""
    found: list[str] = []

    def watch(execute: Any, sql: str, *given: Any) -> Any:
        if not READS.match(sql.upper()):
            found.append(sql)
        return execute(sql, *given)

    with connection.execute_wrapper(watch):
        yield found


@contextmanager
def nothing_written() -> Iterator[None]:
    """Fail if any statement inside writes."""
    with writing() as statements:
        yield
    assert statements == []


@contextmanager
def nothing_changed(before: Rows, *, what: object = None) -> Iterator[None]:
    """Fail if the tables of `before` are others afterwards; they are read again only if a statement may write."""
    with writing() as statements:
        yield
    assert not statements or everything(but=_models() - before.keys()) == before, what


def changed_since(before: Rows) -> Mapping[str, list[object]]:
    """What was added, changed or removed since, by table; rows that are new go by what they hold, not by their ids."""
    after = everything()
    fresh = {name: {row["id"] for row in rows} - {row["id"] for row in before[name]} for name, rows in after.items()}
    return {
        name: [
            *sorted((_without_ids(name, row, fresh) for row in rows if row not in before[name]), key=repr),
            *(row for row in before[name] if row["id"] not in {one["id"] for one in rows}),
        ]
        for name, rows in after.items()
        if rows != before[name]
    }


def _without_ids(name: str, row: Mapping[str, Any], fresh: Mapping[str, set[int]]) -> dict[str, Any]:
    fields: Any = apps.get_app_config("assessments").get_model(name)._meta.concrete_fields
    targets = {field.attname: field.related_model.__name__ for field in fields if field.is_relation} | {"id": name}
    new = {key for key, target in targets.items() if row[key] in fresh[target]}
    return {key: "new" if key in new else _comparable(key, value) for key, value in row.items()}


def _comparable(name: str, value: Any) -> Any:
    """Of a password only its kind, for the salt differs each time; of a person's first moment only the day."""
    if name == "password":
        return value[:1]
    return value.date() if name == "date_joined" else value
