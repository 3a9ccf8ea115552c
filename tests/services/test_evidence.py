"""Entries of evidence are added, and removed by their author or a lead."""

from datetime import date, timedelta
from typing import Any

import pytest

from assessments.core.agreement import EvidenceKind
from assessments.core.workflow import Role
from assessments.models import Assessment, Evidence, User
from assessments.queries.held import NotAnswerable
from assessments.services.evidence import InvalidEvidence, NoSuchEvidence, remove_evidence
from tests.factories import (
    member_of,
    open_assessment,
    team,
)
from tests.services.acts import AT, LATER, outsiders, prove

pytestmark = pytest.mark.django_db


def test_an_entry_has_author_and_date(assessment: Assessment, member: User) -> None:
    entry = prove(assessment, member, "https://example.org/run", kind=EvidenceKind.LINK, at=LATER)
    row = Evidence.objects.get(id=entry)
    assert (row.kind, row.text, row.author, row.dated, row.added_at) == (
        "link", "https://example.org/run", member, AT.date(), LATER,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "options", "field"),
    [
        ("Seen.", {"practice": "NO-1"}, "practice"),
        ("javascript:alert(1)", {"kind": EvidenceKind.LINK}, "text"),
        ("https:///foo", {"kind": EvidenceKind.LINK}, "text"),
        ("https://user:pw@example.org", {"kind": EvidenceKind.LINK}, "text"),
        ("Seen.", {"dated": date(1800, 1, 1)}, "dated"),
        ("", {}, "text"),
        ("\x00", {}, "text"),
        ("Seen.", {"dated": AT.date() + timedelta(days=2)}, "dated"),
    ],
)
def test_what_cannot_be_stored_is_refused(
    assessment: Assessment, member: User, text: str, options: dict[str, Any], field: str
) -> None:
    with pytest.raises(InvalidEvidence) as caught:
        prove(assessment, member, text, **options)
    assert caught.value.field == field
    assert not Evidence.objects.exists()


def test_nobody_from_outside_adds_or_removes(assessment: Assessment, lead: User) -> None:
    entry = prove(assessment, lead)
    for user in outsiders(assessment).values():
        with pytest.raises(NotAnswerable):
            prove(assessment, user)
        with pytest.raises(NotAnswerable):
            remove_evidence(assessment_id=assessment.pk, evidence_id=entry, user_id=user.pk, at=AT)
    assert Evidence.objects.count() == 1


def test_its_author_and_a_lead_may_remove_it(assessment: Assessment, lead: User, member: User) -> None:
    for user in (member, lead):
        entry = prove(assessment, member)
        remove_evidence(assessment_id=assessment.pk, evidence_id=entry, user_id=user.pk, at=AT)
    assert not Evidence.objects.exists()


def test_another_member_may_not(assessment: Assessment, lead: User, member: User) -> None:
    entry = prove(assessment, lead)
    with pytest.raises(NoSuchEvidence):
        remove_evidence(assessment_id=assessment.pk, evidence_id=entry, user_id=member.pk, at=AT)


def test_a_lead_of_another_team_reaches_no_foreign_entry(assessment: Assessment, lead: User) -> None:
    entry = prove(assessment, lead)
    badgers = team("Badgers")
    other = open_assessment(badgers, by=member_of(badgers, Role.LEAD))
    with pytest.raises(NoSuchEvidence):
        remove_evidence(assessment_id=other.pk, evidence_id=entry, user_id=other.started_by.pk, at=AT)
    assert Evidence.objects.exists()


def test_not_in_a_closed_assessment(assessment: Assessment, lead: User) -> None:
    entry = prove(assessment, lead)
    Assessment.objects.update(state="submitted")
    with pytest.raises(NotAnswerable):
        prove(assessment, lead)
    with pytest.raises(NotAnswerable):
        remove_evidence(assessment_id=assessment.pk, evidence_id=entry, user_id=lead.pk, at=AT)
