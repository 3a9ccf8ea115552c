"""What adopting a scenario would promise, and what that changes about the plan before."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from assessments.core.agreement import settle
from assessments.core.calendar import CalendarQuarter
from assessments.core.plans.adoption import Offer, offer
from assessments.core.plans.milestones import Milestone, MilestoneState, first_milestones
from assessments.core.scenario import Scenario, standard
from tests.factories import small_catalog

TODAY = date(2026, 11, 23)
CATALOG = small_catalog()
USUAL = standard(TODAY)


def offered(scenario: Scenario = USUAL, *, current: list[Milestone] | None = None) -> Offer:
    """The offer to a team that has answered nothing."""
    settled = {code: settle([]) for code in CATALOG.practice}
    return offer(CATALOG, settled, scenario=scenario, on=TODAY, exceptions=(), current=current)


def adopted(made: Offer) -> list[Milestone]:
    """Its promises as the milestones of a plan."""
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
        for number, one in enumerate(made.promises, start=1)
    ]


def test_the_first_plan_promises_the_whole_roadmap_and_changes_nothing() -> None:
    made = offered()
    assert sorted(made.promises, key=str) == sorted(first_milestones(CATALOG, made.roadmap), key=str)
    assert [one.due for one in made.promises] == sorted(one.due for one in made.promises)
    assert (made.changes, made.kept, made.told, made.standing) == (None, {}, (), ())
    assert made.roles == {"engineer": len(made.promises)}
    assert made.summary.effort == made.roadmap.effort


def test_promises_stand_under_the_quarter_in_which_they_are_due() -> None:
    made = offered()
    for quarter, promises in made.quarters:
        assert {CalendarQuarter.of(one.due) for one in promises} == {quarter}
    assert [one for _, promises in made.quarters for one in promises] == list(made.promises)
    assert [quarter for quarter, _ in made.quarters] == sorted(quarter for quarter, _ in made.quarters)


def test_the_same_plan_again_keeps_everything() -> None:
    first = offered()
    again = offered(current=adopted(first))
    assert again.promises == first.promises
    assert sorted(again.kept.values()) == list(range(1, len(first.promises) + 1))
    assert again.standing == ()
    assert again.anew == again.promises
    assert len(again.told) == 1


def test_dates_that_stand_are_kept_and_told_apart() -> None:
    first = offered()
    moved, *rest = adopted(first)
    later = replace(moved, starts=date(2031, 1, 1), due=date(2031, 3, 31))
    again = offered(current=[later, *rest])
    kept = next(one for one in again.promises if one.key == moved.key)
    assert (kept.starts, kept.due) == (later.starts, later.due)
    assert again.anew == first.promises
    assert len(again.standing) == 1
    assert "Q1 2031" in again.standing[0]
    assert not any("Q1 2031" in sentence for sentence in again.told)
    assert [one.due for one in again.promises] == sorted(one.due for one in again.promises)


def test_dates_that_stand_decide_when_gates_open_and_the_plan_ends() -> None:
    first = offered()
    gate = next(gate for gate in first.summary.gates if gate.opens)
    assert offered(current=adopted(first)).summary == first.summary
    step = next(one for one in adopted(first) if one.is_step)
    later = replace(step, starts=date(2031, 1, 1), due=date(2031, 3, 31))
    again = offered(current=[later if one.id == step.id else one for one in adopted(first)])
    moved = next(one for one in again.summary.gates if one.after == gate.after)
    # The next step of the same practice takes the quarter after.
    assert moved.opens == CalendarQuarter(2031, 2)
    assert again.summary.until is not None
    assert again.summary.until > moved.opens


def test_another_scenario_says_what_is_new_and_what_goes() -> None:
    small = offered(replace(USUAL, targets={"soil": 0, "fruit": 0}))
    again = offered(replace(USUAL, targets={"soil": 2, "tree": 0, "fruit": 0}), current=adopted(small))
    assert any(sentence.startswith("New:") for sentence in again.told)
    assert any(sentence.startswith("No longer needed:") for sentence in again.told)


def test_a_capacity_far_too_small_is_refused() -> None:
    with pytest.raises(ValueError, match="quarters"):
        offered(replace(USUAL, capacity=Fraction(1, 10**6)))
