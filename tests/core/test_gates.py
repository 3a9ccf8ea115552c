"""Gate checks, outcomes and readiness (`domain.md` 4.4, 4.6 and 4.8)."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest

from assessments.core.agreement import EvidenceKind, Settled, settle
from assessments.core.catalog import Discipline, Thresholds
from assessments.core.gates import Check, Outcome, State, TeamReadiness
from assessments.core.states import state_on
from tests.core.made_up import catalog, discipline, gate, practice
from tests.core.readings import later, look, states
from tests.core.strategies import (
    DONT_KNOW,
    NOT_APPLICABLE,
    TODAY,
    Given,
    level,
    shown,
)
from tests.core.worked_examples import EXAMPLES, Example, built_in

OPEN, CLOSED, UNDECIDED = Outcome.OPEN, Outcome.CLOSED, Outcome.UNDECIDED


def answers(**numbers: int | None) -> dict[str, Settled]:
    """The foundations of `small` disciplines, shown with evidence of yesterday."""
    return {f"{code}-F": shown(number).settled() for code, number in numbers.items() if number is not None}


def outcomes(team: TeamReadiness) -> list[Outcome]:
    return [one.outcome for one in team.gates]


def check(team: TeamReadiness, code: str) -> Check:
    """One check of the first gate."""
    return next(one for one in team.gates[0].checks if one.code == code)


# The worked examples ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("example", EXAMPLES.values(), ids=EXAMPLES)
def test_worked_example(example: Example) -> None:
    team = look(built_in(), example.settled())
    for after in ("modelops", "aiops"):
        found = team.gate("mlops", after)
        assert found.outcome is example.outcome
        assert tuple(one.code for one in found.checks if not one.passed) == example.failing
        assert (team.of(after).state is State.WAITING) is (example.outcome is not OPEN)
        assert found.source_waits is False


def test_example_a_names_the_missing_foundation() -> None:
    team = look(built_in(), EXAMPLES["A"].settled())
    assert team.gate("mlops", "aiops").checks[0] == Check("G1", False, ("MLO-MON-01",), 9, 10)
    assert team.of("mlops").state is State.NOT_ESTABLISHED


def test_example_f_is_decided_by_six_answers() -> None:
    example = EXAMPLES["F"]
    found = look(built_in(), example.settled()).gate("mlops", "modelops")
    assert found.deciding == tuple(code for code, number in example.levels.items() if number is None)
    assert len(found.deciding) == 6
    assert found.checks[1:3] == (Check("G2", True, (), 19, 18), Check("G3", False, found.deciding, 19, 23))


def test_dataops_never_waits_and_holds_nothing_back() -> None:
    team = look(built_in(), {})
    assert team.of("dataops").state is State.NOT_ASSESSED
    assert team.waiting == {"modelops", "aiops"}
    assert team.of("dataops").shown_until is None
    assert "dataops" not in {one.gate.before for one in team.gates}


# The checks, one by one ------------------------------------------------------------------------------------------

SOURCE = discipline(
    "a",
    practice("F1", foundation=True),
    practice("F2", foundation=True),
    *(practice(f"P{number}", optional=True) for number in range(1, 9)),
)
ONE_GATE = catalog(gate("a", "b"), source=SOURCE, codes="ab")
GOOD = {one.code: shown(2).settled() for one in SOURCE.practices}


def changed(**ones: Settled | Given) -> dict[str, Settled]:
    return GOOD | {code: one.settled() if isinstance(one, Given) else one for code, one in ones.items()}


def several(*numbers: int, recorded: int | None = None) -> Settled:
    day = TODAY - timedelta(days=1)
    return settle([level(number) for number in numbers], recorded=recorded, evidence=[(EvidenceKind.NOTE, day)])


def aged(days: int | None) -> Settled:
    return replace(GOOD["F1"], evidence_on=None if days is None else TODAY - timedelta(days=days))


NOT_HERE = settle([NOT_APPLICABLE])
ZERO = shown(0)
ONE = shown(1)


@pytest.mark.parametrize(
    ("settled", "code", "expected", "outcome"),
    [
        (GOOD, "G1", Check("G1", True, (), 2, 2), OPEN),
        (changed(F1=ONE), "G1", Check("G1", False, ("F1",), 1, 2), CLOSED),
        (changed(F1=Settled()), "G1", Check("G1", False, ("F1",), 1, 2), UNDECIDED),
        (changed(P1=ONE, P2=ONE, P3=ONE), "G2", Check("G2", True, (), 7, 7), OPEN),
        (changed(P1=ONE, P2=ONE, P3=ONE, P4=ONE), "G2", Check("G2", False, ("P1", "P2", "P3", "P4"), 6, 7), CLOSED),
        (changed(P1=ZERO), "G3", Check("G3", True, (), 9, 9), OPEN),
        (changed(P1=ZERO, P2=ZERO), "G3", Check("G3", False, ("P1", "P2"), 8, 9), CLOSED),
        (changed(P1=ZERO, P2=Settled()), "G3", Check("G3", False, ("P1", "P2"), 8, 9), UNDECIDED),
        (changed(P1=NOT_HERE, P2=NOT_HERE), "G2", Check("G2", True, (), 8, 6), OPEN),
        (changed(F1=several(1, 3, 3)), "G4", Check("G4", False, ("F1",), 1, 2), CLOSED),
        (changed(F1=several(1, 3, 3, recorded=2)), "G4", Check("G4", True, (), 2, 2), OPEN),
        (changed(F1=several(2, 4, 4)), "G4", Check("G4", True, (), 2, 2), OPEN),
        (changed(F1=several(1, 2, 2)), "G4", Check("G4", True, (), 2, 2), OPEN),
        (changed(P1=several(0, 4, 4)), "G4", Check("G4", True, (), 2, 2), OPEN),
        (changed(F1=aged(None)), "G5", Check("G5", False, ("F1",), 1, 2), CLOSED),
        (changed(F1=aged(0)), "G5", Check("G5", True, (), 2, 2), OPEN),
        (changed(F1=aged(364)), "G5", Check("G5", True, (), 2, 2), OPEN),
        (changed(F1=aged(365)), "G5", Check("G5", False, ("F1",), 1, 2), CLOSED),
        (changed(F1=aged(-1)), "G5", Check("G5", False, ("F1",), 1, 2), CLOSED),
        (changed(P1=Settled(level=2)), "G5", Check("G5", True, (), 2, 2), OPEN),
        (changed(P1=NOT_HERE, P2=NOT_HERE), "G6", Check("G6", True, (), 2, 2), OPEN),
        (
            changed(P1=NOT_HERE, P2=NOT_HERE, P3=NOT_HERE),
            "G6",
            Check("G6", False, ("P1", "P2", "P3"), 3, 2),
            CLOSED,
        ),
        (changed(F1=NOT_HERE, P1=NOT_HERE), "G6", Check("G6", False, ("F1",), 2, 2), CLOSED),
    ],
)
def test_check(settled: dict[str, Settled], code: str, expected: Check, outcome: Outcome) -> None:
    team = look(ONE_GATE, settled)
    assert check(team, code) == expected
    assert outcomes(team) == [outcome]
    assert (team.of("b").state is State.WAITING) is (outcome is not OPEN)


def test_assumed_evidence_takes_every_foundation_as_shown() -> None:
    settled = changed(F1=aged(None))
    assert outcomes(look(ONE_GATE, settled, assume_evidence=True)) == [OPEN]
    assert look(ONE_GATE, settled, assume_evidence=True).of("a").shown_until is None


@pytest.mark.parametrize("source", [discipline("a"), discipline("a", practice("P", optional=True))])
def test_a_source_with_nothing_applicable_opens_nothing(source: Discipline) -> None:
    team = look(catalog(gate("a", "b"), source=source, codes="ab"), {"P": NOT_HERE})
    assert outcomes(team) == [CLOSED]


def test_thresholds_are_data() -> None:
    strict = replace(ONE_GATE, thresholds=Thresholds(breadth=Fraction(1), evidence_days=30))
    assert check(look(strict, changed(P1=ONE)), "G2") == Check("G2", False, ("P1",), 9, 10)
    assert check(look(strict, changed(F1=aged(30))), "G5").failing == ("F1",)


# Undecided -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("settled", "outcome", "deciding"),
    [
        ({}, UNDECIDED, tuple(GOOD)),
        (changed(F1=settle([DONT_KNOW])), UNDECIDED, ("F1",)),
        (changed(F1=settle([DONT_KNOW, NOT_APPLICABLE])), UNDECIDED, ("F1",)),
        (changed(F1=Settled(), P1=Settled()), UNDECIDED, ("F1",)),
        (changed(P1=Settled()), OPEN, ()),
        (changed(F1=Settled(), P1=ZERO, P2=ZERO), CLOSED, ()),
        (changed(F1=Settled(), F2=ONE), CLOSED, ()),
        (changed(F1=Settled(), F2=aged(None)), CLOSED, ()),
        (changed(P1=Settled(), P2=Settled()), UNDECIDED, ("P1", "P2")),
        (changed(P1=ONE, P2=ONE, P3=ONE, P4=Settled()), UNDECIDED, ("P4",)),
        ({code: one for code, one in GOOD.items() if code != "F2"}, UNDECIDED, ("F2",)),
    ],
)
def test_only_what_is_missing_makes_a_gate_undecided(
    settled: dict[str, Settled], outcome: Outcome, deciding: tuple[str, ...]
) -> None:
    (found,) = look(ONE_GATE, settled).gates
    assert (found.outcome, found.deciding) == (outcome, deciding)


def test_not_applicable_where_it_may_not_be_said_is_missing() -> None:
    source = discipline("a", practice("F", foundation=True), practice("P"))
    team = look(catalog(gate("a", "b"), source=source, codes="ab"), {"F": shown(2).settled(), "P": NOT_HERE})
    assert (team.gates[0].outcome, team.gates[0].deciding) == (UNDECIDED, ("P",))
    assert check(team, "G6").have == 0


def test_a_practice_that_offers_too_little_decides_nothing() -> None:
    source = discipline(
        "a",
        practice("F", foundation=True),
        *(practice(f"P{number}") for number in range(5)),
        practice("LOW", offered=(0, 2)),
        practice("SOME", offered=(0, 3)),
    )
    settled = {"F": shown(4).settled()} | {f"P{number}": shown(4).settled() for number in range(4)}
    eased = Thresholds(no_gaps=Fraction(8, 10))
    team = look(catalog(gate("a", "b", 4), source=source, codes="ab", thresholds=eased), settled)
    assert team.gates[0].deciding == ("P4", "SOME")


# States ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("settled", "state"),
    [
        ({}, State.NOT_ASSESSED),
        ({"P1": settle([DONT_KNOW])}, State.NOT_ESTABLISHED),
        (changed(F1=ZERO), State.NOT_ESTABLISHED),
        (changed(F1=ONE), State.STARTED),
        (changed(F1=aged(None)), State.PROVISIONAL),
        (changed(F1=several(1, 3, 3)), State.PROVISIONAL),
        (changed(P1=NOT_HERE, P2=NOT_HERE, P3=NOT_HERE), State.OUT_OF_SCOPE),
        (dict.fromkeys(GOOD, NOT_HERE), State.OUT_OF_SCOPE),
        (GOOD, State.IN_PLACE),
    ],
)
def test_state_of_a_source(settled: dict[str, Settled], state: State) -> None:
    assert look(ONE_GATE, settled).of("a").state is state


def test_only_a_source_needs_to_show_anything() -> None:
    alone = replace(ONE_GATE, gates=())
    assert look(alone, changed(F1=aged(None), F2=several(0, 4, 4))).of("a").state is State.IN_PLACE


def test_a_source_is_in_place_at_level_2_although_its_gate_asks_for_more() -> None:
    higher = replace(ONE_GATE, gates=(gate("a", "b", 3),))
    team = look(higher, changed(F1=several(2, 4, 4)))
    assert (team.of("a").state, outcomes(team)) == (State.IN_PLACE, [CLOSED])
    assert look(higher, changed(F1=aged(365))).of("a").state is State.PROVISIONAL


def test_a_waiting_discipline_waits_whatever_its_answers() -> None:
    team = look(catalog(gate("a", "b")), answers(a=1, b=4))
    waiting = team.of("b")
    assert (waiting.state, waiting.waiting_for, waiting.early_look) == (State.WAITING, ("a",), True)
    assert waiting.score.maturity_level == 4
    assert look(catalog(gate("a", "b")), answers(a=1)).of("b").early_look is False


def test_an_open_gate_shows_the_disciplines_own_state() -> None:
    team = look(catalog(gate("a", "b")), answers(a=2, b=4))
    assert (team.of("b").state, team.of("b").waiting_for, team.of("b").early_look) == (State.IN_PLACE, (), False)
    assert look(catalog(gate("a", "b")), answers(a=2)).of("b").state is State.NOT_ASSESSED


# Several gates ---------------------------------------------------------------------------------------------------

CHAIN = catalog(gate("a", "b"), gate("b", "c"))
DIAMOND = catalog(gate("a", "b"), gate("a", "c"), gate("b", "d"), gate("c", "d"))


@pytest.mark.parametrize(
    ("numbers", "expected", "deciding"),
    [
        ({"a": 2, "b": 2}, [OPEN, OPEN], [(), ()]),
        ({"a": 1, "b": 4}, [CLOSED, CLOSED], [(), ()]),
        ({"a": None, "b": 4}, [UNDECIDED, UNDECIDED], [("a-F",), ("a-F",)]),
        ({"a": None, "b": 1}, [UNDECIDED, CLOSED], [("a-F",), ()]),
        ({"a": None, "b": None}, [UNDECIDED, UNDECIDED], [("a-F",), ("a-F", "b-F")]),
        ({"a": 1, "b": None}, [CLOSED, CLOSED], [(), ()]),
        ({"a": 2, "b": None}, [OPEN, UNDECIDED], [(), ("b-F",)]),
    ],
)
def test_a_waiting_source_opens_nothing(
    numbers: dict[str, int | None], expected: list[Outcome], deciding: list[tuple[str, ...]]
) -> None:
    team = look(CHAIN, answers(**numbers))
    assert outcomes(team) == expected
    assert [one.deciding for one in team.gates] == deciding
    assert team.gates[1].source_waits is (expected[0] is not OPEN)
    assert all(one.passed for one in team.gates[1].checks) is ((numbers["b"] or 0) >= 2)


@pytest.mark.parametrize(
    ("numbers", "waiting", "waiting_for"),
    [
        ({"a": 2, "b": 2, "c": 2}, set(), ()),
        ({"a": 2, "b": 2, "c": 1}, {"d"}, ("c",)),
        ({"a": 2, "b": 1, "c": 1}, {"d"}, ("b", "c")),
        ({"a": 1, "b": 2, "c": 2}, {"b", "c", "d"}, ("b", "c")),
        ({"a": 2, "b": 2}, {"d"}, ("c",)),
    ],
)
def test_a_discipline_behind_several_gates_waits_for_all(
    numbers: dict[str, int | None], waiting: set[str], waiting_for: tuple[str, ...]
) -> None:
    team = look(DIAMOND, answers(**numbers, d=4))
    assert team.waiting == waiting
    assert team.of("d").waiting_for == waiting_for


def test_undecided_names_the_answers_of_every_branch() -> None:
    last = look(DIAMOND, answers(b=3)).gate("c", "d")
    assert (last.outcome, last.deciding) == (UNDECIDED, ("a-F", "c-F"))


def test_gates_in_a_cycle_never_open() -> None:
    round_and_on = catalog(gate("a", "b"), gate("b", "a"), gate("b", "c"), gate("d", "d"))
    team = look(round_and_on, answers(a=4, b=4, c=4, d=4))
    assert team.waiting == {"a", "b", "c", "d"}
    assert set(outcomes(team)) == {CLOSED}
    assert outcomes(look(round_and_on, {})) == [CLOSED] * 4


def test_two_levels_between_the_same_disciplines_are_both_kept() -> None:
    team = look(catalog(gate("a", "b"), gate("a", "b", 3)), answers(a=2, b=2))
    assert outcomes(team) == [OPEN, CLOSED]
    assert team.of("b").waiting_for == ("a",)


@pytest.mark.parametrize("ask", [lambda team: team.of("z"), lambda team: team.gate("b", "a")])
def test_unknown_codes_are_refused(ask: Callable[[TeamReadiness], object]) -> None:
    with pytest.raises(KeyError):
        ask(look(CHAIN, {}))


# Time ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "until"),
    [
        (aged(0), TODAY + timedelta(days=363)),
        (aged(100), TODAY + timedelta(days=264)),
        (aged(365), TODAY - timedelta(days=1)),
        (aged(None), None),
        (aged(-1), None),
    ],
)
def test_shown_until_is_the_last_day_of_the_oldest_evidence(one: Settled, until: date | None) -> None:
    assert look(ONE_GATE, changed(F1=one)).of("a").shown_until == until


def test_a_source_without_foundations_is_always_shown() -> None:
    team = look(catalog(gate("a", "b"), source=discipline("a", practice("P")), codes="ab"), {"P": Settled(level=2)})
    assert (team.of("a").shown_until, outcomes(team)) == (date.max, [OPEN])
    assert later(team, date(9999, 1, 1))["a"] is State.IN_PLACE


def test_evidence_that_runs_out_shuts_gates_all_the_way_down() -> None:
    team = look(catalog(gate("a", "b"), gate("b", "c"), codes="abcd"), answers(a=2, b=3, c=4, d=2))
    last = team.of("a").shown_until
    assert last == TODAY + timedelta(days=363)
    assert later(team, last) == dict.fromkeys("abcd", State.IN_PLACE)
    after = later(team, last + timedelta(days=1))
    assert after == {"a": State.PROVISIONAL, "b": State.WAITING, "c": State.WAITING, "d": State.IN_PLACE}


def test_a_source_that_only_started_shuts_its_gate_too() -> None:
    team = look(catalog(gate("a", "b", 1), codes="ab"), answers(a=1, b=2))
    assert states(team) == {"a": State.STARTED, "b": State.IN_PLACE}
    assert later(team, date(2028, 1, 1)) == {"a": State.STARTED, "b": State.WAITING}


def test_a_source_frozen_as_waiting_opens_nothing_later() -> None:
    frozen = {"a": State.WAITING, "b": State.IN_PLACE, "c": State.IN_PLACE}
    chain = [gate("a", "b"), gate("b", "c")]
    assert state_on(frozen, dict.fromkeys("ab", date.max), chain, on=TODAY) == dict.fromkeys("abc", State.WAITING)
