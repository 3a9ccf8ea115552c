"""Each address of the administration, generated from its URLs, so that none is open to who is no administrator."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import URLResolver, path
from django.urls.resolvers import RoutePattern

from assessments.admin import site
from assessments.models import CatalogVersion
from opsmaturity import urls as project
from tests.factories import Organisation, client_of
from tests.role_table import body
from tests.stored import nothing_written

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("shared_organisation")]

NOWHERE = "/admin/nothing-here/"
# Signing in and out lead to the app's own pages.
ELSEWHERE = ("login/", "logout/")


def addresses(patterns: Any, before: str = "/admin/") -> Iterator[str]:
    """An address for each pattern, with 1 for whatever part of it varies."""
    for pattern in patterns:
        text = _sample(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern.url_patterns, before + text)
        else:
            yield before + text


def _sample(pattern: Any) -> str:
    if isinstance(pattern, RoutePattern):
        return re.sub(r"<[^>]+>", "1", str(pattern))
    return re.sub(r"\(\?P<\w+>(\w+)[^)]*\)|\(\?P<\w+>[^)]*\)", r"\1", str(pattern)).strip("^$").replace("$", "")


ADDRESSES = sorted({one for one in addresses(site.get_urls()) if not one.endswith(ELSEWHERE)})


Doors = tuple[list[tuple[Client, bytes]], list[Client]]


@pytest.fixture
def doors(organisation: Organisation) -> Doors:
    """People who are no administrators, with what each finds where there is nothing; people who are nobody yet."""
    known = (organisation.stranger, organisation.member, organisation.lead, organisation.manager)
    clients = [client_of(user) for user in known]
    return [(one, body(one.get(NOWHERE))) for one in clients], [Client(), client_of(organisation.disabled)]


def check_closed(doors: Doors, where: str) -> None:
    """The same 404 as nowhere for everybody else; who is nobody yet is asked to sign in, with what was sent."""
    known, unknown = doors
    for client, nothing in known:
        with nothing_written():
            answers = client.get(where), client.post(where)
        assert {(one.status_code, body(one)) for one in answers} == {(404, nothing)}, where
    for client in unknown:
        assert (client.get(where).status_code, client.post(where).status_code) == (302, 403), where


def test_the_addresses_are_found() -> None:
    assert {"/admin/", "/admin/assessments/unit/add/", "/admin/assessments/user/1/change/"} <= set(ADDRESSES)
    assert len(ADDRESSES) > 60


def test_every_address_is_closed_to_all_but_administrators(doors: Doors) -> None:
    for where in ADDRESSES:
        check_closed(doors, where)


def test_no_address_breaks_or_writes_when_an_administrator_looks(
    organisation: Organisation, draft: CatalogVersion
) -> None:
    client = client_of(organisation.administrator)
    client.raise_request_exception = False
    for where in [*ADDRESSES, f"/admin/assessments/catalogversion/{draft.pk}/publish/"]:
        with nothing_written():
            assert client.get(where).status_code < 500, where


def test_an_address_without_the_guard_is_noticed(doors: Doors, settings: Any) -> None:
    def careless(request: HttpRequest) -> HttpResponse:
        return HttpResponse("everybody")

    settings.ROOT_URLCONF = type("Urls", (), {"urlpatterns": [path("admin/open/", careless), *project.urlpatterns]})
    check_closed(doors, NOWHERE)
    with pytest.raises(AssertionError):
        check_closed(doors, "/admin/open/")
