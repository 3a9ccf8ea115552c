"""The discussion of a practice: read it once the own answer is given, say more, mark it as settled."""

from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from assessments import access
from assessments.core.workflow import Action
from assessments.forms.discussions import CommentForm, SettleForm
from assessments.queries.catalogs import PublishedCatalog, published
from assessments.queries.discussions import thread
from assessments.queries.held import NotAnswerable
from assessments.queries.voices import voices
from assessments.services import discussions
from assessments.views import (
    ANOTHER,
    SignedInRequest,
    is_typed_by_another,
    told_where_to_go,
    trail_of,
)

if TYPE_CHECKING:
    from assessments.models import Assessment

CLOSED = "Not stored: the assessment is closed by now, so its discussions can only be read. Copy what you want to keep."
MORE_WAS_SAID = "Not settled: somebody said more meanwhile. Read it first."


@require_safe
@told_where_to_go
def discussion_show(request: SignedInRequest, assessment_id: int, practice: str) -> HttpResponse:
    """Show what was said about a practice to who has answered it; of a submitted assessment to be read only."""
    assessment, version = _joined(request, assessment_id, practice, Action.READ_DISCUSSION)
    return _shown(request, assessment, version, practice)


@require_POST
@told_where_to_go
def comment_add(request: SignedInRequest, assessment_id: int, practice: str) -> HttpResponse:
    """Say something about a practice; nothing that was typed is lost where it cannot be stored."""
    assessment, version = _joined(request, assessment_id, practice, Action.READ_DISCUSSION)
    form = CommentForm(request.POST, catalog=version.catalog, practice=practice)
    if is_typed_by_another(request):
        form.add_faults({"text": ANOTHER})
    if not form.is_valid():
        return _shown(request, assessment, version, practice, form=form, status=400)
    try:
        comment_id = discussions.add_comment(
            assessment_id=assessment_id,
            published=version,
            practice=practice,
            author_id=request.user.pk,
            text=form.cleaned_data["text"],
            at=timezone.now(),
        )
    except discussions.NotAnsweredYet:
        return _shown(request, assessment, version, practice, status=403)
    except NotAnswerable:
        form.add_faults({"text": CLOSED})
        closed, _ = _joined(request, assessment_id, practice, Action.READ_DISCUSSION)
        return _shown(request, closed, version, practice, form=form, status=409)
    return redirect(f"{_address(assessment_id, practice)}#comment-{comment_id}")


@require_POST
@told_where_to_go
def discussion_settle(request: SignedInRequest, assessment_id: int, practice: str) -> HttpResponse:
    """Mark a discussion as settled, if nobody said more than the page showed."""
    assessment, version = _joined(request, assessment_id, practice, Action.ANSWER)
    form = SettleForm(request.POST)
    if not form.is_valid():
        return _shown(request, assessment, version, practice, told=MORE_WAS_SAID, status=400)
    try:
        discussions.settle_discussion(
            assessment_id=assessment_id,
            published=version,
            practice=practice,
            person_id=request.user.pk,
            seen=form.cleaned_data["seen"],
            at=timezone.now(),
        )
    except discussions.NotAnsweredYet:
        return _shown(request, assessment, version, practice, status=403)
    except discussions.MoreWasSaid:
        return _shown(request, assessment, version, practice, told=MORE_WAS_SAID, status=409)
    except NotAnswerable:
        access.assessment(request.user, assessment_id, Action.ANSWER)
        raise Http404 from None
    return redirect(f"{_address(assessment_id, practice)}#settled")


def _joined(
    request: SignedInRequest, assessment_id: int, practice: str, action: Action
) -> tuple["Assessment", PublishedCatalog]:
    """The assessment with its content, if it asks about the practice. Raises Http404 and what `access` raises."""
    assessment = access.assessment(request.user, assessment_id, action)
    version = published(assessment.catalog_version_id)
    if practice not in version.catalog.practice:
        raise Http404
    return assessment, version


def _address(assessment_id: int, practice: str) -> str:
    return reverse("assessments:discussion-show", args=(assessment_id, practice))


def _shown(
    request: SignedInRequest,
    assessment: "Assessment",
    version: PublishedCatalog,
    practice: str,
    *,
    form: CommentForm | None = None,
    told: str = "",
    status: int = 200,
) -> HttpResponse:
    practice_id = version.practice_ids[practice]
    said = voices(assessment.pk, practice_id)
    context = {
        "assessment": assessment,
        "practice": version.catalog.practice[practice],
        "dimension": version.catalog.dimension_of[practice],
        "own": said.given.get(request.user.pk),
        "heard": said.include(request.user.pk),
        "thread": thread(assessment, practice_id, reader_id=request.user.pk, said=said),
        "form": form,
        "told": told,
        "trail": trail_of(assessment),
    }
    return render(request, "assessments/discussion_show.html", context, status=status)
