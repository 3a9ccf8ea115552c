"""Scenarios for tests, with only what a test is about."""

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

from assessments.core.calendar import CalendarQuarter
from assessments.core.scenario import Scenario, standard
from tests.core.strategies import TODAY


def scenario(
    targets: Mapping[str, int] | None = None,
    capacity: Fraction | int | None = Fraction(24),
    *,
    parallel: int | None = None,
    role_capacity: Mapping[str, Fraction] | None = None,
) -> Scenario:
    """From the quarter after today, as many steps at once as fit."""
    return replace(
        standard(TODAY),
        targets=targets or {},
        capacity=None if capacity is None else Fraction(capacity),
        parallel=parallel,
        role_capacity=role_capacity or {},
    )


def quarter(number: int) -> CalendarQuarter:
    """The calendar quarter of a plan's quarter in such a scenario."""
    return standard(TODAY).start.plus(number - 1)
