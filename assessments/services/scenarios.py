"""Scenarios that a team keeps by name, to come back to and to compare; each write is one transaction."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from assessments.core.plans.plan_entries import refuse, scenario_faults
from assessments.core.plans.plan_history import Verb, quoted
from assessments.core.workflow import Action
from assessments.models import PlanChange, Scenario, Unit, User
from assessments.queries.people import demand

MOST_SCENARIOS = 20


class TooManyScenarios(Exception):
    """The team keeps as many scenarios as it may; one has to go first."""


@transaction.atomic
def keep_scenario(*, unit: Unit, by: User, name: str, parameters: Iterable[tuple[str, str]], at: datetime) -> bool:
    """Keep a scenario under a name; True when it took the place of another of that name.

    The row lock of the unit is taken first, so that two people never keep more than `MOST_SCENARIOS` between them.
    Raises InvalidEntry, PermissionDenied, TooManyScenarios; then nothing was changed.
    """
    name = name.strip()
    refuse(scenario_faults(name))
    Unit.objects.select_for_update(no_key=True).get(id=unit.pk)
    demand(Action.ADOPT, unit_id=unit.pk, user_id=by.pk)
    kept = set(Scenario.objects.filter(unit=unit).values_list("name", flat=True))
    if name not in kept and len(kept) >= MOST_SCENARIOS:
        raise TooManyScenarios
    values = {"parameters": [list(pair) for pair in parameters], "kept_by": by, "kept_at": at}
    Scenario.objects.update_or_create(unit=unit, name=name, defaults=values)
    PlanChange.objects.create(unit=unit, at=at, by=by, verb=Verb.KEPT.value, subject=quoted(name))
    return name in kept


@transaction.atomic
def remove_scenario(*, scenario: Scenario, by: User, at: datetime) -> None:
    """Remove a kept scenario; nothing happens where it is gone already. Raises PermissionDenied."""
    demand(Action.ADOPT, unit_id=scenario.unit_id, user_id=by.pk)
    removed, _ = Scenario.objects.filter(id=scenario.pk).delete()
    if removed:
        PlanChange.objects.create(
            unit_id=scenario.unit_id, at=at, by=by, verb=Verb.REMOVED.value, subject=quoted(scenario.name)
        )
