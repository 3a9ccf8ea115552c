"""A team over time, in a fixed number of queries."""

from datetime import timedelta
from fractions import Fraction

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from assessments.core.agreement import from_json
from assessments.core.gates import State, assess
from assessments.core.trend import point
from assessments.core.workflow import Role
from assessments.models import Result, Unit, User
from assessments.queries.assessments import local_day
from assessments.queries.history import milestones_of, moments, newest, results_of
from tests.factories import (
    adopt,
    answer,
    grant,
    member_of,
    open_assessment,
    promised,
    publish,
    put_in_place,
    small_catalog,
    submit,
    team,
)

pytestmark = pytest.mark.django_db
AT = timezone.now()
TODAY = local_day(AT)


@pytest.fixture
def unit() -> Unit:
    return team("Otters")


@pytest.fixture
def lead(unit: Unit) -> User:
    return member_of(unit, Role.LEAD, "Lea")


def results(unit: Unit, lead: User, number: int) -> list[Result]:
    """So many Results of the unit, a month apart, oldest first; the soil is nobody's yet."""
    catalog = publish(small_catalog())
    rows = []
    for month in range(number, 0, -1):
        assessment = open_assessment(unit, by=lead, catalog=catalog, title=f"{month} months ago")
        put_in_place(assessment, lead, "tree")
        rows.append(submit(assessment, by=lead, at=AT - timedelta(days=30 * month)))
    return rows


def elsewhere(number: int) -> list[Result]:
    """Results that no query may find."""
    badgers = team("Badgers")
    return results(badgers, member_of(badgers, Role.LEAD), number)


@pytest.mark.parametrize("number", [0, 1, 2, 4])
@pytest.mark.parametrize("planned", [False, True])
def test_newest_results_and_that_of_the_plan_take_one_query(
    unit: Unit, lead: User, number: int, planned: bool, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    elsewhere(2)
    rows = results(unit, lead, number)
    if planned and rows:
        Unit.objects.filter(pk=unit.pk).update(result_in_force=rows[0])
        adopt(rows[0], promised(rows[0]), by=lead)
    with django_assert_num_queries(1):
        found = newest(unit.pk, on=TODAY)
    ids = [one.id if one else None for one in (found.in_force, found.before, found.planned_from)]
    expected = [one.pk for one in reversed(rows)]
    assert ids[:2] == [*expected, None, None][:2]
    assert ids[2] == (rows[0].pk if planned and rows else None)


def test_exceptions_that_hold_come_along(
    unit: Unit, lead: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    rows = results(unit, lead, 3)
    unit.refresh_from_db()
    mona = member_of(unit, Role.MANAGER, "Mona")
    over = grant(unit, by=mona, gate=("tree", "fruit"), days=1, at=AT - timedelta(days=9))
    assert newest(unit.pk, on=TODAY).exceptions == ()
    other = elsewhere(1)[0].unit
    grant(other, by=member_of(other, Role.MANAGER), gate=("tree", "fruit"))
    later = grant(unit, by=mona, gate=("tree", "fruit"), days=20)
    with django_assert_num_queries(1):
        found = newest(unit.pk, on=TODAY)
    assert [(one.since, one.until, one.approver) for one in found.exceptions] == [(later.since, later.until, "Mona")]
    assert found.in_force is not None
    assert found.before is not None
    assert (found.in_force.id, found.before.id) == (rows[2].pk, rows[1].pk)
    assert [one.since for one in newest(unit.pk, on=over.since).exceptions] == [over.since, later.since]
    assert newest(unit.pk, on=TODAY + timedelta(days=21)).exceptions == ()


def test_every_result_is_a_moment_with_what_its_rows_say(
    unit: Unit, lead: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    rows = results(unit, lead, 3)
    elsewhere(1)
    with django_assert_num_queries(1):
        found = moments(unit.pk)
    assert [one.result_id for one in found] == [row.pk for row in rows]
    assert [one.title for one in found] == ["3 months ago", "2 months ago", "1 months ago"]
    assert [one.on for one in found] == [local_day(row.decided_at) for row in rows]
    seen = assess(small_catalog(), from_json(rows[-1].inputs), on=found[-1].on)
    assert found[-1].points == {one.discipline: point(one) for one in seen.disciplines}
    assert found[-1].points["tree"].state is State.PROVISIONAL
    assert found[-1].points["tree"].index == Fraction(50)
    assert found[-1].points["soil"].low is None
    assert moments(team("Foxes").pk) == ()


def test_bounds_of_missing_answers_are_kept(unit: Unit, lead: User) -> None:
    assessment = open_assessment(unit, by=lead, catalog=publish(small_catalog()))
    answer(assessment, ["TRE-2"], lead, level=2)
    submit(assessment, by=lead)
    point_of_tree = moments(unit.pk)[0].points["tree"]
    assert point_of_tree.index is None
    assert point_of_tree.uncertain


def test_results_of_a_team_are_only_its_own(
    unit: Unit, lead: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    first, _, third = results(unit, lead, 3)
    foreign = elsewhere(1)[0]
    with django_assert_num_queries(1):
        found = results_of(unit.pk, [third.pk, foreign.pk, first.pk])
    assert [one.id for one in found] == [first.pk, third.pk]


def test_milestones_of_the_current_plan_only(
    unit: Unit, lead: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    row = results(unit, lead, 1)[0]
    unit.refresh_from_db()
    assert milestones_of(unit.pk) == ()
    adopt(row, promised(row), by=lead)
    current = adopt(row, promised(row), by=lead)
    with django_assert_num_queries(1):
        found = milestones_of(unit.pk)
    assert [one.id for one in found] == list(current.milestones.order_by("position").values_list("id", flat=True))
    assert [one.position for one in found] == sorted(one.position for one in found)
    assert found
