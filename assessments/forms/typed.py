"""What was typed into a form, given back as it was sent where the site cannot take it: it is all that is known then.

Nothing is looked up, so that it is the same for every address, whatever there is behind it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.http import QueryDict

from assessments.core.answer_words import CHOICES
from assessments.core.answering import LONGEST_TEXT
from assessments.core.catalog import LEVELS

# A field of a question, as pages name it: the code of the practice and what of it was typed.
FIELD = re.compile(r"([A-Z0-9]+(?:-[A-Z0-9]+)*)-(answer|level|reason|remark|dissent|evidence-title|evidence-text)")
NAMES = {
    "answer": "Answer",
    "level": "Agreed level",
    "reason": "Reason",
    "remark": "Remark",
    "dissent": "Who sees it otherwise",
    "evidence-title": "Title of the evidence",
    "evidence-text": "Evidence",
}
WORDS = {
    **{kind.value: words for kind, words in CHOICES.items()},
    **{str(level): f"Level {level}" for level in LEVELS},
}


@dataclass(frozen=True, slots=True)
class Typed:
    """One field: `of` is the practice's code, empty where it belongs to none."""

    of: str
    name: str
    text: str


def typed_texts(sent: QueryDict) -> tuple[Typed, ...]:
    """Everything that somebody may want to copy, in the order of the form; each text cut to what could be stored."""
    return tuple(_typed(sent))


def _typed(sent: QueryDict) -> Iterator[Typed]:
    for name, value in sent.items():
        text = str(value).strip()[:LONGEST_TEXT]
        if text and (field := FIELD.fullmatch(name)):
            of, part = field.groups()
            yield Typed(of, NAMES[part], WORDS.get(text, text) if part in ("answer", "level") else text)
        elif any(map(str.isspace, text)):
            yield Typed("", name.replace("_", " ").replace("-", " ").capitalize()[:60], text)
