"""Signing out."""

import pytest
from django.urls import reverse

from tests.factories import client_of, person

pytestmark = pytest.mark.django_db
URL = reverse("assessments:sign-out")


def test_it_works() -> None:
    client = client_of(person())
    assert client.post(URL)["Location"] == reverse("assessments:sign-in")
    assert "_auth_user_id" not in client.session


def test_a_link_signs_nobody_out() -> None:
    client = client_of(person())
    assert client.get(URL).status_code == 405
    assert "_auth_user_id" in client.session
