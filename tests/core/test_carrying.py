"""What of last time's answers a question offers again."""

from dataclasses import replace
from datetime import date

import pytest

from assessments.core.agreement import Answer, Kind
from assessments.core.carrying import Before, carry
from tests.factories import small_catalog

CATALOG = small_catalog()
TWO = Before(answer=Answer(Kind.LEVEL, 2), statement="SOI-1 stands at 2.", on=date(2026, 3, 4))


def test_an_answer_that_still_reads_the_same_may_be_confirmed_with_others() -> None:
    carried = carry(CATALOG, "SOI-1", TWO, done_level=None)
    assert (carried.offered, carried.reworded, carried.raised_to, carried.at_once) == (True, False, None, True)


def test_a_level_that_reads_differently_by_now_is_looked_at_by_itself() -> None:
    carried = carry(CATALOG, "SOI-1", replace(TWO, statement="It stood at 2."), done_level=None)
    assert (carried.offered, carried.reworded, carried.at_once) == (True, True, False)


@pytest.mark.parametrize(
    ("done", "raised_to"), [(None, None), (1, None), (2, None), (3, 3), (4, 4)], ids=["nothing", "1", "2", "3", "4"]
)
def test_what_the_plan_says_was_raised_since_is_looked_at_by_itself(done: int | None, raised_to: int | None) -> None:
    carried = carry(CATALOG, "SOI-1", TWO, done_level=done)
    assert (carried.offered, carried.raised_to, carried.at_once) == (True, raised_to, raised_to is None)


def test_what_is_raised_from_no_level_is_raised_all_the_same() -> None:
    unknown = replace(TWO, answer=Answer(Kind.DONT_KNOW), statement="")
    assert carry(CATALOG, "SOI-1", unknown, done_level=1).raised_to == 1


@pytest.mark.parametrize(
    ("practice", "answer", "reason", "offered"),
    [
        ("TRE-2", Answer(Kind.LEVEL, 1), "", False),
        ("TRE-2", Answer(Kind.LEVEL, 2), "", True),
        ("TRE-2", Answer(Kind.DONT_KNOW), "", True),
        ("TRE-2", Answer(Kind.NOT_APPLICABLE), "No trees.", False),
        ("SOI-1", Answer(Kind.NOT_APPLICABLE), "No soil.", True),
    ],
    ids=str,
)
def test_only_what_the_question_takes_is_offered(practice: str, answer: Answer, reason: str, offered: bool) -> None:
    before = replace(TWO, answer=answer, statement=f"{practice} stands at {answer.level}.", reason=reason)
    carried = carry(CATALOG, practice, before, done_level=None)
    assert (carried.offered, carried.at_once, carried.reworded) == (offered, offered, False)
