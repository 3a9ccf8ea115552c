"""What somebody does on a page of questions, to bring a browser into a state (`states`)."""

import re
from urllib.parse import urljoin

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import OperationalError
from django.urls import reverse
from playwright.sync_api import Page, expect

from assessments import access
from assessments.models import User
from tests.browser.going import at, questions, unfold
from tests.browser.network import SAVES, answers, blocked
from tests.browser.teams import CARRIED, CONTESTED, LEFT_OUT, LONG_REMARK, REMARK, Teams
from tests.browser.walking import BLANK, choose, expect_not_saved, expect_saved, remark, row
from tests.browser.world import session_of

FIRST, SECOND = f"{BLANK}-01", f"{BLANK}-02"
HALF = "DAT-PIP"


def half_done(page: Page, teams: Teams) -> None:
    """Two answers saved, one of them with a long remark; two open."""
    questions(page, teams.fresh, HALF)
    choose(page, f"{HALF}-01", 2)
    row(page, f"{HALF}-01").get_by_text("Add a remark").click()
    remark(page, f"{HALF}-01").fill(LONG_REMARK)
    remark(page, f"{HALF}-01").blur()
    expect_saved(page, f"{HALF}-01")
    row(page, f"{HALF}-02").get_by_text("Don’t know").click()
    expect_saved(page, f"{HALF}-02")


def saving(page: Page, teams: Teams) -> None:
    """What the site does not answer yet, and aids that are folded out."""
    held: list[object] = []
    page.route(SAVES, lambda route: held.append(route))  # noqa: PLW0108 - Playwright takes no bound method of a list
    questions(page, teams.fresh, "DAT-STO")
    choose(page, "DAT-STO-01", 3)
    expect(row(page, "DAT-STO-01").get_by_text("Saving…")).to_be_visible()
    unfold(page, ".aids details")


def not_saved(page: Page, teams: Teams) -> None:
    """The site answers that it is busy or away; what is folded in a question is folded out."""
    page.route(SAVES, answers(503))
    questions(page, teams.fresh, "DAT-DLV")
    choose(page, "DAT-DLV-01", 3)
    expect_not_saved(page, "DAT-DLV-01", "")
    unfold(page, "#DAT-DLV-02 details")


def offline(page: Page, teams: Teams) -> None:
    """No way to the site, over two answers."""
    _cut_off(page, teams, "DAT-QUA")


def _cut_off(page: Page, teams: Teams, dimension: str) -> None:
    # What is sent as the page closes arrives all the same, so each state has a dimension of its own.
    page.route(SAVES, blocked)
    questions(page, teams.fresh, dimension)
    for practice in (f"{dimension}-01", f"{dimension}-02"):
        choose(page, practice, 1)
        expect_not_saved(page, practice, "")


def brought_back(page: Page, teams: Teams) -> None:
    """What was typed before the page was left, and still cannot be saved."""
    page.route(SAVES, answers(503))
    page.on("dialog", lambda dialog: dialog.accept())
    questions(page, teams.fresh, "DAT-GOV")
    choose(page, "DAT-GOV-01", 3)
    row(page, "DAT-GOV-01").get_by_text("Add a remark").click()
    remark(page, "DAT-GOV-01").fill(REMARK)
    expect_not_saved(page, "DAT-GOV-01", "")
    page.reload()
    expect(page.get_by_text("What you typed here earlier was not saved then.")).to_be_visible()
    expect_not_saved(page, "DAT-GOV-01", "")


def two_versions(page: Page, teams: Teams) -> None:
    """Another tab was faster, with another level and another remark."""
    code = "DAT-TEA-01"
    other = page.context.new_page()
    for one in (page, other):
        questions(one, teams.fresh, "DAT-TEA")
    for one, level, words in ((other, 1, REMARK), (page, 3, LONG_REMARK)):
        row(one, code).get_by_text("Add a remark").click()
        remark(one, code).fill(words)
        choose(one, code, level)
        if one is other:
            expect_saved(one, code)
    expect(row(page, code).locator("table.versions")).to_be_visible()
    other.close()


def history(page: Page, teams: Teams) -> None:
    """Three saves of an answer."""
    code = "DAT-TEA-02"
    questions(page, teams.fresh, "DAT-TEA")
    for level in (1, 3):
        choose(page, code, level)
        expect_saved(page, code)
    row(page, code).get_by_text("Add a remark").click()
    remark(page, code).fill(LONG_REMARK)
    remark(page, code).blur()
    expect_saved(page, code)
    row(page, code).get_by_role("link", name="History").click()
    expect(page.get_by_role("button", name="Put this back").first).to_be_visible()


def confirmed(page: Page, teams: Teams) -> None:
    """One answer of last time is said to be still so, one is changed, two are open."""
    questions(page, teams.carried, "DAT-PIP")
    row(page, f"{HALF}-01").get_by_role("button", name="Still so").click()
    expect_saved(page, f"{HALF}-01")
    choose(page, f"{HALF}-02", 3)
    expect_saved(page, f"{HALF}-02")


