"""A roadmap is adopted: what it promises is shown beside what is promised now, and becomes the current plan."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from assessments import access
from assessments.core.calendar import CalendarQuarter
from assessments.core.plans.adoption import Offer, offer
from assessments.core.plans.milestones import Promise, subject_of
from assessments.core.plans.plan_entries import InvalidEntry, Owner
from assessments.core.scenario import Scenario, begun_on, parameters
from assessments.core.workflow import Action
from assessments.forms.adoption import AdoptForm
from assessments.forms.before import before_changes
from assessments.forms.planning import ScenarioForm, address_of
from assessments.queries.assessments import local_day
from assessments.queries.people import people_of
from assessments.queries.plans import StoredPlan, gate_exceptions, plan_of
from assessments.queries.results import StoredResult, result_in_force
from assessments.services import baselines as services
from assessments.views import ASK_AND_DO, SignedInRequest, trail_of_team

if TYPE_CHECKING:
    from assessments.models import Unit

MOVED: Mapping[type[Exception], str] = {
    services.ResultMoved: "Meanwhile another result came into force, and the plan was made from the one before.",
    services.PlanMoved: "Meanwhile somebody adopted another plan for this team.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Adoption:
    """What may be adopted now: the result in force, the scenario asked for, and what the two promise.

    `offer` is None where so few person-weeks would make the plan far too long.
    """

    stored: StoredResult
    scenario: Scenario
    faults: tuple[str, ...]
    current: StoredPlan | None
    offer: Offer | None

    @property
    def promises(self) -> tuple[Promise, ...]:
        """What would be promised; nothing where every target is met."""
        return self.offer.promises if self.offer else ()

    @property
    def address(self) -> str:
        """The query string that asks for what is offered."""
        return address_of(self.scenario)

    @property
    def lines(self) -> list[tuple[CalendarQuarter, list[tuple[str, Promise]]]]:
        """The promises by the quarter in which they are due, each with what it is about."""
        catalog = self.stored.published.catalog
        quarters = self.offer.quarters if self.offer else ()
        return [(quarter, [(subject_of(catalog, one), one) for one in promises]) for quarter, promises in quarters]

    @property
    def known_owners(self) -> Mapping[str, Owner]:
        """Who owns what in the current plan, by owner role: the first one of each."""
        facts = self.current.facts.values() if self.current else ()
        owned = [(one.owner_role, Owner(one.owner_id, "" if one.owner_id else one.owner)) for one in facts if one.owner]
        return dict(reversed(owned))


@require_http_methods(ASK_AND_DO)
def plan_adopt(request: SignedInRequest, unit_id: int) -> HttpResponse:
    """Show what the scenario of the query string promises, with a form for title and owners, and adopt it.

    Without a query string it is the scenario of the plan that the team follows.
    """
    unit = access.team(request.user, unit_id, Action.ADOPT)
    at = timezone.now()
    found = _looked_at(request, unit, local_day(at))
    form = _form(request, unit, found, on=local_day(at))
    if request.method != "POST":
        return _shown(request, unit, found, form)
    if not (found and form):
        return _shown(request, unit, found, form, status=409)
    if not form.is_valid():
        return _shown(request, unit, found, form, status=400)
    try:
        count = _adopt(request, unit, found, form, at)
    except (services.ResultMoved, services.PlanMoved) as moved:
        return _moved(request, unit, MOVED[type(moved)], on=local_day(at))
    except InvalidEntry as wrong:
        form.add_faults(wrong.faults)
        return _shown(request, unit, found, form, status=400)
    messages.success(request, f"This is the plan to follow now: {count} milestone{'' if count == 1 else 's'}.")
    return redirect("assessments:plan-show", unit.pk)


def _adopt(request: SignedInRequest, unit: "Unit", found: Adoption, form: AdoptForm, at: datetime) -> int:
    """Adopt what is offered, and return how many milestones it has. Raises what the service raises."""
    new_dates = form.cleaned_data["new_dates"]
    promises = found.offer.anew if found.offer and new_dates else found.promises
    services.adopt(
        unit=unit,
        result_id=form.cleaned_data["result"],
        replaces=form.cleaned_data["replaces"],
        by=request.user,
        title=form.cleaned_data["title"],
        note=form.cleaned_data["note"],
        parameters=parameters(found.scenario),
        promises=promises,
        owners=form.owners,
        keep=found.offer.kept if found.offer else {},
        new_dates=new_dates,
        at=at,
    )
    return len(promises)


def _looked_at(request: SignedInRequest, unit: "Unit", on: date) -> Adoption | None:
    """What may be adopted; None while the team has no result."""
    stored = result_in_force(unit.pk)
    if stored is None:
        return None
    catalog = stored.published.catalog
    current = plan_of(unit.pk)
    before = before_changes(current.parameters if current else None, catalog=catalog, on=on)
    asked = ScenarioForm(request.GET or None, catalog=catalog, on=on, before=before)
    scenario = begun_on(asked.scenario, on)
    faults = (*asked.faults, *_begun_since(asked.scenario, scenario))
    try:
        made = offer(
            catalog,
            stored.settled,
            scenario=scenario,
            on=on,
            exceptions=gate_exceptions(unit.pk, on),
            current=current.milestones if current else None,
        )
    except ValueError:
        made = None
    return Adoption(stored=stored, scenario=scenario, faults=faults, current=current, offer=made)


def _begun_since(asked: Scenario, begun: Scenario) -> Iterator[str]:
    """That the plan begins later than its scenario says, where it does."""
    if begun.start != asked.start:
        yield f"Planned from {begun.start} on: {asked.start}, when this scenario starts, is over."


def _form(request: SignedInRequest, unit: "Unit", found: Adoption | None, *, on: date) -> AdoptForm | None:
    """The form to adopt with; None where there is nothing to adopt."""
    if not (found and found.offer and found.promises):
        return None
    return AdoptForm(
        request.POST if request.method == "POST" else None,
        roles=found.offer.roles,
        people=people_of(unit.pk),
        known=found.known_owners,
        initial={"title": f"Plan of {on:%B %Y}"},
    )


def _moved(request: SignedInRequest, unit: "Unit", why: str, *, on: date) -> HttpResponse:
    """The page planned anew, with what was typed; nothing was adopted."""
    found = _looked_at(request, unit, on)
    return _shown(request, unit, found, _form(request, unit, found, on=on), status=409, moved=why)


def _shown(
    request: SignedInRequest,
    unit: "Unit",
    found: Adoption | None,
    form: AdoptForm | None,
    *,
    status: int = 200,
    moved: str = "",
) -> HttpResponse:
    context = {"unit": unit, "trail": trail_of_team(unit, "Adopt a plan"), "found": found, "form": form, "moved": moved}
    return render(request, "assessments/plan_adopt.html", context, status=status)
