"""An answer is stored with its history in three statements, or refused with nothing changed."""

import pytest

from assessments.core.agreement import Answer, Kind
from assessments.core.workflow import AssessmentState, Role
from assessments.models import Assessment, Membership, Response, User
from assessments.queries.catalogs import published
from assessments.queries.held import NotAnswerable
from assessments.services.responses import DisciplineWaits, InvalidAnswer, StaleRevision
from tests.factories import answer, built_in, join, open_assessment, put_in_place, team
from tests.services.acts import LATER, THREE, TWO, outsiders, save, statements

pytestmark = pytest.mark.django_db


def test_a_first_answer_has_revision_1(assessment: Assessment, member: User) -> None:
    assert save(assessment, member, remark="Half of it.", at=LATER) == 1
    row = Response.objects.get()
    assert (row.kind, row.level, row.remark, row.revision, row.answered_at) == ("level", 2, "Half of it.", 1, LATER)
    assert (row.respondent, row.practice.code) == (member, "SOI-1")
    assessment.refresh_from_db()
    assert assessment.changed_at == LATER


def test_each_save_raises_the_revision_and_replaces_all(assessment: Assessment, member: User) -> None:
    save(assessment, member, remark="First.")
    assert save(assessment, member, given=Answer(Kind.NOT_APPLICABLE), reason="No soil.", revision=1, at=LATER) == 2
    row = Response.objects.get()
    assert (row.kind, row.level, row.reason, row.remark, row.revision) == (
        "not_applicable",
        None,
        "No soil.",
        "",
        2,
    )
    assert row.answered_at == LATER


def test_a_reason_is_kept_for_not_applicable_only(assessment: Assessment, member: User) -> None:
    save(assessment, member, reason="Left over from before.")
    assert Response.objects.get().reason == ""


@pytest.mark.parametrize("given", [TWO, Answer(Kind.DONT_KNOW)])
def test_three_statements_for_a_first_answer_and_for_the_next(
    assessment: Assessment, lead: User, given: Answer
) -> None:
    first = statements(lambda: save(assessment, lead, given=given))
    assert [sql.split()[0] for sql in first] == ["UPDATE", "INSERT", "INSERT"]
    again = statements(lambda: save(assessment, lead, given=given, revision=1))
    assert [sql.split()[0] for sql in again] == ["UPDATE", "UPDATE", "INSERT"]


def test_no_statement_filters_across_a_join(assessment: Assessment, lead: User) -> None:
    save(assessment, lead)
    lock, stored, remembered = statements(lambda: save(assessment, lead, revision=1))
    assert "IN (SELECT" not in lock + stored + remembered
    assert "EXISTS(SELECT" in lock.replace("EXISTS (", "EXISTS(")
    assert '"is_active"' in lock
    assert "SELECT" not in stored + remembered


def test_the_broken_variant_filters_across_a_join(assessment: Assessment, lead: User) -> None:
    """What Django makes of the obvious way to write it: the very SQL that loses answers on PostgreSQL."""
    answer(assessment, "SOI-1", lead)
    rows = Response.objects.filter(
        assessment__state="open", assessment__unit__memberships__user=lead, practice__code="SOI-1", revision=1
    )
    (sql,) = statements(lambda: rows.update(revision=2))
    assert "IN (SELECT" in sql


def test_a_stale_revision_changes_nothing_and_brings_the_present_answer(assessment: Assessment, member: User) -> None:
    save(assessment, member, remark="First.")
    save(assessment, member, given=THREE, revision=1)
    before = Assessment.objects.get().changed_at
    for revision in (1, 3, -1, 10**30):
        with pytest.raises(StaleRevision) as caught:
            save(assessment, member, given=Answer(Kind.DONT_KNOW), revision=revision, at=LATER)
        present = caught.value.present
        assert present is not None
        assert (present.level, present.revision) == (3, 2)
    assert Response.objects.get().level == 3
    assert Assessment.objects.get().changed_at == before


def test_a_first_answer_from_a_page_that_did_not_see_the_other(assessment: Assessment, member: User) -> None:
    save(assessment, member)
    with pytest.raises(StaleRevision) as caught:
        save(assessment, member, given=THREE)
    assert caught.value.present is not None
    assert caught.value.present.level == 2


