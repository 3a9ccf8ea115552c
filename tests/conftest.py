"""What every test may use: a database that holds the built-in catalog, and people of each role."""

import gc
from collections.abc import Iterator
from copy import deepcopy
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.db.backends.base.operations import BaseDatabaseOperations
from hypothesis import settings as hypothesis_settings
from pytest_django.plugin import DjangoDbBlocker

from assessments.models import CatalogVersion, Milestone, User
from assessments.queries import catalogs
from tests import factories
from tests.services import planning
from tests.stored import rolled_back

# A slow machine is no failure, and a failing example must come back on the next run. Every run tries the same examples,
# whole catalogs with their answers for the most part: 50 are what the time of a run allows.
hypothesis_settings.register_profile("opsmaturity", deadline=None, derandomize=True, max_examples=50)
hypothesis_settings.load_profile("opsmaturity")


def pytest_collection_finish() -> None:
    """Let the garbage collector pass over all that is loaded by now and stays to the end, at each of its rounds."""
    gc.freeze()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Put SQLite's test database in a file of this run, so that it locks as it does when served."""
    description: dict[str, Any] = settings.DATABASES["default"]
    if description["ENGINE"] == "django.db.backends.sqlite3":
        folder: Path = tmp_path_factory.mktemp("database")
        description["TEST"] = description["TEST"] | {"NAME": str(folder / "test.sqlite3")}


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Publish the built-in catalog once, and let the tables be emptied after transactional tests."""
    with pytest.MonkeyPatch.context() as patch:
        operations = type(connection.ops)
        patch.setattr(operations, "sql_flush", _flush_without_triggers(operations.sql_flush))
        with django_db_blocker.unblock():
            factories.built_in()
            # SQLite is asked once per connection whether it knows JSON, which is no statement of any page.
            assert connection.features.supports_json_field
        yield


def _flush_without_triggers(flush: Any) -> Any:
    """SQLite empties tables by DELETE, PostgreSQL by TRUNCATE; triggers refuse both: take them away for that long."""

    def without_triggers(self: BaseDatabaseOperations, *args: Any, **options: Any) -> list[str]:
        taken, given_back = _sqlite_triggers() if connection.vendor == "sqlite" else _postgresql_triggers()
        return [*taken, *flush(self, *args, **options), *given_back]

    return without_triggers


def _sqlite_triggers() -> tuple[list[str], list[str]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        triggers = cursor.fetchall()
    return [f"DROP TRIGGER {name}" for name, _ in triggers], [text for _, text in triggers]


def _postgresql_triggers() -> tuple[list[str], list[str]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT tgrelid::regclass::text, tgname FROM pg_trigger WHERE tgname LIKE '%frozen_truncate'")
        triggers = cursor.fetchall()
    switched = "ALTER TABLE {} {} TRIGGER {}"
    off, on = ([switched.format(table, how, name) for table, name in triggers] for how in ("DISABLE", "ENABLE"))
    return off, on


@pytest.fixture(autouse=True)
def kept_catalogs() -> Iterator[None]:
    """Forget the catalog versions that a test published: once it is rolled back, others may get their ids."""
    before = dict(catalogs._kept)
    yield
    catalogs._kept.clear()
    catalogs._kept.update(before)


@pytest.fixture
def nothing_published(db: None) -> None:
    """Without any version: what is frozen goes with its triggers, until the test is rolled back."""
    migration = import_module("assessments.migrations.0002_frozen_content")
    with connection.cursor() as cursor:
        for statement in migration.thawing(connection.vendor):
            cursor.execute(statement)
    CatalogVersion.objects.all().delete()
    with connection.cursor() as cursor:
        for statement in migration.freezing(connection.vendor):
            cursor.execute(statement)


@pytest.fixture(scope="module")
def shared_organisation(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[factories.Organisation]:
    """One organisation for a whole module that uses this fixture: each test starts from it and undoes its changes."""
    with django_db_blocker.unblock(), rolled_back():
        yield factories.organisation()


@pytest.fixture
def organisation(db: None, request: pytest.FixtureRequest) -> factories.Organisation:
    """Two branches with a team each, with answers and results that could leak."""
    if "shared_organisation" in request.fixturenames:
        shared: factories.Organisation = request.getfixturevalue("shared_organisation")
        return deepcopy(shared)
    return factories.organisation()


@pytest.fixture
def here(db: None) -> planning.Grove:
    """A team with a small catalog and a result, and the people around it."""
    return planning.grove()


@pytest.fixture
def row(here: planning.Grove) -> Milestone:
    """Of a plan that the team follows the step of TRE-1, which waits for nothing."""
    return planning.milestone(planning.planned(here))


@pytest.fixture
def behind(row: Milestone) -> Milestone:
    """The step of FRU-1, which waits for the gate."""
    return planning.milestone(row.baseline, 3)


@pytest.fixture
def anonymous() -> None:
    """Nobody signed in."""


@pytest.fixture
def stranger(organisation: factories.Organisation) -> User:
    """A person without any unit."""
    return organisation.stranger


@pytest.fixture
def member(organisation: factories.Organisation) -> User:
    """A member of the team, who has not answered yet."""
    return organisation.member


@pytest.fixture
def lead(organisation: factories.Organisation) -> User:
    """The lead of the team."""
    return organisation.lead


@pytest.fixture
def lead_elsewhere(organisation: factories.Organisation) -> User:
    """The lead of a team in the other branch."""
    return organisation.lead_elsewhere


@pytest.fixture
def manager(organisation: factories.Organisation) -> User:
    """The manager of the branch above the team."""
    return organisation.manager


@pytest.fixture
def manager_elsewhere(organisation: factories.Organisation) -> User:
    """The manager of the other branch."""
    return organisation.manager_elsewhere


@pytest.fixture
def administrator(organisation: factories.Organisation) -> User:
    """An administrator, who has no unit."""
    return organisation.administrator


@pytest.fixture
def disabled(organisation: factories.Organisation) -> User:
    """A lead of the team who may not sign in any more."""
    return organisation.disabled


@pytest.fixture
def removed(organisation: factories.Organisation) -> User:
    """A person who answered for the team and was then removed from it."""
    return organisation.removed
