"""What differs between two catalogs, kind by kind."""

from dataclasses import replace
from fractions import Fraction

import pytest

from assessments.core.catalog import Catalog, Need
from assessments.core.changes import Change, changes
from assessments.files import BUILT_IN, read_catalog


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return read_catalog(BUILT_IN)


def with_first_practice(catalog: Catalog, **fields: object) -> Catalog:
    discipline = catalog.disciplines[0]
    dimension = discipline.dimensions[0]
    practice = replace(dimension.practices[0], **fields)  # type: ignore[arg-type]
    dimension = replace(dimension, practices=(practice, *dimension.practices[1:]))
    return replace(
        catalog,
        disciplines=(
            replace(discipline, dimensions=(dimension, *discipline.dimensions[1:])),
            *catalog.disciplines[1:],
        ),
    )


def test_a_catalog_does_not_differ_from_itself(catalog: Catalog) -> None:
    assert changes(catalog, read_catalog(BUILT_IN)) == ()


def test_a_changed_question_is_a_changed_practice(catalog: Catalog) -> None:
    assert changes(catalog, with_first_practice(catalog, question="Why?")) == (
        Change("practices", added=(), removed=(), changed=("DAT-PIP-01",)),
    )


def test_an_anchor_left_blank_is_removed_and_another_changed(catalog: Catalog) -> None:
    texts = catalog.practice["DAT-PIP-01"].anchors
    new = with_first_practice(catalog, anchors=(*texts[:3], "Always.", ""))
    assert changes(catalog, new) == (
        Change("anchors", added=(), removed=("DAT-PIP-01 level 4",), changed=("DAT-PIP-01 level 3",)),
    )
    assert changes(new, catalog)[0].added == ("DAT-PIP-01 level 4",)


def test_a_new_prerequisite_is_added(catalog: Catalog) -> None:
    new = with_first_practice(catalog, needs=(Need("DAT-GOV-01", 1),))
    assert changes(catalog, new) == (
        Change("prerequisites", added=("DAT-PIP-01 needs DAT-GOV-01",), removed=(), changed=()),
    )


def test_gates_and_thresholds_are_compared(catalog: Catalog) -> None:
    raised = replace(catalog.gates[0], level=3)
    new = replace(catalog, gates=(raised,), thresholds=replace(catalog.thresholds, breadth=Fraction(4, 5)))
    assert changes(catalog, new) == (
        Change("gates", added=(), removed=("mlops before aiops",), changed=("mlops before modelops",)),
        Change("thresholds", added=(), removed=(), changed=("breadth",)),
    )


def test_a_removed_discipline_takes_its_content_along(catalog: Catalog) -> None:
    found = {change.what: change for change in changes(catalog, replace(catalog, disciplines=catalog.disciplines[:3]))}
    assert found["disciplines"].removed == ("aiops",)
    assert len(found["practices"].removed) == 23
    assert "orders" not in found


def test_another_order_is_a_change_too(catalog: Catalog) -> None:
    new = replace(catalog, disciplines=catalog.disciplines[::-1])
    assert changes(catalog, new) == (Change("orders", added=(), removed=(), changed=("the catalog",)),)
