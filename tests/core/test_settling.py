"""What a meeting settles, in which order, and which gates hang on it (F1, F7)."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given

from assessments.core import settling
from assessments.core.agreement import EvidenceKind, Settled, settle
from assessments.core.catalog import Catalog, Gate
from assessments.core.gates import Outcome, assess
from assessments.core.settling import (
    Topic,
    by_work_role,
    gates_at_stake,
    lies_apart,
    may_be_agreed,
    stands_apart,
    topics,
)
from tests.core.made_up import catalog, discipline, gate, practice
from tests.core.strategies import TODAY, assessed, level

PROOF = ((EvidenceKind.NOTE, TODAY - timedelta(days=1)),)


def answered(*numbers: int, recorded: int | None = None) -> Settled:
    return settle([level(number) for number in numbers], recorded=recorded, evidence=PROOF, answered_on=TODAY)


def outcomes(among: Catalog, settled: Mapping[str, Settled]) -> dict[Gate, Outcome]:
    return {one.gate: one.outcome for one in assess(among, settled, on=TODAY).gates}


def by_trying_every_level(among: Catalog, settled: Mapping[str, Settled], code: str) -> tuple[Gate, ...]:
    """The same as `gates_at_stake`, with whole readiness worked out for every level that may be agreed on."""
    one = settled.get(code, Settled())
    now = outcomes(among, settled)
    changed: set[Gate] = set()
    for number in range(5):
        if one.numbers and one.numbers[0] <= number <= one.numbers[-1] and number in among.practice[code].offered:
            then = outcomes(among, {**settled, code: replace(one, level=number, recorded=True)})
            changed |= {gate for gate in among.gates if then[gate] is not now[gate]}
    return tuple(gate for gate in among.gates if gate in changed)


@given(assessed(least_gates=1))
def test_gates_at_stake_are_those_that_trying_every_level_finds(case: tuple[Catalog, dict[str, Settled]]) -> None:
    among, settled = case
    for code in among.practice:
        assert gates_at_stake(among, settled, code, on=TODAY) == by_trying_every_level(among, settled, code)


FOUNDED = catalog(
    gate("a", "b"),
    gate("b", "c"),
    codes="abc",
    source=discipline("a", practice("a-F", foundation=True), *(practice(f"a-{n}") for n in range(1, 10))),
)
FULL = {code: answered(3) for code in FOUNDED.practice}


@pytest.mark.parametrize(
    ("numbers", "at_stake"),
    [((1, 3), True), ((1, 3, 3), True), ((2, 4), False), ((0, 1), False), ((3, 3), False), ((1, 1, 2), True)],
)
def test_a_foundation_changes_a_gate_where_the_answers_lie_on_both_sides_of_it(
    numbers: tuple[int, ...], at_stake: bool
) -> None:
    found = gates_at_stake(FOUNDED, {**FULL, "a-F": answered(*numbers)}, "a-F", on=TODAY)
    assert [(one.before, one.after) for one in found] == ([("a", "b"), ("b", "c")] if at_stake else [])


def test_recording_the_level_that_counts_already_may_open_a_gate() -> None:
    held = {**FULL, "a-F": answered(1, 3, 3)}
    recorded = {**FULL, "a-F": answered(1, 3, 3, recorded=3)}
    assert held["a-F"].level == recorded["a-F"].level == 3
    assert outcomes(FOUNDED, held)[FOUNDED.gates[0]] is Outcome.CLOSED
    assert outcomes(FOUNDED, recorded)[FOUNDED.gates[0]] is Outcome.OPEN


def test_what_no_gate_depends_on_changes_none() -> None:
    assert gates_at_stake(FOUNDED, {**FULL, "c-F": answered(0, 4)}, "c-F", on=TODAY) == ()
    assert gates_at_stake(FOUNDED, {}, "a-F", on=TODAY) == ()


def asked(answers: Mapping[str, Settled], *, among: Sequence[str] | None = None, on: date = TODAY) -> list[str]:
    found = topics(FOUNDED, answers, among=FOUNDED.practice if among is None else among, on=on)
    return [topic.practice.code for topic in found]


def test_the_meeting_begins_with_what_is_contested_and_weighs_most() -> None:
    answers = {
        **FULL,
        "a-1": answered(1, 2, 3),  # mixed
        "a-2": answered(2, 2, 2, 2, 4),  # mixed, and people agree more
        "a-3": answered(2, 4),  # contested
        "a-4": answered(0, 4),  # contested, and further apart
        "c-F": answered(1, 3),  # contested foundation that no gate depends on
        "a-F": answered(1, 3),  # contested foundation with two gates behind it
        "a-5": answered(2, 4),  # as a-3, later in the catalog
        "a-6": answered(2, 3),  # agreed
    }
    assert asked(answers) == ["a-F", "c-F", "a-4", "a-3", "a-5", "a-1", "a-2"]
    assert asked(answers, among=["a-1", "a-3"]) == ["a-3", "a-1"]


def test_the_lower_agreement_comes_first_where_the_range_is_alike() -> None:
    answers = {**FULL, "a-1": answered(1, 1, 3), "a-2": answered(1, 1, 3, 3)}
    lower = [answers[code].spread for code in ("a-1", "a-2")]
    assert [one and one.agreement for one in lower] == [Fraction(1, 3), Fraction(1, 3)]
    answers["a-2"] = answered(1, 3)
    assert asked(answers) == ["a-2", "a-1"]


def test_what_was_settled_keeps_its_place_and_is_open_no_more() -> None:
    open_ones = {**FULL, "a-3": answered(2, 4), "a-4": answered(0, 4)}
    settled = {**open_ones, "a-4": answered(0, 4, recorded=1), "a-6": answered(2, 3, recorded=3)}
    assert asked(settled) == ["a-4", "a-3", "a-6"]
    found = topics(FOUNDED, settled, among=FOUNDED.practice, on=TODAY)
    assert [topic.is_open for topic in found] == [False, True, False]
    assert found[0].offered == (0, 1, 2, 3, 4)


def test_a_record_of_a_single_answer_is_settled_and_comes_last() -> None:
    settled = {**FULL, "a-1": answered(2, recorded=2), "a-2": answered(2, 3, recorded=3)}
    assert asked(settled) == ["a-2", "a-1"]


@given(assessed(least_gates=1))
def test_open_topics_are_all_that_is_contested_or_mixed_and_not_recorded(
    case: tuple[Catalog, dict[str, Settled]],
) -> None:
    among, settled = case
    found = topics(among, settled, among=among.practice, on=TODAY)
    wanted = {code for code, one in settled.items() if lies_apart(one) and not one.recorded}
    assert {topic.practice.code for topic in found if topic.is_open} == wanted
    assert len({topic.practice.code for topic in found}) == len(found)
    assert [settling._urgency(topic) for topic in found] == sorted(settling._urgency(topic) for topic in found)


def test_only_offered_levels_between_the_answers_may_be_agreed_on() -> None:
    blank = practice("a-1", offered=(0, 2, 4))
    assert may_be_agreed(blank, answered(0, 4)) == (0, 2, 4)
    assert may_be_agreed(blank, answered(2, 4)) == (2, 4)
    assert may_be_agreed(blank, Settled()) == ()
    assert Topic(blank, answered(0, 2), ()).offered == (0, 2)


def test_the_figure_of_agreement_is_printed_from_four_answers_up() -> None:
    told = [Topic(practice("a-1"), answered(*numbers), ()).figure for numbers in ((1, 3), (1, 2, 3), (1, 1, 2, 2))]
    assert told == [None, None, Fraction(5, 6)]
    assert Topic(practice("a-1"), answered(2, recorded=2), ()).figure is None


@pytest.mark.parametrize(
    ("levels", "by_name", "without_names"),
    [
        ({"leadership": [1, 2, 3], "practitioner": [0, 0, 1]}, 2, 2),
        ({"leadership": [1, 2, 3]}, 0, 0),
        ({"leadership": [1, 2, 3], "other": [4]}, 1, 0),
        ({"leadership": [1, 2, 3], "practitioner": [1, 1, 1], "other": [4, 4]}, 2, 1),
        ({"leadership": [1, 2, 3], "practitioner": [1, 1], "other": [4]}, 1, 1),
        ({"leadership": [1, 2, 3], "practitioner": [1, 1, 1, 1], "other": [4, 4, 4]}, 3, 3),
        ({"leadership": [1, 2, 3], "practitioner": [1], "other": [4, 4]}, 1, 1),
        ({"leadership": [1, 2]}, 0, 0),
        ({}, 0, 0),
    ],
)
def test_a_work_role_is_shown_by_itself_where_nobody_stands_out(
    levels: dict[str, list[int]], by_name: int, without_names: int
) -> None:
    assert [len(by_work_role(levels, names_seen=seen)) for seen in (True, False)] == [by_name, without_names]
    assert all(len(one) >= 3 for one in by_work_role(levels, names_seen=True).values())


def test_the_order_of_the_work_roles_does_not_tell_which_answered_first() -> None:
    levels = {"leadership": [1, 2, 3], "practitioner": [0, 0, 1]}
    backwards = dict(reversed(levels.items()))
    assert list(by_work_role(backwards, names_seen=False)) == list(by_work_role(levels, names_seen=False))


def test_those_who_gave_another_level_than_the_recorded_one_stand_apart() -> None:
    assert stands_apart(answered(1, 2, 2, 4, recorded=2)) == 2
    assert stands_apart(answered(1, 2, 2, 4)) == 0
