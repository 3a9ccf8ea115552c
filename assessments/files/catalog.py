"""A directory of catalog files as one catalog value."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TypeVar

from assessments.core.catalog import (
    Catalog,
    Dimension,
    Discipline,
    Effort,
    Gate,
    LevelName,
    Practice,
    Source,
    Statement,
    Thresholds,
)
from assessments.files import shapes
from assessments.files.faults import FileFaults, parsed
from assessments.files.loading import load_toml

BUILT_IN = Path(__file__).resolve().parent.parent / "catalog"
LEVELS, GATES, ARTICLE, SOURCES = "levels.toml", "gates.toml", "article.toml", "sources.toml"
BYTES_PER_FILE = 1024 * 1024
MOST_FILES = 50
MOST_PRACTICES = 5000

File = TypeVar("File", bound=shapes.Shape)


def read_catalog(directory: Path) -> Catalog:
    """The catalog in `directory`, disciplines by position and then code (`docs/catalog-format.md`).

    Raises FileFaults with all faults of shape at once. Faults of content are found by `core.faults.problems`.
    """
    faults: list[str] = []
    entries = {path.name: _read(path, shapes.DisciplineFile, faults) for path in _discipline_paths(directory)}
    disciplines = {name: entry for name, entry in entries.items() if entry}
    levels = _read_optional(directory / LEVELS, shapes.LevelsFile, faults)
    names = levels.levels or _read_optional(BUILT_IN / LEVELS, shapes.LevelsFile, faults).levels
    gates = _read_optional(directory / GATES, shapes.GatesFile, faults)
    article = _read_optional(directory / ARTICLE, shapes.ArticleFile, faults)
    sources = _read_optional(directory / SOURCES, shapes.SourcesFile, faults)
    faults += _too_many(disciplines.values())
    faults += _shared_codes(disciplines, article, sources)
    if faults:
        raise FileFaults(tuple(faults))
    return Catalog(
        disciplines=tuple(
            map(_discipline, sorted(disciplines.values(), key=lambda entry: (entry.position, entry.code)))
        ),
        gates=tuple(Gate(**gate.model_dump()) for gate in gates.gates),
        levels=tuple(LevelName(**level.model_dump()) for level in names),
        thresholds=_thresholds(levels.thresholds),
        statements=tuple(Statement(**statement.model_dump()) for statement in article.statements),
        sources=tuple(Source(**source.model_dump()) for source in sources.sources),
    )


def _discipline_paths(directory: Path) -> list[Path]:
    if not directory.is_dir():
        raise FileFaults((f"{directory} is not a directory.",))
    paths = sorted(path for path in directory.glob("*.toml") if path.name not in (LEVELS, GATES, ARTICLE, SOURCES))
    if not paths:
        raise FileFaults((f"{directory} holds no discipline file, such as mlops.toml.",))
    if len(paths) > MOST_FILES:
        raise FileFaults((f"{directory} holds more than {MOST_FILES} discipline files.",))
    return paths


def _read(path: Path, shape: type[File], faults: list[str]) -> File | None:
    """The file as a `shape`, or None with what is wrong added to `faults`."""
    try:
        return parsed(shape, load_toml(path, limit=BYTES_PER_FILE), file=path.name, group="a table")
    except FileFaults as error:
        faults += error.faults
        return None


def _read_optional(path: Path, shape: type[File], faults: list[str]) -> File:
    return (_read(path, shape, faults) if path.exists() else None) or shape()


def _too_many(disciplines: Iterable[shapes.DisciplineFile]) -> Iterator[str]:
    count = sum(len(dimension.practices) for discipline in disciplines for dimension in discipline.dimensions)
    if count > MOST_PRACTICES:
        yield f"The catalog has {count} practices; at most {MOST_PRACTICES} are allowed."


def _shared_codes(
    disciplines: dict[str, shapes.DisciplineFile], article: shapes.ArticleFile, sources: shapes.SourcesFile
) -> Iterator[str]:
    files: dict[tuple[str, str], list[str]] = defaultdict(list)
    for name, discipline in disciplines.items():
        files["discipline", discipline.code].append(name)
        for dimension in discipline.dimensions:
            files["dimension", dimension.code].append(name)
            for practice in dimension.practices:
                files["practice", practice.code].append(name)
    for statement in article.statements:
        files["statement", statement.code].append(ARTICLE)
    for source in sources.sources:
        files["source", source.code].append(SOURCES)
    for (kind, code), names in files.items():
        if len(names) > 1:
            yield f"{', '.join(dict.fromkeys(names))}: the {kind} code {code} is used {len(names)} times."


def _discipline(entry: shapes.DisciplineFile) -> Discipline:
    return Discipline(
        code=entry.code, name=entry.name, scope=entry.scope, dimensions=tuple(map(_dimension, entry.dimensions))
    )


def _dimension(entry: shapes.DimensionEntry) -> Dimension:
    return Dimension(
        code=entry.code, name=entry.name, about=entry.about, practices=tuple(map(_practice, entry.practices))
    )


def _practice(entry: shapes.PracticeEntry) -> Practice:
    return Practice(
        code=entry.code,
        name=entry.name,
        question=entry.question,
        anchors=tuple(entry.levels),
        foundation=entry.foundation,
        effort=Effort(entry.effort),
        owner=entry.owner,
        needs=tuple(entry.needs),
        statements=tuple(entry.statements),
        sources=tuple(entry.sources),
        not_applicable_when=entry.not_applicable_when,
        evidence_hint=entry.evidence_hint,
    )


def _thresholds(entry: shapes.ThresholdsEntry) -> Thresholds:
    weeks = entry.effort_weeks
    return Thresholds(
        breadth=entry.breadth,
        no_gaps=entry.no_gaps,
        not_applicable=entry.not_applicable,
        evidence_days=entry.evidence_days,
        effort_weeks={effort: getattr(weeks, effort) for effort in Effort} if weeks else Thresholds().effort_weeks,
        step_factors=tuple(entry.step_factors),
    )
