"""The roadmap of a team, planned anew from its result in force at every look."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from django.forms import BoundField
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from assessments import access
from assessments.core.pictures.lanes import lanes
from assessments.core.pictures.lanes_of import of_roadmap
from assessments.core.pictures.lanes_picture import Lanes
from assessments.core.planning.plan_summary import PlanSummary, summary
from assessments.core.planning.role_load import RoleLoad, role_loads
from assessments.core.planning.scenario_words import Decision, decisions, whole_plan_words
from assessments.core.planning.side_by_side import gate_rows
from assessments.core.roadmap import plan
from assessments.core.roadmap_report import RoadmapReport, roadmap_report
from assessments.core.scenario import Scenario, from_parameters
from assessments.core.workflow import Action
from assessments.forms.before import before_changes
from assessments.forms.planning import ScenarioForm
from assessments.queries.adopted import AdoptedPlan, adopted_plan
from assessments.queries.plans import gate_exceptions
from assessments.queries.results import StoredResult, result_in_force
from assessments.views import SignedInRequest

if TYPE_CHECKING:
    from datetime import date

    from assessments.core.gate_exception import GateException
    from assessments.models import Unit


@require_safe
def roadmap_show(request: SignedInRequest, unit_id: int) -> HttpResponse:
    """Show the plan of the scenario in the query string; what was changed on the page leads to the plan's address."""
    unit = access.team(request.user, unit_id, Action.VIEW_ROADMAP)
    context: dict[str, Any] = {"unit": unit, "trail": _trail(unit)}
    if stored := result_in_force(unit.pk):
        on, adopted = localdate(), adopted_plan(unit.pk)
        catalog = stored.published.catalog
        before = before_changes(adopted.parameters if adopted else None, catalog=catalog, on=on)
        form = ScenarioForm(request.GET or None, catalog=catalog, on=on, before=before)
        if form.has_edits and not form.errors:
            return redirect(f"{reverse('assessments:roadmap-show', args=[unit.pk])}?{form.address}")
        context |= _page(unit, stored, adopted, form=form, before=before, on=on)
    return render(request, "assessments/roadmap_show.html", context)


def _trail(unit: "Unit") -> list[tuple[str, str]]:
    return [(unit.name, reverse("assessments:team-show", args=[unit.pk])), ("Roadmap", "")]


def _page(
    unit: "Unit",
    stored: StoredResult,
    adopted: AdoptedPlan | None,
    *,
    form: ScenarioForm,
    before: Scenario,
    on: "date",
) -> dict[str, Any]:
    catalog, exceptions = stored.published.catalog, gate_exceptions(unit.pk, on)
    compared = None
    if form.scenario != before:
        compared = _summary(stored, before, exceptions, name=_name_of(adopted), on=on)
    report = _report(stored, form.scenario, exceptions, compared=compared, on=on)
    return {
        "stored": stored,
        "form": form,
        "words": whole_plan_words(catalog, form.scenario),
        "is_opened": bool(form.errors) or _plain(form.scenario) != _plain(before),
        "quarters": [one for one in form.quarters if one >= form.scenario.start],
        "decided": tuple(_decided(decisions(catalog, form.scenario), report)),
        "report": report,
        "lanes": _lanes(stored, report, adopted, on) if report else None,
        "loads": tuple(_loads(form, role_loads(catalog, report.roadmap))) if report else (),
        "summaries": [compared, report.summary] if report and compared else (),
        "gate_rows": gate_rows([compared, report.summary]) if report and compared else (),
        "adopted": adopted,
        "is_adopted": _is_adopted(stored, adopted, form.scenario),
        "is_newer": adopted is not None and adopted.result_id != stored.id,
        "may_adopt": unit.standing.may(Action.ADOPT),
    }


def _is_adopted(stored: StoredResult, adopted: AdoptedPlan | None, scenario: Scenario) -> bool:
    """Whether the plan shown is the one that was adopted: of the same scenario, from the same result."""
    return adopted is not None and adopted.result_id == stored.id and from_parameters(adopted.parameters) == scenario


def _name_of(adopted: AdoptedPlan | None) -> str:
    return f"the adopted plan “{adopted.title}”" if adopted else "the usual plan"


def _plain(scenario: Scenario) -> tuple[object, ...]:
    """What a scenario says of the whole plan."""
    return (scenario.start, scenario.targets, scenario.capacity, scenario.parallel, scenario.role_capacity)


def _summary(
    stored: StoredResult, scenario: Scenario, exceptions: Sequence["GateException"], *, name: str, on: "date"
) -> PlanSummary | None:
    """A plan in short; None where so few person-weeks would make it far too long."""
    catalog = stored.published.catalog
    try:
        made = plan(catalog, stored.settled, scenario=scenario, on=on, exceptions=exceptions)
    except ValueError:
        return None
    return summary(catalog, made, name=name)


def _report(
    stored: StoredResult,
    scenario: Scenario,
    exceptions: Sequence["GateException"],
    *,
    compared: PlanSummary | None,
    on: "date",
) -> RoadmapReport | None:
    """The plan; None where so few person-weeks would make it far too long."""
    try:
        return roadmap_report(
            stored.published.catalog,
            stored.settled,
            scenario=scenario,
            on=on,
            exceptions=exceptions,
            compared=compared,
        )
    except ValueError:
        return None


def _lanes(stored: StoredResult, report: RoadmapReport, adopted: AdoptedPlan | None, on: "date") -> Lanes:
    """The picture of the plan, with what was adopted behind it."""
    ghosts = adopted.milestones if adopted else ()
    return lanes(of_roadmap(stored.published.catalog, report.roadmap, today=on, ghosts=ghosts))


def _decided(decided: Sequence[Decision], report: RoadmapReport | None) -> Iterator[tuple[Decision, tuple[str, ...]]]:
    """What was decided for single steps, each with what leaving it out brings."""
    brings = report.consequences if report else {}
    return ((one, brings.get(one.key, ())) for one in decided)


def _loads(form: ScenarioForm, loads: Sequence[RoleLoad]) -> Iterator[tuple[RoleLoad, BoundField]]:
    return ((load, form.role_field(load.role)) for load in loads)
