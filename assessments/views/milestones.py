"""One milestone: where it stands, whose it is and when, what was noted, and who changed what."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from assessments import access
from assessments.core.calendar import day_words
from assessments.core.plans.milestones import Milestone, MilestoneState, need_sentence, open_needs
from assessments.core.plans.plan_entries import InvalidEntry
from assessments.core.plans.plan_lines import MilestoneLine
from assessments.core.workflow import Action
from assessments.forms.adoption import MilestoneForm, MilestoneNoteForm
from assessments.queries.assessments import local_day
from assessments.queries.people import people_of
from assessments.queries.plan_history import milestone_history
from assessments.queries.plan_reports import FollowedPlan, followed
from assessments.queries.plans import plan
from assessments.services import milestones as services
from assessments.views import ASK_AND_DO, SignedInRequest, trail_of_team

if TYPE_CHECKING:
    from assessments import models

FIELDS = ("state", "started_on", "done_on", "reason", "despite", "starts", "due")
PLAN_ENDED = "Meanwhile another plan was adopted, and this milestone stays as it was. Nothing was saved."


@dataclass(frozen=True, slots=True)
class Version:
    """One field of a milestone as it is stored now and as somebody typed it, in words."""

    name: str
    stored: str
    typed: str

    @property
    def differs(self) -> bool:
        """Whether both say something else."""
        return self.stored != self.typed


@dataclass(frozen=True, slots=True)
class Look:
    """A milestone as one person sees it: its row with the team's standing, and the plan it belongs to."""

    row: "models.Milestone"
    found: FollowedPlan

    @property
    def may_edit(self) -> bool:
        """Whether the person may change it; milestones of an ended plan stay as they were."""
        return self.found.plan.is_current and self.row.baseline.unit.standing.may(Action.ADOPT)

    @property
    def line(self) -> MilestoneLine:
        """What the plan's report says of it."""
        return next(line for line in self.found.report.lines if line.id == self.row.pk)

    @property
    def needs(self) -> tuple[Milestone, ...]:
        """What should be done before it and is not."""
        stored, today = self.found.plan, self.found.report.today
        holding = [one.value for one in self.found.exceptions if one.value.holds_on(today)]
        shut = {one.gate for one in self.found.report.following.gates if not one.is_open}
        return open_needs(stored.catalog, stored.milestones, self.row.pk, shut=shut, exceptions=holding)


@require_http_methods(ASK_AND_DO)
def milestone_show(request: SignedInRequest, milestone_id: int) -> HttpResponse:
    """Show a milestone to the team and let who may change it; a revision that is out of date changes nothing (409)."""
    at = timezone.now()
    if request.method != "POST":
        look = _looked_at(request, milestone_id, Action.VIEW_ROADMAP, at)
        return _shown(request, look, form=_form(look) if look.may_edit else None)
    look = _looked_at(request, milestone_id, Action.ADOPT, at)
    form = _form(look, request)
    if not form.is_valid():
        return _shown(request, look, form=form, status=400)
    try:
        services.update_milestone(
            milestone_id=milestone_id,
            by=request.user,
            revision=form.cleaned_data["revision"],
            change=form.change,
            at=at,
        )
    except InvalidEntry as wrong:
        form.add_faults(wrong.faults)
        return _shown(request, look, form=form, status=400)
    except services.StaleMilestone as stale:
        return _shown(request, look, form=form, newer=stale.current, status=409)
    except services.PlanEnded:
        messages.error(request, PLAN_ENDED)
        return _shown(request, _looked_at(request, milestone_id, Action.ADOPT, at), form=None, status=409)
    messages.success(request, "Saved.")
    return redirect("assessments:milestone-show", milestone_id)


@require_POST
def milestone_note_add(request: SignedInRequest, milestone_id: int) -> HttpResponse:
    """Add a note, a link or both to a milestone."""
    at = timezone.now()
    look = _looked_at(request, milestone_id, Action.ADOPT, at)
    form = MilestoneNoteForm(request.POST)
    if not form.is_valid():
        return _shown(request, look, form=_form(look), note_form=form, status=400)
    try:
        services.add_note(milestone_id=milestone_id, by=request.user, at=at, **form.cleaned_data)
    except InvalidEntry as wrong:
        form.add_faults(wrong.faults)
        return _shown(request, look, form=_form(look), note_form=form, status=400)
    except services.PlanEnded:
        messages.error(request, PLAN_ENDED)
        return _shown(request, look, form=None, note_form=form, status=409)
    messages.success(request, "The note is added.")
    return redirect("assessments:milestone-show", milestone_id)


def _looked_at(request: SignedInRequest, milestone_id: int, action: Action, at: datetime) -> Look:
    row = access.milestone(request.user, milestone_id, action)
    return Look(row, followed(plan(row.baseline_id), on=local_day(at)))


def _form(look: Look, request: SignedInRequest | None = None) -> MilestoneForm:
    """The form of what is stored, or of what was sent. An owner who has left the team may stay the owner."""
    row = look.row
    people = [(one.id, one.name) for one in people_of(row.baseline.unit_id)]
    if row.owner and row.owner.pk not in {id_ for id_, _ in people}:
        people.append((row.owner.pk, row.owner.name))
    initial = {name: getattr(row, name) for name in (*FIELDS, "owner_name", "revision")} | {"owner": row.owner_id}
    return MilestoneForm(request.POST if request else None, people=people, initial=initial)


def _shown(
    request: SignedInRequest,
    look: Look,
    *,
    form: MilestoneForm | None,
    note_form: MilestoneNoteForm | None = None,
    newer: "models.Milestone | None" = None,
    status: int = 200,
) -> HttpResponse:
    unit, line, stored = look.row.baseline.unit, look.line, look.found.plan
    context = {
        "unit": unit,
        "trail": trail_of_team(unit, line.title),
        "line": line,
        "plan": stored,
        "needs": [(one.id, need_sentence(stored.catalog, one)) for one in look.needs],
        "form": form,
        "note_form": note_form or (MilestoneNoteForm() if look.may_edit else None),
        "revision": newer.revision if newer else look.row.revision,
        "versions": _versions(form, newer) if form and newer else (),
        "history": milestone_history(look.row.pk),
    }
    return render(request, "assessments/milestone_show.html", context, status=status)


def _versions(form: MilestoneForm, newer: "models.Milestone") -> list[Version]:
    """What is stored now beside what was typed, field by field."""
    typed = form.cleaned_data
    names = dict(form.fields["owner"].choices)  # type: ignore[attr-defined]
    owners = (newer.owner.name if newer.owner else newer.owner_name, names.get(typed["owner"]) or typed["owner_name"])
    rows = [Version(str(form[name].label), _words(getattr(newer, name)), _words(typed[name])) for name in FIELDS[1:]]
    states = (MilestoneState(newer.state).words, MilestoneState(typed["state"]).words)
    return [Version("State", *states), Version("Owner", *owners), *(row for row in rows if row.stored or row.typed)]


def _words(value: object) -> str:
    return day_words(value) if isinstance(value, date) else str(value or "")
