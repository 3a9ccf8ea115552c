"""What of a form is given back: what somebody typed, within bounds; no password, and nothing that a page sent along."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.http import urlencode

from assessments.core.answering import LONGEST_TEXT
from assessments.forms.typed import LONGEST_NAME, MOST_TEXTS, Typed, typed_texts

NO_FILES: MultiValueDict[str, Any] = MultiValueDict()


def given_back(*sent: tuple[str, str]) -> list[tuple[str, str, str]]:
    """Of which practice, under what name, and which words."""
    typed = typed_texts(QueryDict(urlencode(sent)), NO_FILES)
    return [(one.of, one.name, one.text) for one in typed]


@pytest.mark.parametrize(
    ("name", "text", "shown"),
    [
        ("text", " Done.\n", ("", "Text", "Done.")),
        ("started_on", "2026-01-02", ("", "Started on", "2026-01-02")),
        ("name-Data engineering lead", "Sam", ("", "Name Data engineering lead", "Sam")),
        ("name-Secretary", "Sam", ("", "Name Secretary", "Sam")),
        ("name-Head of data-unit", "Sam", ("", "Name Head of data unit", "Sam")),
        ("anchors-0-text", "Nobody does.", ("", "Anchors 0 text", "Nobody does.")),
        ("level", "2", ("", "Level", "Level 2")),
        ("owner", "The data office", ("", "Owner", "The data office")),
        ("capacity_note", "12", ("", "Capacity note", "12")),
        ("MLO-TRN-01-answer", "dont_know", ("MLO-TRN-01", "Answer", "Don’t know")),
        ("MLO-TRN-01-level", "3", ("MLO-TRN-01", "Agreed level", "Level 3")),
        ("MLO-TRN-01-remark", "2", ("MLO-TRN-01", "Remark", "2")),
        ("MLO-TRN-01-dissent", "Sam", ("MLO-TRN-01", "Who sees it otherwise", "Sam")),
    ],
)
def test_what_was_typed_comes_back_in_words(name: str, text: str, shown: tuple[str, str, str]) -> None:
    assert given_back((name, text)) == [shown]


@pytest.mark.parametrize(
    "name",
    ["password", "old_password", "new_password1", "Password", "users-0-passwd", "passphrase", "client_secret",
     "api-token", "csrfmiddlewaretoken", "username", "x" * LONGEST_NAME + "password"],
)  # fmt: skip
def test_no_secret_comes_back(name: str) -> None:
    assert given_back((name, "correct horse battery")) == []


@pytest.mark.parametrize(
    "name",
    ["typed_by", "version", "revision", "DAT-STO-01-revision", "DAT-STO-01-taken", "DAT-STO-01-seen", "anchors-0-id",
     "anchors-TOTAL_FORMS", "_save", "go", "next", "target-aiops", "DAT-STO-01-evidence-kind"],
)  # fmt: skip
def test_what_pages_send_along_does_not(name: str) -> None:
    assert given_back((name, "something")) == []


def test_who_or_what_was_chosen_from_a_list_is_known_by_no_number() -> None:
    assert given_back(("owner", "17"), ("people", "3"), ("people", "4"), ("memberships-0-unit", "9")) == []


def test_every_value_of_a_field_comes_back() -> None:
    assert given_back(("dimensions", "DAT-STO"), ("dimensions", "DAT-PIP")) == [("", "Dimensions", "DAT-STO, DAT-PIP")]


def test_the_day_of_evidence_comes_with_its_words_only() -> None:
    """Pages fill it in by themselves."""
    day = ("DAT-STO-01-evidence-dated", "2026-01-31")
    assert given_back(day) == []
    assert ("DAT-STO-01", "Date of the evidence", "2026-01-31") in given_back(
        ("DAT-STO-01-evidence-text", "Seen."), day
    )


def test_blanks_do_not_come_back() -> None:
    assert given_back(("text", " \n"), ("note", "")) == []


def test_a_text_is_cut_to_what_could_have_been_stored_and_says_so() -> None:
    lines = "z\r\n" * (LONGEST_TEXT // 2 - 1) + "zz"
    sent = urlencode({"text": "y" * (LONGEST_TEXT + 7), "note": lines})
    assert typed_texts(QueryDict(sent), NO_FILES) == (
        Typed("", "Text", "y" * LONGEST_TEXT, is_cut=True),
        Typed("", "Note", lines.replace("\r", "")),
    )


def test_names_and_fields_are_bounded() -> None:
    many = given_back(*((f"field{number}", "words") for number in range(MOST_TEXTS + 5)))
    assert len(many) == MOST_TEXTS
    ((_, name, _),) = given_back(("x" * 500, "words"))
    assert len(name) == LONGEST_NAME
    assert max(len(of) for of, _, _ in given_back(("A" * 500 + "-remark", "words"))) <= LONGEST_NAME


def test_a_file_is_named_and_not_shown() -> None:
    files: MultiValueDict[str, Any] = MultiValueDict({"answers": [SimpleUploadedFile("autumn.toml", b"inner words")]})
    assert typed_texts(QueryDict(), files) == (Typed("", "Answers", "The file autumn.toml, to be chosen again"),)
