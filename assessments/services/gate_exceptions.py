"""Exceptions to gates are granted for a stated time and ended early; each write is one transaction (`domain.md` 4.4).

An exception lets steps be planned before a gate opens and nothing else: it sets no state and opens no gate.
"""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction

from assessments.core.catalog import Catalog
from assessments.core.plans.plan_entries import exception_faults, refuse
from assessments.core.plans.plan_history import Verb, changes_to_json, field_changes, gate_subject
from assessments.core.workflow import Action
from assessments.models import GateException, PlanChange, Result, Unit, User
from assessments.queries.assessments import local_day
from assessments.queries.catalogs import published
from assessments.queries.people import demand


class NoResult(Exception):
    """The team has no result, so no gate of it is known."""


class AlreadyGranted(Exception):
    """An exception to the gate holds in that time already: `present` is it."""

    def __init__(self, present: GateException) -> None:
        self.present = present
        super().__init__(f"An exception holds until {present.until}.")


class AlreadyEnded(Exception):
    """The exception has ended, by itself or by somebody."""


@transaction.atomic
def grant(
    *, unit: Unit, by: User, before: str, after: str, since: date, until: date, reason: str, at: datetime
) -> GateException:
    """Allow planning behind a gate of the Result in force, from a day to another, both included; `by` answers for it.

    The row lock of the unit is taken first, so that two never hold for one gate at a time.
    Raises PermissionDenied, NoResult, InvalidEntry, AlreadyGranted; then nothing was changed.
    """
    locked = Unit.objects.select_for_update(no_key=True).get(id=unit.pk)
    demand(Action.GRANT_EXCEPTION, unit_id=unit.pk, user_id=by.pk)
    catalog = _catalog(locked)
    faults = exception_faults(
        catalog, before=before, after=after, since=since, until=until, reason=reason, on=local_day(at)
    )
    refuse(faults)
    present = GateException.objects.filter(
        unit=unit, before=before, after=after, ended_at=None, since__lte=until, until__gte=since
    ).first()
    if present is not None:
        raise AlreadyGranted(present)
    granted = GateException.objects.create(
        unit=unit, before=before, after=after, since=since, until=until, approver=by, reason=reason, granted_at=at
    )
    _tell(
        granted,
        catalog,
        Verb.GRANTED,
        by=by,
        at=at,
        before={},
        after={"since": since, "until": until, "reason": reason},
    )
    return granted


@transaction.atomic
def end(*, exception: GateException, by: User, at: datetime) -> None:
    """End an exception before its time; it counts no more from now on. Raises PermissionDenied, AlreadyEnded."""
    demand(Action.GRANT_EXCEPTION, unit_id=exception.unit_id, user_id=by.pk)
    on = local_day(at)
    rows = GateException.objects.filter(id=exception.pk, ended_at=None, until__gte=on)
    if not rows.update(ended_at=at, ended_by=by):
        raise AlreadyEnded
    before, after = {"until": exception.until}, {"until": on}
    _tell(exception, _catalog(exception.unit), Verb.ENDED, by=by, at=at, before=before, after=after)


def _catalog(unit: Unit) -> Catalog:
    """The content of the unit's Result in force. Raises NoResult."""
    if unit.result_in_force_id is None:
        raise NoResult
    return published(Result.objects.get(id=unit.result_in_force_id).catalog_version_id).catalog


def _tell(
    exception: GateException,
    catalog: Catalog,
    verb: Verb,
    *,
    by: User,
    at: datetime,
    before: Mapping[str, object],
    after: Mapping[str, object],
) -> None:
    PlanChange.objects.create(
        unit_id=exception.unit_id,
        at=at,
        by=by,
        gate_exception=exception,
        verb=verb.value,
        subject=gate_subject(catalog, exception.before, exception.after),
        changes=changes_to_json(field_changes(before, after)),
    )
