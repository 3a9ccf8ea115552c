"""Every page, in light and dark: nothing that axe knows to be a barrier, nothing refused, nothing sideways."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Literal

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.conf import settings
from django.db import OperationalError
from django.test import Client
from django.urls import path
from django.utils import timezone
from playwright.sync_api import Page, expect

from assessments import access
from assessments.core.catalog import Catalog
from assessments.models import User
from assessments.services.catalogs import start_draft
from tests import factories
from tests.browser.conftest import NewPage
from tests.browser.pages import NO_PAGES, PAGES, PATTERNS, PEOPLE, Stop, Visit, address, stops
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
DRAWN = "() => new Promise((seen) => requestAnimationFrame(() => requestAnimationFrame(seen)))"


def barriers(page: Page, rules: dict[str, Any]) -> list[str]:
    """What axe finds on the page as it stands, each with where and why."""
    # Put in anew each time: a copy that has looked in light still tells some of its colours in dark.
    page.evaluate(AXE_SCRIPT)
    violations = page.evaluate("(rules) => axe.run(rules).then((found) => found.violations)", rules)
    return [
        f"{rule['id']}: {node['html'][:120]} {node['failureSummary']}" for rule in violations for node in rule["nodes"]
    ]


def looked_at(page: Page) -> list[str]:
    """Everything that is wrong with a page, in light, in dark and in a narrow window."""
    shown_in(page, "light")
    found = [f"light: {one}" for one in still_wrong(lambda: barriers(page, EVERYTHING))]
    shown_in(page, "dark")
    found += [f"dark: {one}" for one in still_wrong(lambda: barriers(page, COLOURS))]
    return found + [f"narrow: {one}" for one in still_wrong(lambda: sideways(page))]


def still_wrong(look: Callable[[], list[str]]) -> list[str]:
    """What a second look finds as well: on a busy machine the first may come before the page has changed all over."""
    return look() and look()


def shown_in(page: Page, colours: Literal["light", "dark"]) -> None:
    """Change the colours at once: what fades from one to the other has neither for a moment."""
    page.emulate_media(color_scheme=colours)
    page.evaluate(DRAWN)
    page.evaluate("document.getAnimations().forEach((one) => one.finish())")


def sideways(page: Page) -> list[str]:
    """How much wider than a narrow window the page is, and what stands out."""
    page.set_viewport_size({"width": NARROW, "height": 700})
    page.evaluate(DRAWN)
    width = page.evaluate("document.scrollingElement.scrollWidth")
    return [] if width <= NARROW else [f"{width} px wide: {page.evaluate(STANDING_OUT)}"]


# The innermost elements, since their frames only follow them.
STANDING_OUT = """() => {
    const all = [...document.querySelectorAll("body *")];
    const out = all.filter((one) => one.getBoundingClientRect().right > innerWidth + 1);
    return out.filter((one) => !out.some((other) => other.parentElement === one)).slice(0, 4)
        .map((one) => one.parentElement.className + " > " + one.outerHTML.slice(0, 80));
}"""


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


def test_barriers_and_width_are_noticed(page: Page) -> None:
    page.goto("/accounts/password/")
    page.get_by_role("heading", level=1).evaluate(
        "one => { one.style.color = '#ddd'; one.style.width = '600px'; one.lang = '?' }"
    )
    assert any("color-contrast" in one for one in barriers(page, EVERYTHING))
    assert any("valid-lang" in one for one in barriers(page, EVERYTHING))
    assert sideways(page)


def test_broken_scripts_refused_styles_and_missing_files_are_noticed(page: Page, faults: list[str]) -> None:
    page.goto("/")
    page.evaluate("document.body.setAttribute('style', 'color: red')")
    page.evaluate("setTimeout(() => { throw new Error('broken') })")
    page.evaluate("fetch('/static/missing.css').then((answer) => answer.status)")
    said = " ".join(faults)
    assert "Content Security Policy" in said
    assert "broken" in said
    assert "404" in said
    faults.clear()


def names_without_row(names: Iterable[str]) -> list[str]:
    return sorted(set(names) ^ (set(PAGES) | NO_PAGES))


def test_every_address_is_looked_at_or_is_no_page() -> None:
    assert names_without_row(PATTERNS) == []
    assert set(PAGES) & NO_PAGES == set()


def test_a_page_without_a_row_is_noticed() -> None:
    added = path("secrets/", lambda request: None, name="secrets-show")  # type: ignore[arg-type, return-value]
    assert names_without_row([*PATTERNS, str(added.name)]) == ["secrets-show"]


def is_page(response: Any) -> bool:
    return bool(response.status_code == 200 and response["Content-Type"].startswith("text/html"))


def test_what_is_said_to_be_no_page_is_none(db: None) -> None:
    world = invented()
    client: Client = factories.client_of(world.lead)
    visit = Visit(replaced={"practice": "DAT-ING-01", "evidence_id": 1})
    assert [name for name in sorted(NO_PAGES) if is_page(client.get(address(name, visit, world)))] == []
    assert is_page(client.get(address("team-show", visit, world)))


@pytest.mark.parametrize("by", PEOPLE)
def test_no_barriers_and_nothing_sideways(world: World, new_page: NewPage, by: str) -> None:
    if by == "administrator":
        start_draft(user_id=world.administrator.pk, at=timezone.now())
    faults = []
    for stop, page in opened(new_page, stops(world, by=(by,))):
        faults += [f"{stop.name}, {one}" for one in looked_at(page)]
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize(
    ("error", "status", "says"),
    [(RuntimeError("Broken"), 500, "Something broke"), (OperationalError("Gone"), 503, "Back in a moment")],
)
def test_a_site_that_fails_says_so_on_a_page_like_any_other(
    world: World, page: Page, monkeypatch: pytest.MonkeyPatch, error: Exception, status: int, says: str
) -> None:
    def fails(*_: object) -> None:
        raise error

    monkeypatch.setattr(access, "team", fails)
    answer = page.goto(address("team-show", Visit(), world))
    assert answer is not None
    assert answer.status == status
    expect(page.get_by_role("heading", level=1)).to_contain_text(says)
    assert looked_at(page) == []


def test_a_form_from_before_the_last_sign_in_says_so_on_a_page_like_any_other(world: World, page: Page) -> None:
    page.goto(address("assessment-discard", Visit(), world))
    page.context.clear_cookies(name=settings.CSRF_COOKIE_NAME)
    page.get_by_role("button", name="Discard").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("This page is out of date")
    assert looked_at(page) == []


def test_long_names_are_never_sideways(transactional_db: None, new_page: NewPage) -> None:
    built_in: Catalog = factories.built_in().catalog
    world = invented(factories.publish(long_winded(built_in)), name="Wortzusammensetzung" * 5)
    faults = [
        f"{stop.name}: {one}" for stop, page in opened(new_page, stops(world, by=PEOPLE[:-1])) for one in sideways(page)
    ]
    assert not faults, "\n".join(faults)
