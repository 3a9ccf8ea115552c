"""The walk lays out pages in catalog order, leaves waiting disciplines out and finds the first open question."""

from collections.abc import Collection, Mapping
from datetime import date

import pytest
from hypothesis import given

from assessments.core.agreement import Settled
from assessments.core.catalog import Catalog, Dimension, Discipline, Effort, Gate, Practice
from assessments.core.gates import assess
from assessments.core.states import waiting_for
from assessments.core.walk import Asked, Progress, Walk, Walker, walk, walk_on
from tests.core.made_up import catalog, gate
from tests.core.strategies import TODAY, assessed

ANCHORS = ("none", "some", "most", "nearly all", "improving")


def dimension(code: str, *, practices: int) -> Dimension:
    return Dimension(
        code,
        code.title(),
        "",
        tuple(
            Practice(f"{code}-{number}", "", "", ANCHORS, foundation=False, effort=Effort.SMALL, owner="")
            for number in range(1, practices + 1)
        ),
    )


CATALOG = Catalog(
    disciplines=(
        Discipline("first", "First", "", (dimension("f1", practices=2), dimension("f2", practices=1))),
        Discipline("second", "Second", "", (dimension("s1", practices=3), dimension("s2", practices=1))),
        Discipline("third", "Third", "", (dimension("t1", practices=1),)),
    ),
    gates=(Gate("first", "second", 2, "because"),),
)
WAITS = {"second": ("first",)}


def laid_out(
    *,
    answered: Collection[str] = (),
    waits: Mapping[str, tuple[str, ...]] = WAITS,
    early_looks: Collection[str] = (),
) -> Walk:
    return walk(CATALOG, Walker(answered=frozenset(answered)), waits=waits, early_looks=early_looks)


def codes(way: Walk) -> list[str]:
    return [page.dimension.code for page in way.pages]


def chain(way: Walk, start: str) -> list[str]:
    """Follow `after` from a page to the end, and `before` all the way back, which must be the same row."""
    page = way.page(start)
    row = []
    while page is not None:
        row.append(page)
        page = way.after(page)
    back = [row[-1]]
    while (earlier := way.before(back[-1])) is not None:
        back.append(earlier)
    assert back == row[::-1]
    return [page.dimension.code for page in row]


def test_waiting_disciplines_are_left_out() -> None:
    way = laid_out()
    assert codes(way) == ["f1", "f2", "t1"]
    assert way.page("s1") is None
    assert chain(way, "f1") == ["f1", "f2", "t1"]
    assert [(leg.waits, leg.waiting_for) for leg in way.legs] == [(False, ()), (True, ("First",)), (False, ())]


def test_a_discipline_opened_by_the_answers_is_walked_and_says_so() -> None:
    way = laid_out(waits={})
    assert chain(way, "f1") == ["f1", "f2", "s1", "s2", "t1"]
    assert [leg.opened_by for leg in way.legs] == [(), ("First",), ()]


def test_an_early_look_stands_beside_the_way_and_counts_nowhere() -> None:
    way = laid_out(early_looks=["second"], answered=["s1-1"])
    assert codes(way) == ["f1", "f2", "t1"]
    assert chain(way, "s1") == ["s1", "s2"]
    assert (way.answered, way.total) == (0, 4)
    page = way.page("s1")
    assert page is not None
    assert page.early_look
    assert [leg.early_look for leg in way.legs] == [False, True, False]


def test_an_early_look_whose_gate_opened_is_no_early_look_any_more() -> None:
    way = laid_out(waits={}, early_looks=["second"])
    assert not any(leg.early_look or page.early_look for leg in way.legs for page in leg.pages)


def test_the_first_open_question_is_found_and_none_when_all_are_answered() -> None:
    way = laid_out(answered=["f1-1", "f1-2"])
    assert way.first_open is not None
    assert way.first_open.open == ("f2-1",)
    half = laid_out(answered=["f1-1"]).first_open
    assert half is not None
    assert half.open == ("f1-2",)
    assert laid_out(answered=["f1-1", "f1-2", "f2-1", "t1-1"]).first_open is None


def test_what_is_asked_of_others_is_not_ones_own() -> None:
    due = date(2027, 3, 31)
    asked = {"f1": (Asked(1, "Ana", due), Asked(2, "Ben", due)), "f2": (Asked(2, "Ben", due),)}
    way = walk(CATALOG, Walker(person_id=1, answered=frozenset({"f2-1"}), asked=asked), waits=WAITS)
    assert [(one.dimension.code, one.is_mine, one.due, one.others) for one in way.pages] == [
        ("f1", True, due, ("Ben",)),
        ("f2", False, None, ("Ben",)),
        ("t1", True, None, ()),
    ]
    assert (way.answered, way.total) == (0, 3)
    assert chain(way, "f1") == ["f1", "f2", "t1"]


