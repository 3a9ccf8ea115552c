"""The pages of errors: they say what to do, and those of a broken site need no database."""

import pytest
from django.core.exceptions import BadRequest
from django.db import InterfaceError, OperationalError
from django.template.loader import render_to_string
from django.test import Client, RequestFactory

from assessments.views.errors import server_error
from tests.factories import client_of, person


def test_the_pages_of_a_broken_site_need_no_database() -> None:
    for page in (server_error(RequestFactory().get("/")).content.decode(), render_to_string("503.html")):
        assert "Go to your teams" in page
        assert "style=" not in page


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("failure", "status", "words"),
    [
        (OperationalError("database is locked"), 503, "cannot use its database"),
        (OperationalError("database or disk is full"), 503, "What it told you is saved is saved"),
        (InterfaceError("connection already closed"), 503, "cannot use its database"),
        (RuntimeError("a bug"), 500, "Something broke on our side"),
        (BadRequest("odd"), 400, "This request could not be read"),
    ],
)
def test_what_a_page_raises_gets_its_page(
    failure: Exception, status: int, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise failure

    monkeypatch.setattr("assessments.views.home.teams_of", broken)
    client = client_of(person())
    client.raise_request_exception = False
    response = client.get("/")
    assert response.status_code == status
    assert words in response.text


@pytest.mark.django_db
def test_an_unknown_address_says_so() -> None:
    response = client_of(person()).get("/nothing-here/")
    assert response.status_code == 404
    assert "There is nothing here" in response.text
    assert Client().get("/nothing-here/").status_code == 404


@pytest.mark.django_db
def test_a_database_that_is_away_is_asked_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each time it would be waited for anew; the page that says so shows nothing of anybody, and nobody keeps it."""
    client, asked = client_of(person()), []

    def away(*_: object, **__: object) -> None:
        asked.append(1)
        raise OperationalError("couldn't get a connection")

    monkeypatch.setattr("django.contrib.sessions.backends.db.SessionStore.load", away)
    client.raise_request_exception = False
    response = client.get("/")
    assert response.status_code == 503
    assert response.headers["Cache-Control"] == "no-store"
    assert len(asked) == 1
