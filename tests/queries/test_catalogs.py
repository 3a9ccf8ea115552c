"""Catalog versions as values."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from assessments.core.catalog import Catalog
from assessments.files.catalog import BUILT_IN, read_catalog
from assessments.models import CatalogVersion, Gate, Practice
from assessments.queries import catalogs
from assessments.queries.catalogs import NotPublished, content, draft_faults, newest_published_id, published
from assessments.services.catalogs import start_draft
from tests.factories import built_in, person, publish, small_catalog

pytestmark = pytest.mark.django_db


def three_times(catalog: Catalog) -> Catalog:
    """Three of everything the catalog has one of, under codes of their own."""
    disciplines = tuple(
        replace(
            discipline,
            code=f"{discipline.code}{copy}",
            dimensions=tuple(
                replace(
                    dimension,
                    code=f"{dimension.code}{copy}",
                    practices=tuple(replace(one, code=f"{one.code}{copy}", needs=()) for one in dimension.practices),
                )
                for dimension in discipline.dimensions
            ),
        )
        for copy in range(3)
        for discipline in catalog.disciplines
    )
    gates = tuple(
        replace(gate, before=f"{gate.before}{copy}", after=f"{gate.after}{copy}")
        for copy in range(3)
        for gate in catalog.gates
    )
    return replace(catalog, disciplines=disciplines, gates=gates)


def test_a_version_reads_back_as_what_was_loaded() -> None:
    assert built_in().catalog == read_catalog(BUILT_IN)
    small = publish(small_catalog())
    assert small.catalog == small_catalog()
    assert {small.codes[practice_id] for practice_id in small.practice_ids.values()} == set(small.catalog.practice)


@pytest.mark.parametrize("catalog", [small_catalog(), three_times(small_catalog())], ids=["small", "three times"])
def test_reading_a_version_takes_eleven_queries_and_then_none(
    catalog: Catalog, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    version_id = publish(catalog).version_id
    catalogs._kept.clear()
    with django_assert_num_queries(11):
        first = published(version_id)
    with django_assert_num_queries(0):
        assert published(version_id) is first
    version = CatalogVersion.objects.get(id=version_id)
    with django_assert_num_queries(9):
        assert content(version) == first.catalog


def test_the_newest_published_version_leaves_drafts_aside() -> None:
    newest = publish(small_catalog())
    start_draft(user_id=person().pk, at=timezone.now() + timedelta(days=1))
    assert newest_published_id() == newest.version_id


def test_a_draft_or_a_missing_version_is_not_published() -> None:
    draft = start_draft(user_id=person().pk, at=timezone.now())
    for version_id in (draft, -1, 10**30):
        with pytest.raises(NotPublished):
            published(version_id)
    assert draft not in catalogs._kept


def test_a_draft_is_held_against_the_first_version(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    built_in()
    draft = CatalogVersion.objects.get(id=start_draft(user_id=person().pk, at=timezone.now()))
    with django_assert_num_queries(10):
        assert draft_faults(draft) == ()
    Gate.objects.filter(version=draft, after="aiops").delete()
    weakest = Practice.objects.filter(dimension__discipline__version=draft, code="MLO-TRN-01")
    weakest.update(foundation=False)
    faults = draft_faults(draft)
    assert any("aiops" in fault and "may not be removed" in fault for fault in faults)
    assert any("must keep at least 10 foundations" in fault for fault in faults)
