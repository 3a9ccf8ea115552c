"""Everything of one assessment in three queries."""

from datetime import date, timedelta

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from assessments.core.agreement import Answer, EvidenceKind, Kind
from assessments.core.workflow import Role
from assessments.models import Assessment, Response, User
from assessments.queries.assessments import sheet
from assessments.queries.marks import marked
from assessments.services.agreed_levels import record_agreed_level
from tests.factories import (
    answer,
    built_in,
    member_of,
    open_assessment,
    practices_of,
    publish,
    show,
    small_catalog,
    submit,
    team,
)

pytestmark = pytest.mark.django_db
AT = timezone.now()


@pytest.fixture
def assessment() -> Assessment:
    unit = team()
    return open_assessment(unit, by=member_of(unit, Role.LEAD, "Lea"), catalog=publish(small_catalog()))


@pytest.fixture
def lead(assessment: Assessment) -> User:
    return assessment.started_by


def agree(assessment: Assessment, practice: str, level: int, lead: User) -> None:
    published = sheet(assessment, respondent_id=lead.pk).published
    record_agreed_level(
        assessment_id=assessment.pk, published=published, practice=practice, level=level, reason="We talked.",
        dissent="", seen=0, lead_id=lead.pk, at=AT,
    )  # fmt: skip


def test_an_empty_assessment_is_an_empty_sheet(assessment: Assessment, lead: User) -> None:
    found = sheet(assessment, respondent_id=lead.pk)
    assert found.published.catalog == small_catalog()
    assert (found.settled, found.own, found.answers, found.evidence, found.agreed) == ({}, {}, {}, {}, {})
    assert found.answered_by == 0


def test_with_names_hidden_a_practice_counts_once_four_answered_it(assessment: Assessment, lead: User) -> None:
    assessment.names_hidden = True
    assessment.save()
    people = [lead, *(member_of(assessment.unit) for _ in range(3))]
    for person in people[:3]:
        answer(assessment, ["SOI-1", "SOI-2"], person, level=3, remark="Mine.")
    answer(assessment, "SOI-2", people[3], level=3)
    show(assessment, "SOI-1", lead)
    found = sheet(assessment, respondent_id=lead.pk)
    assert found.settled["SOI-2"].numbers == (3, 3, 3, 3)
    assert (found.settled["SOI-1"].answered, found.settled["SOI-1"].evidence_kind) == (False, EvidenceKind.LINK)
    assert found.own["SOI-1"].remark == "Mine."
    assessment.names_hidden = False
    assessment.save()
    assert sheet(assessment, respondent_id=lead.pk).settled["SOI-1"].numbers == (3, 3, 3)


def test_own_answers_stand_apart_from_everybodys(assessment: Assessment, lead: User) -> None:
    other = member_of(assessment.unit, name="Otto")
    answer(assessment, "SOI-1", lead, kind=Kind.NOT_APPLICABLE, reason="No soil.", at=AT - timedelta(days=3))
    answer(assessment, "SOI-1", other, level=3, remark="Mine.", at=AT)
    answer(assessment, "SOI-2", other, kind=Kind.DONT_KNOW)
    found = sheet(assessment, respondent_id=lead.pk)
    assert list(found.own) == ["SOI-1"]
    own = found.own["SOI-1"]
    assert (own.kind, own.level, own.reason, own.revision) == (Kind.NOT_APPLICABLE, None, "No soil.", 1)
    assert own.answer == Answer(Kind.NOT_APPLICABLE)
    assert [(one.name, one.answer.level, one.remark) for one in found.answers["SOI-1"]] == [
        ("Lea", None, ""),
        ("Otto", 3, "Mine."),
    ]
    assert found.answers["SOI-1"][1].work_role == User.WorkRole.PRACTITIONER
    assert found.settled["SOI-1"].level == 3
    assert found.settled["SOI-1"].answered_on == AT.date()
    assert found.settled["SOI-2"].find_out
    assert found.answered_by == 2


