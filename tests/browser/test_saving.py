"""Answers in several browsers and on a site that fails: nothing is overwritten, and nothing is said to be saved."""

from collections.abc import Callable
from urllib.parse import urljoin

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.utils import timezone
from playwright.sync_api import Page, expect

from assessments.models import Membership
from assessments.services import responses
from assessments.services.assessments import discard_assessment
from tests.browser.conftest import NewPage
from tests.browser.serving import served
from tests.browser.walking import (
    BLANK,
    address,
    blank_dimension,
    choice,
    choose,
    expect_not_saved,
    expect_saved,
    row,
    stored,
)
from tests.browser.world import World, session_of

PRACTICE = f"{BLANK}-01"


def test_two_browsers_on_one_answer(world: World, new_page: NewPage) -> None:
    early, late = new_page(by=world.lead), new_page(by=world.lead)
    for page in (early, late):
        page.goto(address(world.asked))
    choose(early, PRACTICE, 1)
    expect_saved(early, PRACTICE)

    choose(late, PRACTICE, 3)
    expect_not_saved(late, PRACTICE, "changed elsewhere")
    expect(row(late, PRACTICE).get_by_text("level 1")).to_be_visible()
    expect(choice(late, PRACTICE, 3)).to_be_checked()
    assert stored(world.asked) == {PRACTICE: 1}

    row(late, PRACTICE).get_by_label("Save mine instead").check()
    expect_saved(late, PRACTICE)
    assert stored(world.asked) == {PRACTICE: 3}


def test_the_newer_answer_may_be_taken(world: World, new_page: NewPage) -> None:
    early, late = new_page(by=world.lead), new_page(by=world.lead)
    for page in (early, late):
        page.goto(address(world.asked))
    choose(early, PRACTICE, 1)
    expect_saved(early, PRACTICE)
    choose(late, PRACTICE, 3)
    late.on("dialog", lambda dialog: dialog.accept())
    row(late, PRACTICE).get_by_role("link", name="Take the newer one").click()
    expect(choice(late, PRACTICE, 1)).to_be_checked()
    assert stored(world.asked) == {PRACTICE: 1}


def _signed_out(world: World) -> None:
    Session.objects.all().delete()


def _removed(world: World) -> None:
    Membership.objects.filter(user=world.lead).delete()


def _closed(world: World) -> None:
    discard_assessment(assessment_id=_id(world), user_id=world.lead.pk, at=timezone.now())


def _id(world: World) -> int:
    return int(world.asked["assessment_id"])


@pytest.mark.parametrize(
    ("happens", "why"),
    [
        (_signed_out, "you are signed out"),
        (_removed, "not open to you any more"),
        (_closed, "not open to you any more"),
    ],
)
def test_who_may_not_answer_any_more_is_told(
    world: World, page: Page, happens: Callable[[World], None], why: str
) -> None:
    page.goto(address(world.asked))
    happens(world)
    choose(page, PRACTICE, 2)
    expect_not_saved(page, PRACTICE, why)
    assert stored(world.asked) == {}


def test_a_site_that_breaks_is_no_save_and_can_be_tried_again(
    world: World, page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(**_: object) -> int:
        raise RuntimeError("The disk is full.")

    page.goto(address(world.asked))
    with monkeypatch.context() as patch:
        patch.setattr(responses, "record_response", broken)
        choose(page, PRACTICE, 2)
        expect_not_saved(page, PRACTICE, "the site had a problem")
        assert stored(world.asked) == {}
    row(page, PRACTICE).get_by_role("button", name="Try again").click()
    expect_saved(page, PRACTICE)
    assert stored(world.asked) == {PRACTICE: 2}


def test_without_a_network_nothing_is_saved_until_it_is_back(world: World, page: Page) -> None:
    page.goto(address(world.asked))
    page.context.set_offline(True)
    choose(page, PRACTICE, 2)
    expect_not_saved(page, PRACTICE, "no connection")
    assert stored(world.asked) == {}
    page.context.set_offline(False)
    expect_saved(page, PRACTICE)
    assert stored(world.asked) == {PRACTICE: 2}


def test_a_server_that_is_gone_saved_nothing(world: World, page: Page) -> None:
    with served() as server:
        # Cookies know no ports, so the person is signed in there too.
        page.goto(f"http://localhost:{server.port}{address(world.asked)}")
        server.terminate()
        for practice in blank_dimension().practices[:2]:
            choose(page, practice.code, 2)
            expect_not_saved(page, practice.code, "no connection")
    assert stored(world.asked) == {}


def test_a_retry_never_saves_in_the_name_of_who_signed_in_since(world: World, page: Page) -> None:
    page.goto(address(world.asked))
    page.context.set_offline(True)
    choose(page, PRACTICE, 2)
    expect_not_saved(page, PRACTICE, "no connection")
    cookie = {"name": settings.SESSION_COOKIE_NAME, "value": session_of(world.member), "url": urljoin(page.url, "/")}
    page.context.add_cookies([cookie])  # type: ignore[list-item]
    page.context.set_offline(False)
    expect_not_saved(page, PRACTICE, "somebody else is signed in here now")
    assert stored(world.asked) == {}
    page.context.add_cookies([cookie | {"value": session_of(world.lead)}])  # type: ignore[list-item]
    row(page, PRACTICE).get_by_role("button", name="Try again").click()
    expect_saved(page, PRACTICE)
    assert stored(world.asked) == {PRACTICE: 2}
