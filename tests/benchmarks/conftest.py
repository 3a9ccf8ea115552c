"""The application as it is served, for benchmarks: compiled static files, no watching of folders, no test client."""

from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.core.management import call_command
from django.test import override_settings
from django.test.utils import setup_test_environment, teardown_test_environment

import opsmaturity.settings

FOLDER = Path(__file__).parent


@pytest.fixture(scope="module")
def application(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WSGIHandler]:
    """The site with the pages of the benchmarks; its templates are rendered without recording."""
    templates: Any = deepcopy(settings.TEMPLATES)
    templates[0]["DIRS"] = [*templates[0]["DIRS"], FOLDER / "templates"]
    as_served = override_settings(
        ROOT_URLCONF="tests.benchmarks.urls",
        STATIC_ROOT=tmp_path_factory.mktemp("static"),
        STORAGES=opsmaturity.settings.STORAGES,
        TEMPLATES=templates,
        WHITENOISE_AUTOREFRESH=False,
        ALLOWED_HOSTS=["localhost", "testserver"],
    )
    teardown_test_environment()
    with as_served:
        call_command("collectstatic", interactive=False, verbosity=0)
        yield WSGIHandler()
    setup_test_environment()
