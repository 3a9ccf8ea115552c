"""The picture of lanes on paper, from the same geometry as the page's; light colours that survive grey printers."""

from collections.abc import Iterator

from assessments.core.pictures.lanes_picture import Bar, Box, Drawing, Kind, Lane, Lanes, Part, Path, Sign, Words
from assessments.core.plans.milestones import MilestoneState
from assessments.exports.paper import ANCHORS, INK, INNER, LINE, MARGIN, POINT, QUIET, SUNK, Colour, Paper

WHITE, TEAL, PALE, GREY = (255, 255, 255), (47, 127, 123), (207, 227, 225), (127, 133, 141)
GREEN, RUST, OCHRE, BLUE = (42, 117, 73), (179, 68, 30), (138, 96, 0), (34, 87, 122)
LETTER = 11.0
KEY_SIZE = 8.0
SIGNS = {
    "open": (GREEN, (((-10, 1), (-3, 9), (11, -8)),)),
    "closed": (RUST, (((-11, -6), (11, -6)), ((-11, 6), (11, 6)))),
}
SIGN_UNITS = 46
HEADING, ROOM = 20.0, 155.0


def draw_lanes(paper: Paper, heading: str, lanes: Lanes) -> None:
    """Draw the wide form over the width of the paper, below a heading and its key.

    Lanes follow each other over as many pages as it takes; what fits on one page stays together.
    """
    picture = _Picture(paper, lanes.wide)
    paper.heading(heading, room=picture.least + HEADING)
    _key(paper, lanes)
    picture.draw()


class _Picture:
    """One drawing on paper: units of the drawing become millimetres; `top` is where its y of `begin` stands."""

    def __init__(self, paper: Paper, drawing: Drawing) -> None:
        self.paper, self.drawing = paper, drawing
        self.scale = INNER / drawing.width
        self.size = LETTER * self.scale / POINT
        self.begin, self.top = 0, 0.0

    @property
    def least(self) -> float:
        """What has to be left of a page to begin here: all of it where a page can hold that, else one lane."""
        whole = self.drawing.height * self.scale
        first = max((part.y + part.height for part in self.drawing.parts[:1]), default=0) * self.scale
        return whole if whole <= ROOM else first

    def draw(self) -> None:
        """Draw it from where the paper is."""
        self._axis()
        for part in self.drawing.parts:
            if self._y(part.y + part.height) > self.paper.bottom:
                self.paper.add_page()
                self._axis()
                self.begin, self.top = part.y, self.paper.get_y()
            self._part(part)
            self.paper.set_y(self._y(part.y + part.height))
        self.paper.ln(2)

    def _axis(self) -> None:
        self.begin, self.top = 0, self.paper.get_y()
        drawing = self.drawing
        for year in drawing.years:
            self._words(year, bold=True)
        for tick in drawing.ticks:
            self._words(tick.words, colour=QUIET)
        for end in drawing.stages:
            self._line(((end.x, end.y - 12), (end.x, drawing.axis)), QUIET, 2)
            if end.words:
                self._words(end.words, colour=QUIET)
        if drawing.today:
            place = drawing.today
            self._line(((place.x, place.y - 11), (place.x, drawing.axis)), BLUE, 2)
            aside = 5 if place.anchor == "start" else -5
            self._words(Words(place.x + aside, place.y, place.text, place.anchor), bold=True, colour=BLUE)
        self.paper.set_y(self._y(drawing.axis))

    def _part(self, part: Part) -> None:
        with self.paper.local_context(), self.paper.rect_clip(MARGIN, self._y(part.y), INNER, part.height * self.scale):
            if part.lane:
                self._box(part.lane.box, fill=SUNK)
            for tick in self.drawing.ticks:
                self._line(((tick.x, part.y), (tick.x, part.y + part.height)), LINE, 1)
            for path in self.drawing.gate_lines:
                self._line(path, GREEN, 2.5, dash=6)
            if self.drawing.today:
                x = self.drawing.today.x
                self._line(((x, part.y), (x, part.y + part.height)), BLUE, 2)
            for path in self.drawing.links:
                self._line(path, INK, 2)
            if part.lane:
                self._lane(part.lane)
            for sign in part.signs:
                self._gate(sign)

    def _lane(self, lane: Lane) -> None:
        room = self.drawing.left - lane.name.x
        self._words(lane.name, bold=True, size=self.size * 1.25, room=room)
        for note in lane.notes:
            self._words(note, colour=QUIET, room=room)
        if lane.waiting:
            self._line(lane.waiting.line, GREY, 4, dash=8)
            for box, outcome in ((lane.waiting.closed, "closed"), (lane.waiting.open, "open")):
                if box:
                    self._sign(box, outcome)
        for bar in lane.bars:
            self._bar(bar)

    def _bar(self, bar: Bar) -> None:
        if bar.ghost:
            self._box(bar.ghost, fill=(169, 174, 181))
        if bar.lit:
            around = Box(bar.box.x - 2, bar.box.y - 2, bar.box.width + 4, bar.box.height + 4)
            self._box(around, fill=WHITE, edge=INK, width=2.5)
        dropped = bar.state is MilestoneState.DROPPED
        self._box(bar.box, fill=_fill(bar), edge=GREY if dropped else TEAL, width=1.5, dash=4 if dropped else 0)
        if bar.state is MilestoneState.IN_PROGRESS:
            self._box(Box(bar.box.x, bar.box.y, 5, bar.box.height), fill=TEAL)
        self._line(bar.tick, WHITE, 2.5)
        light = bar.inside and bar.is_dark
        self._words(bar.label, bold=bar.lit, colour=WHITE if light else INK)

    def _gate(self, sign: Sign) -> None:
        if sign.moved_from:
            box = sign.moved_from
            self._line(((box.centre, box.middle), (sign.box.centre, box.middle)), GREY, 2, dash=3)
            self._box(box, fill=WHITE, edge=GREY, width=1.5, dash=4)
        self._sign(sign.box, sign.outcome)
        for words in sign.words:
            self._words(words, bold=True, colour=SIGNS[sign.outcome][0])
        for leave in sign.leaves:
            self._box(leave.box, fill=WHITE, edge=OCHRE, width=1.5)
            for stroke in leave.strokes:
                self._line(stroke, OCHRE, 1.5)
            for words in leave.words:
                self._words(words, bold=True, colour=OCHRE)

    def _sign(self, box: Box, outcome: str) -> None:
        """A gate like a signal: two bars closed, a tick open."""
        colour, strokes = SIGNS[outcome]
        self._box(box, fill=WHITE, edge=colour, width=1.5)
        unit = box.width / SIGN_UNITS
        for stroke in strokes:
            points = [(self._x(box.centre + x * unit), self._y(box.middle + y * unit)) for x, y in stroke]
            self._polyline(points, colour, 2.5, 0)

    def _x(self, x: float) -> float:
        return MARGIN + x * self.scale

    def _y(self, y: float) -> float:
        return self.top + (y - self.begin) * self.scale

    def _words(
        self, words: Words, *, bold: bool = False, colour: Colour = INK, size: float = 0, room: float = 0
    ) -> None:
        left, right = words.x, self.drawing.width - words.x
        space = room or {"start": right, "end": left, "middle": 2 * min(left, right)}[words.anchor]
        self.paper.put(
            self._x(words.x),
            self._y(words.y),
            words.text,
            size=size or self.size,
            bold=bold,
            colour=colour,
            anchor=ANCHORS[words.anchor],
            room=max(1, space) * self.scale,
        )

    def _box(self, box: Box, *, fill: Colour, edge: Colour | None = None, width: float = 0, dash: float = 0) -> None:
        self.paper.set_fill_color(*fill)
        if edge:
            self.paper.set_draw_color(*edge)
            self.paper.set_line_width(width * self.scale)
            self.paper.set_dash_pattern(dash * self.scale, dash * self.scale)
        style = "DF" if edge else "F"
        self.paper.rect(self._x(box.x), self._y(box.y), box.width * self.scale, box.height * self.scale, style=style)
        self.paper.set_dash_pattern()

    def _line(self, path: Path, colour: Colour, width: float, dash: float = 0) -> None:
        if path:
            self._polyline([(self._x(x), self._y(y)) for x, y in path], colour, width, dash)

    def _polyline(self, points: list[tuple[float, float]], colour: Colour, width: float, dash: float) -> None:
        self.paper.set_draw_color(*colour)
        self.paper.set_line_width(width * self.scale)
        self.paper.set_dash_pattern(dash * self.scale, dash * self.scale)
        self.paper.polyline(points)
        self.paper.set_dash_pattern()


