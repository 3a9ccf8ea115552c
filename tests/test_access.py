"""Loaders: one query, and strangers learn nothing."""

from collections.abc import Callable, Iterable
from itertools import product
from typing import Any

import pytest
from django.contrib.auth import authenticate
from django.core.exceptions import PermissionDenied
from django.http import Http404
from pytest_django import DjangoAssertNumQueries

from assessments import access
from assessments.access import WrongState
from assessments.core.workflow import Action, AssessmentState, Role
from assessments.models import Assessment, Membership, User
from tests.factories import Organisation, join, member_of, team, unit

LOADERS: dict[str, Callable[[User, Organisation, Action], Any]] = {
    "team": lambda user, here, action: access.team(user, here.team.pk, action),
    "assessment": lambda user, here, action: access.assessment(user, here.assessment.pk, action),
    "result": lambda user, here, action: access.result(user, here.result.pk, action),
    "scenario": lambda user, here, action: access.scenario(user, here.plans.scenario.pk, action),
    "baseline": lambda user, here, action: access.baseline(user, here.plans.baseline.pk, action),
    "milestone": lambda user, here, action: access.milestone(user, here.plans.milestone.pk, action),
    "gate exception": lambda user, here, action: access.gate_exception(user, here.plans.exception.pk, action),
}
# Who may do what, by hand and not from the table under test; a person not named here is a stranger to the team.
PEOPLE = {
    "lead": {Action.VIEW_TEAM, Action.VIEW_ROADMAP, Action.SEE_ANSWERS, Action.ADOPT},
    "member": {Action.VIEW_TEAM, Action.VIEW_ROADMAP},
    "manager": {Action.VIEW_TEAM, Action.VIEW_ROADMAP, Action.ADOPT, Action.GRANT_EXCEPTION},
}
STRANGERS = ("stranger", "lead_elsewhere", "manager_elsewhere", "administrator", "removed")
ACTIONS = (Action.VIEW_TEAM, Action.VIEW_ROADMAP, Action.SEE_ANSWERS, Action.ADOPT, Action.GRANT_EXCEPTION)


def unit_of(found: Any) -> Any:
    """The unit that a loaded object belongs to."""
    if hasattr(found, "baseline"):
        return found.baseline.unit
    return getattr(found, "unit", found)


def answers(loader: str, people: Iterable[str], here: Organisation) -> dict[tuple[str, Action], object]:
    """What each of the people gets for each action: the role with which the object came, or the refusal with words."""
    found: dict[tuple[str, Action], object] = {}
    for who, action in product(people, ACTIONS):
        try:
            found[who, action] = unit_of(LOADERS[loader](getattr(here, who), here, action)).standing.role
        except (PermissionDenied, Http404) as refusal:
            found[who, action] = (type(refusal), str(refusal))
    return found


