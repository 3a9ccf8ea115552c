"""What moved between two results of a team, and why: each change split by cause, so that the parts add up.

From the older look to the newer one part is replaced after the other: first the content (another catalog version), then
what was set aside on either side (not applicable, or answered by nobody who knew), then all other answers with their
evidence, then the day of looking, on which evidence may have run out, and last what the gates let through. The change
that a replacement brings is that part; so all parts together are the whole. Practices are matched by code.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from itertools import pairwise

from assessments.core.calendar import day_words
from assessments.core.catalog import Catalog, Discipline
from assessments.core.gates import Outcome, Readiness, State, TeamReadiness, assess
from assessments.core.looks import Look, Part, stages
from assessments.core.practice_changes import (
    ContentChange,
    Counts,
    PracticeMove,
    content_change,
    counts,
    furthest,
    practice_moves,
)
from assessments.core.scoring import INDEX_COVERAGE, INDEX_PER_LEVEL, DisciplineScore

Number = int | Fraction


UNCOUNTED = (State.NOT_ASSESSED, State.WAITING)


@dataclass(frozen=True, slots=True, kw_only=True)
class Split:
    """A change by its causes, in the unit of what changed; the day alone never changes a level or an index."""

    content: Number
    exclusions: Number
    answers: Number
    gates: Number

    @property
    def total(self) -> Number:
        """All parts together: exactly the newer value less the older."""
        return self.content + self.exclusions + self.answers + self.gates


@dataclass(frozen=True, slots=True)
class Change:
    """One measure before and after, None where there is none; without a split `reason` says why."""

    before: Number | None
    after: Number | None
    split: Split | None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a discipline stands; its maturity level is None, and without a name, unless it counts."""

    state: State
    level: int | None
    level_name: str = field(compare=False)


@dataclass(frozen=True, slots=True)
class StateMove:
    """One replacement at which a state changed."""

    part: Part
    before: State
    after: State


@dataclass(frozen=True, slots=True, kw_only=True)
class DisciplineChange:
    """How one discipline moved.

    `own` is its own maturity level (0 to 4), `counting` what that counts for: 0 while waiting and while out of scope.
    `index` is its own too (0 to 100), so no gate changes either. `moves` lead from the older state to the newer.
    """

    discipline: Discipline
    before: Standing
    after: Standing
    moves: tuple[StateMove, ...]
    own: Change
    counting: Change
    index: Change

    @property
    def cause(self) -> Part | None:
        """The part that brought the newer state: the last at which it changed; None where both are the same."""
        return self.moves[-1].part if self.before.state is not self.after.state else None

    @property
    def moved(self) -> bool:
        """Whether its state or one of its numbers differs."""
        return self.before != self.after or self.index.before != self.index.after


