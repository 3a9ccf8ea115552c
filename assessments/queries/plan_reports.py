"""A team's plan as pages and exports print it: followed on a day, held against a newer result if there is one."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from assessments.core.gate_exception import GateException
from assessments.core.planning.scenario_words import scenario_words
from assessments.core.plans.outcomes import Achieved, outcomes
from assessments.core.plans.plan_report import PlanHead, PlanReport, plan_report
from assessments.core.roadmap import plan as planned
from assessments.core.scenario import begun_on
from assessments.queries.assessments import local_day
from assessments.queries.plans import StoredException, StoredPlan, all_exceptions
from assessments.queries.results import StoredResult, result_in_force


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowedPlan:
    """A plan with its report; `exceptions` are those not over yet, `newer` the result in force if it is another."""

    plan: StoredPlan
    report: PlanReport
    exceptions: tuple[StoredException, ...]
    newer: StoredResult | None


def followed(plan: StoredPlan, *, on: date) -> FollowedPlan:
    """The plan as it stands on a day; an ended one as on the day it ended (2 queries)."""
    day = local_day(plan.ended_at) if plan.ended_at else on
    exceptions = current_exceptions(plan.unit_id, on=day, at=plan.ended_at)
    in_force = result_in_force(plan.unit_id)
    newer = in_force if in_force and in_force.id != plan.result.id else None
    values = [one.value for one in exceptions]
    report = plan_report(
        plan.catalog,
        plan.settled,
        plan.milestones,
        facts=plan.facts,
        head=_head(plan),
        targets=plan.scenario.targets,
        today=day,
        exceptions=values,
        achieved=_achieved(plan, newer, values) if newer else None,
    )
    return FollowedPlan(plan=plan, report=report, exceptions=exceptions, newer=newer)


def current_exceptions(unit_id: int, *, on: date, at: datetime | None = None) -> tuple[StoredException, ...]:
    """The exceptions of a team that hold on a day or will, the last to end first (1 query).

    With a moment of that day they are those that were known then, as for a plan that has ended.
    """
    return tuple(one for one in all_exceptions(unit_id) if one.value.until >= on and _stands(one, at))


def _stands(one: StoredException, at: datetime | None) -> bool:
    if at is None:
        return one.ended_at is None
    return one.granted_at <= at and (one.ended_at is None or one.ended_at > at)


def _achieved(plan: StoredPlan, newer: StoredResult, exceptions: list[GateException]) -> Mapping[int, Achieved]:
    """What the newer result says of each milestone, with a roadmap planned anew from it by the plan's scenario."""
    catalog, settled, on = newer.published.catalog, newer.settled, local_day(newer.decided_at)
    scenario = begun_on(plan.scenario, on)
    roadmap = planned(catalog, settled, scenario=scenario, on=on, exceptions=exceptions)
    return outcomes(catalog, settled, plan.milestones, on=on, roadmap=roadmap)


def _head(plan: StoredPlan) -> PlanHead:
    return PlanHead(
        title=plan.title,
        note=plan.note,
        adopted_by=plan.adopted_by,
        adopted_on=plan.adopted_on,
        result_on=local_day(plan.result.decided_at),
        scenario=scenario_words(plan.catalog, plan.scenario),
    )
