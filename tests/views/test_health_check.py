"""Whether the app answers and its database does."""

import pytest
from django.db import DatabaseError, connection
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

pytestmark = pytest.mark.django_db
URL = reverse("assessments:health-check")


def test_it_answers_anybody_after_one_statement(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(1):
        response = Client().get(URL)
    assert (response.status_code, response.text) == (200, "ok")
    assert "no-store" in response["Cache-Control"]


def test_it_is_only_read() -> None:
    assert Client().head(URL).status_code == 200
    assert Client().post(URL).status_code == 405


def test_a_database_that_does_not_answer_is_no_health(monkeypatch: pytest.MonkeyPatch) -> None:
    def gone() -> None:
        raise DatabaseError

    monkeypatch.setattr(connection, "cursor", gone)
    assert Client(raise_request_exception=False).get(URL).status_code >= 500
