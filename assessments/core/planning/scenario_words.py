"""A scenario in plain words: what it plans with, and what was decided for single steps."""

from collections.abc import Iterator
from dataclasses import dataclass

from assessments.core.calendar import CalendarQuarter
from assessments.core.catalog import IN_PLACE, Catalog, Practice
from assessments.core.planning.targets import level_words, listed
from assessments.core.scenario import Scenario, StepKey

DONE = {"pinned": "pinned to", "put_off": "put off to", "left_out": "left out"}


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided for one step: `pinned` or `put_off`, with the quarter, or `left_out`."""

    key: StepKey
    practice: Practice
    how: str
    quarter: CalendarQuarter | None = None

    @property
    def words(self) -> str:
        """What was decided, as in 'put off to Q2 2027'."""
        return f"{DONE[self.how]} {self.quarter}" if self.quarter else DONE[self.how]


def decisions(catalog: Catalog, scenario: Scenario) -> tuple[Decision, ...]:
    """What was decided for single steps, in catalog order; steps of practices that the catalog has not are left out."""
    every = (
        *((key, "pinned", quarter) for key, quarter in scenario.pinned.items()),
        *((key, "put_off", quarter) for key, quarter in scenario.put_off.items()),
        *((key, "left_out", None) for key in scenario.left_out),
    )
    place = catalog.order.position
    known = sorted((one for one in every if one[0].practice in place), key=lambda one: (place[one[0].practice], one[0]))
    return tuple(Decision(key, catalog.practice[key.practice], how, quarter) for key, how, quarter in known)


def scenario_words(catalog: Catalog, scenario: Scenario) -> tuple[str, ...]:
    """The scenario as sentences: start and limits, targets, limits of single roles, single steps."""
    steps = (
        f"“{one.practice.name}” to level {one.key.to_level} is {one.words}." for one in decisions(catalog, scenario)
    )
    return (*whole_plan_words(catalog, scenario), *steps)


def whole_plan_words(catalog: Catalog, scenario: Scenario) -> tuple[str, ...]:
    """What a scenario says of the whole plan, as sentences: all but what was decided for single steps."""
    return (
        f"Starts in {scenario.start}, with {_weeks(scenario)} and {_steps(scenario)}.",
        _targets(catalog, scenario),
        *_roles(scenario),
    )


def _weeks(scenario: Scenario) -> str:
    if scenario.capacity is None:
        return "as many person-weeks as it takes"
    return f"{float(scenario.capacity):g} person-week{'' if scenario.capacity == 1 else 's'} a quarter"


def _steps(scenario: Scenario) -> str:
    if scenario.parallel is None:
        return "as many steps at once as fit"
    return f"at most {scenario.parallel} step{'' if scenario.parallel == 1 else 's'} at once"


def _targets(catalog: Catalog, scenario: Scenario) -> str:
    """The targets, those alike together, the standard one last."""
    names: dict[int, list[str]] = {}
    for one in catalog.disciplines:
        names.setdefault(scenario.targets.get(one.code, IN_PLACE), []).append(one.name)
    if len(names) == 1:
        (level,) = names
        return f"Every discipline to {level_words(catalog, level)}." if level else "No discipline is wanted."
    order = sorted(names, key=lambda level: (level == IN_PLACE, -level))
    parts = [
        f"{listed(names[level])} to {level_words(catalog, level)}"
        if level
        else f"{listed(names[0])} {'is' if len(names[0]) == 1 else 'are'} not wanted"
        for level in order
    ]
    return f"{'; '.join(parts)}."


def _roles(scenario: Scenario) -> Iterator[str]:
    for role, weeks in sorted(scenario.role_capacity.items()):
        yield f"{role}: at most {float(weeks):g} person-week{'' if weeks == 1 else 's'} a quarter."