@dataclass(frozen=True, slots=True, kw_only=True)
class GateChange:
    """A gate on both sides; an outcome is None where the catalog version has no such gate.

    `cause` is the part that brought the newer outcome: the rule itself is content, evidence that ran out is time.
    """

    before: Discipline
    after: Discipline
    outcome_before: Outcome | None
    outcome_after: Outcome | None
    cause: Part | None

    @property
    def opened(self) -> bool:
        """Whether it holds nothing back any more."""
        return self.outcome_before not in (None, Outcome.OPEN) and self.outcome_after in (None, Outcome.OPEN)

    @property
    def shut(self) -> bool:
        """Whether it holds back what it did not hold back before."""
        return self.outcome_before in (None, Outcome.OPEN) and self.outcome_after not in (None, Outcome.OPEN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Everything that moved from one look to another; `disciplines` are those that both versions have."""

    since: date
    until: date
    disciplines: tuple[DisciplineChange, ...]
    gates: tuple[GateChange, ...]
    raised: tuple[PracticeMove, ...]
    lowered: tuple[PracticeMove, ...]
    counts: Counts
    content: ContentChange


def compare(before: Look, after: Look) -> Comparison:
    """Tell what moved from an older look at a team to a newer one, in the order of the newer catalog version."""
    looks = stages(before, after)
    seen = tuple(assess(one.catalog, one.settled, on=one.on) for one in looks)
    moves = tuple(practice_moves(before, after))
    return Comparison(
        since=before.on,
        until=after.on,
        disciplines=tuple(
            _discipline_change(discipline, looks, [one.of(discipline.code) for one in seen])
            for discipline in after.catalog.disciplines
            if discipline.code in before.catalog.discipline
        ),
        gates=tuple(_gate_changes(before.catalog, after.catalog, seen)),
        raised=furthest([one for one in moves if one.points > 0]),
        lowered=furthest([one for one in moves if one.points < 0]),
        counts=counts(before, after),
        content=content_change(before.catalog, after.catalog),
    )


def _discipline_change(discipline: Discipline, looks: Sequence[Look], seen: Sequence[Readiness]) -> DisciplineChange:
    first, last = seen[0], seen[-1]
    held = [_held(one.own_state, by=first) for one in seen] + [last.state]
    levels = [one.score.maturity_level for one in seen]
    counting = [_counted(one, by=first) for one in seen] + [_counted(last, by=last)]
    return DisciplineChange(
        discipline=discipline,
        before=_standing(looks[0].catalog, first),
        after=_standing(looks[-1].catalog, last),
        moves=tuple(
            StateMove(part, *pair) for part, pair in zip(Part, pairwise(held), strict=True) if len({*pair}) > 1
        ),
        own=_change([*levels, levels[-1]], _level_reason(looks, seen)),
        counting=_change(counting, ""),
        index=_index_change(looks, seen),
    )


def _held(state: State, *, by: Readiness) -> State:
    """The state under the gates of another look."""
    return State.WAITING if by.state is State.WAITING else state


def _counted(one: Readiness, *, by: Readiness) -> int:
    return 0 if by.state is State.WAITING else one.score.maturity_level or 0


def _standing(catalog: Catalog, one: Readiness) -> Standing:
    level = None if one.state in UNCOUNTED else one.score.maturity_level
    names = {name.number: name.name for name in catalog.levels}
    return Standing(one.state, level, "" if level is None else names.get(level, ""))


def _change(values: Sequence[Number | None], reason: str) -> Change:
    """A measure at every stage, the last time under the newer gates, as a change with its parts."""
    known = [value for value in values if value is not None]
    if len(known) < len(values):
        return Change(values[0], values[-1], None, reason)
    # The day of looking touches no measure.
    content, exclusions, answers, _, gates = (later - earlier for earlier, later in pairwise(known))
    split = Split(content=content, exclusions=exclusions, answers=answers, gates=gates)
    return Change(values[0], values[-1], split)


def _level_reason(looks: Sequence[Look], seen: Sequence[Readiness]) -> str:
    for look, one in ((looks[0], seen[0]), (looks[-1], seen[-1])):
        if one.score.maturity_level is None:
            return f"cannot be compared because it was out of scope on {day_words(look.on)}"
    return "cannot be split by cause: a part of it alone would put the discipline out of scope"


def _index_change(looks: Sequence[Look], seen: Sequence[Readiness]) -> Change:
    """The index as pages show it at both ends; in between, where coverage may be low, the one that F4 would hide."""
    before, after = shown_index(seen[0]), shown_index(seen[-1])
    if not (seen[0].score.answered or seen[-1].score.answered):
        return Change(None, None, None, "not answered on either day")
    for look, one, shown in ((looks[0], seen[0], before), (looks[-1], seen[-1], after)):
        if shown is None:
            return Change(
                before, after, None, f"cannot be compared because {_hidden_because(one)} on {day_words(look.on)}"
            )
    between = [_any_index(one.score) for one in seen]
    return _change([*between, between[-1]], "cannot be split by cause: no practice has an agreed level in both")


def shown_index(one: Readiness) -> Fraction | None:
    """The index of a discipline, None where pages show none (F4, F11)."""
    return None if one.own_state is State.OUT_OF_SCOPE else one.score.index


def _hidden_because(one: Readiness) -> str:
    if one.own_state is State.OUT_OF_SCOPE:
        return "it was out of scope"
    if not one.score.answered:
        return "none of its practices had an agreed level"
    return f"fewer than {int(INDEX_COVERAGE * 100)} % of its practices were answered"


def _any_index(score: DisciplineScore) -> Fraction | None:
    """The index at any coverage (F4)."""
    levels = [one.level for one in score.dimensions if one.level is not None]
    return INDEX_PER_LEVEL * sum(levels, Fraction(0)) / len(levels) if levels else None


def _gate_changes(before: Catalog, after: Catalog, seen: Sequence[TeamReadiness]) -> Iterator[GateChange]:
    outcomes = [{(one.gate.before, one.gate.after): one.outcome for one in team.gates} for team in seen]
    names = {**before.discipline, **after.discipline}
    for pair in dict.fromkeys([*outcomes[-1], *outcomes[0]]):
        path = [one.get(pair) for one in outcomes]
        moves = [part for part, (old, new) in zip(Part, pairwise(path), strict=False) if old is not new]
        cause = moves[-1] if path[0] is not path[-1] else None
        yield GateChange(
            before=names[pair[0]], after=names[pair[1]], outcome_before=path[0], outcome_after=path[-1], cause=cause
        )
