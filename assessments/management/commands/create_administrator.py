"""`manage.py create_administrator`: the first administrator outside the demonstration."""

import sys
from argparse import ArgumentParser
from collections.abc import Callable, Iterator
from getpass import getpass
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.core.management.base import BaseCommand, CommandError

from assessments.models import User
from assessments.services.people import EmailTaken, create_person


class Command(BaseCommand):
    help = "Creates an administrator, who may edit questions, units and people; asks for what is not given."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--email", help="the address to sign in with")
        parser.add_argument("--name", help="how the person is called on pages")
        parser.add_argument(
            "--password-stdin", action="store_true", help="read the password from the first line of standard input"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        email = options["email"] or _asked("E-mail address: ")
        name = options["name"] or _asked("Name: ")
        person = User(email=email.strip().lower(), name=name.strip(), work_role=User.WorkRole.OTHER)
        _check(lambda: person.full_clean(exclude={"password"}))
        password = _read_password() if options["password_stdin"] else _asked_password()
        _check(lambda: validate_password(password, person))
        try:
            create_person(
                email=person.email, name=person.name, work_role=person.work_role, password=password, administrator=True
            )
        except EmailTaken as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{person.name} may now sign in as {person.email} and administer the site.")


def _asked(prompt: str) -> str:
    try:
        return input(prompt)
    except EOFError as error:
        raise CommandError("Nobody answered; give --email, --name and --password-stdin instead.") from error


def _read_password() -> str:
    return sys.stdin.readline().rstrip("\r\n")


def _asked_password() -> str:
    password = getpass("Password: ")
    if password != getpass("Password once more: "):
        raise CommandError("The two passwords differ.")
    return password


def _check(validate: Callable[[], None]) -> None:
    try:
        validate()
    except ValidationError as error:
        raise CommandError("\n".join(dict.fromkeys(_messages(error)))) from error


def _messages(error: ValidationError) -> Iterator[str]:
    if not hasattr(error, "error_dict"):
        yield from error.messages
        return
    for field, messages in error.message_dict.items():
        yield from (message if field == NON_FIELD_ERRORS else f"{field}: {message}" for message in messages)
