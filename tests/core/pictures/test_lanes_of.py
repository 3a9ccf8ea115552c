"""Roadmaps and adopted plans come into the picture of lanes whole, in their days, with the chains of their gates."""

from dataclasses import replace
from datetime import date
from fractions import Fraction
from functools import cache

import pytest
from hypothesis import given, settings

from assessments.core.agreement import Settled
from assessments.core.catalog import Catalog
from assessments.core.gate_exception import GateException
from assessments.core.pictures.lanes import lanes
from assessments.core.pictures.lanes_input import BarInput, LanesInput
from assessments.core.pictures.lanes_of import of_plan, of_roadmap
from assessments.core.pictures.lanes_picture import Kind
from assessments.core.plans.following import follow
from assessments.core.plans.milestones import Milestone, MilestoneState, first_milestones
from assessments.core.roadmap import Roadmap, plan
from assessments.core.scenario import standard
from assessments.files.catalog import BUILT_IN, read_catalog
from tests.core.strategies import TODAY, assessed

CATALOG = read_catalog(BUILT_IN)
SCENARIO = standard(TODAY)


@cache
def usual() -> Roadmap:
    """The plan of a team that has nothing yet."""
    return plan(CATALOG, {}, scenario=SCENARIO, on=TODAY)


def bars(made: LanesInput) -> list[BarInput]:
    return [bar for lane in made.lanes for bar in lane.bars]


def adopted(catalog: Catalog, roadmap: Roadmap) -> list[Milestone]:
    return [
        Milestone(
            id=number,
            practice=one.practice,
            check=one.check,
            what=one.what,
            from_level=one.from_level,
            to_level=one.to_level,
            effort=one.effort,
            baseline_starts=one.starts,
            baseline_due=one.due,
            starts=one.starts,
            due=one.due,
            state=MilestoneState.PLANNED,
            started_on=None,
            done_on=None,
            position=number,
        )
        for number, one in enumerate(first_milestones(catalog, roadmap), 1)
    ]


def followed(
    catalog: Catalog,
    settled: dict[str, Settled],
    milestones: list[Milestone],
    *,
    today: date = TODAY,
    exceptions: tuple[GateException, ...] = (),
) -> LanesInput:
    following = follow(catalog, settled, milestones, targets={}, today=today, exceptions=exceptions)
    return of_plan(catalog, milestones, following, targets={}, today=today, exceptions=exceptions)


@settings(max_examples=25)
@given(assessed())
def test_every_step_of_a_roadmap_is_in_a_bar_of_its_quarters(case: tuple[Catalog, dict[str, Settled]]) -> None:
    catalog, settled = case
    roadmap = plan(catalog, settled, scenario=SCENARIO, on=TODAY)
    made = of_roadmap(catalog, roadmap, today=TODAY)
    by_key = {key: bar for bar in bars(made) for key in bar.keys}
    assert set(by_key) == {str(step.key) for step in roadmap.steps}
    for step in roadmap.steps:
        bar = by_key[str(step.key)]
        assert bar.starts <= roadmap.calendar(step.starts).first_day
        assert roadmap.calendar(step.quarter).last_day <= bar.ends <= made.last.last_day
        assert bar.from_level is not None
        assert bar.to_level is not None
        assert bar.from_level <= step.step.from_level < step.step.to_level <= bar.to_level
    assert made.lit == {str(key) for one in roadmap.forecasts for key in one.chain}
    assert sum(len(mark.after) for mark in made.gates) == len(catalog.gates)
    lit = {key for bar in bars(made) if not made.lit.isdisjoint(bar.keys) for key in bar.keys}
    assert lit == made.lit
    lanes(made)


