"""The machine's own Chromium or Chrome, for browser tests and pictures."""

import os
import shutil

from playwright.sync_api import Browser, Playwright

PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
ARGUMENTS = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
)


def installed_chromium() -> str | None:
    """Return the path of the first of the known browsers that is installed."""
    return next((path for program in PROGRAMS if (path := shutil.which(program))), None)


def launched(*, playwright: Playwright, path: str) -> Browser:
    """Start the browser at a path without a window; the caller closes it."""
    # Chromium's sandbox does not work for root.
    return playwright.chromium.launch(
        executable_path=path, args=list(ARGUMENTS), headless=True, chromium_sandbox=os.geteuid() != 0
    )
