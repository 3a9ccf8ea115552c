"""Open work goes to somebody else in one step; answers stay whose they are, and the plan's history tells."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from assessments.core.plans.milestones import MilestoneState
from assessments.core.plans.plan_entries import InvalidEntry, Owner
from assessments.core.workflow import Role
from assessments.models import Assessment, Assignment, Membership, Milestone, PlanChange, Response, User
from assessments.queries.catalogs import published
from assessments.queries.held import NotAnswerable
from assessments.services.handovers import hand_over
from tests.factories import adopt, answer, assign, join, member_of, open_assessment, person
from tests.services.acts import statements, submit_as
from tests.services.concurrency import ONLY_ON_POSTGRESQL, PATIENCE, held
from tests.services.planning import AT, DAY, TODAY, Grove, grove, milestone, planned, promises, told, update

pytestmark = pytest.mark.django_db
DUE = TODAY + timedelta(days=7)


@pytest.fixture
def ben(here: Grove) -> User:
    """A member who owns every milestone of the plan and has answered one of two questions asked of him."""
    ben = member_of(here.team, name="Ben")
    planned(here, owners={role: Owner(id=ben.pk) for role in ("engineer", "gardener")})
    assessment = open_assessment(
        here.team, by=here.lead, catalog=published(here.result.catalog_version_id), title="Next"
    )
    assign(assessment, "SOIL", ben, due=DUE)
    answer(assessment, ["SOI-1"], ben, remark="Ben's.")
    return ben


def open_one(here: Grove) -> Assessment:
    return Assessment.objects.get(unit=here.team, state="open")


def handed(here: Grove, person: User, to: User, by: User) -> int:
    return hand_over(unit_id=here.team.pk, person_id=person.pk, to_id=to.pk, by=by, at=AT)


def asked(here: Grove) -> list[tuple[str, str, Any]]:
    rows = Assignment.objects.filter(assessment=open_one(here)).order_by("dimension__code", "member__name")
    return list(rows.values_list("dimension__code", "member__name", "due"))


def owners(here: Grove) -> list[str]:
    rows = Milestone.objects.filter(baseline__unit=here.team, baseline__ended_at=None).order_by("position")
    return [row.owner.name if row.owner else row.owner_name for row in rows.select_related("owner")]


def test_all_goes_to_another_in_one_step_and_answers_stay(here: Grove, ben: User) -> None:
    Membership.objects.filter(user=ben).delete()
    assert handed(here, ben, here.member, here.lead) == 4
    assert asked(here) == [("SOIL", "Otto", DUE)]
    assert owners(here) == ["Otto", "Otto", "Otto"]
    kept = Response.objects.get(assessment=open_one(here))
    assert (kept.respondent, kept.remark) == (ben, "Ben's.")
    assert handed(here, ben, here.member, here.lead) == 0


def test_the_plans_history_tells_whose_each_milestone_was(here: Grove, ben: User) -> None:
    handed(here, ben, here.member, here.lead)
    row = milestone(here.current)
    assert told(row) == [("changed", "“Practice TRE-1”, level 2", [["owner", "Ben", "Otto"]])]
    change = PlanChange.objects.filter(milestone=row).get()
    assert (change.by, change.at, change.baseline, change.unit) == (here.lead, AT, here.current, here.team)
    assert PlanChange.objects.filter(verb="changed").count() == 3


def test_a_page_that_showed_the_owner_before_is_told(here: Grove, ben: User) -> None:
    before = milestone(here.current)
    handed(here, ben, here.member, here.lead)
    assert milestone(here.current).revision == before.revision + 1


def test_what_is_done_dropped_or_answered_stays(here: Grove, ben: User) -> None:
    first, second, third = (milestone(here.current, position) for position in (1, 2, 3))
    update(first, here.lead, state=MilestoneState.DONE)
    update(second, here.lead, state=MilestoneState.DROPPED, reason="No money.")
    answer(open_one(here), ["SOI-2"], ben)
    assert handed(here, ben, here.member, here.lead) == 1
    assert asked(here) == [("SOIL", "Ben", DUE)]
    assert owners(here) == ["Ben", "Ben", "Otto"]
    assert third.owner == ben


def test_where_the_other_one_was_asked_the_same_that_stays_as_it_is(here: Grove, ben: User) -> None:
    assign(open_one(here), "SOIL", here.member, due=DUE + DAY)
    assign(open_one(here), "TREE", ben, due=DUE)
    assert handed(here, ben, here.member, here.lead) == 5
    assert asked(here) == [("SOIL", "Otto", DUE + DAY), ("TREE", "Otto", DUE)]


def test_a_manager_hands_over_milestones_only(here: Grove, ben: User) -> None:
    assert handed(here, ben, here.manager, here.manager) == 3
    assert asked(here) == [("SOIL", "Ben", DUE)]
    assert owners(here) == ["Mona", "Mona", "Mona"]


def test_questions_go_to_members_and_leads_only(here: Grove, ben: User) -> None:
    with pytest.raises(InvalidEntry) as caught:
        handed(here, ben, here.manager, here.lead)
    assert caught.value.faults == {"to": "Choose a member or a lead: only they can answer the questions."}
    assert (asked(here), owners(here)) == ([("SOIL", "Ben", DUE)], ["Ben"] * 3)


def test_never_to_somebody_outside_or_to_the_same(here: Grove, ben: User) -> None:
    Assignment.objects.all().delete()
    gone = member_of(here.team)
    User.objects.filter(id=gone.pk).update(is_active=False)
    for other in (person(), gone, ben):
        with pytest.raises(InvalidEntry) as caught:
            handed(here, ben, other, here.lead)
        assert list(caught.value.faults) == ["to"]
    assert owners(here) == ["Ben"] * 3


def test_nobody_else_may(here: Grove, ben: User) -> None:
    stranger, administrator = person(), person(administrator=True)
    for by in (here.member, stranger, administrator):
        with pytest.raises(PermissionDenied):
            handed(here, ben, here.member if by is not here.member else here.lead, by)
    assert (asked(here), owners(here)) == ([("SOIL", "Ben", DUE)], ["Ben"] * 3)


def test_nothing_of_other_teams_or_earlier_plans(here: Grove, ben: User) -> None:
    other = grove()
    join(ben, other.team)
    planned(other, owners={"engineer": Owner(id=ben.pk)})
    earlier = here.current
    adopt(here.result, promises(), by=here.lead, at=AT)
    assert handed(here, ben, here.member, here.lead) == 1
    assert set(Milestone.objects.filter(baseline=earlier).values_list("owner__name", flat=True)) == {"Ben"}
    assert owners(other)[:2] == ["Ben", "Ben"]


def test_without_anything_open_nothing_happens(here: Grove) -> None:
    assert handed(here, here.member, here.lead, here.lead) == 0


@pytest.mark.parametrize("more", [0, 1])
def test_statements_whatever_the_number(here: Grove, ben: User, more: int) -> None:
    if more:
        assign(open_one(here), "TREE", ben)
    else:
        Milestone.objects.filter(position=3).update(owner=None)
    assert len(statements(lambda: handed(here, ben, here.member, here.lead))) == 16


class TestRaces:
    pytestmark = ONLY_ON_POSTGRESQL

    def test_nothing_moves_in_an_assessment_that_was_just_submitted(self, here: Grove, ben: User) -> None:
        assessment = open_one(here)

        def second() -> None:
            with pytest.raises(NotAnswerable):
                handed(here, ben, here.member, here.lead)

        with held(lambda: submit_as(assessment, here.lead), second) as refused:
            refused.result(PATIENCE)
        assert owners(here) == ["Ben"] * 3
        assert [one.member for one in Assignment.objects.all()] == [ben]

    def test_a_lead_who_is_one_no_more_hands_nothing_over(self, here: Grove, ben: User) -> None:
        Assignment.objects.all().delete()
        row = milestone(here.current)

        def first() -> None:
            update(row, here.manager, due=row.due + DAY)
            Membership.objects.filter(user=here.lead).update(role=Role.MEMBER.value)

        def second() -> None:
            with pytest.raises(PermissionDenied):
                handed(here, ben, here.member, here.lead)

        with held(first, second) as refused:
            refused.result(PATIENCE)
        assert owners(here) == ["Ben"] * 3
