"""The document to print: names in every script, nothing beyond the paper, the same each time."""

import re
from dataclasses import replace
from datetime import date
from typing import Any

import pypdfium2
import pytest

from assessments.core.calendar import day_words
from assessments.core.roadmap_report import roadmap_report
from assessments.exports import typeface
from assessments.exports.document import Pictures, roadmap_pdf
from assessments.exports.roadmap_file import RoadmapFile
from tests.core.adopted import adopted
from tests.core.scenarios import scenario
from tests.core.strategies import TODAY
from tests.core.worked_examples import built_in
from tests.exports.files import by_hand_file, pictures_of

SCRIPTS = {
    "Latin": "Zażółć gęślą",
    "Greek": "Ελένη",
    "Cyrillic": "Юлия",
    "Hebrew": "שלום",
    "Arabic": "محمد",
    "Thai": "สมชาย",
    "Devanagari": "देवी",
    "Chinese": "李小龍",
    "Japanese": "さくら",
    "Korean": "김민수",
}
LONG = "Donaudampfschiffahrt" * 7
INSIDE = 1.0


def opened(content: bytes) -> Any:
    return pypdfium2.PdfDocument(content)


def made(text: str = "", *, team: str = "Otters") -> bytes:
    file = by_hand_file(text, team=team)
    return roadmap_pdf(file, pictures_of(file, text))


def read(content: bytes) -> str:
    """All words of the document, page after page, line breaks as blanks."""
    pages = opened(content)
    return " ".join(re.sub(r"\s+", " ", page.get_textpage().get_text_range()) for page in pages)


def beyond(content: bytes) -> list[tuple[int, tuple[float, ...]]]:
    """The letters that stand beyond the paper, with their pages."""
    found: list[tuple[int, tuple[float, ...]]] = []
    for number, page in enumerate(opened(content)):
        width, height = page.get_size()
        text = page.get_textpage()
        for place in range(text.count_chars()):
            left, bottom, right, top = text.get_charbox(place)
            if left < -INSIDE or bottom < -INSIDE or right > width + INSIDE or top > height + INSIDE:
                found.append((number, (left, bottom, right, top)))
    return found


def test_it_says_what_the_page_says() -> None:
    file = by_hand_file()
    said = read(roadmap_pdf(file, pictures_of(file)))
    for sentence in (
        "Roadmap of Otters",
        f"Made on {day_words(TODAY)} from the result of {day_words(TODAY)}",
        "MLOps is in place at the end of",
        "MLOps before ModelOps",
        "Exception: Mana Ger allows planning ModelOps before its gate from MLOps opens",
        "“A pilot is due.” The gate itself stays as it is.",
        "Stage 1",
        "Page 1",
        "13 weeks late",
        "Ada, 4 November 2026: Seen. https://example.org/it",
        "How the index moved",
    ):
        assert sentence in said
    assert file.plan
    for sentence in (*file.plan.sentences, *file.plan.risks, *file.report.notes):
        assert sentence in said
    for step in file.steps.values():
        assert step.practice.name in said
        for reason in step.because:
            assert reason in said


@pytest.mark.parametrize("script", SCRIPTS)
def test_names_in_every_script_are_there(script: str) -> None:
    name = SCRIPTS[script]
    said = read(made(team=name))
    letters = set(name) - {" "}
    assert letters <= set(said), script
    if script not in ("Hebrew", "Arabic", "Thai", "Devanagari"):
        assert f"Roadmap of {name}" in said


def test_bold_letters_are_embedded_and_east_asian_ones_only_where_needed() -> None:
    plain, east = made(), made(team=SCRIPTS["Chinese"])
    for content in (plain, east):
        assert re.search(rb"/BaseFont /\w+\+FiraGOBold\b", content)
        assert re.search(rb"/BaseFont /\w+\+FiraGO\b", content)
    assert b"NotoSansCJK" not in plain
    assert b"NotoSansCJK" in east


def test_letters_of_one_script_leave_those_of_others_alone() -> None:
    """A cell of East Asian letters only, and then one of Latin ones in the same font."""
    said = read(made("李" * 30))
    assert "A foundation: without it MLOps cannot reach level 2." in said


