"""The page for a board in a real browser: one sheet of paper, whatever people call things."""

from typing import Any

import pytest
from playwright.sync_api import Page, ViewportSize, expect
from pypdfium2 import PdfDocument

from assessments.core.agreement import Kind
from assessments.models import Unit
from assessments.queries.catalogs import PublishedCatalog
from tests import factories
from tests.browser.conftest import NewPage
from tests.browser.pages import Visit, address
from tests.browser.world import LONG, World, invented, long_winded

# What would be cut from the sheet: anything of the page whose end lies below it.
BELOW = """() => {
    const sheet = document.querySelector(".board").getBoundingClientRect().bottom;
    const parts = ".board-what, .board-who, .board-left-out, .board h2, .adoption-map-picture";
    const all = [...document.querySelectorAll(parts)];
    return all.filter((one) => one.getBoundingClientRect().bottom > sheet + 1).map((one) => one.textContent.trim());
}"""
# A sheet of A4 across within its margins, in pixels of CSS.
SHEET: ViewportSize = {"width": 1046, "height": 718}


def board(new_page: NewPage, world: World, query: str = "", **window: Any) -> Page:
    page = new_page(by=world.manager, **window)
    page.goto(address("board-show", Visit(of="settled", query=query), world))
    return page


def printed(page: Page) -> PdfDocument:
    return PdfDocument(page.pdf(prefer_css_page_size=True))


def cut(page: Page) -> list[str]:
    """What would not be on the sheet, laid out as for print."""
    page.set_viewport_size(SHEET)
    page.emulate_media(media="print")
    page.screenshot()
    found: list[str] = page.evaluate(BELOW)
    return found


@pytest.mark.parametrize("query", ["", "?capacity=12&parallel=3"])
def test_all_of_it_is_on_one_sheet(new_page: NewPage, world: World, query: str) -> None:
    page = board(new_page, world, query)
    expect(page.get_by_role("heading", name="What may go wrong")).to_be_visible()
    assert 3 <= page.locator("[aria-labelledby=next-steps] li").count() <= 5
    document = printed(page)
    assert len(document) == 1
    assert [round(side) for side in document[0].get_size()] == [842, 595]
    said = document[0].get_textpage().get_text_range()
    for words in ("What may go wrong", "Next, in", "Exceptions to gates", "Allowed by"):
        assert words in said
    assert cut(page) == []


def test_names_without_an_end_stay_on_the_sheet(new_page: NewPage) -> None:
    catalog = factories.publish(long_winded(factories.built_in().catalog))
    world = invented(catalog, name=LONG)
    leave_out(world, catalog)
    page = board(new_page, world)
    expect(page.get_by_text("Called not applicable:")).to_be_visible()
    assert len(printed(page)) == 1
    assert cut(page) == []


def leave_out(world: World, catalog: PublishedCatalog) -> None:
    """A newer result of the settled team, in which some of every discipline is called not applicable."""
    unit = Unit.objects.get(id=world.settled["unit_id"])
    assessment = factories.open_assessment(unit, by=world.lead, catalog=catalog)
    applies = [one.code for one in catalog.catalog.practice.values() if one.not_applicable_when]
    factories.answer(assessment, applies, world.lead, kind=Kind.NOT_APPLICABLE, reason=LONG)
    factories.answer(assessment, factories.practices_of(assessment, "dataops", "mlops", but=applies), world.lead)
    factories.submit(assessment, by=world.lead)


def test_what_is_too_long_would_be_noticed(new_page: NewPage, world: World) -> None:
    """The broken variant: a sheet that is not cut takes a second page, and what is cut is found."""
    page = board(new_page, world)
    page.evaluate(
        "document.querySelector('.board-list').append(...Array.from({length: 60}, (_, n) => {"
        "const one = document.createElement('li'); one.innerHTML = '<div class=\"board-what\">More</div>';"
        "return one; }))"
    )
    assert cut(page)
