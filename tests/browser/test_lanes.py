"""The picture of lanes in a real browser: one form at a time, words within what holds them, whole sheets of paper."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect
from pypdfium2 import PdfDocument

from tests.browser.conftest import NewPage
from tests.browser.pages import Visit, address
from tests.browser.world import World

QUARTERS = ["Q1", "Q2", "Q3", "Q4"]
SPILLS = """form => {
  const found = [];
  for (const svg of document.querySelectorAll(`.lanes-picture.is-${form} svg`)) {
    const width = svg.viewBox.baseVal.width;
    for (const words of svg.querySelectorAll("text")) {
      const box = words.getBBox();
      if (box.x < 0 || box.x + box.width > width) found.push(`${words.textContent} leaves the picture`);
    }
    for (const bar of svg.querySelectorAll(".lanes-bar")) {
      const label = bar.querySelector(".lanes-label.is-inside"), box = bar.querySelector(".lanes-box").getBBox();
      if (label && label.getBBox().x + label.getBBox().width > box.x + box.width)
        found.push(`${label.textContent} leaves its bar`);
    }
  }
  return found;
}"""


def opened(new_page: NewPage, world: World, **window: Any) -> Page:
    page = new_page(by=world.lead, **window)
    page.goto(address("roadmap-show", Visit(of="settled"), world))
    return page


@pytest.mark.parametrize(("width", "shown", "hidden"), [(1280, "wide", "narrow"), (390, "narrow", "wide")])
def test_each_window_has_its_form_and_words_stay_within(
    new_page: NewPage, world: World, width: int, shown: str, hidden: str
) -> None:
    page = opened(new_page, world, width=width)
    expect(page.locator(f".lanes-picture.is-{shown}")).to_be_visible()
    expect(page.locator(f".lanes-picture.is-{hidden}")).to_be_hidden()
    expect(page.get_by_role("img", name="Lanes over quarters")).to_have_count(1)
    assert page.locator(f".lanes-picture.is-{shown} .lanes-bar").count() > 20
    assert page.evaluate(SPILLS, shown) == []
    letters = page.locator(f".lanes-picture.is-{shown} .lanes-label").first.bounding_box()
    assert letters
    assert letters["height"] > 12


def test_words_that_spill_are_found(new_page: NewPage, world: World) -> None:
    page = opened(new_page, world)
    page.evaluate("document.querySelector('.is-wide .lanes-label').textContent = 'Endless '.repeat(40)")
    assert len(page.evaluate(SPILLS, "wide")) == 1


def test_quarters_stay_in_sight_while_lanes_pass(new_page: NewPage, world: World) -> None:
    page = opened(new_page, world, width=390, height=600)
    page.locator(".lanes-picture.is-narrow .lanes-part").last.scroll_into_view_if_needed()
    box = page.locator(".lanes-picture.is-narrow .lanes-axis").bounding_box()
    assert box
    assert abs(box["y"]) < 1


def test_table_says_what_the_picture_shows(new_page: NewPage, world: World) -> None:
    page = opened(new_page, world)
    table = page.locator(".lanes-table table")
    expect(table).to_be_hidden()
    page.get_by_text("The picture as a table").click()
    expect(table).to_be_visible()
    drawn = page.locator(".lanes-picture.is-wide .lanes-bar").count()
    assert table.locator("tbody tr").count() >= drawn


def test_lanes_are_whole_on_paper_and_each_sheet_begins_with_the_quarters(new_page: NewPage, world: World) -> None:
    page = opened(new_page, world)
    lanes = page.locator(".is-wide .lanes-part .lanes-ink").all_text_contents()
    printed = PdfDocument(page.pdf(prefer_css_page_size=True))
    sheets = [sheet.get_textpage().get_text_bounded().split() for sheet in printed]
    assert printed[0].get_width() > printed[0].get_height()
    with_lanes = [sheet for sheet in sheets if any(sheet[at : at + 4] == QUARTERS for at in range(len(sheet)))]
    assert 1 <= len(with_lanes) <= len(lanes)
    for lane in lanes:
        assert any(lane in sheet for sheet in with_lanes)
