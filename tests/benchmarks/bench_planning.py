"""How near schedules come to the best, what ordering a team's steps costs, and what a very large plan takes."""

from random import Random
from time import perf_counter, process_time

import pytest
from django.utils.timezone import localdate

from assessments.core.agreement import Answer, Kind, settle
from assessments.core.planning.ordering import best_schedule
from assessments.core.planning.targets import aim, start_from
from assessments.core.roadmap import plan
from assessments.core.scenario import standard
from assessments.core.workflow import Role
from assessments.queries.results import StoredResult, result_in_force
from tests.benchmarks.measuring import Line, measured, table
from tests.benchmarks.organisations import assessed
from tests.core.instances import gated_catalog, random_planning_case
from tests.core.schedule_figures import compared, planned, solved
from tests.core.strategies import TODAY
from tests.factories import member_of, team

pytestmark = pytest.mark.benchmark

CASES, SOLVER_SECONDS = 200, 2.0
PRACTICES = 1000


def test_schedules_against_the_solver() -> None:
    begun = perf_counter()
    known = solved(CASES, seconds=SOLVER_SECONDS)
    solver = perf_counter() - begun
    figures = compared(known)
    seconds = sorted(_planning(seed) for seed in range(CASES))
    print(f"\n{figures}")
    print(f"planning: median {1000 * seconds[CASES // 2]:.1f} ms, slowest {1000 * seconds[-1]:.1f} ms CPU")
    print(f"solver: {solver:.0f} s for all")
    assert figures.good


def _planning(seed: int) -> float:
    case = random_planning_case(seed)
    begun = process_time()
    planned(case)
    return process_time() - begun


@pytest.mark.django_db(transaction=True)
def test_the_order_of_a_team() -> None:
    unit = team()
    assessed(unit, member_of(unit, Role.LEAD), dataops=0, mlops=0)
    stored, on, reading = _read(unit.pk), localdate(), "reading a team's levels"
    catalog, settled, scenario = stored.published.catalog, stored.settled, standard(localdate())
    start = start_from(catalog, settled, on=on, assume_evidence=False)
    aims = aim(start, scenario.targets)
    costs = measured(
        {
            reading: lambda: _read(unit.pk),
            "the order of its steps": lambda: best_schedule(start, aims, scenario=scenario),
            "its whole plan": lambda: plan(catalog, settled, scenario=scenario, on=on),
        }
    )
    lines = [
        Line(
            f"the order of {len(aims.choice.steps)} steps",
            costs.ratio("the order of its steps", reading),
            15,
            "reading",
        ),
        Line("the whole plan", costs.ratio("its whole plan", reading), None, "reading"),
    ]
    print(f"\n\n{costs}\n{table('plan of a team', lines)}")
    assert lines[0].verdict == "ok"


def _read(unit_id: int) -> StoredResult:
    stored = result_in_force(unit_id)
    assert stored is not None
    return stored


@pytest.mark.parametrize("seed", range(3))
def test_a_plan_of_a_thousand_practices(seed: int) -> None:
    catalog = gated_catalog(Random(seed), practices=PRACTICES, needs_each=1.0)
    settled = {code: settle([Answer(Kind.LEVEL, one.offered[0])]) for code, one in catalog.practice.items()}
    assert catalog.order.parts
    begun = process_time()
    roadmap = plan(catalog, settled, scenario=standard(TODAY), on=TODAY)
    seconds = process_time() - begun
    print(f"\n{PRACTICES} practices, {len(catalog.gates)} gates: {len(roadmap.steps)} steps in {seconds:.2f} s CPU")
    assert seconds < 1
