"""The adoption map draws every discipline and every gate once, and nothing over anything else."""

from dataclasses import replace
from datetime import timedelta
from itertools import combinations

import pytest
from hypothesis import given

from assessments.core.agreement import Settled
from assessments.core.catalog import Catalog, Gate
from assessments.core.gate_exception import GateException
from assessments.core.gates import Outcome, State, assess
from assessments.core.pictures import adoption_map as module
from assessments.core.pictures.adoption_map import RADIUS, AdoptionMap, adoption_map
from assessments.files.catalog import BUILT_IN, read_catalog
from tests.core.strategies import TODAY, assessed

Box = tuple[int, int, int, int]
STATION_HALF = 80
SIGN_HALF = 66
SIGN_LABEL = 62


def boxes(drawn: AdoptionMap) -> list[Box]:
    """What each station and each gate takes, and their words: left, top, right, bottom."""
    rings = [(one.x - RADIUS, one.y - RADIUS, one.x + RADIUS, one.y + RADIUS) for one in drawn.stations]
    names = [
        (one.x - STATION_HALF, one.y + RADIUS, one.x + STATION_HALF, one.y + 70 + 20 * (len(one.lines) - 1))
        for one in drawn.stations
    ]
    signs = [(one.x - SIGN_HALF, one.y - 22, one.x + SIGN_HALF, one.y + SIGN_LABEL) for one in drawn.signs]
    exceptions = [(one.x - 70, one.y - 44, one.x + 110, one.y - 29) for one in drawn.signs if one.exception]
    return rings + names + signs + exceptions


def overlaps(drawn: AdoptionMap) -> list[tuple[Box, Box]]:
    return [
        (a, b) for a, b in combinations(boxes(drawn), 2) if a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
    ]


def drawn(catalog: Catalog, settled: dict[str, Settled] | None = None, *, excepted: bool = False) -> AdoptionMap:
    exceptions = [leave(gate.before, gate.after) for gate in catalog.gates] if excepted else []
    return adoption_map(catalog, assess(catalog, settled or {}, on=TODAY), exceptions=exceptions)


def leave(before: str, after: str, *, days: int = 90) -> GateException:
    until = TODAY + timedelta(days=days)
    return GateException(before=before, after=after, since=TODAY, until=until, approver="Mana Ger", reason="A pilot.")


@pytest.mark.parametrize("excepted", [False, True])
@given(case=assessed(least_disciplines=1))
def test_everything_is_drawn_once_and_apart(case: tuple[Catalog, dict[str, Settled]], *, excepted: bool) -> None:
    catalog, settled = case
    picture = drawn(catalog, settled, excepted=excepted)
    assert sorted(one.code for one in picture.stations) == sorted(catalog.discipline)
    assert sorted((one.before, one.after) for one in picture.signs) == sorted(
        (gate.before, gate.after) for gate in catalog.gates
    )
    assert overlaps(picture) == []
    assert max(one.x for one in picture.stations) + RADIUS < picture.end < picture.width
    for left, top, right, bottom in boxes(picture):
        assert left >= 0
        assert top >= 0
        assert right <= picture.width
        assert bottom <= picture.height


@given(assessed(least_gates=1, least_disciplines=2))
def test_what_comes_first_stands_further_left(case: tuple[Catalog, dict[str, Settled]]) -> None:
    picture = drawn(*case)
    x = {one.code: one.x for one in picture.stations}
    for sign in picture.signs:
        assert x[sign.before] < sign.x < x[sign.after]


@given(assessed())
def test_states_and_outcomes_are_those_of_the_core(case: tuple[Catalog, dict[str, Settled]]) -> None:
    catalog, settled = case
    readiness = assess(catalog, settled, on=TODAY)
    picture = adoption_map(catalog, readiness)
    for one in picture.stations:
        assert one.state is readiness.of(one.code).state
        if one.state is State.WAITING:
            assert one.level is None
            assert one.waiting_for
        assert one.free == all(one.code not in (gate.before, gate.after) for gate in catalog.gates)
    for sign in picture.signs:
        outcome = readiness.gate(sign.before, sign.after)
        assert sign.outcome is outcome.outcome
        assert sign.failed == sum(not check.passed for check in outcome.checks)


