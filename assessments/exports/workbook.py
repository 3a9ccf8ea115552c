"""A roadmap as a workbook (XLSX), a sheet for each table."""

import re
from datetime import date, datetime, time
from fractions import Fraction
from io import BytesIO
from typing import Any

from xlsxwriter import Workbook

from assessments.exports.guarding import guarded, printable
from assessments.exports.roadmap_file import RoadmapFile
from assessments.exports.roadmap_json import every_table
from assessments.exports.tables import Table, Value, text_of

OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
LONGEST = 32_767
# What XML cannot hold besides control characters.
UNHELD = re.compile("[\ufffe\uffff]")


def roadmap_xlsx(file: RoadmapFile) -> bytes:
    """The tables on a sheet each: headings stay in view, days are days and numbers are numbers."""
    stream = BytesIO()
    with Workbook(stream, OPTIONS) as book:
        book.set_properties({"title": held(f"Roadmap of {file.team}"), "created": datetime.combine(file.on, time())})
        formats = {
            "heading": book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"}),
            "text": book.add_format({"text_wrap": True, "valign": "top"}),
            "day": book.add_format({"num_format": "yyyy-mm-dd", "valign": "top", "align": "left"}),
            "moment": book.add_format({"num_format": "yyyy-mm-dd hh:mm", "valign": "top", "align": "left"}),
            "number": book.add_format({"num_format": "0.##", "valign": "top"}),
        }
        for one in every_table(file):
            _write(book, one, formats)
    return stream.getvalue()


def held(text: str) -> str:
    """A text as a cell can hold it: no longer, and without what XML has no place for."""
    short = text if len(text) < LONGEST else f"{text[: LONGEST - 2]}…"
    return UNHELD.sub("\N{REPLACEMENT CHARACTER}", printable(short))


def _write(book: Workbook, one: Table, formats: dict[str, Any]) -> None:
    sheet = book.add_worksheet(one.title)
    sheet.freeze_panes(1, 0)
    for place, column in enumerate(one.columns):
        sheet.set_column(place, place, column.width)
        sheet.write_string(0, place, column.heading, formats["heading"])
    for number, row in enumerate(one.rows, 1):
        for place, value in enumerate(row):
            _cell(sheet, (number, place), value, formats)
    if one.rows:
        sheet.autofilter(0, 0, len(one.rows), len(one.columns) - 1)


def _cell(sheet: Any, place: tuple[int, int], value: Value, formats: dict[str, Any]) -> None:
    if isinstance(value, datetime):
        sheet.write_datetime(*place, value.replace(tzinfo=None), formats["moment"])
    elif isinstance(value, date):
        sheet.write_datetime(*place, value, formats["day"])
    elif isinstance(value, int | Fraction) and not isinstance(value, bool):
        sheet.write_number(*place, float(value), formats["number"])
    elif text := text_of(value):
        sheet.write_string(*place, held(str(guarded(text))), formats["text"])
