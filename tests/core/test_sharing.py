"""Who is asked what, how far everybody is, and which days may be given."""

from collections.abc import Collection, Mapping
from datetime import date, timedelta

import pytest

from assessments.core.sharing import PersonShares, Share, Sharing, due_faults, open_pages, sharing
from assessments.core.walk import Asked, Walker, walk
from tests.factories import small_catalog

TODAY = date(2028, 2, 29)
DAY = timedelta(days=1)
CATALOG = small_catalog()
ANA, BEN, CLEO = 1, 2, 3
NAMES = {ANA: "Ana", BEN: "ben", CLEO: "Cleo"}
WAITS = {"fruit": ("tree",)}


def asked(**dimensions: Mapping[int, date]) -> Mapping[str, tuple[Asked, ...]]:
    return {code: tuple(Asked(one, NAMES[one], due) for one, due in who.items()) for code, who in dimensions.items()}


def shared(
    found: Mapping[str, tuple[Asked, ...]],
    *,
    team: Collection[int] = (ANA, BEN),
    answered: Mapping[int, Collection[str]] | None = None,
    waits: Mapping[str, tuple[str, ...]] = WAITS,
    early_looks: Collection[str] = (),
) -> Sharing:
    way = walk(CATALOG, Walker(person_id=ANA, asked=found), waits=waits, early_looks=early_looks)
    names = {one: NAMES[one] for one in team}
    return sharing(CATALOG, way, team=names, asked=found, answered=answered or {}, on=TODAY)


def person(found: Sharing, person_id: int) -> PersonShares:
    return next(one for one in found.people if one.person_id == person_id)


def told(shares: Collection[Share]) -> list[tuple[str, int, int]]:
    return [(one.dimension.code, one.answered, one.open) for one in shares]


def test_what_nobody_is_asked_in_particular_is_everybodys() -> None:
    found = shared({}, answered={ANA: ["SOI-1", "GONE-1"], BEN: ["TRE-1", "TRE-2", "TRE-3"]})
    assert [one.name for one in found.team] == ["Ana", "ben"]
    assert told(person(found, ANA).shared) == [("SOIL", 1, 1), ("TREE", 0, 3)]
    assert [(one.open, one.total, one.due) for one in found.team] == [(4, 5, None), (2, 5, None)]
    assert [one.progress for one in found.team] == ["begun", "begun"]
    assert (found.asked, found.left, found.overdue) == ((), (), ())


def test_what_is_asked_of_others_does_not_count_and_still_shows_how_far_one_is() -> None:
    found = shared(asked(SOIL={BEN: TODAY + DAY}), answered={ANA: ["SOI-1"]})
    ana, ben = found.team
    assert (told(ana.asked), told(ana.shared), ana.open) == ([], [("TREE", 0, 3)], 3)
    assert ana.progress == "not begun"
    assert (told(ben.asked), told(ben.shared), ben.open, ben.total) == ([("SOIL", 0, 2)], [("TREE", 0, 3)], 5, 5)
    soil, tree = found.dimensions
    assert [(one.name, one.answered, one.due is None, one.is_expected) for one in soil.shares] == [
        ("Ana", 1, True, False),
        ("ben", 0, False, True),
    ]
    assert all(one.is_expected for one in tree.shares)


def test_first_due_comes_first_and_is_overdue_from_the_day_after_while_something_is_open() -> None:
    days = asked(SOIL={ANA: TODAY, BEN: TODAY - DAY}, TREE={ANA: TODAY - 2 * DAY, BEN: TODAY - 2 * DAY})
    found = shared(days, answered={BEN: ["SOI-1", "SOI-2", "TRE-1"]})
    ana, ben = found.team
    assert [(one.dimension.code, one.is_overdue) for one in ana.asked] == [("TREE", True), ("SOIL", False)]
    assert (ana.due, ana.is_overdue) == (TODAY - 2 * DAY, True)
    assert [one.dimension.code for one in ben.still_asked] == ["TREE"]
    done = shared(asked(SOIL={BEN: TODAY - DAY}), answered={BEN: ["SOI-1", "SOI-2"]})
    assert (person(done, BEN).is_overdue, person(done, BEN).due) == (False, None)
    assert [one.name for one in found.overdue] == ["Ana", "ben"]
    assert [one.key for one in found.asked] == ["TREE:1", "SOIL:1", "TREE:2", "SOIL:2"]


def test_who_has_left_comes_first_while_something_of_theirs_is_open() -> None:
    days = asked(SOIL={CLEO: TODAY}, TREE={CLEO: TODAY, ANA: TODAY})
    found = shared(days, answered={CLEO: ["SOI-1", "SOI-2", "TRE-1"]})
    assert [(one.name, one.has_left, one.unfinished) for one in found.left] == [("Cleo", True, 1)]
    assert found.people[0].name == "Cleo"
    assert all(share.name != "Cleo" for row in found.dimensions for share in row.shares)
    everything = {CLEO: ["SOI-1", "SOI-2", "TRE-1", "TRE-2", "TRE-3"]}
    assert shared(days, answered=everything).left == ()


def test_what_waits_is_asked_of_nobody_but_in_an_early_look() -> None:
    days = asked(FRUIT={BEN: TODAY - DAY})
    ben = person(shared(days), BEN)
    assert [(one.waits, one.open, one.is_overdue, one.is_expected) for one in ben.asked] == [(True, 0, False, False)]
    assert (ben.open, ben.total, ben.still_asked, ben.unfinished) == (5, 5, (), 1)
    early = shared(days, early_looks=["fruit"])
    assert told(person(early, BEN).asked) == [("FRUIT", 0, 2)]
    assert [one.open for one in early.team] == [5, 7]
    opened = shared({}, waits={})
    assert [row.page.dimension.code for row in opened.dimensions] == ["SOIL", "TREE", "FRUIT"]


def test_ones_own_open_pages_first_due_first() -> None:
    days = asked(SOIL={BEN: TODAY}, TREE={ANA: TODAY - DAY, BEN: TODAY}, FRUIT={ANA: TODAY + DAY})
    way = walk(CATALOG, Walker(person_id=ANA, asked=days), waits=WAITS, early_looks=["fruit"])
    assert [(one.page.dimension.code, one.is_overdue) for one in open_pages(way, on=TODAY)] == [
        ("TREE", True),
        ("FRUIT", False),
    ]
    everybodys = walk(CATALOG, Walker(person_id=ANA, answered=frozenset(["SOI-1", "SOI-2"])), waits=WAITS)
    assert [one.page.dimension.code for one in open_pages(everybodys, on=TODAY)] == ["TREE"]
    looked = walk(CATALOG, Walker(person_id=ANA), waits=WAITS, early_looks=["fruit"])
    assert [one.page.dimension.code for one in open_pages(looked, on=TODAY)] == ["SOIL", "TREE"]


@pytest.mark.parametrize(
    ("due", "fault"),
    [
        (TODAY - DAY, "The day cannot lie in the past."),
        (TODAY, None),
        (date(2030, 2, 28), None),
        (date(2030, 3, 1), "The day cannot lie more than 2 years ahead."),
        (date(9999, 12, 31), "The day cannot lie more than 2 years ahead."),
    ],
)
def test_days_by_which_somebody_may_be_asked(due: date, fault: str | None) -> None:
    assert due_faults(due, on=TODAY) == ({"due": fault} if fault else {})
