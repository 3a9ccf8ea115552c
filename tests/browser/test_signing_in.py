"""A sign-in that ends while somebody answers: asked for in place, and nobody saves in another's name."""

from urllib.parse import urljoin

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from playwright.sync_api import Locator, Page, expect

from assessments.models import Response, User
from tests.browser.conftest import NewPage
from tests.browser.test_pages import looked_at
from tests.browser.walking import BLANK, address, choice, choose, expect_not_saved, expect_saved, row, stored
from tests.browser.world import World, session_of

PRACTICE, NEXT = f"{BLANK}-01", f"{BLANK}-02"
PASSWORD = "correct horse battery staple"
WRONG = "not this one at all"


@pytest.fixture
def page(new_page: NewPage, world: World) -> Page:
    """Open one page as the lead, who like the member has a password."""
    for person in (world.lead, world.member):
        person.set_password(PASSWORD)
        person.save()
    return new_page(by=world.lead)


def dialog(page: Page) -> Locator:
    """What asks to sign in again."""
    return page.get_by_role("dialog", name="Sign in again")


def sign_in(page: Page, user: User, password: str = PASSWORD) -> None:
    """Fill in the dialog and press its button."""
    dialog(page).get_by_label("E-mail address").fill(user.email)
    dialog(page).get_by_label("Password").fill(password)
    dialog(page).get_by_role("button", name="Sign in and save").click()


def typed_after_the_end(world: World, page: Page) -> None:
    """An answer that is chosen when the session has ended."""
    page.goto(address(world.asked))
    Session.objects.all().delete()
    choose(page, PRACTICE, 2)
    expect(dialog(page)).to_contain_text("Your sign-in has ended.")
    expect_not_saved(page, PRACTICE, "you are signed out")


def test_an_ended_session_asks_in_place_and_then_saves(world: World, page: Page) -> None:
    typed_after_the_end(world, page)
    expect(dialog(page).get_by_label("E-mail address")).to_have_value(world.lead.email)
    expect(dialog(page).get_by_label("Password")).to_be_focused()
    sign_in(page, world.lead, WRONG)
    expect(dialog(page).get_by_role("alert")).to_contain_text("do not belong together")
    expect(dialog(page).get_by_label("Password")).to_have_value("")
    assert stored(world.asked) == {}

    sign_in(page, world.lead)
    expect(dialog(page)).to_be_hidden()
    expect_saved(page, PRACTICE)
    assert stored(world.asked) == {PRACTICE: 2}
    choose(page, NEXT, 1)
    expect_saved(page, NEXT)
    page.reload()
    expect(choice(page, NEXT, 1)).to_be_checked()


def test_the_password_is_kept_nowhere(world: World, page: Page) -> None:
    typed_after_the_end(world, page)
    sign_in(page, world.lead, WRONG)
    expect(dialog(page).get_by_role("alert")).to_be_visible()
    dialog(page).get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Escape")
    expect(dialog(page)).to_be_hidden()
    kept = page.evaluate("JSON.stringify([Object.entries(localStorage), Object.entries(sessionStorage)])")
    assert PRACTICE in kept
    assert WRONG not in kept
    assert PASSWORD not in kept
    assert page.locator("#again-password").input_value() == ""


def test_somebody_else_who_signs_in_there_saves_nothing(world: World, page: Page) -> None:
    typed_after_the_end(world, page)
    sign_in(page, world.member)
    expect(dialog(page).get_by_role("alert")).to_contain_text("That is somebody else, so nothing was saved.")
    assert stored(world.asked) == {}
    sign_in(page, world.lead)
    expect(dialog(page)).to_be_hidden()
    expect_saved(page, PRACTICE)
    (answer,) = Response.objects.filter(practice__code=PRACTICE, assessment_id=world.asked["assessment_id"])
    assert answer.respondent == world.lead


def test_not_now_leaves_a_button_and_the_answer_where_it_is(world: World, page: Page) -> None:
    typed_after_the_end(world, page)
    dialog(page).get_by_role("button", name="Not now").click()
    choose(page, NEXT, 1)
    expect_not_saved(page, NEXT, "you are signed out")
    expect(dialog(page)).to_be_hidden()
    row(page, PRACTICE).get_by_role("button", name="Sign in as yourself").click()
    sign_in(page, world.lead)
    for practice in (PRACTICE, NEXT):
        expect_saved(page, practice)
    assert stored(world.asked) == {PRACTICE: 2, NEXT: 1}


def test_who_signed_in_elsewhere_in_the_browser_saves_nothing_of_the_old_page(world: World, page: Page) -> None:
    page.goto(address(world.asked))
    cookie = {"name": settings.SESSION_COOKIE_NAME, "value": session_of(world.member), "url": urljoin(page.url, "/")}
    page.context.add_cookies([cookie])  # type: ignore[list-item]
    page.context.clear_cookies(name=settings.CSRF_COOKIE_NAME)
    choose(page, PRACTICE, 2)
    expect(dialog(page)).to_contain_text("Somebody else is signed in here now, so nothing was saved.")
    expect_not_saved(page, PRACTICE, "somebody else is signed in here now")
    assert stored(world.asked) == {}
    sign_in(page, world.lead)
    expect_saved(page, PRACTICE)
    assert stored(world.asked) == {PRACTICE: 2}


def test_who_is_back_in_another_tab_need_not_sign_in_twice(world: World, page: Page) -> None:
    typed_after_the_end(world, page)
    dialog(page).get_by_role("button", name="Not now").click()
    cookie = {"name": settings.SESSION_COOKIE_NAME, "value": session_of(world.lead), "url": urljoin(page.url, "/")}
    page.context.add_cookies([cookie])  # type: ignore[list-item]
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect_saved(page, PRACTICE)
    assert stored(world.asked) == {PRACTICE: 2}


def test_an_outdated_token_is_renewed_silently(world: World, page: Page) -> None:
    page.goto(address(world.asked))
    page.context.clear_cookies(name=settings.CSRF_COOKIE_NAME)
    choose(page, PRACTICE, 2)
    expect_saved(page, PRACTICE)
    expect(dialog(page)).to_be_hidden()
    page.context.clear_cookies(name=settings.CSRF_COOKIE_NAME)
    row(page, NEXT).get_by_text("Add evidence").click()
    row(page, NEXT).get_by_label("Address or text").fill("https://example.org/proof")
    row(page, NEXT).get_by_role("button", name="Add", exact=True).click()
    expect(row(page, NEXT).get_by_role("link", name="https://example.org/proof")).to_be_visible()


def test_no_barriers_in_what_asks_and_warns(world: World, page: Page) -> None:
    typed_after_the_end(world, page)
    sign_in(page, world.lead, WRONG)
    expect(dialog(page).get_by_role("alert")).to_be_visible()
    assert looked_at(page) == []
    page.keyboard.press("Escape")
    assert looked_at(page) == []
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("dialog", name="Sign out?")).to_be_visible()
    assert looked_at(page) == []
