"""Scenarios that a team keeps: by name, to come back to, and side by side."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from assessments import access
from assessments.core.planning.plan_summary import PlanSummary, summary
from assessments.core.planning.scenario_words import scenario_words
from assessments.core.planning.side_by_side import gate_rows
from assessments.core.plans.plan_entries import InvalidEntry
from assessments.core.roadmap import plan
from assessments.core.workflow import Action
from assessments.forms.before import before_changes
from assessments.forms.planning import ScenarioForm, address_of
from assessments.forms.scenarios import MOST_BESIDE, CompareForm, KeepForm
from assessments.queries.adopted import AdoptedPlan, adopted_plan
from assessments.queries.plans import KeptScenario, gate_exceptions, kept_scenarios
from assessments.queries.results import StoredResult, result_in_force
from assessments.services import scenarios as services
from assessments.views import SignedInRequest

if TYPE_CHECKING:
    from datetime import date

    from assessments.models import Unit

BEFORE = "before"


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A plan that can be opened and compared; `faults` say what of its scenario could not be read."""

    value: str
    name: str
    form: ScenarioForm
    words: tuple[str, ...]
    address: str
    faults: tuple[str, ...]
    kept: KeptScenario | None = None


@require_safe
def scenarios_compare(request: SignedInRequest, unit_id: int) -> HttpResponse:
    """List the kept scenarios, and show up to three plans side by side."""
    unit = access.team(request.user, unit_id, Action.VIEW_ROADMAP)
    return render(request, "assessments/scenarios_compare.html", _page(unit, request))


@require_POST
def scenario_keep(request: SignedInRequest, unit_id: int) -> HttpResponse:
    """Keep the scenario that was sent under a name, and go back to its plan."""
    unit = access.team(request.user, unit_id, Action.ADOPT)
    stored = result_in_force(unit.pk)
    if stored is None:
        raise Http404
    scenario = ScenarioForm(request.POST, catalog=stored.published.catalog, on=timezone.localdate())
    form = KeepForm(request.POST)
    if form.is_valid() and not scenario.errors and _is_kept(request, unit, form, scenario):
        return redirect(f"{reverse('assessments:roadmap-show', args=[unit.pk])}?{scenario.address}")
    context = {**_page(unit, request), "keep_form": form, "scenario": scenario}
    return render(request, "assessments/scenarios_compare.html", context, status=400)


@require_POST
def scenario_remove(request: SignedInRequest, scenario_id: int) -> HttpResponse:
    """Remove a kept scenario; plans that were adopted from it stay."""
    scenario = access.scenario(request.user, scenario_id, Action.ADOPT)
    services.remove_scenario(scenario=scenario, by=request.user, at=timezone.now())
    messages.success(request, f"“{scenario.name}” is removed.")
    return redirect("assessments:scenarios-compare", scenario.unit_id)


def _is_kept(request: SignedInRequest, unit: "Unit", form: KeepForm, scenario: ScenarioForm) -> bool:
    name = form.cleaned_data["name"]
    try:
        replaced = services.keep_scenario(
            unit=unit, by=request.user, name=name, parameters=scenario.pairs, at=timezone.now()
        )
    except InvalidEntry as invalid:
        form.add_faults(invalid.faults)
        return False
    except services.TooManyScenarios:
        most = services.MOST_SCENARIOS
        form.add_error(None, f"This team keeps {most} scenarios, and that is the most. Remove one, then keep this one.")
        return False
    was = "now holds this plan; what it held before is replaced" if replaced else "is kept"
    messages.success(request, f"“{name}” {was}.")
    return True


def _page(unit: "Unit", request: SignedInRequest) -> dict[str, Any]:
    roadmap = reverse("assessments:roadmap-show", args=[unit.pk])
    trail = [(unit.name, reverse("assessments:team-show", args=[unit.pk])), ("Roadmap", roadmap), ("Scenarios", "")]
    context: dict[str, Any] = {"unit": unit, "trail": trail, "may_keep": unit.standing.may(Action.ADOPT)}
    stored = result_in_force(unit.pk)
    if stored is None:
        return context
    on = timezone.localdate()
    candidates = tuple(_candidates(stored, adopted_plan(unit.pk), kept_scenarios(unit.pk), on))
    form = CompareForm(request.GET or None, plans=[(one.value, one.name) for one in candidates])
    chosen = _chosen(form, candidates)
    return {
        **context,
        "stored": stored,
        "form": form,
        "candidates": candidates,
        "chosen": {one.value for one in chosen},
        **_beside(unit, stored, chosen, on),
    }


def _candidates(
    stored: StoredResult, adopted: AdoptedPlan | None, kept: Sequence[KeptScenario], on: "date"
) -> Iterator[Candidate]:
    """What the team plans with now, then what it keeps."""
    catalog = stored.published.catalog
    before = before_changes(adopted.parameters if adopted else None, catalog=catalog, on=on)
    form = ScenarioForm(catalog=catalog, on=on, before=before)
    yield _candidate(BEFORE, f"The adopted plan “{adopted.title}”" if adopted else "The usual plan", form)
    for one in kept:
        yield _candidate(str(one.id), one.name, ScenarioForm.of_stored(one.parameters, catalog=catalog, on=on), one)


def _candidate(value: str, name: str, form: ScenarioForm, kept: KeptScenario | None = None) -> Candidate:
    return Candidate(
        value=value,
        name=name,
        form=form,
        words=scenario_words(form.catalog, form.scenario),
        address=address_of(form.scenario),
        faults=form.faults,
        kept=kept,
    )


def _chosen(form: CompareForm, candidates: Sequence[Candidate]) -> Sequence[Candidate]:
    """The plans that were chosen; the first ones where nothing was."""
    if not form.is_bound:
        return candidates[:MOST_BESIDE]
    wanted = form.cleaned_data.get("plan", ()) if form.is_valid() else ()
    return [one for one in candidates if one.value in wanted]


def _beside(unit: "Unit", stored: StoredResult, chosen: Sequence[Candidate], on: "date") -> Mapping[str, Any]:
    catalog, exceptions = stored.published.catalog, gate_exceptions(unit.pk, on)
    summaries: list[PlanSummary] = []
    endless: list[str] = []
    for one in chosen:
        try:
            made = plan(catalog, stored.settled, scenario=one.form.scenario, on=on, exceptions=exceptions)
        except ValueError:
            endless.append(one.name)
        else:
            summaries.append(summary(catalog, made, name=one.name))
    return {"summaries": summaries, "endless": endless, "gate_rows": gate_rows(summaries)}
