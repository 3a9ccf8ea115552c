"""What every test may use."""

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from hypothesis import settings as hypothesis_settings

# A slow machine is no failure, and a failing example must come back on the next run.
hypothesis_settings.register_profile("opsmaturity", deadline=None, derandomize=True)
hypothesis_settings.load_profile("opsmaturity")


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Put SQLite's test database in a file of this run, so that it locks as it does when served."""
    description: dict[str, Any] = settings.DATABASES["default"]
    if description["ENGINE"] == "django.db.backends.sqlite3":
        folder: Path = tmp_path_factory.mktemp("database")
        description["TEST"] = description["TEST"] | {"NAME": str(folder / "test.sqlite3")}
