"""Starting an assessment."""

import pytest
from django.http import HttpResponse
from django.urls import reverse

from assessments.core.workflow import Role
from assessments.models import Assessment, Unit, User
from tests.browsing import read
from tests.factories import Organisation, client_of, member_of, team

pytestmark = pytest.mark.django_db


def start(user: User, unit: Unit, **fields: object) -> HttpResponse:
    address = reverse("assessments:assessment-start", args=(unit.pk,))
    return client_of(user).post(address, {"title": "Autumn", "note": ""} | fields)  # type: ignore[return-value]


def test_a_lead_starts_one_and_is_taken_to_it() -> None:
    fresh = team()
    lead = member_of(fresh, Role.LEAD)
    page = client_of(lead).get(reverse("assessments:assessment-start", args=(fresh.pk,)))
    main = page.text.partition("<main")[2].partition("</main>")[0]
    assert main.count("btn btn-primary") == 1
    response = start(lead, fresh, title="  Autumn 2026 ", note="All but the shop.")
    assessment = Assessment.objects.get(unit=fresh)
    assert response["Location"] == reverse("assessments:assessment-continue", args=(assessment.pk,))
    assert (assessment.title, assessment.note, assessment.started_by) == ("Autumn 2026", "All but the shop.", lead)


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"title": ""}, "This field is required."),
        ({"title": "x" * 121}, "at most 120 characters"),
        ({"title": "a\x00b"}, "Null characters are not allowed."),
        ({"note": "x" * 4001}, "at most 4000 characters"),
        ({"title": ["one", "two"]}, "sent more than once"),
    ],
)
def test_bad_input_is_told_and_starts_nothing(fields: dict[str, object], message: str) -> None:
    fresh = team()
    response = start(member_of(fresh, Role.LEAD), fresh, **fields)
    assert response.status_code == 400
    assert message in response.text
    assert not Assessment.objects.filter(unit=fresh).exists()


@pytest.mark.parametrize(("people", "status"), [(3, 400), (4, 302)])
def test_names_are_hidden_from_the_start_and_only_among_four(people: int, status: int) -> None:
    fresh = team()
    lead = member_of(fresh, Role.LEAD)
    for _ in range(people - 1):
        member_of(fresh)
    member_of(fresh, Role.MANAGER)
    response = start(lead, fresh, names_hidden="on")
    assert response.status_code == status
    started = Assessment.objects.filter(unit=fresh)
    assert [one.names_hidden for one in started] == ([True] if status == 302 else [])
    assert ("your team has fewer" in response.text) is (status == 400)


def test_names_show_unless_hidden() -> None:
    fresh = team()
    start(member_of(fresh, Role.LEAD), fresh)
    assert not Assessment.objects.get(unit=fresh).names_hidden


def test_a_second_open_one_is_not_started(organisation: Organisation) -> None:
    response = start(organisation.lead, organisation.team)
    assert response["Location"] == reverse("assessments:team-show", args=(organisation.team.pk,))
    assert Assessment.objects.filter(unit=organisation.team).count() == 2


def test_without_published_questions_it_says_whom_to_ask(nothing_published: None) -> None:
    fresh = team()
    client = client_of(member_of(fresh, Role.LEAD))
    address = reverse("assessments:assessment-start", args=(fresh.pk,))
    assert "ask your administrator to publish them" in client.post(address, {"title": "Autumn"}, follow=True).text


def test_only_a_lead_of_the_team_may(organisation: Organisation) -> None:
    for user, status in (
        (organisation.member, 403),
        (organisation.manager, 403),
        (organisation.lead_elsewhere, 404),
        (organisation.administrator, 404),
    ):
        address = reverse("assessments:assessment-start", args=(organisation.team.pk,))
        assert client_of(user).get(address).status_code == status
        assert start(user, organisation.team).status_code == status
    assert client_of(organisation.lead).put(address).status_code == 405


def test_a_team_with_a_result_starts_from_it_unless_its_lead_says_no(organisation: Organisation) -> None:
    unit, lead = organisation.team, organisation.lead
    for fields, carried_from in (({"carries_over": "on"}, organisation.result), ({}, None)):
        Assessment.objects.filter(unit=unit, state="open").update(state="discarded")
        page = client_of(lead).get(reverse("assessments:assessment-start", args=(unit.pk,))).text
        assert "checked" in read(page).one(id="id_carries_over")
        assert start(lead, unit, **fields).status_code == 302
        assert Assessment.objects.get(unit=unit, state="open").carried_from == carried_from


def test_a_team_without_a_result_has_nothing_to_start_from() -> None:
    fresh = team()
    lead = member_of(fresh, Role.LEAD)
    page = client_of(lead).get(reverse("assessments:assessment-start", args=(fresh.pk,))).text
    assert "carries_over" not in page
    start(lead, fresh, carries_over="on")
    assert Assessment.objects.get(unit=fresh).carried_from is None
