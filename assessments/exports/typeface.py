"""The letters of documents: FiraGO for most scripts, Noto Sans CJK where a text needs it (both under the OFL)."""

import atexit
import re
from functools import cache
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp

import noto_cjk_sans_jp_regular
import pymupdf_fonts
from fpdf import FPDF

FACE, EAST_ASIAN = "FiraGO", "Noto Sans CJK"
STYLES = {"": "figo", "B": "figbo"}
# Scripts whose letters join, change places or carry marks, or that run from right to left.
COMPLEX = re.compile("[\u0300-\u036f\u0590-\u109f\u1780-\u17ff\u1a00-\u1aff\u200c-\u200f\ufb1d-\ufdff\ufe70-\ufeff]")


@cache
def _folder() -> Path:
    """Where the fonts stand as files, which the library asks for; it goes away with the process."""
    folder = Path(mkdtemp(prefix="opsmaturity-fonts-"))
    atexit.register(rmtree, folder, ignore_errors=True)
    for name in STYLES.values():
        (folder / f"{name}.ttf").write_bytes(pymupdf_fonts.myfont(name))
    return folder


class Typeface:
    """The fonts of one document; East Asian ones are loaded when the first text needs them."""

    def __init__(self, document: FPDF) -> None:
        self.document = document
        for style, name in STYLES.items():
            document.add_font(FACE, style, _folder() / f"{name}.ttf")
        document.set_font(FACE)
        font = document.current_font
        self.known = {chr(code) for code in getattr(font, "cmap", ())} | {"\n"}
        self.is_complete = False

    def prepare(self, text: str) -> None:
        """Make ready for a text: more letters where it has others, and shaping where its script asks for it.

        Shaping takes five times as long, so that it is left out elsewhere. Lines run from left to right, and names
        that do not run within them the other way.
        """
        if not self.is_complete and not self.known.issuperset(text):
            self.document.add_font(EAST_ASIAN, "", str(noto_cjk_sans_jp_regular.FONT_PATH))
            self.document.set_fallback_fonts([EAST_ASIAN], exact_match=False)
            self.is_complete = True
        self.document.set_text_shaping(bool(COMPLEX.search(text)), direction="ltr")
