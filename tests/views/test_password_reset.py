"""Asking for a link to set a new password."""

import re

import pytest
from django.conf import settings
from django.core import mail
from django.test import Client
from django.urls import reverse

from tests.factories import person

pytestmark = pytest.mark.django_db
URL = reverse("assessments:password-reset")
SENT = reverse("assessments:password-reset-sent")


def test_a_link_is_mailed_and_sets_a_password() -> None:
    user, client = person("Nora Newcomer", password="an-old-pass-phrase"), Client()
    assert client.post(URL, {"email": user.email})["Location"] == SENT
    (message,) = mail.outbox
    assert message.to == [user.email]
    assert "Nora Newcomer" in str(message.body)
    link = re.search(rf"{settings.BASE_URL}(/\S+)", str(message.body))
    assert link is not None
    page = client.get(link[1], follow=True)
    assert "Set your password" in page.text
    new = {"new_password1": "quite-another-phrase", "new_password2": "quite-another-phrase"}
    assert client.post(page.redirect_chain[-1][0], new)["Location"] == reverse("assessments:sign-in")
    user.refresh_from_db()
    assert user.check_password("quite-another-phrase")


def test_an_invited_person_whose_link_ran_out_asks_for_another() -> None:
    invited = person("Nora Newcomer")
    assert not invited.has_usable_password()
    assert Client().post(URL, {"email": invited.email.upper()})["Location"] == SENT
    assert [message.to for message in mail.outbox] == [[invited.email]]


def test_nobody_learns_whether_an_address_is_known() -> None:
    closed = person(password="x", is_active=False)
    for address in ("nobody@example.org", closed.email):
        assert Client().post(URL, {"email": address})["Location"] == SENT
    assert mail.outbox == []


def test_bad_input_says_so() -> None:
    response = Client().post(URL, {"email": "no address"})
    assert "Enter a valid email address." in response.text
    assert mail.outbox == []
