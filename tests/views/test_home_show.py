"""The first page: my teams, and what each needs next."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from assessments.core.plans.milestones import MilestoneState
from assessments.core.plans.plan_entries import Owner
from assessments.core.workflow import Role
from assessments.models import Milestone
from tests.browsing import read
from tests.factories import (
    Organisation,
    adopt,
    answer,
    client_of,
    join,
    member_of,
    open_assessment,
    person,
    practices_of,
    promise,
    promised,
    put_in_place,
    submit,
    team,
    unit,
)
from tests.services.planning import DAY, FIRST, TODAY, grove, milestone, planned, update

pytestmark = pytest.mark.django_db
URL = reverse("assessments:home-show")


def test_a_lead_sees_states_and_goes_on(organisation: Organisation) -> None:
    page = client_of(organisation.lead).get(URL)
    assert "Go on answering" not in page.text  # nothing answered by the lead yet
    assert "Start answering" in page.text
    assert "you have answered 0 of 48 questions on DataOps and MLOps, about 16 minutes left" in page.text
    assert "next is Pipelines and ingestion" in page.text
    assert reverse("assessments:assessment-continue", args=(organisation.assessment.pk,)) in page.text
    assert "2 In place" in page.text
    assert "Badgers" not in page.text


def test_the_minutes_left_are_those_told_beside_the_questions() -> None:
    unit = team()
    lead, member = member_of(unit, Role.LEAD), member_of(unit)
    assessment = open_assessment(unit, by=lead)
    assert "48 questions on DataOps and MLOps, about 16 minutes left" in client_of(lead).get(URL).text
    for number, code in enumerate(practices_of(assessment, "dataops")[:12]):
        answer(assessment, code, member, at=timezone.now() + timedelta(seconds=60 * number))
    page = client_of(lead).get(URL).text
    assert "48 questions on DataOps and MLOps, about 48 minutes left" in page
    beside = client_of(lead).get(reverse("assessments:assessment-continue", args=[assessment.pk]), follow=True)
    assert "about 48 minutes left" in beside.text


def test_each_state_has_its_next_thing() -> None:
    lead = person()
    fresh, answered, done = team("Fresh"), team("Answered"), team("Done")
    for one in (fresh, answered, done):
        join(lead, one, Role.LEAD)
    member = member_of(fresh)
    put_in_place(first := open_assessment(done, by=lead), lead, "mlops")
    submit(first, by=lead)
    asked = open_assessment(answered, by=lead)
    answer(asked, practices_of(asked, "dataops", "mlops"), lead, level=1)
    page = client_of(lead).get(URL).text
    for name, argument in (
        ("assessment-start", fresh.pk),
        ("assessment-review", asked.pk),
        ("roadmap-show", done.pk),
    ):
        assert f'href="{reverse(f"assessments:{name}", args=(argument,))}"' in page
    main = page.partition("<main")[2].partition("</main>")[0]
    assert main.count("btn btn-primary") == 1
    assert "Follow the plan" not in page
    assert "Ask your team’s lead to start an assessment" in client_of(member).get(URL).text


def test_a_team_with_a_plan_follows_it() -> None:
    here = grove()
    plan_page, roadmap = (reverse(f"assessments:{name}", args=[here.team.pk]) for name in ("plan-show", "roadmap-show"))
    assert f'btn-primary" href="{roadmap}">See the roadmap' in client_of(here.lead).get(URL).text
    plan = planned(here)
    page = client_of(here.lead).get(URL).text
    assert f'btn-primary" href="{plan_page}">Follow the plan' in page
    assert roadmap not in page
    type(plan).objects.update(ended_at=plan.adopted_at)
    assert "Follow the plan" not in client_of(here.lead).get(URL).text


def test_a_member_who_answered_all_waits_for_the_lead() -> None:
    answered = team()
    lead, member = member_of(answered, Role.LEAD), member_of(answered)
    assessment = open_assessment(answered, by=lead)
    answer(assessment, practices_of(assessment, "dataops", "mlops"), member, level=1)
    assert "Your lead submits it." in client_of(member).get(URL).text


def test_early_looks_do_not_count_as_asked() -> None:
    own = team()
    lead = member_of(own, Role.LEAD)
    assessment = open_assessment(own, by=lead)
    assessment.early_looks = ["aiops"]
    assessment.save()
    answer(assessment, practices_of(assessment, "aiops")[:3], lead)
    assert "you have answered 0 of 48" in client_of(lead).get(URL).text


def test_a_manager_goes_to_the_portfolio(organisation: Organisation) -> None:
    assert client_of(organisation.manager).get(URL).text.count(reverse("assessments:portfolio-show")) == 2
    assert reverse("assessments:portfolio-show") not in client_of(organisation.lead).get(URL).text


def test_an_administrator_goes_to_the_administration(organisation: Organisation) -> None:
    assert client_of(organisation.administrator).get(URL).text.count(reverse("admin:index")) == 2


def test_a_stranger_learns_whom_to_ask(organisation: Organisation) -> None:
    assert "Ask Ada Administrator to add you" in client_of(organisation.stranger).get(URL).text


def test_nobody_is_asked_to_sign_in_and_nothing_is_posted() -> None:
    assert Client().get(URL)["Location"].startswith(reverse("assessments:sign-in"))
    assert client_of(person()).post(URL).status_code == 405


def test_own_milestones_are_late_due_and_next() -> None:
    here = grove()
    plan = planned(here, owners={"engineer": Owner(here.member.pk), "gardener": Owner(here.member.pk)})
    late, due, after = (milestone(plan, position) for position in (1, 2, 3))
    update(late, here.lead, starts=TODAY - 60 * DAY, due=TODAY - DAY)
    update(due, here.lead, starts=TODAY, due=TODAY + 30 * DAY)
    page = read(client_of(here.member).get(URL).text)
    own = {
        group.one("h3").text: [link["href"] for link in group.all("a")]
        for group in page.one(of="now").all("div")
        if group.all("h3")
    }
    assert own == {
        f"{heading} 1": [reverse("assessments:milestone-show", args=[row.pk])]
        for heading, row in (("Late", late), ("Due", due), ("Next", after))
    }
    assert "By the dates agreed." in client_of(here.member).get(URL).text
    assert "Your milestones" not in client_of(here.lead).get(URL).text


def test_done_milestones_and_those_of_ended_plans_are_left_out() -> None:
    here = grove()
    plan = planned(here, owners={"engineer": Owner(here.member.pk)})
    for position in (1, 2):
        update(milestone(plan, position), here.lead, state=MilestoneState.DONE)
    assert "Your milestones" not in client_of(here.member).get(URL).text
    planned(here, owners={"engineer": Owner(here.member.pk)})
    assert "Your milestones" in client_of(here.member).get(URL).text
    planned(here)
    assert "Your milestones" not in client_of(here.member).get(URL).text


def test_of_many_milestones_five_are_shown_and_the_way_to_the_others() -> None:
    here = grove()
    promises = [promise("TRE-1", to_level=level, quarter=FIRST, from_level=level - 1) for level in (1, 2, 3, 4)]
    promises += [promise("SOI-1", to_level=level, quarter=FIRST, from_level=level - 1) for level in (1, 2, 3)]
    adopt(here.result, promises, by=here.lead, owners={"engineer": Owner(here.member.pk)})
    page = client_of(here.member).get(URL).text
    assert page.count("/milestones/") == 5
    assert f"{reverse('assessments:plan-show', args=[here.team.pk])}?show=mine" in page
    assert "2 more" in page


def test_a_manager_sees_late_gates_of_all_teams_first() -> None:
    here = grove()
    plan = adopt(here.result, promised(here.result), by=here.lead)
    assert "Late gates" not in client_of(here.manager).get(URL).text
    late = Milestone.objects.filter(baseline=plan, practice="TRE-1", gate_check="")[0]
    update(late, here.lead, due=late.due + 400 * DAY)
    page = client_of(here.manager).get(URL).text
    assert "Late gates" in page
    assert reverse("assessments:plan-show", args=[here.team.pk]) in page
    assert "57 weeks late" in page
    assert page.index("Late gates") < page.index("Open the portfolio")
    assert "Late gates" not in client_of(here.lead).get(URL).text


@pytest.mark.parametrize("teams", [1, 3])
def test_six_statements_whatever_the_number_of_teams(
    organisation: Organisation, teams: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    branch = unit()
    for _ in range(teams - 1):
        other = team(parent=branch)
        join(organisation.lead, other, Role.LEAD)
        put_in_place(before := open_assessment(other, by=organisation.lead), organisation.lead, "mlops")
        submit(before, by=organisation.lead)
        answer(open_assessment(other, by=organisation.lead), "DAT-PIP-01", organisation.lead)
    client = client_of(organisation.lead)
    with django_assert_num_queries(6):
        assert client.get(URL).status_code == 200


@pytest.mark.parametrize("teams", [1, 2])
@pytest.mark.parametrize(("slips", "statements"), [(False, 7), (True, 9)])
def test_of_a_manager_seven_statements_and_nine_where_something_slipped(
    teams: int, slips: bool, statements: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    groves = [grove() for _ in range(teams)]
    manager = groves[0].manager
    for here in groves:
        join(manager, here.team.parent, Role.MANAGER)
        plan = adopt(here.result, promised(here.result), by=here.lead)
        if slips:
            late = Milestone.objects.filter(baseline=plan)[0]
            update(late, here.lead, due=late.due + 400 * DAY)
    client = client_of(manager)
    with django_assert_num_queries(statements):
        assert client.get(URL).status_code == 200
