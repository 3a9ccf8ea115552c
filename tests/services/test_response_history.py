"""The history of an answer: a revision with each save, none missing, none twice; earlier ones come back on top."""

import pytest
from django.db import IntegrityError, transaction

from assessments.core.agreement import Answer, Kind
from assessments.core.workflow import AssessmentState
from assessments.models import Assessment, Membership, Response, ResponseRevision, User
from assessments.queries.catalogs import published
from assessments.queries.held import NotAnswerable
from assessments.services import responses
from assessments.services.responses import InvalidAnswer, NoSuchRevision, StaleRevision
from tests.factories import answer
from tests.services.acts import AT, LATER, THREE, TWO, outsiders, put_back, save, statements

pytestmark = pytest.mark.django_db
NONE = Answer(Kind.NOT_APPLICABLE)

Told = list[tuple[int, str, int | None, str, str]]


def history(user: User) -> Told:
    """Number, kind, level, reason and remark of each revision of a person's only answer, oldest first."""
    rows = ResponseRevision.objects.filter(respondent=user).order_by("revision")
    return list(rows.values_list("revision", "kind", "level", "reason", "remark"))


def keep_newer(assessment: Assessment, user: User, *, typed: Answer, remark: str, revision: int) -> int:
    return responses.keep_newer_response(
        assessment_id=assessment.pk,
        published=published(assessment.catalog_version_id),
        practice="SOI-1",
        respondent_id=user.pk,
        answer=typed,
        reason="",
        remark=remark,
        revision=revision,
        at=LATER,
    )


def stored(user: User) -> tuple[str, int | None, str, str, int, int]:
    columns = ("kind", "level", "reason", "remark", "revision", "answer_revision")
    found: tuple[str, int | None, str, str, int, int] = (
        Response.objects.filter(respondent=user).values_list(*columns).get()
    )
    return found


class TestSaving:
    def test_each_save_is_a_revision_and_the_newest_is_what_is_stored(
        self, assessment: Assessment, member: User
    ) -> None:
        save(assessment, member, remark="First.", reason="Of no use.")
        save(assessment, member, given=NONE, reason="No soil.", revision=1, at=LATER)
        save(assessment, member, given=NONE, reason="No soil.", revision=2, at=LATER)
        assert history(member) == [
            (1, "level", 2, "", "First."),
            (2, "not_applicable", None, "No soil.", ""),
            (3, "not_applicable", None, "No soil.", ""),
        ]
        assert stored(member)[:5] == ("not_applicable", None, "No soil.", "", 3)
        first, second, _ = ResponseRevision.objects.order_by("revision").values_list("saved_at", flat=True)
        assert (first, second) == (AT, LATER)

    def test_what_is_refused_leaves_no_revision(self, assessment: Assessment, member: User) -> None:
        save(assessment, member)
        with pytest.raises(StaleRevision):
            save(assessment, member, given=THREE)
        with pytest.raises(InvalidAnswer):
            save(assessment, member, given=NONE, revision=1)
        Assessment.objects.update(state=AssessmentState.SUBMITTED.value)
        with pytest.raises(NotAnswerable):
            save(assessment, member, given=THREE, revision=1)
        assert history(member) == [(1, "level", 2, "", "")]

    def test_no_revision_is_taken_twice(self, assessment: Assessment, member: User) -> None:
        """The constraint backs it: a second one of a number is refused, and the answer with it stays as it was."""
        save(assessment, member)
        (row,) = ResponseRevision.objects.values(
            "assessment_id", "practice_id", "respondent_id", "revision", "kind", "level", "saved_at"
        )
        with pytest.raises(IntegrityError), transaction.atomic():
            ResponseRevision.objects.create(**row)
        ResponseRevision.objects.create(**row | {"revision": 2})
        with pytest.raises(StaleRevision):
            save(assessment, member, given=THREE, revision=1)
        assert stored(member)[1] == 2


