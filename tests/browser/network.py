"""A network and a site that fail as a test says, and everything that a page ever claimed about saving."""

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import BrowserContext, Page, Route

SCRIPTS = Path(__file__).parents[2] / "static" / "js"
SAVES = "**/responses/*/"
Happens = Callable[[Route], None]

# Collects what any question, and the region that is heard, says at any moment.
LISTEN = """() => {
    window.claims = [];
    const look = () => {
        const said = [...document.querySelectorAll(".save-state, #heard")].map((one) => one.textContent.trim());
        for (const words of said) if (words && !window.claims.includes(words)) window.claims.push(words);
    };
    new MutationObserver(look).observe(document.body, { subtree: true, childList: true, characterData: true });
}"""


def blocked(route: Route) -> None:
    """The request never arrives."""
    route.abort("internetdisconnected")


def unheard(route: Route) -> None:
    """The request arrives, and what the site answers gets lost."""
    request = route.request
    request.frame.page.request.fetch(request.url, method="POST", headers=request.headers, data=request.post_data)
    route.abort("connectionreset")


def answers(status: int, text: str = "<p>Saved</p>") -> Happens:
    """The site, or something on the way that speaks in its name, answers so."""

    def happens(route: Route) -> None:
        route.fulfill(status=status, body=f"<!doctype html><title>-</title>{text}", content_type="text/html")

    return happens


def listen(page: Page) -> None:
    """Begin to collect what the page claims."""
    page.evaluate(LISTEN)


def claims_of_saving(page: Page) -> list[str]:
    """Whatever the page claimed since `listen` that begins with, or holds, that something is saved."""
    said: list[str] = page.evaluate("window.claims")
    return [words for words in said if "Saved" in words]


def with_script(page: Page | BrowserContext, name: str, right: str, wrong: str) -> None:
    """Serve one of the scripts with a part of it broken."""
    source = (SCRIPTS / name).read_text()
    assert source.count(right) == 1, f"{name} does not hold this once: {right}"
    broken = source.replace(right, wrong)
    page.route(f"**/js/{name}", lambda route: route.fulfill(body=broken, content_type="text/javascript"))