def test_evidence_is_settled_with_its_strongest_kind_and_newest_day(assessment: Assessment, lead: User) -> None:
    show(assessment, "TRE-1", lead, dated=date(2026, 1, 1))
    show(assessment, "TRE-1", lead, kind=EvidenceKind.NOTE, text="Seen.", dated=date(2026, 2, 1))
    found = sheet(assessment, respondent_id=lead.pk)
    assert [(one.kind, one.text, one.author_name) for one in found.evidence["TRE-1"]] == [
        (EvidenceKind.LINK, "https://example.org/proof", "Lea"),
        (EvidenceKind.NOTE, "Seen.", "Lea"),
    ]
    settled = found.settled["TRE-1"]
    assert (settled.evidence_kind, settled.evidence_on, settled.answered) == (
        EvidenceKind.LINK,
        date(2026, 2, 1),
        False,
    )


@pytest.mark.parametrize("change", ["an answer is saved again", "somebody else answers"])
def test_an_agreed_level_lapses_when_an_answer_changes(assessment: Assessment, lead: User, change: str) -> None:
    answer(assessment, "SOI-1", lead, level=1)
    for level in (3, 4):
        answer(assessment, "SOI-1", member_of(assessment.unit), level=level)
    agree(assessment, "SOI-1", 4, lead)
    found = sheet(assessment, respondent_id=lead.pk)
    assert (found.settled["SOI-1"].level, found.settled["SOI-1"].recorded) == (4, True)
    assert (found.agreed["SOI-1"].level, found.agreed["SOI-1"].by_name, found.agreed["SOI-1"].lapsed) == (
        4,
        "Lea",
        False,
    )
    if change == "somebody else answers":
        answer(assessment, "SOI-1", member_of(assessment.unit), level=3)
    else:
        row = Response.objects.order_by("id")[0]
        Response.objects.filter(id=row.pk).update(level=2, answer_revision=row.answer_revision + 1)
    found = sheet(assessment, respondent_id=lead.pk)
    assert (found.settled["SOI-1"].level, found.settled["SOI-1"].recorded) == (3, False)
    assert found.agreed["SOI-1"].lapsed


@pytest.mark.parametrize("times", [1, 3])
def test_a_sheet_takes_one_query(times: int, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    built_in()
    unit = team()
    lead = member_of(unit, Role.LEAD)
    assessment = open_assessment(unit, by=lead)
    for _ in range(times):
        other = member_of(unit)
        answer(assessment, practices_of(assessment, "dataops", "mlops"), other)
        show(assessment, practices_of(assessment, "mlops"), other)
    for practice in practices_of(assessment, "dataops")[:times]:
        answer(assessment, practice, lead)
        agree(assessment, practice, 2, lead)
    with django_assert_num_queries(1):
        found = sheet(assessment, respondent_id=lead.pk)
    assert (len(found.answers), len(found.agreed), found.answered_by) == (48, times, times + 1)


@pytest.mark.parametrize("times", [1, 3])
def test_what_is_carried_over_takes_no_query_more(
    times: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    unit = team()
    lead, member = member_of(unit, Role.LEAD), member_of(unit)
    for _ in range(times):
        before = open_assessment(unit, by=lead)
        answer(before, practices_of(before, "dataops", "mlops")[: 16 * times], lead, remark="Ours.")
        answer(before, practices_of(before, "dataops")[0], member, level=4)
        show(before, practices_of(before, "mlops"), lead)
        result = submit(before, by=lead)
    opened = open_assessment(unit, by=lead)
    Assessment.objects.filter(id=opened.pk).update(carried_from=result)
    assessment = marked().get(id=opened.pk)
    with django_assert_num_queries(1):
        found = sheet(assessment, respondent_id=lead.pk)
    assert (len(found.carried), found.answers, found.own) == (16 * times, {}, {})
    assert len(found.earlier_evidence) == len(practices_of(opened, "mlops"))
    assert {one.before.of_team for one in found.carried.values()} == {False}
    with django_assert_num_queries(1):
        of_member = sheet(assessment, respondent_id=member.pk).carried
    first, *others = practices_of(opened, "dataops")[:16]
    assert (of_member[first].before.of_team, of_member[first].before.answer.level) == (False, 4)
    assert {(of_member[code].before.of_team, of_member[code].before.remark) for code in others} == {(True, "")}
