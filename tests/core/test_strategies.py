"""The random catalogs that the properties stand on: without faults, and of all the kinds they promise."""

import pytest
from hypothesis import Phase, given, settings

from assessments.core.agreement import Settled
from assessments.core.catalog import Catalog
from assessments.core.faults import problems
from assessments.core.gates import Outcome, State, assess
from tests.core.strategies import TODAY, assessed, catalogs


@given(catalogs())
def test_random_catalogs_have_no_faults(catalog: Catalog) -> None:
    assert problems(catalog) == ()
    assert 1 <= len(catalog.practice) <= 30


class AllCameUp(Exception):
    """The search has found everything it looks for."""


def test_every_state_and_outcome_comes_up_also_behind_an_open_gate() -> None:
    states: set[State] = set()
    outcomes: set[Outcome] = set()
    behind: set[Outcome] = set()

    @settings(phases=[Phase.generate], max_examples=2000, database=None)
    @given(assessed())
    def look(drawn: tuple[Catalog, dict[str, Settled]]) -> None:
        team = assess(*drawn, on=TODAY)
        opened = {one.gate.after for one in team.gates if one.outcome is Outcome.OPEN}
        states.update(one.state for one in team.disciplines)
        outcomes.update(one.outcome for one in team.gates)
        behind.update(one.outcome for one in team.gates if one.gate.before in opened)
        if states == set(State) and outcomes == behind == set(Outcome):
            raise AllCameUp

    with pytest.raises(AllCameUp):
        look()
