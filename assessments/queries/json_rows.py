"""Rows of other tables that are read along with a row, as one JSON list: no query of their own."""

from datetime import datetime
from typing import Any

from django.db.models import Aggregate, JSONField, QuerySet, Subquery
from django.db.models.functions import JSONArray

# How PostgreSQL ends a moment in UTC, in which Django has it speak.
UTC_ENDING = "+00:00"


class JsonRows(Aggregate):
    """The values of all rows of a group as one JSON list."""

    function = "JSON_GROUP_ARRAY"
    output_field = JSONField()

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """PostgreSQL has another name for it."""
        return self.as_sql(compiler, connection, function="JSONB_AGG", **context)


class KeptSubquery(Subquery):
    """A subquery whose SQL is put together once for each database: that takes longer than running it.

    Worth it in a queryset that is kept itself. Whatever changes one, Django changes in a copy, which begins anew.
    """

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.kept: dict[str, Any] = {}

    def copy(self) -> "KeptSubquery":
        """The same, not put together yet."""
        copied = super().copy()
        copied.kept = {}
        return copied

    def as_sql(self, compiler: Any, connection: Any, *args: Any, **context: Any) -> Any:
        """The text and its parameters."""
        if connection.vendor not in self.kept:
            self.kept[connection.vendor] = super().as_sql(compiler, connection, *args, **context)
        return self.kept[connection.vendor]


def json_rows(rows: QuerySet[Any], *columns: str, by: str) -> Subquery:
    """These columns of the rows, which share the value of the column `by`, as a list of lists; None without a row."""
    grouped = rows.order_by().values(by).annotate(rows=JsonRows(JSONArray(*columns)))
    return KeptSubquery(grouped.values("rows"), output_field=JSONField())


def moment(text: str) -> datetime:
    """A moment in such a list, which on SQLite is without its zone, UTC: setting it apart would take much longer."""
    return datetime.fromisoformat(text if text.endswith(UTC_ENDING) else text + UTC_ENDING)
