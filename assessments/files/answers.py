"""An answers file for scoring without a database (`docs/answers-format.md`)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, PlainValidator

from assessments.core.catalog import LEVELS, Catalog, Practice
from assessments.core.scenario import DEFAULT_CAPACITY, DEFAULT_PARALLEL
from assessments.files.faults import FileFaults, parsed, shown
from assessments.files.loading import exact, load_json
from assessments.files.shapes import Shape, without_nul

BYTES = 5 * 1024 * 1024
MOST_RESPONDENTS = 1000
CAPACITY = Fraction(DEFAULT_CAPACITY)
MOST_PARALLEL = 1000

Answer = int | Literal["dk", "na"]


@dataclass(frozen=True, slots=True)
class AnswerFile:
    """The answers of one team: per practice one entry per respondent, a level, don't know or not applicable.

    `targets` are maturity levels 0 to 4 by discipline; `capacity` is in person-weeks a quarter, above 0, and so is
    `role_capacity` by owner role; `parallel` is how many steps run at once; with `assume_evidence` every foundation
    counts as shown.
    """

    answers: Mapping[str, tuple[Answer, ...]]
    evidence: Mapping[str, str]
    targets: Mapping[str, int]
    capacity: Fraction
    role_capacity: Mapping[str, Fraction]
    parallel: int
    assume_evidence: bool


def read_answers(path: Path, catalog: Catalog) -> AnswerFile:
    """The answers file at `path`, checked against `catalog`. Raises FileFaults with all faults at once."""
    data, repeated = load_json(path, limit=BYTES)
    unfit = (*repeated, *(f"{path.name}, {fault}" for fault in _unfit(data, catalog)))
    try:
        shape = parsed(AnswersShape, data, file=path.name, group="an object")
    except FileFaults as error:
        raise FileFaults(error.faults + unfit) from None
    if unfit:
        raise FileFaults(unfit)
    return AnswerFile(
        answers={code: tuple(given) for code, given in shape.answers.items()},
        evidence=shape.evidence,
        targets=shape.targets,
        capacity=shape.capacity,
        role_capacity=shape.role_capacity,
        parallel=shape.parallel,
        assume_evidence=shape.assume_evidence,
    )


def _listed(given: object) -> object:
    return given if isinstance(given, list) else [given]


def _not_empty(given: list[Answer]) -> list[Answer]:
    if not given:
        raise ValueError("must not be an empty list; leave the practice out instead")
    return given


def _answer(given: object) -> Answer:
    if given in ("dk", "na") or (type(given) is int and given in LEVELS):
        return given
    raise ValueError(f'must be a level from 0 to 4, "dk" or "na", not {shown(given)}')


def _target(given: object) -> int:
    if type(given) is int and given in LEVELS:
        return given
    raise ValueError(f"must be a maturity level from 0 to 4, not {shown(given)}")


def _capacity(given: object) -> Fraction:
    number = exact(given)
    if number <= 0:
        raise ValueError("must be a number of person-weeks above 0")
    return number


def _parallel(given: object) -> int:
    if type(given) is int and 1 <= given <= MOST_PARALLEL:
        return given
    raise ValueError(f"must be a whole number of steps from 1 to {MOST_PARALLEL:,}, not {shown(given)}")


def _evidence(text: str) -> str:
    if not text:
        raise ValueError("must not be blank")
    return without_nul(text)


class AnswersShape(Shape):
    """The keys of an answers file."""

    answers: dict[
        str,
        Annotated[
            list[Annotated[Answer, PlainValidator(_answer)]],
            Field(max_length=MOST_RESPONDENTS),
            BeforeValidator(_listed),
            AfterValidator(_not_empty),
        ],
    ]
    evidence: dict[str, Annotated[str, Field(max_length=4000), AfterValidator(_evidence)]] = {}
    targets: dict[str, Annotated[int, PlainValidator(_target)]] = {}
    capacity: Annotated[Fraction, PlainValidator(_capacity)] = CAPACITY
    role_capacity: dict[str, Annotated[Fraction, PlainValidator(_capacity)]] = {}
    parallel: Annotated[int, PlainValidator(_parallel)] = DEFAULT_PARALLEL
    assume_evidence: bool = False


def _unfit(data: object, catalog: Catalog) -> Iterator[str]:
    """What the catalog does not know or allow, in whatever of the data has the right shape."""
    for section, known, kind in (
        ("answers", catalog.practice, "practice"),
        ("evidence", catalog.practice, "practice"),
        ("targets", catalog.discipline, "discipline"),
        ("role_capacity", {practice.owner for practice in catalog.practice.values()}, "owner role"),
    ):
        unknown = (code for code in _section(data, section) if code not in known)
        yield from (f"{section}: there is no {kind} {shown(code)}." for code in unknown)
    for code, given in _section(data, "answers").items():
        if practice := catalog.practice.get(code):
            yield from (f"answers: {fault}" for fault in _refused(practice, given))


def _section(data: object, name: str) -> Mapping[str, Any]:
    section = data.get(name) if isinstance(data, dict) else None
    return section if isinstance(section, dict) else {}


def _refused(practice: Practice, given: object) -> Iterator[str]:
    answers = given if isinstance(given, list) else [given]
    for level in LEVELS:
        if level not in practice.offered and any(type(answer) is int and answer == level for answer in answers):
            yield f"{practice.code} does not offer level {level}."
    if "na" in answers and not practice.not_applicable_when:
        yield f"{practice.code} may not be answered as not applicable."
