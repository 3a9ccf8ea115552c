"""Random planning problems from a seed, denser in prerequisites than the catalogs of `strategies`."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from itertools import count
from random import Random

from assessments.core.agreement import Answer, Kind, Settled, settle
from assessments.core.calendar import CalendarQuarter
from assessments.core.catalog import Catalog, Dimension, Discipline, Effort, Gate, Need, Practice
from assessments.core.gate_exception import GateException
from assessments.core.planning.bounds import Problem
from assessments.core.planning.targets import Aims, Start, aim, start_from
from assessments.core.scenario import Scenario, StepKey
from assessments.core.unlocking import Step
from tests.core.strategies import TODAY, change_practices

OFFERS = ((0, 1, 2, 3, 4),) * 6 + ((0, 2, 4), (0, 3), (1, 2, 3), (0, 1, 4), (0, 1, 2))


@dataclass(frozen=True)
class Instance:
    catalog: Catalog
    levels: Mapping[str, int]
    not_applicable: frozenset[str]
    targets: Mapping[str, int]


def random_catalog(
    random: Random, *, practices: int, disciplines: int, needs_each: float, blank: bool = True
) -> Catalog:
    """Practices dealt to disciplines, each needing some of those before it, whatever their discipline; no gates."""
    made: list[list[Practice]] = [[] for _ in range(disciplines)]
    before: list[Practice] = []
    for number in range(practices):
        home = number if number < disciplines else random.randrange(disciplines)
        at = home % disciplines
        wanted = min(len(before), int(random.expovariate(1 / needs_each)))
        needs = tuple(
            Need(one.code, min(random.randint(1, 3), one.offered[-1])) for one in random.sample(before, wanted)
        )
        practice = _practice(random, f"D{at}-{number:03}", needs, OFFERS if blank else OFFERS[:1])
        made[at].append(practice)
        before.append(practice)
    return Catalog(tuple(_discipline(f"d{at}", tuple(ones)) for at, ones in enumerate(made)))


def random_instance(
    seed: int, *, most: int = 30, least: int = 4, needs_each: float = 0.9, disciplines: int = 0
) -> Instance:
    """A catalog of `least` to `most` practices, present levels, exclusions and targets of 1 to 3."""
    random = Random(seed)
    catalog = random_catalog(
        random,
        practices=random.randint(least, most),
        disciplines=disciplines or random.randint(1, 3),
        needs_each=needs_each,
    )
    return _situation(random, catalog)


def random_profile(catalog: Catalog, seed: int) -> Instance:
    """Random levels of a given catalog, high or low on the whole, with its usual exclusions and targets of 1 to 4."""
    random = Random(seed)
    return _situation(random, catalog, targets=(1, 2, 2, 2, 3, 4))


def with_gates(catalog: Catalog, pairs: tuple[tuple[int, int, int], ...]) -> Catalog:
    """The catalog with gates (before, after, level) between disciplines by position."""
    codes = [one.code for one in catalog.disciplines]
    gates = tuple(Gate(codes[before], codes[after], level, "One first.") for before, after, level in pairs)
    return Catalog(catalog.disciplines, gates, catalog.levels, catalog.thresholds)


def _situation(random: Random, catalog: Catalog, targets: tuple[int, ...] = (1, 2, 2, 2, 3)) -> Instance:
    top = random.randint(0, 3)
    return Instance(
        catalog,
        {
            code: random.choice([one for one in practice.offered if one <= max(top, practice.offered[0])])
            for code, practice in catalog.practice.items()
            if random.random() < 0.95
        },
        frozenset(code for code, one in catalog.practice.items() if one.not_applicable_when and random.random() < 0.1),
        {one.code: random.choice(targets) for one in catalog.disciplines if random.random() < 0.9},
    )


def _practice(random: Random, code: str, needs: tuple[Need, ...], offers: Sequence[tuple[int, ...]]) -> Practice:
    offered = random.choice(offers)
    foundation = random.random() < 0.25
    return Practice(
        code=code,
        name=f"Practice {code}",
        question="How?",
        anchors=tuple("Done." if level in offered else "" for level in range(5)),
        foundation=foundation,
        effort=random.choice(tuple(Effort)),
        owner="Somebody",
        needs=needs,
        not_applicable_when="" if foundation else "there is none",
    )


def _discipline(code: str, practices: tuple[Practice, ...]) -> Discipline:
    return Discipline(code, code.upper(), "", (Dimension(code, code, "", practices),))


def without_needs(problem: Problem) -> Problem:
    """The same problem as if no practice needed another: what a broken search would see."""
    free: list[list[tuple[int, int]]] = [[] for _ in problem.options]
    return replace(problem, needs=free, needed_by=free)


ROLES = ("Lead", "Engineer", "Analyst")
SHAPES = (
    ((0, 1, 2),),
    ((0, 1, 2), (1, 2, 2)),
    ((0, 1, 2), (0, 2, 2)),
    ((0, 1, 1), (0, 2, 2), (1, 3, 2), (2, 3, 2)),
    ((0, 2, 2), (1, 2, 2)),
    ((0, 1, 2), (1, 2, 2), (2, 3, 1)),
)
FIRST_QUARTER = CalendarQuarter.of(TODAY).plus(1)


@dataclass(frozen=True)
class PlanningCase:
    """Steps to be laid into quarters: what a schedule is made from, as the outside sees it."""

    settled: Mapping[str, Settled]
    start: Start
    aims: Aims
    scenario: Scenario
    exceptions: tuple[GateException, ...] = ()

    @property
    def catalog(self) -> Catalog:
        return self.start.catalog

    @property
    def steps(self) -> tuple[Step, ...]:
        return self.aims.choice.steps

    @property
    def levels(self) -> Mapping[str, int]:
        return self.start.levels

    @property
    def closed(self) -> tuple[Gate, ...]:
        return self.start.closed

    @cached_property
    def opening(self) -> list[Gate]:
        return [gate for gate in self.closed if self.aims.targets[gate.before] >= gate.level]

    def not_before(self, step: Step) -> int:
        """The first quarter in which a step may begin, for all that was decided about it."""
        key = StepKey(step.practice, step.to_level)
        quarter = self.scenario.pinned.get(key) or self.scenario.put_off.get(key)
        return max(1, quarter.since(self.scenario.start) + 1) if quarter else 1

    def excepted(self, gate: Gate) -> Collection[int]:
        """The quarters, of the first forty, that an exception to a gate covers."""
        return [
            number
            for number in range(1, 41)
            for one in self.exceptions
            if (one.before, one.after) == (gate.before, gate.after) and one.covers(self.scenario.start.plus(number - 1))
        ]


def planning_case(
    catalog: Catalog,
    levels: Mapping[str, int],
    targets: Mapping[str, int],
    scenario: Scenario,
    *,
    exceptions: tuple[GateException, ...] = (),
) -> PlanningCase:
    """A team at given levels with nothing shown, so that every gate is closed."""
    settled = {code: settle([Answer(Kind.LEVEL, level)]) for code, level in levels.items()}
    start = start_from(catalog, settled, on=TODAY, assume_evidence=False)
    return PlanningCase(settled, start, aim(start, targets), scenario, exceptions)


def random_planning_case(seed: int, *, least: int = 6, most: int = 20) -> PlanningCase:
    """So many steps through gates in chains, fans and diamonds, under small capacities and limits of all kinds."""
    for attempt in count():
        case = _drawn_case(Random(f"{seed}-{attempt}"))
        if least <= len(case.steps) <= most and case.opening:
            return case
    raise AssertionError


def gated_catalog(random: Random, *, practices: int, needs_each: float) -> Catalog:
    """A catalog with gates between its disciplines; a need that would close a circle with them is left out."""
    shape = random.choice(SHAPES)
    disciplines = 1 + max(after for _, after, _ in shape)
    catalog = random_catalog(random, practices=practices, disciplines=disciplines, needs_each=needs_each)
    home = catalog.discipline_of
    changed = {
        code: replace(
            one,
            needs=tuple(need for need in one.needs if home[need.practice] <= home[code]),
            owner=random.choice(ROLES),
        )
        for code, one in catalog.practice.items()
    }
    return with_gates(change_practices(catalog, changed), shape)


def random_scenario(random: Random, targets: Mapping[str, int]) -> Scenario:
    """Limits from tight to none."""
    roles = random.sample(ROLES, random.choice((0, 0, 1, 2)))
    return Scenario(
        start=FIRST_QUARTER,
        targets=targets,
        capacity=random.choice((Fraction(5), Fraction(8), Fraction(12), Fraction(33, 2), Fraction(24), None)),
        role_capacity={role: Fraction(random.choice((4, 6, 10))) for role in roles},
        parallel=random.choice((2, 3, 4, 6, 6, None)),
    )


def _drawn_case(random: Random) -> PlanningCase:
    catalog = gated_catalog(random, practices=random.randint(5, 14), needs_each=random.choice((0.5, 1.0, 2.0)))
    top = random.randint(0, 2)
    levels = {
        code: random.choice([one for one in practice.offered if one <= max(top, practice.offered[0])])
        for code, practice in catalog.practice.items()
    }
    targets = {one.code: random.choice((1, 2, 2, 2, 3)) for one in catalog.disciplines}
    return planning_case(catalog, levels, targets, random_scenario(random, targets))
