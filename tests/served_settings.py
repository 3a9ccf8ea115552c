"""The settings of production, for an app that tests serve: static files need not be collected first."""

import os

from opsmaturity.settings import *  # noqa: F403
from opsmaturity.settings import DATABASES

STORAGES = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_AUTOREFRESH = True

if pages := os.environ.get("SQLITE_PAGES"):
    options = DATABASES["default"]["OPTIONS"]
    assert isinstance(options, dict)
    options["init_command"] += f" PRAGMA max_page_count = {int(pages)};"
