"""The history of plans: newest first, in words, by pages."""

import pytest
from pytest_django import DjangoAssertNumQueries

from assessments.core.calendar import day_words
from assessments.core.plans.milestones import MilestoneState
from assessments.models import PlanChange
from assessments.queries import plan_history as queries
from tests.factories import grant
from tests.services.planning import AT, DAY, TODAY, Grove, grove, milestone, planned, update

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("changes", [1, 5])
def test_the_history_of_a_team_takes_two_statements(
    here: Grove, changes: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    row = milestone(planned(here))
    for _ in range(changes):
        row = update(row, here.lead, due=row.due + DAY)
    with django_assert_num_queries(2):
        found = queries.plan_history(here.team.pk, 1)
    assert (found.page, found.pages, len(found.changes)) == (1, 1, changes + 1)


def test_it_is_told_in_words_newest_first(here: Grove) -> None:
    plan = planned(here)
    row = milestone(plan)
    due = row.due
    update(row, here.manager, state=MilestoneState.IN_PROGRESS, due=due + DAY)
    grant(here.team, by=here.manager, gate=("tree", "fruit"), days=1, at=AT)
    granted, changed, adopted = queries.plan_history(here.team.pk, 1).changes
    assert (adopted.by, adopted.did, adopted.baseline_id, adopted.milestone_id) == (
        "Lea",
        "adopted the plan “Spring plan”",
        plan.pk,
        None,
    )
    assert adopted.lines == ("Milestones: 3", "Note: As agreed.")
    assert (changed.by, changed.at, changed.did) == ("Mona", AT, "changed “Practice TRE-1”, level 2")
    assert (changed.baseline_id, changed.milestone_id) == (plan.pk, row.pk)
    assert changed.lines == (
        "State: Planned → In progress",
        f"Due: {day_words(due)} → {day_words(due + DAY)}",
        f"Begun on: {day_words(TODAY)}",
    )
    assert (granted.did, granted.baseline_id) == ("granted an exception to the gate from Tree to Fruit", None)
    assert granted.lines[0] == "Reason: A pilot is due."


@pytest.mark.parametrize(("page", "shown", "number"), [(1, 50, 1), (2, 2, 2), (3, 2, 2), (0, 50, 1), (-1, 50, 1)])
def test_it_comes_in_pages(here: Grove, page: int, shown: int, number: int) -> None:
    PlanChange.objects.bulk_create(
        PlanChange(unit=here.team, at=AT, by=here.lead, verb="kept", subject=f"“{number}”") for number in range(52)
    )
    found = queries.plan_history(here.team.pk, page)
    assert (found.page, found.pages, len(found.changes)) == (number, 2, shown)


def test_of_another_team_nothing_is_told(here: Grove) -> None:
    planned(grove())
    assert queries.plan_history(here.team.pk, 1).changes == ()


@pytest.mark.parametrize("changes", [0, 3])
def test_the_history_of_one_milestone_takes_one(
    here: Grove, changes: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    plan = planned(here)
    row, other = milestone(plan), milestone(plan, 2)
    update(other, here.lead, owner_name="Somebody")
    for _ in range(changes):
        row = update(row, here.lead, due=row.due + DAY)
    with django_assert_num_queries(1):
        found = queries.milestone_history(row.pk)
    assert [one.did for one in found] == ["changed “Practice TRE-1”, level 2"] * changes
