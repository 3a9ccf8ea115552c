"""The trend of the index on paper, one small picture per discipline, from the same geometry as the page's."""

from assessments.core.pictures.trend_picture import Kind, Label, Mark, Panel, Picture
from assessments.exports.paper import ANCHORS, INK, INNER, LINE, MARGIN, POINT, QUIET, Paper
from assessments.exports.paper_lanes import GREY, TEAL, WHITE

ABREAST, GAP = 3, 5.0
TITLE = 6.0
LETTER = 11.0
DASHES = {Kind.RESULT: 0.0, Kind.PLANNED: 4.0, Kind.WAITING: 1.5}
MEANINGS = {
    Kind.RESULT: "dot: a result",
    Kind.WAITING: "ring: a result that counted nowhere while the discipline waited",
    Kind.PLANNED: "diamond: planned",
}


def draw_trend(paper: Paper, picture: Picture) -> None:
    """Draw the panels side by side in rows, and what the marks mean."""
    width = (INNER - GAP * (ABREAST - 1)) / ABREAST
    scale = width / picture.width
    height = TITLE + picture.height * scale
    for number, panel in enumerate(picture.panels):
        place = number % ABREAST
        if place == 0:
            paper.need(height)
            top = paper.get_y()
        _Panel(paper, picture, MARGIN + place * (width + GAP), top + TITLE, scale).draw(panel)
        paper.set_xy(MARGIN, top + height + 2)
    meanings = [MEANINGS[kind] for kind in Kind if kind in picture.kinds]
    if picture.has_ranges:
        meanings.append("upright stroke: what missing answers leave open")
    paper.say(f"{'; '.join(meanings).capitalize()}. The index, 0 to 100, is for the trend only.", size=8, colour=QUIET)


class _Panel:
    """One panel whose corner is at a place of the paper."""

    def __init__(self, paper: Paper, picture: Picture, x: float, y: float, scale: float) -> None:
        self.paper, self.picture, self.x, self.y, self.scale = paper, picture, x, y, scale

    def draw(self, panel: Panel) -> None:
        room = self.picture.width * self.scale
        self.paper.put(self.x, self.y - 1.5, panel.discipline.name, size=10, bold=True, room=room)
        for label in self.picture.grid:
            self._line((self.picture.left, label.y), (self.picture.right, label.y), LINE, 1)
            self._label(label, down=4)
        for label in self.picture.days:
            self._label(label)
        for one in panel.ranges:
            self._line((one.x, one.top), (one.x, one.bottom), TEAL, 1.5)
            for y in (one.top, one.bottom):
                self._line((one.x - 4, y), (one.x + 4, y), TEAL, 1.5)
        for line in panel.lines:
            colour = GREY if line.kind is Kind.WAITING else TEAL
            self._line((line.x1, line.y1), (line.x2, line.y2), colour, 2, DASHES[line.kind])
        for mark in panel.marks:
            self._mark(mark)
        for label in panel.labels:
            self._label(label, bold=True)

    def _line(
        self,
        start: tuple[float, float],
        end: tuple[float, float],
        colour: tuple[int, int, int],
        width: float,
        dash: float = 0,
    ) -> None:
        self._pen(colour, width)
        self.paper.set_dash_pattern(dash * self.scale, dash * self.scale)
        self.paper.line(*self._place(*start), *self._place(*end))
        self.paper.set_dash_pattern()

    def _mark(self, mark: Mark) -> None:
        self._pen(GREY if mark.kind is Kind.WAITING else TEAL, 1.5)
        self.paper.set_fill_color(*(TEAL if mark.kind is Kind.RESULT else WHITE))
        if mark.kind is Kind.PLANNED:
            around = ((0, -4), (4, 0), (0, 4), (-4, 0))
            self.paper.polygon([self._place(mark.x + x, mark.y + y) for x, y in around], style="DF")
        else:
            x, y = self._place(mark.x, mark.y)
            self.paper.circle(x, y, 4 * self.scale, style="DF")

    def _label(self, label: Label, *, down: float = 0, bold: bool = False) -> None:
        x, y = self._place(label.x, label.y + down)
        size = LETTER * self.scale / POINT
        colour = INK if bold else QUIET
        self.paper.put(x, y, label.text, size=size, bold=bold, colour=colour, anchor=ANCHORS[label.anchor])

    def _pen(self, colour: tuple[int, int, int], width: float) -> None:
        self.paper.set_draw_color(*colour)
        self.paper.set_line_width(width * self.scale)

    def _place(self, x: float, y: float) -> tuple[float, float]:
        return self.x + x * self.scale, self.y + y * self.scale
