"""What a picture of lanes over quarters is made of: boxes, lines and words in the picture's own units.

Whatever draws it (a page, a printed document) needs only filled or outlined rectangles, straight lines and words.
x grows to the right, y downwards; all measures are whole units.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from assessments.core.catalog import Discipline
from assessments.core.plans.milestones import MilestoneState

Point = tuple[int, int]
Path = tuple[Point, ...]
SHEET = 700


class Kind(StrEnum):
    """What a bar is for: a step of a foundation, of another practice, or work that a gate needs besides."""

    FOUNDATION = "foundation"
    OTHER = "other"
    WORK = "work"

    @property
    def words(self) -> str:
        """What a key to the picture calls it."""
        return {"foundation": "foundation", "other": "other practice", "work": "to show, answer or settle"}[self]


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle."""

    x: int
    y: int
    width: int
    height: int

    @property
    def right(self) -> int:
        return self.x + self.width

    @property
    def bottom(self) -> int:
        return self.y + self.height

    @property
    def centre(self) -> int:
        return self.x + self.width // 2

    @property
    def middle(self) -> int:
        return self.y + self.height // 2


@dataclass(frozen=True, slots=True)
class Words:
    """A line of words from x, or up to it when `anchor` is 'end', around it when 'middle'; y is their baseline."""

    x: int
    y: int
    text: str
    anchor: str = "start"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One bar: `label` is what is written, cut where it does not fit, `inside` the bar or beside it; `name` is whole.

    `ghost` is where it stood in the baseline, given where it stands elsewhere now; `tick` is drawn in a bar that is
    done. A `lit` bar is on the critical chain of a gate: it has a thick outline.
    """

    name: str
    kind: Kind
    state: MilestoneState | None
    lit: bool
    box: Box
    label: Words
    inside: bool
    ghost: Box | None
    tick: Path

    @property
    def is_dark(self) -> bool:
        """Whether it is filled with the strong colour, so that what stands in it is light."""
        if self.state is None:
            return self.kind is Kind.FOUNDATION
        return self.state is MilestoneState.DONE


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """The stretch in which a discipline waits: a closed sign, a dashed line, an open sign; each where it has room.

    Without an open sign the gate stays closed in this picture. `to_x` is where the stretch ends.
    """

    closed: Box | None
    line: Path
    open: Box | None
    to_x: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """One discipline: its ground, its name and notes in words, its bars, and the `more` that had no room."""

    discipline: Discipline
    box: Box
    name: Words
    notes: tuple[Words, ...]
    waiting: Waiting | None
    bars: tuple[Bar, ...]
    more: int


@dataclass(frozen=True, slots=True)
class Leave:
    """The stretch of an exception to a gate: a rectangle hatched with `strokes`, and the words beside it."""

    box: Box
    strokes: tuple[tuple[Point, Point], ...]
    words: tuple[Words, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign:
    """A gate: a square sign with its words. One that `opens` has its gate line, unless that lies outside the picture.

    Its outcome is 'open' where it is open today or opens, else 'closed'. `moved_from` is its place in the baseline.
    """

    outcome: str
    is_open: bool
    box: Box
    words: tuple[Words, ...]
    moved_from: Box | None
    leaves: tuple[Leave, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A slice of the picture from y downwards that may be set apart from the others: a lane, or a strip of gates."""

    y: int
    height: int
    lane: Lane | None
    signs: tuple[Sign, ...]


@dataclass(frozen=True, slots=True)
class Tick:
    """Where a quarter begins, and what it is called."""

    x: int
    words: Words


@dataclass(frozen=True, slots=True)
class StageEnd:
    """Where a stage ends: a tick on the line of stages, and the stage's name left of it where there is room."""

    x: int
    y: int
    words: Words | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """One form of the picture. Parts lie below each other without a gap, the first one below the `axis`.

    `links` are the lines from step to step of a critical chain up to its gate. `gate_lines` stand where gates open
    and run through the lanes that these lie between. `today` is the day's place.
    """

    width: int
    height: int
    axis: int
    left: int
    right: int
    years: tuple[Words, ...]
    ticks: tuple[Tick, ...]
    stages: tuple[StageEnd, ...]
    today: Words | None
    links: tuple[Path, ...]
    gate_lines: tuple[Path, ...]
    parts: tuple[Part, ...]

    @property
    def fits_a_sheet(self) -> bool:
        """Whether the wide form is no taller than a sheet of A4 across is, drawn over its width."""
        return self.height <= SHEET

    @property
    def lanes(self) -> tuple[Lane, ...]:
        """The lanes, from above."""
        return tuple(part.lane for part in self.parts if part.lane)

    @property
    def signs(self) -> tuple[Sign, ...]:
        """The gates, from above."""
        return tuple(sign for part in self.parts for sign in part.signs)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A bar in words, for the table beside the picture; days are both included."""

    discipline: str
    name: str
    from_level: int | None
    to_level: int | None
    starts: date
    ends: date
    state: MilestoneState | None
    lit: bool
    ghost: tuple[date, date] | None
    note: str


@dataclass(frozen=True, slots=True)
class GateLine:
    """A gate in words: when it opens, the steps of its critical chain first to last, and the exceptions to it."""

    words: str
    chain: tuple[str, ...]
    exceptions: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lanes:
    """The picture for wide windows and paper, the one for narrow windows, and the same in words.

    `kinds` and `states` are those that occur; `left_out` is how many bars lie before or after the quarters shown.
    """

    wide: Drawing
    narrow: Drawing
    lines: tuple[Line, ...]
    gates: tuple[GateLine, ...]
    stages: tuple[str, ...]
    kinds: tuple[Kind, ...]
    states: tuple[MilestoneState, ...]
    has_lit: bool
    has_ghosts: bool
    left_out: int
