"""What one's own answer said before, and putting an earlier one back."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from assessments import access
from assessments.core.answer_words import answer_words, side_by_side
from assessments.core.workflow import Action
from assessments.forms.adoption import PageForm
from assessments.forms.answering import PutBackForm
from assessments.queries import response_history as histories
from assessments.queries.assessments import OwnResponse
from assessments.queries.catalogs import published
from assessments.queries.held import NotAnswerable
from assessments.services import responses
from assessments.views import SignedInRequest, told_where_to_go, trail_of

if TYPE_CHECKING:
    from assessments.models import Assessment

WAITS = "This discipline waits by now, so nothing was put back."


@require_safe
@told_where_to_go
def response_history(request: SignedInRequest, assessment_id: int, practice: str) -> HttpResponse:
    """Show what the own answer said over time, newest first, and how the team settled the question."""
    return _shown(request, _looked_at(request, assessment_id, practice), practice)


@require_POST
@told_where_to_go
def response_put_back(request: SignedInRequest, assessment_id: int, practice: str) -> HttpResponse:
    """Store once more what an earlier revision of the own answer said."""
    assessment = _looked_at(request, assessment_id, practice)
    form = PutBackForm(request.POST)
    if not form.is_valid():
        return _shown(request, assessment, practice, faults=[str(one) for told in form.errors.values() for one in told])
    try:
        responses.put_back_response(
            assessment_id=assessment_id,
            published=published(assessment.catalog_version_id),
            practice=practice,
            respondent_id=request.user.pk,
            at=timezone.now(),
            **form.cleaned_data,
        )
    except responses.StaleRevision as stale:
        return _undecided(request, assessment, practice, form.cleaned_data["wanted"], stale.present)
    except responses.InvalidAnswer as invalid:
        return _shown(request, assessment, practice, faults=["It cannot be put back any more.", invalid.message])
    except responses.DisciplineWaits:
        return _shown(request, assessment, practice, faults=[WAITS])
    except responses.NoSuchRevision:
        raise Http404 from None
    except NotAnswerable:
        _looked_at(request, assessment_id, practice)
        raise Http404 from None
    messages.success(request, "Put back. What it replaced stays in the history below.")
    return redirect("assessments:response-history", assessment_id, practice)


def _looked_at(request: SignedInRequest, assessment_id: int, practice: str) -> "Assessment":
    """The assessment that this person may answer now. Raises what `access` raises, Http404 for an unknown question."""
    assessment = access.assessment(request.user, assessment_id, Action.ANSWER)
    if practice not in published(assessment.catalog_version_id).practice_ids:
        raise Http404
    return assessment


def _shown(
    request: SignedInRequest,
    assessment: "Assessment",
    practice: str,
    *,
    faults: list[str] | None = None,
    conflict: dict[str, object] | None = None,
) -> HttpResponse:
    form = PageForm(request.GET)
    form.is_valid()
    found = histories.response_history(assessment, practice, respondent_id=request.user.pk, page=form.number)
    context = {
        "assessment": assessment,
        "history": found,
        "faults": faults,
        "conflict": conflict,
        "trail": trail_of(assessment),
    }
    status = 409 if conflict else 400 if faults else 200
    return render(request, "assessments/response_history.html", context, status=status)


def _undecided(
    request: SignedInRequest, assessment: "Assessment", practice: str, wanted: int, present: OwnResponse | None
) -> HttpResponse:
    """Show the answer that was saved meanwhile beside the one to be put back. Raises Http404 where one is missing."""
    earlier = histories.words_of(assessment, practice, respondent_id=request.user.pk, revision=wanted)
    if earlier is None or present is None:
        raise Http404
    asked = published(assessment.catalog_version_id).catalog.practice[practice]
    stored = answer_words(asked, present.answer, reason=present.reason, remark=present.remark)
    conflict = {"wanted": wanted, "present": present, "versions": side_by_side(stored, earlier)}
    return _shown(request, assessment, practice, conflict=conflict)
