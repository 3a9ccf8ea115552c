"""The plan that a team follows, as far as planning anew needs it."""

from dataclasses import dataclass, field

from assessments.core.plans.milestones import Milestone
from assessments.models import Milestone as MilestoneRow
from assessments.queries.plans import Parameters, milestone_value


@dataclass(frozen=True, slots=True, kw_only=True)
class AdoptedPlan:
    """A current baseline: what it is called, the Result and the scenario it was made from, and its promises."""

    id: int
    title: str
    result_id: int
    parameters: Parameters
    milestones: tuple[Milestone, ...] = field(repr=False)


def adopted_plan(unit_id: int) -> AdoptedPlan | None:
    """The plan that a team follows; None where there is none, or where it promises nothing (1 query)."""
    current = MilestoneRow.objects.filter(baseline__unit=unit_id, baseline__ended_at=None)
    rows = list(current.select_related("baseline").order_by("position", "id"))
    if not rows:
        return None
    baseline = rows[0].baseline
    return AdoptedPlan(
        id=baseline.pk,
        title=baseline.title,
        result_id=baseline.result_id,
        parameters=tuple((name, value) for name, value in baseline.parameters),
        milestones=tuple(milestone_value(row) for row in rows),
    )
