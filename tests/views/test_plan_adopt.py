"""Adopting a plan: what is promised is shown, owners are given by role, and nothing is adopted that nobody saw."""

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from django.urls import reverse
from django.utils.html import escape
from pytest_django import DjangoAssertNumQueries

from assessments.core.calendar import CalendarQuarter
from assessments.core.scenario import parameters, standard
from assessments.forms.planning import address_of
from assessments.models import Baseline, Milestone, User
from assessments.queries.catalogs import published
from tests.factories import adopt, client_of, member_of, promised
from tests.services.planning import DAY, TODAY, Grove, assessed, planned, update
from tests.stored import nothing_written
from tests.views.outcomes import led_team

pytestmark = pytest.mark.django_db


def address(here: Grove, query: str = "") -> str:
    return reverse("assessments:plan-adopt", args=[here.team.pk]) + query


def fields(here: Grove, **more: Any) -> dict[str, Any]:
    """What the page sends for a team without a plan."""
    return {"title": "Plan of the grove", "note": "", "result": here.result.pk, "replaces": "", **more}


def send(user: User, here: Grove, sent: Mapping[str, Any], query: str = "") -> Any:
    return client_of(user).post(address(here, query), sent)


def test_everything_that_would_be_promised_is_shown(here: Grove) -> None:
    client = client_of(here.lead)
    with nothing_written():
        page = client.get(address(here)).text
    for one in promised(here.result):
        assert escape(one.what) in page
        assert one.due.strftime("%-d %b %Y") in page
    assert "Tree in place at the end of" in page
    assert page.count('name="owner-engineer"') == 1
    assert f'value="Plan of {TODAY:%B %Y}"' in page
    assert page.count("btn btn-primary") == 1


def test_one_owner_takes_all_milestones_of_a_role(here: Grove) -> None:
    promises = promised(here.result)
    response = send(here.manager, here, fields(here, **{"owner-engineer": here.member.pk}))
    assert response["Location"] == reverse("assessments:plan-show", args=[here.team.pk])
    plan = here.current
    assert (plan.title, plan.adopted_by, plan.result) == ("Plan of the grove", here.manager, here.result)
    assert plan.parameters == [list(pair) for pair in parameters(standard(TODAY))]
    rows = Milestone.objects.filter(baseline=plan).order_by("position")
    assert sorted((row.practice, row.gate_check, row.due) for row in rows) == sorted(
        (one.practice, one.check, one.due) for one in promises
    )
    assert {row.owner for row in rows} == {here.member}


def test_a_free_name_may_own_and_a_role_may_be_left_open(here: Grove) -> None:
    send(here.lead, here, fields(here, **{"name-engineer": "The guild"}))
    assert {row.owner_name for row in Milestone.objects.filter(owner=None)} == {"The guild"}
    assert not Milestone.objects.exclude(owner=None).exists()


def test_the_scenario_of_the_address_is_what_is_adopted(here: Grove) -> None:
    query = "?capacity=3&target-fruit=0"
    page = client_of(here.lead).get(address(here, query)).text
    assert "capacity=3" in page
    send(here.lead, here, fields(here), query)
    assert ["capacity", "3"] in here.current.parameters
    assert not Milestone.objects.filter(practice__startswith="FRU").exists()


def test_without_an_address_it_is_the_scenario_of_the_plan_that_is_followed(here: Grove) -> None:
    narrow = replace(standard(TODAY), capacity=Fraction(3), targets={"fruit": 0})
    plan = planned(here)
    Baseline.objects.filter(id=plan.pk).update(parameters=list(parameters(narrow)))
    page = client_of(here.lead).get(address(here)).text
    assert f'action="?{escape(address_of(narrow))}"' in page


def test_what_an_address_says_wrongly_is_told(here: Grove) -> None:
    page = client_of(here.lead).get(address(here, "?capacity=x")).text
    assert "Give a whole number of person-weeks." in page
    assert "Adopt this plan" in page


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ({"title": " "}, "Give the plan a title."),
        ({"title": "x" * 121}, "at most 120 characters"),
        ({"note": "x" * 4001}, "at most 4000 characters"),
        ({"result": ""}, "This page is out of date."),
        ({"owner-engineer": "0"}, "Choose one of the people offered."),
        ({"name-engineer": "x" * 151}, "at most 150 characters"),
    ],
)
def test_bad_input_is_told_and_adopts_nothing(here: Grove, more: dict[str, Any], message: str) -> None:
    response = send(here.lead, here, fields(here, **more))
    assert response.status_code == 400
    assert message in response.text
    assert not Baseline.objects.exists()


def test_a_person_and_a_name_are_too_many(here: Grove) -> None:
    both = {"owner-engineer": here.lead.pk, "name-engineer": "The guild"}
    response = send(here.lead, here, fields(here, **both))
    assert (response.status_code, Baseline.objects.count()) == (400, 0)
    assert "Choose a person or write a name, not both." in response.text


def test_another_result_meanwhile_changes_nothing_and_says_so(here: Grove) -> None:
    before = here.result
    fresh = assessed(here.team, here.lead, catalog=published(before.catalog_version_id))
    response = send(here.lead, here, fields(here, title="Typed", result=before.pk))
    assert (response.status_code, Baseline.objects.count()) == (409, 0)
    assert "another result came into force" in response.text
    assert 'value="Typed"' in response.text
    assert f'name="result" value="{fresh.pk}"' in response.text
    assert send(here.lead, here, fields(here, result=fresh.pk)).status_code == 302


