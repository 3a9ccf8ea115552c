"""An open assessment against a small catalog, its lead and a member."""

import pytest

from assessments.core.workflow import Role
from assessments.models import Assessment, User
from assessments.queries.catalogs import PublishedCatalog
from tests import factories
from tests.factories import member_of, open_assessment, small_catalog, team, unit
from tests.services.acts import AT


@pytest.fixture
def catalog() -> PublishedCatalog:
    return factories.publish(small_catalog())


@pytest.fixture
def assessment(catalog: PublishedCatalog) -> Assessment:
    otters = team("Otters", parent=unit("North"))
    return open_assessment(otters, by=member_of(otters, Role.LEAD, "Lea"), catalog=catalog, at=AT)


@pytest.fixture
def lead(assessment: Assessment) -> User:
    return assessment.started_by


@pytest.fixture
def member(assessment: Assessment) -> User:
    return member_of(assessment.unit, name="Otto")
