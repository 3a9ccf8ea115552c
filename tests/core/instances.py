"""Random planning problems from a seed, denser in prerequisites than the catalogs of `strategies`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random

from assessments.core.bounds import Problem
from assessments.core.catalog import Catalog, Dimension, Discipline, Effort, Gate, Need, Practice

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
