"""An earlier plan: readable as it stood when it ended, and nothing to change."""

import pytest
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from tests.factories import client_of
from tests.services.planning import AT, DAY, TODAY, Grove, milestone, planned, update

pytestmark = pytest.mark.django_db


def address(baseline_id: int) -> str:
    return reverse("assessments:baseline-show", args=[baseline_id])


def test_the_current_one_is_the_teams_plan(here: Grove) -> None:
    response = client_of(here.member).get(address(planned(here).pk))
    assert response["Location"] == reverse("assessments:plan-show", args=[here.team.pk])


def test_an_ended_one_is_readable_and_says_so(here: Grove) -> None:
    first = planned(here, title="The first one", at=AT - 30 * DAY)
    planned(here, title="The second one")
    text = client_of(here.lead).get(address(first.pk)).text
    assert "The first one" in text
    assert "An earlier plan, not followed any more." in text
    assert "Practice TRE-1" in text
    assert "btn btn-primary" not in text
    assert reverse("assessments:plan-adopt", args=[here.team.pk]) not in text


def test_its_picture_marks_no_day(here: Grove) -> None:
    first = planned(here, at=AT - 30 * DAY)
    update(milestone(first), here.lead, starts=TODAY - 30 * DAY)
    current = client_of(here.lead).get(reverse("assessments:plan-show", args=[here.team.pk])).text
    assert "lanes-today" in current
    planned(here)
    ended = client_of(here.lead).get(address(first.pk)).text
    assert "lanes-picture" in ended
    assert "lanes-today" not in ended


def test_no_exception_can_be_ended_from_there(here: Grove) -> None:
    first = planned(here, at=AT - 30 * DAY)
    planned(here)
    text = client_of(here.manager).get(address(first.pk)).text
    assert reverse("assessments:exception-grant", args=[here.team.pk]) not in text


def test_eight_statements(here: Grove, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    first = planned(here, at=AT - 30 * DAY)
    planned(here)
    client = client_of(here.lead)
    with django_assert_num_queries(8):
        assert client.get(address(first.pk)).status_code == 200
