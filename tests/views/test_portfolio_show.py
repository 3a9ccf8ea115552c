"""The portfolio: all teams of a manager, and of nobody else."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from assessments.core.workflow import Role
from assessments.models import Unit, User
from assessments.services.gate_exceptions import end
from tests.factories import Organisation, client_of, grant, join, member_of, open_assessment, team, unit
from tests.views.outcomes import led_team, result_of

pytestmark = pytest.mark.django_db
URL = reverse("assessments:portfolio-show")
NOW = timezone.now()


def page(user: User, **asked: str | int) -> str:
    response = client_of(user).get(URL, asked)
    assert response.status_code == 200
    return " ".join(response.text.split())


def test_finding_comes_first_and_counts_are_right() -> None:
    branch = unit("North")
    manager = member_of(branch, Role.MANAGER)
    for name, weak in (("Ready", ()), ("Weak", ("MLO-MON-01",)), ("Weaker", ("MLO-MON-01", "MLO-TRN-01"))):
        found, lead = led_team(name, parent=branch)
        result_of(found, lead, weak=weak, at=NOW - timedelta(days=3))
    text = page(manager)
    assert "<strong>1 of 3 teams</strong> may build ModelOps and AIOps." in text
    assert "among them is <strong>Production model monitoring</strong>: in 2." in text
    assert "3 days old" in text
    assert 'Training pipeline as code <span class="quiet">and 1 more</span>' in text
    assert text.count('aria-label="Gate open"') == 2
    assert text.count('aria-label="Gate closed"') == 4


def test_each_holding_has_its_words() -> None:
    branch = unit("North")
    manager = member_of(branch, Role.MANAGER)
    undecided, lead = led_team("Unsure", parent=branch)
    result_of(undecided, lead, but=("MLO-MON-01", "MLO-TRN-01"))
    unshown, lead = led_team("Unshown", parent=branch)
    result_of(unshown, lead, unshown=("MLO-MON-01",))
    team("Bare", parent=branch)
    busy, lead = led_team("Busy", parent=branch)
    open_assessment(busy, by=lead, title="A title that only the team sees")
    text = page(manager)
    assert "2 answers would decide" in text
    assert "Evidence for MLOps to be shown" in text
    assert "Provisional" in text
    assert "none yet" in text
    assert "unfinished, 0 %" in text


def test_an_exception_stands_with_the_gate_and_opens_nothing() -> None:
    branch = unit("North")
    manager = member_of(branch, Role.MANAGER)
    found, lead = led_team("Otters", parent=branch)
    result_of(found, lead)
    before = page(manager)
    leave = grant(found, by=manager)
    text = page(manager)
    said = f"Exception: ModelOps may be planned until {leave.until:%-d %b %Y}, allowed by {manager.name}"
    assert said in text
    table, table_before = (one.split("<main")[1].split("</main>")[0] for one in (text, before))
    assert table.replace(f'<div class="quiet">{said}</div>', "").split() == table_before.split()
    end(exception=leave, by=manager, at=timezone.now())
    assert "Exception" not in page(manager)


def test_nothing_of_other_branches(organisation: Organisation) -> None:
    text = page(organisation.manager)
    assert "Otters" in text
    for secret in ("Badgers", "South branch", "A secret", "Lea Lead"):
        assert secret not in text
    assert "Badgers" in page(organisation.manager_elsewhere)


def test_branch_in_the_query_string_counts_like_one_in_the_path(organisation: Organisation) -> None:
    manager = organisation.manager
    assert "Otters" in page(manager, branch=organisation.branch.pk)
    for branch in (
        organisation.branch_elsewhere.pk,
        organisation.team_elsewhere.pk,
        999999,
        "x",
        "-1",
        "9" * 400,
        "\x00",
    ):
        response = client_of(manager).get(URL, {"branch": branch})
        assert response.status_code == 404
        assert "South branch" not in response.text


def test_branch_below_narrows() -> None:
    top = unit("Top")
    left, right = unit("Left", parent=top), unit("Right", parent=top)
    team("Lefties", parent=left)
    team("Righties", parent=right)
    text = page(member_of(top, Role.MANAGER), branch=left.pk)
    assert "Lefties" in text
    assert "Righties" not in text


@pytest.mark.parametrize("sort", ["colour", "name; DROP TABLE", "\x00"])
def test_bad_order_has_its_message(organisation: Organisation, sort: str) -> None:
    text = page(organisation.manager, sort=sort)
    assert "invalid-feedback" in text
    assert "Otters" in text


@pytest.mark.parametrize("number", ["0", "-3", "x", "99999999999999999999", "2.5"])
def test_bad_page_is_the_first(organisation: Organisation, number: str) -> None:
    assert "Otters" in page(organisation.manager, page=number)


def test_pages_of_fifty_keep_branch_and_order() -> None:
    branch = unit("North")
    manager = member_of(branch, Role.MANAGER)
    Unit.objects.bulk_create(Unit(name=f"Team {number:03}", parent=branch, is_team=True) for number in range(101))
    text = page(manager, branch=branch.pk, sort="oldest", page=2)
    assert "Page 2 of 3" in text
    assert f'href="?branch={branch.pk}&amp;sort=oldest&amp;page=1"' in text
    assert f'href="?branch={branch.pk}&amp;sort=oldest&amp;page=3"' in text
    assert text.count("<tr>") == 51
    assert "None of 101 teams has a result yet." in text


def test_no_team_yet() -> None:
    assert "There is no team here yet." in page(member_of(unit("Empty"), Role.MANAGER))


def test_several_units_and_one_that_is_a_team() -> None:
    alone, branch = team("Alone"), unit("North")
    team("Within", parent=branch)
    manager = member_of(alone, Role.MANAGER)
    join(manager, branch, Role.MANAGER)
    text = page(manager)
    assert "Alone" in text
    assert "Within" in text


def test_method_and_others(organisation: Organisation) -> None:
    assert client_of(organisation.manager).post(URL).status_code == 405
    for user in (organisation.lead, organisation.member, organisation.stranger, organisation.administrator):
        assert client_of(user).get(URL).status_code == 403
    assert client_of(None).get(URL).status_code == 302


def test_statements_are_as_many_for_few_as_for_many(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    branch = unit("North")
    manager = member_of(branch, Role.MANAGER)
    for round_ in (1, 3):
        for number in range(round_):
            found, lead = led_team(f"Team {round_} {number}", parent=branch)
            result_of(found, lead)
            open_assessment(found, by=lead)
        client = client_of(manager)
        with django_assert_num_queries(8):
            client.get(URL, {"sort": "nearest"})
