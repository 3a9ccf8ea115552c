"""What a roadmap is planned with: targets, start, capacity, and what was decided for single steps."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from assessments.core.calendar import CalendarQuarter

DEFAULT_CAPACITY = 24
DEFAULT_PARALLEL = 6


@dataclass(frozen=True, slots=True, order=True)
class StepKey:
    """A step by the practice it raises and the level it raises it to."""

    practice: str
    to_level: int

    def __str__(self) -> str:
        return f"{self.practice}:{self.to_level}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """Everything that a plan depends on besides the answers.

    `targets` are maturity levels by discipline, 2 where none is set, 0 where it is not wanted. `capacity` is in
    person-weeks a quarter, `role_capacity` the same for single owner roles; `parallel` is how many steps a quarter
    works on at most. None means without limit. A step `pinned` to a quarter begins in it, before all others, once
    what it waits for is done; one that is `put_off` begins in its quarter at the earliest; one that is `left_out` is
    not planned, nor any higher step of its practice.
    """

    start: CalendarQuarter
    targets: Mapping[str, int] = field(default_factory=dict)
    capacity: Fraction | None = Fraction(DEFAULT_CAPACITY)
    role_capacity: Mapping[str, Fraction] = field(default_factory=dict)
    parallel: int | None = DEFAULT_PARALLEL
    pinned: Mapping[StepKey, CalendarQuarter] = field(default_factory=dict)
    put_off: Mapping[StepKey, CalendarQuarter] = field(default_factory=dict)
    left_out: frozenset[StepKey] = frozenset()


def standard(on: date) -> Scenario:
    """The scenario that nobody changed: from the quarter after this one, 24 person-weeks, six steps at once."""
    return Scenario(start=CalendarQuarter.of(on).plus(1))


def parameters(scenario: Scenario) -> Iterator[tuple[str, str]]:
    """The scenario as parameters of an address, in a fixed order; `forms.ScenarioForm` reads them back.

    Only a scenario of whole person-weeks, and with limits, has an address.
    """
    yield "start", scenario.start.code
    yield "capacity", str(scenario.capacity)
    yield "parallel", str(scenario.parallel)
    yield from ((f"target-{code}", str(level)) for code, level in sorted(scenario.targets.items()))
    yield from (("role", f"{role}:{weeks}") for role, weeks in sorted(scenario.role_capacity.items()))
    yield from (("pin", f"{key}:{quarter.code}") for key, quarter in sorted(scenario.pinned.items()))
    yield from (("later", f"{key}:{quarter.code}") for key, quarter in sorted(scenario.put_off.items()))
    yield from (("out", str(key)) for key in sorted(scenario.left_out))
