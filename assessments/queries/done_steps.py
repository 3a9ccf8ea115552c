"""The steps of a team's current plan that are done, read along with its assessment: no query of their own."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Aggregate, JSONField, OuterRef, Subquery
from django.db.models.functions import JSONArray

from assessments.core.plans.milestones import MilestoneState
from assessments.models import Milestone


@dataclass(frozen=True, slots=True)
class DoneStep:
    """A practice was raised to a level, the plan says, on a day. It never counts as an answer."""

    level: int
    on: date


class JsonRows(Aggregate):
    """The values of all rows of a group as one JSON list."""

    function = "JSON_GROUP_ARRAY"
    output_field = JSONField()

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """PostgreSQL has another name for it."""
        return self.as_sql(compiler, connection, function="JSONB_AGG", **context)


def done_steps_of(unit: str) -> Subquery:
    """The done steps of the current baseline of the unit in this column, as rows for `done_steps`; None without any."""
    done = Milestone.objects.filter(
        baseline__unit=OuterRef(unit), baseline__ended_at=None, gate_check="", state=MilestoneState.DONE.value
    )
    rows = done.order_by().values("baseline").annotate(rows=JsonRows(JSONArray("practice", "to_level", "done_on")))
    return Subquery(rows.values("rows"), output_field=JSONField())


def done_steps(rows: Iterable[tuple[str, int, str]] | None) -> Mapping[str, DoneStep]:
    """The highest done step of each practice."""
    found: dict[str, DoneStep] = {}
    for practice, level, on in sorted(rows or (), key=lambda row: row[1]):
        found[practice] = DoneStep(level, date.fromisoformat(on))
    return found
