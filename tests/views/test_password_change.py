"""Changing one's own password."""

import pytest
from django.urls import reverse

from tests.factories import client_of, person

pytestmark = pytest.mark.django_db
URL = reverse("assessments:password-change")
NEW = {"new_password1": "quite-another-phrase", "new_password2": "quite-another-phrase"}


def test_it_works_and_stays_signed_in() -> None:
    user = person(password="an-old-pass-phrase")
    response = client_of(user).post(URL, NEW | {"old_password": "an-old-pass-phrase"}, follow=True)
    assert "Your password is changed." in response.text
    user.refresh_from_db()
    assert user.check_password("quite-another-phrase")


def test_a_wrong_old_password_changes_nothing() -> None:
    user = person(password="an-old-pass-phrase")
    assert client_of(user).post(URL, NEW | {"old_password": "wrong"}).context["form"].errors
    user.refresh_from_db()
    assert user.check_password("an-old-pass-phrase")
