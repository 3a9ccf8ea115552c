"""Settings, all from the environment; README.md lists the variables.

The defaults are those of production: strict transport security, secure cookies and loopback hosts only.
"""

import logging
from pathlib import Path
from typing import Any

import django_stubs_ext
import environ
from bootstrap_wrapper import get_bootstrap_css_dir, get_bootstrap_js_dir
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

# So that classes may name their model, as in ModelAdmin[Unit]; Django does not know how on its own.
django_stubs_ext.monkeypatch()

env = environ.Env()

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"
DEFAULT_DATABASE = VAR_DIR / "opsmaturity.sqlite3"
SQLITE = "django.db.backends.sqlite3"
POSTGRESQL = "django.db.backends.postgresql"
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    # Without recursive triggers REPLACE would take frozen rows away past the triggers that refuse to delete them.
    "init_command": "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA recursive_triggers = ON;",
}
# In seconds: how long a request waits while the server is away before it is told so. The pool tries to connect less and
# less often; it gives up as soon, so that the next request has it begin anew, and finds the server once it is back.
POSTGRESQL_POOL = {"min_size": 1, "max_size": 16, "timeout": 2, "reconnect_timeout": 2}
LOOPBACK_HOSTS = ("localhost", "127.0.0.1", "[::1]")
DEVELOPMENT_SECRET_KEY = "django-insecure-for-development-on-this-machine-only"  # noqa: S105 - refused without DEBUG


def checked_secret_key(*, key: str, debug: bool) -> str:
    """Return the key to sign with.

    Raises ImproperlyConfigured without DEBUG when the key is missing, shorter than 50 characters, made of fewer than
    10 different ones, or marked as a sample.
    """
    if debug:
        return key or DEVELOPMENT_SECRET_KEY
    advice = (
        "Set SECRET_KEY to at least 50 random characters, for example from "
        "python -c 'import secrets; print(secrets.token_urlsafe(64))'."
    )
    if not key:
        raise ImproperlyConfigured(f"SECRET_KEY is missing. {advice}")
    if len(key) < 50:
        raise ImproperlyConfigured(f"SECRET_KEY is too short. {advice}")
    if len(set(key)) < 10:
        raise ImproperlyConfigured(f"SECRET_KEY is too simple. {advice}")
    if any(sample in key.lower() for sample in ("insecure", "change-me", "changeme", "example", "secret-key")):
        raise ImproperlyConfigured(f"SECRET_KEY is a sample. {advice}")
    return key


def checked_plain_http(*, plain_http: bool, hosts: list[str]) -> bool:
    """Return whether to speak HTTP without TLS.

    Raises ImproperlyConfigured when that is asked for with a host that is not this machine's loopback.
    """
    outside = sorted(set(hosts) - set(LOOPBACK_HOSTS))
    if plain_http and outside:
        raise ImproperlyConfigured(f"PLAIN_HTTP is for loopback only, but ALLOWED_HOSTS has {', '.join(outside)}.")
    return plain_http


def database(url: str) -> dict[str, object]:
    """Return Django's description of the database at a URL, with what each engine needs to hold under load.

    Without a URL it is SQLite in `VAR_DIR`, whose path is never read as part of a URL. Options in the URL are kept.
    Raises ImproperlyConfigured for an engine that is neither SQLite nor PostgreSQL.
    """
    description: dict[str, Any] = env.db_url_config(url) if url else {"ENGINE": SQLITE, "NAME": str(DEFAULT_DATABASE)}
    asked = description.get("OPTIONS", {})
    if description.get("ENGINE") == SQLITE:
        return {**description, "OPTIONS": {"timeout": 20, **asked, **SQLITE_OPTIONS}}
    if description.get("ENGINE") == POSTGRESQL:
        return {**description, "OPTIONS": {**asked, "pool": dict(POSTGRESQL_POOL)}, "CONN_HEALTH_CHECKS": True}
    raise ImproperlyConfigured("DATABASE_URL must begin with postgres:// or sqlite://.")


def without_traceback(record: logging.LogRecord) -> bool:
    """Let every record through, but that of a refused request (400 to 499) without its traceback: one line says it."""
    if getattr(record, "status_code", 500) < 500:
        record.exc_info = None
    return True


DEBUG: bool = env.bool("DEBUG", default=False)
SECRET_KEY = checked_secret_key(key=env.str("SECRET_KEY", default=""), debug=DEBUG)
ALLOWED_HOSTS: list[str] = env.list("ALLOWED_HOSTS", default=[]) or list(LOOPBACK_HOSTS)
ONLY_LOOPBACK = set(ALLOWED_HOSTS) <= set(LOOPBACK_HOSTS)
PLAIN_HTTP = checked_plain_http(plain_http=env.bool("PLAIN_HTTP", default=False), hosts=ALLOWED_HOSTS)
BASE_URL: str = env.str("BASE_URL", default="").rstrip("/") or "http://127.0.0.1:8000"

INSTALLED_APPS = [
    "assessments",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "crispy_forms",
    "crispy_bootstrap5",
    "csp",
    "django_htmx",
    "tree_queries",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "assessments.views.caching.kept_by_nobody",
    "django.middleware.common.CommonMiddleware",
    "assessments.views.encoding.only_utf8",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    # Every page asks for a sign-in unless it says otherwise (login_not_required).
    "assessments.views.ended_sign_in.SignInRequired",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "opsmaturity.urls"
WSGI_APPLICATION = "opsmaturity.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"

VAR_DIR.mkdir(mode=0o700, exist_ok=True)
DATABASES = {"default": database(env.str("DATABASE_URL", default=""))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "assessments.User"
AUTHENTICATION_BACKENDS = ["assessments.access.SignIn"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "assessments:sign-in"
LOGIN_REDIRECT_URL = "assessments:home-show"
LOGOUT_REDIRECT_URL = "assessments:sign-in"

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "UTC"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [
    BASE_DIR / "static",
    ("bootstrap/css", get_bootstrap_css_dir()),
    ("bootstrap/js", get_bootstrap_js_dir()),
]
STORAGES = {"staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}}
WHITENOISE_ALLOW_ALL_ORIGINS = False

SECURE_SSL_REDIRECT = not PLAIN_HTTP
SECURE_HSTS_SECONDS = 0 if PLAIN_HTTP else 365 * 24 * 60 * 60
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = not PLAIN_HTTP
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SECURE = not PLAIN_HTTP
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "assessments.views.ended_sign_in.outdated_form"
CSRF_TRUSTED_ORIGINS = [BASE_URL]
X_FRAME_OPTIONS = "DENY"
# Strict transport security for subdomains and browsers' preload lists reach beyond this site: the operator's choice.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        # Bootstrap's own style sheet draws its marks with data: pictures.
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

globals().update(env.email_url_config(env.str("EMAIL_URL", default="") or "consolemail://"))
# In seconds: a mail server that is silent must not keep a worker waiting for ever.
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL: str = env.str("EMAIL_FROM", default="") or "opsmaturity@localhost"
SERVER_EMAIL = DEFAULT_FROM_EMAIL

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "filters": {"without_traceback": {"()": "django.utils.log.CallbackFilter", "callback": without_traceback}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["without_traceback"]},
    },
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        "django": {"handlers": ["console"], "level": "INFO", "propagate": False},
        # They tell of every letter that a document holds.
        "fontTools": {"level": "WARNING"},
        "fpdf": {"level": "ERROR"},
    },
}
