"""What may be answered and shown, by field."""

from datetime import date

import pytest

from assessments.core.agreement import Answer, EvidenceKind, Kind
from assessments.core.answering import LONGEST_TEXT, agreed_level_faults, answer_faults, evidence_faults
from tests.factories import small_catalog

CATALOG = small_catalog()
TWO = Answer(Kind.LEVEL, 2)
NOT_APPLICABLE = Answer(Kind.NOT_APPLICABLE)
TODAY = date(2026, 3, 2)
FOLLOWED = (
    "https://wiki", "http://localhost:8000/x", "https://example.org?x=a@b", "https://example.org/@team", "http://10.0.0.1/",
    "https://[2001:db8::1]:8443/x", "https://bücher.example/x#y", "https://git_host.example.org", "https://example.org/?u=http://",
)  # fmt: skip
NOWHERE = (
    "https://", "https://?", "https:///foo", "https://#x", "https://:80/x", "https://.", "https://./x", "http://\\example.org",
    "https://example.org:", "https://example.org:port", "https://-", "https://user@example.org", "http://user:pw@example.org/x",
    "https://@/x", "https://exa<mple.org", "https://[nowhere]/",
)  # fmt: skip


@pytest.mark.parametrize(
    ("practice", "answer", "reason", "remark", "fields"),
    [
        ("SOI-1", TWO, "", "", []),
        ("SOI-1", Answer(Kind.DONT_KNOW), "", "", []),
        ("SOI-1", NOT_APPLICABLE, "No soil here.", "", []),
        ("SOI-1", TWO, "", "x" * LONGEST_TEXT, []),
        ("TRE-2", Answer(Kind.LEVEL, 0), "", "", []),
        ("NO-1", TWO, "", "", ["practice"]),
        ("TRE-2", Answer(Kind.LEVEL, 1), "", "", ["answer"]),
        ("SOI-1", Answer(Kind.LEVEL, 5), "", "", ["answer"]),
        ("SOI-1", Answer(Kind.LEVEL, -1), "", "", ["answer"]),
        ("SOI-1", Answer(Kind.LEVEL), "", "", ["answer"]),
        ("SOI-1", Answer(Kind.DONT_KNOW, 2), "", "", ["answer"]),
        ("SOI-2", NOT_APPLICABLE, "No soil here.", "", ["answer"]),
        ("TRE-1", NOT_APPLICABLE, "No trees here.", "", ["answer"]),
        ("SOI-1", NOT_APPLICABLE, " \n", "", ["reason"]),
        ("SOI-1", NOT_APPLICABLE, "x" * (LONGEST_TEXT + 1), "", ["reason"]),
        ("SOI-1", TWO, "", "x" * (LONGEST_TEXT + 1), ["remark"]),
        ("SOI-1", TWO, "", "a\x00b", ["remark"]),
        ("SOI-1", TWO, "", "a\ud800b", ["remark"]),
        ("TRE-2", Answer(Kind.LEVEL, 1), "\x00", "\x00", ["answer", "reason", "remark"]),
    ],
)
def test_an_answer_names_each_field_that_is_wrong(
    practice: str, answer: Answer, reason: str, remark: str, fields: list[str]
) -> None:
    faults = answer_faults(CATALOG, practice, answer, reason=reason, remark=remark)
    assert list(faults) == fields
    assert all(faults.values())


@pytest.mark.parametrize(
    ("kind", "text", "dated", "fields"),
    [
        (EvidenceKind.NOTE, "Seen at the demo.", TODAY, []),
        (EvidenceKind.LINK, "https://example.org/run", TODAY, []),
        (EvidenceKind.LINK, "http://example.org/run", date(2020, 1, 1), []),
        (EvidenceKind.NOTE, "javascript:alert(1)", TODAY, []),
        (EvidenceKind.LINK, "javascript:alert(1)", TODAY, ["text"]),
        (EvidenceKind.LINK, "HTTPS://example.org", TODAY, ["text"]),
        (EvidenceKind.LINK, "ftp://example.org", TODAY, ["text"]),
        (EvidenceKind.LINK, "https://example.org/a b", TODAY, ["text"]),
        (EvidenceKind.NOTE, "  ", TODAY, ["text"]),
        (EvidenceKind.NOTE, "x" * (LONGEST_TEXT + 1), TODAY, ["text"]),
        (EvidenceKind.NOTE, "a\x00b", TODAY, ["text"]),
        (EvidenceKind.NOTE, "Seen.", date(2026, 3, 3), ["dated"]),
        (EvidenceKind.NOTE, "Seen.", date(2000, 1, 1), []),
        (EvidenceKind.NOTE, "Seen.", date(1999, 12, 31), ["dated"]),
        (EvidenceKind.NOTE, "Seen.", date(1, 1, 1), ["dated"]),
        *((EvidenceKind.LINK, link, TODAY, []) for link in FOLLOWED),
        *((EvidenceKind.LINK, link, TODAY, ["text"]) for link in NOWHERE),
    ],
)
def test_evidence_names_each_field_that_is_wrong(kind: EvidenceKind, text: str, dated: date, fields: list[str]) -> None:
    faults = evidence_faults(CATALOG, "SOI-1", kind=kind, title="", text=text, dated=dated, on=TODAY)
    assert list(faults) == fields


def test_evidence_for_an_unknown_practice() -> None:
    faults = evidence_faults(CATALOG, "NO-1", kind=EvidenceKind.NOTE, title="", text="Seen.", dated=TODAY, on=TODAY)
    assert list(faults) == ["practice"]


@pytest.mark.parametrize(
    ("practice", "level", "reason", "fields"),
    [
        ("SOI-1", 3, "We talked.", []),
        ("NO-1", 3, "We talked.", ["practice"]),
        ("TRE-2", 1, "We talked.", ["level"]),
        ("SOI-1", 3, " ", ["reason"]),
        ("SOI-1", 3, "x" * (LONGEST_TEXT + 1), ["reason"]),
        ("SOI-1", 3, "a\x00b", ["reason"]),
    ],
)
def test_an_agreed_level_names_each_field_that_is_wrong(
    practice: str, level: int, reason: str, fields: list[str]
) -> None:
    assert list(agreed_level_faults(CATALOG, practice, level, reason=reason, dissent="")) == fields


def test_what_others_think_of_an_agreed_level_may_stay_empty_and_has_its_limits() -> None:
    for dissent, fields in (
        ("", []),
        ("Two see it at 3.", []),
        ("x" * (LONGEST_TEXT + 1), ["dissent"]),
        ("\x00", ["dissent"]),
    ):
        assert list(agreed_level_faults(CATALOG, "SOI-1", 2, reason="We talked.", dissent=dissent)) == fields