def _fill(bar: Bar) -> Colour:
    if bar.state is MilestoneState.DROPPED:
        return WHITE
    if bar.is_dark:
        return TEAL
    return WHITE if bar.state is MilestoneState.PLANNED or bar.kind is Kind.WORK else PALE


def _key(paper: Paper, lanes: Lanes) -> None:
    """What the shapes mean, of those that occur, in one line."""
    x, y = MARGIN, paper.get_y() + 2
    for fill, edge, words in _meanings(lanes):
        paper.set_fill_color(*fill)
        paper.set_draw_color(*edge)
        paper.set_line_width(0.7 if edge == INK else 0.35)
        paper.rect(x, y - 2.6, 6, 3, style="DF")
        paper.put(x + 7.5, y, words, size=KEY_SIZE, colour=QUIET)
        x += 7.5 + len(words) * KEY_SIZE * POINT * 0.52 + 6
    paper.set_xy(MARGIN, y + 2)
    if lanes.left_out:
        paper.say(f"Bars before or after these quarters, left out here: {lanes.left_out}.", size=KEY_SIZE, colour=QUIET)


def _meanings(lanes: Lanes) -> Iterator[tuple[Colour, Colour, str]]:
    kinds = {Kind.FOUNDATION: TEAL, Kind.OTHER: PALE, Kind.WORK: WHITE}
    states = {MilestoneState.DONE: TEAL, MilestoneState.IN_PROGRESS: PALE}
    if not lanes.states:
        yield from ((kinds[kind], TEAL, kind.words) for kind in lanes.kinds)
    for state in lanes.states:
        edge = GREY if state is MilestoneState.DROPPED else TEAL
        yield states.get(state, WHITE), edge, state.words.lower()
    if lanes.has_lit:
        yield WHITE, INK, "on a gate’s critical chain"
    if lanes.has_ghosts:
        yield (169, 174, 181), (169, 174, 181), "as promised in the adopted plan"
