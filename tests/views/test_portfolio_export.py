"""The portfolio as CSV: the same teams, streamed."""

import csv
import io

import pytest
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from assessments.core.workflow import Role
from assessments.models import Unit, User
from tests.factories import Organisation, client_of, member_of, open_assessment, unit
from tests.views.outcomes import led_team, result_of

pytestmark = pytest.mark.django_db
URL = reverse("assessments:portfolio-export")


def lines(user: User, **asked: str | int) -> list[list[str]]:
    response = client_of(user).get(URL, asked)
    assert response.status_code == 200
    assert response.streaming
    text = response.getvalue().decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline="")))


def test_file_has_every_team_and_its_states() -> None:
    branch = unit("North")
    manager = member_of(branch, Role.MANAGER)
    found, lead = led_team("=Otters()", parent=branch)
    result_of(found, lead, weak=("MLO-MON-01",))
    heading, line = lines(manager)
    row = dict(zip(heading, line, strict=True))
    assert row["Team"] == "'=Otters()"
    assert row["Branch"] == "North"
    assert (row["MLOps state"], row["MLOps level"]) == ("not established", "0")
    assert (row["ModelOps state"], row["ModelOps level"]) == ("waiting", "")
    assert row["Held by"] == "MLOps: Production model monitoring"
    assert row["Age in days"] == "0"


def test_it_is_not_cut_into_pages() -> None:
    branch = unit("North")
    Unit.objects.bulk_create(Unit(name=f"Team {number:03}", parent=branch, is_team=True) for number in range(120))
    assert len(lines(member_of(branch, Role.MANAGER), sort="newest")) == 121


def test_headers(organisation: Organisation) -> None:
    response = client_of(organisation.manager).get(URL)
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert response.headers["Content-Disposition"] == 'attachment; filename="portfolio.csv"'


def test_nothing_of_other_branches(organisation: Organisation) -> None:
    text = str(lines(organisation.manager))
    assert "Otters" in text
    assert "Badgers" not in text
    for branch in (organisation.branch_elsewhere.pk, 999999):
        assert client_of(organisation.manager).get(URL, {"branch": branch}).status_code == 404


def test_method_and_others(organisation: Organisation) -> None:
    assert client_of(organisation.manager).post(URL).status_code == 405
    for user in (organisation.lead, organisation.member, organisation.stranger, organisation.administrator):
        assert client_of(user).get(URL).status_code == 403


def test_statements_are_as_many_for_few_as_for_many(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    branch = unit("North")
    manager = member_of(branch, Role.MANAGER)
    for round_ in (1, 3):
        for number in range(round_):
            found, lead = led_team(f"Team {round_} {number}", parent=branch)
            result_of(found, lead)
            open_assessment(found, by=lead)
        client = client_of(manager)
        with django_assert_num_queries(7):
            client.get(URL).getvalue()
