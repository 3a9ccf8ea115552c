"""Rows of other tables that are read along with a row, as one JSON list: no query of their own."""

from typing import Any

from django.db.models import Aggregate, JSONField, QuerySet, Subquery
from django.db.models.functions import JSONArray


class JsonRows(Aggregate):
    """The values of all rows of a group as one JSON list."""

    function = "JSON_GROUP_ARRAY"
    output_field = JSONField()

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """PostgreSQL has another name for it."""
        return self.as_sql(compiler, connection, function="JSONB_AGG", **context)


def json_rows(rows: QuerySet[Any], *columns: str, by: str) -> Subquery:
    """These columns of the rows, which share the value of the column `by`, as a list of lists; None without a row."""
    grouped = rows.order_by().values(by).annotate(rows=JsonRows(JSONArray(*columns)))
    return Subquery(grouped.values("rows"), output_field=JSONField())
