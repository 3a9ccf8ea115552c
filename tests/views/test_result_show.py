"""An older result, as of its own day."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from tests.factories import Organisation, client_of
from tests.views.outcomes import body, led_team, result_of

pytestmark = pytest.mark.django_db
NOW = timezone.now()


def url(result_id: int) -> str:
    return reverse("assessments:result-show", args=[result_id])


def test_older_result_is_marked_and_seen_as_of_its_day() -> None:
    unit, lead = led_team()
    made = NOW - timedelta(days=500)
    old = result_of(unit, lead, at=made)
    result_of(unit, lead, level=1)
    text = client_of(lead).get(url(old.pk)).text
    assert f"Result of {made.day} {made:%B %Y}, not in force." in text
    assert "On that day MLOps was in place, so ModelOps and AIOps could be built." in text
    assert "Why the gates to ModelOps and AIOps were open" in text
    assert "MLOps is in place" not in text
    assert "The roadmap shows" not in text
    assert "The evidence for MLOps" not in text
    assert "btn-primary" not in text


@pytest.mark.parametrize(
    ("left", "finding"),
    [
        ({"weak": ("MLO-MON-01",)}, "One foundation stood below level 2."),
        ({"but": ("MLO-MON-01",)}, "One answer was missing that would have decided; ModelOps and AIOps waited."),
        ({"unshown": ("MLO-MON-01",)}, "On that day MLOps was in place, but only provisionally."),
    ],
)
def test_older_finding_speaks_of_its_day(left: dict[str, Any], finding: str) -> None:
    unit, lead = led_team()
    old = result_of(unit, lead, at=NOW - timedelta(days=20), **left)
    result_of(unit, lead)
    assert finding in client_of(lead).get(url(old.pk)).text


def test_result_in_force_is_the_team_s_page() -> None:
    unit, lead = led_team()
    result = result_of(unit, lead)
    response = client_of(lead).get(url(result.pk))
    assert response.headers["Location"] == reverse("assessments:team-show", args=[unit.pk])


def test_method_and_strangers(organisation: Organisation) -> None:
    assert client_of(organisation.lead).post(url(organisation.result.pk)).status_code == 405
    for user in (
        organisation.stranger,
        organisation.lead_elsewhere,
        organisation.manager_elsewhere,
        organisation.removed,
    ):
        foreign = client_of(user).get(url(organisation.result.pk))
        assert (foreign.status_code, body(foreign)) == (404, body(client_of(user).get(url(999999))))
    assert client_of(organisation.manager).get(url(organisation.result.pk)).status_code == 302


def test_statements(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    unit, lead = led_team()
    for days in (30, 20, 10):
        old = result_of(unit, lead, at=NOW - timedelta(days=days))
    result_of(unit, lead)
    client = client_of(lead)
    with django_assert_num_queries(4):
        client.get(url(old.pk))
