"""What a team talks over before it submits, in which order, and which gates hang on it (`domain.md` F1, F7, 4.4)."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from assessments.core.agreement import ROLE_GROUP_FROM, UNANSWERED, Settled, Verdict
from assessments.core.catalog import Catalog, Gate, Practice
from assessments.core.gates import Look, opened_of

FIGURES_FROM = 4


@dataclass(frozen=True, slots=True)
class Topic:
    """One practice on which answers lie apart, or a level is recorded.

    `gates` may change with the level agreed on; `behind` are the names of the disciplines that those hold back.
    """

    practice: Practice
    settled: Settled
    gates: tuple[Gate, ...]
    behind: tuple[str, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether it is still to be settled: people lie apart, and no level is recorded that counts."""
        return not self.settled.recorded and lies_apart(self.settled)

    @property
    def offered(self) -> tuple[int, ...]:
        """The levels that may be agreed on, lowest first (F1)."""
        return may_be_agreed(self.practice, self.settled)

    @property
    def figure(self) -> Fraction | None:
        """The agreement to print; None where there is none."""
        return figure(self.settled)


def topics(catalog: Catalog, settled: Mapping[str, Settled], *, among: Collection[str], on: date) -> tuple[Topic, ...]:
    """Of these practices what is to be settled and what has been, in the order of the meeting.

    Contested before mixed; then what can change a gate, foundations, the larger range, the lower agreement, and the
    order of the catalog. What was settled keeps its place, so that going on to the next one leaves nothing out.
    """
    found = [
        topic(catalog, settled, code, on=on)
        for code in catalog.practice
        if code in among and ((one := settled.get(code, UNANSWERED)).recorded or lies_apart(one))
    ]
    return tuple(sorted(found, key=_urgency))


def topic(catalog: Catalog, settled: Mapping[str, Settled], code: str, *, on: date) -> Topic:
    """One practice with the gates that hang on it."""
    gates = gates_at_stake(catalog, settled, code, on=on)
    behind = dict.fromkeys(catalog.discipline[gate.after].name for gate in gates)
    return Topic(catalog.practice[code], settled.get(code, UNANSWERED), gates, tuple(behind))


def figure(one: Settled) -> Fraction | None:
    """How far the answers to a practice agree; None under four, where no figure is printed (F7)."""
    return one.spread.agreement if one.spread and len(one.numbers) >= FIGURES_FROM else None


def lies_apart(one: Settled) -> bool:
    """Whether the answers to a practice are contested or mixed (F7)."""
    return one.spread is not None and one.spread.verdict is not Verdict.AGREED


def may_be_agreed(practice: Practice, one: Settled) -> tuple[int, ...]:
    """The offered levels from the lowest to the highest answer, which a lead may record (F1); none without a number."""
    numbers = one.numbers or (0, -1)
    return tuple(level for level in practice.offered if numbers[0] <= level <= numbers[-1])


def stands_apart(one: Settled) -> int:
    """How many gave another level than the one that was recorded; 0 without a record."""
    return sum(number != one.level for number in one.numbers) if one.recorded else 0


def by_work_role(levels: Mapping[str, Sequence[int]], *, names_seen: bool) -> Mapping[str, Sequence[int]]:
    """The numeric answers of each work role that may be shown by itself: of three people or more, and not all (F7).

    The roles are in the order of the alphabet: that in which people answered would tell who was first.
    To who sees no names the smallest of them are left out as long as one or two people would stand out as the rest.
    """
    everybody = [number for numbers in levels.values() for number in numbers]
    shown = {
        role: numbers for role, numbers in sorted(levels.items()) if ROLE_GROUP_FROM <= len(numbers) < len(everybody)
    }
    left = len(everybody) - sum(map(len, shown.values()))
    while shown and not names_seen and 0 < left < ROLE_GROUP_FROM:
        left += len(shown.pop(min(shown, key=lambda role: (len(shown[role]), role))))
    return shown


def gates_at_stake(catalog: Catalog, settled: Mapping[str, Settled], code: str, *, on: date) -> tuple[Gate, ...]:
    """The gates that would have another outcome if one of the levels that may be agreed on a practice were recorded.

    A recorded level settles what is contested too, so the level that counts already may open a gate by being recorded.
    With more levels a gate never closes: what the lowest and the highest leave as it is, no level between changes.
    """
    if not catalog.is_source(catalog.discipline_of[code]):
        return ()
    one = settled.get(code, UNANSWERED)
    levels = may_be_agreed(catalog.practice[code], one)
    now = _outcomes(catalog, settled, on=on)
    others = [
        _outcomes(catalog, {**settled, code: replace(one, level=level, recorded=True)}, on=on)
        for level in {*levels[:1], *levels[-1:]}
    ]
    return tuple(gate for gate in catalog.gates if any(other[gate] != now[gate] for other in others))


def _outcomes(catalog: Catalog, settled: Mapping[str, Settled], *, on: date) -> Mapping[Gate, tuple[bool, bool]]:
    """Whether each gate is open, and whether it could be: what its outcome goes by, without the rest of readiness."""
    look = Look(catalog, settled, on, assume_evidence=False)
    sources = dict.fromkeys(gate.before for gate in catalog.gates)
    at_best = look.at_best(practice for code in sources for practice in catalog.discipline[code].practices)
    opened, openable = opened_of(catalog.gates, look.passed()), opened_of(catalog.gates, at_best.passed())
    return {gate: (gate in opened, gate in openable) for gate in catalog.gates}


def _urgency(one: Topic) -> tuple[bool, bool, bool, int, Fraction]:
    """What comes first is lowest; what is alike stays in the order of the catalog."""
    spread = one.settled.spread
    if spread is None:
        return True, not one.gates, not one.practice.foundation, 0, Fraction(1)
    return (
        spread.verdict is not Verdict.CONTESTED,
        not one.gates,
        not one.practice.foundation,
        spread.lowest - spread.highest,
        spread.agreement,
    )
