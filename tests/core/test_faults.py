"""The faults of a catalog: each kind is found and named, and the built-in content has none."""

import time
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.core.catalog import (
    Catalog,
    Dimension,
    Discipline,
    Effort,
    Gate,
    LevelName,
    Need,
    Practice,
    Thresholds,
)
from assessments.core.faults import problems
from tests.core.drafts import (
    BUILT_IN_CATALOG,
    FIVE,
    a_catalog,
    a_discipline,
    a_gate,
    a_practice,
    a_threshold,
    changed,
    two_disciplines,
)

WEEKS = "The threshold effort_weeks must give S, M and L person-weeks above 0 and at most 100."
FACTORS = (
    "The threshold step_factors must be four numbers above 0 and at most 10, one for each step from level 0 to level 4."
)


def test_sound_catalogs_have_no_faults() -> None:
    assert problems(BUILT_IN_CATALOG, baseline=BUILT_IN_CATALOG) == ()
    assert problems(a_catalog()) == ()
    assert problems(two_disciplines(a_gate())) == ()


def test_only_the_foundations_before_a_gate_must_reach_its_level() -> None:
    up_to_two = (*FIVE[:3], "", "")
    plain, foundation = a_practice("A-1", anchors=up_to_two), a_practice("B-1", anchors=up_to_two, foundation=True)
    assert problems(two_disciplines(a_gate(level=4), first=plain, second=foundation)) == ()


def test_a_prerequisite_at_the_highest_offered_level_is_sound() -> None:
    needed = a_practice(anchors=(*FIVE[:3], "", ""))
    assert problems(a_catalog(needed, a_practice("A-2", needs=(Need("A-1", 2),)))) == ()


@pytest.mark.parametrize(
    ("catalog", "fault"),
    [
        (Catalog(disciplines=()), "The catalog has no discipline."),
        (
            replace(Catalog(disciplines=(a_discipline("a", a_practice()),) * 2)),
            "The discipline code a is used 2 times.",
        ),
        (a_catalog(a_practice(), a_practice()), "The practice code A-1 is used 2 times."),
        (a_catalog(a_practice(" ")), "A practice has no code."),
        (a_catalog(disciplines=(Discipline("a", "A", "", ()),)), "Discipline a has no dimension."),
        (
            a_catalog(disciplines=(Discipline("a", "A", "", (Dimension("D", "D", "", ()),)),)),
            "Dimension D has no practice.",
        ),
        (a_catalog(a_practice(name="")), "Practice A-1 has no name."),
        (a_catalog(a_practice(question=" ")), "Practice A-1 has no question."),
        (a_catalog(a_practice(owner="")), "Practice A-1 has no owner."),
        (
            a_catalog(a_practice(anchors=FIVE[:4])),
            "Practice A-1 has 4 anchors; it must have five, one for each level from 0 to 4.",
        ),
        (
            a_catalog(a_practice(anchors=("", "", "most", "", " "))),
            "Practice A-1 offers fewer than two levels, so there is nothing to choose.",
        ),
        (
            a_catalog(a_practice(anchors=("none", "some", "", "", ""))),
            "Practice A-1 offers no level above 1, so it can never be in place (level 2).",
        ),
        (
            two_disciplines(a_gate(level=3), first=a_practice(foundation=True, anchors=("none", "", "most", "", ""))),
            "Practice A-1 offers no level above 2, but a gate asks the foundations of a for 3.",
        ),
        (a_catalog(a_practice(needs=(Need("A-1", 1),))), "Practice A-1 needs itself."),
        (a_catalog(a_practice(needs=(Need("X", 1),))), "Practice A-1 needs X, which does not exist."),
        (
            a_catalog(a_practice(), a_practice("A-2", needs=(Need("A-1", 0),))),
            "Practice A-2 needs A-1 at level 0; it must be a level from 1 to 4.",
        ),
        (
            a_catalog(a_practice(anchors=(*FIVE[:3], "", "")), a_practice("A-2", needs=(Need("A-1", 3),))),
            "Practice A-2 needs A-1 at level 3, which A-1 does not offer.",
        ),
        (
            a_catalog(a_practice(), a_practice("A-2", needs=(Need("A-1", 1), Need("A-1", 2)))),
            "Practice A-2 names A-1 2 times among its prerequisites.",
        ),
        (a_catalog(a_practice(statements=("S9",))), "Practice A-1 names the statement S9, which does not exist."),
        (a_catalog(a_practice(sources=("R9",))), "Practice A-1 names the source R9, which does not exist."),
        (
            a_catalog(a_practice(foundation=True, not_applicable_when="Never.")),
            "Practice A-1 is a foundation, so it may not allow 'not applicable'.",
        ),
        (two_disciplines(a_gate(after="x")), "The gate from a to x names the discipline x, which does not exist."),
        (
            two_disciplines(replace(a_gate(), statement="S9")),
            "The gate from a to b names the statement S9, which does not exist.",
        ),
        (two_disciplines(a_gate(after="a")), "The gate from a to a leads from a discipline to itself."),
        (two_disciplines(a_gate(reason="")), "The gate from a to b has no reason."),
        (two_disciplines(a_gate(level=5)), "The gate from a to b has level 5; it must be a level from 1 to 4."),
        (two_disciplines(a_gate(), a_gate()), "There are 2 gates from a to b; one is enough."),
        (
            two_disciplines(a_gate(level=1, fixed=True)),
            "The gate from a to b is fixed, so its level may not be below 2.",
        ),
        (
            a_catalog(levels=(LevelName(0, "Zero", ""),)),
            "The level names must be five, one for each level from 0 to 4.",
        ),
        (a_catalog(levels=tuple(LevelName(n, "", "") for n in range(5))), "Level 3 has no name."),
        (a_threshold(breadth=Fraction(0)), "The threshold breadth must be above 0 and at most 1."),
        (a_threshold(no_gaps=Fraction(2)), "The threshold no_gaps must be above 0 and at most 1."),
        (a_threshold(not_applicable=Fraction(-1)), "The threshold not_applicable must lie between 0 and 1."),
        (a_threshold(evidence_days=0), "The threshold evidence_days must be at least 1."),
        (
            a_threshold(effort_weeks={Effort.SMALL: Fraction(1)}),
            WEEKS,
        ),
        (
            a_threshold(effort_weeks=dict.fromkeys(Effort, Fraction(10001, 100))),
            WEEKS,
        ),
        (
            a_threshold(step_factors=(Fraction(1),) * 3),
            FACTORS,
        ),
        (
            a_threshold(step_factors=(Fraction(1), Fraction(1), Fraction(1), Fraction(1001, 100))),
            FACTORS,
        ),
    ],
)
def test_each_fault_is_named(catalog: Catalog, fault: str) -> None:
    assert not any("circle" in found for found in problems(catalog))
    assert fault in problems(catalog)


