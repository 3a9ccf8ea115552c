"""Text comes in as UTF-8 or not at all: no other encoding, and no bytes that are none."""

from collections.abc import Callable
from urllib.parse import unquote_to_bytes

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, UnreadablePostError

FORM = "application/x-www-form-urlencoded"


def only_utf8(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Refuse a request in another encoding with 400, before anything reads it.

    Left to itself Django would decode with whichever codec the client names, some of which make text that no
    database stores, and would put a replacement for each byte that it cannot read.
    """

    def checked(request: HttpRequest) -> HttpResponse:
        sent = [request.META.get("QUERY_STRING", "").encode("latin-1", "replace")]
        if request.content_type == FORM:
            sent.append(_body(request))
        if not (_names_utf8(request) and all(_is_utf8(unquote_to_bytes(one)) for one in sent)):
            raise BadRequest("The request is not in UTF-8.")
        return get_response(request)

    return checked


def _body(request: HttpRequest) -> bytes:
    try:
        return request.body
    except UnreadablePostError as error:
        raise BadRequest("The request ended before its body did.") from error


def _names_utf8(request: HttpRequest) -> bool:
    return (request.content_params or {}).get("charset", "utf-8").lower() in ("utf-8", "utf8")


def _is_utf8(text: bytes) -> bool:
    try:
        text.decode()
    except UnicodeDecodeError:
        return False
    return True
