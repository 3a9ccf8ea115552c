"""Two leads who record or undo at once: the later one is told, and nothing is overwritten. A broken variant does."""

import pytest
from django.db import transaction

from assessments.core.agreement import Answer, Kind
from assessments.core.workflow import Role
from assessments.models import AgreedLevel, AgreedLevelChange, Assessment, User
from assessments.queries.catalogs import published
from assessments.queries.settling import changes
from assessments.services.agreed_levels import StaleAgreedLevel, undo_agreed_level
from tests.factories import answer, member_of
from tests.services.acts import AT, LATER, agree, save
from tests.services.concurrency import ONLY_ON_POSTGRESQL, PATIENCE, held

pytestmark = ONLY_ON_POSTGRESQL


@pytest.fixture(autouse=True)
def answers(assessment: Assessment, lead: User, member: User) -> None:
    answer(assessment, "SOI-1", lead, level=1)
    answer(assessment, "SOI-1", member, level=3)


@pytest.fixture
def other_lead(assessment: Assessment) -> User:
    """Another lead, who has answered too."""
    somebody = member_of(assessment.unit, Role.LEAD, "Ole")
    answer(assessment, "SOI-1", somebody, level=2)
    return somebody


def test_the_second_of_two_leads_is_told_what_the_first_recorded(
    assessment: Assessment, lead: User, other_lead: User
) -> None:
    def second() -> None:
        with pytest.raises(StaleAgreedLevel) as caught:
            agree(assessment, other_lead, 3, reason="Second.", seen=0)
        assert caught.value.present is not None
        assert (caught.value.present.level, caught.value.present.reason) == (1, "First.")

    with held(lambda: agree(assessment, lead, 1, reason="First.", seen=0), second) as told:
        told.result(PATIENCE)
    assert AgreedLevel.objects.get().reason == "First."
    assert AgreedLevelChange.objects.count() == 1


def test_two_leads_who_undo_the_same_change_undo_it_once(assessment: Assessment, lead: User, other_lead: User) -> None:
    agree(assessment, lead, 1)
    agree(assessment, lead, 2)
    version = published(assessment.catalog_version_id)
    seen = changes(assessment.pk, version.practice_ids["SOI-1"])[0].id

    def undo(user: User) -> None:
        undo_agreed_level(
            assessment_id=assessment.pk, published=version, practice="SOI-1", seen=seen, lead_id=user.pk, at=LATER
        )

    def second() -> None:
        with pytest.raises(StaleAgreedLevel):
            undo(other_lead)

    with held(lambda: undo(lead), second) as told:
        told.result(PATIENCE)
    assert AgreedLevel.objects.get().level == 1


def test_a_record_never_counts_on_an_answer_that_changed_under_it(
    assessment: Assessment, lead: User, member: User
) -> None:
    """The answer waits for the record or the record for the answer; either way it is seen to have lapsed or not."""

    def move() -> int:
        return save(assessment, member, given=Answer(Kind.LEVEL, 2), revision=1)

    with held(lambda: agree(assessment, lead, 3, seen=0), move) as moved:
        assert moved.result(PATIENCE) == 2
    assert AgreedLevel.objects.get().answers_revision == 2


def test_broken_variant_without_the_lock_overwrites_unseen(
    assessment: Assessment, lead: User, other_lead: User
) -> None:
    """Without taking the assessment first both leads see no change, and the second replaces what the first recorded."""
    agree(assessment, lead, 2, at=AT)
    practice_id = published(assessment.catalog_version_id).practice_ids["SOI-1"]
    seen = changes(assessment.pk, practice_id)[0].id

    def broken(user: User, level: int) -> None:
        if changes(assessment.pk, practice_id)[0].id != seen:
            raise AssertionError("It saw the other change.")
        with transaction.atomic():
            AgreedLevel.objects.filter(assessment=assessment, practice=practice_id).update(level=level)
            AgreedLevelChange.objects.create(
                assessment=assessment,
                practice_id=practice_id,
                level=level,
                answers_revision=2,
                changed_by=user,
                changed_at=AT,
            )

    with held(lambda: broken(lead, 1), lambda: broken(other_lead, 3)) as overwritten:
        overwritten.result(PATIENCE)
    assert AgreedLevel.objects.get().level == 3
