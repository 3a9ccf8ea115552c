"""What is asked of one person over all teams, and who is asked what of an assessment, in few queries."""

from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from assessments.core.workflow import AssessmentState, Role
from assessments.models import Assessment, Membership, Unit, User
from assessments.queries.assessments import local_day
from assessments.queries.marks import marked
from assessments.queries.sharing import open_questions, sharing_of
from assessments.queries.visits import visit
from tests.factories import (
    answer,
    assign,
    join,
    member_of,
    open_assessment,
    practices_of,
    publish,
    put_in_place,
    small_catalog,
    team,
)

pytestmark = pytest.mark.django_db
AT = timezone.now()
TODAY = local_day(AT)
DAY = timedelta(days=1)


@pytest.fixture
def otters() -> Unit:
    return team("Otters")


@pytest.fixture
def ana(otters: Unit) -> User:
    return member_of(otters, name="Ana")


@pytest.fixture
def assessment(otters: Unit) -> Assessment:
    return open_assessment(otters, by=member_of(otters, Role.LEAD, "Lea"), catalog=publish(small_catalog()))


def another(assessment: Assessment, name: str, ana: User) -> Assessment:
    """A further team of Ana's with an open assessment, by the same lead."""
    unit = team(name)
    join(ana, unit)
    join(assessment.started_by, unit, Role.LEAD)
    return Assessment.objects.create(
        unit=unit, catalog_version=assessment.catalog_version, title=f"Check of {name}", state="open",
        started_by=assessment.started_by, started_at=AT, changed_at=AT,
    )  # fmt: skip


def codes(user: User) -> list[tuple[str, list[str]]]:
    found = open_questions(user.pk, on=TODAY)
    return [(one.unit_name, [line.page.dimension.code for line in one.lines]) for one in found]


def test_team_by_team_first_due_first(assessment: Assessment, ana: User) -> None:
    badgers, newts = another(assessment, "Badgers", ana), another(assessment, "Newts", ana)
    assign(assessment, "TREE", ana, due=TODAY + 2 * DAY)
    assign(newts, "TREE", ana, due=TODAY - DAY)
    assign(newts, "SOIL", assessment.started_by)
    answer(badgers, ["SOI-1", "SOI-2"], ana)
    assert codes(ana) == [("Newts", ["TREE"]), ("Otters", ["TREE", "SOIL"]), ("Badgers", ["TREE"])]
    first, second, third = open_questions(ana.pk, on=TODAY)
    assert [(one.due, one.open) for one in (first, second, third)] == [
        (TODAY - DAY, 3),
        (TODAY + 2 * DAY, 5),
        (None, 3),
    ]
    assert [line.is_overdue for line in (*first.lines, *second.lines)] == [True, False, False]
    assert (first.title, first.assessment_id) == ("Check of Newts", newts.pk)


def test_leads_have_open_questions_too(assessment: Assessment) -> None:
    assert codes(assessment.started_by) == [("Otters", ["SOIL", "TREE"])]


def test_an_opened_discipline_is_asked_and_a_waiting_one_is_not(assessment: Assessment, ana: User) -> None:
    assign(assessment, "FRUIT", ana)
    assert codes(ana) == [("Otters", ["SOIL", "TREE"])]
    put_in_place(assessment, assessment.started_by, "tree")
    assert codes(ana) == [("Otters", ["FRUIT", "SOIL", "TREE"])]


def test_who_answers_nowhere_or_has_answered_all_has_none(
    assessment: Assessment, ana: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    answer(assessment, practices_of(assessment, "soil", "tree"), ana)
    gone = member_of(assessment.unit)
    Membership.objects.filter(user=gone).delete()
    for user in (ana, gone, member_of(assessment.unit, Role.MANAGER)):
        assert codes(user) == []
    Assessment.objects.update(state=AssessmentState.SUBMITTED.value)
    with django_assert_num_queries(1):
        assert codes(assessment.started_by) == []


@pytest.mark.parametrize("teams", [1, 5])
def test_two_queries_whatever_the_number_of_teams(
    assessment: Assessment, ana: User, teams: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(teams - 1):
        other = another(assessment, f"Team {number}", ana)
        assign(other, "SOIL", ana)
        answer(other, ["TRE-1"], ana)
    open_questions(ana.pk, on=TODAY)
    with django_assert_num_queries(2):
        assert len(open_questions(ana.pk, on=TODAY)) == teams


def test_the_sharing_of_an_assessment_reads_nothing_more(
    assessment: Assessment, ana: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    gone = member_of(assessment.unit, name="Gon Away")
    assign(assessment, "SOIL", ana, gone, due=TODAY - DAY)
    answer(assessment, ["SOI-1"], ana)
    Membership.objects.filter(user=gone).delete()
    row = marked().get()
    seen = visit(row, respondent_id=assessment.started_by_id, on=TODAY)
    with django_assert_num_queries(0):
        found = sharing_of(seen)
    assert [(one.name, one.open, one.is_overdue) for one in found.team] == [("Ana", 4, True), ("Lea", 3, False)]
    assert [(one.name, one.unfinished) for one in found.left] == [("Gon Away", 1)]