@pytest.mark.parametrize(
    ("name", "value", "fault"),
    [
        ("breadth", Fraction(69, 100), "The threshold breadth may not be below 0.7 while a gate is fixed."),
        ("no_gaps", Fraction(89, 100), "The threshold no_gaps may not be below 0.9 while a gate is fixed."),
        (
            "not_applicable",
            Fraction(16, 100),
            "The threshold not_applicable may not be above 0.15 while a gate is fixed.",
        ),
        ("evidence_days", 366, "The threshold evidence_days may not be above 365 while a gate is fixed."),
    ],
)
def test_a_fixed_gate_keeps_its_thresholds(name: str, value: Any, fault: str) -> None:
    weakened = replace(Thresholds(), **{name: value})
    fixed = replace(two_disciplines(a_gate(fixed=True)), thresholds=weakened)
    assert problems(fixed) == (fault,)
    assert problems(replace(two_disciplines(a_gate()), thresholds=weakened)) == ()


def test_stricter_thresholds_and_a_raised_fixed_gate_are_allowed() -> None:
    stricter = Thresholds(breadth=Fraction(1), no_gaps=Fraction(1), not_applicable=Fraction(0), evidence_days=30)
    raised = tuple(replace(gate, level=3) for gate in BUILT_IN_CATALOG.gates)
    draft = replace(BUILT_IN_CATALOG, gates=raised, thresholds=stricter)
    assert problems(draft, baseline=BUILT_IN_CATALOG) == ()


def test_a_fixed_gate_may_not_be_removed_loosened_or_lowered() -> None:
    to_modelops, to_aiops = BUILT_IN_CATALOG.gates
    raised = replace(BUILT_IN_CATALOG, gates=(replace(to_modelops, level=3), to_aiops))
    loosened = replace(BUILT_IN_CATALOG, gates=(replace(to_modelops, fixed=False),))
    assert problems(loosened, baseline=raised) == (
        "The gate from mlops to modelops must stay marked as fixed.",
        "The gate from mlops to modelops is fixed and may not be set below level 3.",
        "The gate from mlops to aiops is fixed and may not be removed.",
    )


def test_the_source_of_a_fixed_gate_may_not_be_hollowed_out() -> None:
    fewer = changed("MLO-MON-01", lambda practice: replace(practice, foundation=False))
    moved = replace(
        fewer,
        disciplines=changed("MLO-TRN-02", lambda practice: replace(practice, foundation=True)).disciplines,
    )
    assert "The gate from mlops to aiops is fixed, so mlops must keep at least 10 foundations; it has 9." in problems(
        fewer, baseline=BUILT_IN_CATALOG
    )
    assert problems(moved, baseline=BUILT_IN_CATALOG) == ()


