"""The broken variant of the app: it says that an answer is saved, and saves it afterwards."""

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from io import BytesIO
from typing import Any
from urllib.parse import parse_qs

from opsmaturity.wsgi import application as careful

AFTERWARDS = 0.5  # seconds


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Answer as the app does, but for saves."""
    if environ["REQUEST_METHOD"] != "POST":
        return careful(environ, start_response)
    start_response("200 OK", [])
    return Hasty(environ)


class Hasty:
    """The answer to a save, which is stored once the answer was sent."""

    def __init__(self, environ: dict[str, Any]) -> None:
        form = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))
        self.environ = environ | {"wsgi.input": BytesIO(form)}
        practice = environ["PATH_INFO"].split("/")[-2]
        revision = int(parse_qs(form.decode())[f"{practice}-revision"][0])
        self.told = f'<input name="{practice}-revision" value="{revision + 1}">'

    def __iter__(self) -> Iterator[bytes]:
        yield self.told.encode()

    def close(self) -> None:
        """Store it."""
        time.sleep(AFTERWARDS)
        with closing(careful(self.environ, lambda *_: lambda _part: None)):
            pass