@settings(max_examples=25)
@given(assessed())
def test_plan_that_is_kept_stands_as_promised(case: tuple[Catalog, dict[str, Settled]]) -> None:
    catalog, settled = case
    roadmap = plan(catalog, settled, scenario=SCENARIO, on=TODAY)
    milestones = adopted(catalog, roadmap)
    made = followed(catalog, settled, milestones)
    by_key = {key: bar for bar in bars(made) for key in bar.keys}
    assert set(by_key) == {str(one.id) for one in milestones}
    for one in milestones:
        bar = by_key[str(one.id)]
        assert (bar.starts, bar.ends) == (one.starts, one.due)
        assert (bar.ghost, bar.state) == (None, MilestoneState.PLANNED)
        assert (bar.kind is Kind.WORK) == (not one.is_step)
    chains = {
        str(id_) for one in follow(catalog, settled, milestones, targets={}, today=TODAY).gates for id_ in one.chain
    }
    assert made.lit == chains
    lanes(made)


def test_steps_without_a_break_make_one_bar() -> None:
    roadmap = plan(CATALOG, {}, scenario=replace(SCENARIO, capacity=Fraction(400), parallel=None), on=TODAY)
    made = of_roadmap(CATALOG, roadmap, today=TODAY)
    steps = [bar for bar in bars(made) if bar.kind is not Kind.WORK]
    assert len(steps) < len(roadmap.steps) == sum(len(bar.keys) for bar in steps)
    both = next(bar for bar in steps if len(bar.keys) > 1)
    assert both.levels == "0\N{RIGHTWARDS ARROW}2"
    assert both.words == f"{both.name} {both.levels}"


def test_work_of_a_quarter_makes_one_bar_and_the_table_has_it_all() -> None:
    roadmap = usual()
    made = of_roadmap(CATALOG, roadmap, today=TODAY)
    work = [bar for bar in bars(made) if bar.kind is Kind.WORK]
    assert len(work) < len(roadmap.work)
    many = [bar for bar in work if bar.note]
    assert sum(bar.note.count(";") + 1 for bar in many) + len(work) - len(many) == len(roadmap.work)
    assert many[0].name == f"{many[0].note.count(';') + 1} to show, answer or settle"
    assert many[0].levels == ""
    assert all(bar.name.startswith(("Evidence for", "Answer to")) for bar in work if not bar.note)


def test_gates_that_open_together_are_one_mark() -> None:
    roadmap = usual()
    [mark] = of_roadmap(CATALOG, roadmap, today=TODAY).gates
    opens = roadmap.forecasts[0].opens
    assert opens
    assert (mark.before, mark.after, mark.reached) == ("mlops", ("modelops", "aiops"), "MLOps in place")
    assert mark.on == roadmap.calendar(opens).last_day
    assert mark.chain == tuple(str(key) for key in roadmap.forecasts[0].chain)


def test_exception_keeps_its_gate_in_the_mark() -> None:
    leave = GateException(
        before="mlops", after="aiops", since=TODAY, until=date(2027, 12, 31), approver="Marta", reason="Pilot."
    )
    roadmap = plan(CATALOG, {}, scenario=SCENARIO, on=TODAY, exceptions=[leave])
    assert [mark.exceptions for mark in of_roadmap(CATALOG, roadmap, today=TODAY).gates] == [(leave,)]
    made = followed(CATALOG, {}, adopted(CATALOG, roadmap), exceptions=(leave,))
    assert [mark.exceptions for mark in made.gates] == [(leave,)]


def test_ghosts_are_where_the_adopted_plan_had_a_step() -> None:
    roadmap = usual()
    milestones = adopted(CATALOG, roadmap)
    same = of_roadmap(CATALOG, roadmap, today=TODAY, ghosts=milestones)
    assert all(bar.ghost is None for bar in bars(same))
    later = plan(CATALOG, {}, scenario=replace(SCENARIO, start=SCENARIO.start.plus(1)), on=TODAY)
    moved = of_roadmap(CATALOG, later, today=TODAY, ghosts=milestones)
    promised = {f"{one.practice}:{one.to_level}": one for one in milestones if one.is_step}
    for bar in bars(moved):
        if bar.kind is not Kind.WORK:
            assert bar.ghost == (promised[bar.keys[0]].baseline_starts, promised[bar.keys[-1]].baseline_due)


