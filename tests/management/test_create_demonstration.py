"""The demonstration is created only on an empty database, and only on this machine."""

import pytest
from django.core.management import CommandError
from django.test import override_settings

from assessments.models import Membership, Unit, User
from tests import factories
from tests.management.demonstrating import created, passwords

pytestmark = pytest.mark.django_db


def test_nothing_is_created_where_there_is_a_person_or_a_unit() -> None:
    person = factories.person()
    assert "stay as they are" in created()
    User.objects.filter(pk=person.pk).delete()
    factories.unit("Somebody's own")
    assert "stay as they are" in created()
    assert (Unit.objects.count(), User.objects.count()) == (1, 0)


@pytest.mark.parametrize(("backend", "printed"), [("console", True), ("smtp", False)])
def test_a_second_run_says_the_way_to_a_lost_password(backend: str, printed: bool) -> None:
    factories.person()
    with override_settings(EMAIL_BACKEND=f"django.core.mail.backends.{backend}.EmailBackend"):
        told = created()
    assert "Choose “Forgot your password?” on the sign-in page" in told
    assert ("printed on the console of the server" in told) is printed


@pytest.mark.parametrize("hosts", [["example.org"], ["localhost", "maturity.example.org"], ["*"], [".example.org"]])
def test_it_refuses_where_others_can_come(hosts: list[str]) -> None:
    with pytest.raises(CommandError, match="this machine only"):
        created(hosts=hosts)
    assert not User.objects.exists()


def test_it_asks_for_questions_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assessments.management.commands.create_demonstration.newest_published_id", lambda: None)
    with pytest.raises(CommandError, match="load_catalog"):
        created()
    assert not User.objects.exists()


def test_passwords_are_new_on_each_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assessments.management.commands.create_demonstration.TEAMS", ())
    first = passwords(created())
    Membership.objects.all().delete()
    User.objects.all().delete()
    Unit.objects.filter(is_team=True).delete()
    Unit.objects.all().delete()
    second = passwords(created())
    assert first.keys() == second.keys()
    assert not set(first.values()) & set(second.values())
    assert len(set(second.values())) == 5
