"""A manager allows planning before a gate opens, for a stated time."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from assessments.core.calendar import day_words
from assessments.models import GateException, User
from tests.factories import Organisation, client_of, grant
from tests.services.planning import TODAY, Grove
from tests.views.outcomes import led_team, manager_above

pytestmark = pytest.mark.django_db
UNTIL = TODAY + timedelta(days=60)


def address(here: Grove) -> str:
    return reverse("assessments:exception-grant", args=[here.team.pk])


def send(user: User, here: Grove, *, follow: bool = False, **more: Any) -> Any:
    sent = {"gate": "tree>fruit", "until": UNTIL.isoformat(), "reason": "A pilot is due.", **more}
    return client_of(user).post(address(here), sent, follow=follow)


def test_a_manager_grants_one_and_the_plan_says_so(here: Grove) -> None:
    asked = client_of(here.manager).get(address(here)).text
    assert "Tree before Fruit" in asked
    assert asked.count("btn btn-primary") == 1
    page = send(here.manager, here, follow=True)
    assert page.redirect_chain == [(reverse("assessments:plan-show", args=[here.team.pk]), 302)]
    granted = GateException.objects.get()
    assert (granted.before, granted.after, granted.since, granted.until) == ("tree", "fruit", TODAY, UNTIL)
    assert (granted.approver, granted.reason) == (here.manager, "A pilot is due.")
    assert f"Planning is allowed until {day_words(UNTIL)}. The gate stays shut." in page.text
    assert "A pilot is due." in page.text


@pytest.mark.parametrize("who", ["lead", "member"])
def test_nobody_else_may(here: Grove, who: str) -> None:
    user = getattr(here, who)
    assert client_of(user).get(address(here)).status_code == 403
    assert send(user, here).status_code == 403
    assert not GateException.objects.exists()


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ({"gate": ""}, "Choose one of the gates."),
        ({"gate": "fruit>tree"}, "Choose one of the gates."),
        ({"until": "soon"}, "Give a date."),
        ({"until": (TODAY - timedelta(days=1)).isoformat()}, "It cannot end before today."),
        ({"until": "9999-12-31"}, "It ends within 2 years"),
        ({"reason": " "}, "Say why it is allowed."),
        ({"reason": "x" * 4001}, "at most 4000 characters"),
    ],
)
def test_bad_input_is_told_and_grants_nothing(here: Grove, more: dict[str, Any], message: str) -> None:
    response = send(here.manager, here, **more)
    assert response.status_code == 400
    assert message in response.text
    assert not GateException.objects.exists()


def test_one_at_a_time(here: Grove) -> None:
    present = grant(here.team, by=here.manager, gate=("tree", "fruit"))
    response = send(here.manager, here)
    assert response.status_code == 400
    assert f"An exception holds there already, until {day_words(present.until)}." in response.text
    assert GateException.objects.count() == 1


def test_where_no_gate_is_shut_there_is_nothing_to_allow(organisation: Organisation) -> None:
    address = reverse("assessments:exception-grant", args=[organisation.team.pk])
    page = client_of(organisation.manager).get(address)
    assert page.status_code == 200
    assert "No gate is shut" in page.text


def test_without_a_result_there_is_nothing_to_allow() -> None:
    unit, _ = led_team()
    page = client_of(manager_above(unit)).get(reverse("assessments:exception-grant", args=[unit.pk]))
    assert page.status_code == 200
    assert "has no result yet" in page.text


def test_four_statements(here: Grove, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    client = client_of(here.manager)
    with django_assert_num_queries(4):
        assert client.get(address(here)).status_code == 200
