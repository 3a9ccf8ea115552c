"""A draft is started once, shows all its faults, and is published or thrown away."""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.test import Client

from assessments.models import (
    Anchor,
    CatalogVersion,
    Dimension,
    Gate,
    Practice,
    Prerequisite,
    Result,
    User,
)
from assessments.queries.catalogs import content, newest_published_id
from tests import factories
from tests.admin.pages import save, statements, url

PUBLISH_STATEMENTS = 17


def practice(draft: CatalogVersion, code: str) -> Practice:
    return Practice.objects.get(code=code, dimension__discipline__version=draft)


def drafts() -> int:
    return CatalogVersion.objects.filter(state=CatalogVersion.State.DRAFT).count()


def test_the_list_shows_versions_and_offers_a_draft(client: Client) -> None:
    page = client.get(url("catalogversion", "changelist"))
    assert "Catalog version 1 (published)" in page.text
    assert "Start a draft from the newest version" in page.text


def test_a_draft_is_a_copy_of_the_newest_version(client: Client) -> None:
    response = client.post(url("catalogversion", "start_draft"), follow=True)
    draft = CatalogVersion.objects.get(state=CatalogVersion.State.DRAFT)
    assert response.redirect_chain[-1][0] == url("catalogversion", "change", draft.pk)
    assert content(draft) == factories.built_in().catalog
    assert "The draft has no faults" in response.text


def test_a_draft_is_started_only_once(client: Client, draft: CatalogVersion) -> None:
    response = client.post(url("catalogversion", "start_draft"), follow=True)
    assert "There is a draft already" in response.text
    assert drafts() == 1
    assert "Start a draft" not in client.get(url("catalogversion", "changelist")).text


def test_looking_at_an_address_starts_publishes_and_discards_nothing(client: Client, draft: CatalogVersion) -> None:
    assert client.get(url("catalogversion", "start_draft")).status_code == 405
    assert client.get(url("catalogversion", "publish", draft.pk)).status_code == 200
    assert client.get(url("catalogversion", "discard", draft.pk)).status_code == 200
    assert drafts() == 1


def test_all_faults_are_shown_at_once_and_a_cycle_is_named(client: Client, draft: CatalogVersion) -> None:
    practice(draft, "DAT-STO-02").delete()
    Prerequisite.objects.create(practice=practice(draft, "DAT-PIP-01"), needs="DAT-PIP-02", level=2)
    Prerequisite.objects.create(practice=practice(draft, "DAT-PIP-01"), needs="DAT-STO-02", level=2)
    Anchor.objects.filter(practice=practice(draft, "MLO-DEV-01"), level=3).delete()
    Gate.objects.get(version=draft, after="aiops").delete()
    text = client.get(url("catalogversion", "change", draft.pk)).text
    assert "4 faults to correct before publishing" in text
    assert "Nothing in this circle can come first: DAT-PIP-01 needs DAT-PIP-02, DAT-PIP-02 needs DAT-PIP-01." in text
    assert "DAT-PIP-01 needs DAT-STO-02, which does not exist." in text
    assert "MLO-DEV-01 has 4 anchors" in text
    assert "The gate from mlops to aiops is fixed and may not be removed." in text


def test_a_draft_with_faults_is_not_published(client: Client, draft: CatalogVersion) -> None:
    Prerequisite.objects.create(practice=practice(draft, "DAT-PIP-01"), needs="DAT-PIP-02", level=2)
    address = url("catalogversion", "publish", draft.pk)
    asked, posted = client.get(address), client.post(address)
    for page in (asked, posted):
        assert "1 fault to correct" in page.text
        assert "Nothing in this circle can come first" in page.text
        assert 'value="Publish' not in page.text
    draft.refresh_from_db()
    assert draft.state == CatalogVersion.State.DRAFT


def test_the_page_before_publishing_says_what_changes(client: Client, draft: CatalogVersion) -> None:
    changed = practice(draft, "DAT-PIP-01")
    changed.question = "How does data arrive?"
    changed.save()
    Anchor.objects.filter(practice=changed, level=4).update(text="")
    Gate.objects.create(version=draft, before="dataops", after="aiops", level=1, reason="Data first.")
    page = client.get(url("catalogversion", "publish", draft.pk))
    counted = {one.what: (len(one.added), len(one.removed), len(one.changed)) for one in page.context["changes"]}
    assert counted == {"practices": (0, 0, 1), "anchors": (0, 1, 0), "gates": (1, 0, 0)}
    assert "DAT-PIP-01 level 4" in page.text
    assert "Results stay exactly as they are" in page.text


