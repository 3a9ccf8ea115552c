"""Settling where people disagree: the list of a meeting, one practice at a time, and the level that is agreed on."""

from http import HTTPStatus
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessments import access
from assessments.core.agreement import Answer, Kind
from assessments.core.pictures.dot_plot import picture
from assessments.core.walk import Page
from assessments.core.workflow import Action
from assessments.forms.settling import AgreedLevelForm, MoveForm, SeenForm
from assessments.queries.assessments import local_day
from assessments.queries.held import NotAnswerable
from assessments.queries.settling import Matter, changes, matter, meeting, settled_topics
from assessments.queries.visits import Visit, visit
from assessments.services import agreed_levels
from assessments.services.responses import DisciplineWaits, InvalidAnswer, StaleRevision, record_response
from assessments.views import ASK_AND_DO, SignedInRequest, told_where_to_go, trail_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

EVERYBODY = "Everybody"
MOVED_ELSEWHERE = "Not moved: you changed your answer elsewhere meanwhile. Here is what it is now."
PROJECTOR = "?projector=1"


@require_safe
@told_where_to_go
def settling_show(request: SignedInRequest, assessment_id: int) -> HttpResponse:
    """List what is to be settled in the order of the meeting, and what has been."""
    seen = _looked_at(request, assessment_id, Action.ANSWER)
    gathered = meeting(seen)
    context = {
        "visit": seen,
        "assessment": seen.assessment,
        "meeting": gathered,
        "settled": settled_topics(seen, gathered),
        "trail": trail_of(seen.assessment),
    }
    return render(request, "assessments/settling_show.html", context)


@require_http_methods(ASK_AND_DO)
@told_where_to_go
def settling_practice(request: SignedInRequest, assessment_id: int, practice: str) -> HttpResponse:
    """Show how far the answers to one practice lie apart, to who has answered it; a POST moves the own answer."""
    seen = _looked_at(request, assessment_id, Action.ANSWER)
    page = _page(seen, practice)
    if page is None:
        return redirect("assessments:settling-show", assessment_id)
    if request.method == "POST" and practice in seen.sheet.own:
        return _moved(request, seen, page, practice)
    return _shown(request, seen, page, practice)


@require_POST
@told_where_to_go
def agreed_level_record(request: SignedInRequest, assessment_id: int, practice: str) -> HttpResponse:
    """Record the level that the team settled on and go on to the next practice, or take it back and stay."""
    seen = _looked_at(request, assessment_id, Action.SETTLE)
    page = _page(seen, practice)
    if page is None:
        return _to(request, assessment_id, None)
    taken_back = "withdraw" in request.POST
    form = (SeenForm if taken_back else AgreedLevelForm)(request.POST, catalog=seen.catalog, practice=practice)
    if not form.is_valid():
        return _shown(request, seen, page, practice, form=form, status=HTTPStatus.BAD_REQUEST)
    act = agreed_levels.withdraw_agreed_level if taken_back else agreed_levels.record_agreed_level
    if (refused := _tried(request, seen, page, form, act)) is not None:
        return refused
    name = seen.catalog.practice[practice].name
    if taken_back:
        messages.success(request, f"Taken back: the middle answer counts again for {name}.")
        return _to(request, assessment_id, practice)
    messages.success(request, f"Recorded: level {form.cleaned_data['level']} for {name}.")
    return _to(request, assessment_id, meeting(seen).next_open(practice))


@require_POST
@told_where_to_go
def agreed_level_undo(request: SignedInRequest, assessment_id: int, practice: str) -> HttpResponse:
    """Bring back what was recorded before the newest change."""
    seen = _looked_at(request, assessment_id, Action.SETTLE)
    page = _page(seen, practice)
    if page is None:
        return _to(request, assessment_id, None)
    form = SeenForm(request.POST, catalog=seen.catalog, practice=practice)
    if not form.is_valid():
        return _shown(request, seen, page, practice, form=form, status=HTTPStatus.BAD_REQUEST)
    if (refused := _tried(request, seen, page, form, agreed_levels.undo_agreed_level)) is not None:
        return refused
    messages.success(request, f"Undone: {seen.catalog.practice[practice].name} is as it was before the last change.")
    return _to(request, assessment_id, practice)


def _looked_at(request: SignedInRequest, assessment_id: int, action: Action) -> Visit:
    assessment = access.assessment(request.user, assessment_id, action)
    return visit(assessment, respondent_id=request.user.pk, on=local_day(timezone.now()))


def _page(seen: Visit, practice: str) -> Page | None:
    """The page that asks about a practice; None where it waits. Raises Http404 where there is no such practice."""
    if practice not in seen.catalog.practice:
        raise Http404
    page = seen.page_of(practice)
    return page if page in seen.walk.pages else None


def _to(request: SignedInRequest, assessment_id: int, practice: str | None) -> HttpResponse:
    """On to a practice of the meeting, with the focus on its heading; to the list where there is none."""
    if practice is None:
        return redirect("assessments:settling-show", assessment_id)
    address = reverse("assessments:settling-practice", args=(assessment_id, practice))
    return redirect(f"{address}{PROJECTOR if _is_projected(request) else ''}#practice")


