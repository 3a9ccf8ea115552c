"""Databases of their own for soaks, on a disk that may be full, and what they hold in the end."""

import json
import os
import secrets
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

from tests import postgres
from tests.soak.answering import Person, Stored

GROUPS, SIZE = 8, 8  # of the people who answer, a group for each test
MEBIBYTE = 2**20
DISK = 512 * MEBIBYTE
ROWS = (
    "SELECT r.respondent_id, p.code, r.revision, r.level, r.remark FROM {} r "
    "JOIN assessments_practice p ON p.id = r.practice_id"
)


@dataclass(frozen=True, slots=True)
class SQLite:
    """A file that soaks may do to what they like."""

    file: Path

    @property
    def url(self) -> str:
        return f"sqlite:///{self.file}"

    def execute(self, *statements: str) -> list[tuple[Any, ...]]:
        """Run the statements, each committed by itself, and return what the last one found."""
        with closing(sqlite3.connect(self.file, timeout=20, isolation_level=None)) as connection:
            return [connection.execute(one).fetchall() for one in statements][-1]


@dataclass(frozen=True, slots=True)
class PostgreSQL:
    """A server that soaks may do to what they like."""

    cluster: postgres.Cluster

    @property
    def url(self) -> str:
        return self.cluster.url

    def execute(self, *statements: str) -> list[tuple[Any, ...]]:
        """Run the statements, each committed by itself, and return what the last one found."""
        with psycopg.connect(host=str(self.cluster.folder), user="test", dbname="postgres", autocommit=True) as one:
            cursors = [one.execute(statement.encode()) for statement in statements]
            return cursors[-1].fetchall() if cursors[-1].description else []


@dataclass(frozen=True, slots=True)
class Disk:
    """A file system of its own in memory, where this account may mount one; else a folder on the machine's disk."""

    folder: Path
    is_its_own: bool

    def fill(self) -> None:
        """Leave no room on it."""
        # While it is used by others the size that was read may be too small already.
        assert any(self._resized(self._used()) for _ in range(1000))

    def make_room(self) -> None:
        """Leave as much room as at first."""
        assert self._resized(DISK)

    def _used(self) -> int:
        found = os.statvfs(self.folder)
        return (found.f_blocks - found.f_bfree) * found.f_frsize

    def _resized(self, size: int) -> bool:
        command = ["mount", "-o", f"remount,size={size}", str(self.folder)]
        return subprocess.run(command, check=False, stderr=subprocess.DEVNULL).returncode == 0


@dataclass(frozen=True, slots=True)
class Prepared:
    """A database with tables and people, and the key that their sessions are signed with."""

    database: SQLite | PostgreSQL
    disk: Disk
    secret_key: str
    groups: Iterator[list[Person]]

    def people(self) -> list[Person]:
        """People who have not answered anything yet."""
        return next(self.groups)

    def stored(self) -> Stored:
        """What it holds now."""
        present = self.database.execute(ROWS.format("assessments_response"))
        history = self.database.execute(ROWS.format("assessments_responserevision"))
        return Stored(
            present={(user, code): (revision, level, remark) for user, code, revision, level, remark in present},
            history={(user, code, revision): (level, remark) for user, code, revision, level, remark in history},
        )


def mounted(folder: str) -> bool:
    """Mount a file system in memory at a folder; False where this account may not."""
    command = ["mount", "-t", "tmpfs", "-o", f"size={DISK},mode=755", "opsmaturity-soak", folder]
    try:
        return subprocess.run(command, check=False, stderr=subprocess.DEVNULL).returncode == 0
    except FileNotFoundError:
        return False


@contextmanager
def disk() -> Iterator[Disk]:
    """A disk for as long as the block lasts."""
    # Short, as the path of a server's socket has to be.
    with tempfile.TemporaryDirectory(prefix="soak", dir="/tmp", ignore_cleanup_errors=True) as folder:
        one = Disk(Path(folder), is_its_own=mounted(folder))
        try:
            yield one
        finally:
            if one.is_its_own:
                subprocess.run(["umount", "--lazy", folder], check=True)


@contextmanager
def database(vendor: str, folder: Path) -> Iterator[SQLite | PostgreSQL]:
    """An empty database in a folder, for as long as the block lasts."""
    if vendor == "sqlite":
        yield SQLite(folder / "soak.sqlite3")
        return
    with postgres.cluster(within=folder, settings=postgres.NOT_FOR_EVER) as cluster:
        yield PostgreSQL(cluster)


@contextmanager
def prepared(vendor: str) -> Iterator[Prepared]:
    """A database with people who may answer, for as long as the block lasts."""
    key = secrets.token_urlsafe(64)
    with disk() as one, database(vendor, one.folder) as empty:
        environment = os.environ | {"DATABASE_URL": empty.url, "SECRET_KEY": key, "PLAIN_HTTP": "1"}
        command = [sys.executable, "-m", "tests.soak.prepared", str(GROUPS), str(SIZE)]
        made = subprocess.run(command, check=True, stdout=subprocess.PIPE, env=environment)
        groups = [[Person(**person) for person in group] for group in json.loads(made.stdout)]
        yield Prepared(empty, one, key, iter(groups))
