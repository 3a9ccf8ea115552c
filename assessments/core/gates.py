"""Maturity becomes readiness: each gate's outcome, each check named with what fails it (`domain.md` 4.4)."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum

from assessments.core.agreement import UNANSWERED, Settled, Verdict
from assessments.core.catalog import IN_PLACE, Catalog, Discipline, Gate, Practice
from assessments.core.scoring import DisciplineScore, applicable, is_excluded, most_excluded, needed, score


class State(StrEnum):
    """What a discipline counts for after the gates (`domain.md` 4.4)."""

    NOT_ASSESSED = "not_assessed"
    WAITING = "waiting"
    OUT_OF_SCOPE = "out_of_scope"
    NOT_ESTABLISHED = "not_established"
    STARTED = "started"
    PROVISIONAL = "provisional"
    IN_PLACE = "in_place"


class Outcome(StrEnum):
    """What a gate says; undecided holds back just as closed does."""

    OPEN = "open"
    CLOSED = "closed"
    UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True)
class Check:
    """One of G1 to G6 on a gate's source: what fails it, and how many it has of how many it needs.

    A passed check names no practice. For G6 `have` counts the practices said to be not applicable and `need` is
    the most there may be; for all others `need` is the least. G1, G4 and G5 count foundations.
    """

    code: str
    passed: bool
    failing: tuple[str, ...]
    have: int
    need: int


@dataclass(frozen=True, slots=True)
class GateOutcome:
    """A gate as the answers leave it; `source_waits` says that its source is itself waiting.

    `deciding` are the unanswered practices whose answers would decide, in catalog order, while it is undecided:
    unanswered foundations; others only where G2 or G3 would fail without them; and those that decide the gates its
    source waits for.
    """

    gate: Gate
    outcome: Outcome
    checks: tuple[Check, ...]
    deciding: tuple[str, ...]
    source_waits: bool


@dataclass(frozen=True, slots=True)
class Readiness:
    """What a discipline counts for; `score` is its own, and nothing else reads it while the state is waiting.

    `own_state` is what the state would be without a gate before it, for comparisons only. `waiting_for` are the sources
    of its gates that are not open. `shown_until` is the last day on which the evidence of every foundation holds, for a
    gate's source only: None when some foundation has none, the last date there is when it has no foundation.
    `early_look` means waiting, yet with answers: given on purpose, or before its gate shut again, which answers alone
    do not tell.
    """

    discipline: str
    state: State
    own_state: State
    score: DisciplineScore
    waiting_for: tuple[str, ...]
    shown_until: date | None
    early_look: bool


@dataclass(frozen=True, slots=True)
class TeamReadiness:
    """The readiness of all disciplines and the outcomes of all gates, in catalog order."""

    disciplines: tuple[Readiness, ...]
    gates: tuple[GateOutcome, ...]

    def of(self, code: str) -> Readiness:
        """The readiness of one discipline; an unknown code raises `KeyError`."""
        return {one.discipline: one for one in self.disciplines}[code]

    def gate(self, before: str, after: str) -> GateOutcome:
        """The outcome of the gate between two disciplines; `KeyError` where there is none."""
        return {(one.gate.before, one.gate.after): one for one in self.gates}[before, after]

    @property
    def waiting(self) -> frozenset[str]:
        """The codes of the disciplines behind a gate that is not open."""
        return frozenset(one.discipline for one in self.disciplines if one.state is State.WAITING)


def assess(
    catalog: Catalog, settled: Mapping[str, Settled], *, on: date, assume_evidence: bool = False
) -> TeamReadiness:
    """Readiness of every discipline and outcome of every gate as seen on a day (G1-G6).

    What is recorded closes a gate; it is undecided when the best case of what is missing would open it. Where all
    said don't know, no level is recorded, so the practice is missing like one that nobody answered. Gates in a
    cycle never open. `assume_evidence` takes every foundation as shown.
    """
    look = Look(catalog, settled, on, assume_evidence)
    sources = dict.fromkeys(gate.before for gate in catalog.gates)
    at_best = look.at_best(practice for code in sources for practice in catalog.discipline[code].practices)
    opened, openable = opened_of(catalog.gates, look.passed()), opened_of(catalog.gates, at_best.passed())
    waiting = {gate.after for gate in catalog.gates if gate not in opened}
    return TeamReadiness(
        disciplines=tuple(look.readiness(discipline, opened) for discipline in catalog.disciplines),
        gates=tuple(
            GateOutcome(
                gate=gate,
                outcome=_outcome(gate, opened, openable),
                checks=look.checks(gate.before, gate.level),
                deciding=look.deciding(gate) if gate in openable - opened else (),
                source_waits=gate.before in waiting,
            )
            for gate in catalog.gates
        ),
    )


@dataclass(frozen=True, slots=True)
class Look:
    """One look at the answers on a day; `checked` keeps the checks that several gates and states ask for."""

    catalog: Catalog
    settled: Mapping[str, Settled]
    on: date
    assume_evidence: bool
    checked: dict[tuple[str, int], tuple[Check, ...]] = field(default_factory=dict, init=False)

    def at_best(self, practices: Iterable[Practice]) -> "Look":
        """The same look, had the missing ones of these practices their highest offered level, and evidence."""
        filled = {
            practice.code: replace(self._of(practice), level=_highest(practice), evidence_on=self.on)
            for practice in practices
            if self._is_missing(practice)
        }
        return replace(self, settled={**self.settled, **filled}) if filled else self

    def checks(self, before: str, level: int) -> tuple[Check, ...]:
        """G1 to G6 for a source at a maturity level."""
        if (before, level) not in self.checked:
            self.checked[before, level] = self._check(before, level)
        return self.checked[before, level]

    def _check(self, before: str, level: int) -> tuple[Check, ...]:
        every = self.catalog.discipline[before].practices
        counted = applicable(every, self.settled)
        foundations = [practice for practice in every if practice.foundation]
        limits = self.catalog.thresholds
        return (
            _at_least("G1", foundations, len(foundations), lambda one: self._reaches(one, level)),
            _at_least("G2", counted, needed(limits.breadth, len(counted)), lambda one: self._reaches(one, level)),
            _at_least("G3", counted, needed(limits.no_gaps, len(counted)), lambda one: self._reaches(one, level - 1)),
            _at_least("G4", foundations, len(foundations), lambda one: self._is_agreed(one, level)),
            _at_least("G5", foundations, len(foundations), self._is_shown),
            self._honest_scope(every),
        )

    def readiness(self, discipline: Discipline, opened: Collection[Gate]) -> Readiness:
        """What the discipline counts for while only these gates are open."""
        code = discipline.code
        own = score(discipline, self.settled, self.catalog.thresholds)
        own_state = self.own_state(discipline, own.maturity_level)
        waiting_for = tuple(dict.fromkeys(gate.before for gate in self.catalog.gates_to(code) if gate not in opened))
        return Readiness(
            discipline=code,
            state=State.WAITING if waiting_for else own_state,
            own_state=own_state,
            score=own,
            waiting_for=waiting_for,
            shown_until=self._shown_until(discipline) if self.catalog.is_source(code) else None,
            early_look=bool(waiting_for) and self._is_answered(discipline),
        )

    def deciding(self, gate: Gate) -> tuple[str, ...]:
        """The missing practices that would decide the gate, or one that its source waits for."""
        held = [gate]
        for one in held:
            held += (other for other in self.catalog.gates_to(one.before) if other not in held)
        codes = {code for one in held for code in self._deciding_here(one)}
        return tuple(code for code in self.catalog.practice if code in codes)

    def _deciding_here(self, gate: Gate) -> Iterator[str]:
        every = self.catalog.discipline[gate.before].practices
        foundations = [practice for practice in every if practice.foundation and self._is_missing(practice)]
        yield from _codes(foundations)
        _, breadth, no_gaps, *_ = self.at_best(foundations).checks(gate.before, gate.level)
        for check, level in ((breadth, gate.level), (no_gaps, gate.level - 1)):
            for practice in (self.catalog.practice[code] for code in check.failing):
                if self._is_missing(practice) and _highest(practice) >= level:
                    yield practice.code

    def own_state(self, discipline: Discipline, maturity_level: int | None) -> State:
        """The state of a discipline without a gate before it."""
        if not self._is_answered(discipline):
            return State.NOT_ASSESSED
        if maturity_level is None:
            return State.OUT_OF_SCOPE
        if maturity_level < IN_PLACE:
            return State.STARTED if maturity_level else State.NOT_ESTABLISHED
        if self.catalog.is_source(discipline.code) and not _all_passed(self.checks(discipline.code, IN_PLACE)):
            return State.PROVISIONAL
        return State.IN_PLACE

    def passed(self) -> set[Gate]:
        """The gates whose own checks pass."""
        return {gate for gate in self.catalog.gates if _all_passed(self.checks(gate.before, gate.level))}

    def _is_answered(self, discipline: Discipline) -> bool:
        return any(self._of(practice).answered for practice in discipline.practices)

    def _honest_scope(self, every: Sequence[Practice]) -> Check:
        said = [practice for practice in every if self._of(practice).not_applicable]
        counting = [practice for practice in said if practice.foundation or is_excluded(practice, self.settled)]
        most = most_excluded(len(every), self.catalog.thresholds)
        wrong = counting if len(counting) > most else [practice for practice in counting if practice.foundation]
        return Check("G6", not wrong, _codes(wrong), len(counting), most)

    def _of(self, practice: Practice) -> Settled:
        return self.settled.get(practice.code, UNANSWERED)

    def _reaches(self, practice: Practice, level: int) -> bool:
        agreed = self._of(practice).level
        return agreed is not None and agreed >= level

    def _is_missing(self, practice: Practice) -> bool:
        return self._of(practice).level is None and not is_excluded(practice, self.settled)

    def _is_agreed(self, practice: Practice, level: int) -> bool:
        one = self._of(practice)
        contested = one.spread is not None and one.spread.verdict is Verdict.CONTESTED
        return one.recorded or not contested or min(one.numbers) >= level

    def _is_shown(self, practice: Practice) -> bool:
        shown_on = self._of(practice).evidence_on
        fresh = shown_on is not None and 0 <= (self.on - shown_on).days < self.catalog.thresholds.evidence_days
        return self.assume_evidence or fresh

    def _shown_until(self, discipline: Discipline) -> date | None:
        dates = [self._of(practice).evidence_on for practice in discipline.practices if practice.foundation]
        known = [one for one in dates if one is not None and one <= self.on]
        if len(known) < len(dates):
            return None
        return min(known) + timedelta(days=self.catalog.thresholds.evidence_days - 1) if known else date.max


def _at_least(code: str, practices: Sequence[Practice], need: int, holds: Callable[[Practice], bool]) -> Check:
    failing = [practice for practice in practices if not holds(practice)]
    have = len(practices) - len(failing)
    return Check(code, have >= need, () if have >= need else _codes(failing), have, need)


def _highest(practice: Practice) -> int:
    return max(practice.offered, default=0)


def _codes(practices: Iterable[Practice]) -> tuple[str, ...]:
    return tuple(practice.code for practice in practices)


def _all_passed(checks: Iterable[Check]) -> bool:
    return all(check.passed for check in checks)


def opened_of(gates: Sequence[Gate], passed: Collection[Gate]) -> frozenset[Gate]:
    """The gates whose own checks pass and whose source waits behind none; grown from nothing, so a cycle stays shut."""
    opened: frozenset[Gate] = frozenset()
    while True:
        shut = {gate.after for gate in gates if gate not in opened}
        grown = frozenset(gate for gate in passed if gate.before not in shut)
        if grown == opened:
            return opened
        opened = grown


def _outcome(gate: Gate, opened: Collection[Gate], openable: Collection[Gate]) -> Outcome:
    if gate in opened:
        return Outcome.OPEN
    return Outcome.UNDECIDED if gate in openable else Outcome.CLOSED
