"""The portfolio as a file, a line for each team."""

from collections.abc import Iterable, Iterator, Sequence

from assessments.core.portfolio import Cell, Holding, Leave, PortfolioRow
from assessments.exports.guarding import guarded_lines
from assessments.queries.assessments import local_day


def portfolio_csv(rows: Iterable[PortfolioRow], names: Sequence[str]) -> Iterator[str]:
    """The portfolio as lines of CSV, one team each; `names` are those of the rows' disciplines, in their order."""
    return guarded_lines(_lines(rows, names))


def _lines(rows: Iterable[PortfolioRow], names: Sequence[str]) -> Iterator[list[object]]:
    yield list(_heading(names))
    for row in rows:
        yield _values(row)


def _heading(names: Sequence[str]) -> list[str]:
    levels = [title for name in names for title in (f"{name} state", f"{name} level")]
    return [
        "Team",
        "Branch",
        "Result",
        "Age in days",
        *levels,
        "Held by",
        "Exceptions",
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
        "; ".join(_excepted(one) for one in row.exceptions),
        row.unfinished.title if row.unfinished else "",
        f"{float(row.unfinished.coverage):.2f}" if row.unfinished else "",
    ]


def _cell(cell: Cell) -> tuple[object, object]:
    return (cell.state.replace("_", " ") if cell.state else "", "" if cell.level is None else cell.level)


def _held(one: Holding) -> str:
    names = ", ".join(one.foundations)
    deciding = f"{one.deciding} answers missing" if one.deciding else ""
    return f"{one.before}: {deciding or names or one.hold}"


def _excepted(one: Leave) -> str:
    found = one.value
    return (
        f"{one.after} may be planned from {found.since} to {found.until}, allowed by {found.approver}: {found.reason}"
    )
