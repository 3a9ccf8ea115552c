"""Plans side by side: gates that open together in every plan share a row."""

from fractions import Fraction

from assessments.core.calendar import CalendarQuarter
from assessments.core.planning.plan_summary import GateDate, PlanSummary
from assessments.core.planning.side_by_side import GateRow, gate_rows

SOON, LATE = CalendarQuarter(2027, 1), CalendarQuarter(2028, 3)


def gate(
    *after: str, opens: CalendarQuarter | None = SOON, reached: str = "MLOps in place", is_open: bool = False
) -> GateDate:
    return GateDate(before="MLOps", after=after, reached=reached, opens=opens, is_open=is_open)


def summary(*gates: GateDate) -> PlanSummary:
    return PlanSummary(name="", gates=gates, targets=(), effort=Fraction(1), until=LATE, steps=1, missed=())


def test_gates_that_open_together_everywhere_share_a_row() -> None:
    both, later = gate("ModelOps", "AIOps"), gate("ModelOps", "AIOps", opens=LATE)
    assert gate_rows([summary(both), summary(later)]) == (
        GateRow("MLOps in place", ("ModelOps", "AIOps"), (both, later)),
    )


def test_gates_that_open_apart_in_one_plan_have_a_row_each() -> None:
    both, first, second = gate("ModelOps", "AIOps"), gate("ModelOps"), gate("AIOps", opens=LATE)
    assert gate_rows([summary(both), summary(first, second)]) == (
        GateRow("MLOps in place", ("ModelOps",), (both, first)),
        GateRow("MLOps in place", ("AIOps",), (both, second)),
    )


def test_open_and_shut_are_two_things_and_what_differs_in_level_too() -> None:
    is_open, shut = gate("ModelOps", opens=None, is_open=True), gate("AIOps", opens=None)
    higher = gate("Other", opens=None, reached="MLOps at level 3 (Managed)")
    assert [row.after for row in gate_rows([summary(is_open, shut, higher)])] == [("ModelOps",), ("AIOps",), ("Other",)]


def test_a_plan_without_the_gate_has_no_date() -> None:
    one = gate("ModelOps")
    assert gate_rows([summary(one), summary()]) == (GateRow("MLOps in place", ("ModelOps",), (one, None)),)
    assert gate_rows([summary(), summary()]) == ()
