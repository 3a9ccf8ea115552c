"""Several answers become one agreed level and a spread (`domain.md` F1, F7, F10, F11)."""

import json
from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from itertools import combinations_with_replacement

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.core import agreement as core
from assessments.core.agreement import (
    Answer,
    EvidenceKind,
    Settled,
    Spread,
    Verdict,
    from_json,
    lower_median,
    role_gap,
    role_medians,
    settle,
    to_json,
)
from tests.core.strategies import DONT_KNOW, NOT_APPLICABLE, assessed, level

# What three people said of each of twenty others' anxiety on a scale of six: the data set `anxiety` of the R package
# `irr` (Gamer, Lemon, Fellows and Singh), whose documentation prints for it a Finn coefficient of 0.446, F(Inf,40) 1.8.
# R. H. Finn, "A note on estimating the reliability of categorical data" (1970), is 1 less the mean variance of the
# subjects over that of random answers, which James, Demaree and Wolf (1984) took up as r_wg of one subject.
ANXIETY = (
    *("332", "361", "344", "464", "523", "542", "221", "346", "531", "231"),
    *("221", "632", "133", "533", "221", "221", "113", "233", "432", "342"),
)

ANSWERS = st.lists(st.one_of(st.integers(0, 4).map(level), st.sampled_from((DONT_KNOW, NOT_APPLICABLE))), max_size=9)


def levels(*numbers: int) -> list[Answer]:
    return [level(number) for number in numbers]


@pytest.mark.parametrize(
    ("answers", "agreed"),
    [
        ([], None),
        (levels(0), 0),
        (levels(3, 1), 1),
        (levels(4, 0, 2), 2),
        (levels(1, 4, 3, 2), 2),
        ([DONT_KNOW], None),
        ([DONT_KNOW, *levels(3)], 3),
        ([NOT_APPLICABLE], None),
        ([NOT_APPLICABLE, *levels(0)], 0),
    ],
)
def test_agreed_level_is_the_lower_median_of_the_numbers(answers: list[Answer], agreed: int | None) -> None:
    assert settle(answers).level == agreed


@pytest.mark.parametrize(
    ("answers", "not_applicable", "answered", "find_out"),
    [
        ([], False, False, False),
        ([NOT_APPLICABLE, NOT_APPLICABLE], True, True, False),
        ([NOT_APPLICABLE, DONT_KNOW], False, True, True),
        ([NOT_APPLICABLE, *levels(0)], False, True, False),
        ([DONT_KNOW, DONT_KNOW], False, True, True),
        ([DONT_KNOW, *levels(2)], False, True, False),
        (levels(0), False, True, False),
    ],
)
def test_blank_dont_know_not_applicable_and_level_0_differ(
    answers: list[Answer], not_applicable: bool, answered: bool, find_out: bool
) -> None:
    settled = settle(answers)
    assert (settled.not_applicable, settled.answered, settled.find_out) == (not_applicable, answered, find_out)


def test_dont_know_is_counted_and_never_a_number() -> None:
    settled = settle([DONT_KNOW, *levels(4, 1), DONT_KNOW])
    assert (settled.numbers, settled.dont_know, settled.level) == ((1, 4), 2, 1)


@pytest.mark.parametrize(
    ("recorded", "numbers", "agreed", "counts"),
    [
        (2, (1, 3), 2, True),
        (1, (1, 3), 1, True),
        (3, (1, 3), 3, True),
        (4, (1, 3), 1, False),
        (0, (1, 3), 1, False),
        (0, (0, 2, 2), 0, True),
        (2, (), None, False),
        (None, (1, 3), 1, False),
    ],
)
def test_recorded_level_counts_within_the_range_of_the_answers(
    recorded: int | None, numbers: tuple[int, ...], agreed: int | None, counts: bool
) -> None:
    settled = settle(levels(*numbers), recorded=recorded)
    assert (settled.level, settled.recorded, settled.numbers) == (agreed, counts, numbers)


@pytest.mark.parametrize(("recorded", "kept"), [(2, "Two see it at 3."), (4, ""), (None, "")])
def test_dissent_is_kept_with_a_recorded_level_that_counts(recorded: int | None, kept: str) -> None:
    settled = settle(levels(1, 3), recorded=recorded, dissent="Two see it at 3.")
    assert settled.dissent == kept
    assert from_json(json.loads(json.dumps(to_json({"X": settled})))) == {"X": settled}


def test_strongest_kind_and_newest_day_of_evidence_are_kept() -> None:
    note, link = (EvidenceKind.NOTE, date(2026, 5, 1)), (EvidenceKind.LINK, date(2025, 1, 1))
    both = settle(levels(2), evidence=[note, link], answered_on=date(2026, 6, 1))
    assert (both.evidence_kind, both.evidence_on, both.answered_on) == (
        EvidenceKind.LINK,
        date(2026, 5, 1),
        date(2026, 6, 1),
    )
    assert settle([], evidence=[note]).evidence_kind is EvidenceKind.NOTE
    assert settle([]) == Settled()


@pytest.mark.parametrize(
    ("numbers", "agreement", "verdict"),
    [
        ((2, 3), Fraction(3, 4), Verdict.AGREED),
        ((1, 3), Fraction(0), Verdict.CONTESTED),
        ((2, 2, 4), Fraction(1, 3), Verdict.CONTESTED),
        ((2, 2, 2, 2, 4), Fraction(3, 5), Verdict.MIXED),
        ((0, 4), Fraction(0), Verdict.CONTESTED),
        ((2, 2), Fraction(1), Verdict.AGREED),
        ((1, 1, 1, 1, 1, 1, 1, 1, 3), Fraction(7, 9), Verdict.AGREED),
        ((1, 2, 3), Fraction(1, 2), Verdict.MIXED),
    ],
)
def test_spread(numbers: tuple[int, ...], agreement: Fraction, verdict: Verdict) -> None:
    assert settle(levels(*numbers)).spread == Spread(numbers[0], numbers[-1], agreement, verdict)


