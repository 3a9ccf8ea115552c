"""What the answers given so far already say of the gates, to tell it at that moment (`domain.md` 4.4, The walk)."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from assessments.core.agreement import Settled
from assessments.core.catalog import Catalog, Discipline, Practice
from assessments.core.gates import Check, GateOutcome, Look, Outcome, assess


class Says(StrEnum):
    """How a gate stands: `unshown` when all it still takes is evidence."""

    OPEN = "open"
    SHUT = "shut"
    UNSHOWN = "unshown"
    UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True)
class Held:
    """One check that holds a gate, with the failing practices that this reader may know of.

    `others` says that practices fail it of which this reader may not.
    """

    check: str
    practices: tuple[Practice, ...]
    others: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class GateNews:
    """How the gates from one discipline at one maturity level stand by the answers so far.

    `held` is why, for a gate that is shut or lacks only evidence; `deciding` is how many unanswered questions would
    decide it, while it is undecided. `opened` are those of `after` that wait for nothing any more. `source_waits` says
    that the discipline itself waits for another.
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
    catalog: Catalog, settled: Mapping[str, Settled], *, known: Collection[str], on: date
) -> tuple[GateNews, ...]:
    """How the gates of each source and level stand on a day, in catalog order.

    Evidence can be shown at any time, so what lacks nothing else is not called shut. `known` are the codes of the
    practices on which this reader may see what the team's answers come to; no other is named.
    """
    now, if_shown = (assess(catalog, settled, on=on, assume_evidence=shown) for shown in (False, True))
    best = Look(catalog, settled, on, assume_evidence=True).at_best(catalog.practice.values())
    groups: dict[tuple[str, int], list[tuple[GateOutcome, GateOutcome]]] = {}
    for pair in zip(now.gates, if_shown.gates, strict=True):
        groups.setdefault((pair[0].gate.before, pair[0].gate.level), []).append(pair)
    return tuple(_news(catalog, group, best.checks(*end), known, now.waiting) for end, group in groups.items())


def _news(
    catalog: Catalog,
    group: Sequence[tuple[GateOutcome, GateOutcome]],
    at_best: Sequence[Check],
    known: Collection[str],
    waiting: Collection[str],
) -> GateNews:
    """What is said of the gates of one source and level; `at_best` are its checks, were all that is missing best."""
    now, if_shown = group[0]
    says = _says(now, if_shown)
    after = tuple(catalog.discipline[code] for code in dict.fromkeys(one.gate.after for one, _ in group))
    holding = {Says.SHUT: at_best, Says.UNSHOWN: now.checks}.get(says, ())
    return GateNews(
        before=catalog.discipline[now.gate.before],
        level=now.gate.level,
        after=after,
        opened=tuple(one for one in after if one.code not in waiting),
        says=says,
        held=tuple(_held(catalog, (check for check in holding if not check.passed), known)),
        deciding=len(if_shown.deciding),
        source_waits=now.source_waits,
    )


def _says(now: GateOutcome, if_shown: GateOutcome) -> Says:
    if now.outcome is Outcome.OPEN:
        return Says.OPEN
    told = {Outcome.OPEN: Says.UNSHOWN, Outcome.CLOSED: Says.SHUT, Outcome.UNDECIDED: Says.UNDECIDED}
    return told[if_shown.outcome]


def _held(catalog: Catalog, checks: Iterable[Check], known: Collection[str]) -> Iterator[Held]:
    for check in checks:
        named = tuple(catalog.practice[code] for code in check.failing if code in known)
        yield Held(check.code, named, others=len(named) < len(check.failing))