def test_what_one_is_asked_in_particular_is_gone_on_with_first_and_the_first_due_first() -> None:
    def first(answered: Collection[str] = (), **due: date) -> str | None:
        asked = {code: (Asked(1, "Ana", day),) for code, day in due.items()}
        page = walk(CATALOG, Walker(person_id=1, answered=frozenset(answered), asked=asked), waits=WAITS).first_open
        return page.dimension.code if page else None

    early, late = date(2027, 3, 1), date(2027, 3, 31)
    assert first() == "f1"
    assert first(f2=late) == "f2"
    assert first(f2=late, t1=early) == "t1"
    assert first(f2=late, t1=late) == "f2"
    assert first(["t1-1"], f2=late, t1=early) == "f2"
    assert first(["f2-1", "t1-1"], f2=late, t1=early) == "f1"


def test_many_who_are_asked_are_told_by_their_number() -> None:
    def others(count: int) -> tuple[str, ...]:
        asked = tuple(Asked(number, f"P{number}", date(2027, 3, 31)) for number in range(count))
        page = walk(CATALOG, Walker(person_id=0, asked={"f1": asked}), waits=WAITS).page("f1")
        assert page is not None
        return page.others

    assert others(1) == ()
    assert others(5) == ("P1", "P2", "P3", "P4")
    assert others(6) == ("P1", "P2", "P3", "2 more")


def test_an_early_look_is_gone_on_with_last_and_only_where_one_is_asked() -> None:
    def first(*people: int, answered: Collection[str]) -> str | None:
        asked = {"s1": tuple(Asked(one, "Ana", date(2027, 3, 31)) for one in people)}
        walker = Walker(person_id=1, answered=frozenset(answered), asked=asked)
        page = walk(CATALOG, walker, waits=WAITS, early_looks=["second"]).first_open
        return page.dimension.code if page else None

    every = ("f1-1", "f1-2", "f2-1", "t1-1")
    assert first(1, answered=every[:3]) == "t1"
    assert first(1, answered=every) == "s1"
    assert first(2, answered=every) is None
    assert first(answered=every) is None


@pytest.mark.parametrize(
    ("answered", "progress", "count"),
    [((), Progress.EMPTY, 0), (("f1-2",), Progress.HALF, 1), (("f1-1", "f1-2"), Progress.FULL, 2)],
)
def test_progress_of_a_page(answered: tuple[str, ...], progress: Progress, count: int) -> None:
    page = laid_out(answered=answered).page("f1")
    assert page is not None
    assert (page.progress, page.answered, page.total) == (progress, count, 2)
    assert (page.number, page.of) == (1, 2)


@pytest.mark.parametrize(
    ("answered", "minutes"), [((), 2), (("f1-1",), 1), (("f1-1", "f1-2", "f2-1"), 1), (CATALOG.practice.keys(), 0)]
)
def test_minutes_left_are_rounded_up(answered: Collection[str], minutes: int) -> None:
    assert laid_out(answered=answered).minutes_left == minutes


def test_open_foundations_are_counted_where_they_are_walked() -> None:
    made = catalog(gate("a", "b"), codes="abc")
    way = walk(made, Walker(answered=frozenset({"c-F"})), waits={"b": ("a",)}, early_looks=["b"])
    assert way.foundations_open == 1
    assert laid_out().foundations_open == 0


def test_the_pace_is_what_a_question_takes() -> None:
    way = walk_on(CATALOG, {}, Walker(), early_looks=(), seconds_per_question=60, on=TODAY)
    assert way.minutes_left == way.total == 4


def test_answers_to_practices_of_other_versions_change_nothing() -> None:
    assert laid_out(answered=["gone-1"]) == laid_out()


@given(assessed())
def test_what_waits_in_the_walk_is_what_waits_by_the_gates(drawn: tuple[Catalog, dict[str, Settled]]) -> None:
    catalog, settled = drawn
    readiness = assess(catalog, settled, on=TODAY)
    expected = {one.discipline: one.waiting_for for one in readiness.disciplines if one.waiting_for}
    assert waiting_for(catalog, settled, on=TODAY) == expected
    way = walk_on(catalog, settled, Walker(answered=frozenset(settled)), early_looks=(), on=TODAY)
    assert {leg.discipline.code for leg in way.legs if leg.waits} == readiness.waiting
