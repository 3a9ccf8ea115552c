"""The done steps of a team's current plan, as they come along with its assessment."""

from datetime import date

import pytest
from pytest_django import DjangoAssertNumQueries

from assessments.core.plans.milestones import MilestoneState
from assessments.models import Assessment, Milestone
from assessments.queries.done_steps import DoneStep, done_steps, done_steps_of
from tests.factories import adopt, open_assessment, promise
from tests.services.planning import FIRST, Grove, grove, planned

DAY = date(2026, 5, 31)


@pytest.fixture
def here(db: None) -> Grove:
    return grove()


def read_along(here: Grove) -> object:
    """What the loader of an assessment reads."""
    assessment = Assessment.objects.filter(unit=here.team).order_by("-id")[:1]
    return assessment.annotate(rows=done_steps_of("unit")).values_list("rows", flat=True).get()


def test_the_highest_step_of_each_practice_counts() -> None:
    rows = [("TRE-1", 3, "2026-05-31"), ("TRE-1", 2, "2026-06-30"), ("SOI-1", 1, "2026-01-31")]
    assert done_steps(rows) == {"TRE-1": DoneStep(3, DAY), "SOI-1": DoneStep(1, date(2026, 1, 31))}
    assert done_steps(None) == {}


def test_done_steps_of_the_current_plan_come_along(
    here: Grove, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    open_assessment(here.team, by=here.lead)
    assert read_along(here) is None
    steps = [promise("TRE-1", quarter=FIRST), promise("FRU-1", quarter=FIRST), promise("SOI-1", quarter=FIRST)]
    plan = adopt(here.result, steps, by=here.lead)
    assert read_along(here) is None
    done = Milestone.objects.filter(baseline=plan, practice__in=("TRE-1", "FRU-1"))
    done.update(state=MilestoneState.DONE.value, done_on=DAY)
    with django_assert_num_queries(1):
        rows = read_along(here)
    assert done_steps(rows) == {"TRE-1": DoneStep(2, DAY), "FRU-1": DoneStep(2, DAY)}  # type: ignore[arg-type]


def test_plans_that_ended_say_nothing(here: Grove) -> None:
    open_assessment(here.team, by=here.lead)
    Milestone.objects.filter(baseline=planned(here)).update(state=MilestoneState.DONE.value, done_on=DAY)
    assert read_along(here)
    planned(here)
    assert read_along(here) is None
