"""What a manager's page says of many teams, read from frozen rows (`domain.md` 4.4, Time)."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from fractions import Fraction

from assessments.core.catalog import Gate
from assessments.core.gates import Outcome, State, state_on


@dataclass(frozen=True, slots=True)
class Unfinished:
    """An open assessment: of the practices of some disciplines, by name, how many have an answer that counts."""

    id: int
    title: str
    disciplines: tuple[str, ...]
    answered: int
    asked: int

    @property
    def coverage(self) -> Fraction:
        """The share answered, 0 to 1."""
        return Fraction(self.answered, self.asked) if self.asked else Fraction(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class FrozenReadiness:
    """One discipline of a Result as it was frozen; `failing` are foundations below a gate's level, by name."""

    discipline: str
    state: State
    level: int | None
    shown_until: date | None
    deciding: int
    failing: tuple[str, ...]


class Hold(StrEnum):
    """What holds a gate shut, as far as the frozen rows tell."""

    WAITING = "waiting"
    UNDECIDED = "undecided"
    FOUNDATIONS = "foundations"
    EVIDENCE = "evidence"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Holding:
    """Why the gates after one discipline are shut: which foundations, or how many answers would decide."""

    before: str
    hold: Hold
    foundations: tuple[str, ...]
    deciding: int


@dataclass(frozen=True, slots=True)
class Cell:
    """One discipline of one team as of today: the gates before it, then its state; None where it is unknown."""

    state: State | None
    level: int | None
    gates: tuple[Outcome, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PortfolioRow:
    """One team; `cells` in the order of the page's disciplines, `age` in days, everything None before its result."""

    unit_id: int
    name: str
    branch: str
    result_id: int | None
    decided_at: datetime | None
    age: int | None
    cells: tuple[Cell, ...]
    holding: tuple[Holding, ...]
    unfinished: Unfinished | None


@dataclass(frozen=True, slots=True)
class Weakness:
    """A foundation that fails in many teams, and in how many."""

    practice: str
    teams: int


def cells_on(
    rows: Mapping[str, FrozenReadiness], gates: Sequence[Gate], disciplines: Iterable[str], *, on: date
) -> tuple[Cell, ...]:
    """A Result's disciplines as they stand on a day, in the order asked for (nothing is recomputed but the day)."""
    states = _states(rows, gates, on)
    return tuple(
        Cell(
            states.get(code),
            rows[code].level if code in rows and _counts(states[code]) else None,
            tuple(_outcome(gate, gates, rows, states) for gate in gates if gate.after == code and gate.before in rows),
        )
        for code in disciplines
    )


def holdings_on(
    rows: Mapping[str, FrozenReadiness], gates: Sequence[Gate], names: Mapping[str, str], *, on: date
) -> tuple[Holding, ...]:
    """What holds each source's gates shut on a day, sources by name in the order of the gates."""
    states = _states(rows, gates, on)
    shut = dict.fromkeys(
        gate.before for gate in gates if gate.before in rows and _outcome(gate, gates, rows, states) is not Outcome.OPEN
    )
    return tuple(_holding(rows[before], states[before], names[before], on) for before in shut)


def weakest(rows: Iterable[PortfolioRow]) -> Weakness | None:
    """The foundation that fails in most of these teams; of equals the first by name."""
    counts = Counter(name for row in rows for held in row.holding for name in held.foundations)
    return min((Weakness(*pair) for pair in counts.items()), key=lambda one: (-one.teams, one.practice), default=None)


def _states(rows: Mapping[str, FrozenReadiness], gates: Sequence[Gate], on: date) -> Mapping[str, State]:
    known = [gate for gate in gates if gate.before in rows and gate.after in rows]
    shown_until = {code: row.shown_until for code, row in rows.items()}
    return state_on({code: row.state for code, row in rows.items()}, shown_until, known, on=on)


def _counts(state: State) -> bool:
    return state not in (State.WAITING, State.NOT_ASSESSED, State.OUT_OF_SCOPE)


def _outcome(
    gate: Gate, gates: Sequence[Gate], rows: Mapping[str, FrozenReadiness], states: Mapping[str, State]
) -> Outcome:
    """A gate whose target waits is shut if it is the only one; of several, those whose source is in place are open."""
    alone = sum(one.after == gate.after for one in gates) == 1
    source = rows[gate.before]
    passes = states[gate.before] is State.IN_PLACE and (source.level or 0) >= gate.level
    if states.get(gate.after) is not State.WAITING or (passes and not alone):
        return Outcome.OPEN
    return Outcome.UNDECIDED if source.deciding else Outcome.CLOSED


def _holding(row: FrozenReadiness, state: State, name: str, on: date) -> Holding:
    return Holding(name, _hold(row, state, on), row.failing, row.deciding)


def _hold(row: FrozenReadiness, state: State, on: date) -> Hold:
    if state is State.WAITING:
        return Hold.WAITING
    if row.deciding:
        return Hold.UNDECIDED
    if row.failing:
        return Hold.FOUNDATIONS
    lapsed = row.shown_until is None or row.shown_until < on
    return Hold.EVIDENCE if state is State.PROVISIONAL and lapsed else Hold.OTHER
