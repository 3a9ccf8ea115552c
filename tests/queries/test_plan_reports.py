"""A plan as pages and exports print it: as it stands on a day, with its exceptions, against a newer result."""

from datetime import timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from assessments.core.plans.outcomes import Achieved
from assessments.queries.catalogs import published
from assessments.queries.plan_reports import current_exceptions, followed
from assessments.queries.plans import plan
from assessments.services.gate_exceptions import end
from tests.factories import answer, grant, open_assessment, submit
from tests.services.planning import AT, DAY, TODAY, Grove, planned

pytestmark = pytest.mark.django_db


def test_the_head_says_where_a_plan_comes_from(here: Grove) -> None:
    found = followed(plan(planned(here).pk), on=TODAY)
    head = found.report.head
    assert (head.title, head.note, head.adopted_by) == ("Spring plan", "As agreed.", "Lea")
    assert (head.adopted_on, head.result_on) == (TODAY, TODAY)
    assert any("24 person-weeks" in words for words in head.scenario)
    assert found.newer is None
    assert {line.achieved for line in found.report.lines} == {None}


def test_a_newer_result_says_what_was_achieved(here: Grove) -> None:
    baseline = planned(here)
    assessment = open_assessment(here.team, by=here.lead, catalog=published(here.result.catalog_version_id))
    answer(assessment, ["TRE-1"], here.lead, level=2)
    newer = submit(assessment, by=here.lead)
    found = followed(plan(baseline.pk), on=TODAY)
    assert found.newer is not None
    assert found.newer.id == newer.pk
    achieved = {(line.practice.code, line.check): line.achieved for line in found.report.lines}
    assert achieved["TRE-1", ""] is Achieved.ACHIEVED
    assert achieved["FRU-1", ""] is Achieved.NOT_ACHIEVED


def test_an_ended_plan_is_told_as_of_the_day_it_ended(here: Grove) -> None:
    first = planned(here, at=AT - 30 * DAY)
    planned(here, at=AT - 10 * DAY)
    assert followed(plan(first.pk), on=TODAY).report.today == TODAY - 10 * DAY


def test_an_ended_plan_keeps_the_exceptions_that_it_ended_with(here: Grove) -> None:
    first = planned(here, at=AT - 30 * DAY)
    known = grant(here.team, by=here.manager, gate=("tree", "fruit"), at=AT - 20 * DAY)
    planned(here, at=AT - 10 * DAY)
    end(exception=known, by=here.manager, at=AT - 5 * DAY)
    later = grant(here.team, by=here.manager, gate=("tree", "fruit"), at=AT)
    assert [one.id for one in followed(plan(first.pk), on=TODAY).exceptions] == [known.pk]
    assert [one.id for one in current_exceptions(here.team.pk, on=TODAY)] == [later.pk]


def test_exceptions_that_are_over_are_left_out(here: Grove) -> None:
    over = grant(here.team, by=here.manager, gate=("tree", "fruit"), days=5, at=AT - timedelta(days=20))
    ended = grant(here.team, by=here.manager, gate=("tree", "fruit"))
    end(exception=ended, by=here.manager, at=AT)
    holding = grant(here.team, by=here.manager, gate=("tree", "fruit"))
    assert [one.id for one in current_exceptions(here.team.pk, on=TODAY)] == [holding.pk]
    assert [one.id for one in current_exceptions(here.team.pk, on=over.until)] == [holding.pk, over.pk]


def test_two_queries(here: Grove, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    stored = plan(planned(here).pk)
    with django_assert_num_queries(2):
        followed(stored, on=TODAY)
