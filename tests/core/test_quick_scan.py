"""The quick scan: its order, and that it proves 'not in place' or nothing, whatever the answers."""

from collections.abc import Collection, Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.core import quick_scan as quick_scan_module
from assessments.core.agreement import Settled
from assessments.core.catalog import Catalog, Discipline
from assessments.core.gates import State, assess
from assessments.core.quick_scan import Proof, QuickScan, quick_scan
from assessments.core.walk import Asked, Walker, walk_on
from tests.core.made_up import catalog, discipline, gate, practice
from tests.core.strategies import TODAY, Given, assessed, fitted, given_answers, level, settle_all, shown

SOURCE = discipline(
    "b",
    practice("b-F", foundation=True),
    practice("b-G", foundation=True),
    practice("b-1"),
    practice("b-2", optional=True),
)
CATALOG = catalog(gate("b", "c"), codes="abcd", source=SOURCE)


def scan(made: Catalog, settled: Mapping[str, Settled], *, answered: Collection[str] | None = None) -> QuickScan:
    codes = frozenset(settled if answered is None else answered)
    way = walk_on(made, settled, Walker(answered=codes), early_looks=(), on=TODAY)
    return quick_scan(made, way, {code: one for code, one in settled.items() if code in codes}, on=TODAY)


def levels(**found: int) -> dict[str, Settled]:
    return settle_all({code.replace("_", "-"): Given((level(number),)) for code, number in found.items()})


def test_sources_come_first_then_what_waits_for_nothing_and_nothing_else() -> None:
    assert [one.discipline.code for one in scan(CATALOG, {}).scanned] == ["b", "a", "d"]
    assert [one.code for one in scan(CATALOG, {}).scanned[0].page.dimension.practices] == ["b-F", "b-G"]


def test_a_discipline_behind_a_gate_is_scanned_once_it_is_open() -> None:
    opened = settle_all({code: shown(2) for code in ("b-F", "b-G", "b-1", "b-2")})
    assert [one.discipline.code for one in scan(CATALOG, opened).scanned] == ["b", "a", "c", "d"]


def test_a_discipline_without_a_foundation_is_not_scanned() -> None:
    made = catalog(codes="ab", source=discipline("a", practice("a-1")))
    assert [one.discipline.code for one in scan(made, {}).scanned] == ["b"]
    assert scan(made, {}).of("a") is None


@pytest.mark.parametrize(
    ("given_levels", "proof", "below", "rest"),
    [
        ({}, Proof.NOT_FINISHED, [], 4),
        ({"b_F": 2}, Proof.NOT_FINISHED, [], 3),
        ({"b_F": 1}, Proof.NOT_IN_PLACE, ["b-F"], 3),
        ({"b_F": 1, "b_G": 0}, Proof.NOT_IN_PLACE, ["b-F", "b-G"], 2),
        ({"b_F": 2, "b_G": 4}, Proof.MAY_BE, [], 2),
        ({"b_F": 2, "b_G": 4, "b_1": 0}, Proof.NOT_IN_PLACE, [], 1),  # by breadth
        ({"b_F": 4, "b_G": 4, "b_1": 4, "b_2": 4}, Proof.MAY_BE, [], 0),
    ],
)
def test_what_is_proved(given_levels: dict[str, int], proof: Proof, below: list[str], rest: int) -> None:
    found = scan(CATALOG, levels(**given_levels)).of("b")
    assert found is not None
    assert (found.proof, [one.code for one in found.below], found.rest) == (proof, below, rest)


def test_what_others_answered_counts_for_nothing_until_it_is_answered() -> None:
    found = scan(CATALOG, levels(b_F=0, b_G=2), answered=["b-G"]).of("b")
    assert found is not None
    assert (found.proof, found.below, found.page.open) == (Proof.NOT_FINISHED, (), ("b-F",))


def test_the_way_through_it() -> None:
    made = scan(CATALOG, levels(b_F=2, b_G=2, a_F=2))
    first, second, third = (one.page for one in made.scanned)
    assert (made.before(first), made.after(first), made.before(third), made.after(third)) == (
        None, second, second, None,
    )  # fmt: skip
    assert (made.total, made.answered, made.next) == (4, 3, third)
    assert (first.number, third.number, third.of) == (1, 3, 3)


def test_it_is_mine_when_all_of_it_is_and_names_who_was_asked() -> None:
    asked = {"part-0": (Asked(7, "Sam", TODAY),)}
    for person, mine, due, others in ((7, True, TODAY, ()), (8, False, None, ("Sam",))):
        way = walk_on(CATALOG, {}, Walker(person_id=person, asked=asked), early_looks=(), on=TODAY)
        page = quick_scan(CATALOG, way, {}, on=TODAY).scanned[0].page
        assert (page.is_mine, page.due, page.others) == (mine, due, others)
        assert [one.name for one in page.asked] == ["Sam"]


Drawn = tuple[Catalog, dict[str, Settled]]


@given(assessed(), st.data())
def test_not_in_place_is_said_only_where_no_answers_to_the_rest_could_put_it_in_place(
    drawn: Drawn, data: st.DataObject
) -> None:
    _check(*drawn, data)


def _check(made: Catalog, settled: dict[str, Settled], data: st.DataObject) -> None:
    """Whatever else is answered, a discipline that was proved not to be in place is not."""
    own = {code: settled[code] for code in data.draw(st.sets(st.sampled_from(sorted(settled))))} if settled else {}
    rest = settle_all(data.draw(given_answers(made)))
    best = settle_all({code: fitted(one, shown(4)) for code, one in made.practice.items()})
    found = scan(made, own).scanned
    for answers in (rest, best):
        after = assess(made, {**answers, **own}, on=TODAY, assume_evidence=True)
        for one in found:
            if one.proof is Proof.NOT_IN_PLACE:
                assert after.of(one.discipline.code).own_state not in (State.IN_PLACE, State.PROVISIONAL)


@given(assessed())
def test_it_says_what_it_proves_and_never_in_place(drawn: Drawn) -> None:
    assert {one.value for one in Proof} == {"not_in_place", "may_be", "not_finished"}
    made, settled = drawn
    team = assess(made, settled, on=TODAY, assume_evidence=True)
    for one in scan(made, settled).scanned:
        reached = team.of(one.discipline.code).own_state in (State.IN_PLACE, State.PROVISIONAL)
        assert one.proof is not Proof.NOT_IN_PLACE or not reached
        assert not one.below or one.proof is Proof.NOT_IN_PLACE


def test_a_scan_that_takes_the_unanswered_for_not_reached_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    def hasty(_: Catalog, own: Discipline, settled: Mapping[str, Settled], __: object) -> bool:
        return all((settled.get(one.code, Settled()).level or 0) >= 2 for one in own.practices if one.foundation)

    monkeypatch.setattr(quick_scan_module, "_may_be_in_place", hasty)
    with pytest.raises(AssertionError):
        test_not_in_place_is_said_only_where_no_answers_to_the_rest_could_put_it_in_place()
