"""Scenarios: written as parameters of an address and read back, and what is decided for single steps."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.core.calendar import CalendarQuarter
from assessments.core.scenario import (
    Scenario,
    StepKey,
    begun_on,
    free,
    from_parameters,
    leave_out,
    parameters,
    pin,
    put_off,
    standard,
)

START = CalendarQuarter(2027, 1)
STEP, OTHER = StepKey("MLO-DEP-01", 2), StepKey("MLO-DEP-01", 3)

QUARTERS = st.builds(START.plus, st.integers(-8, 40))
STEPS = st.builds(StepKey, st.sampled_from(["MLO-DEP-01", "DAT-STO-03", "a:b"]), st.integers(1, 4))
WEEKS = st.builds(Fraction, st.integers(1, 1000))
SCENARIOS = st.builds(
    Scenario,
    start=QUARTERS,
    targets=st.dictionaries(st.sampled_from(["dataops", "mlops", "aiops"]), st.integers(0, 4)),
    capacity=WEEKS,
    role_capacity=st.dictionaries(st.sampled_from(["Head of ML", "CIO: of all", "§ =&"]), WEEKS),
    parallel=st.integers(1, 50),
    pinned=st.dictionaries(STEPS, QUARTERS),
    put_off=st.dictionaries(STEPS, QUARTERS),
    left_out=st.frozensets(STEPS),
)


@given(SCENARIOS)
def test_parameters_are_read_back(scenario: Scenario) -> None:
    assert from_parameters(parameters(scenario)) == scenario
    assert from_parameters([list(pair) for pair in parameters(scenario)]) == scenario


def test_the_standard_starts_in_the_next_quarter() -> None:
    assert standard(date(2026, 11, 23)) == Scenario(start=START)
    assert from_parameters([("start", "2027-Q1")]) == Scenario(start=START)


def test_a_plan_never_begins_in_a_quarter_that_is_over() -> None:
    scenario = Scenario(start=START, parallel=2)
    assert begun_on(scenario, date(2026, 11, 23)) == begun_on(scenario, START.last_day) == scenario
    assert begun_on(scenario, date(2027, 4, 1)) == Scenario(start=START.plus(1), parallel=2)


@pytest.mark.parametrize(
    "pairs",
    [
        [],
        [("capacity", "24")],
        [("start", "2027-Q5")],
        [("start", "2027-Q1"), ("start", "2027-Q1")],
        [("start", "2027-Q1"), ("target-mlops", "2"), ("target-mlops", "3")],
        [("start", "2027-Q1"), ("colour", "red")],
        *(
            [("start", "2027-Q1"), (name, value)]
            for name, values in {
                "capacity": ("", "0", "-1", "2.5", "1_0", "١", "9" * 5000, " 1"),  # noqa: RUF001
                "parallel": ("", "0", "None"),
                "target-mlops": ("", "x", "-1"),
                "role": ("", "8", ":8", "Head of ML", "Head of ML:", "Head of ML:0"),
                "pin": ("", "MLO-DEP-01:2", "MLO-DEP-01:2:", "MLO-DEP-01:x:2027-Q1", ":2:2027-Q1", "2:2027-Q1"),
                "later": ("MLO-DEP-01:2:2027-Q0",),
                "out": ("", "MLO-DEP-01", ":2", "MLO-DEP-01:", "MLO-DEP-01:2.0"),
            }.items()
            for value in values
        ),
    ],
)
def test_what_is_no_scenario_is_refused(pairs: list[tuple[str, str]]) -> None:
    with pytest.raises(ValueError, match=r" is no |more than once|needs a start"):
        from_parameters(pairs)


def test_what_is_decided_last_for_a_step_counts() -> None:
    quarter = START.plus(2)
    pinned = pin(Scenario(start=START), STEP, quarter)
    assert (pinned.pinned, pinned.put_off, pinned.left_out) == ({STEP: quarter}, {}, frozenset())
    later = put_off(pinned, STEP, START)
    assert (later.pinned, later.put_off, later.left_out) == ({}, {STEP: START}, frozenset())
    out = leave_out(later, STEP)
    assert (out.pinned, out.put_off, out.left_out) == ({}, {}, frozenset({STEP}))
    assert pin(out, STEP, quarter) == pinned


def test_other_steps_are_left_as_they_are() -> None:
    scenario = leave_out(pin(Scenario(start=START), STEP, START), OTHER)
    assert free(scenario, StepKey("DAT-STO-03", 2)) == scenario
    assert free(scenario, STEP) == leave_out(Scenario(start=START), OTHER)
    assert free(free(scenario, STEP), OTHER) == Scenario(start=START)
