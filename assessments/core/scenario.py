"""What a roadmap is planned with: targets, start, capacity, and what was decided for single steps."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction

from assessments.core.calendar import CalendarQuarter

DEFAULT_CAPACITY = 24
DEFAULT_PARALLEL = 6
ONCE = ("start", "capacity", "parallel")
OFTEN = ("role", "pin", "later", "out")
TARGET = "target-"
LONGEST_NUMBER = 6


@dataclass(frozen=True, slots=True, order=True)
class StepKey:
    """A step by the practice it raises and the level it raises it to."""

    practice: str
    to_level: int

    def __str__(self) -> str:
        return f"{self.practice}:{self.to_level}"

    @classmethod
    def parse(cls, text: str) -> "StepKey":
        """The step written as in 'MLO-DEP-01:2'. Raises `ValueError`."""
        practice, _, level = text.rpartition(":")
        if not practice:
            raise ValueError(f"{text!r} is no step; write it as in MLO-DEP-01:2.")
        return cls(practice, whole_number(level))


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


def begun_on(scenario: Scenario, day: date) -> Scenario:
    """The scenario for a plan that is made on a day: its start is never in a quarter that is over."""
    return replace(scenario, start=max(scenario.start, CalendarQuarter.of(day)))


def free(scenario: Scenario, key: StepKey) -> Scenario:
    """The scenario with nothing decided for a step."""
    return replace(
        scenario,
        pinned={one: quarter for one, quarter in scenario.pinned.items() if one != key},
        put_off={one: quarter for one, quarter in scenario.put_off.items() if one != key},
        left_out=scenario.left_out - {key},
    )


def pin(scenario: Scenario, key: StepKey, quarter: CalendarQuarter) -> Scenario:
    """The scenario with a step pinned to a quarter, whatever was decided for it before."""
    freed = free(scenario, key)
    return replace(freed, pinned={**freed.pinned, key: quarter})


def put_off(scenario: Scenario, key: StepKey, quarter: CalendarQuarter) -> Scenario:
    """The scenario with a step put off to a quarter, whatever was decided for it before."""
    freed = free(scenario, key)
    return replace(freed, put_off={**freed.put_off, key: quarter})


def leave_out(scenario: Scenario, key: StepKey) -> Scenario:
    """The scenario without a step, whatever was decided for it before."""
    freed = free(scenario, key)
    return replace(freed, left_out=freed.left_out | {key})


def parameters(scenario: Scenario) -> Iterator[tuple[str, str]]:
    """The scenario as parameters of an address, in a fixed order; `from_parameters` reads them back.

    Only a scenario of whole person-weeks, and with limits, has an address.
    """
    yield "start", scenario.start.code
    yield "capacity", str(scenario.capacity)
    yield "parallel", str(scenario.parallel)
    yield from ((f"{TARGET}{code}", str(level)) for code, level in sorted(scenario.targets.items()))
    yield from (("role", f"{role}:{weeks}") for role, weeks in sorted(scenario.role_capacity.items()))
    yield from (("pin", f"{key}:{quarter.code}") for key, quarter in sorted(scenario.pinned.items()))
    yield from (("later", f"{key}:{quarter.code}") for key, quarter in sorted(scenario.put_off.items()))
    yield from (("out", str(key)) for key in sorted(scenario.left_out))


def from_parameters(pairs: Iterable[Sequence[str]]) -> Scenario:
    """The scenario of stored parameters, standard where one is missing but for the start. Raises `ValueError`."""
    given: dict[str, list[str]] = {}
    for name, value in pairs:
        given.setdefault(name, []).append(value)
    for name, values in given.items():
        if not (name.startswith(TARGET) or name in ONCE or name in OFTEN):
            raise ValueError(f"{name!r} is no parameter of a scenario.")
        if len(values) > 1 and name not in OFTEN:
            raise ValueError(f"{name!r} was given more than once.")
    if "start" not in given:
        raise ValueError("A scenario needs a start.")
    return Scenario(
        start=CalendarQuarter.parse(given["start"][0]),
        targets={
            name.removeprefix(TARGET): whole_number(one[0]) for name, one in given.items() if name.startswith(TARGET)
        },
        capacity=Fraction(whole_number(given.get("capacity", [str(DEFAULT_CAPACITY)])[0], least=1)),
        role_capacity=dict(role_weeks(text) for text in given.get("role", ())),
        parallel=whole_number(given.get("parallel", [str(DEFAULT_PARALLEL)])[0], least=1),
        pinned=dict(step_in_quarter(text) for text in given.get("pin", ())),
        put_off=dict(step_in_quarter(text) for text in given.get("later", ())),
        left_out=frozenset(StepKey.parse(text) for text in given.get("out", ())),
    )


def step_in_quarter(text: str) -> tuple[StepKey, CalendarQuarter]:
    """A step with a quarter, written as in 'MLO-DEP-01:2:2027-Q1'. Raises `ValueError`."""
    key, _, quarter = text.rpartition(":")
    return StepKey.parse(key), CalendarQuarter.parse(quarter)


def role_weeks(text: str) -> tuple[str, Fraction]:
    """An owner role with its person-weeks a quarter, written as in 'Head of ML:8'. Raises `ValueError`."""
    role, _, weeks = text.rpartition(":")
    if not role:
        raise ValueError(f"{text!r} is no role with its person-weeks; write it as in Head of ML:8.")
    return role, Fraction(whole_number(weeks, least=1))


def whole_number(text: str, *, least: int = 0) -> int:
    """A whole number in plain digits, at most six of them. Raises `ValueError`."""
    if not (text.isascii() and text.isdecimal() and len(text) <= LONGEST_NUMBER and int(text) >= least):
        raise ValueError(f"{text[:20]!r} is no whole number from {least}.")
    return int(text)
