"""An assessment is started, looked into early, submitted, reopened and discarded."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from assessments.core.agreement import EvidenceKind, Kind, from_json
from assessments.core.scoring import RULES_VERSION
from assessments.core.workflow import AssessmentState, Role
from assessments.models import Assessment, Membership, Response, Result, User
from assessments.queries.catalogs import PublishedCatalog
from assessments.queries.held import NotAnswerable
from assessments.services import assessments as service
from assessments.services.assessments import (
    AlreadyOpen,
    NothingAnswered,
    NotMovable,
    NotStartable,
    discard_assessment,
    reopen_assessment,
    start_assessment,
    submit_assessment,
)
from tests.factories import (
    answer,
    built_in,
    member_of,
    open_assessment,
    practices_of,
    put_in_place,
    show,
    submit,
    team,
    unit,
)
from tests.services.acts import AT, LATER, agree, outsiders, save, statements, submit_as

pytestmark = pytest.mark.django_db


def start_as(user: User, unit_id: int) -> int:
    return start_assessment(unit_id=unit_id, title="Autumn check", note="Before the audit.", user_id=user.pk, at=AT)


def test_a_lead_starts_an_assessment_of_the_newest_version(catalog: PublishedCatalog) -> None:
    otters = team()
    lead = member_of(otters, Role.LEAD)
    row = Assessment.objects.get(id=start_as(lead, otters.pk))
    assert (row.unit, row.title, row.note, row.state) == (otters, "Autumn check", "Before the audit.", "open")
    assert (row.catalog_version_id, row.started_by, row.started_at, row.changed_at) == (
        catalog.version_id,
        lead,
        AT,
        AT,
    )
    assert row.early_looks == []


def test_a_unit_has_at_most_one_open_assessment(assessment: Assessment, lead: User) -> None:
    with pytest.raises(AlreadyOpen):
        start_as(lead, assessment.unit_id)
    submit_after_answer(assessment, lead)
    assert start_as(lead, assessment.unit_id)


def submit_after_answer(assessment: Assessment, lead: User) -> Result:
    answer(assessment, "SOI-1", lead)
    return submit(assessment, by=lead, at=AT)


def test_only_a_lead_of_a_team_starts(assessment: Assessment, lead: User, member: User) -> None:
    submit_after_answer(assessment, lead)
    for user in (member, *outsiders(assessment).values()):
        with pytest.raises(NotStartable):
            start_as(user, assessment.unit_id)
    branch = unit()
    with pytest.raises(NotStartable):
        start_as(member_of(branch, Role.LEAD), branch.pk)
    with pytest.raises(NotStartable):
        start_as(lead, 0)


def test_nothing_starts_without_a_published_version(monkeypatch: pytest.MonkeyPatch) -> None:
    otters = team()
    monkeypatch.setattr(service, "newest_published_id", lambda: None)
    with pytest.raises(service.NothingPublished):
        start_as(member_of(otters, Role.LEAD), otters.pk)


@pytest.mark.parametrize(("people", "counts"), [(3, False), (4, True)])
def test_with_names_hidden_nothing_is_submitted_that_fewer_than_four_answered(
    assessment: Assessment, lead: User, people: int, counts: bool
) -> None:
    Assessment.objects.update(names_hidden=True)
    for person in [lead, *(member_of(assessment.unit) for _ in range(people - 1))]:
        answer(assessment, ["SOI-1", "SOI-2"], person, level=3)
    answer(assessment, "TRE-3", lead, level=4)
    if counts:
        assert set(submit(assessment, by=lead).inputs) == {"SOI-1", "SOI-2"}
    else:
        with pytest.raises(service.NothingAnswered):
            submit(assessment, by=lead)


MOVES: dict[str, Callable[[Assessment, User], object]] = {
    "submit": submit_as,
    "reopen": lambda assessment, user: reopen_assessment(assessment_id=assessment.pk, user_id=user.pk, at=LATER),
    "discard": lambda assessment, user: discard_assessment(assessment_id=assessment.pk, user_id=user.pk, at=LATER),
}
BEFORE = {"submit": "open", "reopen": "submitted", "discard": "open"}
AFTER = {"submit": "submitted", "reopen": "open", "discard": "discarded"}


@pytest.mark.parametrize("move", MOVES)
def test_a_move_goes_from_its_state_to_the_next_and_keeps_every_answer(
    assessment: Assessment, lead: User, move: str
) -> None:
    answer(assessment, ["SOI-1", "TRE-1"], lead)
    Assessment.objects.update(state=BEFORE[move])
    MOVES[move](assessment, lead)
    assessment.refresh_from_db()
    assert (assessment.state, assessment.changed_at) == (AFTER[move], LATER)
    assert Response.objects.count() == 2


@pytest.mark.parametrize("move", MOVES)
@pytest.mark.parametrize("state", ["open", "submitted", "discarded"])
def test_a_move_from_any_other_state_is_refused(assessment: Assessment, lead: User, move: str, state: str) -> None:
    answer(assessment, "SOI-1", lead)
    Assessment.objects.update(state=state)
    if state != BEFORE[move]:
        with pytest.raises(NotMovable):
            MOVES[move](assessment, lead)
        assert Assessment.objects.get().state == state
        assert not Result.objects.exists()


@pytest.mark.parametrize("move", MOVES)
def test_only_a_lead_of_the_unit_moves(assessment: Assessment, lead: User, member: User, move: str) -> None:
    answer(assessment, "SOI-1", lead)
    Assessment.objects.update(state=BEFORE[move])
    for user in (member, *outsiders(assessment).values()):
        with pytest.raises(NotMovable):
            MOVES[move](assessment, user)
    assert Assessment.objects.get().state == BEFORE[move]


def test_a_result_freezes_what_was_settled(assessment: Assessment, lead: User, member: User) -> None:
    answer(assessment, "SOI-1", lead, level=1, at=AT)
    answer(assessment, "SOI-1", member, level=3, at=AT)
    answer(assessment, "SOI-2", member, kind=Kind.DONT_KNOW, at=AT)
    show(assessment, "SOI-1", member, kind=EvidenceKind.NOTE, dated=date(2026, 1, 1))
    agree(assessment, lead, 3)
    outsiders(assessment)
    result = submit_as(assessment, lead)
    inputs = from_json(result.inputs)
    assert (inputs["SOI-1"].level, inputs["SOI-1"].recorded, inputs["SOI-1"].numbers) == (3, True, (1, 3))
    assert (inputs["SOI-1"].evidence_on, inputs["SOI-1"].answered_on) == (date(2026, 1, 1), AT.date())
    assert inputs["SOI-2"].find_out
    assert (result.answered_by, result.rules_version, result.decided_at) == (2, RULES_VERSION, LATER)
    assert (result.decided_by, result.assessment, result.unit) == (lead, assessment, assessment.unit)
    assessment.unit.refresh_from_db()
    assert assessment.unit.result_in_force == result


def test_respondents_are_the_members_and_leads_of_the_unit(assessment: Assessment, lead: User, member: User) -> None:
    otters = assessment.unit
    assert otters.parent is not None
    for elsewhere in (otters.parent, team()):
        member_of(elsewhere)
    member_of(otters, Role.MANAGER)
    User.objects.filter(id=member_of(otters).pk).update(is_active=False)
    assert submit_after_answer(assessment, lead).respondents == 2


def test_a_lead_who_leaves_while_submitting_is_no_respondent_any_more(
    assessment: Assessment, lead: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    moved = service._move

    def leave_afterwards(*args: Any, **options: Any) -> None:
        moved(*args, **options)
        Membership.objects.filter(user=lead).delete()

    monkeypatch.setattr(service, "_move", leave_afterwards)
    assert submit_after_answer(assessment, lead).respondents == 0


def test_what_else_the_database_refuses_is_not_taken_for_an_open_assessment(
    assessment: Assessment, lead: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(AssessmentState.OPEN, "_value_", "unheard of")  # breaks the constraint of known states
    with pytest.raises(IntegrityError), transaction.atomic():
        start_as(lead, assessment.unit_id)
    Assessment.objects.update(state="submitted")
    with pytest.raises(IntegrityError), transaction.atomic():
        MOVES["reopen"](assessment, lead)


def test_an_agreed_level_that_lapsed_does_not_count(assessment: Assessment, lead: User, member: User) -> None:
    answer(assessment, "SOI-1", lead, level=1)
    answer(assessment, "SOI-1", member, level=4)
    agree(assessment, lead, 3)
    save(assessment, member, revision=1)
    result = submit_as(assessment, lead)
    inputs = from_json(result.inputs)["SOI-1"]
    assert (inputs.level, inputs.recorded, inputs.numbers) == (1, False, (1, 2))


def test_an_assessment_without_any_answer_is_not_submitted(assessment: Assessment, lead: User) -> None:
    show(assessment, "SOI-1", lead)
    with pytest.raises(NothingAnswered):
        submit_as(assessment, lead)
    assert Assessment.objects.get().state == "open"


def test_a_failure_while_freezing_leaves_it_open(
    assessment: Assessment, lead: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*args: object, **options: object) -> None:
        raise IntegrityError

    answer(assessment, "SOI-1", lead)
    monkeypatch.setattr(service, "frozen", fails)
    with pytest.raises(IntegrityError), transaction.atomic():
        submit_as(assessment, lead)
    assert Assessment.objects.get().state == "open"
    assert not Result.objects.exists()


@pytest.mark.parametrize("respondents", [1, 3])
def test_submitting_takes_six_statements_whatever_the_number_of_answers(respondents: int) -> None:
    """With the session and the user that is 8."""
    built_in()
    otters = team()
    lead = member_of(otters, Role.LEAD)
    assessment = open_assessment(otters, by=lead)
    for _ in range(respondents):
        put_in_place(assessment, member_of(otters), "mlops")
        answer(assessment, practices_of(assessment, "dataops")[: 5 * respondents], member_of(otters))
    sent = statements(
        lambda: submit_assessment(
            assessment_id=assessment.pk, confirmed_early_looks=frozenset(), user_id=lead.pk, at=LATER
        )
    )
    assert [sql.split()[0] for sql in sent] == ["UPDATE", *["SELECT"] * 2, "INSERT", "INSERT", "UPDATE"]
    assert "IN (SELECT" not in sent[0]


def test_a_reopened_assessment_keeps_its_result_in_force_until_the_next(assessment: Assessment, lead: User) -> None:
    first = submit_after_answer(assessment, lead)
    with pytest.raises(NotAnswerable):
        save(assessment, lead, revision=1)
    reopen_assessment(assessment_id=assessment.pk, user_id=lead.pk, at=LATER)
    save(assessment, lead, revision=1)
    assessment.unit.refresh_from_db()
    assert assessment.unit.result_in_force == first
    second = submit_as(assessment, lead)
    assessment.unit.refresh_from_db()
    assert assessment.unit.result_in_force == second
    assert Result.objects.count() == 2


def test_nothing_is_reopened_beside_an_open_one(assessment: Assessment, lead: User) -> None:
    submit_after_answer(assessment, lead)
    start_as(lead, assessment.unit_id)
    with pytest.raises(AlreadyOpen):
        reopen_assessment(assessment_id=assessment.pk, user_id=lead.pk, at=LATER)
    assert Assessment.objects.get(id=assessment.pk).state == "submitted"