def _is_projected(request: SignedInRequest) -> bool:
    return request.GET.get("projector") == "1"


def _tried(
    request: SignedInRequest, seen: Visit, page: Page, form: SeenForm, act: "Callable[..., None]"
) -> HttpResponse | None:
    """Store what the form says; None once it is stored, else the page that says why it is not."""
    try:
        act(
            assessment_id=seen.assessment.pk,
            published=seen.sheet.published,
            practice=form.practice,
            lead_id=request.user.pk,
            at=timezone.now(),
            **form.cleaned_data,
        )
    except agreed_levels.InvalidAgreedLevel as invalid:
        form.add_faults({invalid.field: invalid.message})
        return _shown(request, seen, page, form.practice, form=form, status=HTTPStatus.BAD_REQUEST)
    except agreed_levels.NotHeard:
        return _to(request, seen.assessment.pk, form.practice)
    except agreed_levels.StaleAgreedLevel:
        return _shown(request, seen, page, form.practice, form=form, is_stale=True, status=HTTPStatus.CONFLICT)
    except NotAnswerable:
        access.assessment(request.user, seen.assessment.pk, Action.SETTLE)
        raise Http404 from None
    return None


def _moved(request: SignedInRequest, seen: Visit, page: Page, practice: str) -> HttpResponse:
    """Save the own answer at another level, with the remark that it has."""
    form = MoveForm(request.POST)
    if not form.is_valid():
        return _shown(request, seen, page, practice, moving=form, status=HTTPStatus.BAD_REQUEST)
    level = form.cleaned_data["level"]
    recorded = seen.sheet.agreed.get(practice) if seen.hears(practice) else None
    try:
        record_response(
            assessment_id=seen.assessment.pk,
            published=seen.sheet.published,
            practice=practice,
            respondent_id=request.user.pk,
            answer=Answer(Kind.LEVEL, level),
            reason="",
            remark=seen.sheet.own[practice].remark,
            revision=form.cleaned_data["revision"],
            at=timezone.now(),
        )
    except InvalidAnswer as invalid:
        form.add_faults({"level": invalid.message})
        return _shown(request, seen, page, practice, moving=form, status=HTTPStatus.BAD_REQUEST)
    except StaleRevision:
        form.add_faults({"level": MOVED_ELSEWHERE})
        return _shown(request, seen, page, practice, moving=form, status=HTTPStatus.CONFLICT)
    except (NotAnswerable, DisciplineWaits):
        access.assessment(request.user, seen.assessment.pk, Action.ANSWER)
        return _to(request, seen.assessment.pk, None)
    lapsed = f" Level {recorded.level}, agreed before, has lapsed." if recorded and not recorded.lapsed else ""
    messages.success(request, f"Your answer is level {level} now.{lapsed}")
    return _to(request, seen.assessment.pk, practice)


def _shown(
    request: SignedInRequest,
    seen: Visit,
    page: Page,
    code: str,
    *,
    form: SeenForm | None = None,
    moving: MoveForm | None = None,
    is_stale: bool = False,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    """One practice of the meeting; with a form that was refused, which may come from an older state than the stored."""
    if status == HTTPStatus.CONFLICT:
        seen = _looked_at(request, seen.assessment.pk, Action.ANSWER)
    gathered, projected = meeting(seen), _is_projected(request)
    names_seen = seen.sees_names and not projected
    shown = matter(seen, seen.catalog.practice[code], page, names_seen=names_seen) if seen.hears(code) else None
    past = changes(seen.assessment.pk, seen.sheet.published.practice_ids[code]) if shown else ()
    before, after = gathered.beside(code)
    context = {
        "visit": seen,
        "assessment": seen.assessment,
        "trail": _trail(seen),
        "meeting": gathered,
        "practice": seen.catalog.practice[code],
        "page": page,
        "number": gathered.number(code),
        "before": before,
        "after": after,
        "matter": shown,
        "plot": picture(_groups(shown)) if shown else None,
        "names_seen": names_seen,
        "projector": PROJECTOR if projected else "",
        "changes": past,
        "newest": form["seen"].value() if form and not is_stale else (past[0].id if past else 0),
        "form": form,
        "moving": moving,
        "is_stale": is_stale,
    }
    return render(request, "assessments/settling_practice.html", context, status=status)


def _groups(shown: Matter) -> "Mapping[str, Sequence[int]]":
    """Whose answers make a row of the picture: everybody's, then those of each work role that may stand by itself."""
    return {EVERYBODY: shown.topic.settled.numbers, **{role.capitalize(): one for role, one in shown.levels.items()}}


def _trail(seen: Visit) -> list[tuple[str, str]]:
    return [*trail_of(seen.assessment), ("Settling", reverse("assessments:settling-show", args=(seen.assessment.pk,)))]
