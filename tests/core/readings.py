"""How the tests of gates look at a team, today or on a later day."""

from collections.abc import Mapping
from datetime import date

from assessments.core.agreement import Settled
from assessments.core.catalog import Catalog
from assessments.core.gates import State, TeamReadiness, assess
from assessments.core.states import state_on
from tests.core.strategies import TODAY


def look(
    catalog: Catalog, settled: Mapping[str, Settled], *, on: date = TODAY, assume_evidence: bool = False
) -> TeamReadiness:
    return assess(catalog, settled, on=on, assume_evidence=assume_evidence)


def states(team: TeamReadiness) -> dict[str, State]:
    return {one.discipline: one.state for one in team.disciplines}


def later(team: TeamReadiness, on: date) -> Mapping[str, State]:
    until = {one.discipline: one.shown_until for one in team.disciplines}
    return state_on(states(team), until, [one.gate for one in team.gates], on=on)
