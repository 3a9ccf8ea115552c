"""The roadmap's page and picture show every step, in its quarters, and no gate before its time."""

import re
from dataclasses import replace
from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import given, settings

from assessments.core import roadmap_chart as chart_module
from assessments.core.agreement import Settled
from assessments.core.catalog import Catalog
from assessments.core.reasons import reason_of
from assessments.core.roadmap import Roadmap, plan
from assessments.core.roadmap_chart import MOST_QUARTERS, RoadmapChart, roadmap_chart
from assessments.core.roadmap_report import roadmap_report
from assessments.files.catalog import BUILT_IN, read_catalog
from tests.core.scenarios import scenario
from tests.core.strategies import TODAY, assessed

CATALOG = read_catalog(BUILT_IN)


def named(made: Roadmap, number: int) -> str:
    return str(made.calendar(number))


def overlapping(chart: RoadmapChart) -> bool:
    bars = [bar for lane in chart.lanes for bar in lane.bars]
    return any(a.y == b.y and a.x < b.x + b.width and b.x < a.x + a.width for a, b in combinations(bars, 2))


@settings(max_examples=40)
@given(assessed())
def test_every_step_is_drawn_in_its_lane_and_nothing_overlaps(case: tuple[Catalog, dict[str, Settled]]) -> None:
    catalog, settled = case
    made = plan(catalog, settled, scenario=scenario(), on=TODAY)
    chart = roadmap_chart(catalog, made)
    assert [lane.discipline for lane in chart.lanes] == list(catalog.disciplines)
    assert not overlapping(chart)
    for lane in chart.lanes:
        shown = [
            step for step in made.steps if step.discipline == lane.discipline.code and step.starts <= MOST_QUARTERS
        ]
        drawn = {(bar.practice.code, level) for bar in lane.bars for level in range(bar.from_level, bar.to_level)}
        assert {(step.step.practice, step.step.from_level) for step in shown} <= drawn
        for bar in lane.bars:
            assert lane.y < bar.y < lane.y + lane.height
            assert bar.x + bar.width <= chart.width
            if lane.waits_to is not None:
                assert bar.x > lane.waits_to
    assert chart.left_out == max(0, len(made.quarters) - MOST_QUARTERS)


def test_rows_keep_bars_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    """The broken variant: all bars of a lane in one row."""
    made = plan(CATALOG, {}, scenario=scenario(), on=TODAY)
    assert not overlapping(roadmap_chart(CATALOG, made))
    monkeypatch.setattr(chart_module, "_rows", lambda runs: [0] * len(runs))
    assert overlapping(roadmap_chart(CATALOG, made))


def test_gate_line_stands_at_the_end_of_its_quarter() -> None:
    made = plan(CATALOG, {}, scenario=scenario({}, 60), on=TODAY)
    chart = roadmap_chart(CATALOG, made)
    [line] = chart.gate_lines
    opens = made.forecasts[0].opens
    assert opens
    assert line.after == ("ModelOps", "AIOps")
    assert line.quarter == named(made, opens)
    assert line.x == chart.ticks[opens].x
    assert line.sign.words == f"MLOps in place, {line.quarter}"
    assert line.sign.x < line.sign.middle < line.sign.x + line.sign.width
    lanes = {lane.discipline.code: lane for lane in chart.lanes}
    assert lanes["modelops"].opens
    assert lanes["modelops"].waits_to == line.x
    assert lanes["mlops"].y <= lanes["mlops"].middle <= lanes["mlops"].y + lanes["mlops"].height
    assert {bar.end > bar.x for bar in lanes["mlops"].bars} == {True}


def test_labels_are_cut_behind_whole_words() -> None:
    made = plan(CATALOG, {}, scenario=scenario(), on=TODAY)
    bars = [bar for lane in roadmap_chart(CATALOG, made).lanes for bar in lane.bars]
    for bar in bars:
        name, second = bar.practice.name, bar.second.removesuffix("…")
        shown = f"{bar.first}{second}" if bar.first.endswith("-") else f"{bar.first} {second}".rstrip()
        assert name.startswith(shown)
        assert shown == name if bar.second == second else shown[-1] == "-" or name[len(shown)] == " "
    assert len({bar.second.endswith("…") for bar in bars}) == 2


def test_picture_stops_where_it_would_get_too_wide() -> None:
    made = plan(CATALOG, {}, scenario=scenario(dict.fromkeys(CATALOG.discipline, 4), 4), on=TODAY)
    chart = roadmap_chart(CATALOG, made)
    assert len(chart.ticks) == MOST_QUARTERS
    assert chart.left_out > 0
    assert chart.gate_lines == ()
    assert not chart.lanes[2].opens


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
    assert {lane.target for lane in report.chart.lanes} == {0}


def test_catalog_without_gates_has_no_lines() -> None:
    report = roadmap_report(replace(CATALOG, gates=()), {}, scenario=scenario(), on=TODAY)
    assert report.forecasts == ()
    assert report.chart.gate_lines == ()
    assert {lane.waits_to for lane in report.chart.lanes} == {None}


def test_far_too_small_a_capacity_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assessments.core.board.MOST_QUARTERS", 3)
    with pytest.raises(ValueError, match="quarters"):
        roadmap_report(CATALOG, {}, scenario=scenario({}, 1), on=TODAY)
