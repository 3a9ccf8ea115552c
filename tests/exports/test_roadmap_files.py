"""Files of a roadmap for programs: every cell reads back, none runs, numbers are numbers and days are days."""

import csv
import io
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.utils.escape import unescape

from assessments.exports import guarding, workbook
from assessments.exports.guarding import BYTE_ORDER_MARK, printable
from assessments.exports.roadmap_csv import roadmap_csv
from assessments.exports.roadmap_json import every_table, roadmap_json
from assessments.exports.tables import text_of
from assessments.exports.workbook import LONGEST, held, roadmap_xlsx
from tests.core.strategies import TODAY
from tests.exports.files import AT, by_hand_file
from tests.exports.test_portfolio import anything, hostile, runs

DOCS = Path(__file__).resolve().parent.parent.parent / "docs"
SHEETS = [
    "Steps", "Work", "Milestones", "Reasons", "Projections", "Comments", "Gates", "Exceptions",
    "Not applicable", "Find out",
]  # fmt: skip
sentences = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20) | hostile


def book(content: bytes) -> Any:
    return load_workbook(io.BytesIO(content))


def cells(content: bytes) -> Iterator[Any]:
    for sheet in book(content).worksheets:
        for row in sheet.iter_rows():
            yield from row


def csv_rows(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text.removeprefix(BYTE_ORDER_MARK), newline="")))


def sheet_rows(content: bytes, title: str) -> list[dict[str, Any]]:
    heading, *rows = book(content)[title].iter_rows(values_only=True)
    return [dict(zip(heading, row, strict=True)) for row in rows]


def test_each_table_has_its_sheet_whose_heading_stays_in_view() -> None:
    made = book(roadmap_xlsx(by_hand_file()))
    assert made.sheetnames == SHEETS
    for sheet, table in zip(made.worksheets, every_table(by_hand_file()), strict=True):
        assert sheet.freeze_panes == "A2"
        assert [cell.value for cell in sheet[1]] == [column.heading for column in table.columns]
        assert sheet.max_row == 1 + len(table.rows)
        assert table.rows


def test_what_is_set_aside_is_in_every_file() -> None:
    file = by_hand_file()
    kinds = [row[0] for row in csv_rows("".join(roadmap_csv(file)))]
    assert kinds[-2:] == ["not applicable", "find out"]
    [excluded], [asked] = (json.loads(roadmap_json(file))[key] for key in ("not_applicable", "find_out"))
    assert (excluded["counts"], excluded["reasons"], excluded["in_all"], excluded["most"]) == (
        True,
        ["None here."],
        1,
        1,
    )
    assert asked["owner_role"]


def test_days_are_days_and_numbers_are_numbers() -> None:
    content = roadmap_xlsx(by_hand_file())
    milestone = sheet_rows(content, "Milestones")[0]
    assert milestone["Promised due"] == datetime(2027, 3, 31)
    assert milestone["Due"] == datetime(2027, 6, 30)
    assert milestone["Person-weeks"] == 2
    assert milestone["Weeks late"] == 13
    assert milestone["Holds a gate"] == "yes"
    [comment] = sheet_rows(content, "Comments")
    assert comment["When"] == AT.replace(tzinfo=None)
    assert comment["Link"] == "https://example.org/it"
    step = sheet_rows(content, "Steps")[0]
    assert (step["Stage"], step["From level"], step["To level"]) == (1, 0, 1)
    assert isinstance(step["Person-weeks"], int | float)


@settings(max_examples=40)
@given(sentences)
def test_no_cell_of_a_workbook_runs_and_every_text_is_there(text: str) -> None:
    content = roadmap_xlsx(by_hand_file(text, team=text))
    for cell in cells(content):
        assert cell.data_type != "f"
        assert not (isinstance(cell.value, str) and runs(cell.value))
        assert cell.hyperlink is None
    [comment] = sheet_rows(content, "Comments")
    assert unescape(comment["Comment"]) == held(str(guarding.guarded(text)))


def test_without_the_guard_a_cell_of_a_workbook_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    """The broken variant."""
    monkeypatch.setattr(workbook, "guarded", lambda value: value)
    content = roadmap_xlsx(by_hand_file("=1+1"))
    assert any(runs(cell.value) for cell in cells(content) if isinstance(cell.value, str))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\x01b", "a b"),
        ("a\x7fb", "a b"),
        ("_x0041_", "_x0041_"),
        ("a\ufffeb", "a\ufffdb"),
        ("a\udc80b", "a b"),
        ("\U0001f600", "\U0001f600"),
        ("x" * 40_000, f"{'x' * (LONGEST - 2)}…"),
    ],
)
def test_what_xml_cannot_hold_breaks_no_workbook(text: str, shown: str) -> None:
    [comment] = sheet_rows(roadmap_xlsx(by_hand_file(text)), "Comments")
    assert unescape(comment["Comment"]) == shown


@given(sentences)
@settings(max_examples=40)
def test_no_cell_of_the_lines_runs_and_every_text_is_there(text: str) -> None:
    heading, *lines = csv_rows("".join(roadmap_csv(by_hand_file(text))))
    assert all(len(line) == len(heading) for line in lines)
    assert not any(runs(cell) for line in lines for cell in line)
    owners = {line[heading.index("Owner role")] for line in lines if line[0] != "exception"}
    assert owners == {str(guarding.guarded(text))}


