"""The first administrator is made on the command line."""

import io
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from assessments.management.commands import create_administrator
from assessments.models import User
from assessments.services.people import EmailTaken

pytestmark = pytest.mark.django_db
PASSWORD = "a long way to the harbour"


def run(monkeypatch: pytest.MonkeyPatch, *arguments: str, typed: tuple[str, ...] = (), **options: Any) -> str:
    """Run the command while somebody types these lines, or pipes them in."""
    lines = io.StringIO("".join(f"{line}\n" for line in typed))
    monkeypatch.setattr("sys.stdin", lines)
    monkeypatch.setattr(create_administrator, "getpass", lambda _: lines.readline().rstrip("\n"))
    out = io.StringIO()
    call_command("create_administrator", *arguments, stdout=out, **options)
    return out.getvalue()


def test_it_asks_for_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    out = run(monkeypatch, typed=("Ada@Example.org", "Ada Example", PASSWORD, PASSWORD))
    assert "Ada Example may now sign in as ada@example.org" in out
    ada = User.objects.get(email="ada@example.org")
    assert (ada.is_staff, ada.is_superuser, ada.is_active) == (True, True, True)
    assert ada.check_password(PASSWORD)


def test_it_takes_arguments_and_a_piped_password(monkeypatch: pytest.MonkeyPatch) -> None:
    run(monkeypatch, "--email", "ada@example.org", "--name", "Ada", "--password-stdin", typed=(PASSWORD,))
    assert User.objects.get().check_password(PASSWORD)


@pytest.mark.parametrize(
    ("email", "name", "password", "message"),
    [
        ("ada", "Ada", PASSWORD, "email: Enter a valid email address."),
        ("ada@example.org", "x" * 151, PASSWORD, "name: Ensure this value has at most 150 characters"),
        ("ada@example.org", "   ", PASSWORD, "name: This field cannot be blank."),
        ("ada@example.org", "Ada", "short", "This password is too short."),
        ("ada@example.org", "Ada", "", "This password is too short."),
        ("ada@example.org", "Ada", "918273645546372819", "This password is entirely numeric."),
        ("adalovelace@example.org", "Ada", "adalovelace@example", "too similar"),
    ],
)
def test_what_is_not_right_is_refused(
    monkeypatch: pytest.MonkeyPatch, email: str, name: str, password: str, message: str
) -> None:
    with pytest.raises(CommandError, match=message):
        run(monkeypatch, "--email", email, "--name", name, "--password-stdin", typed=(password,))
    assert not User.objects.exists()


def test_the_two_passwords_must_be_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(CommandError, match="differ"):
        run(monkeypatch, "--email", "ada@example.org", "--name", "Ada", typed=(PASSWORD, PASSWORD + "!"))


def test_a_second_one_with_the_same_address_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    arguments = ("--email", "ada@example.org", "--name", "Ada", "--password-stdin")
    run(monkeypatch, *arguments, typed=(PASSWORD,))
    with pytest.raises(CommandError, match="already exists"):
        run(monkeypatch, *arguments, typed=(PASSWORD,))
    assert User.objects.count() == 1


def test_a_race_for_the_address_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def taken(**_: object) -> int:
        raise EmailTaken("Somebody was quicker.")

    monkeypatch.setattr(create_administrator, "create_person", taken)
    with pytest.raises(CommandError, match="Somebody was quicker"):
        run(monkeypatch, "--email", "ada@example.org", "--name", "Ada", "--password-stdin", typed=(PASSWORD,))


def test_it_does_not_wait_for_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(CommandError, match="Nobody answered"):
        run(monkeypatch)
