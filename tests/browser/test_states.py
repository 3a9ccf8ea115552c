"""Every state of answering, in light and dark: nothing that axe knows to be a barrier, nothing sideways."""

import pytest

from tests.browser.conftest import NewPage
from tests.browser.states import STATES
from tests.browser.teams import gathered
from tests.browser.test_pages import looked_at


def test_states_have_names_of_their_own() -> None:
    names = [state.name for state in STATES]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("by", dict.fromkeys(state.by for state in STATES))
def test_no_state_has_a_barrier(transactional_db: None, new_page: NewPage, by: str) -> None:
    teams = gathered()
    found = []
    for state in STATES:
        if state.by == by:
            page = new_page(by=teams.people()[by])
            state.bring(page, teams)
            found += [f"{state.name}, {one}" for one in looked_at(page)]
            page.context.close()
    assert not found, "\n".join(found)
