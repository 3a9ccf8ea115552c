"""What is told of the gates while a team answers: only what is proved, and no practice that the reader may not know."""

from collections.abc import Collection
from fractions import Fraction

import pytest
from hypothesis import given

from assessments.core.agreement import Settled
from assessments.core.catalog import Catalog, Thresholds
from assessments.core.gate_news import GateNews, Says, gate_news
from assessments.core.gates import Outcome, assess
from tests.core.made_up import catalog, discipline, gate, practice
from tests.core.strategies import DONT_KNOW, NOT_APPLICABLE, TODAY, Given, assessed, level, settle_all, shown

SOURCE = discipline(
    "a",
    practice("a-F", foundation=True),
    practice("a-G", foundation=True),
    practice("a-1"),
    practice("a-2", optional=True),
)
CATALOG = catalog(gate("a", "b"), gate("a", "c"), codes="abc", source=SOURCE)
EVERY = frozenset(CATALOG.practice)


def told(given: dict[str, Given], *, heard: Collection[str] = EVERY, made: Catalog = CATALOG) -> GateNews:
    return gate_news(made, settle_all(given), heard=heard, on=TODAY)[0]


def said(number: int) -> Given:
    """An answer without evidence."""
    return Given((level(number),))


def held(news: GateNews) -> list[tuple[str, list[str]]]:
    return [(one.check, [practice.code for practice in one.practices]) for one in news.held]


ALL_AT_2 = {code: shown(2) for code in ("a-F", "a-G", "a-1", "a-2")}
FAR_APART = Given((level(1), level(3)), evidence=shown(2).evidence)


@pytest.mark.parametrize(
    ("given", "says", "why"),
    [
        ({}, Says.UNDECIDED, []),
        ({"a-F": said(2)}, Says.UNDECIDED, []),  # evidence can come yet
        ({"a-F": Given((DONT_KNOW,))}, Says.UNDECIDED, []),
        ({"a-F": said(1)}, Says.SHUT, [("G1", ["a-F"])]),
        ({"a-1": said(0)}, Says.SHUT, [("G3", ["a-1"])]),
        ({"a-1": said(1), "a-2": said(1)}, Says.SHUT, [("G2", ["a-1", "a-2"])]),
        (
            {"a-F": Given((level(3), level(3), level(1))), "a-G": said(2)},
            Says.SHUT,
            [("G4", ["a-F"])],
        ),
        (ALL_AT_2, Says.OPEN, []),
        (ALL_AT_2 | {"a-F": said(2)}, Says.UNSHOWN, [("G5", ["a-F"])]),
        (ALL_AT_2 | {"a-F": said(1)}, Says.SHUT, [("G1", ["a-F"])]),
        (ALL_AT_2 | {"a-F": Given(())}, Says.UNDECIDED, []),
    ],
)
def test_what_the_answers_prove(given: dict[str, Given], says: Says, why: list[object]) -> None:
    news = told(given)
    assert (news.says, held(news)) == (says, why)
    assert news.is_news is (says is not Says.UNDECIDED)


def test_the_gates_of_one_source_and_level_are_told_together() -> None:
    news = told({})
    assert (news.about, [one.code for one in news.after], news.deciding) == ("a-2", ["b", "c"], 4)
    more = catalog(gate("a", "b"), gate("a", "c", 3), gate("b", "c"))
    assert [one.about for one in gate_news(more, {}, heard=(), on=TODAY)] == ["a-2", "a-3", "b-2"]


def test_what_the_reader_may_not_know_is_as_if_unanswered() -> None:
    given = {"a-F": said(0), "a-G": said(1)}
    assert held(told(given, heard=["a-G"])) == [("G1", ["a-G"])]
    assert told(given, heard=()) == told({}, heard=())
    evidence_alone = told(ALL_AT_2 | {"a-F": said(2)}, heard=EVERY - {"a-1"})
    assert (evidence_alone.says, evidence_alone.deciding) == (Says.UNDECIDED, 1)


def test_an_open_gate_is_open_to_everybody_for_the_walk_shows_it() -> None:
    assert told(ALL_AT_2, heard=()).says is Says.OPEN


def test_what_only_others_left_out_does_not_open_a_gate_to_who_has_not_heard_of_it() -> None:
    """One practice of four may be left out; that there are two is not told to a reader who heard of one."""
    optional = (practice("a-2", optional=True), practice("a-3", optional=True))
    source = discipline("a", practice("a-F", foundation=True), practice("a-1"), *optional)
    made = catalog(gate("a", "b"), codes="ab", source=source)
    answers = {code: shown(2) for code in ("a-F", "a-1")} | {one.code: Given((NOT_APPLICABLE,)) for one in optional}
    assert told(answers, heard=made.practice.keys(), made=made).says is Says.SHUT
    news = told(answers, heard=made.practice.keys() - {"a-3"}, made=made)
    assert (news.says, news.held) == (Says.UNDECIDED, ())


def test_a_gate_behind_another_that_is_shut_says_so() -> None:
    made = catalog(gate("a", "b"), gate("b", "c"), codes="abc")
    first, second = gate_news(made, settle_all({"a-F": said(0), "b-F": shown(4)}), heard=EVERY, on=TODAY)
    assert (first.says, second.says, second.source_waits, second.held) == (Says.SHUT, Says.SHUT, True, ())


@given(assessed(least_gates=1))
def test_open_is_open_and_shut_stays_shut_whatever_is_shown(drawn: tuple[Catalog, dict[str, Settled]]) -> None:
    made, settled = drawn
    now, if_shown = (assess(made, settled, on=TODAY, assume_evidence=shown) for shown in (False, True))
    for news in gate_news(made, settled, heard=made.practice.keys(), on=TODAY):
        for after in news.after:
            is_open = now.gate(news.before.code, after.code).outcome is Outcome.OPEN
            assert (news.says is Says.OPEN) == is_open
            shut = if_shown.gate(news.before.code, after.code).outcome is Outcome.CLOSED
            assert (news.says is Says.SHUT) == shut
            assert bool(news.deciding) == (news.says is Says.UNDECIDED)


@given(assessed(least_gates=1))
def test_to_who_heard_nothing_all_that_is_not_open_looks_alike(drawn: tuple[Catalog, dict[str, Settled]]) -> None:
    made, settled = drawn
    blank = gate_news(made, {}, heard=(), on=TODAY)
    for news, unanswered in zip(gate_news(made, settled, heard=(), on=TODAY), blank, strict=True):
        if news.says is not Says.OPEN:
            assert (news.says, news.held, news.deciding) == (unanswered.says, unanswered.held, unanswered.deciding)


def test_what_would_be_open_but_for_what_the_reader_has_not_heard_is_undecided() -> None:
    """Nothing may be left out here; that somebody calls one practice not applicable is not for this reader to hear."""
    practices = (practice("a-F", foundation=True), *(practice(f"a-{number}", optional=True) for number in range(19)))
    strict = Thresholds(not_applicable=Fraction(0))
    made = catalog(gate("a", "b"), codes="ab", source=discipline("a", *practices), thresholds=strict)
    given = {one.code: shown(2) for one in practices} | {"a-0": Given((NOT_APPLICABLE,))}
    every = {one.code for one in practices}
    assert told(given, heard=every, made=made).says is Says.SHUT
    assert told(given, heard=every - {"a-0"}, made=made).says is Says.UNDECIDED
