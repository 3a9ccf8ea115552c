"""Every pair of colours that pages put together has enough contrast, in light and in dark (WCAG 2.2)."""

import re
from itertools import product
from pathlib import Path

import pytest

TOKENS = Path(__file__).parent.parent / "static" / "css" / "tokens.css"
PAIR = re.compile(r"--([a-z0-9-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\);")
TEXT, SHAPE = 4.5, 3.0

PAPERS = ("page", "card", "sunk")
SOFTS = ("accent-soft", "closed-soft", "open-soft", "undecided-soft")
TEXT_PAIRS = [
    *product(("ink", "quiet", "accent", "accent-strong"), PAPERS + SOFTS),
    *product(("closed", "open", "undecided"), PAPERS),
    *((tone, f"{tone}-soft") for tone in ("closed", "open", "undecided")),
    *((f"on-level-{level}", f"level-{level}") for level in range(5)),
    ("on-level-2", "level-1"),  # provisional: hatched between both
    ("on-accent", "accent"),
    ("on-accent", "accent-strong"),
]
SHAPE_PAIRS = [
    *product(("edge", "accent", "mark", "closed", "open", "undecided"), PAPERS),
    ("edge", "accent-soft"),
]


def palette(css: str) -> dict[str, dict[str, str]]:
    return {
        scheme: {name: (light, dark)[place] for name, light, dark in PAIR.findall(css)}
        for place, scheme in enumerate(("light", "dark"))
    }


def luminance(colour: str) -> float:
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("pairs", "least"), [(TEXT_PAIRS, TEXT), (SHAPE_PAIRS, SHAPE)], ids=["text", "shapes"])
def test_every_pair_has_contrast(scheme: str, pairs: list[tuple[str, str]], least: float) -> None:
    colours = palette(TOKENS.read_text())[scheme]
    found = {(front, back): round(contrast(colours[front], colours[back]), 2) for front, back in pairs}
    assert {pair: ratio for pair, ratio in found.items() if ratio < least} == {}


def test_every_colour_is_a_pair_for_light_and_dark() -> None:
    css = TOKENS.read_text().split("@media print")[0]
    names = set(PAIR.findall(css))
    assert len(names) == css.count("#") // 2
    assert len(names) > 20


def test_contrast_is_that_of_wcag() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)
    assert contrast("#3f938f", "#ffffff") < TEXT  # the sketch's level 3 was too pale for white text
