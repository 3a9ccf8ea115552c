"""Ways in which a database runs out of room, and how it gets room again."""

import sqlite3
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field

from tests.soak.databases import Prepared, disk

PAGES = 1000  # that SQLite's file may still get, of 4 KiB each
LARGE, SMALL = 2**18, 2**10  # bytes of what fills them
SWITCHED_ON = """
CREATE OR REPLACE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS
$$BEGIN RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = 'disk_full'; END$$
"""


@dataclass(frozen=True, slots=True)
class Shortage:
    """One way; `served_with` is what the app's environment needs for it."""

    begin: Callable[[], None]
    end: Callable[[], None]
    served_with: dict[str, str] = field(default_factory=dict)


def full_disk(prepared: Prepared) -> Shortage:
    """Nothing more fits on the disk below the database."""

    def begin() -> None:
        if prepared.database.url.startswith("postgres"):
            # A server that cannot write its log stops altogether; for a while there is room in the file of its log.
            prepared.database.execute("SELECT pg_switch_wal()", "CHECKPOINT")
        prepared.disk.fill()

    return Shortage(begin, prepared.disk.make_room)


def no_more_pages(prepared: Prepared) -> Shortage:
    """SQLite itself says that the disk is full: its file has as many pages as the app's connections allow."""
    execute = prepared.database.execute
    pages = execute("PRAGMA page_count")[0][0] + PAGES
    limit = f"PRAGMA max_page_count = {pages}"
    execute("CREATE TABLE IF NOT EXISTS ballast (filler BLOB)")

    def begin() -> None:
        for size in (LARGE, SMALL):
            with suppress(sqlite3.OperationalError):
                execute(limit, *[f"INSERT INTO ballast VALUES (zeroblob({size}))"] * PAGES)

    return Shortage(begin, lambda: _ignore(execute("DELETE FROM ballast")), {"SQLITE_PAGES": str(pages)})


def refusing_server(prepared: Prepared) -> Shortage:
    """PostgreSQL answers each save as it does with a full disk (53100)."""
    execute = prepared.database.execute
    on = "CREATE TRIGGER no_room BEFORE INSERT OR UPDATE ON assessments_response EXECUTE FUNCTION no_room()"
    off = "DROP TRIGGER no_room ON assessments_response"
    return Shortage(lambda: _ignore(execute(SWITCHED_ON, on)), lambda: _ignore(execute(off)))


def shortages(vendor: str) -> list[Callable[[Prepared], Shortage]]:
    """All ways that can be had with this database on this machine; one can be had everywhere."""
    everywhere = no_more_pages if vendor == "sqlite" else refusing_server
    with disk() as one:
        return [everywhere, full_disk] if one.is_its_own else [everywhere]


def _ignore(_found: object) -> None:
    """What a statement found is of no interest."""
