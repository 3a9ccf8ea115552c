"""Steps in their quarters, and the limits that quarters have (`domain.md` 4.7)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from assessments.core.catalog import Gate
from assessments.core.unlocking import Step

CAPACITY, PARALLEL = "capacity", "parallel"

Excepted = Mapping[Gate, Collection[int]]
"""The quarters in which an exception lets a discipline be planned before a gate opens."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What a quarter holds: person-weeks in all and by owner role, steps under way. None means without limit."""

    capacity: Fraction | None
    role_capacity: Mapping[str, Fraction] = field(default_factory=dict)
    parallel: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """A step in its quarters: work on it `starts` in one and is finished in `quarter`.

    `earliest` is the quarter in which it was first ready; `held_by` is the step or gate that it waited for until
    then, None for a step that waited for nothing but its date. Where it starts later, `full` says what was used up in
    the quarter before ('capacity', 'parallel' or an owner role), and `behind` is the step whose finishing made room,
    None where a step made it that rests since its exception ended.
    `spent` holds the person-weeks of each quarter in which it is worked on.
    """

    step: Step
    starts: int
    quarter: int
    earliest: int
    held_by: Step | Gate | None
    full: str
    behind: Step | None
    spent: tuple[tuple[int, Fraction], ...]


@dataclass(frozen=True, slots=True)
class Schedule:
    """Slots in the order of execution, the person-weeks of each quarter, the quarter in which each gate opens."""

    slots: tuple[Slot, ...]
    used: tuple[Fraction, ...]
    opens: Mapping[Gate, int]
