"""A scenario in words."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

from assessments.core.calendar import CalendarQuarter
from assessments.core.planning.scenario_words import decisions, scenario_words
from assessments.core.scenario import Scenario, StepKey, leave_out, pin, put_off, standard
from assessments.files.catalog import BUILT_IN, read_catalog

CATALOG = read_catalog(BUILT_IN)
USUAL = standard(date(2026, 11, 23))
FIRST, SECOND, THIRD = StepKey("DAT-STO-03", 2), StepKey("MLO-DEP-01", 2), StepKey("MLO-DEP-01", 3)
SPRING = CalendarQuarter(2027, 2)


def test_the_standard() -> None:
    assert scenario_words(CATALOG, USUAL) == (
        "Starts in Q1 2027, with 24 person-weeks a quarter and at most 6 steps at once.",
        "Every discipline to level 2 (In place).",
    )


def test_limits_of_one_and_none() -> None:
    one = replace(
        USUAL, capacity=Fraction(1), parallel=1, role_capacity={"Head of ML": Fraction(1), "CIO": Fraction(9)}
    )
    assert (
        scenario_words(CATALOG, one)[0] == "Starts in Q1 2027, with 1 person-week a quarter and at most 1 step at once."
    )
    assert scenario_words(CATALOG, one)[2:] == (
        "CIO: at most 9 person-weeks a quarter.",
        "Head of ML: at most 1 person-week a quarter.",
    )
    words = scenario_words(CATALOG, Scenario(start=SPRING, capacity=None, parallel=None))[0]
    assert words == "Starts in Q2 2027, with as many person-weeks as it takes and as many steps at once as fit."


def test_targets_alike_are_said_together() -> None:
    def said(**targets: int) -> str:
        return scenario_words(CATALOG, replace(USUAL, targets=targets))[1]

    assert said(mlops=3) == "MLOps to level 3 (Managed); DataOps, ModelOps and AIOps to level 2 (In place)."
    assert (
        said(dataops=0, aiops=0, mlops=1)
        == "MLOps to level 1 (Started); DataOps and AIOps are not wanted; ModelOps to level 2 (In place)."
    )
    assert said(dataops=0).startswith("DataOps is not wanted; MLOps")
    assert said(**dict.fromkeys(CATALOG.discipline, 4)) == "Every discipline to level 4 (Optimised)."
    assert said(**dict.fromkeys(CATALOG.discipline, 0)) == "No discipline is wanted."


def test_what_was_decided_for_steps_is_said_in_catalog_order() -> None:
    scenario = pin(put_off(leave_out(USUAL, THIRD), SECOND, SPRING), FIRST, USUAL.start)
    name, other = (CATALOG.practice[key.practice].name for key in (FIRST, SECOND))
    assert scenario_words(CATALOG, scenario)[2:] == (
        f"“{name}” to level 2 is pinned to Q1 2027.",
        f"“{other}” to level 2 is put off to Q2 2027.",
        f"“{other}” to level 3 is left out.",
    )
    assert [one.key for one in decisions(CATALOG, scenario)] == [FIRST, SECOND, THIRD]


def test_a_step_of_another_catalog_is_not_said() -> None:
    assert decisions(CATALOG, leave_out(USUAL, StepKey("XYZ-01", 2))) == ()