def test_an_emptied_discipline_at_a_fixed_gate_is_a_fault() -> None:
    *others, aiops = BUILT_IN_CATALOG.disciplines
    emptied = replace(BUILT_IN_CATALOG, disciplines=(*others, replace(aiops, dimensions=())))
    assert "The gate from mlops to aiops is fixed, so aiops must have practices." in problems(
        emptied, baseline=BUILT_IN_CATALOG
    )


def test_a_thousand_practices_are_checked_in_no_time() -> None:
    chain = [a_practice("A-0")] + [
        a_practice(f"A-{n}", needs=tuple(Need(f"A-{n - back}", 1) for back in (1, 7, 50) if back <= n))
        for n in range(1, 1000)
    ]
    large = a_catalog(*chain)
    began = time.process_time()
    assert problems(large) == ()
    assert time.process_time() - began < 0.2


FAULTY: dict[str, Callable[[Practice], Practice]] = {
    "has no name": lambda practice: replace(practice, name=" "),
    "has no question": lambda practice: replace(practice, question=""),
    "has no owner": lambda practice: replace(practice, owner=""),
    "must have five": lambda practice: replace(practice, anchors=practice.anchors[:-1]),
    "can never be in place": lambda practice: replace(practice, anchors=(*practice.anchors[:2], "", "", "")),
    "needs itself": lambda practice: replace(practice, needs=(*practice.needs, Need(practice.code, 2))),
    "which does not exist": lambda practice: replace(practice, needs=(Need("NONE-01", 1),)),
    "must be a level from 1 to 4": lambda practice: replace(practice, needs=(Need("DAT-PIP-01", 5),)),
    "the statement S99": lambda practice: replace(practice, statements=("S99",)),
    "the source R99": lambda practice: replace(practice, sources=("R99",)),
    "may not allow 'not applicable'": lambda practice: replace(practice, foundation=True, not_applicable_when="Ever."),
}


@given(
    code=st.sampled_from([code for code in BUILT_IN_CATALOG.practice if code != "DAT-PIP-01"]),
    kind=st.sampled_from(sorted(FAULTY)),
)
def test_a_fault_put_anywhere_is_reported_at_its_place(code: str, kind: str) -> None:
    found = problems(changed(code, FAULTY[kind]), baseline=BUILT_IN_CATALOG)
    assert any(kind in fault and code in fault for fault in found)


CODES = st.sampled_from(["", " ", "A-1", "B-1", "a", "b", "\0", "é"])
ODD_PRACTICES = st.builds(
    Practice,
    code=CODES,
    name=CODES,
    question=CODES,
    anchors=st.lists(CODES, max_size=7).map(tuple),
    foundation=st.booleans(),
    effort=st.sampled_from(Effort),
    owner=CODES,
    needs=st.lists(st.builds(Need, CODES, st.integers(-9, 9)), max_size=3).map(tuple),
    statements=st.lists(CODES, max_size=2).map(tuple),
    not_applicable_when=CODES,
)
ODD_DIMENSIONS = st.builds(Dimension, CODES, CODES, CODES, st.lists(ODD_PRACTICES, max_size=3).map(tuple))
ODD_DISCIPLINES = st.builds(Discipline, CODES, CODES, CODES, st.lists(ODD_DIMENSIONS, max_size=2).map(tuple))
ODD_GATES = st.builds(Gate, CODES, CODES, st.integers(-9, 9), CODES, CODES, st.booleans())
ODD_THRESHOLDS = st.builds(
    Thresholds,
    breadth=st.fractions(),
    evidence_days=st.integers(),
    effort_weeks=st.dictionaries(st.sampled_from(Effort), st.fractions()),
    step_factors=st.lists(st.fractions(), max_size=5).map(tuple),
)
ODD_CATALOGS = st.builds(
    Catalog,
    disciplines=st.lists(ODD_DISCIPLINES, max_size=3).map(tuple),
    gates=st.lists(ODD_GATES, max_size=3).map(tuple),
    levels=st.lists(st.builds(LevelName, st.integers(-1, 5), CODES, CODES), max_size=6).map(tuple),
    thresholds=ODD_THRESHOLDS,
)


@given(catalog=ODD_CATALOGS, baseline=ODD_CATALOGS)
def test_odd_content_is_reported_and_never_crashes(catalog: Catalog, baseline: Catalog) -> None:
    for fault in problems(catalog, baseline=baseline):
        assert fault.endswith(".")
        assert "\n" not in fault
