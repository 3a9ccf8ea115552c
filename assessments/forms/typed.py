"""What was typed into a form, given back as it was sent where the site cannot take it: it is all that is known then.

Nothing is looked up, so that it is the same for every address, whatever there is behind it.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from typing import Any

from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from assessments.core.answer_words import CHOICES
from assessments.core.answering import LONGEST_TEXT
from assessments.core.catalog import LEVELS

LONGEST_NAME = 80
# More than any page has; a request may hold 1000.
MOST_TEXTS = 300
# A field of a question, as pages name it: the code of the practice and what of it was sent.
FIELD = re.compile(r"([A-Z0-9]+(?:-[A-Z0-9]+)*)-([a-z][a-z-]*)")
NAMES = {
    "answer": "Answer",
    "level": "Agreed level",
    "reason": "Reason",
    "remark": "Remark",
    "dissent": "Who sees it otherwise",
    "evidence-title": "Title of the evidence",
    "evidence-text": "Evidence",
    "evidence-dated": "Date of the evidence",
}
WORDS = {
    **{kind.value: words for kind, words in CHOICES.items()},
    **{str(level): f"Level {level}" for level in LEVELS},
}
CHOSEN = {"answer", "level"}
# What nobody may read from a screen: by part of the name, so that no form's own word for it is missed.
SECRET = re.compile("pass|secret|token|username", re.IGNORECASE)
# What pages send along by themselves, as the first or the last part of a name, and buttons. A scenario stands in the
# address of its page.
SENT_ALONG = frozenset({
    "typed_by", "version", "revision", "seen", "taken", "wanted", "shown", "again", "result", "replaces", "next", "id",
    "practice", "person", "unit", "user", "shares", "action", "index", "select_across",
    "go", "do", "confirm", "withdraw", "doubt", "remove", "renew", "reuse", "change", "step",
    "start", "capacity", "parallel", "target", "role", "pin", "later", "out",
})  # fmt: skip
# Begins the field of an owner's name, by role: roles are content and may be called anything, such as secretary.
OF_ROLE = "name-"
# Lists of people and things to choose from send ids, which tell nobody anything.
LISTS = frozenset({"owner", "people", "to", "parent", "dimension", "discipline"})


@dataclass(frozen=True, slots=True)
class Typed:
    """One field: `of` is the practice's code, empty where it belongs to none; `is_cut` where there was more of it."""

    of: str
    name: str
    text: str
    is_cut: bool = False


def typed_texts(sent: QueryDict, files: "MultiValueDict[str, Any]") -> tuple[Typed, ...]:
    """Everything that somebody may want to copy, in the order of the form, and the names of files.

    Each text is cut to what could be stored. Passwords and what pages send along by themselves are never among it.
    """
    return tuple(islice(chain(_typed(sent), _named(files)), MOST_TEXTS))


def _typed(sent: QueryDict) -> Iterator[Typed]:
    for whole_name, values in sent.lists():
        name, text = whole_name[:LONGEST_NAME], ", ".join(map(str, values)).replace("\r\n", "\n").strip()
        if not text or _is_secret_or_sent_along(whole_name):
            continue
        shown, is_cut = text[:LONGEST_TEXT], len(text) > LONGEST_TEXT
        if field := FIELD.fullmatch(name):
            of, part = field.groups()
            if part in NAMES and (part != "evidence-dated" or sent.get(f"{of}-evidence-text", "")):
                yield Typed(of, NAMES[part], WORDS.get(shown, shown) if part in CHOSEN else shown, is_cut)
        elif not _is_choice_of_list(name, values):
            yield Typed("", _words(name), WORDS.get(shown, shown) if name in CHOSEN else shown, is_cut)


def _named(files: "MultiValueDict[str, Any]") -> Iterator[Typed]:
    for name, every in files.lists():
        for one in every:
            yield Typed("", _words(name[:LONGEST_NAME]), f"The file {one}, to be chosen again"[:LONGEST_TEXT])


def _is_secret_or_sent_along(name: str) -> bool:
    if name.startswith(OF_ROLE):
        return False
    is_djangos = name.startswith("_") or name.endswith("_FORMS")
    return is_djangos or bool(SECRET.search(name)) or not SENT_ALONG.isdisjoint(_ends(name))


def _is_choice_of_list(name: str, values: Sequence[object]) -> bool:
    return not LISTS.isdisjoint(_ends(name)) and all(str(one).isdigit() for one in values)


def _ends(name: str) -> tuple[str, str]:
    return name.partition("-")[0], name.rpartition("-")[2]


def _words(name: str) -> str:
    words = name.replace("_", " ").replace("-", " ").strip()
    return words[:1].upper() + words[1:]
