"""Threads with connections of their own, and waiting until one of them waits."""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import TypeVar

import pytest
from django.db import connection, transaction

Returned = TypeVar("Returned")
PATIENCE = 10.0

ONLY_ON_POSTGRESQL = [
    pytest.mark.postgresql,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor != "postgresql",
        reason="SQLite lets one writer in at a time, so that writers never meet there: this proves nothing",
    ),
]


def in_thread(pool: ThreadPoolExecutor, act: Callable[[], Returned]) -> Future[Returned]:
    """Run the act with a connection of its own, which is given back afterwards."""

    def run() -> Returned:
        try:
            return act()
        finally:
            connection.close()

    return pool.submit(run)


def wait_until_somebody_waits() -> None:
    """Return as soon as a connection of this database waits for a lock."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
            )
            if cursor.fetchone()[0]:
                return
        time.sleep(0.01)
    raise AssertionError("Nobody waited for a lock.")


@contextmanager
def held(act: Callable[[], object], second: Callable[[], Returned]) -> Iterator[Future[Returned]]:
    """Do the first act, start the second, and commit the first once the second waits for it."""
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            act()
            future = in_thread(pool, second)
            wait_until_somebody_waits()
        yield future
