"""What a signed-in person is shown is kept neither by the browser nor by anything on the way."""

from collections.abc import Callable

from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest
from django.http.response import HttpResponseBase

KEPT_BY_NOBODY = "private, no-store"
UNAVAILABLE = 503


def kept_by_nobody(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Forbid to store any answer that was made with a look at who is signed in.

    Without a session nothing changes, and static files are answered before this. A database that is away is not asked
    again: the page that says so shows nothing of anybody.
    """

    def marked(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        if response.status_code != UNAVAILABLE and request.session.accessed and SESSION_KEY in request.session:
            response.headers["Cache-Control"] = KEPT_BY_NOBODY
        return response

    return marked