def test_a_later_answer_to_what_has_none(assessment: Assessment, member: User) -> None:
    with pytest.raises(StaleRevision) as caught:
        save(assessment, member, revision=1)
    assert caught.value.present is None
    assert not Response.objects.exists()


def test_a_conflict_takes_three_statements(assessment: Assessment, member: User) -> None:
    save(assessment, member)

    def conflict() -> None:
        with pytest.raises(StaleRevision):
            save(assessment, member, revision=7)

    assert len(statements(conflict)) == 3


def test_nobody_from_outside_can_answer(assessment: Assessment) -> None:
    for who, user in outsiders(assessment).items():
        with pytest.raises(NotAnswerable):
            save(assessment, user)
        assert not Response.objects.exists(), who


def test_who_was_removed_cannot_change_an_earlier_answer(assessment: Assessment, member: User) -> None:
    save(assessment, member)
    Membership.objects.filter(user=member).delete()
    with pytest.raises(NotAnswerable):
        save(assessment, member, given=THREE, revision=1)
    assert Response.objects.get().level == 2


@pytest.mark.parametrize("state", [AssessmentState.SUBMITTED, AssessmentState.DISCARDED])
def test_only_an_open_assessment_takes_answers(assessment: Assessment, member: User, state: AssessmentState) -> None:
    Assessment.objects.update(state=state.value)
    with pytest.raises(NotAnswerable):
        save(assessment, member)


def test_an_assessment_that_is_not_there(assessment: Assessment, member: User) -> None:
    for missing in (0, -1, 10**30):
        assessment.pk = missing
        with pytest.raises(NotAnswerable):
            save(assessment, member)


def test_another_catalog_version_is_refused(assessment: Assessment, member: User) -> None:
    with pytest.raises(NotAnswerable):
        save(assessment, member, "MLO-TRN-01", published=built_in())


@pytest.mark.parametrize(
    ("practice", "given", "options", "field"),
    [
        ("NO-1", TWO, {}, "practice"),
        ("TRE-2", Answer(Kind.LEVEL, 1), {}, "answer"),
        ("SOI-2", Answer(Kind.NOT_APPLICABLE), {"reason": "None."}, "answer"),
        ("SOI-1", Answer(Kind.NOT_APPLICABLE), {}, "reason"),
        ("SOI-1", TWO, {"remark": "x" * 4001}, "remark"),
        ("SOI-1", TWO, {"remark": "\x00"}, "remark"),
    ],
)
def test_what_cannot_be_stored_never_reaches_the_database(
    assessment: Assessment, member: User, practice: str, given: Answer, options: dict[str, str], field: str
) -> None:
    def refused() -> None:
        with pytest.raises(InvalidAnswer) as caught:
            save(assessment, member, practice, given, **options)
        assert (caught.value.field, bool(caught.value.message)) == (field, True)

    published(assessment.catalog_version_id)
    assert statements(refused) == []


def test_an_answer_to_a_waiting_discipline_is_refused(assessment: Assessment, lead: User) -> None:
    with pytest.raises(DisciplineWaits) as caught:
        save(assessment, lead, "FRU-1")
    assert caught.value.discipline == "fruit"
    assert not Response.objects.exists()


def test_it_is_taken_once_the_open_assessment_opens_the_gate(assessment: Assessment, lead: User) -> None:
    put_in_place(assessment, lead, "tree")
    taken = statements(lambda: save(assessment, lead, "FRU-1"))
    assert [sql.split()[0] for sql in taken] == ["UPDATE", *["SELECT"] * 2, "INSERT", "INSERT"]


def test_it_is_taken_with_an_early_look(assessment: Assessment, lead: User) -> None:
    Assessment.objects.update(early_looks=["fruit"])
    taken = statements(lambda: save(assessment, lead, "FRU-1"))
    assert [sql.split()[0] for sql in taken] == ["UPDATE", "SELECT", "INSERT", "INSERT"]


def test_a_person_with_roles_in_two_teams_answers_in_each(assessment: Assessment, member: User) -> None:
    badgers = team("Badgers")
    join(member, badgers, Role.LEAD)
    other = open_assessment(badgers, by=member)
    save(assessment, member)
    save(other, member, "DAT-PIP-01")
    assert Response.objects.filter(respondent=member).count() == 2
