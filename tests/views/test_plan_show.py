"""The plan that a team follows: what is late first, then gates, milestones by quarter, and what came before."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from assessments.core.calendar import day_words
from assessments.core.plans.milestones import MilestoneState
from assessments.core.plans.plan_entries import Owner
from assessments.models import Membership, Milestone, User
from assessments.queries.catalogs import published
from tests.factories import adopt, answer, client_of, grant, open_assessment, promised, submit
from tests.services.planning import AT, DAY, Grove, milestone, planned, update
from tests.views.outcomes import led_team

pytestmark = pytest.mark.django_db


def page(user: User, here: Grove, **asked: str) -> str:
    response = client_of(user).get(reverse("assessments:plan-show", args=[here.team.pk]), asked)
    assert response.status_code == 200
    return " ".join(response.text.split())


def whole_plan(here: Grove) -> Any:
    """The roadmap from the result as the team's plan, so that its gate opens in it."""
    return adopt(here.result, promised(here.result), by=here.lead, at=AT)


def test_a_plan_that_goes_as_promised(here: Grove) -> None:
    plan = whole_plan(here)
    text = page(here.member, here)
    count = Milestone.objects.filter(baseline=plan).count()
    assert "<strong>Tree in place:" in text
    assert "as planned" in text
    assert f"0 of {count} milestones done" in text
    assert "Adopted by Lea on" in text
    assert "As agreed." in text
    for row in Milestone.objects.filter(baseline=plan):
        assert reverse("assessments:milestone-show", args=[row.pk]) in text
    assert "is-late" not in text


def test_a_slip_is_the_first_thing_that_is_said(here: Grove) -> None:
    plan = whole_plan(here)
    late = Milestone.objects.filter(baseline=plan, practice="TRE-1", gate_check="").order_by("position").first()
    assert late is not None
    update(late, here.lead, due=late.due + timedelta(days=400))
    text = page(here.member, here)
    assert "57 weeks late" in text
    first = text.split('<p class="lead-sentence">')[1].split("</p>")[0]
    assert "Tree in place: planned" in first
    assert "Practice TRE-1" in first
    assert "All " not in text.split("Milestones</h2>")[0].split("Late</h2>")[1][:200]


def test_only_what_is_asked_for_is_listed(here: Grove) -> None:
    owners = {"engineer": Owner(here.member.pk), "gardener": Owner(name="The guild")}
    plan = planned(here, owners=owners)
    update(milestone(plan, 1), here.lead, due=milestone(plan, 1).due + 30 * DAY)
    update(milestone(plan, 3), here.lead, state=MilestoneState.DONE, despite="It was urgent.")
    first, last = (reverse("assessments:milestone-show", args=[milestone(plan, number).pk]) for number in (1, 3))

    def listed(user: User, show: str) -> tuple[bool, bool]:
        rows = page(user, here, show=show).split('id="milestones"')[1]
        return first in rows, last in rows

    assert listed(here.member, "mine") == (True, False)
    assert listed(here.lead, "mine") == (False, False)
    assert listed(here.lead, "late") == (True, False)
    assert listed(here.lead, "open") == (True, False)
    assert listed(here.lead, "") == (True, True)
    assert listed(here.lead, "nonsense") == (True, True)
    assert "None of these milestones is yours." in page(here.lead, here, show="mine")
    assert "All 3" in page(here.lead, here)
    assert "Late 2" in page(here.lead, here)


def test_a_newer_result_says_what_was_achieved_and_offers_to_plan_anew(here: Grove) -> None:
    planned(here)
    assert "btn btn-primary" not in page(here.lead, here)
    assert "A newer result is in force" not in page(here.lead, here)
    catalog = published(here.result.catalog_version_id)
    assessment = open_assessment(here.team, by=here.lead, catalog=catalog)
    answer(assessment, ["TRE-1"], here.lead, level=2)
    submit(assessment, by=here.lead)
    text = page(here.lead, here)
    assert "Achieved" in text
    assert "Not achieved" in text
    assert "A newer result is in force" in text
    assert "Plan anew: what remains keeps its owner and its dates." in text
    assert "A lead or a manager can plan anew" in page(here.member, here)
    assert text.count("btn btn-primary") == 1
    assert f"{reverse('assessments:plan-adopt', args=[here.team.pk])}?start=" in text


def test_who_only_reads_is_offered_nothing_to_change(here: Grove) -> None:
    planned(here)
    adopting, granting = (
        reverse(f"assessments:{name}", args=[here.team.pk]) for name in ("plan-adopt", "exception-grant")
    )
    assert adopting not in page(here.member, here)
    assert adopting in page(here.lead, here)
    assert granting not in page(here.lead, here)
    assert granting in page(here.manager, here)


def test_exceptions_stand_at_the_gates_and_managers_may_end_them(here: Grove) -> None:
    planned(here)
    exception = grant(here.team, by=here.manager, gate=("tree", "fruit"))
    ending = reverse("assessments:exception-end", args=[exception.pk])
    text = page(here.member, here)
    assert "Exception: planning on Fruit is allowed until" in text
    assert "Mona allowed it on" in text
    assert "A pilot is due." in text
    assert ending not in text
    assert ending in page(here.manager, here)


