"""The first page: my teams, and what each needs next."""

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from assessments.core.workflow import Role
from tests.factories import (
    Organisation,
    answer,
    client_of,
    join,
    member_of,
    open_assessment,
    person,
    practices_of,
    put_in_place,
    submit,
    team,
    unit,
)

pytestmark = pytest.mark.django_db
URL = reverse("assessments:home-show")


def test_a_lead_sees_states_and_goes_on(organisation: Organisation) -> None:
    page = client_of(organisation.lead).get(URL)
    assert "Go on answering" not in page.text  # nothing answered by the lead yet
    assert "Start answering" in page.text
    assert "you have answered 0 of 48 questions on DataOps and MLOps; next is Pipelines and ingestion" in page.text
    assert reverse("assessments:assessment-continue", args=(organisation.assessment.pk,)) in page.text
    assert "2 In place" in page.text
    assert "Badgers" not in page.text


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
    assert page.count("btn btn-primary") == 1
    assert "Ask your team’s lead to start an assessment" in client_of(member).get(URL).text


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


@pytest.mark.parametrize("teams", [1, 3])
def test_five_statements_whatever_the_number_of_teams(
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
    with django_assert_num_queries(5):
        assert client.get(URL).status_code == 200
