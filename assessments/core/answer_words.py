"""What an answer says, in words, and where two of them differ."""

from collections.abc import Mapping
from dataclasses import dataclass

from assessments.core.agreement import Answer, Kind
from assessments.core.catalog import Practice

CHOICES: Mapping[Kind, str] = {Kind.DONT_KNOW: "Don’t know", Kind.NOT_APPLICABLE: "Not applicable"}


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerWords:
    """An answer and what was written beside it; a reason or a remark may be empty."""

    choice: str
    reason: str
    remark: str


@dataclass(frozen=True, slots=True)
class Line:
    """One part of an answer in two versions of it; either text may be empty."""

    name: str
    one: str
    other: str

    @property
    def differs(self) -> bool:
        """Whether the two versions say different things here."""
        return self.one != self.other


def choice_words(practice: Practice, answer: Answer) -> str:
    """The answer by its name, a level with its statement: 'Level 2: Most changes are reviewed.'."""
    if answer.level is None:
        return CHOICES[answer.kind]
    return f"Level {answer.level}: {practice.anchors[answer.level]}"


def answer_words(practice: Practice, answer: Answer, *, reason: str, remark: str) -> AnswerWords:
    """All that an answer says."""
    return AnswerWords(choice=choice_words(practice, answer), reason=reason, remark=remark)


def side_by_side(one: AnswerWords, other: AnswerWords) -> tuple[Line, ...]:
    """Two versions of an answer, part by part; what neither has is left out."""
    lines = (
        Line("Answer", one.choice, other.choice),
        Line("Why it does not apply", one.reason, other.reason),
        Line("Remark", one.remark, other.remark),
    )
    return tuple(line for line in lines if line.one or line.other)
