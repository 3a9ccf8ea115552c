"""What one of the team may know of the answers to a practice."""

import pytest
from pytest_django import DjangoAssertNumQueries

from assessments.core.agreement import Kind
from assessments.models import Assessment
from assessments.queries.assessments import answers_revision, sheet
from assessments.queries.marks import marked
from assessments.queries.voices import Voices, voices
from tests.factories import Organisation, answer, built_in, change_answer, member_of

pytestmark = pytest.mark.django_db
CODE = "DAT-STO-02"


def of(assessment: Assessment) -> Voices:
    return voices(assessment.pk, built_in().practice_ids[CODE])


@pytest.mark.parametrize(
    ("answered_by", "names_hidden", "heard"), [(0, False, False), (1, False, True), (3, True, False), (4, True, True)]
)
def test_they_reach_who_answered_too_and_with_names_hidden_from_four_up(
    organisation: Organisation, answered_by: int, names_hidden: bool, heard: bool
) -> None:
    Assessment.objects.filter(id=organisation.assessment.pk).update(names_hidden=names_hidden)
    people = [member_of(organisation.team) for _ in range(answered_by)]
    for person in people:
        answer(organisation.assessment, CODE, person)
    said = of(organisation.assessment)
    assert said.are_heard is heard
    assert {said.include(person.pk) for person in people} <= {True}
    assert {said.reach(person.pk) for person in people} <= {heard}
    assert (said.include(organisation.lead.pk), said.reach(organisation.lead.pk)) == (False, False)


def test_other_answers_are_none_of_them(organisation: Organisation) -> None:
    answer(organisation.assessment, "DAT-STO-01", organisation.member)
    assert of(organisation.assessment) == Voices({}, names_hidden=False)


def test_levels_and_revision_are_those_of_the_whole_sheet(organisation: Organisation) -> None:
    assessment = organisation.assessment
    answer(assessment, CODE, organisation.lead, level=3)
    answer(assessment, CODE, organisation.member, kind=Kind.NOT_APPLICABLE, reason="There is none.")
    change_answer(assessment, CODE, organisation.lead, level=1)
    change_answer(assessment, CODE, organisation.lead, remark="More words.")
    said = of(assessment)
    whole = sheet(marked().get(id=assessment.pk), respondent_id=organisation.lead.pk)
    assert said.revision == answers_revision(whole.answers[CODE]) == 3
    assert said.numbers == whole.settled[CODE].numbers == (1,)
    assert said.given[organisation.member.pk].kind == Kind.NOT_APPLICABLE.value


@pytest.mark.parametrize("more", [0, 5])
def test_one_statement(
    organisation: Organisation, more: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(more):
        answer(organisation.assessment, CODE, member_of(organisation.team))
    practice_id = built_in().practice_ids[CODE]
    with django_assert_num_queries(1):
        assert len(voices(organisation.assessment.pk, practice_id).given) == more
