"""Whose open work there is in a unit, who has left it, and what they left behind."""

import pytest
from pytest_django import DjangoAssertNumQueries

from assessments.core.plans.milestones import MilestoneState
from assessments.core.plans.plan_entries import Owner
from assessments.core.workflow import Role, Standing
from assessments.models import Assessment, Membership, Milestone, Unit, User
from assessments.queries.catalogs import published
from assessments.queries.handovers import LeftIn, left_behind, left_by, open_work, with_left_behind
from tests.factories import answer, assign, join, member_of, open_assessment, unit
from tests.services.planning import Grove, grove, milestone, planned, update

pytestmark = pytest.mark.django_db


@pytest.fixture
def assessment(here: Grove) -> Assessment:
    return open_assessment(here.team, by=here.lead, catalog=published(here.result.catalog_version_id))


@pytest.fixture
def ben(here: Grove, assessment: Assessment) -> User:
    """A member with two dimensions, one of them half answered, and two milestones."""
    ben = member_of(here.team, name="Ben")
    planned(here, owners={"engineer": Owner(id=ben.pk)})
    for code in ("SOIL", "TREE"):
        assign(assessment, code, ben)
    answer(assessment, ["SOI-1"], ben)
    return ben


def found(here: Grove, role: Role = Role.LEAD) -> list[tuple[str, int, int]]:
    """Who has left the team and what is still open, as somebody in this role is told."""
    row = with_left_behind(Unit.objects.filter(id=here.team.pk)).get()
    row.standing = Standing(frozenset({role}))
    return [(one.name, one.questions, one.milestones) for one in left_behind(row)]


def test_what_everybody_has_open(here: Grove, assessment: Assessment, ben: User) -> None:
    assign(assessment, "SOIL", here.lead)
    answer(assessment, ["SOI-1", "SOI-2"], here.lead)
    work = open_work(here.team.pk, with_questions=True)
    (one,) = work.work
    assert (one.name, one.has_left, one.count) == ("Ben", False, 4)
    assert [(line.dimension, line.open) for line in one.questions] == [("Soil at work", 1), ("Tree at work", 3)]
    assert [line.subject for line in one.milestones] == ["“Practice TRE-1”", "the evidence for “Practice TRE-1”"]
    assert [person.name for person in work.others(one)] == ["Lea", "Otto"]


def test_without_questions_managers_can_go_on_with_it_too(here: Grove, ben: User) -> None:
    work = open_work(here.team.pk, with_questions=False)
    (one,) = work.work
    assert (one.questions, one.count) == ((), 2)
    assert [person.name for person in work.others(one)] == ["Lea", "Mona", "Otto"]


def test_who_left_comes_first(here: Grove, assessment: Assessment, ben: User) -> None:
    assign(assessment, "TREE", here.member)
    update(milestone(here.current), here.lead, owner_id=here.manager.pk)
    Membership.objects.filter(user=ben).delete()
    work = open_work(here.team.pk, with_questions=True).work
    assert [(one.name, one.has_left) for one in work] == [("Ben", True), ("Mona", False), ("Otto", False)]


def test_what_was_left_behind_is_told_to_who_may_hand_it_over(here: Grove, ben: User) -> None:
    assert found(here) == []
    Membership.objects.filter(user=ben).delete()
    assert found(here) == [("Ben", 2, 2)]
    assert found(here, Role.MANAGER) == [("Ben", 0, 2)]
    assert found(here, Role.MEMBER) == []


def test_who_may_not_sign_in_has_left_and_so_has_who_only_manages_now(here: Grove, ben: User) -> None:
    User.objects.filter(id=ben.pk).update(is_active=False)
    assert found(here) == [("Ben", 2, 2)]
    User.objects.filter(id=ben.pk).update(is_active=True)
    Membership.objects.filter(user=ben).update(unit=here.team.parent.parent, role=Role.MANAGER.value)
    assert found(here) == [("Ben", 2, 0)]
    Membership.objects.filter(user=ben).update(unit=unit("Elsewhere"))
    assert found(here) == [("Ben", 2, 2)]


def test_what_is_answered_done_or_dropped_is_not_left_behind(here: Grove, assessment: Assessment, ben: User) -> None:
    Membership.objects.filter(user=ben).delete()
    answer(assessment, ["SOI-2", "TRE-1", "TRE-2", "TRE-3"], ben)
    update(milestone(here.current), here.lead, state=MilestoneState.DONE)
    assert found(here) == [("Ben", 0, 1)]
    update(milestone(here.current, 2), here.lead, state=MilestoneState.DROPPED, reason="No money.")
    assert found(here) == []


def test_a_submitted_assessment_and_an_earlier_plan_leave_nothing(here: Grove, ben: User) -> None:
    Membership.objects.filter(user=ben).delete()
    Assessment.objects.update(state="submitted")
    planned(here)
    assert found(here) == []
    assert left_by({ben.pk}) == ()


def test_in_which_units_somebody_left_something(
    here: Grove, ben: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    other = grove()
    join(ben, other.team)
    planned(other, owners={"engineer": Owner(id=ben.pk)})
    assert left_by({ben.pk}) == ()
    Membership.objects.filter(user=ben).delete()
    with django_assert_num_queries(1):
        left = left_by({ben.pk, here.lead.pk})
    assert left == (LeftIn(here.team.pk, "Otters", "Ben", 4), LeftIn(other.team.pk, "Otters", "Ben", 2))
    assert left_by({here.member.pk}) == ()


@pytest.mark.parametrize("more", [0, 2])
def test_queries_whatever_the_number(
    here: Grove, assessment: Assessment, ben: User, more: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(more):
        other = member_of(here.team)
        assign(assessment, "TREE", other)
        Milestone.objects.filter(position=number + 2).update(owner=other)
    with django_assert_num_queries(4):
        assert len(open_work(here.team.pk, with_questions=True).work) == 1 + more
    with django_assert_num_queries(3):
        open_work(here.team.pk, with_questions=False)
    Membership.objects.all().delete()
    with django_assert_num_queries(1):
        assert len(found(here)) == 1 + more
