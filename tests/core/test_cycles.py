"""Circles through prerequisites and gates are found and named, and only they."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from assessments.core.catalog import Need
from assessments.core.faults import problems
from tests.core.drafts import BUILT_IN_CATALOG, a_catalog, a_gate, a_practice, changed, two_disciplines


def test_a_circle_of_prerequisites_is_named_with_its_codes() -> None:
    circle = a_catalog(
        a_practice("A-1", needs=(Need("A-2", 1),)),
        a_practice("A-2", needs=(Need("A-3", 1),)),
        a_practice("A-3", needs=(Need("A-1", 1),)),
        a_practice("A-4", needs=(Need("A-1", 1),)),
    )
    assert problems(circle) == ("Nothing in this circle can come first: A-1 needs A-2, A-2 needs A-3, A-3 needs A-1.",)


def test_a_circle_through_prerequisite_and_gate_is_named() -> None:
    circle = two_disciplines(a_gate(), first=a_practice("A-1", needs=(Need("B-1", 1),)))
    assert problems(circle) == (
        "Nothing in this circle can come first: A-1 needs B-1, B-1 belongs to b, b waits for a, a contains A-1.",
    )
    assert problems(replace(circle, gates=())) == ()


def test_a_practice_that_needs_itself_does_not_hide_a_circle() -> None:
    circle = a_catalog(
        a_practice("A-1", needs=(Need("A-1", 1), Need("A-2", 1))), a_practice("A-2", needs=(Need("A-1", 1),))
    )
    assert problems(circle) == (
        "Practice A-1 needs itself.",
        "Nothing in this circle can come first: A-1 needs A-2, A-2 needs A-1.",
    )


def test_a_circle_of_gates_is_named() -> None:
    circle = two_disciplines(a_gate(), a_gate("b", "a"))
    (fault,) = problems(circle)
    assert "a waits for b" in fault
    assert "b waits for a" in fault


def test_every_separate_circle_is_named() -> None:
    pairs = [a_practice(f"A-{n}", needs=(Need(f"A-{n + 1 if n % 2 else n - 1}", 1),)) for n in range(1, 5)]
    assert len(problems(a_catalog(*pairs))) == 2


def test_a_long_chain_needs_no_recursion() -> None:
    chain = [a_practice("A-0")] + [a_practice(f"A-{n}", needs=(Need(f"A-{n - 1}", 1),)) for n in range(1, 5000)]
    assert problems(a_catalog(*chain)) == ()


@given(data=st.data())
def test_a_prerequisite_against_the_order_is_reported_as_a_circle(data: st.DataObject) -> None:
    pairs = [
        (need.practice, practice.code) for practice in BUILT_IN_CATALOG.practice.values() for need in practice.needs
    ]
    earlier, later = data.draw(st.sampled_from(pairs))
    draft = changed(earlier, lambda practice: replace(practice, needs=(*practice.needs, Need(later, 1))))
    (fault,) = problems(draft, baseline=BUILT_IN_CATALOG)
    assert f"{earlier} needs {later}" in fault
