"""An edit of a draft meets its publishing: it is checked, or refused."""

import pytest
from django.db import IntegrityError

from assessments.models import CatalogVersion, Gate
from assessments.services.catalogs import DraftHasFaults, publish, start_draft
from tests.factories import built_in, person
from tests.services.acts import AT
from tests.services.concurrency import ONLY_ON_POSTGRESQL, PATIENCE, held

pytestmark = ONLY_ON_POSTGRESQL


def test_an_edit_under_way_is_waited_for_and_checked() -> None:
    built_in()
    user = person()
    draft = start_draft(user_id=user.pk, at=AT)

    def second() -> None:
        with pytest.raises(DraftHasFaults):
            publish(version_id=draft, user_id=user.pk, at=AT)

    with held(lambda: Gate.objects.filter(version=draft, after="aiops").delete(), second) as refused:
        refused.result(PATIENCE)
    assert CatalogVersion.objects.get(id=draft).state == "draft"


def test_an_edit_that_comes_second_is_refused() -> None:
    built_in()
    user = person()
    draft = start_draft(user_id=user.pk, at=AT)

    def second() -> None:
        with pytest.raises(IntegrityError, match="frozen"):
            Gate.objects.filter(version=draft, after="aiops").update(level=1)

    with held(lambda: publish(version_id=draft, user_id=user.pk, at=AT), second) as refused:
        refused.result(PATIENCE)
    assert Gate.objects.get(version=draft, after="aiops").level == 2
