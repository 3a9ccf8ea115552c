"""How often the cheapest raises are proven, how far off the rest may be, and what CPU time search and plan take."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from random import Random
from time import process_time

import pytest

from assessments.core.agreement import Answer, Kind, Settled, settle
from assessments.core.catalog import Effort
from assessments.core.planning.order import compile_order
from assessments.core.roadmap import plan
from assessments.core.scenario import standard
from assessments.core.unlocking import Choice, cheapest
from tests.core.instances import Instance, random_catalog, random_instance, random_profile
from tests.core.oracle import least_effort
from tests.core.strategies import TODAY
from tests.core.worked_examples import built_in

pytestmark = pytest.mark.benchmark


@dataclass(frozen=True)
class Figures:
    """One line of the table: of the solvable instances so many exact, so many proven; slack in person-weeks."""

    name: str
    solvable: int
    exact: int
    proven: int
    slack: Fraction
    seconds: Sequence[float]

    def __str__(self) -> str:
        return (
            f"{self.name:<34} {self.exact}/{self.solvable} exact, {self.proven} proven, "
            f"most slack {float(self.slack):g}, {_times(self.seconds)}"
        )


def _times(seconds: Sequence[float]) -> str:
    ordered = [1000 * one for one in sorted(seconds)]
    return f"median {ordered[len(ordered) // 2]:.1f} ms, slowest {ordered[-1]:.1f} ms"


def timed(action: Callable[[], object]) -> float:
    begun = process_time()
    action()
    return process_time() - begun


def measure(name: str, instances: Iterable[Instance]) -> Figures:
    """Compare with the solver; fails where the optimum lies outside what the search reports."""
    efforts: list[tuple[Fraction, Choice]] = []
    seconds = []
    for one in instances:
        optimum = least_effort(one)
        if optimum is None:
            with pytest.raises(ValueError, match="reaches the targets"):
                raises(one)
            continue
        begun = process_time()
        choice = raises(one)
        seconds.append(process_time() - begun)
        assert optimum <= choice.effort <= optimum + choice.slack
        efforts.append((optimum, choice))
    return Figures(
        name,
        len(efforts),
        sum(choice.effort == optimum for optimum, choice in efforts),
        sum(choice.slack == 0 for _, choice in efforts),
        max(choice.slack for _, choice in efforts),
        seconds,
    )


def raises(one: Instance) -> Choice:
    return cheapest(one.catalog, one.levels, not_applicable=one.not_applicable, targets=one.targets)


def large(seed: int, *, needs_each: float) -> Instance:
    """200 practices in two to six disciplines, all levels offered."""
    random = Random(seed)
    catalog = random_catalog(
        random, practices=200, disciplines=random.randint(2, 6), needs_each=needs_each, blank=False
    )
    return random_profile(catalog, seed)


def coarse(seed: int) -> Instance:
    """The built-in practices with every effort the same, so that very many sets cost alike."""
    profile = random_profile(built_in(), seed)
    thresholds = replace(built_in().thresholds, effort_weeks=dict.fromkeys(Effort, Fraction(6)))
    return replace(profile, catalog=replace(built_in(), thresholds=thresholds))


def test_cheapest_raises_against_the_solver() -> None:
    lines = [
        measure("random, up to 30 practices", (random_instance(seed) for seed in range(300))),
        measure(
            "random, full of prerequisites", (random_instance(seed, least=20, needs_each=4) for seed in range(200))
        ),
        measure("built-in catalog", (random_profile(built_in(), seed) for seed in range(100))),
        measure("built-in, all efforts alike", (coarse(seed) for seed in range(30))),
        measure("200 practices", (large(seed, needs_each=1) for seed in range(20))),
        measure("200 practices, many prerequisites", (large(seed, needs_each=4) for seed in range(20))),
    ]
    print("\n" + "\n".join(map(str, lines)))
    ours = lines[2]
    assert ours.proven >= 0.95 * ours.solvable
    assert sorted(ours.seconds)[len(ours.seconds) // 2] < 0.05


def team(seed: int) -> dict[str, Settled]:
    profile = random_profile(built_in(), seed)
    return {code: settle([Answer(Kind.LEVEL, level)]) for code, level in profile.levels.items()}


def test_plans_of_the_built_in_catalog() -> None:
    teams = [team(seed) for seed in range(50)]
    catalog = built_in()
    plans = [
        timed(lambda one=one: plan(catalog, one, scenario=standard(TODAY), on=TODAY))  # type: ignore[misc]
        for one in teams
    ]
    print(f"\nwhole plan of a team: {_times(plans)}")
    print(f"compiling the order: {_times([timed(lambda: compile_order(catalog)) for _ in range(20)])}")
    assert sorted(plans)[25] < 0.2
