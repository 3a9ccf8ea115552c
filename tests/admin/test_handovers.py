"""Administrators are told what somebody leaves open, and which page a lead hands it over on."""

from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from assessments.core.workflow import Role
from assessments.models import Membership, Milestone, Unit, User
from tests import factories
from tests.admin.pages import filled, save, url


@pytest.fixture
def otters() -> Unit:
    """A team with an open assessment."""
    otters = factories.team("Otters")
    factories.open_assessment(otters, by=factories.member_of(otters, Role.LEAD))
    return otters


@pytest.fixture
def ben(otters: Unit) -> User:
    """A member who was asked for a dimension."""
    ben = factories.member_of(otters, name="Ben Example")
    factories.assign(otters.assessments.get(), "DAT-STO", ben)
    return ben


def said(otters: Unit) -> str:
    way = reverse("assessments:handover-show", args=[otters.pk])
    return (
        "Ben Example has left Otters and still has 1 open there. "
        f"Tell a lead of Otters, who hands that over here: {settings.BASE_URL}{way}"
    )


def taken_away(client: Client, address: str, user: User) -> Any:
    """Take the person's role away on the page of the person or of the unit."""
    sent = filled(client.get(address))
    (row,) = (name.rsplit("-", 1)[0] for name, value in sent.items() if name.endswith("-id") and value == _row_of(user))
    return client.post(address, sent | {f"{row}-DELETE": "on"}, follow=True)


def _row_of(user: User) -> int:
    return Membership.objects.get(user=user).pk


@pytest.mark.parametrize("page", ["user", "unit"])
def test_a_role_that_is_taken_away(client: Client, otters: Unit, ben: User, page: str) -> None:
    address = url(page, "change", ben.pk if page == "user" else otters.pk)
    response = taken_away(client, address, ben)
    assert said(otters) in response.text
    assert not Membership.objects.filter(user=ben).exists()


def test_access_that_is_ended(client: Client, otters: Unit, ben: User) -> None:
    sent = {"action": "end_access", "_selected_action": [ben.pk]}
    response = client.post(url("user", "changelist"), sent, follow=True)
    assert said(otters) in response.text


def test_access_that_is_taken_away_on_the_page_of_the_person(client: Client, otters: Unit, ben: User) -> None:
    save(client, url("user", "change", ben.pk), is_active=None)
    assert said(otters) in client.get(url("user", "changelist")).text


def test_nothing_is_said_where_nothing_is_left_open(client: Client, otters: Unit, ben: User) -> None:
    save(client, url("user", "change", ben.pk), name="Ben Renamed")
    assert "has left" not in client.get(url("user", "changelist")).text
    assert Milestone.objects.count() == 0
    otters.assessments.update(state="discarded")
    assert "has left" not in taken_away(client, url("unit", "change", otters.pk), ben).text
