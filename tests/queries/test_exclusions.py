"""What is called not applicable is listed with its reasons to those who may see or confirm it (F11)."""

import pytest

from assessments.access import assessment as loaded
from assessments.core.agreement import Kind
from assessments.core.workflow import Action, Role
from assessments.models import Assessment, NotApplicableConfirmation, User
from assessments.queries.assessments import local_day
from assessments.queries.catalogs import published
from assessments.queries.exclusions import ExclusionLine, exclusion_lines
from assessments.queries.visits import visit
from assessments.services.confirmations import confirm_not_applicable
from tests import factories
from tests.factories import answer, member_of, open_assessment, small_catalog, team, unit
from tests.services.acts import AT

pytestmark = pytest.mark.django_db
CODE = "SOI-1"


@pytest.fixture
def assessment() -> Assessment:
    otters = team("Otters", parent=unit("North"))
    by = member_of(otters, Role.LEAD, "Lea")
    return open_assessment(otters, by=by, catalog=factories.publish(small_catalog()), at=AT)


@pytest.fixture
def lead(assessment: Assessment) -> User:
    return assessment.started_by


def lines(assessment: Assessment, user: User) -> list[ExclusionLine]:
    seen = visit(loaded(user, assessment.pk, Action.ANSWER), respondent_id=user.pk, on=local_day(AT))
    return [line for own in exclusion_lines(seen, respondent_id=user.pk) for line in own.lines]


def confirm(assessment: Assessment, user: User) -> None:
    confirm_not_applicable(
        assessment_id=assessment.pk,
        published=published(assessment.catalog_version_id),
        practice=CODE,
        user_id=user.pk,
        at=AT,
    )


def test_the_lead_may_confirm_what_a_member_said_and_others_hear_nothing_of_it(
    assessment: Assessment, lead: User
) -> None:
    member, other = member_of(assessment.unit), member_of(assessment.unit)
    answer(assessment, CODE, member, kind=Kind.NOT_APPLICABLE, reason="None here.")
    [asked] = lines(assessment, lead)
    assert (asked.reasons, asked.counts, asked.may_confirm) == (("None here.",), False, True)
    [own] = lines(assessment, member)
    assert (own.counts, own.may_confirm, own.confirmed_by) == (False, False, "")
    assert lines(assessment, other) == []


def test_once_confirmed_leads_see_it_and_who_said_so(assessment: Assessment, lead: User) -> None:
    member, other = member_of(assessment.unit), member_of(assessment.unit)
    answer(assessment, CODE, member, kind=Kind.NOT_APPLICABLE, reason="None here.")
    confirm(assessment, lead)
    for user in (lead, member):
        [line] = lines(assessment, user)
        assert (line.counts, line.may_confirm, line.confirmed_by) == (True, False, "Lea")
    assert lines(assessment, other) == []


def test_what_nobody_has_to_confirm_counts_without_a_name(assessment: Assessment, lead: User) -> None:
    answer(assessment, CODE, lead, kind=Kind.NOT_APPLICABLE, reason="None here.")
    [line] = lines(assessment, lead)
    assert (line.counts, line.confirmed_by) == (True, "")
    seen = visit(loaded(lead, assessment.pk, Action.ANSWER), respondent_id=lead.pk, on=local_day(AT))
    [own] = exclusion_lines(seen, respondent_id=lead.pk)
    assert (own.discipline.code, own.counting, own.most) == ("soil", 1, 1)


def test_a_level_beside_it_counts_instead(assessment: Assessment, lead: User) -> None:
    answer(assessment, CODE, member_of(assessment.unit), kind=Kind.NOT_APPLICABLE, reason="None here.")
    answer(assessment, CODE, lead, level=2)
    assert lines(assessment, lead) == []
    assert not NotApplicableConfirmation.objects.exists()
