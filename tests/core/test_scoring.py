"""The numbers of a discipline: levels, index, coverage and confidence (`domain.md` F2-F6, F9, F11)."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from math import ceil

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from assessments.core.agreement import EvidenceKind, Settled, settle
from assessments.core.catalog import Catalog, Discipline, Thresholds
from assessments.core.scoring import (
    Band,
    Confidence,
    DisciplineScore,
    PracticeConfidence,
    confidence,
    needed,
    practice_confidence,
    score,
)
from assessments.files import BUILT_IN, read_catalog
from tests.core.made_up import parted, practice
from tests.core.strategies import DONT_KNOW, NOT_APPLICABLE, TODAY, assessed, catalogs, level, offered_near
from tests.core.worked_examples import EXAMPLES, Example, mlops

LIMITS = Thresholds()
Scorer = Callable[[Discipline, Mapping[str, Settled], Thresholds], DisciplineScore]


def at(**levels: int) -> dict[str, Settled]:
    return {code: Settled(level=number) for code, number in levels.items()}


NOT_HERE = settle([NOT_APPLICABLE])


@pytest.mark.parametrize("example", EXAMPLES.values(), ids=EXAMPLES)
def test_worked_example(example: Example) -> None:
    result = score(mlops(), example.settled(), LIMITS)
    known = [one.level for one in result.dimensions if one.level is not None]
    assert rounded(25 * sum(known) / len(known)) == example.index
    assert rounded(25 * min(known)) == example.lowest_dimension
    assert (result.reached[2], result.reached[1]) == example.reached
    assert result.maturity_level == example.maturity_level
    assert result.coverage == Fraction(example.answered, 25)
    assert (result.answered, result.applicable, result.not_applicable) == (example.answered, 25, ())


def rounded(number: Fraction | float | None) -> float:
    assert number is not None
    return round(float(number), 1)


def index_of(result: DisciplineScore) -> tuple[Fraction | float | None, ...]:
    return result.index, result.index_low, result.index_high


def test_example_f_hides_the_index_and_shows_its_bounds() -> None:
    result = score(mlops(), EXAMPLES["F"].settled(), LIMITS)
    assert result.index is None
    assert (rounded(result.index_low), rounded(result.index_high)) == (50.6, 66.0)


@pytest.mark.parametrize(
    ("code", "practices", "foundations", "at_2", "at_1"),
    [("dataops", 23, 7, 17, 21), ("mlops", 25, 10, 18, 23), ("modelops", 24, 8, 17, 22), ("aiops", 23, 8, 17, 21)],
)
def test_counts_needed_for_level_2(code: str, practices: int, foundations: int, at_2: int, at_1: int) -> None:
    found = read_catalog(BUILT_IN).discipline[code].practices
    assert (len(found), sum(one.foundation for one in found)) == (practices, foundations)
    assert needed(LIMITS.breadth, practices) == at_2
    assert needed(LIMITS.no_gaps, practices) == at_1


@pytest.mark.parametrize("percent", [1, 55, 70, 90, 100])
def test_shares_are_rounded_up_exactly(percent: int) -> None:
    for size in range(1, 1001):
        count = needed(Fraction(percent, 100), size)
        assert count * 100 >= percent * size > (count - 1) * 100


def test_floats_would_round_up_wrongly() -> None:
    assert ceil(0.55 * 100) == 56
    assert needed(Fraction(55, 100), 100) == 55


def test_dimension_level_weighs_foundations_double_and_bounds_what_is_missing() -> None:
    made = parted((practice("A", foundation=True), practice("B"), practice("C")))
    (dimension,) = score(made, at(A=3, B=0), LIMITS).dimensions
    assert (dimension.level, dimension.low, dimension.high) == (Fraction(6, 3), Fraction(6, 4), Fraction(10, 4))
    assert (dimension.answered, dimension.applicable) == (2, 3)


def test_a_dimension_without_answers_leaves_the_index_but_not_its_bounds() -> None:
    made = parted(tuple(practice(code) for code in "ABCD"), (practice("E"),))
    result = score(made, at(A=2, B=2, C=2, D=2), LIMITS)
    assert result.coverage == Fraction(4, 5)
    assert index_of(result) == (50, 25, 75)
    assert result.dimensions[1].level is None


def test_a_dimension_without_an_applicable_practice_drops_out_of_all() -> None:
    made = parted(tuple(practice(code) for code in "ABCDEF"), (practice("G", optional=True),))
    result = score(made, {**at(A=2, B=2, C=2, D=2, E=2, F=2), "G": NOT_HERE}, LIMITS)
    assert index_of(result) == (50, 50, 50)
    assert result.not_applicable == ("G",)
    assert result.dimensions[1].low is result.dimensions[1].high is None


@pytest.mark.parametrize(("answered", "hidden"), [(3, True), (4, False)])
def test_index_is_hidden_under_a_coverage_of_80_percent(answered: int, hidden: bool) -> None:
    made = parted(tuple(practice(code) for code in "ABCDE"))
    result = score(made, {code: Settled(level=2) for code in "ABCDE"[:answered]}, LIMITS)
    assert (result.index is None) is hidden
    assert result.index_low is not None


def test_blank_dont_know_not_applicable_and_level_0_score_differently() -> None:
    made = parted((practice("A", optional=True), practice("B")))
    ways = {
        "blank": Settled(),
        "dont_know": settle([DONT_KNOW]),
        "not_applicable": NOT_HERE,
        "zero": settle([level(0)]),
    }
    results = {name: score(made, {"A": one, "B": Settled(level=4)}, LIMITS) for name, one in ways.items()}
    outcomes = {name: (one.answered, one.applicable, one.reached[0], one.index) for name, one in results.items()}
    assert outcomes == {
        "blank": (1, 2, 1, None),
        "dont_know": (1, 2, 1, None),
        "not_applicable": (1, 1, 1, Fraction(100)),
        "zero": (2, 2, 2, Fraction(50)),
    }


def test_not_applicable_counts_only_where_it_is_allowed() -> None:
    barred = replace(practice("A", optional=True), foundation=True)
    made = parted((barred, practice("B"), practice("C", optional=True)))
    result = score(made, {"A": NOT_HERE, "B": NOT_HERE, "C": NOT_HERE}, LIMITS)
    assert (result.not_applicable, result.applicable, result.answered) == (("C",), 2, 0)
    assert result.maturity_level == 0


@pytest.mark.parametrize(("excluded", "out_of_scope", "maturity_level"), [(2, False, 4), (3, True, None)])
def test_too_many_not_applicable_put_a_discipline_out_of_scope(
    excluded: int, out_of_scope: bool, maturity_level: int | None
) -> None:
    codes = "ABCDEFGHIJ"
    made = parted(tuple(practice(code, optional=True) for code in codes))
    answers = {code: NOT_HERE if number < excluded else Settled(level=4) for number, code in enumerate(codes)}
    result = score(made, answers, LIMITS)
    assert (result.out_of_scope, result.maturity_level) == (out_of_scope, maturity_level)
    assert result.index == 100


def test_without_an_applicable_practice_there_are_no_numbers() -> None:
    result = score(parted((practice("A", optional=True),)), {"A": NOT_HERE}, LIMITS)
    assert index_of(result) == (None, None, None)
    assert result.maturity_level is None
    assert result.coverage is None
    assert (result.out_of_scope, result.applicable) == (True, 0)
    assert score(parted(), {}, LIMITS).out_of_scope is False


PARTS = PracticeConfidence(Fraction(1), Fraction(3, 4), Fraction(2, 3), Fraction(1))


def test_confidence_of_a_practice_has_four_parts() -> None:
    settled = settle(
        [level(2), level(3), DONT_KNOW], evidence=[(EvidenceKind.LINK, date(2020, 1, 1))], answered_on=TODAY
    )
    found = practice_confidence(settled, respondents=3, on=TODAY)
    assert found == PARTS
    assert found.value == Fraction(40 * 12 + 25 * 9 + 20 * 8 + 15 * 12, 1200)


@pytest.mark.parametrize(
    ("days", "freshness"),
    [(-1, 1), (0, 1), (180, 1), (181, Fraction(359, 360)), (360, Fraction(1, 2)), (540, 0), (900, 0), (None, 0)],
)
def test_freshness_falls_in_a_straight_line(days: int | None, freshness: Fraction) -> None:
    answered_on = None if days is None else TODAY - timedelta(days=days)
    settled = Settled(level=2, numbers=(2,), answered_on=answered_on)
    assert practice_confidence(settled, respondents=1, on=TODAY).freshness == freshness


@pytest.mark.parametrize(("respondents", "response"), [(0, 1), (1, 1), (2, 1), (4, Fraction(1, 2))])
def test_response_share_is_capped(respondents: int, response: Fraction) -> None:
    settled = Settled(level=2, numbers=(2, 2))
    assert practice_confidence(settled, respondents=respondents, on=TODAY).response == response


@pytest.mark.parametrize(("kind", "worth"), [(None, 0), (EvidenceKind.NOTE, Fraction(1, 2)), (EvidenceKind.LINK, 1)])
def test_evidence_and_lone_answers(kind: EvidenceKind | None, worth: Fraction) -> None:
    found = practice_confidence(Settled(level=2, numbers=(2,), evidence_kind=kind), respondents=1, on=TODAY)
    assert (found.evidence, found.agreement) == (worth, Fraction(1, 2))


FULL = Settled(level=2, numbers=(2, 2), evidence_kind=EvidenceKind.LINK, answered_on=TODAY)


@pytest.mark.parametrize(
    ("settled", "expected"),
    [
        ({"A": FULL, "B": FULL}, Confidence(Fraction(1), Band.HIGH)),
        ({"A": FULL}, Confidence(Fraction(2, 3), Band.MEDIUM)),
        ({"B": FULL}, Confidence(Fraction(1, 3), Band.LOW)),
        ({"B": FULL, "A": replace(FULL, level=None, numbers=())}, Confidence(Fraction(1, 3), Band.LOW)),
        ({"A": FULL, "B": FULL, "C": NOT_HERE}, Confidence(Fraction(1), Band.HIGH)),
    ],
)
def test_confidence_of_a_discipline(settled: dict[str, Settled], expected: Confidence) -> None:
    optional = (practice("C", optional=True),) if "C" in settled else ()
    made = parted((practice("A", foundation=True), practice("B"), *optional))
    assert confidence(made, settled, respondents=2, on=TODAY) == expected


@pytest.mark.parametrize(("weights", "band"), [((39, 61), Band.LOW), ((40, 60), Band.MEDIUM), ((70, 30), Band.HIGH)])
def test_bands_are_half_open(weights: tuple[int, int], band: Band) -> None:
    full, empty = weights
    codes = [f"P{number}" for number in range(full + empty)]
    made = parted(tuple(practice(code) for code in codes))
    found = confidence(made, dict.fromkeys(codes[:full], FULL), respondents=2, on=TODAY)
    assert found == Confidence(Fraction(full, 100), band)


def test_nothing_applicable_has_no_confidence() -> None:
    made = parted((practice("A", optional=True),))
    assert confidence(made, {"A": NOT_HERE}, respondents=2, on=TODAY) is None


Drawn = tuple[Catalog, dict[str, Settled]]


def scores(drawn: Drawn, scorer: Scorer = score) -> list[DisciplineScore]:
    catalog, settled = drawn
    return [scorer(one, settled, catalog.thresholds) for one in catalog.disciplines]


@given(assessed(), st.data())
def test_raising_an_agreed_level_lowers_nothing(drawn: Drawn, data: st.DataObject) -> None:
    catalog, settled = drawn
    known = [code for code, one in settled.items() if one.level is not None]
    for code in data.draw(st.sets(st.sampled_from(known))) if known else ():
        wish = offered_near(catalog.practice[code], data.draw(st.integers(0, 4)))
        settled = {**settled, code: replace(settled[code], level=max(wish, settled[code].level or 0))}
    for before, after in zip(scores(drawn), scores((catalog, settled)), strict=True):
        assert not_lower(after.maturity_level, before.maturity_level)
        assert not_lower(after.index, before.index)
        assert not_lower(after.index_low, before.index_low)
        for one, other in zip(before.dimensions, after.dimensions, strict=True):
            assert not_lower(other.level, one.level)


def not_lower(after: Fraction | int | None, before: Fraction | int | None) -> bool:
    if after is None or before is None:
        return after is before
    return after >= before


@given(assessed())
def test_a_maturity_level_includes_every_lower_one(drawn: Drawn) -> None:
    catalog, settled = drawn
    for made, result in zip(catalog.disciplines, scores(drawn), strict=True):
        if result.maturity_level is not None:
            met = [_meets(made, result, settled, catalog.thresholds, k) for k in (1, 2, 3, 4)]
            assert met == [k <= result.maturity_level for k in (1, 2, 3, 4)]


def _meets(made: Discipline, result: DisciplineScore, settled: dict[str, Settled], limits: Thresholds, k: int) -> bool:
    """F6 word for word, told apart from the code under test."""
    floors = [settled.get(one.code, Settled()).level for one in made.practices if one.foundation]
    return (
        all(floor is not None and floor >= k for floor in floors)
        and Fraction(result.reached[k], result.applicable) >= limits.breadth
        and Fraction(result.reached[k - 1], result.applicable) >= limits.no_gaps
    )


@given(assessed(), st.data())
def test_an_answer_gone_missing_raises_nothing(drawn: Drawn, data: st.DataObject) -> None:
    catalog, settled = drawn
    known = [code for code, one in settled.items() if one.level is not None]
    gone = data.draw(st.sets(st.sampled_from(known))) if known else set()
    fewer = {code: settle([DONT_KNOW]) if code in gone else one for code, one in settled.items()}
    for before, after in zip(scores(drawn), scores((catalog, fewer)), strict=True):
        assert not_lower(before.maturity_level, after.maturity_level)
        assert not_lower(before.index_low, after.index_low)


@given(catalogs())
def test_all_4_is_100_and_all_0_is_nothing(catalog: Catalog) -> None:
    for number, index in ((4, 100), (0, 0)):
        everywhere = {code: Settled(level=number) for code in catalog.practice}
        for result in scores((catalog, everywhere)):
            assert result.maturity_level == number
            assert index_of(result) == (index, index, index)


@given(assessed())
def test_index_lies_within_its_bounds(drawn: Drawn) -> None:
    for result in scores(drawn):
        if result.index is not None:
            assert result.index_low is not None
            assert result.index_high is not None
            assert result.index_low <= result.index <= result.index_high
            if result.coverage == 1:
                assert result.index_low == result.index == result.index_high


def assert_foundations_are_floors(scorer: Scorer, examples: int = 100) -> None:
    only_look = settings(phases=[Phase.generate], max_examples=examples, database=None)

    @only_look
    @given(catalogs(), st.data())
    def one_low_foundation_holds_all_down(catalog: Catalog, data: st.DataObject) -> None:
        low = data.draw(st.sampled_from((0, 1)))
        for made in catalog.disciplines:
            foundations = [one.code for one in made.practices if one.foundation]
            if foundations:
                answers = {one.code: Settled(level=4) for one in made.practices}
                answers[data.draw(st.sampled_from(foundations))] = Settled(level=low)
                reached = scorer(made, answers, catalog.thresholds).maturity_level
                assert reached is not None
                assert reached <= low

    one_low_foundation_holds_all_down()


def test_a_low_foundation_holds_the_maturity_level_down() -> None:
    assert_foundations_are_floors(score)


def test_an_average_instead_of_floors_would_not() -> None:
    def averaged(made: Discipline, settled: Mapping[str, Settled], limits: Thresholds) -> DisciplineScore:
        result = score(made, settled, limits)
        return replace(result, maturity_level=int((result.index or 0) / 25))

    with pytest.raises(AssertionError):
        assert_foundations_are_floors(averaged)
