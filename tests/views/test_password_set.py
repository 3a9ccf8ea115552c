"""Setting a password by a mailed link."""

import pytest
from django.contrib.auth.tokens import default_token_generator
from django.test import Client
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from assessments.models import User
from tests.factories import person

pytestmark = pytest.mark.django_db


def link(user: User) -> str:
    uid = urlsafe_base64_encode(force_bytes(user.pk))
    return reverse("assessments:password-set", args=(uid, default_token_generator.make_token(user)))


def test_a_person_without_a_password_sets_one_once() -> None:
    user, client = person(), Client()
    address = link(user)
    form = client.get(address)["Location"]
    bad = client.post(form, {"new_password1": "short", "new_password2": "short"})
    assert "at least 12 characters" in bad.text
    user.refresh_from_db()
    assert not user.has_usable_password()
    new = {"new_password1": "a-long-enough-phrase", "new_password2": "a-long-enough-phrase"}
    assert "Sign in with it now" in client.post(form, new, follow=True).text
    assert "This link no longer works" in Client().get(address, follow=True).text


@pytest.mark.parametrize(
    ("uid", "token"), [("MQ", "set-password"), ("!!", "x"), ("OTk5OTk5OTk5OTk5OTk5OTk5OTk5", "a-b")]
)
def test_made_up_links_do_not_work(uid: str, token: str) -> None:
    response = Client().get(reverse("assessments:password-set", args=(uid, token)), follow=True)
    assert "This link no longer works" in response.text
