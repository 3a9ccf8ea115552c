"""The roadmap and the plan of a team as files, and on one page of print."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import slugify
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from assessments import access
from assessments.core.board_report import board_report
from assessments.core.gate_exception import GateException
from assessments.core.pictures.lanes import lanes
from assessments.core.pictures.lanes_of import of_plan, of_roadmap
from assessments.core.pictures.lanes_picture import Lanes
from assessments.core.pictures.trend_picture import Picture, picture
from assessments.core.planning.scenario_words import scenario_words
from assessments.core.roadmap_report import RoadmapReport, roadmap_report
from assessments.core.scenario import Scenario
from assessments.core.team_report import team_report
from assessments.core.trend import replay_of, trend
from assessments.core.workflow import Action
from assessments.exports import calendar_file
from assessments.exports.document import Pictures, roadmap_pdf
from assessments.exports.roadmap_csv import roadmap_csv
from assessments.exports.roadmap_file import RoadmapFile
from assessments.exports.roadmap_json import roadmap_json
from assessments.exports.workbook import roadmap_xlsx
from assessments.forms.before import before_changes
from assessments.forms.planning import ScenarioForm
from assessments.queries.assessments import local_day
from assessments.queries.history import moments
from assessments.queries.plan_reports import FollowedPlan, followed
from assessments.queries.plans import gate_exceptions, plan_of
from assessments.queries.results import StoredResult, result_in_force
from assessments.views import SignedInRequest, trail_of_team

if TYPE_CHECKING:
    from assessments.models import Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """What a file or the board page is made from: the result in force, the plan, and the roadmap as asked for."""

    unit: "Unit"
    on: date
    stored: StoredResult
    found: FollowedPlan | None
    scenario: Scenario
    is_usual: bool
    exceptions: Sequence[GateException]
    report: RoadmapReport

    @property
    def file(self) -> RoadmapFile:
        catalog = self.stored.published.catalog
        return RoadmapFile(
            team=self.unit.name,
            on=self.on,
            result_on=local_day(self.stored.decided_at),
            scenario=scenario_words(catalog, self.scenario),
            names={one.code: one.name for one in catalog.disciplines},
            report=self.report,
            plan=self.found.report if self.found else None,
        )


@require_safe
def roadmap_export(request: SignedInRequest, unit_id: int, file_format: str) -> HttpResponse:
    """Send the roadmap of the scenario in the query string as a file, with the plan that the team follows.

    Where there is nothing to send, because nothing can be planned or the query string cannot be read, the roadmap
    page says why.
    """
    if file_format not in FORMATS:
        raise Http404
    asked = _asked(request, unit_id)
    if isinstance(asked, HttpResponse):
        return asked
    kind, made = FORMATS[file_format]
    return _file(made(asked), kind, f"Roadmap of {asked.unit.name} {asked.on}.{file_format}")


@require_safe
def plan_calendar(request: SignedInRequest, unit_id: int) -> HttpResponse:
    """Send the milestones of the current plan as a calendar; without a plan the plan's page says what to do."""
    unit = access.team(request.user, unit_id, Action.VIEW_ROADMAP)
    stored = plan_of(unit.pk)
    if stored is None:
        return redirect("assessments:plan-show", unit.pk)

    def page_of(milestone_id: int) -> str:
        return f"{settings.BASE_URL}{reverse('assessments:milestone-show', args=[milestone_id])}"

    report = followed(stored, on=localdate()).report
    site = urlsplit(settings.BASE_URL).hostname or ""
    made = calendar_file.plan_calendar(report, team=unit.name, site=site, page_of=page_of)
    return _file(made, "text/calendar; charset=utf-8", f"Plan of {unit.name}.ics")


@require_safe
def board_show(request: SignedInRequest, unit_id: int) -> HttpResponse:
    """Show the one page for a board: the map, when gates open, what comes next, and the risks."""
    asked = _asked(request, unit_id)
    if isinstance(asked, HttpResponse):
        return asked
    stored, unit = asked.stored, asked.unit
    seen = team_report(
        stored.published.catalog,
        stored.settled,
        respondents=stored.respondents,
        decided_on=local_day(stored.decided_at),
        on=asked.on,
        exceptions=asked.exceptions,
    )
    board = board_report(
        stored.published.catalog,
        stored.settled,
        report=asked.report,
        plan=asked.found.report if asked.found and asked.is_usual else None,
        on=asked.on,
    )
    context = {
        "unit": unit,
        "trail": [*trail_of_team(unit)[:1], ("Board page", "")],
        "stored": stored,
        "in_force": True,
        "on": asked.on,
        "map": seen.map,
        "exclusions": seen.exclusions,
        "board": board,
    }
    return render(request, "assessments/board_show.html", context)


