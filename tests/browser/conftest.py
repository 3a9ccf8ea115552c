"""Real browsers for tests in this folder, against the live server."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Response, expect, sync_playwright

from assessments.models import User
from tests.browser.chromium import PROGRAMS, installed_chromium, launched
from tests.browser.world import World, invented, session_of

FOLDER = Path(__file__).parent
PATIENCE = 10_000  # milliseconds


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test of this folder, so that `-m browser` finds it."""
    for item in items:
        if FOLDER in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """Return the installed browser; without one skip, but fail in CI."""
    path = installed_chromium()
    if path is None:
        message = f"No browser installed: browser tests need one of {', '.join(PROGRAMS)}."
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)
    return path


@pytest.fixture(scope="session")
def browser(chromium_path: str) -> Iterator[Browser]:
    """Run one browser for the session."""
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        # Playwright keeps an event loop in this thread, which Django takes for asynchronous code.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        running = launched(playwright=playwright, path=chromium_path)
        expect.set_options(timeout=PATIENCE)
        yield running
        running.close()


NewPage = Callable[..., Page]


@pytest.fixture
def faults() -> list[str]:
    """What went wrong on any page so far; a test that means it takes it away again."""
    return []


@pytest.fixture
def new_page(browser: Browser, live_server: object, faults: list[str]) -> Iterator[NewPage]:
    """Open pages that share nothing, as on several machines: `new_page(by=lead, color_scheme="dark", width=320)`.

    At the end the test fails if a script broke, the Content Security Policy refused something or a style sheet,
    script or picture was missing on any of them.
    """
    contexts: list[BrowserContext] = []

    def listen(message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text:
            faults.append(message.text)

    def look(response: Response) -> None:
        if "/static/" in response.url and response.status >= 400:
            faults.append(f"{response.status} {response.url}")

    def opened(
        *,
        by: User | None = None,
        color_scheme: str = "light",
        width: int = 1280,
        height: int = 900,
        scripts: bool = True,
    ) -> Page:
        context = browser.new_context(
            base_url=str(live_server),
            color_scheme="dark" if color_scheme == "dark" else "light",
            viewport={"width": width, "height": height},
            java_script_enabled=scripts,
            reduced_motion="reduce",
        )
        context.set_default_timeout(PATIENCE)
        context.on("console", listen)
        context.on("weberror", lambda error: faults.append(str(error.error)))
        context.on("response", look)
        if by is not None:
            context.add_cookies(
                [{"name": settings.SESSION_COOKIE_NAME, "value": session_of(by), "url": str(live_server)}]
            )
        contexts.append(context)
        return context.new_page()

    yield opened
    for context in contexts:
        context.close()
    assert not faults


@pytest.fixture
def world(transactional_db: None) -> World:
    """Three teams with people of every role, where the browser's requests find them."""
    return invented()


@pytest.fixture
def page(new_page: NewPage, world: World) -> Page:
    """Open one page as the lead."""
    return new_page(by=world.lead)
