"""A plan that a team has followed for half a year, with everything that can happen to one, for the pages about it."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import cycle

from django.utils import timezone

from assessments.core.plans.adoption import offer
from assessments.core.plans.milestones import MilestoneState, Promise
from assessments.core.plans.plan_entries import MilestoneChange, Owner
from assessments.core.scenario import Scenario, standard
from assessments.models import Baseline, Milestone, Result, Unit, User
from assessments.queries.assessments import local_day
from assessments.queries.results import StoredResult, result_in_force
from assessments.services.milestones import add_note, update_milestone
from tests import factories

HALF_A_YEAR = timedelta(days=180)


def follow(unit: Unit, *, lead: User, manager: User, name: str = "") -> None:
    """Give the team a plan of before, a current one with late, done and dropped milestones, and an exception.

    Free names and texts are `name`, where one is given.
    """
    stored, now = result_in_force(unit.pk), timezone.now()
    assert stored is not None
    result, then = Result.objects.get(id=stored.id), now - HALF_A_YEAR
    promises = _promises(stored, standard(local_day(then)), on=local_day(now))
    free = Owner(name=name or "The platform guild")
    owners = dict(zip(_roles(promises), cycle([Owner(lead.pk), free, Owner()]), strict=False))
    factories.adopt(result, promises[:2], by=lead, title=name or "The first plan", at=then)
    plan = factories.adopt(result, promises, by=manager, title=name or "Plan of half a year", owners=owners, at=then)
    _happen(plan, by=lead, words=name or "We buy it as a service.", at=now)
    gate = stored.published.catalog.gates[-1]
    factories.grant(unit, by=manager, gate=(gate.before, gate.after))


def _promises(stored: StoredResult, scenario: Scenario, *, on: date) -> tuple[Promise, ...]:
    catalog = stored.published.catalog
    return offer(catalog, stored.settled, scenario=scenario, on=on, exceptions=(), current=None).promises


def _roles(promises: tuple[Promise, ...]) -> Iterator[str]:
    return iter(dict.fromkeys(promise.owner_role for promise in promises))


def _happen(plan: Baseline, *, by: User, words: str, at: datetime) -> None:
    """Of the first milestones one is done, one begun and noted on, one dropped, and one put off."""
    done, begun, dropped, put_off = Milestone.objects.filter(baseline=plan).order_by("position")[:4]
    today = local_day(at)
    _change(done, by, at, state=MilestoneState.DONE, done_on=today, despite=words)
    _change(begun, by, at, state=MilestoneState.IN_PROGRESS, despite=words)
    _change(dropped, by, at, state=MilestoneState.DROPPED, reason=words)
    _change(put_off, by, at, due=put_off.due + HALF_A_YEAR)
    add_note(milestone_id=begun.pk, by=by, text=words, link=f"https://example.org/{words.partition(' ')[0]}", at=at)


def _change(
    row: Milestone,
    by: User,
    at: datetime,
    *,
    state: MilestoneState = MilestoneState.PLANNED,
    due: date | None = None,
    done_on: date | None = None,
    reason: str = "",
    despite: str = "",
) -> None:
    change = MilestoneChange(
        state=state,
        owner_id=row.owner_id,
        owner_name=row.owner_name,
        starts=row.starts,
        due=due or row.due,
        reason=reason,
        despite=despite,
        started_on=None,
        done_on=done_on,
    )
    update_milestone(milestone_id=row.pk, by=by, revision=row.revision, change=change, at=at)
