"""What the answers given so far already say of the gates, to tell it at that moment (`domain.md` 4.4, The walk)."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeAlias

from assessments.core.agreement import Settled
from assessments.core.catalog import Catalog, Discipline, Practice
from assessments.core.gates import Check, GateOutcome, Look, Outcome, assess

# One gate by all answers of the team, by those that the reader knows, and by these if evidence were shown for all.
Stand: TypeAlias = tuple[GateOutcome, GateOutcome, GateOutcome]


class Says(StrEnum):
    """How a gate stands: `unshown` when all it still takes is evidence."""

    OPEN = "open"
    SHUT = "shut"
    UNSHOWN = "unshown"
    UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True)
class Held:
    """One check that holds a gate, with the practices that fail it."""

    check: str
    practices: tuple[Practice, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GateNews:
    """How the gates from one discipline at one maturity level stand by the answers that a reader knows.

    `held` is why, for a gate that is shut or lacks only evidence; `deciding` is how many further answers would decide
    it, while it is undecided. `opened` are those of `after` that wait for nothing any more. `source_waits` says that
    the discipline itself waits for another.
    """

    before: Discipline
    level: int
    after: tuple[Discipline, ...]
    opened: tuple[Discipline, ...]
    says: Says
    held: tuple[Held, ...]
    deciding: int
    source_waits: bool

    @property
    def about(self) -> str:
        """What it is about, the same whatever it says."""
        return f"{self.before.code}-{self.level}"

    @property
    def is_news(self) -> bool:
        """Whether the answers prove anything yet."""
        return self.says is not Says.UNDECIDED

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the disciplines behind these gates."""
        return tuple(one.name for one in self.after)

    @property
    def opened_names(self) -> tuple[str, ...]:
        """The names of those that wait for nothing any more."""
        return tuple(one.name for one in self.opened)

    @property
    def to_settle(self) -> bool:
        """Whether nothing but disagreements hold it, which the team can settle (G4)."""
        return bool(self.held) and all(one.check == "G4" for one in self.held)


def gate_news(
    catalog: Catalog, settled: Mapping[str, Settled], *, heard: Collection[str], on: date
) -> tuple[GateNews, ...]:
    """How the gates of each source and level stand on a day, in catalog order.

    Evidence can be shown at any time, so what lacks nothing else is not called shut. `heard` are the codes of the
    practices of which this reader may see what the team's answers come to: what others answered elsewhere is as if
    unanswered, lest the news give it away (`core.voices`). That a gate is open everybody sees by the walk.
    """
    known = {code: one for code, one in settled.items() if code in heard}
    team = assess(catalog, settled, on=on)
    now, if_shown = (assess(catalog, known, on=on, assume_evidence=shown) for shown in (False, True))
    best = Look(catalog, known, on, assume_evidence=True).at_best(catalog.practice.values())
    groups: dict[tuple[str, int], list[Stand]] = {}
    for stand in zip(team.gates, now.gates, if_shown.gates, strict=True):
        groups.setdefault((stand[0].gate.before, stand[0].gate.level), []).append(stand)
    return tuple(_news(catalog, group, best.checks(*end), team.waiting) for end, group in groups.items())


def _news(catalog: Catalog, group: Sequence[Stand], at_best: Sequence[Check], waiting: Collection[str]) -> GateNews:
    """What is said of the gates of one source and level; `at_best` are its checks, were all that is missing best."""
    team, now, if_shown = group[0]
    says = _says(team, now, if_shown)
    after = tuple(catalog.discipline[code] for code in dict.fromkeys(one.gate.after for one, *_ in group))
    holding = {Says.SHUT: at_best, Says.UNSHOWN: now.checks}.get(says, ())
    return GateNews(
        before=catalog.discipline[team.gate.before],
        level=team.gate.level,
        after=after,
        opened=tuple(one for one in after if one.code not in waiting),
        says=says,
        held=tuple(
            Held(check.code, tuple(catalog.practice[code] for code in check.failing))
            for check in holding
            if not check.passed
        ),
        deciding=len(if_shown.deciding),
        source_waits=team.source_waits,
    )


def _says(team: GateOutcome, now: GateOutcome, if_shown: GateOutcome) -> Says:
    """How a gate stands by the team's answers if they open it, else by those that the reader knows."""
    if team.outcome is Outcome.OPEN:
        return Says.OPEN
    if now.outcome is Outcome.OPEN:
        return Says.UNDECIDED
    told = {Outcome.OPEN: Says.UNSHOWN, Outcome.CLOSED: Says.SHUT, Outcome.UNDECIDED: Says.UNDECIDED}
    return told[if_shown.outcome]
