"""A report value as a file that other programs read; no cell of it can be taken for a formula."""

import csv
import re
from collections.abc import Iterable, Iterator, Sequence

from assessments.core.portfolio import Cell, Holding, PortfolioRow
from assessments.queries.assessments import local_day

BYTE_ORDER_MARK = "\ufeff"
BLANKS = r"[\s\x00\u200b\u2060\ufeff]*"
# What spreadsheets take for the beginning of a formula, in full width too, and what lets one begin a new cell.
FORMULA = re.compile(rf"(?s){BLANKS}[=+\-@\uff1d\uff0b\uff0d\uff20]|{BLANKS}?[\t\r\x00]")


class _Line:
    """A file that keeps only what was written last."""

    def write(self, text: str) -> str:
        return text


def guarded(value: object) -> object:
    """The value, text with an apostrophe before it where a spreadsheet could run it."""
    return f"'{value}" if isinstance(value, str) and FORMULA.match(value) else value


def portfolio_csv(rows: Iterable[PortfolioRow], names: Sequence[str]) -> Iterator[str]:
    """The portfolio as lines of CSV, one team each; `names` are those of the rows' disciplines, in their order."""
    writer = csv.writer(_Line())
    yield BYTE_ORDER_MARK
    yield writer.writerow(guarded(name) for name in _heading(names))
    for row in rows:
        yield writer.writerow(guarded(value) for value in _values(row))


def _heading(names: Sequence[str]) -> list[str]:
    levels = [title for name in names for title in (f"{name} state", f"{name} level")]
    return [
        "Team",
        "Branch",
        "Result",
        "Age in days",
        *levels,
        "Held by",
        "Unfinished assessment",
        "Coverage before gates",
    ]


def _values(row: PortfolioRow) -> list[object]:
    cells = [value for cell in row.cells for value in _cell(cell)]
    return [
        row.name,
        row.branch,
        local_day(row.decided_at).isoformat() if row.decided_at else "",
        row.age,
        *cells,
        "; ".join(_held(one) for one in row.holding),
        row.unfinished.title if row.unfinished else "",
        f"{float(row.unfinished.coverage):.2f}" if row.unfinished else "",
    ]


def _cell(cell: Cell) -> tuple[object, object]:
    return (cell.state.replace("_", " ") if cell.state else "", "" if cell.level is None else cell.level)


def _held(one: Holding) -> str:
    names = ", ".join(one.foundations)
    deciding = f"{one.deciding} answers missing" if one.deciding else ""
    return f"{one.before}: {deciding or names or one.hold}"
