"""What keeps texts of people harmless in files: no cell can be taken for a formula (`quality.md` 3)."""

import csv
import re
import unicodedata
from collections.abc import Iterable, Iterator

BYTE_ORDER_MARK = "\ufeff"
BLANKS = r"[\s\x00\u200b\u2060\ufeff]*"
# What spreadsheets take for the beginning of a formula, in full width too, and what lets one begin a new cell.
FORMULA = re.compile(rf"(?s){BLANKS}[=+\-@\uff1d\uff0b\uff0d\uff20]|{BLANKS}?[\t\r\x00]")


class _Line:
    """A file that keeps only what was written last."""

    def write(self, text: str) -> str:
        return text


def guarded(value: object) -> object:
    """The value, text with an apostrophe before it where a spreadsheet could run it."""
    return f"'{value}" if isinstance(value, str) and FORMULA.match(value) else value


def guarded_lines(rows: Iterable[Iterable[object]]) -> Iterator[str]:
    """Rows as lines of CSV, one by one, each cell guarded; spreadsheets take it for UTF-8."""
    writer = csv.writer(_Line())
    yield BYTE_ORDER_MARK
    for row in rows:
        yield writer.writerow(guarded(value) for value in row)


def printable(text: str) -> str:
    """The text with a blank for each control character but line breaks, for files that cannot hold them."""
    return "".join(one if one == "\n" or unicodedata.category(one) not in ("Cc", "Cs") else " " for one in text)
