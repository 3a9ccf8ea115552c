"""How answers spread over the levels, as dots: one for each answer, stacked above its level, a row for each group.

A frame around a level's number marks the middle answer, so that shape tells it and not colour alone. Lengths are in
units of the drawing, which is `WIDTH` wide however many answers there are.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from assessments.core.agreement import lower_median
from assessments.core.catalog import LEVELS

WIDTH = 360
MARGIN, COLUMN = 10, 68
DOT, STEP, BESIDE = 7, 16, 4
NAME_HEIGHT, NUMBER_HEIGHT, GAP = 24, 30, 14


@dataclass(frozen=True, slots=True)
class Dot:
    """One answer at its place."""

    x: int
    y: int


@dataclass(frozen=True, slots=True)
class Column:
    """A level in a row: how many answers it has, and where its number stands."""

    level: int
    x: int
    count: int
    middle: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One group of people: its name and how many they are, its dots, and the line that they stand on."""

    name: str
    total: int
    middle: int | None
    name_y: int
    line_y: int
    number_y: int
    dots: tuple[Dot, ...]
    columns: tuple[Column, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """The whole drawing; `text` says the same in words."""

    width: int
    height: int
    rows: tuple[Row, ...]
    text: str


def picture(groups: Mapping[str, Sequence[int]]) -> Picture:
    """The levels that each group of people gave, drawn one below the other."""
    rows = tuple(_rows(groups))
    return Picture(
        width=WIDTH,
        height=(rows[-1].number_y + GAP) if rows else 0,
        rows=rows,
        text=" ".join(_text(row) for row in rows),
    )


def _rows(groups: Mapping[str, Sequence[int]]) -> Iterator[Row]:
    top = 0
    for name, numbers in groups.items():
        lines = max([-(-numbers.count(level) // BESIDE) for level in LEVELS] + [1])
        line_y = top + NAME_HEIGHT + lines * STEP
        middle = lower_median(numbers)
        yield Row(
            name=name,
            total=len(numbers),
            middle=middle,
            name_y=top + NAME_HEIGHT - STEP // 2,
            line_y=line_y,
            number_y=line_y + NUMBER_HEIGHT - STEP // 2,
            dots=tuple(dot for level in LEVELS for dot in _dots(level, numbers.count(level), line_y)),
            columns=tuple(Column(level, _middle_of(level), numbers.count(level), level == middle) for level in LEVELS),
        )
        top = line_y + NUMBER_HEIGHT + GAP


def _dots(level: int, count: int, line_y: int) -> Iterator[Dot]:
    """So many dots above a level, from the line upwards, each line of them centred."""
    for first in range(0, count, BESIDE):
        beside = min(BESIDE, count - first)
        left = _middle_of(level) - (beside - 1) * STEP // 2
        y = line_y - DOT - 2 - first // BESIDE * STEP
        yield from (Dot(left + number * STEP, y) for number in range(beside))


def _middle_of(level: int) -> int:
    return MARGIN + level * COLUMN + COLUMN // 2


def _text(row: Row) -> str:
    said = [f"{column.count} at level {column.level}" for column in row.columns if column.count]
    return f"{row.name}: {', '.join(said) or 'no level'}."
