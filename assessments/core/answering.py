"""What may be answered and shown: every fault of an answer or an entry of evidence, by the field it belongs to."""

import re
from collections.abc import Iterator, Mapping
from datetime import date

from assessments.core.agreement import Answer, EvidenceKind, Kind
from assessments.core.catalog import Catalog, Practice

LONGEST_TEXT = 4000
LONGEST_TITLE = 120
LINK_STARTS = ("http://", "https://")
LINK_PLACE = re.compile(r"https?://([^/?#\\]*)")
HOST = re.compile(r"(\[[0-9A-Fa-f:.]+\]|\w[\w.-]*)(:\d{1,5})?")
EARLIEST_EVIDENCE = date(2000, 1, 1)


class Invalid(Exception):
    """What was sent cannot be stored: `message` belongs beside `field`."""

    def __init__(self, field: str, message: str) -> None:
        self.field, self.message = field, message
        super().__init__(f"{field}: {message}")


def refuse(kind: type[Invalid], faults: Mapping[str, str]) -> None:
    """Raise the first of the faults as this kind of exception; nothing happens without any."""
    for field, message in faults.items():
        raise kind(field, message)


def answer_faults(catalog: Catalog, practice: str, answer: Answer, *, reason: str, remark: str) -> Mapping[str, str]:
    """What is wrong with an answer, as one message per field: practice, answer, reason, remark (F11).

    Empty when it may be stored.
    """
    asked = catalog.practice.get(practice)
    if asked is None:
        return {"practice": "This question does not exist."}
    return dict([*_answer(asked, answer, reason), *text_faults("reason", reason), *text_faults("remark", remark)])


def agreed_level_faults(catalog: Catalog, practice: str, level: int, *, reason: str, dissent: str) -> Mapping[str, str]:
    """What is wrong with a level that a lead wants to record, by field: practice, level, reason, dissent."""
    asked = catalog.practice.get(practice)
    if asked is None:
        return {"practice": "This question does not exist."}
    faults = dict([*text_faults("reason", reason), *text_faults("dissent", dissent)])
    if level not in asked.offered:
        faults["level"] = "Choose one of the levels offered."
    if not reason.strip():
        faults["reason"] = "Say why the team settled on this level."
    return faults


def evidence_faults(
    catalog: Catalog, practice: str, *, kind: EvidenceKind, title: str, text: str, dated: date, on: date
) -> Mapping[str, str]:
    """What is wrong with an entry of evidence on a day, as one message per field: practice, title, text, dated."""
    if practice not in catalog.practice:
        return {"practice": "This question does not exist."}
    faults = dict([*text_faults("title", title, longest=LONGEST_TITLE), *text_faults("text", text)])
    if not text.strip():
        faults["text"] = "Say what shows it, or give a link to it."
    elif kind is EvidenceKind.LINK and (fault := link_fault(text)):
        faults["text"] = fault
    if dated > on:
        faults["dated"] = "The date cannot lie in the future."
    elif dated < EARLIEST_EVIDENCE:
        faults["dated"] = f"The date cannot lie before {EARLIEST_EVIDENCE.year}."
    return faults


def comment_faults(catalog: Catalog, practice: str, text: str) -> Mapping[str, str]:
    """What is wrong with a comment on a practice, as one message per field: practice, text."""
    if practice not in catalog.practice:
        return {"practice": "This question does not exist."}
    return dict(text_faults("text", text)) if text.strip() else {"text": "Say something first."}


def link_fault(text: str) -> str:
    """Why the text is no link that anybody could follow, or that everybody may see; empty when it is one."""
    if not text.startswith(LINK_STARTS):
        return "A link must begin with https:// or http://."
    if any(character.isspace() for character in text):
        return "A link cannot contain blanks."
    place = LINK_PLACE.match(text)
    if place and "@" in place[1]:
        return "A link cannot contain a user name or a password."
    if not (place and HOST.fullmatch(place[1])):
        return "A link must name a site, such as https://wiki.example.org/page."
    return ""


def text_faults(field: str, text: str, *, longest: int = LONGEST_TEXT) -> Iterator[tuple[str, str]]:
    """What is wrong with a text of a field: too long, or with a character that cannot be stored; nothing when fine."""
    if len(text) > longest:
        yield field, f"Please keep this to {longest:,} characters; it has {len(text):,}."
    elif "\x00" in text or any("\ud800" <= character <= "\udfff" for character in text):
        yield field, "This contains a character that cannot be stored."


def _answer(practice: Practice, answer: Answer, reason: str) -> Iterator[tuple[str, str]]:
    if answer.kind is Kind.LEVEL and answer.level not in practice.offered:
        yield "answer", "Choose one of the levels offered."
    if answer.kind is not Kind.LEVEL and answer.level is not None:
        yield "answer", "Only an answer by level has a level."
    if answer.kind is Kind.NOT_APPLICABLE:
        if not practice.not_applicable_when or practice.foundation:
            yield "answer", "This question always applies; choose a level or don't know."
        elif not reason.strip():
            yield "reason", "Say why this does not apply to your team."
