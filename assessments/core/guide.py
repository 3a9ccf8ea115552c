"""What *How it works* prints of a catalog: its statements traced to what asks about them (`domain.md` 1.1, 3)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assessments.core.catalog import Catalog, Discipline, Gate, Practice, Source, Statement
from assessments.core.scoring import most_excluded, needed


@dataclass(frozen=True, slots=True)
class GateRule:
    """An ordering rule with the names of its disciplines and the statement it stands on."""

    gate: Gate
    before: str
    after: str
    statement: Statement | None


@dataclass(frozen=True, slots=True)
class TraceLine:
    """One statement of the article with the practices that ask about it and the gates that enforce it."""

    statement: Statement
    practices: tuple[Practice, ...]
    gates: tuple[GateRule, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DisciplineLine:
    """One discipline with the counts that its maturity level asks for when nothing is marked not applicable (F6)."""

    discipline: Discipline
    practices: int
    foundations: int
    breadth: int
    no_gaps: int
    most_excluded: int
    free: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Guide:
    """Everything the page takes from the catalog in force."""

    catalog: Catalog
    disciplines: tuple[DisciplineLine, ...]
    gates: tuple[GateRule, ...]
    free: tuple[str, ...]
    trace: tuple[TraceLine, ...]
    outside_only: tuple[Practice, ...]
    sources: tuple[Source, ...]


def guide(catalog: Catalog) -> Guide:
    """Collect what the page prints."""
    lines = tuple(_discipline(catalog, one) for one in catalog.disciplines)
    rules = tuple(_rules(catalog))
    return Guide(
        catalog=catalog,
        disciplines=lines,
        gates=rules,
        free=tuple(line.discipline.name for line in lines if line.free),
        trace=tuple(_trace(catalog, rules)),
        outside_only=tuple(one for one in catalog.practice.values() if catalog.statements and not one.statements),
        sources=catalog.sources,
    )


def _discipline(catalog: Catalog, one: Discipline) -> DisciplineLine:
    count = len(one.practices)
    return DisciplineLine(
        discipline=one,
        practices=count,
        foundations=sum(practice.foundation for practice in one.practices),
        breadth=needed(catalog.thresholds.breadth, count),
        no_gaps=needed(catalog.thresholds.no_gaps, count),
        most_excluded=most_excluded(count, catalog.thresholds),
        free=not catalog.is_source(one.code) and not any(catalog.gates_to(one.code)),
    )


def _rules(catalog: Catalog) -> Iterator[GateRule]:
    statements = {one.code: one for one in catalog.statements}
    for gate in catalog.gates:
        names = catalog.discipline[gate.before].name, catalog.discipline[gate.after].name
        yield GateRule(gate, *names, statements.get(gate.statement))


def _trace(catalog: Catalog, rules: Sequence[GateRule]) -> Iterator[TraceLine]:
    for statement in catalog.statements:
        practices = (one for one in catalog.practice.values() if statement.code in one.statements)
        gates = (rule for rule in rules if rule.gate.statement == statement.code)
        yield TraceLine(statement, tuple(practices), tuple(gates))