def test_a_draft_without_faults_is_published(client: Client, admin: User, draft: CatalogVersion) -> None:
    response = client.post(url("catalogversion", "publish", draft.pk), follow=True)
    draft.refresh_from_db()
    assert draft.state == CatalogVersion.State.PUBLISHED
    assert draft.published_by == admin
    assert newest_published_id() == draft.pk
    assert "Catalog version 2 is published" in response.text
    assert "never changes" in response.text


def test_earlier_results_stay_as_they_were(client: Client, organisation: factories.Organisation) -> None:
    client.post(url("catalogversion", "start_draft"))
    draft = CatalogVersion.objects.get(state=CatalogVersion.State.DRAFT)
    before = Result.objects.values().get(pk=organisation.result.pk)
    client.post(url("catalogversion", "publish", draft.pk))
    assert Result.objects.values().get(pk=organisation.result.pk) == before
    organisation.assessment.refresh_from_db()
    assert organisation.assessment.catalog_version_id != draft.pk


def test_publishing_takes_the_same_few_statements_whatever_the_size(client: Client, draft: CatalogVersion) -> None:
    ContentType.objects.get_for_model(CatalogVersion)
    assert len(statements(lambda: client.post(url("catalogversion", "publish", draft.pk)))) == PUBLISH_STATEMENTS
    client.post(url("catalogversion", "start_draft"))
    twice = CatalogVersion.objects.get(state=CatalogVersion.State.DRAFT)
    for dimension in Dimension.objects.filter(discipline__version=twice):
        add_practices(dimension)
    assert len(statements(lambda: client.post(url("catalogversion", "publish", twice.pk)))) == PUBLISH_STATEMENTS
    assert newest_published_id() == twice.pk


def add_practices(dimension: Dimension) -> None:
    """Three more practices in a dimension."""
    for number in range(3):
        one = Practice.objects.create(
            dimension=dimension,
            code=f"{dimension.code}-X{number}",
            name="More",
            question="More?",
            effort="S",
            owner="Me",
        )
        Anchor.objects.bulk_create(Anchor(practice=one, level=level, text=f"As {level}.") for level in range(5))


def test_a_discarded_draft_is_gone_and_the_published_version_stays(client: Client, draft: CatalogVersion) -> None:
    response = client.post(url("catalogversion", "discard", draft.pk), follow=True)
    assert "The draft is discarded" in response.text
    assert list(CatalogVersion.objects.values_list("number", flat=True)) == [1]


@pytest.mark.parametrize("page", ["publish", "discard"])
def test_a_published_version_is_neither_published_nor_discarded(client: Client, page: str) -> None:
    published = factories.built_in().version_id
    address = url("catalogversion", page, published)
    assert client.get(address).status_code == client.post(address).status_code == 404
    assert client.post(url("catalogversion", page, 987)).status_code == 404
    assert CatalogVersion.objects.filter(pk=published, state=CatalogVersion.State.PUBLISHED).exists()


def test_thresholds_of_a_draft_are_saved_and_a_weak_one_is_a_fault(client: Client, draft: CatalogVersion) -> None:
    address = url("catalogversion", "change", draft.pk)
    assert save(client, address, breadth="0.60", note="Softer").status_code == 302
    draft.refresh_from_db()
    assert (str(draft.breadth), draft.note) == ("0.60", "Softer")
    assert "The threshold breadth may not be below 0.7 while a gate is fixed." in client.get(address).text


def test_versions_are_neither_added_nor_deleted_by_hand(client: Client, draft: CatalogVersion) -> None:
    assert client.get("/admin/assessments/catalogversion/add/").status_code == 403
    assert client.post("/admin/assessments/catalogversion/add/", {"note": "x"}).status_code == 403
    assert client.post(url("catalogversion", "delete", draft.pk), {"post": "yes"}).status_code == 403
    assert CatalogVersion.objects.count() == 2


def test_nothing_can_be_started_before_the_first_version(client: Client) -> None:
    from assessments.admin import catalog

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(catalog, "start_draft", _nothing_published)
        response = client.post(url("catalogversion", "start_draft"), follow=True)
    assert "manage.py load_catalog" in response.text


def _nothing_published(**_: object) -> int:
    from assessments.services.catalogs import NothingPublished

    raise NothingPublished
