"""Real browsers for tests in this folder, against the live server."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright

from tests.browser.chromium import PROGRAMS, installed_chromium, launched

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
        yield running
        running.close()


NewPage = Callable[..., Page]


@pytest.fixture
def new_page(browser: Browser, live_server: object) -> Iterator[NewPage]:
    """Open pages that share nothing, as on several machines: `new_page(color_scheme="dark", width=320)`.

    At the end the test fails if a script broke or the Content Security Policy refused something on any of them.
    """
    contexts: list[BrowserContext] = []
    faults: list[str] = []

    def listen(message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text:
            faults.append(message.text)

    def opened(*, color_scheme: str = "light", width: int = 1280, height: int = 900, scripts: bool = True) -> Page:
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
        contexts.append(context)
        return context.new_page()

    yield opened
    for context in contexts:
        context.close()
    assert not faults


@pytest.fixture
def color_scheme() -> str:
    """Return the colours of `page`; parametrise it as "light" or "dark"."""
    return "light"


@pytest.fixture
def page(new_page: NewPage, color_scheme: str) -> Page:
    """Open one page on the live server."""
    return new_page(color_scheme=color_scheme)
