"""What tests do on a page of the walk, in the words of who answers."""

import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from playwright.sync_api import Locator, Page, expect

from assessments.core.catalog import Dimension
from assessments.models import Response
from assessments.queries.catalogs import PublishedCatalog
from tests import factories
from tests.browser.world import Arguments

SAVED = re.compile(r"^Saved\b")
NOT_SAVED = re.compile(r"^Not saved")
PATIENCE = 10  # seconds
# Its questions have no answer in an invented world; two of them may not be left out.
BLANK = "MLO-MON"


def blank_dimension() -> Dimension:
    """The dimension that nobody has answered."""
    catalog: PublishedCatalog = factories.built_in()
    return next(one for own in catalog.catalog.disciplines for one in own.dimensions if one.code == BLANK)


def address(team: Arguments, dimension: str = BLANK) -> str:
    """Where a dimension of the team's open assessment is answered."""
    return f"/assessments/{team['assessment_id']}/dimensions/{dimension}/"


def row(page: Page, practice: str) -> Locator:
    """The whole question, which its address ends in."""
    return page.locator(f"#{practice}")


def choice(page: Page, practice: str, level: int) -> Locator:
    """The level's radio button."""
    return row(page, practice).get_by_role("radio").nth(level)


def choose(page: Page, practice: str, level: int) -> None:
    """Choose a level by its sentence, as with a mouse."""
    anchor = factories.built_in().catalog.practice[practice].anchors[level]
    row(page, practice).get_by_text(anchor, exact=True).click()


def remark(page: Page, practice: str) -> Locator:
    """The field of the remark, which is folded away while it is empty."""
    return row(page, practice).get_by_label(re.compile("^Your remark"))


def eventually(page: Page, holds: Callable[[], bool]) -> None:
    """Wait until it holds, while the pages and what a test does to their requests go on."""
    last = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < last, "It never came to hold."
        page.wait_for_timeout(20)


@contextmanager
def impatient() -> Iterator[None]:
    """Expect things within a second: for a broken variant, in which they never come."""
    expect.set_options(timeout=1_000)
    try:
        yield
    finally:
        expect.set_options(timeout=PATIENCE * 1_000)


def expect_saved(page: Page, practice: str) -> None:
    """The page says that the site has the answer."""
    expect(row(page, practice).get_by_text(SAVED)).to_be_visible()


def expect_not_saved(page: Page, practice: str, why: str) -> None:
    """The page says that the site does not have the answer and why, and nowhere that it has."""
    expect(row(page, practice).get_by_text(NOT_SAVED)).to_contain_text(why)
    expect(row(page, practice).get_by_text(SAVED)).to_have_count(0)


def try_now(page: Page, practice: str) -> None:
    """Press *Try now*, unless the page has just tried again by itself, which takes the button away for a moment."""
    row(page, practice).evaluate(
        "row => [...row.querySelectorAll('button')].find((one) => one.textContent === 'Try now')?.click()"
    )


def stored(team: Arguments, dimension: str = BLANK) -> dict[str, int | None]:
    """The levels in the database by practice, of everybody."""
    rows = Response.objects.filter(assessment_id=team["assessment_id"], practice__code__startswith=dimension)
    return dict(rows.values_list("practice__code", "level"))