@pytest.mark.parametrize("loader", LOADERS)
def test_a_person_of_the_team_may_or_may_not(
    organisation: Organisation, loader: str, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for who, allowed in PEOPLE.items():
        with django_assert_num_queries(len(ACTIONS)):
            found = answers(loader, [who], organisation)
        refused = (PermissionDenied, "")
        assert found == {(who, action): Role(who) if action in allowed else refused for action in ACTIONS}


@pytest.mark.parametrize("loader", LOADERS)
def test_a_stranger_learns_nothing(organisation: Organisation, loader: str) -> None:
    foreign = answers(loader, STRANGERS, organisation)
    organisation.team.pk = organisation.assessment.pk = organisation.result.pk = 10**30
    organisation.plans.scenario.pk = organisation.plans.baseline.pk = 10**30
    organisation.plans.milestone.pk = organisation.plans.exception.pk = 10**30
    missing = answers(loader, STRANGERS, organisation)
    assert foreign == missing == dict.fromkeys(product(STRANGERS, ACTIONS), (Http404, ""))


def test_the_team_elsewhere_is_as_closed(organisation: Organisation) -> None:
    for who in (organisation.lead, organisation.member, organisation.manager):
        with pytest.raises(Http404):
            access.team(who, organisation.team_elsewhere.pk, Action.VIEW_TEAM)


@pytest.mark.parametrize(
    ("action", "roles"),
    [
        (Action.ANSWER, {"lead", "member"}),
        (Action.SETTLE, {"lead"}),
        (Action.SHARE, {"lead"}),
        (Action.OPEN_EARLY_LOOK, {"lead"}),
        (Action.SUBMIT, {"lead"}),
        (Action.DISCARD, {"lead"}),
        (Action.START, {"lead"}),
    ],
)
def test_what_changes_things_is_for_members_and_leads(
    organisation: Organisation, action: Action, roles: set[str]
) -> None:
    for who in ("lead", "member", "manager"):
        user = getattr(organisation, who)
        if who in roles:
            assert access.assessment(user, organisation.assessment.pk, action) == organisation.assessment
        else:
            with pytest.raises(PermissionDenied):
                access.assessment(user, organisation.assessment.pk, action)


FITTING = {
    Action.ANSWER: {"open"},
    Action.SETTLE: {"open"},
    Action.SHARE: {"open"},
    Action.OPEN_EARLY_LOOK: {"open"},
    Action.SUBMIT: {"open"},
    Action.DISCARD: {"open"},
    Action.REOPEN: {"submitted"},
    Action.VIEW_TEAM: {"open", "submitted"},
    Action.SEE_ANSWERS: {"open", "submitted"},
}


@pytest.mark.parametrize("state", list(AssessmentState))
@pytest.mark.parametrize("action", FITTING)
def test_each_action_has_its_states(organisation: Organisation, action: Action, state: AssessmentState) -> None:
    Assessment.objects.filter(id=organisation.assessment.pk).update(state=state.value)
    if state.value in FITTING[action]:
        assert access.assessment(organisation.lead, organisation.assessment.pk, action).state == state
    else:
        with pytest.raises(WrongState) as caught:
            access.assessment(organisation.lead, organisation.assessment.pk, action)
        assert caught.value.assessment == organisation.assessment


def test_the_state_is_told_to_those_only_who_may(organisation: Organisation) -> None:
    Assessment.objects.update(state="discarded")
    with pytest.raises(PermissionDenied):
        access.assessment(organisation.member, organisation.assessment.pk, Action.SUBMIT)
    with pytest.raises(Http404):
        access.assessment(organisation.stranger, organisation.assessment.pk, Action.SUBMIT)


def test_who_was_removed_a_second_ago_is_a_stranger(organisation: Organisation) -> None:
    access.team(organisation.member, organisation.team.pk, Action.VIEW_TEAM)
    Membership.objects.filter(user=organisation.member).delete()
    with pytest.raises(Http404):
        access.team(organisation.member, organisation.team.pk, Action.VIEW_TEAM)


@pytest.mark.django_db
def test_a_manager_reaches_any_depth_and_nobody_else_does() -> None:
    above = [unit("Top")]
    for depth in range(6):
        above.append(unit(f"Level {depth}", parent=above[-1]))
    deep = team("Deep", parent=above[-1])
    for role in Role:
        for node in (above[0], above[3]):
            user = member_of(node, role)
            if role is Role.MANAGER:
                found = access.team(user, deep.pk, Action.VIEW_TEAM)
                assert found.standing.roles == {Role.MANAGER}
            else:
                with pytest.raises(Http404):
                    access.team(user, deep.pk, Action.VIEW_TEAM)
    below = member_of(team(parent=deep), Role.MANAGER)
    with pytest.raises(Http404):
        access.team(below, deep.pk, Action.VIEW_TEAM)


def test_roles_add_up(organisation: Organisation) -> None:
    join(organisation.manager, organisation.team, Role.MEMBER)
    found = access.team(organisation.manager, organisation.team.pk, Action.VIEW_TEAM)
    assert found.standing.roles == {Role.MANAGER, Role.MEMBER}
    assert found.standing.role is Role.MEMBER
    found = access.assessment(organisation.manager, organisation.assessment.pk, Action.ANSWER).unit
    assert found == organisation.team


def test_a_unit_that_is_no_team_is_no_team(organisation: Organisation) -> None:
    with pytest.raises(Http404):
        access.team(organisation.manager, organisation.branch.pk, Action.VIEW_TEAM)


def test_the_signed_in_person_comes_with_what_the_menu_shows(
    organisation: Organisation, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for who in ("manager", "lead", "administrator"):
        with django_assert_num_queries(1):
            user: Any = access.SignIn().get_user(getattr(organisation, who).pk)
        assert user.is_manager is (who == "manager")
    assert access.SignIn().get_user(organisation.disabled.pk) is None
    assert access.SignIn().get_user(0) is None


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("only_loopback", "email", "let_in"),
    [
        (True, "lena@northlight.example", True),
        (False, "lena@northlight.example", False),
        (False, "lena@northlight.test", True),
    ],
)
def test_invented_people_stay_out_where_others_could_come(
    settings: Any, only_loopback: bool, email: str, let_in: bool
) -> None:
    settings.ONLY_LOOPBACK = only_loopback
    somebody = User.objects.create_user(email, "correct horse battery", name="Lena")
    assert (access.SignIn().get_user(somebody.pk) is not None) is let_in
    signed_in = authenticate(username=email, password="correct horse battery")
    assert (signed_in is not None) is let_in
