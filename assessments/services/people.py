"""Units, people and who belongs where; a person sets the own password by a mailed link."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.core.mail import send_mail
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from assessments.core.workflow import Role
from assessments.models import Membership, Unit, User

SECONDS_PER_DAY = 24 * 60 * 60


class EmailTaken(Exception):
    """Somebody has this e-mail address already."""


class MailNotSent(Exception):
    """What was asked for is done, but the mail about it could not be sent."""


class NoLinkPossible(Exception):
    """The person may not sign in, so no link is sent."""


class OwnAccess(Exception):
    """Administrators may not take their own access away, so that one always remains."""


def create_unit(*, name: str, parent_id: int | None = None, is_team: bool = False) -> int:
    """Create a unit and return its id; teams are assessed, other units hold teams."""
    return Unit.objects.create(name=name, parent_id=parent_id, is_team=is_team).pk


def create_person(
    *, email: str, name: str, work_role: str, password: str | None = None, administrator: bool = False
) -> int:
    """Create a person and return the id; without a password none can be used. Raises EmailTaken."""
    return _create(email=email, name=name, work_role=work_role, password=password, administrator=administrator).pk


def add_membership(*, user_id: int, unit_id: int, role: Role) -> None:
    """Give a person a role in a unit; one who has a role there already gets this one instead."""
    Membership.objects.update_or_create(user_id=user_id, unit_id=unit_id, defaults={"role": role.value})


@transaction.atomic
def invite(*, email: str, name: str, work_role: str, administrator: bool) -> int:
    """Create a person without a password, mail a link to set one once that is stored, and return the id.

    Raises EmailTaken, and MailNotSent when the transaction has ended well but the mail has not.
    """
    person = _create(email=email, name=name, work_role=work_role, password=None, administrator=administrator)
    transaction.on_commit(lambda: _mail_link(person))
    return person.pk


def send_link_again(*, user_id: int) -> None:
    """Mail the link to set a password once more; the older link works until one of them is used.

    Raises NoLinkPossible for a person who may not sign in, and MailNotSent.
    """
    person = User.objects.get(pk=user_id)
    if not person.is_active:
        raise NoLinkPossible(f"{person.name} may not sign in, so no link was sent.")
    _mail_link(person)


def change_person(
    *, user_id: int, by_id: int, email: str, name: str, work_role: str, may_sign_in: bool, administrator: bool
) -> None:
    """Store what an administrator changed about a person, the access included. Raises EmailTaken and OwnAccess."""
    if user_id == by_id and not (may_sign_in and administrator):
        raise OwnAccess("You cannot take your own access away; ask another administrator.")
    with _email_free(email), transaction.atomic():
        User.objects.filter(pk=user_id).update(
            email=email.strip().lower(),
            name=name,
            work_role=work_role,
            is_active=may_sign_in,
            is_staff=administrator,
            is_superuser=administrator,
        )


def deactivate(*, user_id: int, by_id: int) -> None:
    """End a person's access at once; what the person answered stays. Raises OwnAccess."""
    if user_id == by_id:
        raise OwnAccess("You cannot take your own access away; ask another administrator.")
    User.objects.filter(pk=user_id).update(is_active=False)


@contextmanager
def _email_free(email: str) -> Iterator[None]:
    try:
        yield
    except IntegrityError as error:
        raise EmailTaken(f"Somebody with the e-mail address {email} exists already.") from error


def _create(*, email: str, name: str, work_role: str, password: str | None, administrator: bool) -> User:
    create = User.objects.create_superuser if administrator else User.objects.create_user
    with _email_free(email), transaction.atomic():
        return create(email, password, name=name, work_role=work_role)


def _mail_link(person: User) -> None:
    uid = urlsafe_base64_encode(force_bytes(person.pk))
    token = default_token_generator.make_token(person)
    path = reverse("assessments:password-set", kwargs={"uidb64": uid, "token": token})
    context = {
        "person": person,
        "site": settings.BASE_URL,
        "link": f"{settings.BASE_URL}{path}",
        "days": settings.PASSWORD_RESET_TIMEOUT // SECONDS_PER_DAY,
    }
    text = render_to_string("mail/invitation.txt", context)
    try:
        send_mail("Set your password for opsmaturity", text, None, [person.email])
    except OSError as error:
        raise MailNotSent(f"The mail to {person.email} could not be sent.") from error
