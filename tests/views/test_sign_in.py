"""Signing in with an e-mail address and a password."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories import client_of, person

pytestmark = pytest.mark.django_db
URL = reverse("assessments:sign-in")
PASSWORD = "a-long-enough-pass-phrase"


def test_it_works_whatever_the_case_of_the_address() -> None:
    user = person(password=PASSWORD)
    response = Client().post(URL, {"username": user.email.upper(), "password": PASSWORD})
    assert (response.status_code, response["Location"]) == (302, "/")


def test_it_goes_where_one_wanted_to_go_but_never_to_another_site() -> None:
    user = person(password=PASSWORD)
    sent = {"username": user.email, "password": PASSWORD}
    assert Client().post(URL, sent | {"next": "/how-it-works/"})["Location"] == "/how-it-works/"
    assert Client().post(URL, sent | {"next": "https://evil.example/"})["Location"] == "/"


@pytest.mark.parametrize("password", ["wrong", "", "nul\x00"])
def test_bad_input_says_so_and_signs_nobody_in(password: str) -> None:
    user, client = person(password=PASSWORD), Client()
    response = client.post(URL, {"username": user.email, "password": password})
    assert response.context["form"].errors
    assert "_auth_user_id" not in client.session


def test_a_closed_account_does_not_sign_in() -> None:
    user = person(password=PASSWORD, is_active=False)
    response = Client().post(URL, {"username": user.email, "password": PASSWORD})
    assert "do not belong together" in response.text


def test_who_is_signed_in_goes_home() -> None:
    assert client_of(person()).get(URL)["Location"] == "/"


def test_the_page_needs_no_session_and_has_a_strict_policy() -> None:
    response = Client().get(URL)
    assert response.status_code == 200
    policy = response["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "style=" not in response.text