def test_a_line_that_begins_with_a_name_from_right_to_left_runs_from_left_to_right() -> None:
    page = opened(made(team=SCRIPTS["Hebrew"]))[0]
    text = page.get_textpage()
    foot = [text.get_charbox(place) for place in range(text.count_chars()) if text.get_charbox(place)[1] < 30]
    said = text.get_text_bounded(top=30)
    assert SCRIPTS["Hebrew"][0] in said
    day = text.search(day_words(TODAY)).get_next()
    assert day
    assert min(box[0] for box in foot) < text.get_charbox(day[0])[0]


def test_without_shaping_arabic_letters_do_not_join(monkeypatch: pytest.MonkeyPatch) -> None:
    """The broken variant: the letters are there, yet stand in another order or form."""
    joined = made(team=SCRIPTS["Arabic"])
    monkeypatch.setattr(typeface, "COMPLEX", re.compile("(?!)"))
    assert _glyphs(made(team=SCRIPTS["Arabic"])) != _glyphs(joined)


def _glyphs(content: bytes) -> bytes:
    """A picture of where the name stands in the title."""
    image = opened(content)[0].render(scale=1).to_pil().crop((0, 0, 600, 60))
    return bytes(image.tobytes())


@pytest.mark.parametrize(
    "text", ["**bold** __u__ --s--", "<b>x</b>", "{nb}", "[a](https://example.org)", "%PDF", "\\n"]
)
def test_no_text_is_markup(text: str) -> None:
    said = read(made(team=text))
    assert f"Roadmap of {text}" in said
    assert "/URI" not in said


@pytest.mark.parametrize("text", ["", LONG, "李" * 140, "word " * 700, "a\x00b\x07\r\n\tc", "\U0001f600", "W" * 150])
def test_nothing_stands_beyond_the_paper(text: str) -> None:
    content = made(text, team=text or "Otters")
    assert beyond(content) == []
    for page in opened(content):
        assert (round(page.get_width()), round(page.get_height())) == (842, 595)


def test_words_that_are_too_wide_would_be_noticed() -> None:
    """The broken variant of the check: paper of half the width."""
    wide = opened(made())
    wide[0].set_mediabox(0, 0, 300, 595)
    wide[0].set_cropbox(0, 0, 300, 595)
    width, _ = wide[0].get_size()
    text = wide[0].get_textpage()
    assert any(text.get_charbox(place)[2] > width for place in range(text.count_chars()))


def test_it_is_the_same_each_time_on_the_same_day() -> None:
    file = by_hand_file()
    assert roadmap_pdf(file, pictures_of(file)) == roadmap_pdf(file, pictures_of(file))
    later = replace(file, on=date(2027, 1, 1))
    assert b"D:20270101" in roadmap_pdf(later, pictures_of(later))


def test_a_plan_of_decades_and_one_without_steps() -> None:
    catalog = built_in()
    for targets, capacity in ((dict.fromkeys(catalog.discipline, 4), 4), (dict.fromkeys(catalog.discipline, 0), 24)):
        report = roadmap_report(catalog, {}, scenario=scenario(targets, capacity), on=TODAY)
        names = {one.code: one.name for one in catalog.disciplines}
        file = RoadmapFile(team="Otters", on=TODAY, result_on=TODAY, scenario=(), names=names, report=report, plan=None)
        drawn = pictures_of_built_in(report.roadmap)
        content = roadmap_pdf(file, drawn)
        assert beyond(content) == []
        assert "Roadmap of Otters" in read(content)


def pictures_of_built_in(roadmap: Any) -> Pictures:
    from assessments.core.pictures.lanes import lanes
    from assessments.core.pictures.lanes_of import of_roadmap

    catalog = built_in()
    ghosts = adopted(catalog, roadmap)[:20]
    return Pictures(roadmap=lanes(of_roadmap(catalog, roadmap, today=TODAY, ghosts=ghosts)), plan=None, trend=None)
