"""The invented organisation: its units and people, and which five of them get a password."""

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from assessments.core.workflow import Role
from assessments.management.demonstration import energy, logistics, retail
from assessments.management.demonstration.story import Team
from assessments.models import User
from assessments.services.people import add_membership, create_person, create_unit

ORGANISATION = "Northlight Example Group"
HEAD = "Greta"
ADMINISTRATOR = "Anton"
MANAGERS = {"Example Retail": "Marta", "Example Logistics": "Marta", "Example Energy": "Elif"}
TEAMS = (*retail.TEAMS, *logistics.TEAMS, *energy.TEAMS)
PASSWORD_BYTES = 12
SIGN_IN = {
    "Lena": "lead of Basket forecasting and of Click and collect",
    "Milo": "member of Click and collect",
    "Marta": "manager of Example Retail and Example Logistics",
    "Elif": "manager of Example Energy",
    ADMINISTRATOR: "administrator",
}


@dataclass(frozen=True, slots=True)
class Account:
    """A person who may sign in, with the password that is shown once."""

    name: str
    what: str
    email: str
    password: str


@dataclass(frozen=True, slots=True)
class Organisation:
    """What was created: ids of people by first name and of units by name, and who may sign in."""

    people: Mapping[str, int]
    units: Mapping[str, int]
    accounts: tuple[Account, ...]


def create_organisation() -> Organisation:
    """Create units, people and their roles; only a few get a password, a new one each time."""
    accounts = tuple(
        Account(_name(first), what, _email(first), secrets.token_urlsafe(PASSWORD_BYTES))
        for first, what in SIGN_IN.items()
    )
    passwords = {account.email: account.password for account in accounts}
    people = {first: _person(first, passwords) for first in dict.fromkeys(_first_names())}
    units = _units()
    for first, unit, role in _roles():
        add_membership(user_id=people[first], unit_id=units[unit], role=role)
    return Organisation(people, units, accounts)


def _first_names() -> Iterable[str]:
    yield from (ADMINISTRATOR, HEAD, *MANAGERS.values())
    for team in TEAMS:
        yield from (team.lead, *team.members)


def _person(first: str, passwords: Mapping[str, str]) -> int:
    return create_person(
        email=_email(first),
        name=_name(first),
        work_role=_work_role(first),
        password=passwords.get(_email(first)),
        administrator=first == ADMINISTRATOR,
    )


def _name(first: str) -> str:
    return f"{first} Example"


def _email(first: str) -> str:
    return f"{first.lower()}@northlight.example"


def _work_role(first: str) -> str:
    if first == ADMINISTRATOR:
        return User.WorkRole.OTHER
    leaders = {HEAD, *MANAGERS.values(), *(team.lead for team in TEAMS)}
    return User.WorkRole.LEADERSHIP if first in leaders else User.WorkRole.PRACTITIONER


def _units() -> dict[str, int]:
    units = {ORGANISATION: create_unit(name=ORGANISATION)}
    for branch in MANAGERS:
        units[branch] = create_unit(name=branch, parent_id=units[ORGANISATION])
    for team in TEAMS:
        units[team.name] = create_unit(name=team.name, parent_id=units[team.branch], is_team=True)
    return units


def _roles() -> Iterable[tuple[str, str, Role]]:
    yield HEAD, ORGANISATION, Role.MANAGER
    yield from ((first, branch, Role.MANAGER) for branch, first in MANAGERS.items())
    for team in TEAMS:
        yield from _team_roles(team)


def _team_roles(team: Team) -> Iterable[tuple[str, str, Role]]:
    yield team.lead, team.name, Role.LEAD
    yield from ((first, team.name, Role.MEMBER) for first in team.members)
