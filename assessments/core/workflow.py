"""Roles, the states of an assessment, the moves between them, and who may do what (`DESIGN.md` 2 and 11)."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What a person is in a unit, a manager in those below it too; an administrator has none by that alone."""

    MEMBER = "member"
    LEAD = "lead"
    MANAGER = "manager"


class AssessmentState(StrEnum):
    """Where an assessment stands; a unit has at most one open."""

    OPEN = "open"
    SUBMITTED = "submitted"
    DISCARDED = "discarded"


class Move(StrEnum):
    """What takes an assessment from one state to the next."""

    SUBMIT = "submit"
    REOPEN = "reopen"
    DISCARD = "discard"


class Action(StrEnum):
    """What somebody may want to do in a unit; the portfolio is no action, it shows a manager's own units."""

    VIEW_TEAM = "view_team"
    ANSWER = "answer"
    START = "start"
    SETTLE = "settle"
    SHARE = "share"
    OPEN_EARLY_LOOK = "open_early_look"
    SUBMIT = "submit"
    REOPEN = "reopen"
    DISCARD = "discard"
    SEE_ANSWERS = "see_answers"
    READ_DISCUSSION = "read_discussion"
    VIEW_ROADMAP = "view_roadmap"
    ADOPT = "adopt"
    GRANT_EXCEPTION = "grant_exception"


MOVES: Mapping[tuple[AssessmentState, Move], AssessmentState] = {
    (AssessmentState.OPEN, Move.SUBMIT): AssessmentState.SUBMITTED,
    (AssessmentState.OPEN, Move.DISCARD): AssessmentState.DISCARDED,
    (AssessmentState.SUBMITTED, Move.REOPEN): AssessmentState.OPEN,
}

RIGHTS: Mapping[Action, frozenset[Role]] = {
    Action.VIEW_TEAM: frozenset({Role.MEMBER, Role.LEAD, Role.MANAGER}),
    Action.ANSWER: frozenset({Role.MEMBER, Role.LEAD}),
    Action.START: frozenset({Role.LEAD}),
    Action.SETTLE: frozenset({Role.LEAD}),
    Action.SHARE: frozenset({Role.LEAD}),
    Action.OPEN_EARLY_LOOK: frozenset({Role.LEAD}),
    Action.SUBMIT: frozenset({Role.LEAD}),
    Action.REOPEN: frozenset({Role.LEAD}),
    Action.DISCARD: frozenset({Role.LEAD}),
    Action.SEE_ANSWERS: frozenset({Role.LEAD}),
    Action.READ_DISCUSSION: frozenset({Role.MEMBER, Role.LEAD}),
    Action.VIEW_ROADMAP: frozenset({Role.MEMBER, Role.LEAD, Role.MANAGER}),
    Action.ADOPT: frozenset({Role.LEAD, Role.MANAGER}),
    Action.GRANT_EXCEPTION: frozenset({Role.MANAGER}),
}


def may(action: Action, role: Role | None) -> bool:
    """Whether the role allows the action; a stranger (None) may do nothing."""
    return role in RIGHTS[action]


@dataclass(frozen=True, slots=True)
class Standing:
    """The roles that a person has for one unit, those held from above included; a stranger has none."""

    roles: frozenset[Role] = frozenset()

    def may(self, action: Action) -> bool:
        """Whether any of the roles allows the action."""
        return any(may(action, role) for role in self.roles)

    @property
    def role(self) -> Role | None:
        """The role that allows most: lead, then member, then manager; None for a stranger."""
        return next((role for role in (Role.LEAD, Role.MEMBER, Role.MANAGER) if role in self.roles), None)


def next_state(state: AssessmentState, move: Move) -> AssessmentState | None:
    """The state that the move leads to; None where it is not allowed."""
    return MOVES.get((state, move))
