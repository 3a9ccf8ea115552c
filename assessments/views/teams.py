"""A team: what its result in force says today, and the one next thing to do."""

from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from assessments import access
from assessments.core.comparison import compare
from assessments.core.comparison_words import besides, sentence
from assessments.core.pictures.trend_picture import picture
from assessments.core.reliability import reliability_behind
from assessments.core.team_report import Finding, TeamReport, empty_map, team_report
from assessments.core.trend import replay_of, trend
from assessments.core.workflow import Action, Role, Standing
from assessments.queries.assessments import local_day
from assessments.queries.catalogs import newest_published_id, published
from assessments.queries.handovers import left_behind
from assessments.queries.history import milestones_of, moments, newest
from assessments.queries.portfolio import unfinished
from assessments.views import SignedInRequest

if TYPE_CHECKING:
    from datetime import date

    from assessments.core.pictures.adoption_map import AdoptionMap
    from assessments.core.portfolio import Unfinished
    from assessments.core.reliability import Reliability
    from assessments.queries.history import Newest
    from assessments.queries.results import StoredResult


@require_safe
def team_show(request: SignedInRequest, unit_id: int) -> HttpResponse:
    """Show what the team is ready for, why, and what would open its gates."""
    unit = access.team(request.user, unit_id, Action.VIEW_TEAM)
    on = localdate()
    found = newest(unit.pk, on=on)
    stored = found.in_force
    report = _report(stored, found, on) if stored else None
    open_one = unfinished([unit.pk]).get(unit.pk)
    context = {
        "unit": unit,
        "trail": _trail(unit.standing),
        "stored": stored,
        "in_force": True,
        "report": report,
        "map": report.map if report else _empty_map(on),
        "exceptions": found.exceptions,
        **(_over_time(found, stored, on) if stored else {}),
        "reliability": _reliability(stored, unit.standing) if stored else None,
        "unfinished": open_one,
        "left_behind": left_behind(unit),
        "may_start": unit.standing.may(Action.START) and not open_one,
        "may_answer": unit.standing.may(Action.ANSWER),
        "next_step": _next_step(report, unit.standing, open_one, has_plan=found.planned_from is not None),
        "evidence_days": stored.published.catalog.thresholds.evidence_days if stored else 0,
    }
    return render(request, "assessments/team_show.html", context)


def _report(stored: "StoredResult", found: "Newest", on: "date") -> TeamReport:
    return team_report(
        stored.published.catalog,
        stored.settled,
        respondents=stored.respondents,
        decided_on=local_day(stored.decided_at),
        on=on,
        exceptions=found.exceptions,
    )


def _over_time(found: "Newest", stored: "StoredResult", on: "date") -> dict[str, object]:
    """What moved since the result before, the trend over all results, and where the plan goes on from here."""
    past = moments(stored.unit_id)
    milestones = milestones_of(stored.unit_id)
    now = stored.look(on=local_day(stored.decided_at))
    replay = None
    if found.planned_from and milestones:
        replay = replay_of(now, found.planned_from.look(on=on), milestones, today=on, exceptions=found.exceptions)
    over_time = trend(stored.published.catalog, past, replay, today=on)
    context: dict[str, object] = {"moments": past, "earlier": past[-2::-1], "trend": over_time}
    context["picture"] = picture(over_time)
    if found.before:
        then = found.before.look(on=local_day(found.before.decided_at))
        moved = compare(then, stored.look(on=on))
        also = besides(then, now) if found.before.assessment_id == stored.assessment_id else ()
        context |= {"comparison": moved, "sentence": sentence(moved, besides=also), "besides": also}
        context |= {"before": found.before, "after": stored}
    return context


def _reliability(stored: "StoredResult", standing: Standing) -> "Reliability | None":
    return reliability_behind(stored.settled, answered_by=stored.answered_by, role=standing.role)


def _trail(standing: Standing) -> list[tuple[str, str]]:
    if standing.role is Role.MANAGER:
        return [("Portfolio", reverse("assessments:portfolio-show"))]
    return [("Your teams", reverse("assessments:home-show"))]


def _empty_map(on: "date") -> "AdoptionMap | None":
    newest = newest_published_id()
    return empty_map(published(newest).catalog, on=on) if newest else None


def _next_step(report: TeamReport | None, standing: Standing, open_one: "Unfinished | None", *, has_plan: bool) -> str:
    """The name of the one thing to do next, empty where there is none for this reader."""
    if open_one and standing.may(Action.ANSWER):
        return "continue"
    starts = standing.may(Action.START)
    if report is None:
        return "start" if starts else ""
    if report.finding in (Finding.OPEN, Finding.NO_GATES):
        return "plan" if has_plan else "roadmap"
    if report.finding is Finding.CLOSED or not starts:
        return "plan" if has_plan else "opening"
    return "start"
