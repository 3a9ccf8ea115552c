"""What tests of the writes do over and over."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from assessments.core.agreement import Answer, EvidenceKind, Kind
from assessments.core.workflow import Role
from assessments.models import Assessment, Membership, Result, User
from assessments.queries.catalogs import published
from assessments.queries.settling import newest_changes
from assessments.services.agreed_levels import record_agreed_level
from assessments.services.assessments import submit_assessment
from assessments.services.evidence import add_evidence
from assessments.services.responses import put_back_response, record_response
from tests.factories import (
    member_of,
    person,
    team,
)

AT = timezone.now()
LATER = AT + timedelta(hours=1)
TWO, THREE = Answer(Kind.LEVEL, 2), Answer(Kind.LEVEL, 3)


def save(assessment: Assessment, user: User, practice: str = "SOI-1", given: Answer = TWO, **options: Any) -> int:
    """Record an answer as a first one, with nothing else to say."""
    defaults: dict[str, Any] = {"reason": "", "remark": "", "revision": 0, "at": AT}
    if "published" not in options:
        defaults["published"] = published(assessment.catalog_version_id)
    return record_response(
        assessment_id=assessment.pk, practice=practice, respondent_id=user.pk, answer=given, **defaults | options
    )


def put_back(assessment: Assessment, user: User, wanted: int, *, revision: int, practice: str = "SOI-1") -> int:
    """Put back what a revision said, from a page that shows another."""
    return put_back_response(
        assessment_id=assessment.pk,
        published=published(assessment.catalog_version_id),
        practice=practice,
        respondent_id=user.pk,
        wanted=wanted,
        revision=revision,
        at=LATER,
    )


def prove(assessment: Assessment, user: User, text: str = "Seen.", **options: Any) -> int:
    """Add a note of today to SOI-1."""
    defaults: dict[str, Any] = {
        "published": published(assessment.catalog_version_id),
        "practice": "SOI-1",
        "kind": EvidenceKind.NOTE,
        "dated": AT.date(),
        "at": AT,
    }
    return add_evidence(assessment_id=assessment.pk, author_id=user.pk, text=text, **defaults | options)


def agree(
    assessment: Assessment, user: User, level: int, practice: str = "SOI-1", reason: str = "We talked.", **options: Any
) -> None:
    """Record an agreed level, having seen the newest change of it."""
    version = published(assessment.catalog_version_id)
    if "seen" not in options:
        options["seen"] = newest_changes(assessment.pk).get(version.practice_ids.get(practice, 0), 0)
    record_agreed_level(
        assessment_id=assessment.pk,
        published=version,
        practice=practice,
        level=level,
        reason=reason,
        lead_id=user.pk,
        **{"dissent": "", "at": AT, **options},
    )


def statements(act: Callable[[], object]) -> list[str]:
    """What the act sends to the database, without the frame of the transaction."""
    with CaptureQueriesContext(connection) as captured:
        act()
    frame = ("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN", "COMMIT")
    return [one["sql"] for one in captured if not one["sql"].startswith(frame)]


def outsiders(assessment: Assessment) -> dict[str, User]:
    """Everybody who may not answer in this assessment, each with a reason."""
    elsewhere = team("Badgers", parent=assessment.unit.parent)
    disabled = member_of(assessment.unit, Role.LEAD)
    User.objects.filter(id=disabled.pk).update(is_active=False)
    removed = member_of(assessment.unit, Role.LEAD)
    Membership.objects.filter(user=removed).delete()
    above = member_of(assessment.unit.parent, Role.LEAD)
    return {
        "stranger": person(),
        "lead elsewhere": member_of(elsewhere, Role.LEAD),
        "manager here": member_of(assessment.unit, Role.MANAGER),
        "manager above": member_of(assessment.unit.parent, Role.MANAGER),
        "lead above": above,
        "administrator": person(administrator=True),
        "disabled": disabled,
        "removed": removed,
    }


def submit_as(assessment: Assessment, user: User, *confirmed: str) -> Result:
    """Submit, with these early looks confirmed."""
    result_id = submit_assessment(
        assessment_id=assessment.pk, confirmed_early_looks=frozenset(confirmed), user_id=user.pk, at=LATER
    )
    return Result.objects.get(id=result_id)
