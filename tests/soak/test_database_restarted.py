"""PostgreSQL crashes and comes back under the saves of eight browsers: a clear 503 meanwhile, and nothing is lost."""

import time

import pytest
from django.db import connection

from tests.served import served
from tests.soak.answering import ACKNOWLEDGED, CHANGED, UNAVAILABLE, browsers
from tests.soak.databases import PostgreSQL, Prepared
from tests.soak.forms import BOTH, Form, report

if connection.vendor == "sqlite":
    pytest.skip("SQLite has no server that could go away", allow_module_level=True)

COMES_BACK_WITHIN = 15.0  # seconds until saves are acknowledged again


@BOTH
def test_what_was_acknowledged_is_there(prepared: Prepared, form: Form) -> None:
    assert isinstance(prepared.database, PostgreSQL)
    cluster = prepared.database.cluster
    slowest = 0.0
    with served(database_url=prepared.database.url, secret_key=prepared.secret_key) as app:

        def crash() -> None:
            nonlocal slowest
            cluster.stop()
            everybody.wait_for(more=2, status=UNAVAILABLE)
            cluster.start()
            began = time.monotonic()
            everybody.wait_for(more=1)
            slowest = max(slowest, time.monotonic() - began)

        with browsers(app.port, prepared.people()) as everybody:
            crashes = form.strike(everybody, crash)
    print(f"\nworked again {slowest:.1f} s after the server was back, at the latest")
    gone = report("database crashed", prepared, everybody, crashes)
    assert gone == 0
    assert set(everybody.answers) == {ACKNOWLEDGED, UNAVAILABLE} | set(everybody.answers) & {CHANGED}
    assert slowest < COMES_BACK_WITHIN


def test_broken_variant_that_does_not_wait_for_the_log_loses(prepared: Prepared) -> None:
    """PostgreSQL told to say that it committed before what it committed is in the file of its log."""
    assert isinstance(prepared.database, PostgreSQL)
    cluster, execute = prepared.database.cluster, prepared.database.execute
    execute(
        "ALTER SYSTEM SET synchronous_commit = off",
        "ALTER SYSTEM SET wal_writer_delay = '10s'",
        "SELECT pg_reload_conf()",
    )
    try:
        with (
            served(database_url=prepared.database.url, secret_key=prepared.secret_key) as app,
            browsers(app.port, prepared.people()[:1]) as one,
        ):
            one.wait_for(more=3)
            cluster.stop()
        cluster.start()
    finally:
        execute("ALTER SYSTEM RESET ALL", "SELECT pg_reload_conf()")
    gone = report("database crashed, acknowledging too early", prepared, one, 1)
    assert gone > 0