class TestPuttingBack:
    def test_what_it_said_is_saved_on_top(self, assessment: Assessment, member: User) -> None:
        save(assessment, member, given=NONE, reason="No soil.", remark="Look.")
        save(assessment, member, given=THREE, revision=1)
        assert put_back(assessment, member, 1, revision=2) == 3
        assert stored(member) == ("not_applicable", None, "No soil.", "Look.", 3, 3)
        assert [one[0] for one in history(member)] == [1, 2, 3]
        assert history(member)[2][1:] == history(member)[0][1:]

    def test_a_stale_one_changes_nothing_and_brings_the_present_answer(
        self, assessment: Assessment, member: User
    ) -> None:
        save(assessment, member)
        save(assessment, member, given=THREE, revision=1)
        for revision in (0, 1, 3, 10**30):
            with pytest.raises(StaleRevision) as caught:
                put_back(assessment, member, 1, revision=revision)
            assert caught.value.present is not None
            assert caught.value.present.revision == 2
        assert len(history(member)) == 2
        assert stored(member)[1] == 3

    def test_only_what_there_was_of_ones_own(self, assessment: Assessment, member: User, lead: User) -> None:
        save(assessment, member)
        save(assessment, member, given=THREE, revision=1)
        save(assessment, lead)
        for wanted in (0, 2, -1, 10**30):
            with pytest.raises(NoSuchRevision):
                put_back(assessment, lead, wanted, revision=1)
        with pytest.raises(NoSuchRevision):
            put_back(assessment, lead, 1, revision=1, practice="NO-1")

    def test_what_may_not_be_said_any_more_is_refused(self, assessment: Assessment, member: User) -> None:
        save(assessment, member, given=NONE, reason="No soil.")
        save(assessment, member, given=THREE, revision=1)
        ResponseRevision.objects.filter(revision=1).update(reason="")
        with pytest.raises(InvalidAnswer) as caught:
            put_back(assessment, member, 1, revision=2)
        assert caught.value.field == "reason"
        assert stored(member)[1] == 3

    def test_nobody_from_outside_and_nothing_closed(self, assessment: Assessment, member: User) -> None:
        save(assessment, member)
        save(assessment, member, given=THREE, revision=1)
        for user in outsiders(assessment).values():
            with pytest.raises(NotAnswerable):
                put_back(assessment, user, 1, revision=2)
        Membership.objects.filter(user=member).delete()
        with pytest.raises(NotAnswerable):
            put_back(assessment, member, 1, revision=2)
        assert stored(member)[1] == 3


class TestKeepingTheNewer:
    def test_the_typed_one_is_kept_in_the_history_and_the_stored_one_stands(
        self, assessment: Assessment, member: User
    ) -> None:
        save(assessment, member)
        save(assessment, member, given=THREE, remark="Elsewhere.", revision=1)
        assert keep_newer(assessment, member, typed=Answer(Kind.DONT_KNOW), remark="Here.", revision=2) == 4
        assert history(member)[2:] == [(3, "dont_know", None, "", "Here."), (4, "level", 3, "", "Elsewhere.")]
        assert stored(member)[:5] == ("level", 3, "", "Elsewhere.", 4)
        put_back(assessment, member, 3, revision=4)
        assert stored(member)[:4] == ("dont_know", None, "", "Here.")

    def test_what_the_team_settled_on_stands_too(self, assessment: Assessment, member: User) -> None:
        save(assessment, member, given=THREE)
        before = stored(member)[5]
        keep_newer(assessment, member, typed=TWO, remark="", revision=1)
        assert stored(member)[5] == before

    def test_a_newer_one_still_is_shown_first(self, assessment: Assessment, member: User) -> None:
        save(assessment, member)
        save(assessment, member, given=THREE, revision=1)
        with pytest.raises(StaleRevision):
            keep_newer(assessment, member, typed=TWO, remark="Here.", revision=1)
        assert len(history(member)) == 2

    def test_four_statements(self, assessment: Assessment, member: User) -> None:
        save(assessment, member)
        taken = statements(lambda: keep_newer(assessment, member, typed=THREE, remark="", revision=1))
        assert [sql.split()[0] for sql in taken] == ["UPDATE", "SELECT", "UPDATE", "INSERT"]


def test_answers_of_tests_have_a_history_too(assessment: Assessment, member: User) -> None:
    answer(assessment, ["SOI-1", "SOI-2"], member)
    assert ResponseRevision.objects.filter(respondent=member, revision=1).count() == 2
