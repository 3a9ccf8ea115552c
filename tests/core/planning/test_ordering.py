"""The order that is kept: as good as a solver finds, or nearly; opening sets first; pinned steps before them."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

import pytest

from assessments.core.catalog import Catalog, Effort, Need, Practice
from assessments.core.gate_exception import GateException
from assessments.core.planning import ordering
from assessments.core.planning.schedule import Slot
from assessments.core.scenario import Scenario, StepKey
from tests.core.drafts import a_discipline, a_gate, a_practice
from tests.core.instances import planning_case
from tests.core.scenarios import quarter, scenario
from tests.core.schedule_figures import Solved, compared, planned, solved

FEW = 20


def few() -> Solved:
    return solved(FEW, seconds=60, cells=220)


def test_schedules_are_nearly_as_good_as_a_solver_finds() -> None:
    figures = compared(few())
    assert len(figures.cases) == FEW
    assert figures.good, figures


def test_the_reversed_order_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    """The broken variant: what should come first comes last."""
    known, in_order = few(), ordering._in_order

    def reversed_order(tiers: Sequence[int], preference: ordering.Preference) -> list[int]:
        return in_order(tiers, [tuple(-one for one in own) for own in preference])

    monkeypatch.setattr(ordering, "_in_order", reversed_order)
    assert not compared(known).good


def test_nor_is_one_without_opening_sets(monkeypatch: pytest.MonkeyPatch) -> None:
    """The broken variant: gain for effort alone, whatever opens a gate."""
    known = few()
    monkeypatch.setattr(ordering, "_tiers", lambda board, *_: [0 for _ in board.tasks])
    monkeypatch.setattr(ordering, "_by_tail", lambda board, *_: ordering._by_gain(board))
    assert not compared(known).good


def one_gate(*others: Practice) -> Catalog:
    """A: one foundation in two steps of 7 and 14 weeks, then a gate, then B in steps of 1 and 2 weeks; C besides."""
    return Catalog(
        (
            a_discipline("a", a_practice("A-1", foundation=True, effort=Effort.LARGE, owner="Lead")),
            a_discipline("b", a_practice("B-1", owner="Engineer")),
            *([a_discipline("c", *others)] if others else []),
        ),
        (a_gate("a", "b"),),
    )


def slots(catalog: Catalog, wanted: Scenario, *exceptions: GateException) -> dict[str, Slot]:
    """The slots from level 0, by step as in `A-1:2`."""
    case = planning_case(catalog, dict.fromkeys(catalog.practice, 0), wanted.targets, wanted, exceptions=exceptions)
    return {f"{slot.step.practice}:{slot.step.to_level}": slot for slot in planned(case).slots}


def times(found: Mapping[str, Slot]) -> dict[str, tuple[int, int]]:
    return {key: (slot.starts, slot.quarter) for key, slot in found.items()}


def exception(since: int, until: int) -> GateException:
    """An exception to the gate before B over these quarters of the plan."""
    return GateException(
        before="a",
        after="b",
        since=quarter(since).first_day,
        until=quarter(until).last_day,
        approver="Ada Example",
        reason="A trial.",
    )


def test_what_opens_a_gate_is_worked_on_before_what_is_under_way() -> None:
    catalog = one_gate(a_practice("C-1", effort=Effort.LARGE))
    found = slots(catalog, scenario(capacity=10))
    assert found["C-1:1"].spent == ((1, Fraction(3)), (3, Fraction(4)))
    assert found["A-1:2"].spent == ((2, Fraction(10)), (3, Fraction(4)))
    assert times(found)["B-1:1"] == (4, 4)


def test_an_exception_lets_steps_begin_and_they_rest_when_it_ends() -> None:
    found = slots(one_gate(), scenario(capacity=24, role_capacity={"Engineer": Fraction(1), "Lead": Fraction(4)}))
    assert found["A-1:2"].quarter == 6
    assert times(found)["B-1:1"] == (7, 7)
    excepted = slots(
        one_gate(),
        scenario(capacity=24, role_capacity={"Engineer": Fraction(1), "Lead": Fraction(4)}),
        exception(2, 3),
    )
    assert excepted["A-1:2"].quarter == 6
    assert times(excepted)["B-1:1"] == (2, 2)
    assert (excepted["B-1:1"].earliest, excepted["B-1:1"].held_by) == (2, one_gate().gates[0])
    assert excepted["B-1:2"].spent == ((3, Fraction(1)), (7, Fraction(1)))


def test_a_step_that_rests_makes_room_without_finishing() -> None:
    catalog = one_gate(a_practice("C-1", owner="Analyst"))
    roles = {"Engineer": Fraction(1, 2), "Lead": Fraction(4)}
    found = slots(catalog, scenario({"c": 1}, capacity=24, role_capacity=roles, parallel=2), exception(1, 1))
    assert found["B-1:1"].spent == ((1, Fraction(1, 2)), (7, Fraction(1, 2)))
    assert (found["C-1:1"].starts, found["C-1:1"].full, found["C-1:1"].behind) == (2, "parallel", None)


def test_what_has_not_begun_when_an_exception_ends_waits_for_the_gate() -> None:
    wanted = scenario(capacity=None, parallel=1)
    found = slots(one_gate(), wanted, exception(1, 1))
    assert times(found) == {"A-1:1": (1, 1), "A-1:2": (2, 2), "B-1:1": (3, 3), "B-1:2": (4, 4)}


def test_what_is_full_is_said_with_the_step_that_made_room() -> None:
    practices = [a_practice(f"C-{number}", owner="Lead") for number in range(3)]
    catalog = Catalog((a_discipline("c", *practices),))
    by_role = slots(catalog, scenario({"c": 1}, capacity=24, role_capacity={"Lead": Fraction(1)}))
    assert [slot.full for slot in by_role.values()] == ["", "Lead", "Lead"]
    assert [slot.behind for slot in by_role.values()] == [None, by_role["C-0:1"].step, by_role["C-1:1"].step]
    at_once = slots(catalog, scenario({"c": 1}, capacity=24, parallel=1))
    assert [slot.full for slot in at_once.values()] == ["", "parallel", "parallel"]
    assert [slot.behind for slot in at_once.values()] == [None, at_once["C-0:1"].step, at_once["C-1:1"].step]
    in_all = slots(catalog, scenario({"c": 1}, capacity=1))
    assert [slot.full for slot in in_all.values()] == ["", "capacity", "capacity"]


def pinned(catalog: Catalog, key: StepKey, at: int) -> dict[str, tuple[int, int]]:
    wanted = replace(scenario(capacity=2, parallel=1), pinned={key: quarter(at)})
    return times(slots(catalog, wanted))


def test_a_pinned_step_comes_first_with_all_that_it_waits_for() -> None:
    chain = (a_practice("C-1", needs=(Need("C-2", 1),)), a_practice("C-2"), a_practice("C-3"))
    catalog = Catalog((a_discipline("c", *chain),))
    assert pinned(catalog, StepKey("C-3", 2), 1)["C-3:2"] == (2, 2)
    first = pinned(catalog, StepKey("C-1", 2), 1)
    assert sorted(first, key=first.__getitem__)[:3] in (["C-1:1", "C-2:1", "C-1:2"], ["C-2:1", "C-1:1", "C-1:2"])


def test_a_pin_behind_a_gate_brings_its_opening_set_forward() -> None:
    other = Catalog(
        (*one_gate().disciplines, a_discipline("x", a_practice("X-1")), a_discipline("y", a_practice("Y-1"))),
        (a_gate("x", "y"), a_gate("a", "b")),
    )
    assert times(slots(other, scenario(capacity=2, parallel=1)))["X-1:1"] == (1, 1)
    assert pinned(other, StepKey("B-1", 1), 1)["A-1:1"] == (1, 4)


@pytest.mark.parametrize(("excepted", "begins"), [(2, 2), (3, 4)])
def test_a_pin_comes_before_the_opening_set_only_where_an_exception_covers_it(excepted: int, begins: int) -> None:
    tight = replace(scenario(capacity=7, parallel=1), pinned={StepKey("B-1", 1): quarter(2)})
    assert slots(one_gate(), tight, exception(excepted, excepted))["B-1:1"].starts == begins


def test_a_pinned_step_does_not_begin_before_its_quarter() -> None:
    catalog = Catalog((a_discipline("c", a_practice("C-1"), a_practice("C-2")),))
    assert pinned(catalog, StepKey("C-2", 1), 4)["C-2:1"] == (4, 4)


@pytest.mark.parametrize(
    ("wanted", "words"),
    [
        (scenario(capacity=0), "above 0"),
        (scenario(role_capacity={"Lead": Fraction(-1)}), "above 0"),
        (scenario(parallel=0), "above 0"),
        (scenario(capacity=Fraction(1, 1000)), "more than 10,000 quarters"),
        (scenario(capacity=None, role_capacity={"Lead": Fraction(1, 1000)}), "more than 10,000 quarters"),
        (replace(scenario(), put_off={StepKey("B-1", 1): quarter(10_001)}), "more than 10,000 quarters"),
    ],
)
def test_limits_that_are_none_are_refused(wanted: Scenario, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        slots(one_gate(), wanted)