def test_an_exception_shows_also_where_no_plan_is_followed(here: Grove) -> None:
    exception = grant(here.team, by=here.manager, gate=("tree", "fruit"))
    text = page(here.manager, here)
    assert "Exception: planning on Fruit is allowed until" in text
    assert reverse("assessments:exception-end", args=[exception.pk]) in text


def test_earlier_plans_are_listed(here: Grove) -> None:
    first = planned(here, title="The first one", at=AT - 30 * DAY)
    planned(here)
    text = page(here.member, here)
    assert reverse("assessments:baseline-show", args=[first.pk]) in text
    assert "The first one" in text


def test_what_is_pushed_comes_next_when_it_is_expected(here: Grove) -> None:
    plan = whole_plan(here)
    first = Milestone.objects.get(baseline=plan, practice="TRE-1", gate_check="")
    pushed = Milestone.objects.filter(baseline=plan, practice__startswith="FRU").order_by("position")[0]
    others = Milestone.objects.filter(baseline=plan).exclude(pk__in=[first.pk, pushed.pk])
    others.update(state=MilestoneState.DONE.value, done_on=timezone.localdate())
    later = first.due + timedelta(days=400)
    update(first, here.lead, due=later)
    coming = page(here.member, here).split("<h2>Next</h2>")[1].split("</section>")[0]
    assert f"due {day_words(later)}" in coming
    beside = coming.split(reverse("assessments:milestone-show", args=[pushed.pk]))[1].split("</span>")[0]
    assert "expected" in beside
    assert day_words(pushed.due) not in beside


@pytest.mark.parametrize(("who", "words"), [("lead", "Adopt the roadmap"), ("member", "Your lead or a manager can")])
def test_without_a_plan_it_says_what_to_do_next(here: Grove, who: str, words: str) -> None:
    text = page(getattr(here, who), here)
    assert words in text
    assert reverse("assessments:roadmap-show", args=[here.team.pk]) in text
    assert text.count("btn btn-primary") == 1


def test_the_pages_of_team_and_roadmap_lead_there(here: Grove) -> None:
    planned(here)
    for name in ("team-show", "roadmap-show"):
        text = client_of(here.member).get(reverse(f"assessments:{name}", args=[here.team.pk])).text
        assert f'href="{reverse("assessments:plan-show", args=[here.team.pk])}"' in text


def test_the_team_page_says_to_follow_it_first(here: Grove) -> None:
    team_page, plan_page = (reverse(f"assessments:{name}", args=[here.team.pk]) for name in ("team-show", "plan-show"))
    button = f'<a class="btn btn-primary" href="{plan_page}">Follow the plan</a>'
    assert button not in client_of(here.member).get(team_page).text
    planned(here)
    text = client_of(here.member).get(team_page).text
    assert (text.count(button), text.count(f'href="{plan_page}"'), text.count("btn btn-primary")) == (1, 2, 1)
    assert "See the shortest way" in text


def test_without_a_result_it_leads_to_the_team() -> None:
    unit, lead = led_team()
    text = client_of(lead).get(reverse("assessments:plan-show", args=[unit.pk])).text
    assert "A plan starts from the team’s result" in text


def test_a_gate_that_only_an_assessment_can_open_has_no_quarter(here: Grove) -> None:
    plan = whole_plan(here)
    for row in Milestone.objects.filter(baseline=plan, practice__startswith="TRE"):
        update(row, here.lead, state=MilestoneState.DONE, despite="A pilot.")
    gates = page(here.member, here).split('id="gates"')[1].split("</section>")[0]
    line = next(one for one in gates.split("<li") if "all that it takes is marked done" in one)
    assert "marked done, not shown yet" in line
    assert not re.search(r"Q\d \d{4}", line)


def test_a_dropped_milestone_shuts_its_gate_in_the_plan(here: Grove) -> None:
    plan = whole_plan(here)
    dropped = Milestone.objects.filter(baseline=plan, practice="TRE-1", gate_check="").order_by("-position").first()
    assert dropped is not None
    update(dropped, here.lead, state=MilestoneState.DROPPED, reason="No money.")
    text = page(here.member, here)
    assert "does not open in this plan" in text
    assert "was dropped" in text


@pytest.mark.parametrize("milestones", [1, 3])
@pytest.mark.parametrize(("state", "statements"), [("plan", 9), ("none", 6)])
def test_statements_whatever_the_size(
    here: Grove, milestones: int, state: str, statements: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    if state == "plan":
        adopt(here.result, promised(here.result)[:milestones], by=here.lead, at=timezone.now())
    client = client_of(here.lead)
    client.get(reverse("assessments:plan-show", args=[here.team.pk]))
    with django_assert_num_queries(statements):
        assert client.get(reverse("assessments:plan-show", args=[here.team.pk])).status_code == 200


def test_who_has_left_with_milestones_is_named_to_who_may_hand_them_over(here: Grove) -> None:
    way = reverse("assessments:handover-show", args=[here.team.pk])
    planned(here, owners={"engineer": Owner(id=here.member.pk)})
    assert f'<a href="{way}">Hand over</a>' in page(here.lead, here)
    assert "has left" not in page(here.lead, here)
    Membership.objects.filter(user=here.member).delete()
    assert "<strong>Otto has left</strong> and still has 2 open: milestones." in page(here.manager, here)
    assert f'<a href="{way}">Hand over<span' in page(here.lead, here)
