"""Results as they were frozen."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from assessments.core.agreement import from_json
from assessments.core.gates import State
from assessments.core.scoring import RULES_VERSION
from assessments.core.workflow import Role
from assessments.models import Readiness, Result, Unit, User
from assessments.queries.results import (
    Misplaced,
    all_differences,
    frozen,
    misplaced,
    of_other_rules,
    result,
    result_in_force,
)
from tests.factories import answer, member_of, open_assessment, publish, put_in_place, show, small_catalog, submit, team

pytestmark = pytest.mark.django_db
AT = timezone.now()


@pytest.fixture
def unit() -> Unit:
    return team("Otters")


@pytest.fixture
def lead(unit: Unit) -> User:
    return member_of(unit, Role.LEAD, "Lea")


def results(unit: Unit, lead: User, number: int) -> list[Result]:
    """So many Results of the unit, a month apart, oldest first."""
    catalog = publish(small_catalog())
    rows = []
    for month in range(number, 0, -1):
        assessment = open_assessment(unit, by=lead, catalog=catalog, title=f"{month} months ago")
        put_in_place(assessment, lead, "tree")
        rows.append(submit(assessment, by=lead, at=AT - timedelta(days=30 * month)))
    return rows


@pytest.mark.parametrize("number", [1, 3])
def test_the_result_in_force_is_the_newest_and_takes_one_query(
    unit: Unit, lead: User, number: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    newest = results(unit, lead, number)[-1]
    with django_assert_num_queries(1):
        found = result_in_force(unit.pk)
    assert found is not None
    assert (found.id, found.unit_name, found.assessment_title) == (newest.pk, "Otters", "1 months ago")
    assert (found.respondents, found.answered_by, found.decided_by_name) == (1, 1, "Lea")
    assert (found.rules_version, found.decided_at) == (RULES_VERSION, newest.decided_at)
    assert found.settled == from_json(newest.inputs)
    assert found.published.catalog == small_catalog()
    with django_assert_num_queries(1):
        assert result(newest.pk) == found


def test_a_unit_without_a_result(unit: Unit, lead: User) -> None:
    results(team(), member_of(team(), Role.LEAD), 0)
    assert result_in_force(unit.pk) is None
    with pytest.raises(Result.DoesNotExist):
        result(0)


def test_the_rows_say_what_the_core_decides(unit: Unit, lead: User) -> None:
    assessment = open_assessment(unit, by=lead, catalog=publish(small_catalog()))
    answer(assessment, ["SOI-1", "SOI-2"], lead, level=1)
    answer(assessment, ["TRE-2", "TRE-3"], lead, level=2)
    show(assessment, "TRE-2", lead)
    soil, tree, fruit = submit(assessment, by=lead, at=AT).readiness.order_by("position")
    assert (soil.discipline, soil.state, soil.maturity_level) == ("soil", State.STARTED, 1)
    assert (soil.index, soil.coverage, soil.failing_foundations) == (Decimal(25), Decimal(1), [])
    assert (tree.state, tree.index, tree.index_low) == (State.NOT_ESTABLISHED, None, Decimal(30))
    assert tree.coverage == Decimal("0.666667")
    assert (tree.failing_foundations, tree.deciding, tree.shown_until) == (["TRE-1"], 1, None)
    assert (fruit.state, fruit.early_look) == (State.WAITING, False)
    assert soil.confidence == Decimal("0.475")


def test_every_stored_result_comes_out_as_it_was_decided(unit: Unit, lead: User) -> None:
    rows = results(unit, lead, 3)
    assert list(all_differences(rules_version=RULES_VERSION)) == [(row.pk, ()) for row in rows]
    assert list(all_differences(rules_version=RULES_VERSION + 1)) == []


def test_the_check_sees_a_row_that_says_something_else(unit: Unit, lead: User) -> None:
    """The broken variant: a Result whose readiness was not decided from its inputs."""
    sound = results(unit, lead, 1)[0]
    wrong = Result(
        unit=unit, assessment=sound.assessment, catalog_version=sound.catalog_version, rules_version=RULES_VERSION,
        decided_at=AT, decided_by=lead, respondents=1, answered_by=1, inputs=sound.inputs,
        gates=[{**gate, "outcome": "undecided"} for gate in sound.gates],
    )  # fmt: skip
    wrong.save(force_insert=True)
    right = frozen(small_catalog(), from_json(sound.inputs), respondents=1, on=AT.date())
    soil, tree, _ = right.readiness
    tree.state, tree.maturity_level = State.STARTED, 1
    soil.result = tree.result = wrong
    Readiness.objects.bulk_create([soil, tree, Readiness(result=wrong, discipline="leaf", position=3, state="waiting")])
    assert dict(all_differences(rules_version=RULES_VERSION)) == {
        sound.pk: (),
        wrong.pk: (
            "fruit: nothing is stored.",
            "leaf: it is not in the catalog.",
            "tree: state is 'started', its inputs come to 'in_place'.",
            "tree: maturity_level is 1, its inputs come to 2.",
            f"gates are {wrong.gates}, its inputs come to {right.gates}.",
        ),
    }


@pytest.mark.parametrize("number", [0, 1, 3])
def test_results_of_other_rules_and_units_without_their_newest_are_told(
    unit: Unit, lead: User, number: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    rows = results(unit, lead, number)
    assert of_other_rules(rules_version=RULES_VERSION) == {}
    assert misplaced() == ()
    with django_assert_num_queries(1):
        assert of_other_rules(rules_version=RULES_VERSION + 1) == ({RULES_VERSION: number} if number else {})
    Unit.objects.filter(pk=unit.pk).update(result_in_force=rows[0] if rows else None)
    with django_assert_num_queries(1):
        expected = (Misplaced(unit.pk, "Otters", rows[0].pk, rows[-1].pk),) if number > 1 else ()
        assert misplaced() == expected


def test_the_check_takes_two_queries_for_many(
    unit: Unit, lead: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    results(unit, lead, 3)
    with django_assert_num_queries(2):
        assert len(list(all_differences(rules_version=RULES_VERSION))) == 3
