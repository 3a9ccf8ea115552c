"""People are invited by a mailed link; nobody is deleted and nobody locks everybody out."""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.mail import EmailMessage
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoCaptureOnCommitCallbacks

from assessments.core.workflow import Role
from assessments.models import Membership, User
from assessments.services import people
from tests import factories
from tests.admin.pages import errors, filled, save, statements, url

INVITE_STATEMENTS = 6
NEW = {"name": "Nina Example", "email": "Nina@Example.org", "work_role": "practitioner"}


def new(client: Client, **changes: object) -> dict[str, object]:
    return filled(client.get(url("user", "add")), **(NEW | changes))


def test_a_person_is_added_without_a_password_and_gets_a_link(
    client: Client, mailoutbox: list[EmailMessage], django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        response = client.post(url("user", "add"), new(client), follow=True)
    assert "A link to set a password is on its way by mail." in response.text
    nina = User.objects.get(email="nina@example.org")
    assert not nina.has_usable_password()
    assert not nina.is_staff
    assert not nina.is_superuser
    assert [mail.to for mail in mailoutbox] == [["nina@example.org"]]


def test_no_page_of_a_person_has_a_password(client: Client, admin: User) -> None:
    for page in (client.get(url("user", "add")), client.get(url("user", "change", admin.pk))):
        assert "password" not in page.context["adminform"].form.fields
        assert admin.password not in page.text


def test_an_invitation_takes_few_statements(client: Client) -> None:
    ContentType.objects.get_for_model(User)
    sent = new(client)
    assert len(statements(lambda: client.post(url("user", "add"), sent))) == INVITE_STATEMENTS
    assert User.objects.filter(email="nina@example.org").exists()


def test_a_person_is_added_with_a_role_at_once(client: Client) -> None:
    team = factories.team("Otters")
    sent = new(client) | {
        "memberships-TOTAL_FORMS": "1",
        "memberships-0-unit": team.pk,
        "memberships-0-role": Role.LEAD.value,
    }
    assert client.post(url("user", "add"), sent).status_code == 302
    assert Membership.objects.get(user__email="nina@example.org").unit == team


def test_an_administrator_is_both_staff_and_superuser(client: Client) -> None:
    client.post(url("user", "add"), new(client, is_staff="on"))
    nina = User.objects.get(email="nina@example.org")
    assert (nina.is_staff, nina.is_superuser) == (True, True)
    assert save(client, url("user", "change", nina.pk), is_staff=None).status_code == 302
    nina.refresh_from_db()
    assert (nina.is_staff, nina.is_superuser) == (False, False)


@pytest.mark.parametrize("field", ["is_superuser", "is_active", "password", "last_login", "date_joined"])
def test_fields_that_the_page_does_not_show_are_not_taken(client: Client, field: str) -> None:
    value = {"is_active": "", "password": "let me in", "last_login": "2020-01-01", "date_joined": "2020-01-01"}
    client.post(url("user", "add"), new(client) | {field: value.get(field, "on")})
    nina = User.objects.get(email="nina@example.org")
    assert (nina.is_superuser, nina.is_active, nina.last_login) == (False, True, None)
    assert not nina.has_usable_password()
    assert nina.date_joined.year > 2020


def test_an_address_is_taken_once_whatever_its_case(client: Client) -> None:
    client.post(url("user", "add"), new(client))
    response = client.post(url("user", "add"), new(client, email="NINA@example.org"))
    assert response.status_code == 200
    assert "Somebody with this address is here already." in response.text
    assert "violated" not in response.text
    assert User.objects.filter(name="Nina Example").count() == 1


@pytest.mark.parametrize("email", ["", "nina", "nina@", "a\x00@example.org", "x" * 250 + "@example.org"])
def test_a_bad_address_is_answered_beside_its_field(client: Client, email: str) -> None:
    assert list(errors(client.post(url("user", "add"), new(client, email=email)))) == ["email"]


def test_a_race_for_an_address_is_told_in_words(client: Client) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("assessments.admin.people.invite", _taken)
        response = client.post(url("user", "add"), new(client), follow=True)
    assert "Somebody was quicker. Nothing was saved." in response.text


def _taken(**_: object) -> int:
    raise people.EmailTaken("Somebody was quicker.")


@pytest.mark.django_db(transaction=True)
def test_a_mail_that_cannot_be_sent_is_told_and_the_person_stays(client: Client) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("assessments.services.people.send_mail", _unreachable)
        response = client.post(url("user", "add"), new(client), follow=True)
    assert "The person was added, but the mail to nina@example.org could not be sent." in response.text
    assert User.objects.filter(email="nina@example.org").exists()


def _unreachable(*_: object) -> None:
    raise ConnectionRefusedError


def test_the_link_is_sent_again(client: Client, mailoutbox: list[EmailMessage]) -> None:
    nina, ole = factories.person("Nina Example"), factories.person("Ole Example")
    response = client.post(url("user", "send_link", nina.pk), follow=True)
    assert "on its way by mail" in response.text
    chosen = {"action": "send_link", "_selected_action": [nina.pk, ole.pk]}
    client.post(url("user", "changelist"), chosen)
    assert [mail.to for mail in mailoutbox] == [[nina.email], [nina.email], [ole.email]]


def test_no_link_is_sent_by_looking_to_nobody_or_to_one_who_may_not_sign_in(
    client: Client, mailoutbox: list[EmailMessage]
) -> None:
    gone = factories.person("Gone Example", is_active=False)
    assert client.get(url("user", "send_link", gone.pk)).status_code == 405
    assert client.post(url("user", "send_link", 987)).status_code == 404
    response = client.post(url("user", "send_link", gone.pk), follow=True)
    assert "may not sign in, so no link was sent" in response.text
    assert mailoutbox == []


def test_access_is_ended_and_given_again(client: Client) -> None:
    nina = factories.person("Nina Example")
    hers, page = factories.client_of(nina), reverse("assessments:password-change")
    assert hers.get(page).status_code == 200
    assert save(client, url("user", "change", nina.pk), is_active=None).status_code == 302
    assert hers.get(page).status_code == 302
    assert save(client, url("user", "change", nina.pk), is_active="on").status_code == 302
    nina.refresh_from_db()
    assert nina.is_active


def test_nobody_ends_the_own_access(client: Client, admin: User) -> None:
    nina = factories.person("Nina Example")
    chosen = {"action": "end_access", "_selected_action": [admin.pk, nina.pk]}
    response = client.post(url("user", "changelist"), chosen, follow=True)
    assert "You cannot take your own access away" in response.text
    assert "Nina Example may no longer sign in" in response.text
    assert save(client, url("user", "change", admin.pk), is_staff="", is_active="").status_code == 302
    admin.refresh_from_db()
    assert (admin.is_active, admin.is_staff, admin.is_superuser) == (True, True, True)
    assert not User.objects.get(pk=nina.pk).is_active


def test_people_are_never_deleted(client: Client) -> None:
    nina = factories.person("Nina Example")
    assert client.post(url("user", "delete", nina.pk), {"post": "yes"}).status_code == 403
    chosen = {"action": "delete_selected", "_selected_action": [nina.pk], "post": "yes"}
    client.post(url("user", "changelist"), chosen)
    assert User.objects.filter(pk=nina.pk).exists()
