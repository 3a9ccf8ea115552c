"""A lead records the level that the team settled on."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from assessments.core.agreement import Answer, Kind
from assessments.core.answering import Invalid
from assessments.core.workflow import Role
from assessments.models import AgreedLevel, Assessment, User
from assessments.queries.assessments import sheet
from assessments.queries.catalogs import published
from assessments.queries.held import NotAnswerable
from assessments.queries.settling import LevelChange, changes
from assessments.queries.voices import Voices
from assessments.services.agreed_levels import (
    InvalidAgreedLevel,
    NotHeard,
    StaleAgreedLevel,
    undo_agreed_level,
    withdraw_agreed_level,
)
from tests.factories import answer, member_of
from tests.services.acts import AT, LATER, THREE, TWO, agree, outsiders, save

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
    assert [(one.level, one.reason) for one in history(assessment)] == [(3, "We talked again."), (2, "We talked.")]


def test_what_others_think_is_kept_with_it(assessment: Assessment, lead: User) -> None:
    agree(assessment, lead, 2, dissent="Otto sees it at 3.")
    assert AgreedLevel.objects.get().dissent == history(assessment)[0].dissent == "Otto sees it at 3."
    assert sheet(assessment, respondent_id=lead.pk).settled["SOI-1"].dissent == "Otto sees it at 3."


@pytest.fixture
def other_lead(assessment: Assessment) -> User:
    """Another lead, who has answered too."""
    somebody = member_of(assessment.unit, Role.LEAD, "Ole")
    answer(assessment, "SOI-1", somebody, level=2)
    return somebody


def history(assessment: Assessment) -> tuple[LevelChange, ...]:
    """The changes of SOI-1, newest first."""
    return changes(assessment.pk, published(assessment.catalog_version_id).practice_ids["SOI-1"])


def take_back(assessment: Assessment, user: User, *, practice: str = "SOI-1", **options: Any) -> None:
    _act(withdraw_agreed_level, assessment, user, practice, options)


def undo(assessment: Assessment, user: User, *, practice: str = "SOI-1", **options: Any) -> None:
    _act(undo_agreed_level, assessment, user, practice, options)


def _act(act: Callable[..., None], assessment: Assessment, user: User, practice: str, options: dict[str, Any]) -> None:
    seen = history(assessment)[0].id if history(assessment) else 0
    version = published(assessment.catalog_version_id)
    given = {"assessment_id": assessment.pk, "published": version, "practice": practice, "lead_id": user.pk}
    act(**given, **{"seen": seen, "at": LATER, **options})


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


def test_a_dissent_that_cannot_be_stored_is_refused(assessment: Assessment, lead: User) -> None:
    with pytest.raises(InvalidAgreedLevel) as caught:
        agree(assessment, lead, 2, dissent="x" * 4001)
    assert caught.value.field == "dissent"
    assert not history(assessment)


def test_only_a_lead_of_the_unit(assessment: Assessment, lead: User, member: User) -> None:
    agree(assessment, lead, 2)
    for user in (member, *outsiders(assessment).values()):
        with pytest.raises(NotAnswerable):
            agree(assessment, user, 3)
        for act in (take_back, undo):
            with pytest.raises(NotAnswerable):
                act(assessment, user)
    assert AgreedLevel.objects.get().level == 2
    assert len(history(assessment)) == 1


def test_only_a_lead_who_has_answered_too(assessment: Assessment, lead: User) -> None:
    silent = member_of(assessment.unit, Role.LEAD)
    agree(assessment, lead, 2)
    with pytest.raises(NotHeard):
        agree(assessment, silent, 3)
    for act in (take_back, undo):
        with pytest.raises(NotHeard):
            act(assessment, silent)
    assert (AgreedLevel.objects.get().level, len(history(assessment))) == (2, 1)


def test_with_names_hidden_nothing_is_settled_under_four_answers(
    assessment: Assessment, lead: User, member: User
) -> None:
    Assessment.objects.filter(id=assessment.pk).update(names_hidden=True)
    answer(assessment, "SOI-1", member_of(assessment.unit), level=2)
    for level in range(5):
        with pytest.raises(NotHeard):
            agree(assessment, lead, level)
    answer(assessment, "SOI-1", member_of(assessment.unit), kind=Kind.DONT_KNOW)
    agree(assessment, lead, 2)
    assert AgreedLevel.objects.get().level == 2


def test_a_level_recorded_without_hearing_is_noticed(assessment: Assessment, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Voices, "reach", lambda said, person_id: True)
    agree(assessment, member_of(assessment.unit, Role.LEAD), 2)
    assert AgreedLevel.objects.get().level == 2


def test_it_is_taken_back(assessment: Assessment, lead: User) -> None:
    take_back(assessment, lead)
    assert not history(assessment)  # nothing was recorded, so nothing changes
    agree(assessment, lead, 2)
    take_back(assessment, lead)
    assert not AgreedLevel.objects.exists()
    assert [one.level for one in history(assessment)] == [None, 2]


def test_undoing_brings_back_what_was_recorded_before(assessment: Assessment, lead: User, other_lead: User) -> None:
    agree(assessment, lead, 1, dissent="Otto sees it at 3.")
    agree(assessment, other_lead, 3, reason="We talked again.", at=LATER)
    undo(assessment, other_lead)
    row = AgreedLevel.objects.get()
    assert (row.level, row.reason, row.dissent, row.agreed_by, row.agreed_at) == (
        *(1, "We talked.", "Otto sees it at 3."),
        *(lead, AT),
    )
    assert not sheet(assessment, respondent_id=lead.pk).agreed["SOI-1"].lapsed
    assert [(one.level, one.by_name) for one in history(assessment)] == [
        (1, other_lead.name),
        (3, other_lead.name),
        (1, lead.name),
    ]
    undo(assessment, lead)
    assert AgreedLevel.objects.get().level == 3


def test_a_level_that_comes_back_stays_of_who_recorded_it_however_often(
    assessment: Assessment, lead: User, other_lead: User
) -> None:
    third = member_of(assessment.unit, Role.LEAD, "Thea")
    answer(assessment, "SOI-1", third, level=2)
    agree(assessment, lead, 1)
    agree(assessment, other_lead, 3, reason="We talked again.", at=LATER)
    expected = [(1, lead, AT), (3, other_lead, LATER)]
    for number in range(4):
        undo(assessment, third, at=LATER + timedelta(hours=number))
        row, newest = AgreedLevel.objects.get(), history(assessment)[0]
        assert (row.level, row.agreed_by, row.agreed_at) == expected[number % 2]
        level, recorded_by, recorded_at = expected[number % 2]
        assert (newest.level, newest.by_name) == (level, third.name)
        assert newest.brought_back is not None
        assert (newest.brought_back.by_name, newest.brought_back.at) == (recorded_by.name, recorded_at)


def test_what_is_taken_back_and_undone_stays_of_who_recorded_it(
    assessment: Assessment, lead: User, other_lead: User
) -> None:
    agree(assessment, lead, 2)
    take_back(assessment, other_lead)
    for _ in range(3):
        undo(assessment, other_lead)
    row = AgreedLevel.objects.get()
    assert (row.level, row.agreed_by, row.agreed_at) == (2, lead, AT)
    assert [one.brought_back and one.brought_back.by_name for one in history(assessment)] == [
        *(lead.name, None),
        *(lead.name, None, None),
    ]


def test_recording_the_same_level_in_the_same_words_is_ones_own(
    assessment: Assessment, lead: User, other_lead: User
) -> None:
    agree(assessment, lead, 2)
    take_back(assessment, lead)
    agree(assessment, other_lead, 2)
    undo(assessment, lead)
    undo(assessment, lead)
    assert AgreedLevel.objects.get().agreed_by == other_lead
    assert [one.brought_back and one.brought_back.by_name for one in history(assessment)] == [
        *(other_lead.name, None),
        *(None, None, None),
    ]


def test_undoing_the_first_record_leaves_none_and_undoing_that_brings_it_back(
    assessment: Assessment, lead: User
) -> None:
    agree(assessment, lead, 2)
    undo(assessment, lead)
    assert not AgreedLevel.objects.exists()
    undo(assessment, lead)
    assert AgreedLevel.objects.get().level == 2
    take_back(assessment, lead)
    undo(assessment, lead)
    assert AgreedLevel.objects.get().level == 2
    assert [one.level for one in history(assessment)] == [2, None, 2, None, 2]


def test_what_comes_back_has_lapsed_where_an_answer_changed_since(
    assessment: Assessment, lead: User, member: User
) -> None:
    agree(assessment, lead, 1)
    save(assessment, member, given=TWO, revision=1)
    agree(assessment, lead, 2)
    undo(assessment, lead)
    found = sheet(assessment, respondent_id=lead.pk)
    assert (found.agreed["SOI-1"].level, found.agreed["SOI-1"].lapsed) == (1, True)
    assert not found.settled["SOI-1"].recorded


def test_nothing_can_be_undone_where_nothing_was_recorded(assessment: Assessment, lead: User) -> None:
    for practice in ("SOI-1", "NO-1"):
        for act in (undo, take_back):
            if (act, practice) != (take_back, "SOI-1"):
                with pytest.raises(Invalid) as caught:
                    act(assessment, lead, practice=practice)
                assert caught.value.field == "practice"


def test_the_later_of_two_leads_is_told_what_the_other_did(
    assessment: Assessment, lead: User, other_lead: User
) -> None:
    agree(assessment, lead, 1, reason="Mine.", dissent="Otto sees it at 3.")
    with pytest.raises(StaleAgreedLevel) as caught:
        agree(assessment, other_lead, 3, seen=0)
    present = caught.value.present
    assert present is not None
    assert (present.level, present.reason, present.dissent, present.by_name) == (
        *(1, "Mine.", "Otto sees it at 3."),
        lead.name,
    )
    for act in (take_back, undo):
        with pytest.raises(StaleAgreedLevel):
            act(assessment, other_lead, seen=0)
    assert AgreedLevel.objects.get().level == 1
    agree(assessment, other_lead, 3, seen=present.id)
    assert AgreedLevel.objects.get().level == 3


def test_a_change_that_never_was_is_stale_too(assessment: Assessment, lead: User) -> None:
    with pytest.raises(StaleAgreedLevel) as caught:
        agree(assessment, lead, 2, seen=7)
    assert caught.value.present is None


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
