"""Removing a kept scenario."""

import pytest
from django.urls import reverse

from assessments.models import Baseline, Scenario
from tests.factories import Organisation, client_of
from tests.views.outcomes import body

pytestmark = pytest.mark.django_db


def url(scenario: Scenario) -> str:
    return reverse("assessments:scenario-remove", args=[scenario.pk])


def test_it_is_gone_and_the_adopted_plan_stays(organisation: Organisation) -> None:
    scenario, plans = organisation.plans.scenario, Baseline.objects.count()
    response = client_of(organisation.manager).post(url(scenario), follow=True)
    assert response.redirect_chain == [(f"/teams/{organisation.team.pk}/scenarios/", 302)]
    assert f"“{scenario.name}” is removed." in response.text
    assert not Scenario.objects.filter(id=scenario.pk).exists()
    assert Scenario.objects.filter(id=organisation.plans_elsewhere.scenario.pk).exists()
    assert Baseline.objects.count() == plans


def test_a_second_time_it_is_missing(organisation: Organisation) -> None:
    client = client_of(organisation.lead)
    assert client.post(url(organisation.plans.scenario)).status_code == 302
    assert client.post(url(organisation.plans.scenario)).status_code == 404


def test_who_may(organisation: Organisation) -> None:
    scenario = organisation.plans.scenario
    assert client_of(organisation.member).post(url(scenario)).status_code == 403
    for user in (organisation.stranger, organisation.manager_elsewhere, organisation.administrator):
        foreign = client_of(user).post(url(scenario))
        assert (foreign.status_code, body(foreign)) == (404, body(client_of(user).post("/scenarios/999999/remove/")))
    assert client_of(organisation.lead).get(url(scenario)).status_code == 405
    assert Scenario.objects.filter(id=scenario.pk).exists()
