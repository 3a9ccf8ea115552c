"""The milestones of the current plan as a calendar."""

import pytest
from django.conf import settings
from django.urls import reverse
from icalendar import Calendar
from pytest_django import DjangoAssertNumQueries

from assessments.models import Milestone, Unit
from tests.factories import Organisation, adopt, client_of, promised
from tests.services.planning import AT, Grove, milestone, planned, update
from tests.views.outcomes import body

pytestmark = pytest.mark.django_db


def url(unit: Unit) -> str:
    return reverse("assessments:plan-calendar", args=[unit.pk])


def test_each_milestone_of_the_current_plan_is_an_event(here: Grove) -> None:
    plan = planned(here)
    response = client_of(here.member).get(url(here.team))
    assert response.status_code == 200
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert response["Content-Disposition"].endswith(".ics")
    events = Calendar.from_ical(response.content).walk("VEVENT")
    rows = Milestone.objects.filter(baseline=plan)
    assert {str(one["url"]) for one in events} == {
        f"{settings.BASE_URL}{reverse('assessments:milestone-show', args=[row.pk])}" for row in rows
    }
    assert {one.decoded("dtstart") for one in events} == {row.due for row in rows}


def test_a_changed_date_is_a_changed_event_of_the_same_name(here: Grove) -> None:
    plan = planned(here)
    client = client_of(here.member)
    before = Calendar.from_ical(client.get(url(here.team)).content).walk("VEVENT")[0]
    later = milestone(plan, 1).due.replace(year=2030)
    update(milestone(plan, 1), here.lead, due=later)
    after = Calendar.from_ical(client.get(url(here.team)).content).walk("VEVENT")[0]
    assert before["uid"] == after["uid"]
    assert after.decoded("dtstart") == later


def test_without_a_plan_the_page_of_the_plan_says_what_to_do(here: Grove) -> None:
    response = client_of(here.member).get(url(here.team), follow=True)
    assert response.redirect_chain == [(reverse("assessments:plan-show", args=[here.team.pk]), 302)]
    assert "There is no plan yet." in response.text


def test_method_and_strangers(organisation: Organisation) -> None:
    assert client_of(organisation.lead).post(url(organisation.team)).status_code == 405
    for user in (organisation.stranger, organisation.lead_elsewhere, organisation.removed, organisation.administrator):
        foreign = client_of(user).get(url(organisation.team))
        assert (foreign.status_code, body(foreign)) == (404, body(client_of(user).get("/teams/999999/plan.ics")))


def test_statements_are_as_many_for_few_as_for_many(
    here: Grove, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    promises = promised(here.result)
    for size in (1, len(promises)):
        adopt(here.result, promises[:size], by=here.lead, at=AT)
        client = client_of(here.member)
        with django_assert_num_queries(8):
            client.get(url(here.team))
