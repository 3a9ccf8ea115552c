"""A doubt is called none once per person, while the assessment is open."""

import pytest

from assessments.models import Assessment, RightAsItIs, User
from assessments.queries.held import NotAnswerable
from assessments.services.doubts import accept_doubt, ask_again
from tests.factories import answer, submit
from tests.services.acts import AT, outsiders, statements

pytestmark = pytest.mark.django_db
KEY = "needs:TRE-3@2>SOI-2@0"


def test_each_person_says_so_once_and_may_be_asked_again(assessment: Assessment, lead: User, member: User) -> None:
    for person in (lead, lead, member):
        accept_doubt(assessment_id=assessment.pk, doubt=KEY, person_id=person.pk, at=AT)
    assert RightAsItIs.objects.filter(doubt=KEY).count() == 2
    ask_again(assessment_id=assessment.pk, doubt=KEY, person_id=lead.pk, at=AT)
    assert [one.person for one in RightAsItIs.objects.all()] == [member]


def test_nobody_else_and_not_after_submission(assessment: Assessment, lead: User) -> None:
    for user in outsiders(assessment).values():
        with pytest.raises(NotAnswerable):
            accept_doubt(assessment_id=assessment.pk, doubt=KEY, person_id=user.pk, at=AT)
    answer(assessment, "SOI-1", lead)
    submit(assessment, by=lead)
    for act in (accept_doubt, ask_again):
        with pytest.raises(NotAnswerable):
            act(assessment_id=assessment.pk, doubt=KEY, person_id=lead.pk, at=AT)
    assert not RightAsItIs.objects.exists()


def test_the_lock_comes_first(assessment: Assessment, lead: User) -> None:
    first, *_ = statements(lambda: accept_doubt(assessment_id=assessment.pk, doubt=KEY, person_id=lead.pk, at=AT))
    assert first.startswith("UPDATE")
