"""What a plan asks of each owner role."""

from collections import Counter
from dataclasses import replace
from datetime import date
from fractions import Fraction

from assessments.core.planning.role_load import RoleLoad, role_loads
from assessments.core.roadmap import plan
from assessments.core.scenario import standard
from assessments.files.catalog import BUILT_IN, read_catalog
from tests.core.strategies import TODAY, settle_all, shown

CATALOG = read_catalog(BUILT_IN)
SETTLED = settle_all({code: shown(1) for code in CATALOG.practice})
USUAL = standard(date(2026, 11, 23))


def test_all_steps_are_somebodys_and_the_most_comes_first() -> None:
    made = plan(CATALOG, SETTLED, scenario=USUAL, on=TODAY)
    loads = role_loads(CATALOG, made)
    assert {one.role: one.steps for one in loads} == Counter(
        CATALOG.practice[one.step.practice].owner for one in made.steps
    )
    assert sum(one.effort for one in loads) == made.effort
    assert list(loads) == sorted(loads, key=lambda one: (-one.effort, one.role))
    assert len(loads) > 3


def test_a_role_with_a_limit_but_no_step_is_named() -> None:
    scenario = replace(USUAL, targets=dict.fromkeys(CATALOG.discipline, 0), role_capacity={"CIO": Fraction(3)})
    assert role_loads(CATALOG, plan(CATALOG, SETTLED, scenario=scenario, on=TODAY)) == (
        RoleLoad("CIO", 0, Fraction(0)),
    )
