"""The plan that a team follows, as far as planning anew needs it."""

import pytest
from pytest_django import DjangoAssertNumQueries

from assessments.core.scenario import standard
from assessments.queries.adopted import adopted_plan
from assessments.queries.plans import plan_of
from tests.factories import Organisation, adopt, promise, team

pytestmark = pytest.mark.django_db


def test_it_is_the_current_one_with_its_milestones(organisation: Organisation) -> None:
    unit, stored = organisation.team, plan_of(organisation.team.pk)
    found = adopted_plan(unit.pk)
    assert found
    assert stored
    assert (found.id, found.title, found.parameters) == (stored.id, stored.title, stored.parameters)
    assert found.milestones == stored.milestones
    assert found.result_id == organisation.result.pk


def test_an_ended_one_and_another_teams_are_not_it(organisation: Organisation) -> None:
    start = standard(organisation.plans.baseline.adopted_at.date()).start
    newer = adopt(organisation.result, [promise("DAT-PIP-01", quarter=start)], by=organisation.lead, title="Newer")
    found = adopted_plan(organisation.team.pk)
    assert found
    assert (found.id, len(found.milestones)) == (newer.pk, 1)


def test_a_team_without_plan_has_none() -> None:
    assert adopted_plan(team().pk) is None


def test_one_statement_whatever_its_size(
    organisation: Organisation, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    start = standard(organisation.plans.baseline.adopted_at.date()).start
    for codes in (("DAT-PIP-01",), ("DAT-PIP-01", "DAT-PIP-02", "MLO-MON-01")):
        promises = [promise(code, quarter=start) for code in codes]
        adopt(organisation.result, promises, by=organisation.lead)
        with django_assert_num_queries(1):
            adopted_plan(organisation.team.pk)
