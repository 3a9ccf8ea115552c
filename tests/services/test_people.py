"""People are created, invited by mail, changed and locked out; units and roles are made."""

import re

import pytest
from django.core.mail import EmailMessage
from django.db import transaction
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoCaptureOnCommitCallbacks

from assessments.core.workflow import Role
from assessments.models import Membership, Unit, User
from assessments.services import people
from assessments.services.people import (
    EmailTaken,
    MailNotSent,
    NoLinkPossible,
    OwnAccess,
    add_membership,
    change_person,
    create_person,
    create_unit,
    deactivate,
    invite,
    send_link_again,
)
from tests import factories
from tests.services.acts import statements

pytestmark = pytest.mark.django_db
PRACTITIONER = User.WorkRole.PRACTITIONER
NINA = {"email": "Nina@Example.org", "name": "Nina Example", "work_role": PRACTITIONER, "administrator": False}


def link_in(mail: EmailMessage) -> str:
    found = re.search(r"http://127\.0\.0\.1:8000(/\S+)", str(mail.body))
    assert found is not None
    return found[1]


def test_an_invited_person_sets_the_own_password_once(
    mailoutbox: list[EmailMessage], django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        invite(**NINA)  # type: ignore[arg-type]
    assert "Nina Example" in str(mailoutbox[0].body)
    client, link = Client(), link_in(mailoutbox[0])
    form = client.get(link, follow=True).redirect_chain[-1][0]
    password = "a long way to the harbour"
    client.post(form, {"new_password1": password, "new_password2": password})
    assert Client().login(email="nina@example.org", password=password)
    assert "no longer works" in Client().get(link, follow=True).text


def test_the_mail_leaves_only_after_the_commit(
    mailoutbox: list[EmailMessage], django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks() as waiting:
        invite(**NINA)  # type: ignore[arg-type]
    assert len(waiting) == 1
    assert mailoutbox == []


@pytest.mark.django_db(transaction=True)
def test_nothing_is_mailed_when_the_invitation_is_rolled_back(mailoutbox: list[EmailMessage]) -> None:
    with pytest.raises(ZeroDivisionError):
        _invite_and_fail()
    assert mailoutbox == []
    assert not User.objects.exists()


@transaction.atomic
def _invite_and_fail() -> None:
    invite(**NINA)  # type: ignore[arg-type]
    raise ZeroDivisionError


@pytest.mark.django_db(transaction=True)
def test_a_mail_that_cannot_be_sent_is_told_and_the_person_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    def unreachable(*_: object) -> None:
        raise ConnectionRefusedError

    monkeypatch.setattr(people, "send_mail", unreachable)
    with pytest.raises(MailNotSent, match=r"nina@example\.org"):
        invite(**NINA)  # type: ignore[arg-type]
    assert User.objects.filter(email="nina@example.org").exists()


def test_a_person_without_a_password_cannot_sign_in() -> None:
    invite(**NINA)  # type: ignore[arg-type]
    assert not User.objects.get().has_usable_password()
    assert not Client().login(email="nina@example.org", password="")


def test_an_invitation_is_one_statement() -> None:
    assert len(statements(lambda: invite(**NINA))) == 1  # type: ignore[arg-type]


def test_an_address_is_taken_once_whatever_its_case() -> None:
    invite(**NINA)  # type: ignore[arg-type]
    with pytest.raises(EmailTaken, match=r"NINA@example\.org"):
        invite(**NINA | {"email": " NINA@example.org"})  # type: ignore[arg-type]
    assert User.objects.count() == 1


def test_an_administrator_is_staff_and_superuser() -> None:
    create_person(
        email="ada@example.org", name="Ada", work_role="other", password="a fine long word", administrator=True
    )
    ada = User.objects.get()
    assert ada.is_staff
    assert ada.is_superuser
    assert ada.check_password("a fine long word")


def test_the_link_is_sent_again_and_both_work_until_one_is_used(mailoutbox: list[EmailMessage]) -> None:
    nina = create_person(email="nina@example.org", name="Nina", work_role=PRACTITIONER)
    send_link_again(user_id=nina)
    send_link_again(user_id=nina)
    first, second = (link_in(mail) for mail in mailoutbox)
    for link in (first, second):
        assert "no longer works" not in Client().get(link, follow=True).text


def test_no_link_is_sent_to_one_who_may_not_sign_in(mailoutbox: list[EmailMessage]) -> None:
    nina = factories.person("Nina", is_active=False)
    with pytest.raises(NoLinkPossible, match="Nina"):
        send_link_again(user_id=nina.pk)
    assert mailoutbox == []


def test_one_who_is_locked_out_is_out_at_once_and_keeps_the_answers() -> None:
    team = factories.team()
    nina, ada = factories.member_of(team, Role.LEAD), factories.person(administrator=True)
    assessment = factories.open_assessment(team, by=nina)
    factories.answer(assessment, "DAT-PIP-01", nina)
    client, page = factories.client_of(nina), reverse("assessments:password-change")
    assert client.get(page).status_code == 200
    deactivate(user_id=nina.pk, by_id=ada.pk)
    assert client.get(page).status_code == 302
    assert assessment.responses.count() == 1


def test_nobody_takes_the_own_access_away() -> None:
    ada = factories.person("Ada", administrator=True)
    same = {"email": ada.email, "name": "Ada", "work_role": "other"}
    with pytest.raises(OwnAccess):
        deactivate(user_id=ada.pk, by_id=ada.pk)
    for rights in ({"may_sign_in": False, "administrator": True}, {"may_sign_in": True, "administrator": False}):
        with pytest.raises(OwnAccess):
            change_person(user_id=ada.pk, by_id=ada.pk, **same, **rights)  # type: ignore[arg-type]
    ada.refresh_from_db()
    assert ada.is_active
    assert ada.is_staff


def test_a_person_is_changed_but_not_to_the_address_of_another() -> None:
    ada, nina = factories.person("Ada", administrator=True), factories.person("Nina")
    change = {"user_id": nina.pk, "by_id": ada.pk, "name": "Nina New", "work_role": "leadership", "may_sign_in": True}
    change_person(**change, email=" New@Example.org", administrator=True)  # type: ignore[arg-type]
    nina.refresh_from_db()
    assert (nina.name, nina.email, nina.work_role) == ("Nina New", "new@example.org", "leadership")
    assert nina.is_superuser
    with pytest.raises(EmailTaken):
        change_person(**change, email=ada.email, administrator=True)  # type: ignore[arg-type]
    nina.refresh_from_db()
    assert nina.email == "new@example.org"


def test_units_make_a_tree_and_a_person_has_one_role_in_each() -> None:
    top = create_unit(name="Top")
    team = create_unit(name="Otters", parent_id=top, is_team=True)
    nina = create_person(email="nina@example.org", name="Nina", work_role=PRACTITIONER)
    add_membership(user_id=nina, unit_id=team, role=Role.MEMBER)
    add_membership(user_id=nina, unit_id=team, role=Role.LEAD)
    assert Membership.objects.get().role == Role.LEAD.value
    assert Unit.objects.get(pk=team).parent_id == top
