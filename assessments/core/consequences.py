"""What leaving out a step brings: which gates move and which targets are missed because of it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from assessments.core.agreement import Settled
from assessments.core.catalog import Catalog
from assessments.core.gate_exception import GateException
from assessments.core.plan_summary import PlanSummary, decisive_differences, summary
from assessments.core.roadmap import plan
from assessments.core.scenario import Scenario, StepKey

MOST = 40
NONE = "No gate moves and no target is missed because of it."


def consequences(
    catalog: Catalog,
    settled: Mapping[str, Settled],
    *,
    scenario: Scenario,
    on: date,
    exceptions: Sequence[GateException] = (),
    now: PlanSummary | None = None,
) -> Mapping[StepKey, tuple[str, ...]]:
    """For each of the first `MOST` steps that are left out, what that changes.

    A plan with the step is compared with the present one (`now`, where it is known already). Where that changes
    nothing because of the others that are left out, the step is looked at as if it were left out alone. Raises
    `ValueError` as `plan` does.
    """
    if not scenario.left_out:
        return {}

    def short(left_out: frozenset[StepKey]) -> PlanSummary:
        one = replace(scenario, left_out=left_out)
        return summary(catalog, plan(catalog, settled, scenario=one, on=on, exceptions=exceptions), name="")

    every = scenario.left_out
    now = now or short(every)
    whole = short(frozenset())
    found: dict[StepKey, tuple[str, ...]] = {}
    for key in sorted(every)[:MOST]:
        brings = decisive_differences(short(every - {key}), now) if len(every) > 1 else decisive_differences(whole, now)
        if not brings and len(every) > 1:
            alone = decisive_differences(whole, short(frozenset({key})))
            brings = tuple(f"By itself: {sentence}" for sentence in alone)
        found[key] = brings or (NONE,)
    return found
