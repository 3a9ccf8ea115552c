"""Who hears whose answers (`DESIGN.md` 11)."""

import pytest

from assessments.core.voices import LEADS, SEEN_BY, SPREAD_FROM, is_heard, sees_names, sees_others, sees_spread
from assessments.core.workflow import Role


def test_others_are_heard_once_the_own_answer_is_given() -> None:
    assert sees_others(has_answered=True)
    assert not sees_others(has_answered=False)


@pytest.mark.parametrize(
    ("role", "names_hidden", "sees"),
    [
        (Role.LEAD, False, True),
        (Role.LEAD, True, False),
        (Role.MEMBER, False, False),
        (Role.MEMBER, True, False),
        (Role.MANAGER, False, False),
        (None, False, False),
    ],
)
def test_only_a_lead_sees_who_said_what_and_only_where_names_are_shown(
    role: Role | None, names_hidden: bool, sees: bool
) -> None:
    assert sees_names(role, names_hidden=names_hidden) is sees


@pytest.mark.parametrize(
    ("answered_by", "names_hidden", "heard"), [(0, False, True), (1, False, True), (3, True, False), (4, True, True)]
)
def test_with_names_hidden_four_people_have_to_answer(answered_by: int, names_hidden: bool, heard: bool) -> None:
    assert is_heard(answered_by=answered_by, names_hidden=names_hidden) is heard


@pytest.mark.parametrize(
    ("role", "has_answered", "answered_by", "names_hidden", "sees"),
    [
        (Role.LEAD, False, 9, False, False),
        (Role.LEAD, True, 1, False, True),
        (Role.LEAD, True, 3, True, False),
        (Role.LEAD, True, 4, True, True),
        (Role.LEAD, False, 4, True, False),
        (Role.MEMBER, False, 9, False, False),
        (Role.MEMBER, True, 1, False, True),
        (Role.MEMBER, True, 3, True, False),
        (Role.MEMBER, True, 4, True, True),
        (Role.MANAGER, False, 3, False, False),
        (Role.MANAGER, True, 3, False, False),
        (Role.MANAGER, False, 4, False, True),
        (Role.MANAGER, False, 3, True, False),
        (Role.MANAGER, False, 4, True, True),
        (None, True, 9, False, False),
    ],
)
def test_who_sees_the_spread(
    role: Role | None, has_answered: bool, answered_by: int, names_hidden: bool, sees: bool
) -> None:
    found = sees_spread(role, has_answered=has_answered, answered_by=answered_by, names_hidden=names_hidden)
    assert found is sees


@pytest.mark.parametrize("names_hidden", [False, True])
def test_members_are_told_of_everybody_who_could_see_them(names_hidden: bool) -> None:
    told = dict(SEEN_BY[names_hidden])
    assert len(told) == len(SEEN_BY[names_hidden])
    assert {LEADS, "Managers", "Others in your team", "“Not applicable”"} <= set(told)
    assert ("with your name" in told[LEADS]) is not names_hidden
    assert (SPREAD_FROM, "from four people up" in told["Managers"]) == (4, True)
