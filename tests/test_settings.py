"""The settings refuse what is not safe, and say why."""

import io
import logging
import os
import socket
import string
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.mail.backends.smtp import EmailBackend
from django.db.utils import ConnectionHandler

from opsmaturity.settings import (
    DEVELOPMENT_SECRET_KEY,
    SQLITE_OPTIONS,
    checked_plain_http,
    checked_secret_key,
    database,
)
from tests.served import HOW

ROOT = Path(__file__).parent.parent
# Fixed, since parallel test workers must name the same cases.
GOOD_KEY = string.ascii_letters + string.digits


@pytest.mark.parametrize(
    ("key", "fault"),
    [
        ("", "missing"),
        (GOOD_KEY[:49], "too short"),
        ("ab" * 40, "too simple"),
        (f"django-insecure-{GOOD_KEY}", "sample"),
        (f"change-me-{GOOD_KEY}", "sample"),
        (DEVELOPMENT_SECRET_KEY, "sample"),
    ],
)
def test_a_poor_secret_key_is_refused_without_debug(key: str, fault: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=f"SECRET_KEY is (a )?{fault}.*token_urlsafe"):
        checked_secret_key(key=key, debug=False)


def test_a_good_secret_key_is_taken() -> None:
    assert checked_secret_key(key=GOOD_KEY, debug=False) == GOOD_KEY


@pytest.mark.parametrize(("key", "taken"), [("", DEVELOPMENT_SECRET_KEY), ("short", "short")])
def test_debug_asks_for_no_secret_key(key: str, taken: str) -> None:
    assert checked_secret_key(key=key, debug=True) == taken


def test_plain_http_is_for_loopback_only() -> None:
    assert checked_plain_http(plain_http=True, hosts=["localhost", "127.0.0.1", "[::1]"])
    assert not checked_plain_http(plain_http=False, hosts=["ops.example.org"])
    with pytest.raises(ImproperlyConfigured, match=r"ops\.example\.org"):
        checked_plain_http(plain_http=True, hosts=["localhost", "ops.example.org"])


def test_sqlite_waits_for_the_write_lock_and_keeps_what_it_acknowledged() -> None:
    assert database("sqlite:////srv/some.sqlite3")["OPTIONS"] == {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA recursive_triggers = ON;",
    }


def test_sqlite_waits_as_long_as_its_url_says_and_locks_as_it_must() -> None:
    asked = database("sqlite:////srv/some.sqlite3?timeout=5&transaction_mode=DEFERRED")["OPTIONS"]
    assert asked == {**SQLITE_OPTIONS, "timeout": 5}


