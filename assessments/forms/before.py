"""What a team plans with before anybody changes anything."""

from collections.abc import Iterable, Sequence
from datetime import date

from assessments.core.catalog import Catalog
from assessments.core.scenario import Scenario, begun_on, standard
from assessments.forms.planning import ScenarioForm


def before_changes(adopted: Iterable[Sequence[str]] | None, *, catalog: Catalog, on: date) -> Scenario:
    """The scenario of the plan adopted, as far as it can still be read, begun on a day; as usual without one."""
    if adopted is None:
        return standard(on)
    return begun_on(ScenarioForm.of_stored(adopted, catalog=catalog, on=on).scenario, on)
