"""Krippendorff's alpha over a whole assessment, against what was published and an independent library (F8)."""

from collections import Counter
from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import nan
from random import Random

import krippendorff
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from assessments.core import reliability as core
from assessments.core.agreement import settle
from assessments.core.reliability import Reliability, Standing, alpha, reliability, reliability_behind
from assessments.core.workflow import Role
from tests.core.strategies import level

# The worked examples of Klaus Krippendorff, "Computing Krippendorff's Alpha-Reliability" (2011): the values that four
# observers gave to twelve units, some missing (example C), and those of two observers with two values (example A).
FOUR_OBSERVERS = ("123321412...", "1233224125.3", ".3332342251.", "12332441251.")
TWO_OBSERVERS = ("0100000010", "1110010000")

TABLES = st.integers(3, 7).flatmap(
    lambda people: st.lists(
        st.lists(st.one_of(st.none(), st.integers(0, 4)), min_size=people, max_size=people), min_size=1, max_size=14
    )
)


def units(rows: Sequence[str]) -> list[list[int]]:
    """The values given to each unit."""
    return [[int(value) for value in column if value != "."] for column in zip(*rows, strict=True)]


def interval_distance(totals: Mapping[int, int], low: int, high: int) -> Fraction:
    return Fraction((high - low) ** 2)


def nominal_distance(totals: Mapping[int, int], low: int, high: int) -> Fraction:
    return Fraction(1)


def counted(rows: Sequence[str]) -> list[Counter[int]]:
    return [Counter(values) for values in units(rows) if len(values) > 1]


def test_the_published_examples_come_out() -> None:
    found = [alpha(units(rows)) for rows in (FOUR_OBSERVERS, TWO_OBSERVERS)]
    assert [round(float(one or 0), 3) for one in found] == [0.815, 0.095]


def test_other_distances_give_the_other_published_figures_so_that_the_example_tells_them_apart() -> None:
    found = [core._alpha(counted(FOUR_OBSERVERS), distance) for distance in (interval_distance, nominal_distance)]
    assert [round(float(one or 0), 3) for one in found] == [0.849, 0.743]


@given(TABLES)
def test_an_independent_library_finds_the_same(table: list[list[int | None]]) -> None:
    given_values = [[value for value in row if value is not None] for row in table]
    pairable = [values for values in given_values if len(values) > 1]
    assume(len({value for values in pairable for value in values}) > 1)
    columns = [[nan if value is None else value for value in column] for column in zip(*table, strict=True)]
    theirs = krippendorff.alpha(reliability_data=columns, value_domain=[0, 1, 2, 3, 4], level_of_measurement="ordinal")
    assert float(alpha(given_values) or 0) == pytest.approx(float(theirs), abs=1e-9)


@given(TABLES, st.randoms(use_true_random=False))
def test_neither_whose_answers_they_are_nor_the_order_of_practices_matters(
    table: list[list[int | None]], chance: Random
) -> None:
    values = [[value for value in row if value is not None] for row in table]
    mixed = [chance.sample(one, len(one)) for one in values]
    assert alpha(mixed[::-1]) == alpha(values)
    assert alpha([*values, [3], []]) == alpha(values)


@given(TABLES)
def test_it_goes_by_the_order_of_levels_alone_and_is_never_above_one(table: list[list[int | None]]) -> None:
    values = [[value for value in row if value is not None] for row in table]
    found = alpha(values)
    assert found == alpha([[10**value for value in one] for one in values])
    assert found == alpha([[-value for value in one] for one in values])
    assert found is None or found <= 1


def test_a_distance_by_numbers_would_not_go_by_the_order_alone() -> None:
    stretched = [Counter({10**value: count for value, count in one.items()}) for one in counted(FOUR_OBSERVERS)]
    found = [core._alpha(one, interval_distance) for one in (counted(FOUR_OBSERVERS), stretched)]
    assert found[0] != found[1]


@pytest.mark.parametrize(
    ("values", "found"),
    [
        ([], None),
        ([[2]], None),
        ([[2, 2], [2, 2, 2]], None),
        ([[0, 0], [4, 4]], Fraction(1)),
        ([[0, 4], [0, 4]], Fraction(-1, 2)),
    ],
)
def test_the_ends_of_the_scale(values: list[list[int]], found: Fraction | None) -> None:
    assert alpha(values) == found


@pytest.mark.parametrize(
    ("practices", "respondents", "told"), [(10, 3, True), (9, 3, False), (10, 2, False), (60, 1, False)]
)
def test_nothing_is_told_below_three_people_or_ten_shared_practices(
    practices: int, respondents: int, told: bool
) -> None:
    alone = [[3]] * 20
    found = reliability([*([[1, 2, 1]] * practices), *alone], respondents=respondents)
    assert (found is not None) is told
    assert found is None or (found.practices, found.respondents) == (practices, respondents)


@pytest.mark.parametrize(
    ("role", "answers", "people", "practices"),
    [
        (Role.LEAD, 3, 3, 12),
        (Role.MEMBER, 3, 3, 12),
        (Role.LEAD, 2, 2, None),
        (Role.MANAGER, 3, 3, None),
        (Role.MANAGER, 3, 4, None),
        (Role.MANAGER, 4, 4, 12),
        (None, 4, 4, None),
    ],
)
def test_behind_a_result_the_team_sees_it_and_a_manager_from_four_people_up(
    role: Role | None, answers: int, people: int, practices: int | None
) -> None:
    settled = {f"P-{number}": settle([level(number % 5)] * answers) for number in range(12)}
    found = reliability_behind(settled, answered_by=people, role=role)
    assert (found and found.practices) == practices
    assert found is None or found.respondents == people


def test_to_a_manager_what_fewer_than_four_answered_is_left_out() -> None:
    """That two of them see one practice otherwise changes nothing in what a manager sees."""
    four = {f"P-{number}": settle([level(number % 5)] * 4) for number in range(12)}
    odd = {**four, "ODD": settle([level(0), level(4)])}
    to_manager = [reliability_behind(one, answered_by=4, role=Role.MANAGER) for one in (four, odd)]
    to_lead = [reliability_behind(one, answered_by=4, role=Role.LEAD) for one in (four, odd)]
    assert to_manager[0] == to_manager[1]
    assert to_lead[0] != to_lead[1]


@pytest.mark.parametrize(
    ("value", "standing"),
    [
        (Fraction(1), Standing.FIRM),
        (Fraction(8, 10), Standing.FIRM),
        (Fraction(7999, 10_000), Standing.TENTATIVE),
        (Fraction(667, 1000), Standing.TENTATIVE),
        (Fraction(6669, 10_000), Standing.DISCUSSION),
        (Fraction(-1, 2), Standing.DISCUSSION),
        (None, Standing.NO_SPREAD),
    ],
)
def test_the_words_for_the_number(value: Fraction | None, standing: Standing) -> None:
    assert Reliability(value, 10, 3).standing is standing
