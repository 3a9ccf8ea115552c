"""The trend as pictures, one small one per discipline on a common scale of days; a unit of height is a point of index.

Shapes tell the kinds of points apart, never colour alone: a filled dot is a result, a ring one that counted nowhere
because the discipline waited, a diamond is planned, and an upright stroke is the range that missing answers leave.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise
from math import floor

from assessments.core.calendar import day_words
from assessments.core.catalog import Discipline
from assessments.core.trend import Moment, Point, Trend

WIDTH, HEIGHT = 300, 146
LEFT, RIGHT = 32, 282
TOP, BOTTOM = 18, 118
HALF = Fraction(1, 2)
ABOVE, BELOW, LABEL_RISE = -9, 18, 6
LABEL_WIDTH = 26
NAME_WIDTH = 62

Place = Callable[[date], int]
Told = tuple[Moment, Point]


class Kind(StrEnum):
    """What a mark or a line stands for."""

    RESULT = "result"
    WAITING = "waiting"
    PLANNED = "planned"


@dataclass(frozen=True, slots=True)
class Mark:
    """A point at its place."""

    x: int
    y: int
    kind: Kind


@dataclass(frozen=True, slots=True)
class Range:
    """What missing answers leave open, as an upright stroke."""

    x: int
    top: int
    bottom: int


@dataclass(frozen=True, slots=True)
class Line:
    """A stretch between two points."""

    x1: int
    y1: int
    x2: int
    y2: int
    kind: Kind


@dataclass(frozen=True, slots=True)
class Label:
    """Words at a place; `anchor` is start, middle or end."""

    x: int
    y: int
    text: str
    anchor: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """One discipline: what is drawn, and `text`, what that says in words; `newest` is what the newest result says."""

    discipline: Discipline
    newest: Point | None
    lines: tuple[Line, ...]
    ranges: tuple[Range, ...]
    marks: tuple[Mark, ...]
    labels: tuple[Label, ...]
    text: str

    @property
    def kinds(self) -> frozenset[Kind]:
        """What its marks and lines stand for."""
        return frozenset(mark.kind for mark in self.marks) | frozenset(line.kind for line in self.lines)


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """Panels of `width` by `height` with the same grid and the same days below; of those in `empty` there is nothing.

    `kinds` are those that occur.
    """

    width: int
    height: int
    grid: tuple[Label, ...]
    days: tuple[Label, ...]
    left: int
    right: int
    panels: tuple[Panel, ...]
    empty: tuple[Discipline, ...]
    kinds: frozenset[Kind]
    has_ranges: bool


def picture(trend: Trend) -> Picture | None:
    """The trend drawn; None while all there is to draw lies on one day."""
    moments = [one for one in trend.moments if any(point.low is not None for point in one.points.values())]
    days = [one.on for one in moments]
    if not days or days[0] == days[-1]:
        return None

    def place(on: date) -> int:
        return LEFT + (on - days[0]).days * (RIGHT - LEFT) // (days[-1] - days[0]).days

    told = [(one, trend.of(one.code)) for one in trend.disciplines]
    newest = next((one.points for one in reversed(trend.moments) if one.quarter is None), {})
    panels = tuple(_panel(own, points, newest.get(own.code), place) for own, points in told if points)
    return Picture(
        width=WIDTH,
        height=HEIGHT,
        grid=tuple(Label(LEFT - 8, BOTTOM - index, str(index), "end") for index in (0, 50, 100)),
        days=tuple(_names(moments, place)),
        left=LEFT,
        right=RIGHT,
        panels=panels,
        empty=tuple(discipline for discipline, points in told if not points),
        kinds=frozenset(kind for panel in panels for kind in panel.kinds),
        has_ranges=any(panel.ranges for panel in panels),
    )


def _panel(discipline: Discipline, told: Sequence[Told], newest: Point | None, place: Place) -> Panel:
    marks = [mark for moment, point in _standing_out(told) if (mark := _mark(moment, point, place))]
    ranges = [
        Range(place(moment.on), _height(point.high), _height(point.low)) for moment, point in told if point.uncertain
    ]
    return Panel(
        discipline=discipline,
        newest=newest,
        lines=tuple(_lines(told, place)),
        ranges=tuple(ranges),
        marks=tuple(marks),
        labels=tuple(_labels(told, place)),
        text=_text(discipline, told),
    )


def _standing_out(told: Sequence[Told]) -> Iterator[Told]:
    """Every result; of the plan its end, and each quarter that brings another state or level."""
    for number, (moment, point) in enumerate(told):
        before = told[number - 1][1] if number else None
        moved = before is not None and (before.state, before.level) != (point.state, point.level)
        if moment.quarter is None or number == len(told) - 1 or moved:
            yield moment, point


def _height(index: Fraction | None) -> int:
    """Where an index lies, halves upwards."""
    return BOTTOM - floor((index or 0) + HALF)


def _kind(moment: Moment, point: Point) -> Kind:
    if moment.quarter is not None:
        return Kind.PLANNED
    return Kind.WAITING if point.waits else Kind.RESULT


def _mark(moment: Moment, point: Point, place: Place) -> Mark | None:
    if point.index is None:
        return None
    return Mark(place(moment.on), _height(point.index), _kind(moment, point))


def _lines(told: Sequence[Told], place: Place) -> Iterator[Line]:
    """Stretches between neighbours that both have an index; one that counts nowhere at an end is of that kind."""
    for (before, old), (after, new) in pairwise(told):
        start, end = _mark(before, old, place), _mark(after, new, place)
        if start and end:
            kind = Kind.WAITING if old.waits or new.waits else end.kind
            yield Line(start.x, start.y, end.x, end.y, kind)


def _labels(told: Sequence[Told], place: Place) -> Iterator[Label]:
    """The values at the newest result and at the end of the plan, where both have room."""
    results = [one for one in told if one[0].quarter is None and one[1].index is not None]
    planned = [one for one in told if one[0].quarter is not None and one[1].index is not None]
    taken = WIDTH + LABEL_WIDTH
    for moment, point in [*planned[-1:], *results[-1:]]:
        x, y = place(moment.on), _height(point.index)
        if taken - x >= LABEL_WIDTH:
            taken = x
            top = _height(point.high)
            yield Label(x, top + ABOVE if top + ABOVE >= TOP - LABEL_RISE else y + BELOW, f"{BOTTOM - y}", "middle")


def _names(moments: Sequence[Moment], place: Place) -> Iterator[Label]:
    """When the first and the last moment are, and the newest result between them where there is room."""
    first, last = moments[0], moments[-1]
    yield Label(LEFT, HEIGHT - 8, _name(first), "start")
    yield Label(RIGHT, HEIGHT - 8, _name(last), "end")
    newest = [one for one in moments if one.quarter is None][-1:]
    for one in newest:
        if LEFT + 3 * NAME_WIDTH // 2 <= place(one.on) <= RIGHT - 3 * NAME_WIDTH // 2:
            yield Label(place(one.on), HEIGHT - 8, _name(one), "middle")


def _name(moment: Moment) -> str:
    return str(moment.quarter) if moment.quarter else f"{moment.on:%b %Y}"


def _text(discipline: Discipline, told: Sequence[Told]) -> str:
    """The first and the newest result and the end of the plan in words."""
    results = [one for one in told if one[0].quarter is None]
    planned = [one for one in told if one[0].quarter is not None]
    said = [f"{_value(point)} on {day_words(moment.on)}" for moment, point in [*results[:1], *results[1:][-1:]]]
    said += [f"planned {_value(point)} at the end of {moment.quarter}" for moment, point in planned[-1:]]
    return f"Index of {discipline.name}: {', '.join(said)}."


def _value(point: Point) -> str:
    if point.index is None:
        return f"between {BOTTOM - _height(point.low)} and {BOTTOM - _height(point.high)}"
    return str(BOTTOM - _height(point.index))
