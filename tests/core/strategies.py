"""Random catalogs without faults, and random answers to them, for the properties of the core.

Draws are few and cheap: one number decides a whole practice or a whole situation of one, so that catalogs of
thirty practices fit into an example and shrink to something that can be read.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from itertools import combinations, product

from hypothesis import strategies as st

from assessments.core.agreement import Answer, EvidenceKind, Kind, Settled, settle
from assessments.core.catalog import IN_PLACE, Catalog, Dimension, Discipline, Effort, Gate, Need, Practice, Thresholds

TODAY = date(2026, 11, 23)
NAMES = ("alpha", "beta", "gamma", "delta", "epsilon")
MOST_PRACTICES = 30

EVERY_LEVEL = (0, 1, 2, 3, 4)
OFFERS = (EVERY_LEVEL, EVERY_LEVEL, EVERY_LEVEL, (0, 2, 4), (1, 2, 3), (0, 2), (0, 3), (0, 1, 4), (2, 3, 4), (0, 1, 2))
MAKES = tuple(product((True, False, False), tuple(Effort), OFFERS, (True, False)))

SHAPES: tuple[tuple[tuple[int, int], ...], ...] = (
    (),
    ((0, 1),),
    ((0, 1), (1, 2)),
    ((0, 1), (1, 2), (2, 3), (3, 4)),
    ((0, 1), (0, 2)),
    ((0, 2), (1, 2)),
    ((0, 1), (0, 2), (1, 3), (2, 3)),
    ((0, 1), (0, 2), (1, 3), (2, 3), (3, 4)),
)


@dataclass(frozen=True, slots=True)
class Given:
    """Everything said about one practice before it is brought together."""

    answers: tuple[Answer, ...] = ()
    recorded: int | None = None
    evidence: tuple[tuple[EvidenceKind, date], ...] = ()
    answered_on: date | None = None

    def settled(self) -> Settled:
        return settle(self.answers, recorded=self.recorded, evidence=self.evidence, answered_on=self.answered_on)


def settle_all(given: Mapping[str, Given]) -> dict[str, Settled]:
    return {code: one.settled() for code, one in given.items()}


def level(number: int) -> Answer:
    return Answer(Kind.LEVEL, number)


DONT_KNOW = Answer(Kind.DONT_KNOW)
NOT_APPLICABLE = Answer(Kind.NOT_APPLICABLE)


def shown(number: int, *, days_ago: int = 1, kind: EvidenceKind = EvidenceKind.LINK) -> Given:
    """One answer with evidence."""
    day = TODAY - timedelta(days=days_ago)
    return Given((level(number),), evidence=((kind, day),), answered_on=day)


# What may have happened to one practice: levels are wishes that `fitted` moves to an offered one.
WISHES: tuple[tuple[Answer, ...], ...] = (
    (),
    (DONT_KNOW,),
    (DONT_KNOW, DONT_KNOW),
    (NOT_APPLICABLE,),
    (NOT_APPLICABLE, NOT_APPLICABLE),
    (NOT_APPLICABLE, DONT_KNOW),
    (NOT_APPLICABLE, level(2)),
    *((level(number),) for number in EVERY_LEVEL),
    (level(2), level(3)),
    (level(2), level(2), DONT_KNOW),
    (level(1), level(3)),
    (level(3), level(0), level(3)),
    (level(2), level(2), level(4)),
    (level(2), level(2), level(2), level(2), level(4)),
    (level(4), level(1), level(0), level(4)),
)
RECORDED = (None, None, None, 1, 2, 3)
EVIDENCE_AGES: tuple[tuple[int, ...], ...] = ((), (0,), (1, 500), (364,), (365,), (800,))
SITUATIONS = tuple(product(WISHES, RECORDED, EVIDENCE_AGES))


def thresholds() -> st.SearchStrategy[Thresholds]:
    """The built-in thresholds, or others that are no fault."""
    share = st.fractions(min_value=Fraction(1, 20), max_value=1, max_denominator=20)
    others = st.builds(
        Thresholds,
        breadth=share,
        no_gaps=share,
        not_applicable=st.fractions(min_value=0, max_value=1, max_denominator=20),
        evidence_days=st.integers(1, 700),
    )
    return st.one_of(st.just(Thresholds()), others)


def gate_edges(disciplines: int, *, least: int = 0) -> st.SearchStrategy[tuple[tuple[int, int], ...]]:
    """Pairs (earlier, later) among so many disciplines: chains, fans, diamonds, or any acyclic set of up to six."""
    shapes = [shape for shape in SHAPES if len(shape) >= least and all(later < disciplines for _, later in shape)]
    pairs = list(combinations(range(disciplines), 2))
    known = st.sampled_from(shapes)
    if not pairs:
        return known
    return st.one_of(known, st.lists(st.sampled_from(pairs), unique=True, min_size=least, max_size=6).map(tuple))


@st.composite
def catalogs(draw: st.DrawFn, *, least_gates: int = 0, least_disciplines: int = 1) -> Catalog:
    """Catalogs without faults: 1 to 5 disciplines, 1 to 30 practices, blank anchors, needs, gates in any acyclic shape.

    The disciplines stand in any order, whatever their gates say. Needs and gates together have no cycle.
    """
    count = draw(st.integers(max(least_disciplines, 2 if least_gates else 1), len(NAMES)))
    edges = draw(gate_edges(count, least=least_gates))
    levels = draw(st.lists(st.sampled_from((2, 2, 2, 1, 3, 4)), min_size=len(edges), max_size=len(edges)))
    gates = tuple(
        Gate(before=NAMES[before], after=NAMES[after], level=at, reason=f"{NAMES[before]} comes first.")
        for (before, after), at in zip(edges, levels, strict=True)
    )
    disciplines = [draw(_disciplines(NAMES[number], gates, MOST_PRACTICES // count)) for number in range(count)]
    catalog = Catalog(tuple(disciplines), gates, thresholds=draw(thresholds()))
    catalog = _with_needs(catalog, draw(_need_draws()))
    return replace(catalog, disciplines=tuple(draw(st.permutations(catalog.disciplines))))


@st.composite
def _disciplines(draw: st.DrawFn, code: str, gates: Sequence[Gate], most: int) -> Discipline:
    asked = max([IN_PLACE, *(gate.level for gate in gates if gate.before == code)])
    makes = draw(st.lists(st.sampled_from(MAKES), min_size=1, max_size=most))
    first, second = sorted(draw(st.tuples(st.integers(1, len(makes)), st.integers(1, len(makes)))))
    practices = [_practice(f"{code.upper()}-{number:02}", make, asked) for number, make in enumerate(makes, 1)]
    parts = [part for part in (practices[:first], practices[first:second], practices[second:]) if part]
    return Discipline(
        code=code,
        name=code.capitalize(),
        scope=f"All of {code}.",
        dimensions=tuple(
            Dimension(f"{code.upper()}-{letter}", f"Part {letter}", "", tuple(part))
            for letter, part in zip("ABC", parts, strict=False)
        ),
    )


def _practice(code: str, make: tuple[bool, Effort, tuple[int, ...], bool], asked: int) -> Practice:
    foundation, effort, offered, allows = make
    if foundation and max(offered) < asked:
        offered = EVERY_LEVEL
    return Practice(
        code=code,
        name=f"Practice {code}",
        question=f"How is {code} done?",
        anchors=tuple(f"Done to {number}." if number in offered else "" for number in EVERY_LEVEL),
        foundation=foundation,
        effort=effort,
        owner="Somebody",
        not_applicable_when="there is nothing of the kind" if allows and not foundation else "",
    )


def _need_draws() -> st.SearchStrategy[list[tuple[int, int, int]]]:
    number = st.integers(0, MOST_PRACTICES - 1)
    return st.lists(st.tuples(number, number, st.integers(1, 4)), max_size=8)


def _with_needs(catalog: Catalog, draws: Sequence[tuple[int, int, int]]) -> Catalog:
    """Give later practices needs of earlier ones; disciplines stand in an order here that follows the gates."""
    practices = list(catalog.practice.values())
    needs: dict[str, dict[str, int]] = {}
    for one, other, at in draws:
        needed, practice = (practices[number % len(practices)] for number in sorted((one, other)))
        if practices.index(needed) < practices.index(practice):
            needs.setdefault(practice.code, {})[needed.code] = min(at, max(needed.offered))
    return change_practices(
        catalog,
        {
            code: replace(catalog.practice[code], needs=tuple(Need(*need) for need in wanted.items()))
            for code, wanted in needs.items()
        },
    )


def change_practices(catalog: Catalog, changed: Mapping[str, Practice]) -> Catalog:
    """The catalog with some practices replaced, by code."""
    return replace(
        catalog,
        disciplines=tuple(
            replace(
                discipline,
                dimensions=tuple(
                    replace(dimension, practices=tuple(changed.get(one.code, one) for one in dimension.practices))
                    for dimension in discipline.dimensions
                ),
            )
            for discipline in catalog.disciplines
        ),
    )


@st.composite
def given_answers(draw: st.DrawFn, catalog: Catalog) -> dict[str, Given]:
    """Random answers: each discipline is mostly at one level with evidence, or left out, but for a few exceptions.

    Among the exceptions are missing practices, don't know, not applicable (only where it is allowed), several
    respondents, recorded levels, and evidence that is missing, old or exactly at the limit of 365 days.
    """
    given: dict[str, Given] = {}
    for discipline in catalog.disciplines:
        mood = draw(st.sampled_from((None, 0, 1, 2, 2, 2, 3, 3, 4, 4)))
        if mood is not None:
            given |= {one.code: fitted(one, shown(mood)) for one in discipline.practices}
    exceptions = draw(st.dictionaries(st.sampled_from(list(catalog.practice)), st.sampled_from(SITUATIONS), max_size=8))
    for code, situation in exceptions.items():
        given[code] = fitted(catalog.practice[code], _situation(*situation))
    return given


def settled_maps(catalog: Catalog) -> st.SearchStrategy[dict[str, Settled]]:
    """Random answers already brought together, as `assess` takes them."""
    return given_answers(catalog).map(settle_all)


def assessed(**options: int) -> st.SearchStrategy[tuple[Catalog, dict[str, Settled]]]:
    """A random catalog and random settled answers to it."""
    return catalogs(**options).flatmap(lambda catalog: st.tuples(st.just(catalog), settled_maps(catalog)))


def fitted(practice: Practice, given: Given) -> Given:
    """The same answers at levels that the practice offers, without *not applicable* where it is not allowed."""
    answers = tuple(
        level(offered_near(practice, one.level)) if one.level is not None else one
        for one in given.answers
        if one.kind is not Kind.NOT_APPLICABLE or practice.not_applicable_when
    )
    recorded = None if given.recorded is None else offered_near(practice, given.recorded)
    return replace(given, answers=answers, recorded=recorded)


def offered_near(practice: Practice, wish: int) -> int:
    """The lowest offered level from the wish up, else the highest below it."""
    return min((one for one in practice.offered if one >= wish), default=max(practice.offered))


def _situation(answers: tuple[Answer, ...], recorded: int | None, ages: tuple[int, ...]) -> Given:
    evidence = tuple((EvidenceKind.NOTE, TODAY - timedelta(days=age)) for age in ages)
    return Given(answers, recorded, evidence, TODAY if answers else None)
