"""Takes a picture of every page of the demonstration organisation."""

import logging
import sys
from pathlib import Path
from typing import Literal

from django.conf import settings
from django.utils import timezone
from playwright.sync_api import Browser, Page, sync_playwright

from assessments.core.workflow import Role
from assessments.models import Unit, User
from assessments.services.catalogs import start_draft
from assessments.services.people import add_membership, create_unit
from tests.browser.chromium import PROGRAMS, installed_chromium, launched
from tests.browser.pages import PEOPLE, Stop, address_of_team, stops
from tests.browser.plans import follow
from tests.browser.serving import served
from tests.browser.states import PROJECTORS, STATES, State
from tests.browser.teams import Teams, gathered
from tests.browser.world import World, arguments, session_of

FOLDER = Path("var/screenshots")
THEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
WIDE, NARROW, NARROWEST, HEIGHT = 1280, 390, 320, 800
PAPER = 794  # A4 upright at 96 dots per inch
# What README.md shows, cut to what is seen first.
README_PICTURE, README_PAGE, README_HEIGHT = Path("docs/team-light.png"), "team-show-price-lab", 1090


def take(wanted: list[str]) -> None:
    """Write the pictures of the pages whose name holds one of the wanted parts, or of all."""
    path = installed_chromium()
    if path is None:
        raise SystemExit(f"No browser installed: pictures need one of {', '.join(PROGRAMS)}.")
    # Some pages say no on purpose; each is checked for the status it should have.
    logging.getLogger("django.request").setLevel(logging.CRITICAL)
    FOLDER.mkdir(parents=True, exist_ok=True)
    chosen = [stop for stop in _stops() if not wanted or any(part in stop.name for part in wanted)]
    states = [state for state in STATES if not wanted or any(part in state.name for part in wanted)]
    teams = gathered()
    with served() as server, sync_playwright() as playwright:
        browser = launched(playwright=playwright, path=path)
        for who in dict.fromkeys(stop.who for stop in chosen):
            for width in (WIDE, NARROW):
                page = _opened(browser, f"http://localhost:{server.port}", who, width)
                for stop in chosen:
                    if stop.who == who:
                        _picture(page, stop, width)
        for state in states:
            _pictures(_opened(browser, f"http://localhost:{server.port}", teams.people()[state.by], WIDE), state, teams)
        browser.close()
    sys.stdout.write(f"Took pictures of {len(chosen)} pages and {len(states)} states in {FOLDER}.\n")


def _stops() -> list[Stop]:
    """Every page as the demonstration's people see it, and the team's pages of every team."""
    start_draft(user_id=_person("Anton").pk, at=timezone.now())
    world = _world()
    greta = _person("Greta")
    own = [
        Stop(
            f"{url_name}-{unit.name.lower().replace(' ', '-')}",
            greta,
            address_of_team(url_name, unit),
            frozenset({200}),
        )
        for url_name in ("team-show", "roadmap-show")
        for unit in Unit.objects.filter(is_team=True)
    ]
    return [*stops(world, by=PEOPLE), *own]


def _world() -> World:
    """Lena leads a team in the middle of its questions and one with a result; a third is added that has neither."""
    lead = _person("Lena")
    branch = Unit.objects.get(name="Example Retail")
    new = Unit.objects.get(id=create_unit(name="Gift finder", parent_id=branch.pk, is_team=True))
    add_membership(user_id=lead.pk, unit_id=new.pk, role=Role.LEAD)
    settled, member, manager = Unit.objects.get(name="Basket forecasting"), _person("Milo"), _person("Marta")
    add_membership(user_id=member.pk, unit_id=settled.pk, role=Role.MEMBER)
    follow(settled, lead=lead, manager=manager)
    return World(
        lead=lead,
        member=member,
        manager=manager,
        administrator=_person("Anton"),
        stranger=User.objects.create_user("nina@northlight.example", name="Nina Example"),
        asked=arguments(Unit.objects.get(name="Click and collect")),
        settled=arguments(settled),
        new=arguments(new),
    )


def _person(first: str) -> User:
    return User.objects.get(name=f"{first} Example")


def _opened(browser: Browser, site: str, who: User | None, width: int) -> Page:
    context = browser.new_context(
        base_url=site, viewport={"width": width, "height": HEIGHT}, reduced_motion="reduce", device_scale_factor=1
    )
    if who is not None:
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session_of(who), "url": site}])
    return context.new_page()


def _picture(page: Page, stop: Stop, width: int) -> None:
    answer = page.goto(stop.address)
    if answer is None or answer.status not in stop.statuses:
        raise SystemExit(f"{stop.name} at {stop.address} does not answer as it should.")
    _in_both_themes(page, stop.name, width)
    if width == WIDE:
        _more(page, stop)


def _in_both_themes(page: Page, name: str, width: int) -> None:
    for theme in THEMES:
        page.emulate_media(color_scheme=theme)
        page.evaluate("document.getAnimations().forEach((one) => one.finish())")
        page.screenshot(path=FOLDER / f"{name}-{theme}-{width}.png", full_page=True)


def _pictures(page: Page, state: State, teams: Teams) -> None:
    """A state, brought about once, in every theme and width; on projectors only what is seen without scrolling."""
    state.bring(page, teams)
    page.evaluate("scrollTo(0, 0)")
    for width in (WIDE, NARROW, NARROWEST):
        page.set_viewport_size({"width": width, "height": HEIGHT})
        _in_both_themes(page, f"state-{state.name}", width)
    page.emulate_media(color_scheme="light")
    for width, height in PROJECTORS if state.projected else ():
        page.set_viewport_size({"width": width, "height": height})
        page.screenshot(path=FOLDER / f"state-{state.name}-projector-{width}.png")
    if state.printed:
        page.set_viewport_size({"width": PAPER, "height": HEIGHT})
        page.emulate_media(media="print")
        page.screenshot(path=FOLDER / f"state-{state.name}-print.png", full_page=True)
    page.context.close()


def _more(page: Page, stop: Stop) -> None:
    """What is taken of some pages besides: the roadmap as printed, and the picture of README.md."""
    page.emulate_media(color_scheme="light")
    if stop.name == README_PAGE:
        page.screenshot(
            path=README_PICTURE, full_page=True, clip={"x": 0, "y": 0, "width": WIDE, "height": README_HEIGHT}
        )
    if stop.name.startswith("roadmap-show"):
        page.emulate_media(media="print")
        page.screenshot(path=FOLDER / f"{stop.name}-print-{WIDE}.png", full_page=True)
        page.emulate_media(media="screen")
