"""The steps of a team's current plan that are done, read along with its assessment: no query of their own."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import OuterRef, Subquery

from assessments.core.plans.milestones import MilestoneState
from assessments.models import Milestone
from assessments.queries.json_rows import json_rows


@dataclass(frozen=True, slots=True)
class DoneStep:
    """A practice was raised to a level, the plan says, on a day. It never counts as an answer."""

    level: int
    on: date


def done_steps_of(unit: str) -> Subquery:
    """The done steps of the current baseline of the unit in this column, as rows for `done_steps`; None without any."""
    done = Milestone.objects.filter(
        baseline__unit=OuterRef(unit), baseline__ended_at=None, gate_check="", state=MilestoneState.DONE.value
    )
    return json_rows(done, "practice", "to_level", "done_on", by="baseline")


def done_steps(rows: Iterable[tuple[str, int, str]] | None) -> Mapping[str, DoneStep]:
    """The highest done step of each practice."""
    found: dict[str, DoneStep] = {}
    for practice, level, on in sorted(rows or (), key=lambda row: row[1]):
        found[practice] = DoneStep(level, date.fromisoformat(on))
    return found