def test_another_plan_meanwhile_changes_nothing_and_says_so(here: Grove) -> None:
    plan = planned(here)
    response = send(here.lead, here, fields(here))
    assert (response.status_code, Baseline.objects.get()) == (409, plan)
    assert "somebody adopted another plan" in response.text


def test_planning_anew_says_what_changes_and_keeps_what_goes_on(here: Grove) -> None:
    plan = planned(here)
    kept = Milestone.objects.get(baseline=plan, practice="FRU-1")
    update(kept, here.lead, owner_id=here.member.pk)
    page = client_of(here.lead).get(address(here)).text
    assert "What changes against “Spring plan”" in page
    assert "go on." in page or "goes on." in page
    assert "New:" in page
    send(here.lead, here, fields(here, replaces=plan.pk, **{"owner-engineer": here.lead.pk}))
    plan.refresh_from_db()
    assert plan.ended_at is not None
    anew = Milestone.objects.filter(baseline=here.current, practice="FRU-1", to_level=kept.to_level)
    assert [(row.owner, row.due) for row in anew] == [(here.member, kept.due)]


def behind_the_new_plan(here: Grove) -> Milestone:
    """A milestone of the current plan that is due before a new one would have it: it was due today, half done."""
    plan = adopt(here.result, promised(here.result), by=here.lead)
    last = Milestone.objects.filter(baseline=plan, gate_check="").latest("due")
    return update(last, here.lead, owner_id=here.member.pk, starts=TODAY - DAY, due=TODAY)


def test_kept_dates_that_the_new_plan_would_not_have_are_counted(here: Grove) -> None:
    behind_the_new_plan(here)
    page = " ".join(client_of(here.lead).get(address(here)).text.split())
    assert "One milestone that goes on is due in another quarter than this plan alone would have it." in page
    assert "<strong>One is due earlier</strong>, so it may be late from the day you adopt." in page
    assert "What is promised, with the dates kept" in page


@pytest.mark.parametrize(("more", "keeps"), [({}, True), ({"new_dates": "on"}, False)])
def test_what_goes_on_keeps_its_dates_or_takes_those_of_the_plan(
    here: Grove, more: Mapping[str, str], keeps: bool
) -> None:
    before = behind_the_new_plan(here)
    anew = {(one.practice, one.to_level, one.check): one.due for one in promised(here.result)}
    send(here.lead, here, fields(here, replaces=before.baseline_id, **more))
    row = Milestone.objects.get(baseline=here.current, practice=before.practice, to_level=before.to_level)
    wanted = before.due if keeps else anew[before.practice, before.to_level, ""]
    assert (row.due, row.baseline_due, row.owner) == (wanted, wanted, here.member)
    assert {row.due for row in here.current.milestones.all()} == {*anew.values(), wanted}


def test_without_dates_to_choose_from_nothing_is_asked(here: Grove) -> None:
    adopt(here.result, promised(here.result), by=here.lead)
    assert 'name="new_dates"' not in client_of(here.lead).get(address(here)).text


def test_a_scenario_that_begins_in_a_quarter_that_is_over_is_planned_from_this_one(here: Grove) -> None:
    now = CalendarQuarter.of(TODAY)
    query = f"?start={now.plus(-2).code}&capacity=7"
    page = client_of(here.lead).get(address(here, query)).text
    assert f"Planned from {now} on: {now.plus(-2)}, when this scenario starts, is over." in page
    assert f"?start={now.code}&amp;capacity=7" in page
    assert "is over" not in client_of(here.lead).get(address(here, f"?start={now.code}")).text
    send(here.lead, here, fields(here), query)
    assert here.current.parameters[0] == ["start", now.code]
    assert min(row.due for row in here.current.milestones.all()) >= TODAY


def test_what_goes_on_without_an_owner_gets_the_one_of_its_role(here: Grove) -> None:
    plan = planned(here)
    send(here.lead, here, fields(here, replaces=plan.pk, **{"owner-engineer": here.member.pk}))
    assert {row.owner for row in Milestone.objects.filter(baseline=here.current)} == {here.member}


def test_the_owners_of_now_are_suggested(here: Grove) -> None:
    plan = planned(here)
    update(Milestone.objects.get(baseline=plan, position=1), here.lead, owner_name="The guild")
    assert 'value="The guild"' in client_of(here.lead).get(address(here)).text


def test_where_every_target_is_met_there_is_nothing_to_adopt(here: Grove) -> None:
    query = "?target-soil=0&target-tree=0&target-fruit=0"
    page = client_of(here.lead).get(address(here, query))
    assert page.status_code == 200
    assert "There is nothing to adopt." in page.text
    response = send(here.lead, here, fields(here), query)
    assert (response.status_code, Baseline.objects.count()) == (409, 0)


def test_without_a_result_there_is_nothing_to_adopt() -> None:
    unit, lead = led_team()
    page = client_of(lead).get(reverse("assessments:plan-adopt", args=[unit.pk])).text
    assert "There is nothing to adopt yet." in page


def test_a_plan_that_would_never_end_is_not_adopted(here: Grove, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assessments.core.planning.board.MOST_QUARTERS", 0)
    assert "With so few person-weeks the plan would never end." in client_of(here.lead).get(address(here)).text


@pytest.mark.parametrize("people", [0, 3])
@pytest.mark.parametrize(("has_plan", "statements"), [(False, 7), (True, 9)])
def test_statements_whatever_the_size(
    here: Grove,
    people: int,
    has_plan: bool,
    statements: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    if has_plan:
        planned(here)
    for _ in range(people):
        member_of(here.team)
    client = client_of(here.lead)
    client.get(address(here))
    with django_assert_num_queries(statements):
        assert client.get(address(here)).status_code == 200
