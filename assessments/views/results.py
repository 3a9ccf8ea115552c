"""Results: an older one as of its own day, how the numbers of each came about, and what moved between two."""

from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from assessments import access
from assessments.core.agreement import UNANSWERED
from assessments.core.comparison import compare
from assessments.core.comparison_words import sentence
from assessments.core.explanation import explain, seen_by
from assessments.core.reliability import reliability_behind
from assessments.core.team_report import team_report
from assessments.core.workflow import Action
from assessments.queries.assessments import local_day
from assessments.queries.explanation import answers_behind
from assessments.queries.history import moments, results_of
from assessments.queries.results import result
from assessments.views import SignedInRequest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import QueryDict

    from assessments.core.trend import Moment
    from assessments.models import Unit


@require_safe
def result_show(request: SignedInRequest, result_id: int) -> HttpResponse:
    """Show an older result as of its own day; the one in force is the team's page."""
    unit = access.result(request.user, result_id, Action.VIEW_TEAM).unit
    if unit.result_in_force_id == result_id:
        return redirect("assessments:team-show", unit.pk)
    stored = result(result_id)
    day = local_day(stored.decided_at)
    report = team_report(
        stored.published.catalog, stored.settled, respondents=stored.respondents, decided_on=day, on=day
    )
    context = {
        "unit": unit,
        "trail": _trail(unit),
        "stored": stored,
        "in_force": False,
        "report": report,
        "map": report.map,
        "next_step": "",
        "evidence_days": stored.published.catalog.thresholds.evidence_days,
        "reliability": reliability_behind(stored.settled, answered_by=stored.answered_by, role=unit.standing.role),
    }
    return render(request, "assessments/team_show.html", context)


@require_safe
def result_explain(request: SignedInRequest, result_id: int, discipline: str) -> HttpResponse:
    """Show how the numbers of one discipline came about, down to what this reader may see of the answers."""
    unit = access.result(request.user, result_id, Action.VIEW_TEAM).unit
    stored = result(result_id)
    catalog = stored.published.catalog
    if discipline not in catalog.discipline:
        raise Http404
    in_force = unit.result_in_force_id == result_id
    answers = answers_behind(stored, discipline)
    seen = {
        practice.code: seen_by(
            unit.standing.role,
            stored.settled.get(practice.code, UNANSWERED),
            answers.get(practice.code, ()),
            reader_id=request.user.pk,
            names_hidden=stored.names_hidden,
        )
        for practice in catalog.discipline[discipline].practices
    }
    explanation = explain(
        catalog,
        stored.settled,
        catalog.discipline[discipline],
        respondents=stored.respondents,
        on=localdate() if in_force else local_day(stored.decided_at),
        seen=seen,
    )
    context = {
        "unit": unit,
        "trail": _trail(unit),
        "stored": stored,
        "in_force": in_force,
        "explanation": explanation,
        "catalog": catalog,
    }
    return render(request, "assessments/result_explain.html", context)


@require_safe
def results_compare(request: SignedInRequest, unit_id: int) -> HttpResponse:
    """Show what moved between two results of a team, and why; without a choice between the newest two."""
    unit = access.team(request.user, unit_id, Action.VIEW_TEAM)
    past = moments(unit.pk)
    older, newer = _chosen(request.GET, past)
    results = results_of(unit.pk, [one.result_id for one in (older, newer) if one and one.result_id])
    context = {
        "unit": unit,
        "trail": _trail(unit),
        "moments": past,
        "older": older,
        "newer": newer,
    }
    if len(results) > 1:
        before, after = results
        moved = compare(*(one.look(on=local_day(one.decided_at)) for one in results))
        context |= {"comparison": moved, "sentence": sentence(moved), "before": before, "after": after}
    return render(request, "assessments/results_compare.html", context)


def _trail(unit: "Unit") -> list[tuple[str, str]]:
    return [(unit.name, reverse("assessments:team-show", args=[unit.pk]))]


def _chosen(query: "QueryDict", past: "Sequence[Moment]") -> "Sequence[Moment | None]":
    """The two results that the address names, the older first; Http404 for what is none of this team."""
    own = {str(one.result_id): one for one in past}
    usual = [None, None, *past]
    chosen = []
    for name, moment in (("from", usual[-2]), ("to", usual[-1])):
        named = query.get(name)
        if named is not None and named not in own:
            raise Http404
        chosen.append(own[named] if named is not None else moment)
    return sorted(chosen, key=lambda one: past.index(one) if one else -1)
