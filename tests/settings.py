"""Settings for tests: the project's own, with a key of the run, plain HTTP and what makes tests quick."""

import os
import secrets

os.environ["SECRET_KEY"] = secrets.token_urlsafe(64)
os.environ["PLAIN_HTTP"] = "1"
for name in ("ALLOWED_HOSTS", "BASE_URL", "DEBUG", "EMAIL_URL", "EMAIL_FROM"):
    os.environ.pop(name, None)

from opsmaturity.settings import *  # noqa: E402, F403 - the environment comes first

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# The live server of browser tests serves static files from where they lie, without collecting them first.
STORAGES = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_AUTOREFRESH = True
