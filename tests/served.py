"""The app as `make run` serves it: gunicorn's master and workers, in processes that a test may kill."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

HOST = "127.0.0.1"
PATIENCE = 30.0
# As `make run` says it (tests/test_settings.py compares them).
HOW = (
    "--worker-class", "gthread", "--threads", "1", "--workers", "2",
    "--no-control-socket", "--limit-request-line", "8190",
)  # fmt: skip


class Served:
    """The app on a port of its own, with the settings of production; what it says goes nowhere."""

    def __init__(self, *, database_url: str, secret_key: str, application: str, more: dict[str, str]) -> None:
        self.port = _free_port()
        self.application = application
        self.environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": "tests.served_settings",
            "SECRET_KEY": secret_key,
            "PLAIN_HTTP": "1",
            "DATABASE_URL": database_url,
            **more,
        }  # fmt: skip

    def start(self) -> None:
        """Start it, as the leader of a group of processes, and wait until it takes connections."""
        command = [
            sys.executable, "-m", "gunicorn", self.application, "--bind", f"{HOST}:{self.port}", *HOW,
            "--log-level", "warning",
        ]  # fmt: skip
        self.process = subprocess.Popen(
            command,
            env=self.environment,
            start_new_session=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline and self.process.poll() is None:
            try:
                socket.create_connection((HOST, self.port), timeout=1).close()
            except OSError:
                time.sleep(0.05)
            else:
                return
        raise AssertionError("The server did not start.")

    def kill(self) -> None:
        """`kill -9` of the master and its workers, wherever they are in their work."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def stop(self) -> None:
        """End it as Ctrl-C would, and what is left of it after a while."""
        if self.process.poll() is not None:
            return
        self.process.terminate()
        try:
            self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self.kill()


@contextmanager
def served(
    *, database_url: str, secret_key: str, application: str = "opsmaturity.wsgi", more: dict[str, str] | None = None
) -> Iterator[Served]:
    """Serve a database for as long as the block lasts; `more` is added to the environment."""
    app = Served(database_url=database_url, secret_key=secret_key, application=application, more=more or {})
    app.start()
    try:
        yield app
    finally:
        app.stop()


def _free_port() -> int:
    with socket.socket() as one:
        one.bind((HOST, 0))
        return int(one.getsockname()[1])