def evidence(page: Page, teams: Teams) -> None:
    """Entries of its own and of earlier assessments, one of them over a year old; the fields to add one."""
    questions(page, teams.carried)
    row(page, CARRIED).get_by_role("button", name="Still so").click()
    expect_saved(page, CARRIED)
    row(page, CARRIED).get_by_text("Evidence (2)").click()
    expect(row(page, CARRIED).get_by_role("button", name="Still true today").first).to_be_visible()
    card = row(page, SECOND)
    card.get_by_text("Add evidence").click()
    card.get_by_text(re.compile("^Shown in earlier assessments")).click()
    card.get_by_label("Address or text").fill("not an address")
    card.get_by_role("button", name="Add", exact=True).click()
    expect(card.get_by_text("Shown in earlier assessments")).to_be_visible()
    expect(card.locator(".faults").first).to_be_visible()


def not_applicable(page: Page, teams: Teams) -> None:
    """One that its reason excuses."""
    questions(page, teams.fresh, "DAT-PLT")
    row(page, LEFT_OUT[1]).get_by_text("Not applicable", exact=True).click()
    row(page, LEFT_OUT[1]).get_by_label("Why does this not apply").fill(LONG_REMARK)
    row(page, LEFT_OUT[1]).get_by_label("Why does this not apply").blur()
    expect_saved(page, LEFT_OUT[1])


def gate_shut(page: Page, teams: Teams) -> None:
    """The news that an answer shuts the gates, with what that means."""
    questions(page, teams.fresh)
    choose(page, FIRST, 1)
    told = page.locator("#gate-news")
    expect(told).to_contain_text("stay shut")
    told.get_by_text("What that means").click()
    expect(told.get_by_role("link").first).to_be_in_viewport()


def keys(page: Page, teams: Teams) -> None:
    """The list of keys, over the questions."""
    questions(page, teams.fresh)
    page.get_by_role("radio").first.focus()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()


def signed_out_in_place(page: Page, teams: Teams) -> None:
    """The session ended while somebody answers; the password was wrong once."""
    questions(page, teams.fresh, "MLO-DEV")
    Session.objects.filter(session_key=session_key(page)).delete()
    choose(page, "MLO-DEV-01", 2)
    dialog = page.get_by_role("dialog", name="Sign in again")
    expect(dialog).to_be_visible()
    dialog.get_by_label("Password").fill("not this one")
    dialog.get_by_role("button", name="Sign in and save").click()
    expect(dialog.get_by_role("alert")).to_be_visible()


def not_now(page: Page, teams: Teams) -> None:
    """Answers that wait until somebody signs in again."""
    signed_out_in_place(page, teams)
    page.keyboard.press("Escape")
    expect_not_saved(page, "MLO-DEV-01", "you are signed out")


def signs_out_with_unsaved(page: Page, teams: Teams) -> None:
    """What would be lost by signing out is told before."""
    _cut_off(page, teams, "MLO-DEP")
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("dialog", name="Sign out?")).to_be_visible()


def session_key(page: Page) -> str:
    """Which session this browser has."""
    return next(one["value"] for one in page.context.cookies() if one["name"] == settings.SESSION_COOKIE_NAME)


def signed_out_page(page: Page, teams: Teams) -> None:
    """A whole page of answers sent, as without scripts, after the session ended."""
    questions(page, teams.fresh, "MLO-TRN")
    page.route(SAVES, blocked)
    choose(page, "MLO-TRN-01", 2)
    row(page, "MLO-TRN-01").get_by_text("Add a remark").click()
    remark(page, "MLO-TRN-01").fill(LONG_REMARK)
    page.on("dialog", lambda dialog: dialog.accept())
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    page.locator("form[data-walk]").evaluate("form => form.submit()")
    expect(page.get_by_role("heading", level=1)).to_have_text("Not saved: you are signed out")


def out_of_date(page: Page, teams: Teams) -> None:
    """A comment sent with a token from before the last sign-in."""
    page.goto(at("discussion-show", teams.meeting, CONTESTED))
    page.get_by_label("Your comment").fill(LONG_REMARK)
    page.context.clear_cookies(name=settings.CSRF_COOKIE_NAME)
    page.get_by_role("button", name="Add the comment").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("This page is out of date")


def somebody_else(page: Page, teams: Teams) -> None:
    """A page of answers sent by who is not signed in here any more."""
    questions(page, teams.fresh, "MLO-LCM")
    page.route(SAVES, blocked)
    choose(page, "MLO-LCM-01", 2)
    page.on("dialog", lambda dialog: dialog.accept())
    other = User.objects.get(name="Nell Owl Example")
    cookie = {"name": settings.SESSION_COOKIE_NAME, "value": session_of(other), "url": urljoin(page.url, "/")}
    page.context.add_cookies([cookie])  # type: ignore[list-item]
    page.locator("form[data-walk]").evaluate("form => form.submit()")
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def closed(page: Page, teams: Teams) -> None:
    """Questions of an assessment that was submitted."""
    page.goto(at("dimension-answer", teams.reopened.assessment, BLANK))


def database_gone(page: Page, teams: Teams) -> None:
    """The site without its database."""

    def fails(*_: object) -> None:
        raise OperationalError("Gone")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(access, "team", fails)
        page.goto(reverse("assessments:team-show", args=[teams.reopened.unit_id]))
    expect(page.get_by_role("heading", level=1)).to_have_text("Back in a moment")
