"""`manage.py load_catalog`."""

import pytest
from django.core.management import call_command

from assessments.models import CatalogVersion
from assessments.queries.catalogs import newest_published_id, published
from tests.factories import built_in


@pytest.mark.django_db
def test_it_leaves_everything_alone_when_there_is_a_version(capsys: pytest.CaptureFixture[str]) -> None:
    built_in()
    call_command("load_catalog")
    assert capsys.readouterr().out == "There is a catalog already; nothing was changed.\n"
    assert CatalogVersion.objects.count() == 1


@pytest.mark.django_db
def test_it_publishes_the_built_in_catalog(nothing_published: None, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("load_catalog")
    said = capsys.readouterr().out
    assert said == "Published the built-in catalog as version 1: 4 disciplines, 95 practices, 2 gates.\n"
    version_id = newest_published_id()
    assert version_id is not None
    assert published(version_id).number == 1
