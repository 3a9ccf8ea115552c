"""Plans side by side: the gates of all of them in rows, one date for each plan."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assessments.core.planning.plan_summary import GateDate, PlanSummary


@dataclass(frozen=True, slots=True)
class GateRow:
    """Gates that open together in every plan: what opens them, what may start then, and when, plan by plan.

    `dates` holds None for a plan whose catalog has no such gate.
    """

    reached: str
    after: tuple[str, ...]
    dates: tuple[GateDate | None, ...]


def gate_rows(summaries: Sequence[PlanSummary]) -> tuple[GateRow, ...]:
    """The gates of some plans, in the order in which the plans name them."""
    rows: dict[tuple[str, tuple[object, ...]], GateRow] = {}
    for reached, after in dict.fromkeys(pair for one in summaries for pair in _pairs(one)):
        dates = tuple(_date(one, reached, after) for one in summaries)
        alike = (reached, tuple(date and (date.opens, date.is_open) for date in dates))
        known = rows.get(alike)
        rows[alike] = GateRow(reached, (*(known.after if known else ()), after), dates)
    return tuple(rows.values())


def _pairs(summary: PlanSummary) -> Iterator[tuple[str, str]]:
    return ((gate.reached, after) for gate in summary.gates for after in gate.after)


def _date(summary: PlanSummary, reached: str, after: str) -> GateDate | None:
    return next((gate for gate in summary.gates if gate.reached == reached and after in gate.after), None)
