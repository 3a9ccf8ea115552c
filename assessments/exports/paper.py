"""Sheets of paper (A4 across) on which words, tables and pictures are put; no text is ever read as markup."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Literal

from fpdf import FPDF, Align
from fpdf.enums import MethodReturnValue, XPos, YPos

from assessments.exports.guarding import printable
from assessments.exports.typeface import FACE, Typeface

INK, QUIET, LINE, SUNK = (27, 36, 48), (86, 97, 113), (190, 186, 176), (244, 241, 234)
MARGIN, FOOT = 14.0, 16.0
WIDTH, HEIGHT = 297.0, 210.0
INNER = WIDTH - 2 * MARGIN
MEASURE = 200.0
LEADING = 1.35
POINT = 25.4 / 72
PAD = 1.2
MOST_LETTERS = 1500

Colour = tuple[int, int, int]
Anchor = Literal["start", "middle", "end"]
ANCHORS: Mapping[str, Anchor] = {"start": "start", "middle": "middle", "end": "end"}


@dataclass(frozen=True, slots=True)
class Wide:
    """A column of a table on paper: its heading, and its share of the width in millimetres."""

    heading: str
    width: float


class Paper(FPDF):
    """A document in the making; the same content on the same day makes the same file."""

    def __init__(self, *, title: str, foot: str, on: date) -> None:
        super().__init__(orientation="landscape", unit="mm", format="A4")
        self.foot = printable(foot)
        self.str_alias_nb_pages = ""
        self.set_margins(MARGIN, MARGIN, MARGIN)
        self.c_margin = 0.0
        self.set_auto_page_break(auto=True, margin=FOOT)
        self.set_title(printable(title))
        self.set_lang("en-GB")
        self.set_creator("opsmaturity")
        self.set_creation_date(datetime.combine(on, time()).astimezone())
        self.typeface = Typeface(self)
        self.add_page()

    @property
    def bottom(self) -> float:
        """Where the writing ends on a page."""
        return HEIGHT - FOOT

    def footer(self) -> None:
        """Whose it is, of which day, and the number of the page."""
        self.put(MARGIN, HEIGHT - 8, self.foot, size=8, colour=QUIET, room=INNER - 30)
        self.put(WIDTH - MARGIN, HEIGHT - 8, f"Page {self.page_no()}", size=8, colour=QUIET, anchor="end")

    def say(self, text: str, *, size: float = 10, bold: bool = False, colour: Colour = INK, after: float = 1.5) -> None:
        """A paragraph over the measure of a line; a long one goes on on the next page."""
        self._dress(text := printable(text), size=size, bold=bold, colour=colour)
        self.set_x(MARGIN)
        height = size * POINT * LEADING
        self.multi_cell(MEASURE, height, text, align=Align.L, new_x=XPos.LMARGIN, new_y=YPos.NEXT)
        self.ln(after)

    def heading(self, text: str, *, size: float = 13, room: float = 30) -> None:
        """A heading, on a new page unless some millimetres are left below it."""
        self.need(room)
        if self.get_y() > MARGIN:
            self.ln(3)
        self.say(text, size=size, bold=True)

    def need(self, height: float) -> None:
        """Go to a new page unless so much is left on this one."""
        if self.get_y() + height > self.bottom:
            self.add_page()

    def put(
        self,
        x: float,
        y: float,
        text: str,
        *,
        size: float,
        bold: bool = False,
        colour: Colour = INK,
        anchor: Anchor = "start",
        room: float = INNER,
    ) -> None:
        """A line of words at a place, its baseline at y, made smaller where it has no room."""
        if not text:
            return
        self._dress(text := printable(text).replace("\n", " "), size=size, bold=bold, colour=colour)
        width = self.get_string_width(text)
        if width > room:
            self.set_font_size(size * room / width)
            width = room
        left = x - {"start": 0.0, "middle": width / 2, "end": width}[anchor]
        self.set_xy(max(0.0, left), y - size * POINT)
        self.cell(width + 1, size * POINT * 1.3, text, align=Align.L)

    def tabulate(self, columns: Sequence[Wide], rows: Sequence[Sequence[str]], *, size: float = 8.5) -> None:
        """A table over several pages, its headings on each; a row stays together, its texts are cut if enormous."""
        headings = [[one.heading] for one in columns]
        for number, row in enumerate(rows):
            cells = list(self._cells(columns, row, size))
            room = _height(cells, size) + (0 if number else _height(headings, size))
            if not number or self.get_y() + room > self.bottom:
                self.need(room)
                self._headings(columns, headings, size)
            self._row(columns, cells, size)
        self.ln(3)

    def _headings(self, columns: Sequence[Wide], headings: Sequence[list[str]], size: float) -> None:
        self.set_fill_color(*SUNK)
        self.rect(MARGIN, self.get_y(), sum(one.width for one in columns), _height(headings, size), style="F")
        self._row(columns, headings, size, bold=True)

    def _cells(self, columns: Sequence[Wide], row: Sequence[str], size: float) -> Iterator[list[str]]:
        """The lines of each cell, as many as a page can hold."""
        most = int((HEIGHT - MARGIN - FOOT - 20) / (size * POINT * LEADING))
        for number, (column, text) in enumerate(zip(columns, row, strict=True)):
            self._dress(text := _cut(printable(text)), size=size, bold=number == 0)
            lines = self._lines(text, column.width - 2 * PAD)
            yield [*lines[: most - 1], "…"] if len(lines) > most else lines

    def _lines(self, text: str, room: float) -> list[str]:
        """A text in lines that fit; the library's way to find them is slow, and most texts have one."""
        if "\n" not in text and self.get_string_width(text) <= room:
            return [text]
        lines = self.multi_cell(room, text=text, dry_run=True, output=MethodReturnValue.LINES)
        return list(lines) if isinstance(lines, list) else []

    def _row(self, columns: Sequence[Wide], cells: Sequence[list[str]], size: float, *, bold: bool = False) -> None:
        left, top, height = MARGIN, self.get_y(), _height(cells, size)
        for number, (column, lines) in enumerate(zip(columns, cells, strict=True)):
            for place, line in enumerate(lines):
                y = top + PAD + (place + 0.8) * size * POINT * LEADING
                self.put(left + PAD, y, line, size=size, bold=bold or number == 0, room=column.width - 2 * PAD)
            left += column.width
        self.set_draw_color(*LINE)
        self.set_line_width(0.2)
        self.line(MARGIN, top + height, left, top + height)
        self.set_xy(MARGIN, top + height)

    def _dress(self, text: str, *, size: float, bold: bool, colour: Colour = INK) -> None:
        self.typeface.prepare(text)
        self.set_font(FACE, "B" if bold else "", size)
        # After a text of fallback letters alone the library believes that this font is chosen on the page; it is not.
        self.current_font_is_set_on_page = False
        self.set_text_color(*colour)


def _height(cells: Sequence[list[str]], size: float) -> float:
    return max((len(lines) for lines in cells), default=1) * size * POINT * LEADING + 2 * PAD


def _cut(text: str) -> str:
    return text if len(text) <= MOST_LETTERS else f"{text[: MOST_LETTERS - 1]}…"


def level_change(before: int | None, after: int | None) -> str:
    """From which level to which, not to be broken."""
    return f"{before}\N{NO-BREAK SPACE}\N{RIGHTWARDS ARROW}\N{NO-BREAK SPACE}{after}"
