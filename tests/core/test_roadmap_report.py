"""The roadmap's page shows every step, in its quarters, and no gate before its time."""

import re
from dataclasses import replace
from fractions import Fraction

import pytest

from assessments.core.reasons import reason_of
from assessments.core.roadmap import Roadmap, plan
from assessments.core.roadmap_report import roadmap_report
from assessments.files.catalog import BUILT_IN, read_catalog
from tests.core.scenarios import scenario
from tests.core.strategies import TODAY

CATALOG = read_catalog(BUILT_IN)


def named(made: Roadmap, number: int) -> str:
    return str(made.calendar(number))


def test_report_says_what_was_planned() -> None:
    made = plan(CATALOG, {}, scenario=scenario(), on=TODAY)
    report = roadmap_report(CATALOG, {}, scenario=scenario(), on=TODAY)
    assert report.effort == made.effort == sum((stage.effort for stage in report.stages), Fraction(0))
    assert report.until == named(made, len(made.quarters))
    steps = [step for stage in report.stages for step in stage.steps]
    assert [(one.practice.code, one.quarters[0], one.quarters[-1]) for one in steps] == [
        (one.step.practice, named(made, one.starts), named(made, one.quarter)) for one in made.steps
    ]
    first = steps[0]
    assert first.to_anchor == first.practice.anchors[first.to_level]
    assert [line.effort for line in report.quarters] == [quarter.effort for quarter in made.quarters]
    assert all(cell.changed for cell in report.quarters[0].cells)
    assert not all(cell.changed for line in report.quarters[1:] for cell in line.cells)
    assert [(one.after, one.is_open) for one in report.forecasts] == [(("ModelOps", "AIOps"), False)]


def test_report_shows_forty_quarters_and_counts_what_lies_beyond() -> None:
    targets = dict.fromkeys(CATALOG.discipline, 4)
    made = plan(CATALOG, {}, scenario=scenario(targets, 7), on=TODAY)
    report = roadmap_report(CATALOG, {}, scenario=scenario(targets, 7), on=TODAY)
    assert len(made.quarters) > 40
    assert [line.name for line in report.quarters] == [named(made, number) for number in range(1, 41)]
    assert report.later_quarters == len(made.quarters) - 40
    assert report.effort == made.effort == sum((stage.effort for stage in report.stages), Fraction(0))
    assert report.until == named(made, len(made.quarters))
    assert [stage.step_count for stage in report.stages] == [len(stage.steps) for stage in made.stages]
    assert sum(stage.later_steps for stage in report.stages) == sum(step.starts > 40 for step in made.steps) > 0
    within = roadmap_report(CATALOG, {}, scenario=scenario(), on=TODAY)
    assert within.later_quarters == sum(stage.later_steps for stage in within.stages) == 0


def test_reasons_name_quarters_and_what_is_common_is_said_once() -> None:
    made = plan(CATALOG, {}, scenario=scenario(), on=TODAY)
    report = roadmap_report(CATALOG, {}, scenario=scenario(), on=TODAY)
    assert report.stages[0].gates == ()
    for stage, planned in zip(report.stages, made.stages, strict=True):
        told = [gate.text for gate in stage.gates]
        for line, step in zip(stage.steps, planned.steps, strict=True):
            assert [one for one in step.because if one not in told] == list(line.because)
            assert len(line.because) >= 2
            assert not any(re.search(r"quarters? \d", reason) for reason in line.because)
    said = {gate.text for stage in report.stages for gate in stage.gates}
    assert said == {reason_of(gate) for gate in CATALOG.gates}


def test_gates_that_no_plan_opens_and_nothing_to_do() -> None:
    targets = dict.fromkeys(CATALOG.discipline, 0)
    report = roadmap_report(CATALOG, {}, scenario=scenario(targets, 24), on=TODAY)
    assert report.until is None
    assert report.stages == ()
    assert [one.quarter for one in report.forecasts] == [None]


def test_catalog_without_gates_has_no_lines() -> None:
    report = roadmap_report(replace(CATALOG, gates=()), {}, scenario=scenario(), on=TODAY)
    assert report.forecasts == ()


def test_far_too_small_a_capacity_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assessments.core.board.MOST_QUARTERS", 3)
    with pytest.raises(ValueError, match="quarters"):
        roadmap_report(CATALOG, {}, scenario=scenario({}, 1), on=TODAY)
