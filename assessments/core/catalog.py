"""The content as values: disciplines, practices, prerequisites, gates and the thresholds in force."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from functools import cached_property

from assessments.core.planning.order import Order, compile_order

LEVELS = range(5)
IN_PLACE = 2


class Effort(StrEnum):
    """How much work it is to raise a practice by one level in a mid-sized organisation (`domain.md` 3.1)."""

    SMALL = "S"
    MEDIUM = "M"
    LARGE = "L"


@dataclass(frozen=True, slots=True)
class LevelName:
    """The name of a level and what it means in one sentence."""

    number: int
    name: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Thresholds:
    """The numbers of the rules, as data of the catalog version (`domain.md` 4.3, 4.4, J1).

    Shares lie in (0, 1]; `evidence_days` is in days; efforts are in person-weeks for one level;
    `step_factors[n]` multiplies the effort of passing from level n to level n + 1.
    """

    breadth: Fraction = Fraction(70, 100)
    no_gaps: Fraction = Fraction(90, 100)
    not_applicable: Fraction = Fraction(15, 100)
    evidence_days: int = 365
    effort_weeks: Mapping[Effort, Fraction] = field(
        default_factory=lambda: {Effort.SMALL: Fraction(2), Effort.MEDIUM: Fraction(6), Effort.LARGE: Fraction(14)}
    )
    step_factors: tuple[Fraction, ...] = (Fraction(1, 2), Fraction(1), Fraction(5, 4), Fraction(3, 2))


@dataclass(frozen=True, slots=True)
class Need:
    """A prerequisite: `practice` at `level` or more before another practice first reaches level 2 or more."""

    practice: str
    level: int


@dataclass(frozen=True, slots=True)
class Practice:
    """One thing a team does or does not do, asked about by one question with up to five level anchors.

    `anchors` holds one text per level; an empty one means that the level is not offered.
    `not_applicable_when` is empty where *not applicable* may not be answered.
    """

    code: str
    name: str
    question: str
    anchors: tuple[str, ...]
    foundation: bool
    effort: Effort
    owner: str
    needs: tuple[Need, ...] = ()
    statements: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    not_applicable_when: str = ""
    evidence_hint: str = ""

    @property
    def weight(self) -> int:
        """2 for a foundation, else 1 (F2)."""
        return 2 if self.foundation else 1

    @property
    def offered(self) -> tuple[int, ...]:
        """The levels that may be answered, lowest first."""
        return tuple(level for level, anchor in enumerate(self.anchors) if anchor)


@dataclass(frozen=True, slots=True)
class Dimension:
    """An area within a discipline; one page of the walk."""

    code: str
    name: str
    about: str
    practices: tuple[Practice, ...]


@dataclass(frozen=True)
class Discipline:
    """One of the things an organisation may be ready for; `code` is lower case, as in `mlops`."""

    code: str
    name: str
    scope: str
    dimensions: tuple[Dimension, ...]

    @cached_property
    def practices(self) -> tuple[Practice, ...]:
        """Every practice of the discipline, in catalog order."""
        return tuple(practice for dimension in self.dimensions for practice in dimension.practices)


@dataclass(frozen=True, slots=True)
class Gate:
    """The rule 'discipline `before` at maturity `level` before discipline `after`, because `reason`'."""

    before: str
    after: str
    level: int
    reason: str
    statement: str = ""
    fixed: bool = False


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement of the article in our own words, for the trace table (`domain.md` 1.1)."""

    code: str
    kind: str
    text: str
    section: str
    treatment: str


@dataclass(frozen=True, slots=True)
class Source:
    """A public model that a question stands on (`domain.md` 2.1)."""

    code: str
    area: str
    name: str
    address: str


@dataclass(frozen=True)
class Catalog:
    """All content of one version, in catalog order."""

    disciplines: tuple[Discipline, ...]
    gates: tuple[Gate, ...] = ()
    levels: tuple[LevelName, ...] = ()
    thresholds: Thresholds = field(default_factory=Thresholds)
    statements: tuple[Statement, ...] = ()
    sources: tuple[Source, ...] = ()

    @cached_property
    def discipline(self) -> Mapping[str, Discipline]:
        """Disciplines by code."""
        return {discipline.code: discipline for discipline in self.disciplines}

    @cached_property
    def practice(self) -> Mapping[str, Practice]:
        """Practices by code, in catalog order."""
        return {practice.code: practice for discipline in self.disciplines for practice in discipline.practices}

    @cached_property
    def discipline_of(self) -> Mapping[str, str]:
        """The code of the discipline of each practice, by practice code."""
        return {practice.code: discipline.code for discipline in self.disciplines for practice in discipline.practices}

    @cached_property
    def dimension_of(self) -> Mapping[str, Dimension]:
        """The dimension of each practice, by practice code."""
        dimensions = (dimension for discipline in self.disciplines for dimension in discipline.dimensions)
        return {practice.code: dimension for dimension in dimensions for practice in dimension.practices}

    @cached_property
    def grounds(self) -> Mapping[str, tuple[tuple[Statement, ...], tuple[Source, ...]]]:
        """The statements of the article and the public models that each practice stands on, by practice code."""
        return {
            practice.code: (
                tuple(one for one in self.statements if one.code in practice.statements),
                tuple(one for one in self.sources if one.code in practice.sources),
            )
            for practice in self.practice.values()
        }

    @cached_property
    def order(self) -> Order:
        """What planning needs to know, compiled once."""
        return compile_order(self)

    def gates_to(self, after: str) -> Iterator[Gate]:
        """The gates that hold the discipline `after` back."""
        return (gate for gate in self.gates if gate.after == after)

    def is_source(self, before: str) -> bool:
        """Whether some gate depends on the discipline `before`."""
        return any(gate.before == before for gate in self.gates)
