"""What adopting a scenario would promise, beside the milestones of the plan that it would replace."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from assessments.core.agreement import Settled
from assessments.core.calendar import CalendarQuarter
from assessments.core.catalog import Catalog
from assessments.core.gate_exception import GateException
from assessments.core.milestones import Key, Milestone, Promise, first_milestones
from assessments.core.outcomes import Replan, outcomes, replan
from assessments.core.plan_summary import PlanSummary, summary
from assessments.core.roadmap import Roadmap, plan
from assessments.core.scenario import Scenario


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """The promises of a scenario in the order in which they are due, and what they change.

    `changes` is None where no plan is replaced. What goes on from the plan before keeps the dates that stand.
    """

    roadmap: Roadmap
    summary: PlanSummary
    promises: tuple[Promise, ...]
    changes: Replan | None

    @property
    def kept(self) -> Mapping[Key, int]:
        """The milestones that go on, by what they are about."""
        return {promise.key: id_ for id_, promise in self.changes.kept} if self.changes else {}

    @property
    def told(self) -> tuple[str, ...]:
        """What changes, in sentences, but for the dates that stand."""
        changes = self.changes
        return changes.sentences[: len(changes.sentences) - len(changes.moved)] if changes else ()

    @property
    def standing(self) -> tuple[str, ...]:
        """In sentences the dates that stand, though the plan alone would have others."""
        return self.changes.sentences[len(self.told) :] if self.changes else ()

    @property
    def roles(self) -> Mapping[str, int]:
        """How many promises each owner role has, in the order of the plan."""
        return Counter(promise.owner_role for promise in self.promises)

    @property
    def quarters(self) -> tuple[tuple[CalendarQuarter, tuple[Promise, ...]], ...]:
        """The promises by the quarter in which they are due."""
        groups = groupby(self.promises, lambda promise: CalendarQuarter.of(promise.due))
        return tuple((quarter, tuple(promises)) for quarter, promises in groups)


def offer(
    catalog: Catalog,
    settled: Mapping[str, Settled],
    *,
    scenario: Scenario,
    on: date,
    exceptions: Sequence[GateException],
    current: Sequence[Milestone] | None,
) -> Offer:
    """Plan a scenario from a result, beside the milestones of the `current` plan, None while there is none.

    Raises `ValueError` for a capacity far too small.
    """
    roadmap = plan(catalog, settled, scenario=scenario, on=on, exceptions=exceptions)
    changes = None
    if current is not None:
        found = outcomes(catalog, settled, current, on=on, roadmap=roadmap)
        changes = replan(current, roadmap, catalog, found=found)
    standing = {promise.key: promise for _, promise in changes.kept} if changes else {}
    promises = (standing.get(one.key, one) for one in first_milestones(catalog, roadmap))
    return Offer(
        roadmap=roadmap,
        summary=summary(catalog, roadmap, name="This plan"),
        promises=tuple(sorted(promises, key=lambda promise: promise.due)),
        changes=changes,
    )
