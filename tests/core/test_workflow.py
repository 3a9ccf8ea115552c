"""Roles, moves and rights (`DESIGN.md` 2 and 11)."""

from itertools import product

import pytest

from assessments.core.workflow import (
    RIGHTS,
    Action,
    AssessmentState,
    Move,
    Role,
    Standing,
    may,
    next_state,
)

OPEN, SUBMITTED, DISCARDED = AssessmentState.OPEN, AssessmentState.SUBMITTED, AssessmentState.DISCARDED
ALLOWED = {
    (OPEN, Move.SUBMIT): SUBMITTED,
    (OPEN, Move.DISCARD): DISCARDED,
    (SUBMITTED, Move.REOPEN): OPEN,
}


@pytest.mark.parametrize(("state", "move"), list(product(AssessmentState, Move)))
def test_only_the_moves_of_the_table_are_allowed(state: AssessmentState, move: Move) -> None:
    assert next_state(state, move) is ALLOWED.get((state, move))


@pytest.mark.parametrize(
    ("role", "actions"),
    [
        (None, set()),
        (Role.MEMBER, {Action.VIEW_TEAM, Action.ANSWER, Action.READ_DISCUSSION, Action.VIEW_ROADMAP}),
        (Role.LEAD, set(Action) - {Action.GRANT_EXCEPTION}),
        (Role.MANAGER, {Action.VIEW_TEAM, Action.VIEW_ROADMAP, Action.ADOPT, Action.GRANT_EXCEPTION}),
    ],
)
def test_each_role_may_do_just_this(role: Role | None, actions: set[Action]) -> None:
    assert {action for action in Action if may(action, role)} == actions


def test_every_action_has_a_row() -> None:
    assert set(RIGHTS) == set(Action)


@pytest.mark.parametrize(
    ("roles", "role"),
    [
        (frozenset(), None),
        (frozenset({Role.MANAGER}), Role.MANAGER),
        (frozenset({Role.MANAGER, Role.MEMBER}), Role.MEMBER),
        (frozenset(Role), Role.LEAD),
    ],
)
def test_several_roles_in_one_unit_add_up(roles: frozenset[Role], role: Role | None) -> None:
    standing = Standing(roles)
    assert standing.role is role
    assert {action for action in Action if standing.may(action)} == {
        action for action in Action for one in roles if may(action, one)
    }