@given(assessed(least_gates=1, least_disciplines=2))
def test_an_exception_stands_on_its_gate_and_changes_nothing_else(case: tuple[Catalog, dict[str, Settled]]) -> None:
    catalog, settled = case
    plain, excepted = drawn(catalog, settled), drawn(catalog, settled, excepted=True)
    for sign in excepted.signs:
        assert (sign.exception is None) == (sign.outcome is Outcome.OPEN)
        if sign.exception:
            assert (sign.exception.before, sign.exception.after) == (sign.before, sign.after)
    assert tuple(replace(sign, exception=None) for sign in excepted.signs) == plain.signs
    assert excepted.tracks == plain.tracks
    assert [(one.state, one.level) for one in excepted.stations] == [(one.state, one.level) for one in plain.stations]


def test_of_several_exceptions_the_longest_is_drawn() -> None:
    catalog = read_catalog(BUILT_IN)
    exceptions = [leave("mlops", "aiops", days=days) for days in (10, 99, 20)]
    picture = adoption_map(catalog, assess(catalog, {}, on=TODAY), exceptions=exceptions)
    assert {sign.after: sign.exception for sign in picture.signs} == {"modelops": None, "aiops": exceptions[1]}


def test_one_row_for_all_would_overlap(monkeypatch: pytest.MonkeyPatch) -> None:
    """The broken variant: without rows of their own two branches fall onto each other."""
    whole = module._grid

    def flat(catalog: Catalog) -> module._Grid:
        grid = whole(catalog)
        return replace(grid, rows=dict.fromkeys(catalog.discipline, grid.rows["dataops"]))

    monkeypatch.setattr(module, "_grid", flat)
    assert overlaps(drawn(read_catalog(BUILT_IN))) != []


def test_built_in_catalog_forks_behind_mlops() -> None:
    picture = drawn(read_catalog(BUILT_IN))
    stations = {one.code: one for one in picture.stations}
    assert [one.code for one in picture.stations] == ["dataops", "mlops", "modelops", "aiops"]
    assert stations["dataops"].free
    assert not stations["mlops"].free
    assert stations["modelops"].y < stations["mlops"].y < stations["aiops"].y
    assert stations["modelops"].forks == (True,)
    assert stations["aiops"].forks == (False,)
    assert {sign.outcome for sign in picture.signs} == {Outcome.UNDECIDED}


def test_chain_keeps_to_one_line_and_a_shortcut_takes_its_own() -> None:
    catalog = read_catalog(BUILT_IN)
    chain = replace(catalog, gates=(Gate("dataops", "mlops", 2, "a"), Gate("mlops", "aiops", 2, "b")))
    ys = {one.code: one.y for one in drawn(chain).stations}
    assert ys["dataops"] == ys["mlops"] == ys["aiops"] != ys["modelops"]
    shortcut = replace(chain, gates=(*chain.gates, Gate("dataops", "aiops", 2, "c")))
    signs = {(one.before, one.after): one for one in drawn(shortcut).signs}
    assert signs["dataops", "aiops"].y > signs["mlops", "aiops"].y


def test_long_name_takes_two_lines_at_most() -> None:
    catalog = read_catalog(BUILT_IN)
    first = replace(catalog.disciplines[0], name="Data Product Management and Stewardship of Everything There Is")
    station = drawn(replace(catalog, disciplines=(first, *catalog.disciplines[1:]))).stations[0]
    assert len(station.lines) == 2
    assert all(len(line) <= module.NAME_WIDTH for line in station.lines)
    assert station.name == first.name
