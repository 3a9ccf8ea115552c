"""The roadmap's page shows every step, in its quarters, and no gate before its time."""

import re
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest

from assessments.core import roadmap as roadmap_module
from assessments.core.gate_exception import GateException
from assessments.core.planning import consequences as consequences_module
from assessments.core.planning.drafting import draft
from assessments.core.planning.plan_summary import differences, summary
from assessments.core.planning.reasons import reason_of
from assessments.core.roadmap import Roadmap, plan
from assessments.core.roadmap_report import roadmap_report
from assessments.core.scenario import StepKey
from assessments.files.catalog import BUILT_IN, read_catalog
from tests.core.scenarios import quarter, scenario
from tests.core.strategies import TODAY

CATALOG = read_catalog(BUILT_IN)
DAY = timedelta(days=1)


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


def test_steps_say_their_key_their_quarters_and_what_was_decided() -> None:
    made = plan(CATALOG, {}, scenario=scenario(), on=TODAY)
    first, second = (one.key for one in made.steps[:2])
    changed = replace(scenario(), pinned={first: quarter(1)}, put_off={second: quarter(4)})
    report = roadmap_report(CATALOG, {}, scenario=changed, on=TODAY)
    lines = {step.key: step for stage in report.stages for step in stage.steps}
    assert {line.change for key, line in lines.items() if key not in (first, second)} == {""}
    assert (lines[first].change, lines[second].change) == ("pinned", "put_off")
    assert lines[second].starts >= quarter(4)
    assert {key for key, line in lines.items() if line.on_chain} == set(report.forecasts[0].chain)
    for one in report.roadmap.steps:
        line = lines[one.key]
        assert (line.starts, line.ends) == (quarter(one.starts), quarter(one.quarter))
        assert line.quarters == tuple(dict.fromkeys((str(line.starts), str(line.ends))))


def test_work_stands_in_its_quarter_and_in_the_stage_of_its_gate() -> None:
    report = roadmap_report(CATALOG, {}, scenario=scenario({}, 60), on=TODAY)
    assert [(one.what, one.quarter) for one in report.work] == [
        (one.work.what, quarter(one.quarter)) for one in report.roadmap.work
    ]
    shown = [one for one in report.work if one.check == "G5"]
    assert {one.discipline for one in shown} == {"MLOps"}
    assert {one.gates for one in shown} == {("ModelOps", "AIOps")}
    for line, stage in zip(report.stages, report.roadmap.stages, strict=True):
        assert [one.what for one in line.work] == [one.what for one in stage.work]
        assert all(one.quarter <= quarter(stage.quarter) for one in line.work)
        assert all(one in report.work for one in line.work)


def test_gates_say_what_holds_them_once_for_all_that_open_together() -> None:
    report = roadmap_report(CATALOG, {}, scenario=scenario(), on=TODAY)
    [line] = report.forecasts
    [forecast, other] = report.roadmap.forecasts
    assert line.because == forecast.because == other.because
    assert line.chain == forecast.chain
    assert line.opens == quarter(forecast.opens or 0)
    assert line.quarter == str(line.opens)


def leave(after: str, until: date) -> GateException:
    return GateException(
        before="mlops", after=after, since=TODAY, until=until, approver="Ida Example", reason="A pilot."
    )


def test_exceptions_stand_on_their_gate_until_they_end() -> None:
    running, over, unknown = leave("aiops", date(2027, 6, 30)), leave("modelops", TODAY - DAY), leave("gone", TODAY)
    report = roadmap_report(CATALOG, {}, scenario=scenario(), on=TODAY, exceptions=[running, over, unknown])
    [line] = report.exceptions
    assert (line.before, line.after, line.value.until, line.value.approver) == (
        "MLOps",
        "AIOps",
        date(2027, 6, 30),
        "Ida Example",
    )
    assert [one.exceptions for one in report.forecasts] == [(line,)]
    wide = roadmap_report(CATALOG, {}, scenario=scenario({}, 1000), on=TODAY, exceptions=[running])
    [note] = wide.notes
    assert note.endswith(
        " of AIOps are planned under an exception until 30 June 2027, approved by Ida Example: A pilot."
    )


def test_a_plan_says_what_is_otherwise_than_in_the_one_it_is_compared_with() -> None:
    before = summary(CATALOG, plan(CATALOG, {}, scenario=scenario(), on=TODAY), name="The plan in force")
    report = roadmap_report(CATALOG, {}, scenario=scenario({}, 48), on=TODAY, compared=before)
    assert report.compared == before
    assert report.differences == differences(before, report.summary) != ()
    assert roadmap_report(CATALOG, {}, scenario=scenario(), on=TODAY).differences == ()
    same = roadmap_report(CATALOG, {}, scenario=scenario(), on=TODAY, compared=before)
    assert same.differences == ()


def test_consequences_of_what_is_left_out_are_told() -> None:
    out = StepKey("MLO-MON-01", 2)
    report = roadmap_report(CATALOG, {}, scenario=replace(scenario(), left_out=frozenset({out})), on=TODAY)
    assert report.consequences[out][1] == "Target of MLOps missed: the plan brings it to level 1."
    assert report.summary.missed == report.notes[:3]


def test_nothing_is_planned_twice_when_nothing_is_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    calls = []

    def counted(*arguments: Any, **named: Any) -> Any:
        calls.append(arguments)
        return draft(*arguments, **named)

    monkeypatch.setattr(roadmap_module, "draft", counted)
    monkeypatch.setattr(consequences_module, "draft", counted)
    roadmap_report(CATALOG, {}, scenario=scenario(), on=TODAY)
    assert len(calls) == 1
    out = frozenset({StepKey("MLO-MON-01", 2)})
    roadmap_report(CATALOG, {}, scenario=replace(scenario(), left_out=out), on=TODAY)
    assert len(calls) == 4


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
    monkeypatch.setattr("assessments.core.planning.board.MOST_QUARTERS", 3)
    with pytest.raises(ValueError, match="quarters"):
        roadmap_report(CATALOG, {}, scenario=scenario({}, 1), on=TODAY)
