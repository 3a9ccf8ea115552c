"""A roadmap as lanes over quarters: where bars, rails and gate lines stand (`DESIGN.md` 6).

Measures are in the picture's own units. Each discipline has a lane; within it bars that overlap in time lie below
each other; the line of a gate stands at the end of the quarter in which it is forecast to open.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from textwrap import shorten, wrap

from assessments.core.catalog import Catalog, Discipline, Practice
from assessments.core.roadmap import PlannedStep, Roadmap

MOST_QUARTERS = 16
LEAST_WIDTH = 1060
LABELS = 150
HEAD = 44
BAR = 40
BAR_GAP = 6
LANE_PADDING = 12
LANE_GAP = 12
LEAST_LANE = 52
CHARACTER = 8.2
PILL = 24
LEAST_PITCH = 148
LETTER = 7.4
WIDEST_FRAME = 1120


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One practice raised without a break, from one level to another, over one quarter or more.

    `first` and `second` are the lines of its label, the second shorter, since `levels` stands behind it.
    """

    practice: Practice
    from_level: int
    to_level: int
    first: str
    second: str
    levels: str
    x: int
    y: int
    width: int

    @property
    def end(self) -> int:
        """Where its last word ends."""
        return self.x + self.width - 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """One discipline: its target (0: not wanted) and its bars; it waits from the left up to `waits_to`, if it does."""

    discipline: Discipline
    target: int
    bars: tuple[Bar, ...]
    waits_to: int | None
    opens: bool
    y: int
    height: int

    @property
    def middle(self) -> int:
        """The height of its rail."""
        return self.y + self.height // 2


@dataclass(frozen=True, slots=True)
class Sign:
    """What is written on a gate's line, below the lane of what comes before it."""

    words: str
    x: int
    y: int
    width: int

    @property
    def middle(self) -> int:
        """Where its words are centred."""
        return self.x + self.width // 2


@dataclass(frozen=True, slots=True)
class GateLine:
    """The moment when gates open: what comes before, what may be built from then on, and when."""

    before: str
    after: tuple[str, ...]
    quarter: str
    x: int
    y: int
    height: int
    sign: Sign


@dataclass(frozen=True, slots=True)
class Tick:
    """Where a quarter begins."""

    number: int
    name: str
    x: int


@dataclass(frozen=True, slots=True)
class RoadmapChart:
    """The picture; `left_out` is how many later quarters it does not show."""

    width: int
    height: int
    ticks: tuple[Tick, ...]
    lanes: tuple[Lane, ...]
    gate_lines: tuple[GateLine, ...]
    left_out: int

    @property
    def is_wide(self) -> bool:
        """Whether it is wider than any window shows at once."""
        return self.width > WIDEST_FRAME


def roadmap_chart(catalog: Catalog, roadmap: Roadmap) -> RoadmapChart:
    """Draw a roadmap; at most the first `MOST_QUARTERS` quarters are shown."""
    return _Chart(catalog, roadmap).draw()


