"""What of others' answers a visit shows to whom."""

import pytest
from django.utils import timezone

from assessments import access
from assessments.core.workflow import Action
from assessments.models import User
from assessments.queries.visits import Visit, visit
from tests.factories import Organisation, answer, member_of

pytestmark = pytest.mark.django_db
CODE = "MLO-TRN-01"


def seen(user: User, organisation: Organisation) -> Visit:
    assessment = access.assessment(user, organisation.assessment.pk, Action.ANSWER)
    return visit(assessment, respondent_id=user.pk, on=timezone.now().date())


def test_who_answered_hears_the_others_and_only_a_lead_by_name(organisation: Organisation) -> None:
    answer(organisation.assessment, CODE, organisation.member)
    lead, member = seen(organisation.lead, organisation), seen(organisation.member, organisation)
    assert (lead.hears(CODE), member.hears(CODE)) == (False, True)
    assert (lead.sees_names, member.sees_names) == (True, False)
    answer(organisation.assessment, CODE, organisation.lead)
    assert seen(organisation.lead, organisation).hears(CODE)


def test_with_names_hidden_nobody_sees_a_name_and_four_have_to_answer(organisation: Organisation) -> None:
    organisation.assessment.names_hidden = True
    organisation.assessment.save()
    for person in (organisation.lead, organisation.member, member_of(organisation.team)):
        answer(organisation.assessment, CODE, person)
    lead = seen(organisation.lead, organisation)
    assert (lead.hears(CODE), lead.sees_names) == (False, False)
    answer(organisation.assessment, CODE, member_of(organisation.team))
    assert seen(organisation.lead, organisation).hears(CODE)
