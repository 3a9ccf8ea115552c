"""What people show for a practice in an open assessment; each write is one short transaction."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Exists, Q

from assessments.core.agreement import EvidenceKind
from assessments.core.answering import Invalid, evidence_faults, refuse
from assessments.core.workflow import Action
from assessments.models import Assessment, Evidence
from assessments.queries.assessments import acting_members, local_day
from assessments.queries.catalogs import PublishedCatalog
from assessments.queries.evidence import copy_of, evidence_of
from assessments.queries.held import hold


class InvalidEvidence(Invalid):
    """An entry of evidence that cannot be stored."""


class NoSuchEvidence(Exception):
    """There is no such entry in the assessment, or it is neither this person's nor is this person a lead."""


@transaction.atomic
def add_evidence(  # noqa: PLR0913 - an entry is that much, and each has its name
    *,
    assessment_id: int,
    published: PublishedCatalog,
    practice: str,
    author_id: int,
    kind: EvidenceKind,
    text: str,
    title: str = "",
    dated: date,
    at: datetime,
) -> int:
    """Add an entry of evidence to a practice and return its id. Raises InvalidEvidence, NotAnswerable."""
    on = local_day(at)
    faults = evidence_faults(published.catalog, practice, kind=kind, title=title, text=text, dated=dated, on=on)
    refuse(InvalidEvidence, faults)
    hold(assessment_id, version_id=published.version_id, user_id=author_id, action=Action.ANSWER, at=at)
    return Evidence.objects.create(
        assessment_id=assessment_id,
        practice_id=published.practice_ids[practice],
        kind=kind.value,
        title=title,
        text=text,
        author_id=author_id,
        dated=dated,
        added_at=at,
    ).pk


@transaction.atomic
def remove_evidence(*, assessment_id: int, evidence_id: int, user_id: int, at: datetime) -> None:
    """Remove an entry of evidence; its author may, and a lead of the unit. Raises NotAnswerable, NoSuchEvidence."""
    hold(assessment_id, user_id=user_id, action=Action.ANSWER, at=at)
    leads = acting_members(user_id=user_id, action=Action.SETTLE).filter(unit__assessments=assessment_id)
    mine = Q(author=user_id) | Exists(leads)
    removed, _ = Evidence.objects.filter(mine, id=evidence_id, assessment=assessment_id).delete()
    if not removed:
        raise NoSuchEvidence


@transaction.atomic
def renew_evidence(*, assessment_id: int, evidence_id: int, user_id: int, at: datetime) -> None:
    """Say that an entry is still true today: it is dated so, with who said it. Raises NotAnswerable, NoSuchEvidence."""
    hold(assessment_id, user_id=user_id, action=Action.ANSWER, at=at)
    entries = Evidence.objects.filter(id=evidence_id, assessment=assessment_id)
    if not entries.update(dated=local_day(at), renewed_by=user_id):
        raise NoSuchEvidence


@transaction.atomic
def reuse_evidence(
    *, assessment_id: int, published: PublishedCatalog, evidence_id: int, user_id: int, at: datetime
) -> None:
    """Take an entry of another assessment of the team along, with its own date and author; once.

    Raises NotAnswerable, NoSuchEvidence, the latter too for one whose words are shown already.
    """
    hold(assessment_id, version_id=published.version_id, user_id=user_id, action=Action.ANSWER, at=at)
    assessment = Assessment.objects.select_related("carried_from").get(id=assessment_id)
    for practice, entries in evidence_of(assessment).earlier.items():
        for entry in entries:
            if entry.id == evidence_id and practice in published.practice_ids:
                practice_id = published.practice_ids[practice]
                copy_of(entry, assessment_id=assessment_id, practice_id=practice_id, at=at).save(force_insert=True)
                return
    raise NoSuchEvidence
