"""Versions are loaded, drafted, published and discarded."""

from dataclasses import replace
from datetime import timedelta
from fractions import Fraction

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from assessments.core.catalog import Thresholds
from assessments.files.catalog import BUILT_IN, read_catalog
from assessments.models import Anchor, CatalogVersion, Gate, Practice
from assessments.queries.catalogs import content, newest_published_id, published
from assessments.services.catalogs import (
    DraftExists,
    DraftHasFaults,
    NotADraft,
    NothingPublished,
    _practice,
    discard_draft,
    load_catalog,
    publish,
    start_draft,
)
from tests.factories import built_in, person, small_catalog

pytestmark = pytest.mark.django_db
AT = timezone.now()


def test_the_first_catalog_is_published_as_version_1(nothing_published: None) -> None:
    version_id = load_catalog(small_catalog(), at=AT)
    assert version_id is not None
    found = published(version_id)
    assert (found.number, found.published_at, found.catalog) == (1, AT, small_catalog())


def test_a_catalog_is_loaded_once(nothing_published: None) -> None:
    load_catalog(small_catalog(), at=AT)
    assert load_catalog(read_catalog(BUILT_IN), at=AT) is None
    assert CatalogVersion.objects.count() == 1


def test_a_catalog_with_faults_is_not_loaded(nothing_published: None) -> None:
    with pytest.raises(DraftHasFaults) as caught:
        load_catalog(replace(small_catalog(), disciplines=()), at=AT)
    assert "The catalog has no discipline." in caught.value.faults
    assert not CatalogVersion.objects.exists()


def test_a_threshold_that_would_be_rounded_is_refused(nothing_published: None) -> None:
    with pytest.raises(ValueError, match="two decimals"):
        load_catalog(replace(small_catalog(), thresholds=Thresholds(breadth=Fraction(705, 1000))), at=AT)


def test_a_draft_needs_a_published_version(nothing_published: None) -> None:
    with pytest.raises(NothingPublished):
        start_draft(user_id=person().pk, at=AT)


def test_a_draft_is_a_copy_of_the_newest_version() -> None:
    user = person()
    draft = CatalogVersion.objects.get(id=start_draft(user_id=user.pk, at=AT))
    assert (draft.number, draft.state, draft.created_by, draft.created_at) == (2, "draft", user, AT)
    assert draft.published_at is None
    assert content(draft) == built_in().catalog


def test_there_is_one_draft_at_a_time() -> None:
    start_draft(user_id=person().pk, at=AT)
    with pytest.raises(DraftExists):
        start_draft(user_id=person().pk, at=AT)
    assert CatalogVersion.objects.count() == 2


def test_publishing_freezes_what_the_draft_says() -> None:
    user = person()
    draft = start_draft(user_id=user.pk, at=AT)
    Practice.objects.filter(dimension__discipline__version=draft, code="DAT-PIP-01").update(question="Better asked?")
    publish(version_id=draft, user_id=user.pk, at=AT + timedelta(days=1))
    found = published(draft)
    assert (found.number, found.published_at) == (2, AT + timedelta(days=1))
    assert found.catalog.practice["DAT-PIP-01"].question == "Better asked?"
    assert newest_published_id() == draft
    assert CatalogVersion.objects.get(id=draft).published_by == user
    assert built_in().catalog == read_catalog(BUILT_IN)


def test_a_draft_with_faults_stays_a_draft() -> None:
    user = person()
    draft = start_draft(user_id=user.pk, at=AT)
    Gate.objects.filter(version=draft, after="modelops").update(level=1)
    with pytest.raises(DraftHasFaults) as caught:
        publish(version_id=draft, user_id=user.pk, at=AT)
    assert any("mlops to modelops" in fault for fault in caught.value.faults)
    assert CatalogVersion.objects.get(id=draft).state == "draft"


def test_only_a_draft_is_published_or_discarded() -> None:
    user = person()
    for version_id in (built_in().version_id, 0):
        with pytest.raises(NotADraft):
            publish(version_id=version_id, user_id=user.pk, at=AT)
        with pytest.raises(NotADraft):
            discard_draft(version_id=version_id)


def test_a_discarded_draft_is_gone_with_all_of_it() -> None:
    anchors = Anchor.objects.count()
    draft = start_draft(user_id=person().pk, at=AT)
    assert Anchor.objects.count() == 2 * anchors
    discard_draft(version_id=draft)
    assert Anchor.objects.count() == anchors
    assert CatalogVersion.objects.count() == 1


@pytest.mark.parametrize("copies", [1, 3])
def test_publishing_takes_thirteen_statements_whatever_the_size(copies: int) -> None:
    """With the session and the user that is 15, of 20 allowed."""
    user = person()
    built_in()
    draft = start_draft(user_id=user.pk, at=AT)
    dimension = Practice.objects.filter(dimension__discipline__version=draft, code="DAT-PIP-01").get().dimension
    value = built_in().catalog.practice["DAT-PIP-01"]
    for copy in range(1, copies):
        row = _practice(replace(value, code=f"DAT-PIP-9{copy}"), dimension, copy)
        row.save()
        Anchor.objects.bulk_create(
            Anchor(practice=row, level=level, text=text) for level, text in enumerate(value.anchors)
        )
    with CaptureQueriesContext(connection) as captured:
        publish(version_id=draft, user_id=user.pk, at=AT)
    statements = [one["sql"] for one in captured if not one["sql"].startswith(("SAVEPOINT", "RELEASE"))]
    assert len(statements) == 13
