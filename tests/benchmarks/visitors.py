"""A signed-in person who asks the application as a server would, without the test client's recording in between."""

from collections.abc import Callable, Mapping
from io import BytesIO
from typing import Any
from urllib.parse import urlencode
from wsgiref.util import setup_testing_defaults

from django.conf import settings

from assessments.models import User
from tests.factories import client_of

CSRF = "b" * 32


def cookies(user: User) -> str:
    """The cookies of a browser in which the person is signed in."""
    session = client_of(user).cookies[settings.SESSION_COOKIE_NAME].value
    return f"{settings.SESSION_COOKIE_NAME}={session}; {settings.CSRF_COOKIE_NAME}={CSRF}"


class Visitor:
    """One signed-in person; anything but 200 is an error."""

    def __init__(self, application: Callable[..., Any], user: User) -> None:
        self.application, self.cookies = application, cookies(user)

    def get(self, path: str) -> bytes:
        """The page at a path, which may end with a query."""
        return self._asked("GET", path, b"")

    def post(self, path: str, data: Mapping[str, object]) -> bytes:
        """What the site answers to a form."""
        return self._asked("POST", path, urlencode({"csrfmiddlewaretoken": CSRF, **data}).encode())

    def getting(self, path: str) -> Callable[[], bytes]:
        """Ask for a page, later."""
        return lambda: self.get(path)

    def _asked(self, method: str, path: str, body: bytes) -> bytes:
        address, _, query = path.partition("?")
        environ: dict[str, Any] = {
            "REQUEST_METHOD": method,
            "PATH_INFO": address,
            "QUERY_STRING": query,
            "CONTENT_TYPE": "application/x-www-form-urlencoded",
            "CONTENT_LENGTH": str(len(body)),
            "HTTP_HOST": "localhost",
            "HTTP_COOKIE": self.cookies,
            "HTTP_HX_REQUEST": "true" if body else "false",
            "wsgi.input": BytesIO(body),
        }
        setup_testing_defaults(environ)
        statuses: list[str] = []
        response = self.application(environ, lambda status, headers: statuses.append(status))
        try:
            content = b"".join(response)
        finally:
            response.close()
        assert statuses == ["200 OK"], (path, statuses, content[:500])
        return content
