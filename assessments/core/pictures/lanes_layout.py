"""Where things stand in a picture of lanes: the scale of days, rows, labels, lines; all in the picture's units."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from textwrap import shorten, wrap

from assessments.core.pictures.lanes_picture import Box, Path, Point, Words

GAP = 6
HATCH = 7
FULL_WIDTH = 0x2E80
"""From this character on they are mostly as wide as two letters."""
ARROW = "\N{RIGHTWARDS ARROW}"
ELLIPSIS = "\N{HORIZONTAL ELLIPSIS}"
DAY = timedelta(days=1)
QUARTER = re.compile(r"(Q\d) (\d{4})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """The measures of one form of the picture.

    Time runs from `left` to `right`. `heading` is what stands above the rows of a lane, `padding` around them; they
    take `most_height`, so that a wide lane fits on a sheet of paper. In a row the label's baseline is `label` below
    its top and the bar `bar` below it, `thick` high; a label stands in or `beside` its bar, or above it over the whole
    width. `letter` is how wide a letter is taken to be.
    """

    width: int
    left: int
    right: int
    heading: int
    padding: int
    least_lane: int
    most_height: int
    row: int
    bar: int
    thick: int
    label: int
    beside: bool
    letter: int
    most_letters: int
    sign: int
    line: int
    name: int
    name_letters: int

    @property
    def bold(self) -> "Form":
        """The same for bold letters."""
        return replace(self, letter=self.letter + 1)


WIDE = Form(
    width=1068, left=150, right=1060, heading=0, padding=9, least_lane=56, most_height=615, row=27, bar=0, thick=22,
    label=15, beside=True, letter=7, most_letters=42, sign=26, line=17, name=12,
    name_letters=14,
)  # fmt: skip
NARROW = Form(
    width=344, left=8, right=336, heading=48, padding=8, least_lane=56, most_height=640, row=34, bar=19, thick=9,
    label=13, beside=False, letter=8, most_letters=42, sign=22, line=19, name=8,
    name_letters=30,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Scale:
    """Days as places: `first` begins at `left`, `last` ends at `right`; days outside stand at the edges."""

    first: date
    last: date
    left: int
    right: int

    def x(self, day: date) -> int:
        """Where a day begins."""
        days = (self.last - self.first).days + 1
        passed = min(max((day - self.first).days, 0), days)
        return self.left + (self.right - self.left) * passed // days

    def end(self, day: date) -> int:
        """Where a day ends."""
        return self.x(day + DAY) if day < date.max else self.right

    def shows(self, starts: date, ends: date) -> bool:
        """Whether some day from one to the other is within."""
        return starts <= self.last and ends >= self.first

    def stretch(self, starts: date, ends: date) -> tuple[int, int]:
        """Where a stretch begins and how wide it is: never too thin to be seen."""
        x, end = self.x(starts) + 1, self.end(ends) - 1
        width = max(GAP, end - x)
        return min(x, self.right - width), width


def pack(spans: Sequence[tuple[int, int]], *, most: int) -> list[int | None]:
    """The row of each span: the first in which nothing overlaps it; None beyond so many rows."""
    rows: list[list[tuple[int, int]]] = []
    places: list[int | None] = []
    for left, right in spans:
        free = (n for n, row in enumerate(rows) if all(right <= start or end <= left for start, end in row))
        place = next(free, len(rows) if len(rows) < most else None)
        if place is not None:
            rows[place : place + 1] = [[*(rows[place] if place < len(rows) else ()), (left, right)]]
        places.append(place)
    return places


def letters(text: str) -> int:
    """How many letters wide a text is."""
    return sum(2 if ord(letter) >= FULL_WIDTH and not letter.isspace() else 1 for letter in text)


def cut(text: str, most: int) -> str:
    """A text of at most so many letters: cut behind a word where one fits, else within it."""
    if letters(text) <= most:
        return text
    if letters(text) == len(text):
        behind_a_word = shorten(text, most, placeholder=ELLIPSIS)
        if len(behind_a_word) > most // 2:
            return behind_a_word
    while text and letters(text) >= most:
        text = text[:-1]
    return f"{text.rstrip()}{ELLIPSIS}"


def labelled(name: str, ending: str, most: int) -> str:
    """A name with its ending, as in 'Monitoring 0→2'; only the name is cut, and left out where nothing of it fits."""
    room = most - letters(ending) - 1
    return f"{cut(name, room) if room > 1 else ''} {ending}".strip() if ending else cut(name, most)


def beside(left: int, right: int, text: str, *, y: int, form: Form) -> tuple[Words, ...]:
    """Bold words right of what reaches from `left` to `right`, or left of it over the names; else below, on lines."""
    letter = form.bold.letter
    width = letters(text) * letter
    if right + GAP + width <= form.right:
        return (Words(right + GAP, y, text),)
    if left - GAP - width >= 0:
        return (Words(left - GAP, y, text, "end"),)
    lines = wrap(QUARTER.sub("\\1\N{NO-BREAK SPACE}\\2", text), (form.right - form.left) // letter)
    return tuple(Words(form.left, y + number * form.line, line) for number, line in enumerate(lines, 1))


def written(name: str, ending: str, box: Box, *, y: int, form: Form, reserved: int) -> tuple[Words, bool]:
    """The label of a bar, and whether it stands inside: whole where that fits, inside, right or left; else cut.

    `reserved` is what is taken at the bar's left end.
    """
    inside = box.width - 2 * GAP - reserved
    whole = labelled(name, ending, letters(name) + letters(ending) + 1)
    if letters(whole) * form.letter <= inside:
        return Words(box.x + GAP + reserved, y, whole), True
    text = labelled(name, ending, form.most_letters)
    right, left = form.right - box.right - GAP, box.x - GAP - form.left
    for room, words in ((right, Words(box.right + GAP, y, text)), (left, Words(box.x - GAP, y, text, "end"))):
        if letters(text) * form.letter <= room:
            return words, False
    room = max(inside, right, left)
    text = labelled(name, ending, room // form.letter)
    if room == inside:
        return Words(box.x + GAP + reserved, y, text), True
    return (Words(box.right + GAP, y, text) if room == right else Words(box.x - GAP, y, text, "end")), False


def extent(words: Words, form: Form) -> tuple[int, int]:
    """From where to where words reach."""
    width = letters(words.text) * form.letter
    return (words.x - width, words.x) if words.anchor == "end" else (words.x, words.x + width)


def link(start: Box, to: Box) -> Path:
    """A line from near the end of one box to another, by right angles, through the gaps between rows."""
    x = max(start.x, start.right - GAP)
    goes_down = to.y > start.y
    leaves, arrives = (start.bottom, to.y) if goes_down or to.y == start.y else (start.y, to.bottom)
    if to.y == start.y:
        arrives = to.bottom
    elif to.x <= x <= to.right:
        return ((x, leaves), (x, arrives))
    gap = arrives - GAP // 2 if goes_down else arrives + GAP // 2
    entry = to.x + GAP if to.x > x else to.right - GAP
    return ((x, leaves), (x, gap), (entry, gap), (entry, arrives))


def hatched(box: Box) -> Iterator[tuple[Point, Point]]:
    """Slanted strokes that fill a box from edge to edge."""
    for along in range(HATCH, box.width + box.height, HATCH):
        right, down = min(along, box.width), min(along, box.height)
        yield (box.x + right, box.y + along - right), (box.x + along - down, box.y + down)
