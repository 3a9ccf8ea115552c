"""A lead records the level that the team settled on."""

import pytest

from assessments.core.agreement import Answer, Kind
from assessments.core.answering import Invalid
from assessments.models import AgreedLevel, Assessment, User
from assessments.queries.assessments import sheet
from assessments.queries.catalogs import published
from assessments.queries.held import NotAnswerable
from assessments.services.agreed_levels import InvalidAgreedLevel, withdraw_agreed_level
from tests.factories import answer
from tests.services.acts import AT, THREE, TWO, agree, outsiders, save

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def answers(assessment: Assessment, lead: User, member: User) -> None:
    answer(assessment, "SOI-1", lead, level=1)
    answer(assessment, "SOI-1", member, level=3)
    answer(assessment, "SOI-2", lead, kind=Kind.DONT_KNOW)


def test_a_lead_records_and_records_again(assessment: Assessment, lead: User) -> None:
    agree(assessment, lead, 2)
    agree(assessment, lead, 3, reason="We talked again.")
    row = AgreedLevel.objects.get()
    assert (row.level, row.reason, row.agreed_by, row.agreed_at) == (3, "We talked again.", lead, AT)
    assert row.answers_revision == 2


@pytest.mark.parametrize(
    ("practice", "level", "reason", "field"),
    [
        ("SOI-1", 0, "We talked.", "level"),
        ("SOI-1", 4, "We talked.", "level"),
        ("SOI-2", 2, "We talked.", "level"),
        ("TRE-2", 1, "We talked.", "level"),
        ("SOI-1", 2, " ", "reason"),
        ("NO-1", 2, "We talked.", "practice"),
    ],
)
def test_only_within_the_answers_and_with_a_reason(
    assessment: Assessment, lead: User, practice: str, level: int, reason: str, field: str
) -> None:
    with pytest.raises(InvalidAgreedLevel) as caught:
        agree(assessment, lead, level, practice, reason)
    assert caught.value.field == field
    assert not AgreedLevel.objects.exists()


def test_only_a_lead_of_the_unit(assessment: Assessment, lead: User, member: User) -> None:
    agree(assessment, lead, 2)
    version = published(assessment.catalog_version_id)
    for user in (member, *outsiders(assessment).values()):
        with pytest.raises(NotAnswerable):
            agree(assessment, user, 3)
        with pytest.raises(NotAnswerable):
            withdraw_agreed_level(
                assessment_id=assessment.pk, published=version, practice="SOI-1", lead_id=user.pk, at=AT
            )
    assert AgreedLevel.objects.get().level == 2


def test_it_is_withdrawn(assessment: Assessment, lead: User) -> None:
    version = published(assessment.catalog_version_id)
    agree(assessment, lead, 2)
    withdraw_agreed_level(assessment_id=assessment.pk, published=version, practice="SOI-1", lead_id=lead.pk, at=AT)
    assert not AgreedLevel.objects.exists()
    with pytest.raises(Invalid):
        withdraw_agreed_level(assessment_id=assessment.pk, published=version, practice="NO-1", lead_id=lead.pk, at=AT)


@pytest.mark.parametrize(
    ("given", "lapses"), [(THREE, False), (TWO, True), (Answer(Kind.DONT_KNOW), True), (Answer(Kind.LEVEL, 0), True)]
)
def test_it_lapses_when_an_answer_changes_and_not_with_the_words_beside_it(
    assessment: Assessment, lead: User, member: User, given: Answer, lapses: bool
) -> None:
    agree(assessment, lead, 2)
    save(assessment, member, given=given, revision=1, remark="More words.")
    found = sheet(assessment, respondent_id=lead.pk)
    assert found.own["SOI-1"].revision == 1
    assert found.agreed["SOI-1"].lapsed is lapses
    save(assessment, member, given=THREE, revision=2)
    assert sheet(assessment, respondent_id=lead.pk).agreed["SOI-1"].lapsed is lapses  # an answer taken back too


def test_other_reasons_for_not_applicable_are_the_same_answer(assessment: Assessment, lead: User, member: User) -> None:
    not_applicable = Answer(Kind.NOT_APPLICABLE)
    save(assessment, member, given=not_applicable, reason="No soil.", revision=1)
    agree(assessment, lead, 1)
    save(assessment, member, given=not_applicable, reason="We have no soil.", revision=2)
    assert not sheet(assessment, respondent_id=lead.pk).agreed["SOI-1"].lapsed
