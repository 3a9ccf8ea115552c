"""The parts of a team's report: its gates with their checks and what would open them, its disciplines, its lapses."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from assessments.core.catalog import Discipline, Gate, Practice, Statement
from assessments.core.gates import Outcome, Readiness
from assessments.core.scoring import Confidence


@dataclass(frozen=True, slots=True)
class Named:
    """A practice with its agreed level, None while it is missing."""

    practice: Practice
    level: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckLine:
    """One of G1 to G6 as a line; `have` of `need` as in `core.gates.Check`."""

    code: str
    passed: bool
    have: int
    need: int
    failing: tuple[Named, ...]


@dataclass(frozen=True, slots=True)
class Raise:
    """One practice raised over one step or more; `effort` in person-weeks."""

    practice: Practice
    from_level: int
    to_level: int
    effort: Fraction


@dataclass(frozen=True, slots=True)
class WorkLine:
    """Work besides the raises: what there is to do for a practice so that a check passes."""

    check: str
    practice: Practice
    what: str


@dataclass(frozen=True, slots=True)
class Opening:
    """What would open a gate: the cheapest raises, the work besides, and how far from the cheapest it may be.

    `reachable` is false where the offered levels cannot meet the gate at all.
    """

    raises: tuple[Raise, ...]
    work: tuple[WorkLine, ...]
    effort: Fraction
    slack: Fraction
    reachable: bool


@dataclass(frozen=True, slots=True)
class HeldBack:
    """A discipline behind the gates of a panel, with the rule and the article's statement it stands on."""

    discipline: Discipline
    gate: Gate
    statement: Statement | None


@dataclass(frozen=True, slots=True, kw_only=True)
class GatePanel:
    """The gates that share a source and a level, since the same checks decide them."""

    before: Discipline
    level: int
    level_name: str
    held_back: tuple[HeldBack, ...]
    outcome: Outcome
    checks: tuple[CheckLine, ...]
    deciding: tuple[Practice, ...]
    source_waits: bool
    opening: Opening | None

    @property
    def after(self) -> tuple[str, ...]:
        """The names of what is held back or let through."""
        return tuple(one.discipline.name for one in self.held_back)

    @property
    def failed(self) -> tuple[CheckLine, ...]:
        """The checks that did not pass."""
        return tuple(check for check in self.checks if not check.passed)

    @property
    def weak(self) -> tuple[Named, ...]:
        """The foundations below the gate's level."""
        return next(check.failing for check in self.checks if check.code == "G1")


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One discipline in numbers; `hidden` where too little is answered for the index to be shown (F4)."""

    discipline: Discipline
    readiness: Readiness
    level: int | None
    level_name: str
    confidence: Confidence | None
    waiting_for: tuple[str, ...]

    @property
    def hidden(self) -> bool:
        """Whether the index is hidden, though there is something to bound."""
        return self.readiness.score.index is None and self.readiness.score.answered > 0

    @property
    def open_stretch(self) -> Fraction:
        """How far the index's bounds lie apart."""
        score = self.readiness.score
        return (score.index_high or Fraction(0)) - (score.index_low or Fraction(0))

    @property
    def uncertain(self) -> bool:
        """Whether something is missing, so that the bounds lie apart."""
        return self.readiness.score.answered < self.readiness.score.applicable


@dataclass(frozen=True, slots=True)
class Lapse:
    """A discipline that was in place when its result was made, and whose evidence held until a day now past."""

    discipline: Discipline
    held_until: date | None
    foundations: tuple[Practice, ...]
