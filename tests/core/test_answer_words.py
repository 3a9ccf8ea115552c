"""An answer in words, and two versions of it beside each other."""

import pytest

from assessments.core.agreement import Answer, Kind
from assessments.core.answer_words import Line, answer_words, choice_words, side_by_side
from tests.factories import practice

PRACTICE = practice("SOI-1")


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (Answer(Kind.LEVEL, 0), "Level 0: SOI-1 stands at 0."),
        (Answer(Kind.LEVEL, 4), "Level 4: SOI-1 stands at 4."),
        (Answer(Kind.DONT_KNOW), "Don’t know"),
        (Answer(Kind.NOT_APPLICABLE), "Not applicable"),
    ],
)
def test_a_level_is_told_with_its_statement(answer: Answer, words: str) -> None:
    assert choice_words(PRACTICE, answer) == words


def test_parts_that_neither_has_are_left_out_and_the_others_say_whether_they_differ() -> None:
    two = answer_words(PRACTICE, Answer(Kind.LEVEL, 2), reason="", remark="Half.")
    three = answer_words(PRACTICE, Answer(Kind.LEVEL, 3), reason="", remark="Half.")
    lines = side_by_side(two, three)
    assert lines == (
        Line("Answer", "Level 2: SOI-1 stands at 2.", "Level 3: SOI-1 stands at 3."),
        Line("Remark", "Half.", "Half."),
    )
    assert [line.differs for line in lines] == [True, False]


def test_a_part_that_one_lacks_is_shown_and_differs() -> None:
    level = answer_words(PRACTICE, Answer(Kind.LEVEL, 2), reason="", remark="")
    none = answer_words(PRACTICE, Answer(Kind.NOT_APPLICABLE), reason="No soil.", remark="")
    lines = side_by_side(level, none)
    assert [(line.name, line.one, line.differs) for line in lines][1:] == [("Why it does not apply", "", True)]
