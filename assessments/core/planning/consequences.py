"""What leaving out a step brings: which gates move and which targets are missed because of it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from assessments.core.agreement import Settled
from assessments.core.catalog import Catalog
from assessments.core.gate_exception import GateException
from assessments.core.planning.drafting import Draft, draft
from assessments.core.planning.plan_summary import decisive_differences, outlook
from assessments.core.planning.reasons import key_of
from assessments.core.planning.targets import start_from
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
) -> Mapping[StepKey, tuple[str, ...]]:
    """For each of the first `MOST` steps that are left out, what that changes against the same plan with it.

    Where that is nothing because of the others that are left out, the step is looked at as if it were left out alone.
    Nothing is projected or put into words for it. Raises `ValueError` as `plan` does.
    """
    every = scenario.left_out
    if not every:
        return {}
    start = start_from(catalog, settled, on=on, assume_evidence=False)

    def without(left_out: Iterable[StepKey]) -> Draft:
        return draft(start, replace(scenario, left_out=frozenset(left_out)), exceptions)

    now, whole = without(every), without(())
    wanted = {key_of(slot.step) for slot in whole.timed.slots}
    found: dict[StepKey, tuple[str, ...]] = {}
    for key in sorted(every)[:MOST]:
        brings = _differences(without(every - {key}) if len(every) > 1 else whole, now)
        if not brings and len(every) > 1 and key in wanted:
            brings = tuple(f"By itself: {sentence}" for sentence in _differences(whole, without({key})))
        found[key] = brings or (NONE,)
    return found


def _differences(before: Draft, after: Draft) -> tuple[str, ...]:
    return decisive_differences(outlook(before), outlook(after))
