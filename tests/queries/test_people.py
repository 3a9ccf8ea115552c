"""Who belongs to a unit."""

import pytest
from pytest_django import DjangoAssertNumQueries

from assessments.core.workflow import Role
from assessments.queries.people import people_of
from tests.factories import join, member_of, team, unit

pytestmark = pytest.mark.django_db


def test_members_leads_and_the_managers_above_once_each(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    top = unit("Top")
    middle = unit("Middle", parent=top)
    here, beside = team("Here", parent=middle), team("Beside", parent=middle)
    zoe, adam = member_of(here, Role.LEAD, "Zoe"), member_of(here, name="Adam")
    own, above = member_of(here, Role.MANAGER, "Olaf"), member_of(top, Role.MANAGER, "Mona")
    join(above, here, Role.MEMBER)
    for role in (Role.LEAD, Role.MEMBER):
        member_of(middle, role)
    member_of(beside, Role.LEAD)
    member_of(beside, Role.MANAGER)
    member_of(team("Below", parent=here), Role.MANAGER)
    gone = member_of(here)
    gone.is_active = False
    gone.save()
    with django_assert_num_queries(1):
        found = people_of(here.pk)
    assert found == tuple((user.pk, user.name) for user in (adam, above, own, zoe))


def test_a_unit_without_anybody_has_none(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    lonely = team("Nobody", parent=unit("Top"))
    with django_assert_num_queries(1):
        assert people_of(lonely.pk) == ()