def _asked(request: SignedInRequest, unit_id: int) -> _Asked | HttpResponse:
    """What was asked for, or the way to the roadmap page where that cannot be planned."""
    unit = access.team(request.user, unit_id, Action.VIEW_ROADMAP)
    on, plan = localdate(), plan_of(unit.pk)
    found = followed(plan, on=on) if plan else None
    stored = (found.newer or found.plan.result) if found else result_in_force(unit.pk)
    page = f"{reverse('assessments:roadmap-show', args=[unit.pk])}?{request.GET.urlencode()}".rstrip("?")
    if stored is None:
        return redirect(page)
    catalog = stored.published.catalog
    before = before_changes(found.plan.parameters if found else None, catalog=catalog, on=on)
    form = ScenarioForm(request.GET or None, catalog=catalog, on=on, before=before)
    if form.errors or form.has_edits:
        return redirect(page)
    exceptions = _exceptions(unit, found, on)
    report = _report(stored, form.scenario, exceptions, on)
    if report is None:
        return redirect(page)
    return _Asked(
        unit=unit,
        on=on,
        stored=stored,
        found=found,
        scenario=form.scenario,
        is_usual=form.scenario == before,
        exceptions=exceptions,
        report=report,
    )


def _exceptions(unit: "Unit", found: FollowedPlan | None, on: date) -> Sequence[GateException]:
    """Those to gates that are not over, the first to begin first."""
    known = [one.value for one in found.exceptions] if found else gate_exceptions(unit.pk, on)
    return sorted(known, key=lambda one: one.since)


def _report(
    stored: StoredResult, scenario: Scenario, exceptions: Sequence[GateException], on: date
) -> RoadmapReport | None:
    """The report of the roadmap page; None where so few person-weeks would make the plan far too long."""
    try:
        return roadmap_report(stored.published.catalog, stored.settled, scenario=scenario, on=on, exceptions=exceptions)
    except ValueError:
        return None


def _pdf(asked: _Asked) -> bytes:
    catalog, found = asked.stored.published.catalog, asked.found
    ghosts = found.plan.milestones if found else ()
    drawn = lanes(of_roadmap(catalog, asked.report.roadmap, today=asked.on, ghosts=ghosts))
    return roadmap_pdf(
        asked.file, Pictures(roadmap=drawn, plan=_plan_lanes(found) if found else None, trend=_trend(asked))
    )


def _plan_lanes(found: FollowedPlan) -> Lanes:
    return lanes(
        of_plan(
            found.plan.catalog,
            found.plan.milestones,
            found.report.following,
            targets=found.plan.scenario.targets,
            today=found.report.today,
            exceptions=[one.value for one in found.exceptions],
        )
    )


def _trend(asked: _Asked) -> Picture | None:
    """All results and where the plan goes on from there, as on the team's page."""
    stored, found, on = asked.stored, asked.found, asked.on
    replay = None
    if found and found.plan.milestones:
        replay = replay_of(
            stored.look(on=local_day(stored.decided_at)),
            found.plan.result.look(on=on),
            found.plan.milestones,
            today=on,
            exceptions=[one.value for one in found.exceptions],
        )
    return picture(trend(stored.published.catalog, moments(asked.unit.pk), replay, today=on))


def _csv(asked: _Asked) -> bytes:
    return "".join(roadmap_csv(asked.file)).encode()


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    """A download; its name in plain letters, and as it is for browsers that know how."""
    stem, _, ending = name.rpartition(".")
    response = HttpResponse(content, content_type=kind)
    plain, whole = f"{slugify(stem) or 'plan'}.{ending}", quote(name, safe="")
    response["Content-Disposition"] = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{whole}"
    return response


FORMATS: Mapping[str, tuple[str, Callable[[_Asked], bytes]]] = {
    "pdf": ("application/pdf", _pdf),
    "xlsx": (
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        lambda asked: roadmap_xlsx(asked.file),
    ),
    "csv": ("text/csv; charset=utf-8", _csv),
    "json": ("application/json", lambda asked: roadmap_json(asked.file).encode()),
}
