"""What the buttons beside entries of evidence do: remove one, say that it is still true, use an earlier one again."""

from datetime import datetime

from django.http import Http404

from assessments import access
from assessments.core.workflow import Action
from assessments.queries.held import NotAnswerable
from assessments.queries.visits import Visit
from assessments.services import evidence
from assessments.views import SignedInRequest

REMOVE, RENEW, REUSE = "remove", "renew", "reuse"
LONGEST_ID = 18


def practice_of(seen: Visit, how: str, evidence_id: int) -> str | None:
    """The practice of an entry that this can be done to; None where the team has no such entry."""
    entries = seen.sheet.earlier_evidence if how == REUSE else seen.sheet.evidence
    asked = (code for code, ones in entries.items() if evidence_id in (one.id for one in ones))
    return next((code for code in asked if seen.page_of(code)), None)


def change(request: SignedInRequest, seen: Visit, how: str, evidence_id: int, *, at: datetime) -> None:
    """Do this to an entry. Raises Http404 for one that is gone or not theirs, and what `access` says."""
    key = {"assessment_id": seen.assessment.pk, "evidence_id": evidence_id, "user_id": request.user.pk}
    try:
        if how == REUSE:
            evidence.reuse_evidence(**key, published=seen.sheet.published, at=at)
        elif how == RENEW:
            evidence.renew_evidence(**key, at=at)
        else:
            evidence.remove_evidence(**key, at=at)
    except evidence.NoSuchEvidence:
        raise Http404 from None
    except NotAnswerable:
        access.assessment(request.user, seen.assessment.pk, Action.ANSWER)
        raise Http404 from None


def change_pressed(request: SignedInRequest, seen: Visit, *, at: datetime) -> None:
    """Do what the pressed button of a page says; to an entry that is gone already nothing, and without a message."""
    for how in (REMOVE, RENEW, REUSE):
        sent = request.POST.get(how, "")
        if sent.isascii() and sent.isdigit() and len(sent) <= LONGEST_ID and practice_of(seen, how, int(sent)):
            change(request, seen, how, int(sent), at=at)
