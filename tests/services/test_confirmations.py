"""A practice does not apply once somebody who did not say so has confirmed it, until an answer changes (F11)."""

from datetime import timedelta

import pytest

from assessments.core.agreement import Answer, Kind
from assessments.core.workflow import Role
from assessments.models import Assessment, NotApplicableConfirmation, User
from assessments.queries.assessments import AssessmentSheet, sheet
from assessments.queries.catalogs import published
from assessments.queries.held import NotAnswerable
from assessments.queries.marks import marked
from assessments.services.confirmations import (
    NothingToConfirm,
    NotToConfirm,
    confirm_not_applicable,
    withdraw_confirmation,
)
from tests.factories import member_of, person, submit
from tests.services.acts import AT, TWO, save

pytestmark = pytest.mark.django_db
CODE = "SOI-1"
NO = Answer(Kind.NOT_APPLICABLE)


def say_no(assessment: Assessment, user: User, *, revision: int = 0) -> None:
    save(assessment, user, CODE, NO, reason="None here.", revision=revision)


def confirm(assessment: Assessment, user: User, practice: str = CODE) -> None:
    confirm_not_applicable(
        assessment_id=assessment.pk,
        published=published(assessment.catalog_version_id),
        practice=practice,
        user_id=user.pk,
        at=AT + timedelta(minutes=1),
    )


def withdraw(assessment: Assessment, user: User) -> None:
    withdraw_confirmation(
        assessment_id=assessment.pk,
        published=published(assessment.catalog_version_id),
        practice=CODE,
        user_id=user.pk,
        at=AT,
    )


def seen(assessment: Assessment) -> AssessmentSheet:
    return sheet(marked().get(pk=assessment.pk), respondent_id=0)


def test_it_counts_from_then_on(assessment: Assessment, lead: User, member: User) -> None:
    say_no(assessment, member)
    before = seen(assessment).settled[CODE]
    assert (before.not_applicable, before.unconfirmed, before.reasons) == (False, True, ("None here.",))
    confirm(assessment, lead)
    confirm(assessment, lead)
    after = seen(assessment).settled[CODE]
    assert (after.not_applicable, after.unconfirmed, after.reasons) == (True, False, ("None here.",))
    assert NotApplicableConfirmation.objects.get().confirmed_by == lead


def test_the_first_word_stands(assessment: Assessment, lead: User, member: User) -> None:
    other = member_of(assessment.unit, Role.LEAD, "Lou")
    say_no(assessment, member)
    confirm(assessment, lead)
    confirm(assessment, other)
    assert NotApplicableConfirmation.objects.get().confirmed_by == lead
    save(assessment, member, CODE, TWO, revision=1)
    say_no(assessment, member, revision=2)
    confirm(assessment, other)
    assert NotApplicableConfirmation.objects.get().confirmed_by == other
    assert seen(assessment).settled[CODE].not_applicable


def test_it_lapses_when_an_answer_changes_and_not_when_a_remark_does(
    assessment: Assessment, lead: User, member: User
) -> None:
    say_no(assessment, member)
    confirm(assessment, lead)
    save(assessment, member, CODE, NO, reason="None here.", remark="Truly.", revision=1)
    assert seen(assessment).settled[CODE].not_applicable
    save(assessment, member, CODE, TWO, revision=2)
    say_no(assessment, member, revision=3)
    assert seen(assessment).settled[CODE].unconfirmed


def test_a_further_answer_lapses_it(assessment: Assessment, lead: User, member: User) -> None:
    say_no(assessment, member)
    confirm(assessment, lead)
    say_no(assessment, member_of(assessment.unit))
    assert seen(assessment).settled[CODE].unconfirmed


def test_who_said_so_does_not_confirm(assessment: Assessment, lead: User, member: User) -> None:
    say_no(assessment, lead)
    with pytest.raises(NotToConfirm):
        confirm(assessment, lead)
    confirm(assessment, member)
    assert seen(assessment).settled[CODE].not_applicable


def test_a_member_leaves_it_to_a_lead_who_did_not_say_so(assessment: Assessment, lead: User, member: User) -> None:
    say_no(assessment, member)
    with pytest.raises(NothingToConfirm):
        confirm(assessment, member_of(assessment.unit))
    with pytest.raises(NotAnswerable):
        confirm(assessment, person())
    with pytest.raises(NotAnswerable):
        confirm(assessment, member_of(assessment.unit, Role.MANAGER))
    assert not NotApplicableConfirmation.objects.exists()


def test_a_team_of_one_and_one_that_is_of_one_mind_need_no_word(assessment: Assessment, lead: User) -> None:
    say_no(assessment, lead)
    assert seen(assessment).settled[CODE].not_applicable
    member = member_of(assessment.unit)
    assert seen(assessment).settled[CODE].unconfirmed
    say_no(assessment, member)
    assert seen(assessment).settled[CODE].not_applicable


def test_nothing_to_confirm(assessment: Assessment, lead: User, member: User) -> None:
    with pytest.raises(NothingToConfirm):
        confirm(assessment, lead)
    say_no(assessment, member)
    save(assessment, lead, CODE, TWO)
    with pytest.raises(NothingToConfirm):
        confirm(assessment, lead)


def test_it_is_taken_back(assessment: Assessment, lead: User, member: User) -> None:
    say_no(assessment, member)
    confirm(assessment, lead)
    with pytest.raises(NotAnswerable):
        withdraw(assessment, member)
    withdraw(assessment, lead)
    assert seen(assessment).settled[CODE].unconfirmed


def test_the_result_keeps_what_was_not_confirmed_as_missing(assessment: Assessment, lead: User, member: User) -> None:
    say_no(assessment, member)
    save(assessment, lead, "SOI-2")
    result = submit(assessment, by=lead)
    assert result.inputs[CODE]["unconfirmed"] is True
    assert "not_applicable" not in result.inputs[CODE]
    with pytest.raises(NotAnswerable):
        confirm(assessment, lead)


def test_with_names_hidden_nothing_waits_for_a_word_under_four_answers(
    assessment: Assessment, lead: User, member: User
) -> None:
    Assessment.objects.filter(pk=assessment.pk).update(names_hidden=True)
    for somebody in (member, member_of(assessment.unit), member_of(assessment.unit)):
        say_no(assessment, somebody)
    with pytest.raises(NothingToConfirm):
        confirm(assessment, lead)
    say_no(assessment, member_of(assessment.unit))
    confirm(assessment, lead)
    assert seen(assessment).settled[CODE].not_applicable
