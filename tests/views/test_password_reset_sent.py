"""The page that says that a link is on its way."""

from django.test import Client
from django.urls import reverse


def test_it_works_without_the_database() -> None:
    response = Client().get(reverse("assessments:password-reset-sent"))
    assert "a link to set a new password is on its way" in response.text
