"""The plan that a team follows, the plans before it, and who changed what."""

from datetime import date

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from assessments import access
from assessments.core.calendar import CalendarQuarter
from assessments.core.gate_exception import ExceptionLine, exception_lines
from assessments.core.pictures.lanes import lanes
from assessments.core.pictures.lanes_of import of_plan
from assessments.core.pictures.lanes_picture import Lanes
from assessments.core.plans.plan_lines import MilestoneLine
from assessments.core.plans.plan_report import PlanReport, QuarterLines
from assessments.core.scenario import begun_on
from assessments.core.workflow import Action
from assessments.forms.adoption import MilestonesForm, PageForm
from assessments.forms.planning import address_of
from assessments.queries import plan_history as history
from assessments.queries.handovers import left_behind
from assessments.queries.plan_reports import FollowedPlan, current_exceptions, followed
from assessments.queries.plans import earlier_plans, plan, plan_of
from assessments.queries.results import result_in_force
from assessments.views import SignedInRequest, trail_of_team


@require_safe
def plan_show(request: SignedInRequest, unit_id: int) -> HttpResponse:
    """Show the plan that the team follows as it stands today, or what to do while there is none."""
    unit = access.team(request.user, unit_id, Action.VIEW_ROADMAP)
    on = localdate()
    current = plan_of(unit.pk)
    context = {
        "unit": unit,
        "trail": trail_of_team(unit),
        "earlier": earlier_plans(unit.pk),
        "may_adopt": unit.standing.may(Action.ADOPT),
        "left_behind": left_behind(unit),
        "may_grant": unit.standing.may(Action.GRANT_EXCEPTION),
    }
    if current:
        found = followed(current, on=on)
        context |= _shown(request, found) | {"again": address_of(begun_on(current.scenario, on))}
    else:
        context["exceptions"] = _without_plan(unit.pk, on)
    return render(request, "assessments/plan_show.html", context)


@require_safe
def baseline_show(request: SignedInRequest, baseline_id: int) -> HttpResponse:
    """Show an earlier plan as it stood when it ended; the current one is the team's plan."""
    baseline = access.baseline(request.user, baseline_id, Action.VIEW_ROADMAP)
    if baseline.ended_at is None:
        return redirect("assessments:plan-show", baseline.unit_id)
    found = followed(plan(baseline.pk), on=localdate())
    context = {"unit": baseline.unit, "trail": trail_of_team(baseline.unit, baseline.title), **_shown(request, found)}
    return render(request, "assessments/baseline_show.html", context)


@require_safe
def plan_history(request: SignedInRequest, unit_id: int) -> HttpResponse:
    """Show a page of who changed what about the team's plans, newest first."""
    unit = access.team(request.user, unit_id, Action.VIEW_ROADMAP)
    form = PageForm(request.GET)
    form.is_valid()
    context = {
        "unit": unit,
        "trail": trail_of_team(unit, "History"),
        "history": history.plan_history(unit.pk, form.number),
    }
    return render(request, "assessments/plan_history.html", context)


def _without_plan(unit_id: int, on: date) -> list[tuple[int, ExceptionLine]]:
    """The exceptions of a team that follows no plan, each with its id."""
    exceptions = current_exceptions(unit_id, on=on)
    stored = result_in_force(unit_id) if exceptions else None
    if stored is None:
        return []
    lines = exception_lines(stored.published.catalog, [one.value for one in exceptions], today=on)
    return [(one.id, line) for one, line in zip(exceptions, lines, strict=True)]


def _shown(request: SignedInRequest, found: FollowedPlan) -> dict[str, object]:
    """What both pages of a plan print: its report, its picture, its exceptions, and the milestones asked for."""
    form = MilestonesForm(request.GET)
    form.is_valid()
    user_id = request.user.pk
    ids = {one.value: one.id for one in found.exceptions}
    said = {one.now.sentence for one in found.report.gates}
    return {
        "report": found.report,
        "newer": found.newer,
        "lanes": _lanes(found),
        "ends": [one.sentence for one in found.report.ends if one.sentence not in said],
        "exceptions": [(ids[line.value], line) for line in found.report.exceptions],
        "show": form.shown,
        "filters": _filters(found.report, user_id),
        "quarters": [(one, _is_unfolded(one, found, form.shown)) for one in _wanted(found.report, form.shown, user_id)],
    }


def _lanes(found: FollowedPlan) -> Lanes:
    stored, report = found.plan, found.report
    return lanes(
        of_plan(
            stored.catalog,
            stored.milestones,
            report.following,
            targets=stored.scenario.targets,
            today=report.today,
            exceptions=[one.value for one in found.exceptions],
            is_current=stored.is_current,
        )
    )


def _filters(report: PlanReport, user_id: int) -> list[tuple[str, str, int]]:
    """The choices of what is shown: what each is called, in the address and on the page, and how many it has."""
    names = {"": "All", "mine": "Mine", "late": "Late", "open": "Open"}
    return [(show, name, sum(_is_wanted(line, show, user_id) for line in report.lines)) for show, name in names.items()]


def _wanted(report: PlanReport, show: str, user_id: int) -> list[QuarterLines]:
    """The quarters with the milestones that are to be shown; those without any are left out."""
    quarters = (
        QuarterLines(one.quarter, tuple(line for line in one.lines if _is_wanted(line, show, user_id)))
        for one in report.quarters
    )
    return [one for one in quarters if one.lines]


def _is_unfolded(quarter: QuarterLines, found: FollowedPlan, show: str) -> bool:
    """All of a filter; else the quarters up to the next that have something to do."""
    until = CalendarQuarter.of(found.report.today).plus(1)
    return bool(show) or (quarter.quarter <= until and any(line.state.is_open for line in quarter.lines))


def _is_wanted(line: MilestoneLine, show: str, user_id: int) -> bool:
    wanted = {"mine": line.owner_id == user_id, "late": line.is_late, "open": line.state.is_open}
    return wanted.get(show, True)
