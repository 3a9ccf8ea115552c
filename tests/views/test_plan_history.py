"""Who changed what about a team's plans, newest first, fifty to a page."""

import pytest
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from assessments.core.plans.milestones import MilestoneState
from assessments.models import PlanChange
from tests.factories import client_of, grant
from tests.services.planning import AT, Grove, milestone, planned, update

pytestmark = pytest.mark.django_db


def page(here: Grove, number: int | str = "") -> str:
    response = client_of(here.member).get(
        reverse("assessments:plan-history", args=[here.team.pk]), {"page": str(number)} if number else {}
    )
    assert response.status_code == 200
    return " ".join(response.text.split())


def many(here: Grove, count: int) -> None:
    """As many lines of history more."""
    PlanChange.objects.bulk_create(
        PlanChange(unit=here.team, at=AT, by=here.lead, verb="kept", subject=f"“Wish {number}”")
        for number in range(count)
    )


def test_everything_is_told_in_words(here: Grove) -> None:
    plan = planned(here)
    row = update(milestone(plan, 1), here.lead, state=MilestoneState.DONE)
    grant(here.team, by=here.manager, gate=("tree", "fruit"))
    text = page(here)
    assert "adopted the plan “Spring plan”" in text
    assert "State: Planned → Done" in text
    assert "granted an exception to the gate from Tree to Fruit" in text
    assert reverse("assessments:milestone-show", args=[row.pk]) in text
    assert text.index("granted an exception") < text.index("adopted the plan")


def test_fifty_to_a_page(here: Grove) -> None:
    many(here, 51)
    first, second = page(here), page(here, 2)
    assert first.count("kept the scenario") == 50
    assert "Page 1 of 2" in first
    assert second.count("kept the scenario") == 1
    assert "?page=1" in second
    assert page(here, 99).count("kept the scenario") == 1
    assert page(here, "x").count("kept the scenario") == 50


def test_without_any_change_it_says_what_to_do_next(here: Grove) -> None:
    assert "Nothing has changed yet" in page(here)


@pytest.mark.parametrize("changes", [1, 60])
def test_five_statements_whatever_the_size(
    here: Grove, changes: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    many(here, changes)
    client = client_of(here.member)
    with django_assert_num_queries(5):
        assert client.get(reverse("assessments:plan-history", args=[here.team.pk])).status_code == 200