class _Chart:
    """One chart in the making."""

    def __init__(self, catalog: Catalog, roadmap: Roadmap) -> None:
        self.catalog, self.roadmap = catalog, roadmap
        self.quarters = min(MOST_QUARTERS, max(1, len(roadmap.quarters)))
        self.pitch = max(LEAST_PITCH, (LEAST_WIDTH - LABELS) // self.quarters)
        self.bottom = HEAD

    def draw(self) -> RoadmapChart:
        lanes = tuple(self._lane(discipline) for discipline in self.catalog.disciplines)
        return RoadmapChart(
            width=self._x(self.quarters + 1) + 8,
            height=self.bottom,
            ticks=tuple(
                Tick(number, str(self.roadmap.calendar(number)), self._x(number))
                for number in range(1, self.quarters + 1)
            ),
            lanes=lanes,
            gate_lines=tuple(self._gate_lines(lanes)),
            left_out=max(0, len(self.roadmap.quarters) - self.quarters),
        )

    def _x(self, quarter: int) -> int:
        return LABELS + self.pitch * (quarter - 1)

    def _lane(self, discipline: Discipline) -> Lane:
        runs = self._runs([step for step in self.roadmap.steps if step.discipline == discipline.code])
        rows = _rows(runs)
        height = max(LEAST_LANE, 2 * LANE_PADDING + (max(rows, default=-1) + 1) * (BAR + BAR_GAP) - BAR_GAP)
        opening = any(one.opens and one.gate.before == discipline.code for one in self.roadmap.forecasts)
        y, self.bottom = self.bottom, self.bottom + height + LANE_GAP + (PILL if opening else 0)
        forecasts = [one for one in self.roadmap.forecasts if one.gate.after == discipline.code and one.opens != 0]
        opens = max((one.opens or len(self.roadmap.quarters) + 1 for one in forecasts), default=None)
        return Lane(
            discipline=discipline,
            target=self.roadmap.targets.get(discipline.code, 0),
            bars=tuple(
                self._bar(run, y + LANE_PADDING + row * (BAR + BAR_GAP)) for run, row in zip(runs, rows, strict=True)
            ),
            waits_to=None if opens is None else self._x(min(opens, self.quarters) + 1),
            opens=all(one.opens is not None and one.opens <= self.quarters for one in forecasts),
            y=y,
            height=height,
        )

    def _runs(self, steps: Sequence[PlannedStep]) -> list[list[PlannedStep]]:
        """Steps of one practice that follow each other without a break, by their beginning."""
        runs: list[list[PlannedStep]] = []
        last: dict[str, list[PlannedStep]] = {}
        for step in sorted(steps, key=lambda one: (one.starts, one.quarter)):
            run = last.get(step.step.practice)
            if run and step.starts <= run[-1].quarter + 1:
                run.append(step)
            elif step.starts <= self.quarters:
                last[step.step.practice] = [step]
                runs.append(last[step.step.practice])
        return runs

    def _bar(self, run: Sequence[PlannedStep], y: int) -> Bar:
        practice = self.catalog.practice[run[0].step.practice]
        x = self._x(run[0].starts) + 4
        width = self._x(min(run[-1].quarter, self.quarters) + 1) - 4 - x
        levels = f"{run[0].step.from_level}\N{RIGHTWARDS ARROW}{run[-1].step.to_level}"
        room = int((width - 16) / LETTER)
        first, second = _label(practice.name, room, room - len(levels) - 1)
        return Bar(
            practice=practice,
            from_level=run[0].step.from_level,
            to_level=run[-1].step.to_level,
            first=first,
            second=second,
            levels=levels,
            x=x,
            y=y,
            width=width,
        )

    def _gate_lines(self, lanes: Sequence[Lane]) -> Iterator[GateLine]:
        together: dict[tuple[str, int], list[str]] = {}
        for one in self.roadmap.forecasts:
            if one.opens and one.opens <= self.quarters:
                together.setdefault((one.gate.before, one.opens), []).append(one.gate.after)
        by_code = {lane.discipline.code: lane for lane in lanes}
        for (before, opens), after in together.items():
            concerned = [by_code[code] for code in (before, *after)]
            name, quarter = self.catalog.discipline[before].name, str(self.roadmap.calendar(opens))
            top = min(lane.y for lane in concerned)
            yield GateLine(
                before=name,
                after=tuple(self.catalog.discipline[code].name for code in after),
                quarter=quarter,
                x=self._x(opens + 1),
                y=top,
                height=max(lane.y + lane.height for lane in concerned) - top,
                sign=self._sign(f"{name} in place, {quarter}", self._x(opens + 1), concerned[0]),
            )

    def _sign(self, words: str, x: int, lane: Lane) -> Sign:
        width = int(len(words) * CHARACTER) + 24
        left = min(max(LABELS, x - width // 2), self._x(self.quarters + 1) - width)
        return Sign(words, left, lane.y + lane.height + LANE_GAP // 2, width)


def _label(name: str, first: int, second: int) -> tuple[str, str]:
    """A name on two lines of so many letters, cut behind a word where it does not fit."""
    upper = wrap(name, first, max_lines=1, placeholder="")
    rest = name.removeprefix(upper[0]).lstrip() if upper else name
    return "".join(upper), shorten(rest, second, placeholder="…")


def _rows(runs: Sequence[Sequence[PlannedStep]]) -> list[int]:
    """The row of each run: the first one that is free when it begins."""
    free_from: list[int] = []
    rows = []
    for run in runs:
        row = next((row for row, quarter in enumerate(free_from) if quarter <= run[0].starts), len(free_from))
        free_from[row : row + 1] = [run[-1].quarter + 1]
        rows.append(row)
    return rows
