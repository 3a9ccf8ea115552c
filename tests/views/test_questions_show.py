"""One's own open questions over all teams."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from assessments.core.calendar import day_words
from assessments.core.workflow import Role
from assessments.models import User
from tests.factories import Organisation, answer, assign, client_of, join, open_assessment, practices_of, team

pytestmark = pytest.mark.django_db
URL = reverse("assessments:questions-show")
TODAY = timezone.localdate()
DAY = timedelta(days=1)


def page(user: User) -> str:
    response = client_of(user).get(URL)
    assert response.status_code == 200
    return " ".join(response.text.split())


def test_by_team_and_dimension_first_due_first_with_the_way_to_each(organisation: Organisation) -> None:
    assessment = organisation.assessment
    assign(assessment, "DAT-STO", organisation.member, due=TODAY + DAY)
    assign(assessment, "DAT-PIP", organisation.member, due=TODAY - DAY)
    answer(assessment, ["DAT-PIP-01"], organisation.member)
    text = page(organisation.member)
    way = reverse("assessments:dimension-answer", args=[assessment.pk, "DAT-PIP"])
    assert f'<a href="{way}#DAT-PIP-02">Pipelines and ingestion</a>' in text
    assert "DataOps · 3 of 4 open" in text
    assert f"by {day_words(TODAY - DAY)}, overdue" in text
    assert text.index("Pipelines and ingestion") < text.index("Storage and lake life cycle") < text.index("everybody")
    assert f"by {day_words(TODAY + DAY)}<" in text


def test_what_others_are_asked_is_not_listed(organisation: Organisation) -> None:
    assign(organisation.assessment, "DAT-STO", organisation.lead)
    assert "Storage and lake life cycle" not in page(organisation.member)
    assert "Storage and lake life cycle" in page(organisation.lead)


def test_nothing_open_says_what_to_do(organisation: Organisation) -> None:
    codes = practices_of(organisation.assessment, "dataops", "mlops")
    answer(organisation.assessment, codes, organisation.member, level=0)
    for user in (organisation.member, organisation.stranger, organisation.manager):
        text = page(user)
        assert "No question is waiting for you." in text
        assert "Otters" not in text.replace("Plan of Otters", "")


def test_the_menu_leads_there_for_who_answers_somewhere(organisation: Organisation) -> None:
    link = f'<a href="{URL}">My questions</a>'
    home = reverse("assessments:home-show")
    for user, leads in (
        (organisation.member, True),
        (organisation.lead, True),
        (organisation.manager, False),
        (organisation.stranger, False),
    ):
        assert (link in client_of(user).get(home).text) is leads
    assert f'<a href="{URL}" aria-current="page">' in client_of(organisation.member).get(URL).text


def test_other_teams_are_not_told(organisation: Organisation) -> None:
    assert "Badgers" not in page(organisation.member)


@pytest.mark.parametrize("teams", [1, 6])
def test_four_statements_whatever_the_number_of_teams(
    organisation: Organisation, teams: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(teams - 1):
        other = team()
        join(organisation.lead, other, Role.LEAD)
        assessment = open_assessment(other, by=organisation.lead)
        assign(assessment, "DAT-STO", organisation.lead)
        answer(assessment, ["DAT-STO-01"], organisation.lead)
    client = client_of(organisation.lead)
    with django_assert_num_queries(4):
        assert client.get(URL).text.count("Go on answering") == teams
