"""Adopted plans for tests: one made by hand, and any roadmap as the milestones that adopting it makes."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

from assessments.core.agreement import EvidenceKind, Settled, settle
from assessments.core.catalog import Catalog, Need
from assessments.core.plans.milestones import Milestone, MilestoneState, Promise, first_milestones
from assessments.core.plans.plan_lines import MilestoneFacts
from assessments.core.plans.plan_report import PlanHead, PlanReport, plan_report
from assessments.core.roadmap import Roadmap
from tests.core.drafts import a_discipline, a_gate, a_practice
from tests.core.strategies import TODAY, level

NOTHING_KNOWN = MilestoneFacts(owner="", owner_id=None, owner_role="Somebody", reason="", because=(), notes=())
HEAD = PlanHead(
    title="The plan", note="", adopted_by="Ada", adopted_on=TODAY, result_on=TODAY, scenario=("24 person-weeks.",)
)

MONITOR, DEPLOY, ROLL_OUT, SHOW, LIST, KEEP = range(1, 7)
"""The milestones of `by_hand`: the first two lead to the third, that to the work and the gate, the gate to the rest."""


def milestone(
    number: int, practice: str, levels: tuple[int, int], starts: date, due: date, **changes: Any
) -> Milestone:
    """A planned step as it was adopted."""
    made = Milestone(
        id=number,
        practice=practice,
        check="",
        what="",
        from_level=levels[0],
        to_level=levels[1],
        effort=Fraction(2),
        baseline_starts=starts,
        baseline_due=due,
        starts=starts,
        due=due,
        state=MilestoneState.PLANNED,
        started_on=None,
        done_on=None,
        position=number,
    )
    return replace(made, **changes)


def quarter(year: int, number: int) -> tuple[date, date]:
    """The first and the last day of a quarter, written out."""
    return {
        1: (date(year, 1, 1), date(year, 3, 31)),
        2: (date(year, 4, 1), date(year, 6, 30)),
        3: (date(year, 7, 1), date(year, 9, 30)),
        4: (date(year, 10, 1), date(year, 12, 31)),
    }[number]


def hand_catalog() -> Catalog:
    """Two disciplines of foundations with a gate between them: “Deployment” needs “Monitoring” at level 2."""
    monitoring = a_practice("A-1", name="Monitoring", foundation=True)
    deployment = a_practice("A-2", name="Deployment", foundation=True, needs=(Need("A-1", 2),))
    inventory = a_practice("B-1", name="Inventory", foundation=True)
    first = replace(a_discipline("a", monitoring, deployment), name="MLOps")
    return Catalog((first, replace(a_discipline("b", inventory), name="ModelOps")), (a_gate("a", "b"),))


def hand_settled() -> dict[str, Settled]:
    """Monitoring at level 1 and shown, the others at 0; so the gate lacks evidence for deployment."""
    shown = [(EvidenceKind.LINK, TODAY)]
    return {
        "A-1": settle([level(1)], evidence=shown, answered_on=TODAY),
        "A-2": settle([level(0)], answered_on=TODAY),
        "B-1": settle([level(0)], answered_on=TODAY),
    }


def by_hand() -> tuple[Milestone, ...]:
    """The gate in Q2 2027, with a quarter and more of slack for nothing but the first step of deployment."""
    return (
        milestone(MONITOR, "A-1", (1, 2), *quarter(2027, 1)),
        milestone(DEPLOY, "A-2", (0, 1), *quarter(2026, 4)),
        milestone(ROLL_OUT, "A-2", (1, 2), *quarter(2027, 2)),
        milestone(SHOW, "A-2", (0, 2), *quarter(2027, 2), check="G5", what="Show it.", from_level=None),
        milestone(LIST, "B-1", (0, 1), *quarter(2027, 3)),
        milestone(KEEP, "B-1", (1, 2), *quarter(2027, 4)),
    )


def changed(milestones: Sequence[Milestone], number: int, **changes: Any) -> tuple[Milestone, ...]:
    """The milestones with one of them changed."""
    return tuple(replace(one, **changes) if one.id == number else one for one in milestones)


def done(milestones: Sequence[Milestone], number: int, on: date) -> tuple[Milestone, ...]:
    return changed(milestones, number, state=MilestoneState.DONE, done_on=on)


def dropped(milestones: Sequence[Milestone], number: int) -> tuple[Milestone, ...]:
    return changed(milestones, number, state=MilestoneState.DROPPED)


def adopted(catalog: Catalog, roadmap: Roadmap) -> tuple[Milestone, ...]:
    """What adopting a roadmap makes."""
    return tuple(_kept(promise, number) for number, promise in enumerate(first_milestones(catalog, roadmap), start=1))


def _kept(promise: Promise, number: int) -> Milestone:
    return Milestone(
        id=number,
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
        state=MilestoneState.PLANNED,
        started_on=None,
        done_on=None,
        position=number,
    )


def hand_report(
    milestones: Sequence[Milestone],
    *,
    facts: Mapping[int, MilestoneFacts] | None = None,
    settled: Mapping[str, Settled] | None = None,
    **options: Any,
) -> PlanReport:
    """The report on the plan by hand, nothing being stored of its milestones but what `facts` say."""
    stored = {one.id: NOTHING_KNOWN for one in milestones} | dict(facts or {})
    return plan_report(
        hand_catalog(),
        settled or hand_settled(),
        milestones,
        facts=stored,
        head=HEAD,
        **{"targets": {}, "today": TODAY, **options},
    )
