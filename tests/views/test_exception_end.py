"""A manager ends an exception before its time."""

from typing import Any

import pytest
from django.urls import reverse

from assessments.models import GateException, User
from tests.factories import client_of, grant
from tests.services.planning import Grove

pytestmark = pytest.mark.django_db


@pytest.fixture
def exception(here: Grove) -> GateException:
    return grant(here.team, by=here.manager, gate=("tree", "fruit"))


def end(user: User, exception: GateException) -> Any:
    return client_of(user).post(reverse("assessments:exception-end", args=[exception.pk]), follow=True)


def test_it_ends_and_the_plan_shows_it_no_more(here: Grove, exception: GateException) -> None:
    page = end(here.manager, exception)
    exception.refresh_from_db()
    assert exception.ended_by == here.manager
    assert page.redirect_chain == [(reverse("assessments:plan-show", args=[here.team.pk]), 302)]
    assert "The exception is ended." in page.text
    assert "Exception:" not in page.text


def test_ending_it_twice_is_told(here: Grove, exception: GateException) -> None:
    end(here.manager, exception)
    assert "The exception had ended already." in end(here.manager, exception).text


@pytest.mark.parametrize("who", ["lead", "member"])
def test_nobody_else_may(here: Grove, exception: GateException, who: str) -> None:
    assert end(getattr(here, who), exception).status_code == 403
    exception.refresh_from_db()
    assert exception.ended_at is None
