"""What soaks run on: a database of their own, of the kind that the tests run on."""

from collections.abc import Iterator

import pytest
from django.db import connection

from tests.soak.databases import Prepared
from tests.soak.databases import prepared as prepared_database


@pytest.fixture(scope="session")
def prepared() -> Iterator[Prepared]:
    """The database, with people who may answer."""
    with prepared_database(connection.vendor) as made:
        yield made
