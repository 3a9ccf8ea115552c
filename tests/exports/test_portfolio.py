"""Files that other programs read: nothing in them can be taken for a formula, and everything can be read back."""

import csv
import io
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django.fixtures import Settings

from assessments.core.gate_exception import GateException
from assessments.core.gates import State
from assessments.core.portfolio import Cell, Hold, Holding, Leave, PortfolioRow, Unfinished
from assessments.exports import guarding
from assessments.exports.guarding import BYTE_ORDER_MARK, guarded
from assessments.exports.portfolio import portfolio_csv

STARTS = ["=", "+", "-", "@", "\t", "\r", "\x00", "＝", "＋", "－", "＠"]  # noqa: RUF001 - full width is meant
BLANKS = ["", " ", "   ", "\u00a0", "\u3000", "\u200b", "\ufeff", "\n", " \u00a0"]
hostile = st.builds(
    lambda blank, start, rest: blank + start + rest,
    st.sampled_from(BLANKS),
    st.sampled_from(STARTS),
    st.text(max_size=12),
)
anything = st.text(st.characters(exclude_categories=["Cs"]), max_size=20) | hostile


LEAVE = GateException(
    before="mlops",
    after="modelops",
    since=date(2026, 11, 1),
    until=date(2027, 3, 31),
    approver="Ada",
    reason="A pilot is due.",
)


def row(
    name: str = "Otters", branch: str = "North", title: str = "Spring", foundation: str = "Monitoring"
) -> PortfolioRow:
    return PortfolioRow(
        unit_id=1,
        name=name,
        branch=branch,
        result_id=7,
        decided_at=datetime(2026, 11, 4, tzinfo=UTC),
        age=19,
        cells=(Cell(State.IN_PLACE, 2), Cell(State.WAITING, None), Cell(None, None)),
        holding=(Holding("MLOps", Hold.FOUNDATIONS, (foundation, "Registry"), 0),),
        exceptions=(Leave("ModelOps", LEAVE),),
        unfinished=Unfinished(3, title, ("DataOps", "MLOps"), 24, 48),
    )


def read_back(lines: list[str]) -> list[list[str]]:
    return list(csv.reader(io.StringIO("".join(lines).removeprefix(BYTE_ORDER_MARK), newline="")))


def runs(cell: str) -> bool:
    """Whether a spreadsheet could take the cell for a formula, however it begins."""
    text = unicodedata.normalize("NFKC", re.sub(r"^[\s\x00\u200b\u2060\ufeff]+", "", cell))
    return text[:1] in set("=+-@") or cell.lstrip(" \u00a0\u3000\u200b\ufeff\n")[:1] in set("\t\r\x00")


def test_the_day_of_a_result_is_the_one_that_pages_show(settings: Settings) -> None:
    settings.TIME_ZONE = "Pacific/Auckland"
    evening = replace(row(), decided_at=datetime(2026, 11, 4, 20, tzinfo=UTC))
    [_, line] = read_back(list(portfolio_csv([evening], ["DataOps", "MLOps", "AIOps"])))
    assert line[2] == "2026-11-05"


@pytest.mark.parametrize("blank", BLANKS)
@pytest.mark.parametrize("start", STARTS)
def test_formula_is_guarded_also_after_blanks(start: str, blank: str) -> None:
    assert guarded(f"{blank}{start}cmd|' /C calc'!A0") == f"'{blank}{start}cmd|' /C calc'!A0"


@pytest.mark.parametrize("value", ["Otters", "a = b", "R&D + more", "", "ÖPNV", 3, 0.5, None])
def test_what_is_harmless_stays_as_it_is(value: object) -> None:
    assert guarded(value) == value


@given(anything, anything, anything, anything)
def test_every_cell_reads_back_and_none_runs(name: str, branch: str, title: str, foundation: str) -> None:
    written = portfolio_csv([row(name, branch, title, foundation)], ["DataOps", "=MLOps", "AIOps"])
    heading, line = read_back(list(written))
    assert len(heading) == len(line) == 14
    assert not any(runs(cell) for cell in [*heading, *line])
    for cell, text in ((line[0], name), (line[1], branch), (line[12], title)):
        assert cell in (text, f"'{text}")


def test_without_the_guard_a_cell_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    """The broken variant."""
    monkeypatch.setattr(guarding, "guarded", lambda value: value)
    _, line = read_back(list(portfolio_csv([row(" =1+1")], ["DataOps", "MLOps", "AIOps"])))
    assert runs(line[0])


def test_a_line_says_what_the_page_says() -> None:
    heading, line = read_back(list(portfolio_csv([row()], ["DataOps", "MLOps", "AIOps"])))
    assert heading == [
        "Team", "Branch", "Result", "Age in days", "DataOps state", "DataOps level", "MLOps state", "MLOps level",
        "AIOps state", "AIOps level", "Held by", "Exceptions", "Unfinished assessment", "Coverage before gates",
    ]  # fmt: skip
    assert line == [
        "Otters", "North", "2026-11-04", "19", "in place", "2", "waiting", "", "", "",
        "MLOps: Monitoring, Registry",
        "ModelOps may be planned from 2026-11-01 to 2027-03-31, allowed by Ada: A pilot is due.", "Spring", "0.50",
    ]  # fmt: skip


def test_team_without_result_and_undecided_gate() -> None:
    bare = PortfolioRow(
        unit_id=1, name="New", branch="", result_id=None, decided_at=None, age=None, cells=(),
        holding=(Holding("MLOps", Hold.UNDECIDED, (), 6), Holding("X", Hold.EVIDENCE, (), 0)),
        exceptions=(), unfinished=None,
    )  # fmt: skip
    _, line = read_back(list(portfolio_csv([bare], [])))
    assert line == ["New", "", "", "", "MLOps: 6 answers missing; X: evidence", "", "", ""]


def test_lines_come_one_by_one() -> None:
    seen: list[int] = []

    def rows() -> Iterator[PortfolioRow]:
        for number in range(3):
            seen.append(number)
            yield row()

    lines = portfolio_csv(rows(), ["DataOps", "MLOps", "AIOps"])
    next(lines), next(lines)
    assert seen == []
    next(lines)
    assert seen == [0]
