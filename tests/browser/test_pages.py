"""Every page, in light and dark: nothing that axe knows to be a barrier, nothing refused, nothing sideways."""

from collections.abc import Iterable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from django.urls import path
from django.utils import timezone
from playwright.sync_api import Page

from assessments.core.catalog import Catalog
from assessments.models import User
from assessments.services.catalogs import start_draft
from tests import factories
from tests.browser.conftest import NewPage
from tests.browser.pages import NO_PAGES, PAGES, PATTERNS, Stop, Visit, address, stops
from tests.browser.world import World, invented, long_winded

# Without `preload`, since axe would put styles into the page, which its policy refuses.
EVERYTHING = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
    "rules": {"target-size": {"enabled": True}},
    "resultTypes": ["violations"],
    "preload": False,
}
COLOURS = {"runOnly": ["color-contrast", "link-in-text-block"], "resultTypes": ["violations"], "preload": False}
NARROW = 320
PEOPLE = ("", "lead", "manager", "member", "stranger", "administrator")


def barriers(page: Page, rules: dict[str, Any]) -> list[str]:
    """What axe finds on the page as it stands, each with where and why."""
    violations = Axe().run(page, options=rules).response["violations"]
    return [f"{rule['id']}: {node['html'][:120]} {node['failureSummary']}" for rule in violations for node in rule["nodes"]]


def sideways(page: Page) -> list[str]:
    """How much wider than a narrow window the page is, and what stands out."""
    page.set_viewport_size({"width": NARROW, "height": 700})
    width = page.evaluate("document.scrollingElement.scrollWidth")
    return [] if width <= NARROW else [f"{width} px wide: {page.evaluate(STANDING_OUT)}"]


STANDING_OUT = """() => [...document.querySelectorAll("body *")]
    .filter((one) => one.getBoundingClientRect().right > innerWidth + 1)
    .slice(-3).map((one) => one.outerHTML.slice(0, 100))"""


def opened(new_page: NewPage, visits: Iterable[Stop]) -> Iterator[tuple[Stop, Page]]:
    """Go to each page in turn, with one window per person."""
    windows: dict[User | None, Page] = {}
    for stop in visits:
        page = windows[stop.who] = windows.get(stop.who) or new_page(by=stop.who)
        page.set_viewport_size({"width": 1280, "height": 900})
        answer = page.goto(stop.address)
        assert answer is not None
        assert answer.status in stop.statuses, stop.name
        if "html" in answer.headers.get("content-type", ""):
            yield stop, page


def names_without_row(names: Iterable[str]) -> list[str]:
    return sorted(set(names) ^ (set(PAGES) | NO_PAGES))


def test_every_address_is_looked_at_or_is_no_page() -> None:
    assert names_without_row(PATTERNS) == []
    assert set(PAGES) & NO_PAGES == set()


def test_a_page_without_a_row_is_noticed() -> None:
    added = path("secrets/", lambda request: None, name="secrets-show")  # type: ignore[arg-type, return-value]
    assert names_without_row([*PATTERNS, str(added.name)]) == ["secrets-show"]


@pytest.mark.parametrize("url_name", sorted(NO_PAGES))
def test_what_is_said_to_be_no_page_is_none(db: None, url_name: str) -> None:
    world = invented()
    client: Client = factories.client_of(world.lead)
    replaced: dict[str, Any] = {"practice": "DAT-ING-01", "evidence_id": 1}
    answer = client.get(address(url_name, Visit(replaced=replaced), world))
    assert answer.status_code != 200 or not answer["Content-Type"].startswith("text/html")


@pytest.mark.parametrize("by", PEOPLE)
def test_no_barriers_and_nothing_sideways(world: World, new_page: NewPage, by: str) -> None:
    if by == "administrator":
        start_draft(user_id=world.administrator.pk, at=timezone.now())
    faults = []
    for stop, page in opened(new_page, stops(world, by=(by,))):
        page.emulate_media(color_scheme="light")
        faults += [f"{stop.name}, light: {one}" for one in barriers(page, EVERYTHING)]
        page.emulate_media(color_scheme="dark")
        faults += [f"{stop.name}, dark: {one}" for one in barriers(page, COLOURS)]
        faults += [f"{stop.name}, narrow: {one}" for one in sideways(page)]
    assert not faults, "\n".join(faults)


def test_long_names_are_never_sideways(transactional_db: None, new_page: NewPage) -> None:
    built_in: Catalog = factories.built_in().catalog
    world = invented(factories.publish(long_winded(built_in)), name="Wortzusammensetzung" * 5)
    faults = [
        f"{stop.name}: {one}" for stop, page in opened(new_page, stops(world, by=PEOPLE[:-1])) for one in sideways(page)
    ]
    assert not faults, "\n".join(faults)
