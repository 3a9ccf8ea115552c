"""Everybody's own milestones, and the late gates of a manager."""

from dataclasses import replace

import pytest
from django.db.models import F
from pytest_django import DjangoAssertNumQueries

from assessments.core.plans.milestones import MilestoneState
from assessments.core.plans.plan_entries import Owner
from assessments.models import Baseline, Membership, Milestone
from assessments.queries.catalogs import published
from assessments.queries.following import late_gates, own_milestones
from assessments.services.gate_exceptions import end
from tests.factories import adopt, answer, grant, join, open_assessment, promised, submit
from tests.services.planning import AT, DAY, FIRST, TODAY, Grove, grove, milestone, planned, update

pytestmark = pytest.mark.django_db


class TestOwnMilestones:
    @pytest.mark.parametrize("number", [1, 3])
    def test_they_take_one_statement_over_all_teams(
        self, number: int, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        groves = [grove() for _ in range(number)]
        for other in groves[1:]:
            join(groves[0].member, other.team)
        for one in groves:
            planned(one, owners={"engineer": Owner(id=groves[0].member.pk)})
        with django_assert_num_queries(1):
            found = own_milestones(groves[0].member.pk, TODAY)
        assert len(found) == 2 * number

    def test_the_first_due_comes_first_and_late_ones_are_told(self, here: Grove) -> None:
        plan = planned(here, owners={"engineer": Owner(id=here.member.pk)})
        step, evidence = own_milestones(here.member.pk, FIRST.last_day)
        assert (step.unit_id, step.unit_name, step.subject) == (here.team.pk, "Otters", "“Practice TRE-1”")
        assert (step.id, step.milestone.due, step.days_left, step.is_late) == (
            milestone(plan).pk,
            FIRST.last_day,
            0,
            False,
        )
        assert evidence.subject == "the evidence for “Practice TRE-1”"
        assert [one.is_late for one in own_milestones(here.member.pk, FIRST.last_day + DAY)] == [True, False]

    def test_only_what_is_open_in_the_current_plan(self, here: Grove) -> None:
        before = planned(here, owners={"engineer": Owner(id=here.member.pk), "gardener": Owner(id=here.lead.pk)})
        update(milestone(before, 1), here.lead, state=MilestoneState.DONE)
        update(milestone(before, 2), here.lead, state=MilestoneState.DROPPED, reason="No.")
        assert own_milestones(here.member.pk, TODAY) == ()
        assert len(own_milestones(here.lead.pk, TODAY)) == 1
        planned(here)
        assert own_milestones(here.lead.pk, TODAY) == ()

    def test_whoever_left_reads_nothing_of_the_team_any_more(self, here: Grove) -> None:
        planned(here, owners={"engineer": Owner(id=here.member.pk), "gardener": Owner(id=here.manager.pk)})
        assert len(own_milestones(here.member.pk, TODAY)) == 2
        assert len(own_milestones(here.manager.pk, TODAY)) == 1
        Membership.objects.all().delete()
        assert own_milestones(here.member.pk, TODAY) == own_milestones(here.manager.pk, TODAY) == ()


class TestLateGates:
    def test_nothing_slipped_takes_one_statement(
        self, here: Grove, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        from_roadmap(here)
        for day in (TODAY, FIRST.first_day):
            with django_assert_num_queries(1):
                assert late_gates([here.team.pk], day) == ()

    @pytest.mark.parametrize("number", [1, 3])
    def test_late_gates_of_many_teams_take_three(
        self, number: int, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        groves = [grove() for _ in range(number)]
        for one in groves:
            slip(one, from_roadmap(one))
        with django_assert_num_queries(3):
            found = late_gates([one.team.pk for one in groves], TODAY)
        assert [(one.unit_name, one.before, one.after) for one in found] == [("Otters", "Tree", "Fruit")] * number

    def test_it_says_when_and_why(self, here: Grove) -> None:
        plan = from_roadmap(here)
        slip(here, plan)
        (late,) = late_gates([here.team.pk], TODAY)
        assert late.unit_id == here.team.pk
        assert late.now.planned is not None
        assert late.now.now is not None
        assert late.now.now > late.now.planned
        assert "weeks late" in late.now.sentence

    def test_teams_right_below_a_unit_are_meant_too_and_no_others(self, here: Grove) -> None:
        slip(here, from_roadmap(here))
        assert here.team.parent is not None
        assert len(late_gates([here.team.parent.pk], TODAY)) == 1
        assert late_gates([here.team.parent.parent_id or 0], TODAY) == ()
        assert late_gates([], TODAY) == ()

    def test_what_is_past_due_makes_it_late_by_itself(self, here: Grove) -> None:
        from_roadmap(here)
        (late,) = late_gates([here.team.pk], FIRST.plus(20).last_day)
        assert late.now.now is not None

    def test_a_dropped_step_means_that_it_does_not_open(self, here: Grove) -> None:
        row = first_of_tree(from_roadmap(here))
        update(row, here.lead, state=MilestoneState.DROPPED, reason="No money.")
        (late,) = late_gates([here.team.pk], TODAY)
        assert late.now.now is None

    def test_done_after_its_day_is_late_too(self, here: Grove) -> None:
        plan = from_roadmap(here)
        plan.milestones.update(state="done", done_on=FIRST.plus(9).first_day)
        assert len(late_gates([here.team.pk], FIRST.plus(9).last_day)) == 1

    def test_dates_that_were_kept_may_be_late_from_the_start(self, here: Grove) -> None:
        """The step that was put off goes on with its date, and what needs it stays promised before."""
        assessment = open_assessment(here.team, by=here.lead, catalog=published(here.result.catalog_version_id), at=AT)
        answer(assessment, ("SOI-1", "TRE-1", "TRE-3"), here.lead, level=1, at=AT)
        result, key, put_off = submit(assessment, by=here.lead, at=AT), ("SOI-2", 1, ""), FIRST.plus(3)
        anew = promised(result, on=TODAY)
        row = adopt(result, anew, by=here.lead, at=AT).milestones.get(practice="SOI-2", to_level=1)
        update(row, here.lead, starts=put_off.first_day, due=put_off.last_day)
        kept = [replace(one, starts=put_off.first_day, due=put_off.last_day) if one.key == key else one for one in anew]
        plan = adopt(result, kept, by=here.lead, keep={key: row.pk}, at=AT)
        assert not plan.milestones.exclude(due=F("baseline_due")).exists()
        (late,) = late_gates([here.team.pk], TODAY)
        assert late.now.planned is not None
        assert late.now.now is not None
        assert late.now.planned < put_off.first_day < late.now.now

    def test_an_exception_that_was_ended_lets_the_plan_be_looked_at(
        self, here: Grove, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        exception = grant(here.team, by=here.manager, gate=("tree", "fruit"), at=AT)
        from_roadmap(here)
        with django_assert_num_queries(1):
            late_gates([here.team.pk], TODAY)
        end(exception=exception, by=here.manager, at=AT)
        with django_assert_num_queries(3):
            assert late_gates([here.team.pk], TODAY) == ()

    def test_a_slip_that_holds_no_gate_is_none(self, here: Grove) -> None:
        plan = from_roadmap(here)
        row = plan.milestones.filter(practice="FRU-1", gate_check="").first()
        assert row is not None
        update(row, here.lead, due=row.due + 90 * DAY)
        assert late_gates([here.team.pk], TODAY) == ()

    def test_ended_plans_are_over(self, here: Grove) -> None:
        slip(here, from_roadmap(here))
        from_roadmap(here)
        assert late_gates([here.team.pk], TODAY) == ()


def from_roadmap(here: Grove) -> Baseline:
    """The team's roadmap as its plan."""
    return adopt(here.result, promised(here.result, on=TODAY), by=here.lead, at=AT)


def first_of_tree(plan: Baseline) -> Milestone:
    """A step that the gate from tree to fruit needs."""
    row = plan.milestones.filter(practice="TRE-1", to_level=2, gate_check="").first()
    assert row is not None
    return row


def slip(here: Grove, plan: Baseline) -> None:
    """Put off what the gate needs by a year."""
    row = first_of_tree(plan)
    update(row, here.lead, due=row.due + 365 * DAY)
