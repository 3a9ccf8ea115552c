"""The random catalogs that the properties stand on: without faults, and of all the kinds they promise."""

from collections.abc import Callable

import pytest
from hypothesis import Phase, find, given, settings

from assessments.core.catalog import Catalog
from assessments.core.faults import problems
from assessments.core.gates import Outcome, State, TeamReadiness, assess
from tests.core.strategies import TODAY, assessed, catalogs


@given(catalogs())
def test_random_catalogs_have_no_faults(catalog: Catalog) -> None:
    assert problems(catalog) == ()
    assert 1 <= len(catalog.practice) <= 30


@pytest.mark.parametrize("state", State)
def test_every_state_comes_up(state: State) -> None:
    _found(lambda team: any(one.state is state for one in team.disciplines))


@pytest.mark.parametrize("outcome", Outcome)
def test_every_outcome_comes_up_behind_another_open_gate(outcome: Outcome) -> None:
    _found(
        lambda team: any(
            first.outcome is Outcome.OPEN and first.gate.after == second.gate.before and second.outcome is outcome
            for first in team.gates
            for second in team.gates
        )
    )


def _found(holds: Callable[[TeamReadiness], bool]) -> None:
    only_look = settings(phases=[Phase.generate], max_examples=2000)
    find(assessed(), lambda drawn: holds(assess(drawn[0], drawn[1], on=TODAY)), settings=only_look)