def variance_of_random_answers(options: int) -> float:
    """That of answers that fall on each of so many options alike."""
    return float(np.var(np.arange(options)))


def test_agreement_is_one_less_the_variance_over_that_of_random_answers_as_numpy_reckons_it() -> None:
    """Every set of two to nine answers: with r_wg all its limits, and so the verdicts."""
    expected = variance_of_random_answers(5)
    compared = 0
    for size in range(2, 10):
        for numbers in combinations_with_replacement(range(5), size):
            spread = settle(levels(*numbers)).spread
            assert spread is not None
            agreement = max(0.0, 1 - float(np.var(numbers, ddof=1)) / expected)
            assert float(spread.agreement) == pytest.approx(agreement, abs=1e-12)
            verdict = "mixed" if agreement < 0.7 - 1e-9 else "agreed"
            if np.ptp(numbers) >= 2 and agreement < 0.5 - 1e-9:
                verdict = "contested"
            assert spread.verdict == verdict
            compared += 1
    assert compared > 1900


def test_the_variance_gives_the_published_finn_coefficient() -> None:
    variances = [core._sample_variance([int(number) for number in given]) for given in ANXIETY]
    within, expected = float(sum(variances) / len(variances)), variance_of_random_answers(6)
    assert round(1 - within / expected, 3) == 0.446
    assert round(expected / within, 1) == 1.8


def test_over_all_instead_of_one_less_the_variance_would_be_another_figure() -> None:
    within = np.mean([np.var([int(number) for number in given]) for given in ANXIETY])
    assert round(1 - within / variance_of_random_answers(6), 3) != 0.446


def test_what_random_answers_vary_by_is_that_of_five_options_and_no_others() -> None:
    """That is what the documentation of `rwg` in the R package `multilevel` (Bliese) gives for five options: 2."""
    found = {options for options in range(2, 10) if variance_of_random_answers(options) == core.RANDOM_VARIANCE}
    assert found == {5}


@pytest.mark.parametrize("answers", [[], levels(3), [DONT_KNOW, *levels(3)]])
def test_fewer_than_two_numbers_have_no_spread(answers: list[Answer]) -> None:
    assert settle(answers).spread is None


def test_role_medians_need_three_people_of_the_role() -> None:
    medians = role_medians({"leadership": (3, 4, 4), "practitioner": (1, 2, 2, 1), "other": (0, 0), "nobody": ()})
    assert medians == {"leadership": 4, "practitioner": 1}


@pytest.mark.parametrize(
    ("by_role", "gap"),
    [
        ({"leadership": (3, 4, 4), "practitioner": (1, 2, 2, 1)}, 3),
        ({"leadership": (2, 2, 3), "practitioner": (1, 2, 2)}, None),
        ({"leadership": (2, 2, 2), "practitioner": (1, 1, 1)}, 1),
        ({"leadership": (4, 4), "practitioner": (1, 1, 1)}, None),
        ({}, None),
    ],
)
def test_role_gap(by_role: dict[str, Sequence[int]], gap: int | None) -> None:
    assert role_gap(by_role) == gap


@given(ANSWERS, st.data(), st.none() | st.integers(0, 4))
def test_order_of_respondents_changes_nothing(answers: list[Answer], data: st.DataObject, recorded: int | None) -> None:
    other = data.draw(st.permutations(answers))
    assert settle(other, recorded=recorded) == settle(answers, recorded=recorded)


def test_reasons_tell_by_their_order_neither_who_gave_them_nor_when() -> None:
    given = ["We have none.", "All is small.", "We have none."]
    for told in (given, given[::-1]):
        assert settle([NOT_APPLICABLE] * 3, reasons=told).reasons == ("All is small.", "We have none.")


def _half_stand_at_or_above(agreed: int, numbers: Sequence[int]) -> bool:
    return agreed in numbers and 2 * sum(number >= agreed for number in numbers) >= len(numbers)


@given(st.lists(st.integers(0, 4), min_size=1))
def test_lower_median_is_somebodys_answer_and_half_stand_at_or_above_it(numbers: list[int]) -> None:
    agreed = lower_median(numbers)
    assert agreed is not None
    assert _half_stand_at_or_above(agreed, numbers)


@pytest.mark.parametrize("numbers", [(0, 0, 0, 4), (1, 1, 4)])
def test_a_rounded_mean_would_be_nobodys_answer(numbers: tuple[int, ...]) -> None:
    assert not _half_stand_at_or_above(round(Fraction(sum(numbers), len(numbers))), numbers)


@given(assessed())
def test_inputs_of_a_result_survive_json_exactly(drawn: tuple[object, dict[str, Settled]]) -> None:
    settled = drawn[1]
    assert from_json(json.loads(json.dumps(to_json(settled)))) == settled


def test_stored_inputs_leave_out_what_is_at_its_default() -> None:
    settled = {"A": settle(levels(0)), "B": Settled(), "C": settle([NOT_APPLICABLE])}
    assert to_json(settled) == {"A": {"level": 0, "numbers": [0]}, "B": {}, "C": {"not_applicable": True}}


def test_stored_inputs_of_an_unknown_field_are_refused() -> None:
    with pytest.raises(TypeError, match="colour"):
        from_json({"A": {"colour": "red"}})
