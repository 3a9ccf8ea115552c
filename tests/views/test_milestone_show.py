"""One milestone: what is shown of it, what may be changed, and two people who change it at once."""

from typing import Any

import pytest
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from assessments.core.plans.milestones import MilestoneState
from assessments.core.workflow import Role
from assessments.models import Membership, Milestone, PlanChange, User
from tests.browsing import Person
from tests.factories import client_of, grant, member_of
from tests.services.planning import AT, DAY, TODAY, Grove, milestone, planned, update

pytestmark = pytest.mark.django_db


def address(row: Milestone) -> str:
    return reverse("assessments:milestone-show", args=[row.pk])


def page(user: User, row: Milestone) -> str:
    response = client_of(user).get(address(row))
    assert response.status_code == 200
    return " ".join(response.text.split())


def fields(row: Milestone, **more: Any) -> dict[str, Any]:
    """What the page sends of a milestone as it stands, but for some fields."""
    present = {
        "state": row.state,
        "owner": row.owner_id or "",
        "owner_name": row.owner_name,
        "starts": row.starts,
        "due": row.due,
        "revision": row.revision,
    }
    return {**present, **more}


def test_its_heading_and_title_name_the_levels_of_a_step(here: Grove, row: Milestone) -> None:
    step, work = page(here.member, row), page(here.member, milestone(row.baseline, 2))
    assert "<h1>Practice TRE-1, level 1 to 2</h1>" in step
    assert "<title>Practice TRE-1, level 1 to 2: " in step
    assert "<h1>The evidence for “Practice TRE-1”</h1>" in work


def send(user: User, row: Milestone, **more: Any) -> Any:
    return client_of(user).post(address(row), fields(row, **more))


def test_a_lead_sees_it_with_all_that_may_be_changed(here: Grove, row: Milestone) -> None:
    text = page(here.lead, row)
    assert "Practice TRE-1" in text
    assert "TRE-1 stands at 1." in text
    assert "TRE-1 stands at 2." in text
    assert "TRE-1 is needed." in text
    assert "Marking it done changes no score; the next assessment does." in text
    assert text.count("btn btn-primary") == 1
    assert 'name="despite"' not in text


def test_a_member_only_reads(here: Grove, row: Milestone) -> None:
    text = page(here.member, row)
    assert "Nobody yet" in text
    assert 'name="state"' not in text
    assert 'name="text"' not in text
    assert send(here.member, row, state="done").status_code == 403


@pytest.mark.parametrize("who", ["lead", "manager"])
def test_leads_and_managers_change_it(here: Grove, row: Milestone, who: str) -> None:
    due = row.due + 10 * DAY
    response = send(getattr(here, who), row, state="in_progress", owner=here.member.pk, due=due)
    assert response["Location"] == address(row)
    row.refresh_from_db()
    assert (row.state, row.owner, row.due, row.started_on) == ("in_progress", here.member, due, TODAY)
    text = page(here.member, row)
    assert "State: Planned → In progress" in text
    assert f"{getattr(here, who).name} changed “Practice TRE-1”, level 2" in text


def test_done_and_dropped_say_when_and_why(here: Grove, row: Milestone) -> None:
    send(here.lead, row, state="done", done_on=TODAY - 3 * DAY)
    row.refresh_from_db()
    assert "Done on" in page(here.member, row)
    send(here.lead, row, state="dropped", reason="No money.")
    row.refresh_from_db()
    assert "Dropped:</strong> No money." in page(here.member, row)


def test_what_it_waits_for_asks_why_and_records_the_answer(here: Grove, behind: Milestone) -> None:
    text = page(here.lead, behind)
    assert "“Practice TRE-1” to level 2 is not done yet." in text or "“Practice TRE-1” is not done yet." in text
    assert 'name="despite"' in text
    response = send(here.lead, behind, state="in_progress")
    assert response.status_code == 400
    assert "What it waits for is not done. Say why you go on." in response.text
    assert Milestone.objects.get(pk=behind.pk).state == "planned"
    assert send(here.lead, behind, state="in_progress", despite="The pilot is due.").status_code == 302
    assert Milestone.objects.get(pk=behind.pk).despite == "The pilot is due."
    assert "Although something it waits for was open: The pilot is due." in page(here.member, behind)


def test_the_recorded_answer_outlives_what_it_was_about(here: Grove, behind: Milestone) -> None:
    send(here.lead, behind, state="in_progress", despite="The pilot is due.")
    grant(here.team, by=here.manager, gate=("tree", "fruit"))
    seen = Person(here.lead)
    seen.open(address(behind))
    seen.send(seen.page.form(holding="state"), {"state": "done"})
    stored = Milestone.objects.get(pk=behind.pk)
    assert (stored.state, stored.despite) == ("done", "The pilot is due.")


