"""Plans as the core follows them, in a fixed number of statements."""

from datetime import timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from pytest_django import DjangoAssertNumQueries

from assessments.core.agreement import from_json
from assessments.core.plans.milestones import MilestoneState
from assessments.core.plans.plan_entries import Owner
from assessments.models import Baseline, Milestone
from assessments.queries.plans import (
    all_exceptions,
    earlier_plans,
    gate_exceptions,
    kept_scenarios,
    plan,
    plan_of,
)
from assessments.services.gate_exceptions import end
from assessments.services.milestones import add_note
from assessments.services.scenarios import keep_scenario
from tests.factories import adopt, grant, promise
from tests.services.acts import LATER
from tests.services.planning import AT, DAY, FIRST, TODAY, Grove, milestone, planned, update

pytestmark = pytest.mark.django_db
GATE = ("tree", "fruit")


class TestPlans:
    @pytest.mark.parametrize("size", [1, 3])
    def test_a_plan_takes_three_statements(
        self, here: Grove, size: int, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        promises = [promise("SOI-1", level, quarter=FIRST.plus(level)) for level in range(1, size + 1)]
        baseline = adopt(here.result, promises, by=here.lead, owners={"engineer": Owner(id=here.member.pk)}, at=AT)
        for row in baseline.milestones.all():
            add_note(milestone_id=row.pk, by=here.lead, text="Soon.", link="", at=AT)
        with django_assert_num_queries(3):
            found = plan_of(here.team.pk)
        with django_assert_num_queries(3):
            assert plan(baseline.pk) == found
        assert found is not None
        assert len(found.milestones) == len(found.facts) == size
        assert {facts.owner for facts in found.facts.values()} == {"Otto"}

    def test_a_team_without_one_takes_one(self, here: Grove, django_assert_num_queries: DjangoAssertNumQueries) -> None:
        with django_assert_num_queries(1):
            assert plan_of(here.team.pk) is None
        with pytest.raises(Baseline.DoesNotExist):
            plan(0)

    def test_all_that_is_stored_is_there(self, here: Grove) -> None:
        baseline = planned(here, owners={"gardener": Owner(name="The garden office")})
        first = update(milestone(baseline), here.lead, owner_id=here.member.pk, due=FIRST.last_day + DAY)
        add_note(milestone_id=first.pk, by=here.lead, text="Soon.", link="https://example.org/", at=AT)
        add_note(milestone_id=first.pk, by=here.manager, text="Sooner.", link="", at=LATER)
        found = plan_of(here.team.pk)
        assert found is not None
        assert (found.id, found.unit_id, found.title, found.note) == (
            baseline.pk,
            here.team.pk,
            "Spring plan",
            "As agreed.",
        )
        assert (found.adopted_by, found.adopted_at, found.adopted_on, found.is_current) == ("Lea", AT, TODAY, True)
        assert (found.result.id, found.catalog, found.settled) == (
            here.result.pk,
            found.result.published.catalog,
            from_json(here.result.inputs),
        )
        assert (found.parameters[0], found.scenario.start) == (("start", FIRST.code), FIRST)
        assert [one.key for one in found.milestones] == [("TRE-1", 2, ""), ("TRE-1", 2, "G5"), ("FRU-1", 2, "")]
        value, facts = found.milestones[0], found.facts[first.pk]
        assert (value.effort, value.state, value.position) == (Fraction(5, 2), MilestoneState.PLANNED, 1)
        assert (value.baseline_due, value.due) == (FIRST.last_day, FIRST.last_day + DAY)
        assert (facts.owner, facts.owner_id, facts.owner_role) == ("Otto", here.member.pk, "engineer")
        assert facts.because == ("TRE-1 is needed.",)
        assert [(note.author, note.at, note.text, note.link) for note in facts.notes] == [
            ("Lea", AT, "Soon.", "https://example.org/"),
            ("Mona", LATER, "Sooner.", ""),
        ]
        last = found.facts[milestone(baseline, 3).pk]
        assert (last.owner, last.owner_id) == ("The garden office", None)

    def test_an_ended_plan_is_read_by_its_id(self, here: Grove) -> None:
        before, current = planned(here, title="Winter plan"), planned(here, at=LATER)
        found, newest = plan(before.pk), plan_of(here.team.pk)
        assert (found.title, found.ended_at, found.is_current) == ("Winter plan", LATER, False)
        assert newest is not None
        assert (newest.id, newest.replaces_id) == (current.pk, before.pk)
        assert [(one.id, one.title, one.ended_at) for one in earlier_plans(here.team.pk)] == [
            (before.pk, "Winter plan", LATER)
        ]

    def test_every_effort_that_a_catalog_can_ask_for_is_stored_exactly(self, here: Grove) -> None:
        weeks = Decimal("999.99") * Decimal("999.99")
        row = milestone(planned(here))
        row.effort = weeks
        row.save()
        found = plan_of(here.team.pk)
        assert found is not None
        assert found.milestones[0].effort == Fraction(weeks)


@pytest.mark.parametrize("number", [1, 3])
def test_kept_scenarios_by_name(here: Grove, number: int, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    for name in ("c", "b", "a")[:number]:
        keep_scenario(unit=here.team, by=here.lead, name=name, parameters=[("start", "2027-Q1")], at=AT)
    with django_assert_num_queries(1):
        found = kept_scenarios(here.team.pk)
    assert [one.name for one in found] == sorted(("c", "b", "a")[:number])
    assert {(one.parameters, one.kept_by, one.kept_at) for one in found} == {((("start", "2027-Q1"),), "Lea", AT)}


class TestExceptions:
    def test_those_that_hold_and_those_to_come(
        self, here: Grove, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        row = grant(here.team, by=here.manager, gate=GATE, days=10, at=AT)
        with django_assert_num_queries(1):
            (found,) = gate_exceptions(here.team.pk, TODAY + 10 * DAY)
        assert (found.before, found.after, found.since, found.until) == (*GATE, TODAY, TODAY + 10 * DAY)
        assert (found.approver, found.reason) == ("Mona", "A pilot is due.")
        assert gate_exceptions(here.team.pk, TODAY - DAY) == (found,)
        assert gate_exceptions(here.team.pk, TODAY + 11 * DAY) == ()
        end(exception=row, by=here.manager, at=AT)
        assert gate_exceptions(here.team.pk, TODAY) == ()

    def test_all_of_them_with_how_they_ended(
        self, here: Grove, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        first = grant(here.team, by=here.manager, gate=GATE, at=AT - timedelta(days=200))
        second = grant(here.team, by=here.manager, gate=GATE, at=AT)
        end(exception=second, by=here.manager, at=LATER)
        with django_assert_num_queries(1):
            found = all_exceptions(here.team.pk)
        assert [(one.id, one.ended_at, one.ended_by) for one in found] == [
            (second.pk, LATER, "Mona"),
            (first.pk, None, ""),
        ]
        assert found[1].value.approver == "Mona"


def test_what_is_stored_of_a_plan_never_needs_its_people(here: Grove) -> None:
    """Whoever left the team, or may not sign in any more, stays by name."""
    row = update(milestone(planned(here)), here.lead, owner_id=here.member.pk)
    here.member.memberships.all().delete()
    here.member.is_active = False
    here.member.save()
    found = plan_of(here.team.pk)
    assert found is not None
    assert found.facts[row.pk].owner == "Otto"
    assert Milestone.objects.filter(owner=here.member).exists()
