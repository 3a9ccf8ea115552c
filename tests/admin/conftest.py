"""An administrator's client, and a draft of the built-in catalog."""

import pytest
from django.test import Client
from django.utils import timezone

from assessments.models import CatalogVersion, User
from assessments.services.catalogs import start_draft
from tests import factories


@pytest.fixture
def admin(db: None) -> User:
    """An administrator."""
    return factories.person("Ada Example", administrator=True)


@pytest.fixture
def client(admin: User) -> Client:
    """The administrator's browser."""
    return factories.client_of(admin)


@pytest.fixture
def draft(admin: User) -> CatalogVersion:
    """A draft, a copy of the built-in catalog."""
    factories.built_in()
    return CatalogVersion.objects.get(pk=start_draft(user_id=admin.pk, at=timezone.now()))
