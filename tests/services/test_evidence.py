"""Entries of evidence are added, renewed, used again, and removed by their author or a lead."""

from datetime import date, timedelta
from typing import Any

import pytest

from assessments.core.agreement import EvidenceKind
from assessments.core.workflow import Role
from assessments.models import Assessment, Evidence, User
from assessments.queries.assessments import local_day
from assessments.queries.catalogs import published
from assessments.queries.held import NotAnswerable
from assessments.services.evidence import (
    InvalidEvidence,
    NoSuchEvidence,
    remove_evidence,
    renew_evidence,
    reuse_evidence,
)
from tests.factories import built_in, member_of, open_assessment, show, team
from tests.services.acts import AT, LATER, outsiders, prove

pytestmark = pytest.mark.django_db


def test_an_entry_has_author_and_date(assessment: Assessment, member: User) -> None:
    link, title = "https://example.org/run", "Run of May"
    entry = prove(assessment, member, link, kind=EvidenceKind.LINK, title=title, at=LATER)
    row = Evidence.objects.get(id=entry)
    assert (row.title, row.renewed_by, row.reused_from) == (title, None, None)
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
        ("Seen.", {"title": "x" * 121}, "title"),
        ("Seen.", {"title": "\x00"}, "title"),
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


class TestRenewing:
    def test_it_is_dated_today_with_who_said_it_and_its_author_stays(
        self, assessment: Assessment, lead: User, member: User
    ) -> None:
        entry = prove(assessment, lead, dated=date(2026, 1, 1))
        renew_evidence(assessment_id=assessment.pk, evidence_id=entry, user_id=member.pk, at=AT)
        row = Evidence.objects.get(id=entry)
        assert (row.dated, row.renewed_by, row.author) == (local_day(AT), member, lead)

    def test_only_an_entry_of_the_assessment(self, assessment: Assessment, lead: User) -> None:
        badgers = team("Badgers")
        other = open_assessment(badgers, by=member_of(badgers, Role.LEAD), catalog=built_in())
        (foreign,) = show(other, "DAT-STO-01", other.started_by, dated=date(2026, 1, 1))
        for evidence_id in (foreign.pk, 0, 10**30):
            with pytest.raises(NoSuchEvidence):
                renew_evidence(assessment_id=assessment.pk, evidence_id=evidence_id, user_id=lead.pk, at=AT)
        foreign.refresh_from_db()
        assert foreign.dated == date(2026, 1, 1)

    def test_nobody_from_outside_and_nobody_in_a_closed_one(self, assessment: Assessment, lead: User) -> None:
        entry = prove(assessment, lead, dated=date(2026, 1, 1))
        for user in outsiders(assessment).values():
            with pytest.raises(NotAnswerable):
                renew_evidence(assessment_id=assessment.pk, evidence_id=entry, user_id=user.pk, at=AT)
        Assessment.objects.update(state="submitted")
        with pytest.raises(NotAnswerable):
            renew_evidence(assessment_id=assessment.pk, evidence_id=entry, user_id=lead.pk, at=AT)
        assert Evidence.objects.get(id=entry).dated == date(2026, 1, 1)


class TestReusing:
    @pytest.fixture
    def earlier(self, assessment: Assessment, lead: User) -> Evidence:
        """An entry that the lead added to an assessment submitted before this one."""
        catalog = published(assessment.catalog_version_id)
        Assessment.objects.update(state="submitted")
        before = open_assessment(assessment.unit, by=lead, catalog=catalog)
        Assessment.objects.filter(id=before.pk).update(state="submitted")
        Assessment.objects.filter(id=assessment.pk).update(state="open")
        (entry,) = show(before, "SOI-1", lead, dated=date(2026, 1, 1))
        return entry

    def reuse(self, assessment: Assessment, user: User, evidence_id: int) -> None:
        reuse_evidence(
            assessment_id=assessment.pk,
            published=published(assessment.catalog_version_id),
            evidence_id=evidence_id,
            user_id=user.pk,
            at=LATER,
        )

    def test_its_date_and_author_stay(self, assessment: Assessment, earlier: Evidence, member: User) -> None:
        Evidence.objects.update(title="Run of May")
        self.reuse(assessment, member, earlier.pk)
        row = Evidence.objects.get(assessment=assessment)
        assert (row.practice, row.kind, row.title, row.text, row.author, row.dated) == (
            earlier.practice, "link", "Run of May", earlier.text, earlier.author, date(2026, 1, 1),
        )  # fmt: skip
        assert (row.reused_from, row.added_at, row.renewed_by) == (earlier, LATER, None)

    def test_once(self, assessment: Assessment, earlier: Evidence, lead: User) -> None:
        self.reuse(assessment, lead, earlier.pk)
        with pytest.raises(NoSuchEvidence):
            self.reuse(assessment, lead, earlier.pk)
        assert Evidence.objects.filter(assessment=assessment).count() == 1

    def test_only_of_the_own_team(self, assessment: Assessment, earlier: Evidence, lead: User) -> None:
        badgers = team("Badgers")
        other = open_assessment(
            badgers, by=member_of(badgers, Role.LEAD), catalog=published(assessment.catalog_version_id)
        )
        (foreign,) = show(other, "SOI-1", other.started_by, text="https://example.org/theirs")
        Assessment.objects.filter(id=other.pk).update(state="submitted")
        own = prove(assessment, lead)
        for evidence_id in (foreign.pk, own, 0, 10**30):
            with pytest.raises(NoSuchEvidence):
                self.reuse(assessment, lead, evidence_id)

    def test_nobody_from_outside_and_nobody_in_a_closed_one(
        self, assessment: Assessment, earlier: Evidence, lead: User
    ) -> None:
        for user in outsiders(assessment).values():
            with pytest.raises(NotAnswerable):
                self.reuse(assessment, user, earlier.pk)
        Assessment.objects.update(state="submitted")
        with pytest.raises(NotAnswerable):
            self.reuse(assessment, lead, earlier.pk)
        assert not Evidence.objects.filter(assessment=assessment).exists()
