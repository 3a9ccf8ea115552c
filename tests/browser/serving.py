"""A server of its own, for pictures and for tests in which it goes away."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.servers.basehttp import ThreadedWSGIServer
from django.test.testcases import LiveServerThread


class Mortal(ThreadedWSGIServer):
    """Takes its open connections with it when it ends, as a process does; threads alone would go on answering."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.connected: list[socket.socket] = []

    def get_request(self) -> tuple[socket.socket, Any]:
        connection, address = super().get_request()
        self.connected.append(connection)
        return connection, address

    def server_close(self) -> None:
        super().server_close()
        for connection in self.connected:
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)


class Server(LiveServerThread):
    """Serves the app in a thread until it is terminated."""

    server_class = Mortal


@contextmanager
def served() -> Iterator[Server]:
    """Serve what is in the database until the end, or until `terminate` is called; its address has `port`."""
    server = Server("localhost", StaticFilesHandler)
    server.daemon = True
    server.start()
    server.is_ready.wait()
    if server.error:
        raise server.error
    yield server
    if server.is_alive():
        server.terminate()
