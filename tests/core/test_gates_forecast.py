"""A gate that a plan opens really opens then: all six checks hold, with evidence as old as it is by that day."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from random import Random

import pytest

from assessments.core.agreement import UNANSWERED, Answer, EvidenceKind, Kind, Settled, settle
from assessments.core.calendar import CalendarQuarter
from assessments.core.catalog import Gate
from assessments.core.gates import Outcome, assess
from assessments.core.planning.planned import PlannedWork
from assessments.core.roadmap import Roadmap, plan
from assessments.core.scenario import Scenario, standard
from tests.core.drafts import BUILT_IN_CATALOG
from tests.core.strategies import TODAY

CATALOG = BUILT_IN_CATALOG


def a_team(seed: int) -> dict[str, Settled]:
    """Answers of every kind: missing, unknown, contested, and evidence of up to 500 days."""
    random = Random(seed)
    top = random.randint(1, 3)
    settled = {}
    for code, practice in CATALOG.practice.items():
        levels = [random.choice([one for one in practice.offered if one <= top])]
        if random.random() < 0.15:
            levels += random.choices(practice.offered, k=3)
        shown = [(EvidenceKind.LINK, TODAY - timedelta(days=random.randint(0, 500)))] if random.random() < 0.7 else []
        if random.random() < 0.92:
            settled[code] = settle([Answer(Kind.LEVEL, one) for one in levels], evidence=shown, answered_on=TODAY)
    return settled


def outcome(settled: Mapping[str, Settled], roadmap: Roadmap, gate: Gate, quarter: int) -> Outcome:
    """The gate on the last day of a quarter, with the steps taken and the work done that are due by then."""
    known = dict(settled)
    for step in (one.step for one in roadmap.steps if one.quarter <= quarter):
        raised = known.get(step.practice, UNANSWERED)
        known[step.practice] = replace(raised, level=step.to_level, numbers=(step.to_level,), recorded=True)
    for work in (one for one in roadmap.work if one.quarter <= quarter):
        code = work.work.practice
        known[code] = done(known.get(code, UNANSWERED), work, roadmap)
    on = max(TODAY, roadmap.calendar(quarter).last_day)
    return assess(CATALOG, known, on=on).gate(gate.before, gate.after).outcome


def done(one: Settled, work: PlannedWork, roadmap: Roadmap) -> Settled:
    if work.work.check == "G5":
        first: date = roadmap.calendar(work.quarter).first_day
        return replace(one, evidence_kind=EvidenceKind.LINK, evidence_on=first)
    return replace(one, recorded=True) if work.work.check == "G4" else replace(one, level=one.level or 0)


def wrong(settled: Mapping[str, Settled], roadmap: Roadmap) -> list[str]:
    """The gates that are not open in the quarter forecast, or were before."""
    coming = [(one.gate, one.opens) for one in roadmap.forecasts if one.opens]
    late = [f"{gate} is shut in {opens}" for gate, opens in coming if not is_open(settled, roadmap, gate, opens)]
    early = [f"{gate} was open" for gate, opens in coming if opens > 1 and is_open(settled, roadmap, gate, opens - 1)]
    return late + early


def is_open(settled: Mapping[str, Settled], roadmap: Roadmap, gate: Gate, quarter: int) -> bool:
    return outcome(settled, roadmap, gate, quarter) is Outcome.OPEN


@pytest.mark.parametrize("seed", range(12))
def test_a_gate_opens_in_the_quarter_forecast_and_not_before(seed: int) -> None:
    settled = a_team(seed)
    roadmap = plan(CATALOG, settled, scenario=standard(TODAY), on=TODAY)
    assert wrong(settled, roadmap) == []


def test_without_what_is_shown_again_gates_would_stay_shut() -> None:
    settled = a_team(0)
    roadmap = plan(CATALOG, settled, scenario=standard(TODAY), on=TODAY)
    first_time = tuple(one for one in roadmap.work if "runs out" not in one.work.what)
    assert len(first_time) < len(roadmap.work)
    assert wrong(settled, replace(roadmap, work=first_time)) != []


def test_evidence_that_holds_until_the_gate_opens_is_not_asked_for_again() -> None:
    shown = [(EvidenceKind.LINK, TODAY)]
    settled = {
        code: settle([Answer(Kind.LEVEL, 2)], evidence=shown, answered_on=TODAY)
        for code in CATALOG.practice
        if code != "MLO-MON-01"
    } | {"MLO-MON-01": settle([Answer(Kind.LEVEL, 0)], evidence=shown, answered_on=TODAY)}
    soon = plan(CATALOG, settled, scenario=standard(TODAY), on=TODAY)
    assert soon.work == ()
    later = Scenario(start=CalendarQuarter.of(TODAY).plus(4))
    again = plan(CATALOG, settled, scenario=later, on=TODAY).work
    foundations = [one.code for one in CATALOG.discipline["mlops"].practices if one.foundation]
    assert sorted(one.work.practice for one in again) == sorted(foundations)
    assert {one.work.check for one in again} == {"G5"}
    # The practice that is raised is shown again once it has its level, the others at once.
    assert {one.quarter for one in again if one.work.practice != "MLO-MON-01"} == {1}
    assert {one.quarter for one in again if one.work.practice == "MLO-MON-01"} == {2}


def test_where_evidence_is_assumed_none_is_asked_for() -> None:
    settled = a_team(0)
    roadmap = plan(CATALOG, settled, scenario=standard(TODAY), on=TODAY, assume_evidence=True)
    assert "G5" not in {one.work.check for one in roadmap.work}