def test_without_the_guard_a_cell_of_the_lines_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    """The broken variant."""
    monkeypatch.setattr(guarding, "guarded", lambda value: value)
    _, *lines = csv_rows("".join(roadmap_csv(by_hand_file("=1+1"))))
    assert any(runs(cell) for line in lines for cell in line)


def test_lines_have_steps_then_work_then_exceptions_then_what_is_set_aside() -> None:
    file = by_hand_file()
    heading, *lines = csv_rows("".join(roadmap_csv(file)))
    kinds = [line[0] for line in lines]
    set_aside = ["not applicable", "find out"]
    assert kinds == ["step"] * len(file.steps) + ["work"] * len(file.report.work) + ["exception", *set_aside]
    leave = {key: value for key, value in zip(heading, lines[-3], strict=True) if value}
    assert leave == {
        "Kind": "exception",
        "Discipline": "ModelOps",
        "Starts": "2026-11-23",
        "Ends": "2027-03-31",
        "Because": "Allowed by Mana Ger: A pilot is due.",
        "What to do": "May be planned before its gate from MLOps opens; the gate itself stays as it is.",
    }
    work = dict(zip(heading, lines[-4], strict=True))
    assert work["What to do"].startswith("Show evidence for")
    assert work["For the gates to"] == "ModelOps"
    assert work["Ends"].startswith("Q")
    assert work["Stage"] == work["Person-weeks"] == ""
    first = dict(zip(heading, lines[0], strict=True))
    assert first["Foundation"] == "yes"
    assert first["Because"]


@given(anything)
@settings(max_examples=40)
def test_json_has_texts_as_they_are(text: str) -> None:
    made = json.loads(roadmap_json(by_hand_file(text or "x", team=text)))
    assert made["team"] == text
    assert made["comments"][0]["text"] == (text or "x")


def test_json_has_everything_by_stable_names() -> None:
    file = by_hand_file()
    made = json.loads(roadmap_json(file))
    assert list(made) == [
        "format", "team", "made_on", "result_on", "scenario", "sentences", "notes", "person_weeks",
        "person_weeks_above_the_least", "until", "quarters_not_listed", "stages", "plan",
        "steps", "work", "milestones", "reasons", "projections", "comments", "gates", "exceptions",
        "not_applicable", "find_out",
    ]  # fmt: skip
    assert made["format"] == 1
    assert made["made_on"] == TODAY.isoformat()
    assert date.fromisoformat(made["milestones"][0]["due"]) == date(2027, 6, 30)
    assert made["steps"][0]["starts"] == file.report.roadmap.scenario.start.code
    assert made["steps"][0]["holds_a_gate"] is True
    assert isinstance(made["steps"][0]["reasons"], list)
    assert made["projections"][0]["state"] == "started"
    assert made["projections"][0]["quarter"] == file.report.roadmap.scenario.start.code
    assert [one["ends"] for one in made["stages"]] == ["2027-Q2", made["until"]]
    assert file.plan
    assert made["plan"]["risks"] == list(file.plan.risks)
    assert made["exceptions"][0]["until"] == "2027-03-31"
    assert datetime.fromisoformat(made["comments"][0]["at"]) == AT
    assert {one["of"] for one in made["reasons"]} == {"gate", "step", "milestone"}


def test_documented_names_are_those_of_the_file() -> None:
    document = (DOCS / "roadmap-format.md").read_text()
    [example] = re.findall(r"^```json\n(.*?)^```$", document, flags=re.DOTALL | re.MULTILINE)
    made, shown = json.loads(roadmap_json(by_hand_file())), json.loads(example)
    assert list(shown) == list(made)
    assert list(shown["plan"]) == list(made["plan"])
    assert list(shown["stages"][0]) == list(made["stages"][0])
    parts = dict(re.findall(r"^### `(\w+)`\n(.*?)(?=^###|\Z)", document, flags=re.DOTALL | re.MULTILINE))
    tables = every_table(by_hand_file())
    assert list(parts) == [table.key for table in tables]
    for table in tables:
        told = re.findall(r"^\| `(\w+)` \| (.+?) \| .+ \|$", parts[table.key], flags=re.MULTILINE)
        assert told == [(column.key, column.heading) for column in table.columns]


def test_a_team_without_a_plan_has_empty_tables() -> None:
    file = replace(by_hand_file(), plan=None)
    made = json.loads(roadmap_json(file))
    assert made["plan"] is None
    assert made["milestones"] == made["comments"] == []
    assert [row["planned"] for row in made["gates"]] == [None]
    assert sheet_rows(roadmap_xlsx(file), "Milestones") == []


def test_values_as_text() -> None:
    assert [text_of(value) for value in (None, True, False, 3, ("a.", "b."), AT, AT.date())] == [
        "", "yes", "", 3, "a. b.", "2026-11-04 09:30", "2026-11-04",
    ]  # fmt: skip


def test_control_characters_become_blanks_and_joiners_stay() -> None:
    assert printable("a\tb\r\nc\x00d\u200de\u00a0f") == "a b \nc d\u200de\u00a0f"