def test_slip_moves_the_gate_and_leaves_ghosts() -> None:
    roadmap = usual()
    milestones = adopted(CATALOG, roadmap)
    before = followed(CATALOG, {}, milestones)
    last = milestones[int(before.gates[0].chain[-1]) - 1]
    due = last.due.replace(year=last.due.year + 1)
    slipped = [replace(one, due=due) if one.id == last.id else one for one in milestones]
    made = followed(CATALOG, {}, slipped)
    assert made.gates[0].planned == before.gates[0].on
    assert made.gates[0].on == due
    bar = next(bar for bar in bars(made) if str(last.id) in bar.keys)
    assert bar.ghost == (last.baseline_starts, last.baseline_due)
    assert bar.note.startswith("52 weeks late")
    assert any(bar.ghost for bar in bars(made) if str(last.id) not in bar.keys)
    lengths = [(bar.ends - bar.starts, bar.ghost[1] - bar.ghost[0]) for bar in bars(made) if bar.ghost]
    assert len(lengths) > 10
    assert sum(now == then for now, then in lengths) == len(lengths) - 1


def test_dropped_and_what_never_comes_stand_where_they_were() -> None:
    roadmap = usual()
    milestones = adopted(CATALOG, roadmap)
    foundations = {one.code for one in CATALOG.discipline["mlops"].practices if one.foundation}
    needed = next(one for one in milestones if one.is_step and one.practice in foundations and one.to_level == 2)
    dropped = [replace(one, state=MilestoneState.DROPPED) if one.id == needed.id else one for one in milestones]
    made = followed(CATALOG, {}, dropped)
    by_key = {key: bar for bar in bars(made) for key in bar.keys}
    assert by_key[str(needed.id)].state is MilestoneState.DROPPED
    assert (by_key[str(needed.id)].starts, by_key[str(needed.id)].ends) == (needed.starts, needed.due)
    assert [mark.on for mark in made.gates] == [None]
    held = next(one for one in milestones if CATALOG.discipline_of[one.practice] == "aiops")
    assert (by_key[str(held.id)].starts, by_key[str(held.id)].ends) == (held.starts, held.due)


def test_only_a_current_plan_marks_the_day() -> None:
    milestones = adopted(CATALOG, usual())
    following = follow(CATALOG, {}, milestones, targets={}, today=TODAY)
    made = [
        of_plan(CATALOG, milestones, following, targets={}, today=TODAY, is_current=one).today for one in (True, False)
    ]
    assert made == [TODAY, None]


def test_what_has_begun_keeps_its_first_day() -> None:
    milestones = adopted(CATALOG, usual())
    first = next(one for one in milestones if one.is_step)
    begun = replace(first, state=MilestoneState.IN_PROGRESS, started_on=first.starts)
    today = date(2027, 8, 10)
    made = followed(CATALOG, {}, [begun if one.id == first.id else one for one in milestones], today=today)
    bar = next(bar for bar in bars(made) if str(first.id) in bar.keys)
    assert (bar.starts, bar.ends, bar.state) == (first.starts, today, MilestoneState.IN_PROGRESS)


def test_gate_whose_work_is_all_done_opens_today_at_the_earliest() -> None:
    roadmap = usual()
    done = [
        replace(one, state=MilestoneState.DONE, done_on=one.due, started_on=one.starts)
        for one in adopted(CATALOG, roadmap)
    ]
    today = max(one.due for one in done).replace(year=2040)
    [mark] = followed(CATALOG, {}, done, today=today).gates
    assert mark.all_done
    assert not mark.is_open
    assert mark.on == today


@pytest.mark.parametrize("weeks", [1, 3])
def test_lateness_is_said_in_weeks(weeks: int) -> None:
    roadmap = usual()
    milestones = adopted(CATALOG, roadmap)
    last = max((one for one in milestones if one.is_step), key=lambda one: one.due)
    late = replace(last, due=date.fromordinal(last.due.toordinal() + 7 * weeks))
    made = followed(CATALOG, {}, [late if one.id == last.id else one for one in milestones])
    bar = next(bar for bar in bars(made) if str(last.id) in bar.keys)
    assert bar.note == ("1 week late" if weeks == 1 else "3 weeks late")


def test_plan_of_nothing_shows_the_quarter_of_today() -> None:
    made = followed(CATALOG, {}, [])
    assert (made.first, made.last) == (made.first, made.first)
    assert bars(made) == []
