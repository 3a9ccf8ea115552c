"""What a manager's page says of many teams, read from frozen rows (`domain.md` 4.4, Time)."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from fractions import Fraction
from typing import Any

from assessments.core.agreement import UNANSWERED, Settled
from assessments.core.catalog import Catalog, Gate
from assessments.core.gate_exception import GateException
from assessments.core.gates import Outcome, State, TeamReadiness
from assessments.core.states import state_on


@dataclass(frozen=True, slots=True)
class Unfinished:
    """An open assessment: of the practices of some disciplines, by name, how many somebody has answered."""

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


@dataclass(frozen=True, slots=True)
class FrozenGate:
    """A gate's outcome as a Result froze it, and the last day on which it holds; None for one that holds for good."""

    gate: Gate
    outcome: Outcome
    until: date | None

    def outcome_on(self, on: date) -> Outcome:
        """The outcome on a day from the Result's on: evidence that has run out closes a gate."""
        return Outcome.CLOSED if self.until is not None and self.until < on else self.outcome


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


@dataclass(frozen=True, slots=True)
class Leave:
    """An exception to a gate, with the name of the discipline that may be planned before it opens."""

    after: str
    value: GateException


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
    exceptions: tuple[Leave, ...]
    unfinished: Unfinished | None


@dataclass(frozen=True, slots=True)
class Weakness:
    """A foundation that fails in many teams, and in how many."""

    practice: str
    teams: int


def frozen_gates(catalog: Catalog, settled: Mapping[str, Settled], readiness: TeamReadiness) -> tuple[FrozenGate, ...]:
    """What a Result freezes of its gates, in catalog order, from the same inputs as its readiness."""
    return tuple(
        FrozenGate(
            one.gate,
            one.outcome,
            None if one.outcome is Outcome.CLOSED else _holds_until(catalog, settled, one.gate),
        )
        for one in readiness.gates
    )


def gates_to_json(gates: Iterable[FrozenGate]) -> list[dict[str, object]]:
    """The gates of a Result as plain JSON values."""
    return [
        {
            "before": one.gate.before,
            "after": one.gate.after,
            "outcome": one.outcome.value,
            "until": one.until.isoformat() if one.until else None,
        }
        for one in gates
    ]


def gates_from_json(catalog: Catalog, stored: Iterable[Mapping[str, Any]]) -> tuple[FrozenGate, ...]:
    """The exact inverse of `gates_to_json`, with the Result's catalog; `ValueError` for more gates or fewer."""
    return tuple(
        FrozenGate(gate, Outcome(one["outcome"]), date.fromisoformat(one["until"]) if one["until"] else None)
        for gate, one in zip(catalog.gates, stored, strict=True)
    )


def cells_on(
    rows: Mapping[str, FrozenReadiness], gates: Sequence[FrozenGate], disciplines: Iterable[str], *, on: date
) -> tuple[Cell, ...]:
    """A Result's disciplines as they stand on a day, in the order asked for (nothing is recomputed but the day)."""
    states = _states(rows, gates, on)
    return tuple(
        Cell(
            states.get(code),
            rows[code].level if code in rows and _counts(states[code]) else None,
            tuple(one.outcome_on(on) for one in gates if one.gate.after == code),
        )
        for code in disciplines
    )


def holdings_on(
    rows: Mapping[str, FrozenReadiness], gates: Sequence[FrozenGate], names: Mapping[str, str], *, on: date
) -> tuple[Holding, ...]:
    """What holds each source's gates shut on a day, sources by name in the order of the gates."""
    states = _states(rows, gates, on)
    shut: dict[str, set[Outcome]] = {}
    for one in gates:
        if (outcome := one.outcome_on(on)) is not Outcome.OPEN:
            shut.setdefault(one.gate.before, set()).add(outcome)
    return tuple(
        Holding(
            names[before],
            _hold(rows[before], states[before], on, undecided=Outcome.UNDECIDED in outcomes),
            rows[before].failing,
            rows[before].deciding if Outcome.UNDECIDED in outcomes else 0,
        )
        for before, outcomes in shut.items()
    )


def weakest(rows: Iterable[PortfolioRow]) -> Weakness | None:
    """The foundation that fails in most of these teams; of equals the first by name."""
    counts = Counter(name for row in rows for held in row.holding for name in held.foundations)
    return min((Weakness(*pair) for pair in counts.items()), key=lambda one: (-one.teams, one.practice), default=None)


def _holds_until(catalog: Catalog, settled: Mapping[str, Settled], gate: Gate) -> date | None:
    """The last day on which the evidence of every answered foundation holds, before this gate and all before it."""
    sources = [gate.before]
    for source in sources:
        sources += (one.before for one in catalog.gates_to(source) if one.before not in sources)
    foundations = (one for source in sources for one in catalog.discipline[source].practices if one.foundation)
    known = (settled.get(one.code, UNANSWERED) for one in foundations)
    shown_on = [one.evidence_on for one in known if one.level is not None and one.evidence_on is not None]
    return min(shown_on) + timedelta(days=catalog.thresholds.evidence_days - 1) if shown_on else None


def _states(rows: Mapping[str, FrozenReadiness], gates: Sequence[FrozenGate], on: date) -> Mapping[str, State]:
    shown_until = {code: row.shown_until for code, row in rows.items()}
    states = {code: row.state for code, row in rows.items()}
    return state_on(states, shown_until, [one.gate for one in gates], on=on)


def _counts(state: State) -> bool:
    return state not in (State.WAITING, State.NOT_ASSESSED, State.OUT_OF_SCOPE)


def _hold(row: FrozenReadiness, state: State, on: date, *, undecided: bool) -> Hold:
    if state is State.WAITING:
        return Hold.WAITING
    if undecided:
        return Hold.UNDECIDED
    if row.failing:
        return Hold.FOUNDATIONS
    lapsed = row.shown_until is None or row.shown_until < on
    return Hold.EVIDENCE if state is State.PROVISIONAL and lapsed else Hold.OTHER
