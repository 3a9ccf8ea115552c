"""A person's teams: only the own ones, as they stand today, in a fixed number of queries."""

from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from assessments.core.gates import State
from assessments.core.workflow import Role
from assessments.queries.teams import Next, administrators, teams_of
from tests.factories import (
    Organisation,
    answer,
    assign,
    join,
    member_of,
    open_assessment,
    person,
    practices_of,
    publish,
    put_in_place,
    small_catalog,
    submit,
    team,
)

pytestmark = pytest.mark.django_db
TODAY = timezone.now().date()


def test_a_team_with_its_states_and_the_own_progress(organisation: Organisation) -> None:
    answer(organisation.assessment, ["DAT-PIP-01", "DAT-STO-01"], organisation.member)
    (mine,) = teams_of(organisation.member.pk, on=TODAY)
    assert (mine.name, mine.role, mine.next) == ("Otters", Role.MEMBER, Next.CONTINUE)
    states = {one.name: (one.cell.state, one.level_name) for one in mine.standings}
    assert states["MLOps"] == (State.IN_PLACE, "In place")
    assert states["ModelOps"] == (State.NOT_ASSESSED, "")
    assert mine.assessment is not None
    assert (mine.assessment.walk.answered, mine.assessment.walk.total) == (2, 48)
    assert mine.assessment.page is not None
    assert mine.assessment.page.open[0] == "DAT-PIP-02"


def test_evidence_that_ran_out_is_seen_today(organisation: Organisation) -> None:
    (mine,) = teams_of(organisation.lead.pk, on=TODAY + timedelta(days=400))
    states = {one.name: one.cell.state for one in mine.standings}
    assert (states["MLOps"], states["AIOps"]) == (State.PROVISIONAL, State.WAITING)


def test_what_is_behind_a_gate_is_not_counted_open_or_shut_again(organisation: Organisation) -> None:
    put_in_place(organisation.assessment, organisation.lead, "mlops")
    answer(organisation.assessment, "MOD-INV-01", organisation.lead)
    (mine,) = teams_of(organisation.lead.pk, on=TODAY)
    assert mine.assessment is not None
    assert (mine.assessment.walk.answered, mine.assessment.walk.total) == (25, 48)
    assert mine.assessment.disciplines == ("DataOps", "MLOps")
    answer(organisation.assessment, practices_of(organisation.assessment, "dataops"), organisation.lead)
    answer(organisation.assessment, practices_of(organisation.assessment, "mlops"), organisation.member, level=0)
    (mine,) = teams_of(organisation.lead.pk, on=TODAY)
    assert mine.assessment is not None
    assert (mine.assessment.walk.answered, mine.assessment.walk.total, mine.next) == (48, 48, Next.SUBMIT)


def test_a_catalog_of_three_disciplines() -> None:
    own = team()
    lead = member_of(own, Role.LEAD)
    assessment = open_assessment(own, by=lead, catalog=publish(small_catalog()))
    answer(assessment, practices_of(assessment, "soil", "tree"), lead, level=2)
    (mine,) = teams_of(lead.pk, on=TODAY)
    assert mine.next is Next.SUBMIT
    submit(assessment, by=lead)
    (mine,) = teams_of(lead.pk, on=TODAY)
    assert mine.next is Next.ROADMAP
    assert [one.name for one in mine.standings] == ["Soil", "Tree", "Fruit"]


def test_who_answers_nowhere_has_no_team(organisation: Organisation) -> None:
    for user in (organisation.manager, organisation.stranger, organisation.removed, organisation.administrator):
        assert teams_of(user.pk, on=TODAY) == ()


def test_administrators_are_those_who_may_sign_in(organisation: Organisation) -> None:
    person("Abe Former", administrator=True, is_active=False)
    assert administrators() == ("Ada Administrator",)


@pytest.mark.parametrize("teams", [1, 3])
def test_three_statements(
    organisation: Organisation, teams: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(teams - 1):
        other = team()
        join(organisation.lead, other)
        open_assessment(other, by=organisation.lead)
    with django_assert_num_queries(3):
        assert len(teams_of(organisation.lead.pk, on=TODAY)) == teams


def test_what_others_are_asked_does_not_count(organisation: Organisation) -> None:
    answer(organisation.assessment, practices_of(organisation.assessment, "dataops"), organisation.member)
    assign(organisation.assessment, "MLO-MON", organisation.lead)
    (mine,) = teams_of(organisation.member.pk, on=TODAY)
    assert mine.assessment is not None
    assert (mine.assessment.walk.answered, mine.assessment.walk.total) == (23, 44)
