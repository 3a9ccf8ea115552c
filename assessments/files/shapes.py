"""The shape of the catalog files: which keys each holds, of which type (`docs/catalog-format.md`)."""

import re
from fractions import Fraction
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, PlainValidator

from assessments.core.catalog import LEVELS, Need, Thresholds
from assessments.files.loading import exact

NEED = re.compile(r"([A-Za-z0-9][\w.-]{0,39})\s*>=\s*([0-9])", re.ASCII)


def _discipline_code(text: str) -> str:
    if not re.fullmatch(r"[a-z0-9][a-z0-9_-]{0,39}", text):
        raise ValueError("must be a code of at most 40 lower-case letters, digits, hyphens and underscores")
    return text


def _code(text: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}", text):
        raise ValueError("must be a code of at most 40 letters, digits, dots, hyphens and underscores")
    return text


def _code_or_none(text: str) -> str:
    return _code(text) if text else text


def without_nul(text: str) -> str:
    """The same text. Raises ValueError when it holds a NUL character, which databases refuse."""
    if "\0" in text:
        raise ValueError("must not contain a NUL character")
    return text


def _five(anchors: list[str]) -> list[str]:
    if len(anchors) != len(LEVELS):
        raise ValueError(f"must have five entries, one for each level from 0 to 4, not {len(anchors)}")
    return anchors


def _need(text: object) -> Need:
    match = NEED.fullmatch(text.strip()) if isinstance(text, str) else None
    if match is None:
        raise ValueError("must be a practice code and a level, like DAT-QUA-01>=1")
    return Need(practice=match[1], level=int(match[2]))


DisciplineCode = Annotated[str, AfterValidator(_discipline_code)]
Code = Annotated[str, AfterValidator(_code)]
Name = Annotated[str, Field(max_length=200), AfterValidator(without_nul)]
Text = Annotated[str, Field(max_length=4000), AfterValidator(without_nul)]
Exact = Annotated[Fraction, PlainValidator(exact)]


class Shape(BaseModel):
    """Strict types, no unknown keys, texts without blanks around them."""

    model_config = ConfigDict(strict=True, extra="forbid", str_strip_whitespace=True)


class PracticeEntry(Shape):
    """One `[[dimensions.practices]]`."""

    code: Code
    name: Name
    question: Text
    levels: Annotated[list[Text], AfterValidator(_five)]
    foundation: bool = False
    effort: Literal["S", "M", "L"]
    owner: Name
    needs: list[Annotated[Need, PlainValidator(_need)]] = []
    statements: list[Code] = []
    sources: list[Code] = []
    not_applicable_when: Text = ""
    evidence_hint: Text = ""


class DimensionEntry(Shape):
    """One `[[dimensions]]`."""

    code: Code
    name: Name
    about: Text
    practices: list[PracticeEntry]


class DisciplineFile(Shape):
    """One discipline."""

    code: DisciplineCode
    name: Name
    position: Annotated[int, Field(ge=0, le=9999)]
    scope: Text
    dimensions: list[DimensionEntry]


class GateEntry(Shape):
    """One `[[gates]]`."""

    before: DisciplineCode
    after: DisciplineCode
    level: int
    reason: Text
    statement: Annotated[str, AfterValidator(_code_or_none)] = ""
    fixed: bool = False


class GatesFile(Shape):
    """`gates.toml`."""

    gates: list[GateEntry] = []


class LevelEntry(Shape):
    """One `[[levels]]`."""

    number: int
    name: Name
    meaning: Text


class EffortWeeks(Shape):
    """Person-weeks for one level, by effort."""

    S: Exact
    M: Exact
    L: Exact


class ThresholdsEntry(Shape):
    """`[thresholds]`; what is left out keeps the built-in value."""

    breadth: Exact = Thresholds().breadth
    no_gaps: Exact = Thresholds().no_gaps
    not_applicable: Exact = Thresholds().not_applicable
    evidence_days: int = Thresholds().evidence_days
    effort_weeks: EffortWeeks | None = None
    step_factors: list[Exact] = list(Thresholds().step_factors)


class LevelsFile(Shape):
    """`levels.toml`."""

    levels: list[LevelEntry] = []
    thresholds: ThresholdsEntry = ThresholdsEntry()


class StatementEntry(Shape):
    """One `[[statements]]`."""

    code: Code
    kind: Name
    text: Text
    section: Name
    treatment: Text


class ArticleFile(Shape):
    """`article.toml`."""

    statements: list[StatementEntry] = []


class SourceEntry(Shape):
    """One `[[sources]]`."""

    code: Code
    area: Name
    name: Text
    address: Text


class SourcesFile(Shape):
    """`sources.toml`."""

    sources: list[SourceEntry] = []
