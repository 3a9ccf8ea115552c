"""Whoever lost the role while a page was open changes nothing any more: rights are asked for again under the lock."""

from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied

from assessments.core.plans.milestones import MilestoneState
from assessments.models import Baseline, GateException, Membership, MilestoneNote, PlanChange, Scenario, User
from assessments.services import baselines, gate_exceptions, milestones, scenarios
from tests.factories import grant
from tests.services.planning import AT, Grove, milestone, planned, update

pytestmark = pytest.mark.django_db
GATE = ("tree", "fruit")
Write = Callable[[Grove, User], object]


def adopts(here: Grove, by: User) -> object:
    return planned(here, by=by)


def changes(here: Grove, by: User) -> object:
    return update(milestone(here.current), by, state=MilestoneState.DONE)


def notes(here: Grove, by: User) -> object:
    return milestones.add_note(milestone_id=milestone(here.current).pk, by=by, text="Half way.", link="", at=AT)


def keeps(here: Grove, by: User) -> object:
    return scenarios.keep_scenario(unit=here.team, by=by, name="Another", parameters=[], at=AT)


def removes(here: Grove, by: User) -> object:
    scenarios.remove_scenario(scenario=Scenario.objects.get(), by=by, at=AT)
    return None


def allows(here: Grove, by: User) -> object:
    GateException.objects.update(ended_at=AT, ended_by=here.manager)
    return grant(here.team, by=by, gate=GATE, at=AT)


def ends(here: Grove, by: User) -> object:
    gate_exceptions.end(exception=GateException.objects.get(), by=by, at=AT)
    return None


FOLLOWING: tuple[Write, ...] = (adopts, changes, notes, keeps, removes)
EXCEPTIONS: tuple[Write, ...] = (allows, ends)


@pytest.fixture
def here(here: Grove) -> Grove:
    """With a plan, a scenario and an exception."""
    planned(here)
    scenarios.keep_scenario(unit=here.team, by=here.lead, name="Kept", parameters=[], at=AT)
    grant(here.team, by=here.manager, gate=GATE, at=AT)
    return here


def written() -> tuple[int, ...]:
    """How much of everything there is; each use case writes a line of history."""
    return tuple(model.objects.count() for model in (PlanChange, Baseline, MilestoneNote, Scenario, GateException))


@pytest.mark.parametrize("write", [*FOLLOWING, *EXCEPTIONS])
def test_a_manager_who_was_removed_is_refused(here: Grove, write: Write) -> None:
    Membership.objects.filter(user=here.manager).delete()
    before = written()
    with pytest.raises(PermissionDenied):
        write(here, here.manager)
    assert written() == before


@pytest.mark.parametrize("write", [*FOLLOWING, *EXCEPTIONS])
def test_a_manager_from_above_is_not(here: Grove, write: Write) -> None:
    before = PlanChange.objects.count()
    write(here, here.manager)
    assert PlanChange.objects.count() == before + 1


@pytest.mark.parametrize("write", [*FOLLOWING, *EXCEPTIONS])
def test_a_member_is_refused_and_a_lead_where_only_managers_may(here: Grove, write: Write) -> None:
    people = [here.member, *([here.lead] if write in EXCEPTIONS else [])]
    for person in people:
        with pytest.raises(PermissionDenied):
            write(here, person)
    if write in FOLLOWING:
        write(here, here.lead)


def test_whoever_may_not_sign_in_any_more_is_refused(here: Grove) -> None:
    here.manager.is_active = False
    here.manager.save()
    with pytest.raises(PermissionDenied):
        changes(here, here.manager)


@pytest.mark.parametrize(
    ("module", "write"),
    [(baselines, adopts), (milestones, changes), (scenarios, keeps), (gate_exceptions, ends)],
)
def test_without_asking_again_it_would_be_written(
    here: Grove, monkeypatch: pytest.MonkeyPatch, module: object, write: Write
) -> None:
    """The broken variant: rights asked for at the start of a request only."""
    Membership.objects.filter(user=here.manager).delete()
    monkeypatch.setattr(module, "demand", lambda *_, **__: None)
    before = PlanChange.objects.count()
    write(here, here.manager)
    assert PlanChange.objects.count() == before + 1