@pytest.mark.django_db
def test_without_url_sqlite_is_in_the_folder_whatever_that_is_called(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "c++ #1?x=%20"
    folder.mkdir()
    monkeypatch.setattr("opsmaturity.settings.DEFAULT_DATABASE", folder / "opsmaturity.sqlite3")
    connection = ConnectionHandler({"default": database("")})["default"]
    connection.ensure_connection()
    connection.close()
    assert (folder / "opsmaturity.sqlite3").is_file()
    assert [one.name for one in tmp_path.iterdir()] == [folder.name]


def test_read_as_a_url_the_folder_would_be_another(tmp_path: Path) -> None:
    """The broken variant: the path put into a URL."""
    file = tmp_path / "c++ #1" / "opsmaturity.sqlite3"
    assert database(f"sqlite:///{file}")["NAME"] != str(file)


def test_postgresql_has_a_pool() -> None:
    description = database("postgres://someone:p%40ss@db.example.org:5433/ops")
    assert description["ENGINE"] == "django.db.backends.postgresql"
    assert (description["HOST"], description["PORT"], description["NAME"]) == ("db.example.org", 5433, "ops")
    assert (description["USER"], description["PASSWORD"]) == ("someone", "p@ss")
    assert description["OPTIONS"] == {"pool": {"min_size": 1, "max_size": 16, "timeout": 2, "reconnect_timeout": 2}}


def test_postgresql_keeps_the_options_of_its_url() -> None:
    url = "postgres://ops@db.example.org/ops?sslmode=verify-full&sslrootcert=/etc/ca.pem&connect_timeout=5"
    assert database(url)["OPTIONS"] == {
        "sslmode": "verify-full",
        "sslrootcert": "/etc/ca.pem",
        "connect_timeout": 5,
        "pool": {"min_size": 1, "max_size": 16, "timeout": 2, "reconnect_timeout": 2},
    }


@pytest.mark.filterwarnings("ignore:Engine not recognized")
@pytest.mark.parametrize("url", ["mysql://ops@db.example.org/ops", "postgis://ops@db/ops", "db.example.org", "x://y/z"])
def test_another_engine_is_refused(url: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="postgres:// or sqlite://"):
        database(url)


def test_a_silent_mail_server_is_not_waited_for_for_ever() -> None:
    assert EmailBackend().timeout == 10


def make(*words: str) -> "subprocess.CompletedProcess[str]":
    """Run make with this Python's environment in place of its own."""
    return subprocess.run(
        ["make", "--silent", f"BIN={Path(sys.executable).parent}", *words],
        check=False, capture_output=True, text=True, cwd=ROOT,
    )  # fmt: skip


def test_a_taken_port_is_told_before_anything_is_prepared() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = make("port-free", f"PORT={port}")
    assert done.returncode != 0
    assert f"Port {port} is taken; try another: make run PORT={port + 1}" in done.stdout
    assert make("port-free", f"PORT={port}").returncode == 0
    planned = make("--dry-run", "run").stdout
    assert planned.index("create_server") < planned.index("migrate") < planned.index("opsmaturity is on")


def django_check(**environment: str) -> "subprocess.CompletedProcess[str]":
    """Run Django's deployment checks in a process with nothing of ours in its environment."""
    ours = {"ALLOWED_HOSTS", "BASE_URL", "DATABASE_URL", "DEBUG", "EMAIL_FROM", "EMAIL_URL", "PLAIN_HTTP", "SECRET_KEY"}
    # Browser tests of the same process set a variable of Django's own.
    inherited = {
        name: value for name, value in os.environ.items() if not name.startswith("DJANGO_") and name not in ours
    }
    return subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        check=False, capture_output=True, text=True, cwd=ROOT,
        env={**inherited, "DJANGO_SETTINGS_MODULE": "opsmaturity.settings", **environment},
    )  # fmt: skip


def test_the_defaults_pass_the_deployment_checks() -> None:
    done = django_check(SECRET_KEY=GOOD_KEY, ALLOWED_HOSTS="ops.example.org", BASE_URL="https://ops.example.org")
    assert done.returncode == 0, done.stderr


def test_the_deployment_checks_would_have_told() -> None:
    done = django_check(SECRET_KEY=GOOD_KEY, PLAIN_HTTP="1")
    assert done.returncode != 0
    assert "security.W008" in done.stderr


def test_nothing_starts_without_a_secret_key() -> None:
    done = django_check()
    assert done.returncode != 0
    assert "SECRET_KEY is missing" in done.stderr


@pytest.mark.parametrize(
    ("status", "tracebacks"), [({"status_code": 403}, 0), ({"status_code": 400}, 0), ({"status_code": 500}, 1), ({}, 1)]
)
def test_a_refused_request_is_one_line_on_the_console(status: dict[str, int], tracebacks: int) -> None:
    output = io.StringIO()
    handler = next(one for one in logging.getLogger("django").handlers if type(one) is logging.StreamHandler)
    before = handler.setStream(output)
    try:
        error = (PermissionError, PermissionError("not yours"), None)
        logging.getLogger("django.request").error("Forbidden: /portfolio/", extra=status, exc_info=error)
    finally:
        handler.setStream(before)
    assert "Forbidden: /portfolio/" in output.getvalue()
    assert output.getvalue().count("PermissionError: not yours") == tracebacks
    assert (output.getvalue().count("\n") == 1) is (tracebacks == 0)


def test_tests_serve_the_app_as_make_run_does() -> None:
    assert " ".join(HOW) in make("--dry-run", "run").stdout.replace("\\\n", "")
