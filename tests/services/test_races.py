"""Writers that meet: nothing acknowledged is lost, and a Result equals the answers. Broken variants do lose."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import IntegrityError, transaction

from assessments.core.agreement import Answer, Kind, Settled, from_json, to_json
from assessments.core.scoring import RULES_VERSION
from assessments.core.submission import what_counts
from assessments.core.workflow import Role
from assessments.models import (
    Assessment,
    Membership,
    NotApplicableConfirmation,
    Response,
    ResponseRevision,
    Result,
    User,
)
from assessments.queries.assessments import own_response, sheet
from assessments.queries.catalogs import published
from assessments.queries.held import NotAnswerable
from assessments.services.assessments import AlreadyOpen, NotMovable, start_assessment
from assessments.services.confirmations import NothingToConfirm, confirm_not_applicable
from assessments.services.responses import StaleRevision
from tests.factories import answer, built_in, member_of, team
from tests.services.acts import AT, LATER, THREE, agree, put_back, save, submit_as
from tests.services.concurrency import ONLY_ON_POSTGRESQL, PATIENCE, held, in_thread

pytestmark = ONLY_ON_POSTGRESQL
CODES = ("SOI-1", "SOI-2", "TRE-1", "TRE-2", "TRE-3")
EDITORS, EACH, ROUNDS = 6, 6, 5


def present(assessment: Assessment, user: User, practice: str = "SOI-1") -> tuple[int, str]:
    """The stored revision and remark of an answer; 0 for none."""
    row = Response.objects.filter(assessment=assessment, respondent=user, practice__code=practice).first()
    return (row.revision, row.remark) if row else (0, "")


def inputs_equal_answers(assessment: Assessment, result: Result) -> bool:
    """Whether the newest Result was frozen from the very answers that are stored."""
    found = sheet(assessment, respondent_id=0)
    return from_json(result.inputs) == dict(found.settled)


class TestTwoEditors:
    def test_the_second_is_told_and_nothing_is_overwritten(self, assessment: Assessment, lead: User) -> None:
        save(assessment, lead)

        def second() -> None:
            with pytest.raises(StaleRevision) as caught:
                save(assessment, lead, revision=1, remark="second")
            assert caught.value.present is not None
            assert caught.value.present.remark == "first"

        with held(lambda: save(assessment, lead, revision=1, remark="first"), second) as told:
            told.result(PATIENCE)
        assert present(assessment, lead) == (2, "first")

    def test_two_first_answers(self, assessment: Assessment, lead: User) -> None:
        def second() -> None:
            with pytest.raises(StaleRevision):
                save(assessment, lead, remark="second")

        with held(lambda: save(assessment, lead, remark="first"), second) as told:
            told.result(PATIENCE)
        assert present(assessment, lead) == (1, "first")

    def test_broken_variant_across_a_join_hands_out_a_revision_twice(self, assessment: Assessment, lead: User) -> None:
        """Without the lock and with filters across a join, PostgreSQL checks only the id again after waiting."""
        save(assessment, lead)

        def broken(remark: str) -> int:
            rows = Response.objects.filter(
                assessment__state="open", assessment__unit__memberships__user=lead, practice__code="SOI-1", revision=1
            )
            return rows.update(revision=2, remark=remark)

        with held(lambda: broken("first"), lambda: broken("second")) as overwritten:
            assert overwritten.result(PATIENCE) == 1
        assert present(assessment, lead) == (2, "second")

    def test_many_editors_at_once(self, assessment: Assessment, lead: User) -> None:
        end = time.monotonic() + PATIENCE
        practice_id = sheet(assessment, respondent_id=0).published.practice_ids["SOI-1"]

        def edit(editor: int) -> list[tuple[int, str]]:
            acknowledged: list[tuple[int, str]] = []
            while len(acknowledged) < EACH:
                assert time.monotonic() < end
                seen = own_response(assessment_id=assessment.pk, practice_id=practice_id, respondent_id=lead.pk)
                remark = f"{editor}: {len(acknowledged)}"
                try:
                    revision = save(assessment, lead, revision=seen.revision if seen else 0, remark=remark)
                except StaleRevision:
                    continue
                acknowledged.append((revision, remark))
            return acknowledged

        with ThreadPoolExecutor(EDITORS) as pool:
            editors = [in_thread(pool, lambda number=number: edit(number)) for number in range(EDITORS)]  # type: ignore[misc]
            saves = sorted(one for editor in editors for one in editor.result(PATIENCE))
        assert [revision for revision, _ in saves] == list(range(1, EDITORS * EACH + 1))
        assert present(assessment, lead) == saves[-1]
        kept = ResponseRevision.objects.filter(respondent=lead).order_by("revision")
        assert list(kept.values_list("revision", "remark")) == saves

    def test_what_was_to_be_put_back_waits_for_a_save_and_is_told(self, assessment: Assessment, lead: User) -> None:
        save(assessment, lead, remark="first")
        save(assessment, lead, revision=1, remark="second")

        def second() -> None:
            with pytest.raises(StaleRevision):
                put_back(assessment, lead, 1, revision=2)

        with held(lambda: save(assessment, lead, revision=2, remark="third"), second) as told:
            told.result(PATIENCE)
        assert present(assessment, lead) == (3, "third")
        assert ResponseRevision.objects.filter(respondent=lead).count() == 3

    def test_broken_variant_that_counts_the_history_takes_a_number_twice(
        self, assessment: Assessment, lead: User
    ) -> None:
        """What it read before waiting is old by then; the constraint refuses the second of that number."""
        save(assessment, lead, remark="first")

        def second() -> None:
            (newest,) = ResponseRevision.objects.values(
                "assessment_id", "practice_id", "respondent_id", "revision", "kind", "level", "saved_at"
            )
            with pytest.raises(IntegrityError):
                ResponseRevision.objects.create(**newest | {"revision": newest["revision"] + 1, "remark": "second"})

        with held(lambda: save(assessment, lead, revision=1, remark="other"), second) as refused:
            refused.result(PATIENCE)
        assert present(assessment, lead) == (2, "other")


class TestSubmitDuringAutosave:
    def test_a_save_that_came_first_is_in_the_result(self, assessment: Assessment, lead: User) -> None:
        save(assessment, lead)
        with held(lambda: save(assessment, lead, "SOI-2"), lambda: submit_as(assessment, lead)) as submitted:
            result = submitted.result(PATIENCE)
        assert "SOI-2" in result.inputs
        assert inputs_equal_answers(assessment, result)

    def test_a_save_that_came_second_is_refused(self, assessment: Assessment, lead: User) -> None:
        save(assessment, lead)

        def second() -> None:
            with pytest.raises(NotAnswerable):
                save(assessment, lead, "SOI-2")

        with held(lambda: submit_as(assessment, lead), second) as refused:
            refused.result(PATIENCE)
        assert inputs_equal_answers(assessment, Result.objects.get())

    def test_broken_variant_that_locks_across_a_join_lets_it_in(self, assessment: Assessment, lead: User) -> None:
        """It waits for the submit, but then only looks for the id again, and no more at the state."""
        save(assessment, lead)

        def second() -> int:
            rows = Assessment.objects.filter(id=assessment.pk, state="open", unit__memberships__user=lead)
            with transaction.atomic():
                locked = rows.update(changed_at=LATER)
                if locked:
                    answer(assessment, "SOI-2", lead)
            return locked

        with held(lambda: submit_as(assessment, lead), second) as taken:
            assert taken.result(PATIENCE) == 1
        assert Assessment.objects.get().state == "submitted"
        assert not inputs_equal_answers(assessment, Result.objects.get())

    def test_two_submits_make_one_result(self, assessment: Assessment, lead: User) -> None:
        save(assessment, lead)

        def second() -> None:
            with pytest.raises(NotMovable):
                submit_as(assessment, lead)

        with held(lambda: submit_as(assessment, lead), second) as refused:
            refused.result(PATIENCE)
        assert Result.objects.count() == 1

    def test_broken_variant_without_the_lock_freezes_something_else(self, assessment: Assessment, lead: User) -> None:
        save(assessment, lead)
        gathered, saved = threading.Event(), threading.Event()

        def submit_without_lock() -> Result:
            with transaction.atomic():
                found = sheet(assessment, respondent_id=lead.pk)
                gathered.set()
                assert saved.wait(PATIENCE)
                catalog = found.published.catalog
                inputs = what_counts(catalog, found.settled, early_looks=(), confirmed=(), on=LATER.date())
                Assessment.objects.filter(id=assessment.pk).update(state="submitted")
                return broken_result(assessment, lead, inputs=inputs)

        with ThreadPoolExecutor(1) as pool:
            submitted = in_thread(pool, submit_without_lock)
            assert gathered.wait(PATIENCE)
            save(assessment, lead, "SOI-2")
            saved.set()
            result = submitted.result(PATIENCE)
        assert set(result.inputs) == {"SOI-1"}
        assert not inputs_equal_answers(assessment, result)
        Response.objects.filter(practice__code="SOI-2").delete()
        assert inputs_equal_answers(assessment, result)

    def test_rounds_of_savers_and_a_submit(self, assessment: Assessment, lead: User, member: User) -> None:
        for _ in range(ROUNDS):
            acknowledged = one_round(assessment, [lead, member])
            result = Result.objects.order_by("-id")[0]
            assert inputs_equal_answers(assessment, result)
            assert len(acknowledged) >= len(CODES)
            for user, practice, revision in acknowledged:
                assert present(assessment, user, practice)[0] >= revision
            Response.objects.all().delete()
            ResponseRevision.objects.all().delete()
            Assessment.objects.update(state="open")


def broken_result(assessment: Assessment, lead: User, *, inputs: dict[str, Settled]) -> Result:
    """A Result as submitting makes it, without the rest."""
    return Result.objects.create(
        unit=assessment.unit,
        assessment=assessment,
        catalog_version_id=assessment.catalog_version_id,
        rules_version=RULES_VERSION,
        decided_at=LATER,
        decided_by=lead,
        respondents=1,
        answered_by=1,
        inputs=to_json(inputs),
        gates=[],
    )


def one_round(assessment: Assessment, users: list[User]) -> list[tuple[User, str, int]]:
    """Two people answer all over until their saves are refused, since the lead has submitted meanwhile."""

    def keep_saving(user: User) -> list[tuple[User, str, int]]:
        acknowledged = []
        for revision in range(200):
            for practice in CODES:
                try:
                    acknowledged.append((user, practice, save(assessment, user, practice, revision=revision)))
                except NotAnswerable:
                    return acknowledged
        raise AssertionError("Nobody submitted.")

    with ThreadPoolExecutor(len(users)) as pool:
        savers = [in_thread(pool, lambda user=user: keep_saving(user)) for user in users]  # type: ignore[misc]
        while Response.objects.count() < len(CODES) and not any(one.done() for one in savers):
            time.sleep(0.001)
        submit_as(assessment, users[0])
        return [one for saver in savers for one in saver.result(PATIENCE)]


class TestAgreeingDuringASave:
    def test_an_answer_that_changes_afterwards_makes_it_lapse(
        self, assessment: Assessment, lead: User, member: User
    ) -> None:
        save(assessment, lead)
        save(assessment, member)
        with held(lambda: agree(assessment, lead, 2), lambda: save(assessment, member, given=THREE, revision=1)) as one:
            assert one.result(PATIENCE) == 2
        assert sheet(assessment, respondent_id=0).agreed["SOI-1"].lapsed

    def test_an_answer_that_changed_before_is_known_and_words_change_nothing(
        self, assessment: Assessment, lead: User, member: User
    ) -> None:
        save(assessment, lead)
        save(assessment, member)
        changed = held(lambda: save(assessment, member, given=THREE, revision=1), lambda: agree(assessment, lead, 3))
        with changed as agreed:
            agreed.result(PATIENCE)
        said = held(
            lambda: save(assessment, member, given=THREE, revision=2, remark="Words."),
            lambda: save(assessment, lead, revision=1, remark="Words."),
        )
        with said as saved:
            assert saved.result(PATIENCE) == 2
        assert not sheet(assessment, respondent_id=0).agreed["SOI-1"].lapsed


class TestRemovedDuringSave:
    def test_no_save_that_began_after_the_removal_is_taken(self, assessment: Assessment, member: User) -> None:
        removed_at = [float("inf")]
        end = time.monotonic() + PATIENCE
        going = threading.Event()

        def keep_saving() -> list[float]:
            began: list[float] = []
            while time.monotonic() < end:
                now = time.monotonic()
                try:
                    save(assessment, member, revision=len(began))
                except NotAnswerable:
                    return began
                began.append(now)
                going.set()
            raise AssertionError("The removed member could go on.")

        with ThreadPoolExecutor(1) as pool:
            saver = in_thread(pool, keep_saving)
            assert going.wait(PATIENCE)
            Membership.objects.filter(user=member).delete()
            removed_at[0] = time.monotonic()
            began = saver.result(PATIENCE)
        assert max(began) < removed_at[0]
        assert present(assessment, member)[0] == len(began)

    def test_broken_variant_that_asks_first_and_writes_later(self, assessment: Assessment, member: User) -> None:
        """Asking in a statement of its own leaves a gap: the removal is committed, and the save is taken."""
        asked, removed = threading.Event(), threading.Event()

        def ask_first() -> int:
            may = Membership.objects.filter(user=member, unit=assessment.unit).exists()
            asked.set()
            assert removed.wait(PATIENCE)
            return len(answer(assessment, "SOI-1", member)) if may else 0

        with ThreadPoolExecutor(1) as pool:
            saver = in_thread(pool, ask_first)
            assert asked.wait(PATIENCE)
            Membership.objects.filter(user=member).delete()
            removed.set()
            assert saver.result(PATIENCE) == 1


def test_two_starts_make_one_assessment() -> None:
    built_in()
    otters = team()
    lead = member_of(otters, Role.LEAD)

    def start() -> int:
        return start_assessment(unit_id=otters.pk, title="Check", note="", user_id=lead.pk, at=AT)

    def second() -> None:
        with pytest.raises(AlreadyOpen):
            start()

    with held(start, second) as told:
        told.result(PATIENCE)
    assert Assessment.objects.count() == 1


def test_who_confirms_sees_the_answer_that_was_just_changed(assessment: Assessment, lead: User, member: User) -> None:
    save(assessment, member, given=Answer(Kind.NOT_APPLICABLE), reason="None here.")

    def confirm() -> None:
        confirm_not_applicable(
            assessment_id=assessment.pk,
            published=published(assessment.catalog_version_id),
            practice="SOI-1",
            user_id=lead.pk,
            at=LATER,
        )

    with held(lambda: save(assessment, member, revision=1), confirm) as later, pytest.raises(NothingToConfirm):
        later.result()
    assert not NotApplicableConfirmation.objects.exists()
