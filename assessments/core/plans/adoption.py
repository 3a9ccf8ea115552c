"""What adopting a scenario would promise, beside the milestones of the plan that it would replace."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby

from assessments.core.agreement import Settled
from assessments.core.calendar import CalendarQuarter
from assessments.core.catalog import Catalog
from assessments.core.gate_exception import GateException
from assessments.core.planning.plan_summary import PlanSummary, summary
from assessments.core.plans.following import Following, follow
from assessments.core.plans.milestones import Key, Milestone, MilestoneState, Promise, first_milestones
from assessments.core.plans.outcomes import Replan, outcomes, replan
from assessments.core.roadmap import Roadmap, plan
from assessments.core.scenario import Scenario


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """The promises of a scenario in the order in which they are due, and what they change.

    `changes` is None where no plan is replaced. What goes on from the plan before keeps the dates that stand, and
    `summary` says what comes of them; `anew` are the same promises with the dates of this plan throughout.
    """

    roadmap: Roadmap
    summary: PlanSummary
    promises: tuple[Promise, ...]
    anew: tuple[Promise, ...]
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
    anew = _by_due(first_milestones(catalog, roadmap))
    promises = _by_due(standing.get(one.key, one) for one in anew)
    short = summary(catalog, roadmap, name="This plan")
    if changes and current:
        milestones = _as_adopted(promises, changes, current)
        targets = scenario.targets
        following = follow(catalog, settled, milestones, targets=targets, today=on, exceptions=exceptions)
        short = _as_it_stands(catalog, short, following, on=on)
    return Offer(roadmap=roadmap, summary=short, promises=promises, anew=anew, changes=changes)


def _by_due(promises: Iterable[Promise]) -> tuple[Promise, ...]:
    return tuple(sorted(promises, key=lambda promise: promise.due))


def _as_adopted(promises: Sequence[Promise], changes: Replan, current: Sequence[Milestone]) -> list[Milestone]:
    """The milestones that adopting makes: those still open go on where they stand."""
    stand = {one.id: one for one in current if one.state.is_open}
    kept = {promise.key: stand.get(id_) for id_, promise in changes.kept}
    return [_milestone(promise, place, kept.get(promise.key)) for place, promise in enumerate(promises, start=1)]


def _milestone(promise: Promise, place: int, before: Milestone | None) -> Milestone:
    return Milestone(
        id=place,
        practice=promise.practice,
        check=promise.check,
        what=promise.what,
        from_level=promise.from_level,
        to_level=promise.to_level,
        effort=promise.effort,
        baseline_starts=promise.starts,
        baseline_due=promise.due,
        starts=promise.starts,
        due=promise.due,
        state=before.state if before else MilestoneState.PLANNED,
        started_on=before.started_on if before else None,
        done_on=None,
        position=place,
    )


def _as_it_stands(catalog: Catalog, short: PlanSummary, found: Following, *, on: date) -> PlanSummary:
    """A plan in short with the quarters that its dates come to today."""
    name = {code: one.name for code, one in catalog.discipline.items()}
    now = {(name[one.gate.before], name[one.gate.after]): one.now for one in found.gates}
    gates = tuple(
        replace(gate, opens=_quarter(now[gate.before, gate.after[0]], on)) if gate.opens else gate
        for gate in short.gates
    )
    last = max((one.due for one in found.expected.values() if one.due), default=None)
    return replace(short, gates=gates, until=_quarter(last, on) if short.until else None)


def _quarter(day: date | None, on: date) -> CalendarQuarter | None:
    return CalendarQuarter.of(max(day, on)) if day else None