def test_under_an_exception_the_gate_is_not_waited_for(here: Grove, behind: Milestone) -> None:
    grant(here.team, by=here.manager, gate=("tree", "fruit"))
    assert 'name="despite"' not in page(here.lead, behind)
    assert send(here.lead, behind, state="in_progress").status_code == 302


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ({"state": "lost"}, "Choose one of the states offered."),
        ({"state": "dropped"}, "Say why it is dropped."),
        ({"state": "done", "done_on": "2999-01-01"}, "Give a date from 2000 to today."),
        ({"due": ""}, "Give a date."),
        ({"due": "2001-01-01"}, "It cannot be due before it starts."),
        ({"due": "9999-12-31"}, "Give a date from 2000 to"),
        ({"owner": "0"}, "Choose one of the people offered."),
        ({"owner_name": "x" * 151}, "at most 150 characters"),
        ({"revision": ""}, "This page is out of date."),
        ({"reason": "x" * 4001}, "at most 4000 characters"),
    ],
)
def test_bad_input_is_told_and_changes_nothing(here: Grove, row: Milestone, more: dict[str, Any], message: str) -> None:
    response = send(here.lead, row, **more)
    assert response.status_code == 400
    assert message in response.text
    assert Milestone.objects.get(pk=row.pk).revision == row.revision
    assert not PlanChange.objects.filter(milestone=row).exists()


def test_a_person_and_a_name_are_too_many(here: Grove, row: Milestone) -> None:
    response = send(here.lead, row, owner=here.lead.pk, owner_name="The guild")
    assert response.status_code == 400
    assert "Choose a person or write a name, not both." in response.text


def test_of_two_who_change_it_at_once_the_second_sees_both(here: Grove, row: Milestone) -> None:
    update(row, here.manager, due=row.due + 5 * DAY, owner_name="The guild")
    response = send(here.lead, row, state="done", owner=here.member.pk)
    assert response.status_code == 409
    text = " ".join(response.text.split())
    assert "Not saved: somebody changed this milestone meanwhile." in text
    assert '<th scope="row">Owner</th><td data-label="Stored now">The guild</td>' in text
    assert f'<td data-label="What you typed">{here.member.name}</td>' in text
    assert 'value="done" checked' in text
    stored = Milestone.objects.get(pk=row.pk)
    assert (stored.state, stored.owner_name, stored.revision) == ("planned", "The guild", 2)
    assert 'name="revision" value="2"' in text
    assert send(here.lead, row, state="done", owner=here.member.pk, revision=2).status_code == 302


def test_a_milestone_of_an_ended_plan_stays_as_it_was(here: Grove, row: Milestone) -> None:
    planned(here)
    text = page(here.lead, row)
    assert "This plan is not followed any more." in text
    assert 'name="state"' not in text
    response = send(here.lead, row, state="done")
    assert response.status_code == 409
    assert "Meanwhile another plan was adopted" in response.text
    assert Milestone.objects.get(pk=row.pk).state == "planned"


def test_an_owner_who_left_may_stay(here: Grove, row: Milestone) -> None:
    update(row, here.lead, owner_id=here.member.pk)
    Membership.objects.filter(user=here.member).delete()
    row.refresh_from_db()
    assert f'<option value="{here.member.pk}" selected>' in page(here.lead, row)
    assert send(here.lead, row, state="in_progress").status_code == 302


def test_notes_are_shown_and_links_only_lead_to_the_web(here: Grove, row: Milestone) -> None:
    row.notes.create(author=here.lead, text="We <b>saw</b> it.", link="https://example.org/it", added_at=AT)
    text = page(here.member, row)
    assert "We &lt;b&gt;saw&lt;/b&gt; it." in text
    assert 'href="https://example.org/it"' in text


@pytest.mark.parametrize("people", [0, 3])
@pytest.mark.parametrize(("who", "statements"), [("lead", 10), ("member", 9)])
def test_statements_whatever_the_size(
    here: Grove,
    row: Milestone,
    people: int,
    who: str,
    statements: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for _ in range(people):
        update(Milestone.objects.get(pk=row.pk), member_of(here.team, Role.LEAD), state=MilestoneState.IN_PROGRESS)
    client = client_of(getattr(here, who))
    with django_assert_num_queries(statements):
        assert client.get(address(row)).status_code == 200
