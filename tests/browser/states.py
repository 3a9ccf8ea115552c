"""Every state of the pages of answering that takes more than an address: who is in it, and how a browser gets there."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urljoin

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import OperationalError
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from assessments import access
from assessments.models import Assessment, User
from tests.browser.network import SAVES, answers, blocked
from tests.browser.teams import (
    AGREED,
    CARRIED,
    CONTESTED,
    HEARD,
    LEFT_OUT,
    LONG_REMARK,
    MIXED,
    REMARK,
    TALKED,
    UNHEARD,
    Teams,
)
from tests.browser.walking import BLANK, choose, expect_not_saved, expect_saved, remark, row
from tests.browser.world import session_of

FIRST, SECOND, THIRD, LAST = (f"{BLANK}-0{number}" for number in range(1, 5))
HALF = "DAT-PIP"
Bring = Callable[[Page, Teams], None]
PROJECTORS = ((1920, 1080), (1280, 720))


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """A page as somebody has left it: `by` names a person of Teams, `bring` goes there and does what it takes.

    `projected` is looked at in the sizes of projectors too, `printed` on paper.
    """

    name: str
    by: str
    bring: Bring
    projected: bool = False
    printed: bool = False


def at(url_name: str, assessment: Assessment, *more: str) -> str:
    """The address of a page about an assessment."""
    return reverse(f"assessments:{url_name}", args=[assessment.pk, *more])


def goes(url_name: str, team: str, *more: str, opens: str = "", query: str = "") -> Bring:
    """Go to a page about one of the open assessments; `opens` folds out what matches it."""

    def bring(page: Page, teams: Teams) -> None:
        page.goto(at(url_name, getattr(teams, team), *more) + query)
        _unfold(page, opens)

    return bring


def result_of(*more: str, opens: str = "") -> Bring:
    """Go to the Result after reopening, or to the explanation of one of its disciplines."""

    def bring(page: Page, teams: Teams) -> None:
        page.goto(
            reverse(
                "assessments:result-explain" if more else "assessments:result-show", args=[teams.reopened.pk, *more]
            )
        )
        _unfold(page, opens)

    return bring


def of_team(url_name: str) -> Bring:
    """Go to a page about the team with a Result and nothing open."""

    def bring(page: Page, teams: Teams) -> None:
        page.goto(reverse(f"assessments:{url_name}", args=[teams.reopened.unit_id]))

    return bring


def _unfold(page: Page, which: str) -> None:
    if which:
        page.locator(which).evaluate_all("all => all.forEach((one) => { one.open = true; })")


def _questions(page: Page, assessment: Assessment, dimension: str = BLANK) -> None:
    page.goto(at("dimension-answer", assessment, dimension))


def half_done(page: Page, teams: Teams) -> None:
    """Two answers saved, one of them with a long remark; two open."""
    _questions(page, teams.fresh, HALF)
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
    _questions(page, teams.fresh, "DAT-STO")
    choose(page, "DAT-STO-01", 3)
    expect(row(page, "DAT-STO-01").get_by_text("Saving…")).to_be_visible()
    page.locator(".aids details").evaluate_all("all => all.forEach((one) => { one.open = true; })")


def not_saved(page: Page, teams: Teams) -> None:
    """The site answers that it is busy or away; what is folded in a question is folded out."""
    page.route(SAVES, answers(503))
    _questions(page, teams.fresh, "DAT-DLV")
    choose(page, "DAT-DLV-01", 3)
    expect_not_saved(page, "DAT-DLV-01", "")
    row(page, "DAT-DLV-02").locator("details").evaluate_all("all => all.forEach((one) => { one.open = true; })")


def offline(page: Page, teams: Teams) -> None:
    """No way to the site, over two answers."""
    page.route(SAVES, blocked)
    _questions(page, teams.fresh, "DAT-QUA")
    for practice in ("DAT-QUA-01", "DAT-QUA-02"):
        choose(page, practice, 1)
        expect_not_saved(page, practice, "")


def brought_back(page: Page, teams: Teams) -> None:
    """What was typed before the page was left, and still cannot be saved."""
    page.route(SAVES, answers(503))
    page.on("dialog", lambda dialog: dialog.accept())
    _questions(page, teams.fresh, "DAT-GOV")
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
        _questions(one, teams.fresh, "DAT-TEA")
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
    _questions(page, teams.fresh, "DAT-TEA")
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
    _questions(page, teams.carried, "DAT-PIP")
    row(page, f"{HALF}-01").get_by_role("button", name="Still so").click()
    expect_saved(page, f"{HALF}-01")
    choose(page, f"{HALF}-02", 3)
    expect_saved(page, f"{HALF}-02")


def evidence(page: Page, teams: Teams) -> None:
    """Entries of its own and of earlier assessments, one of them over a year old; the fields to add one."""
    _questions(page, teams.carried)
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
    _questions(page, teams.fresh, "DAT-PLT")
    row(page, LEFT_OUT[1]).get_by_text("Not applicable", exact=True).click()
    row(page, LEFT_OUT[1]).get_by_label("Why does this not apply").fill(LONG_REMARK)
    row(page, LEFT_OUT[1]).get_by_label("Why does this not apply").blur()
    expect_saved(page, LEFT_OUT[1])


def gate_shut(page: Page, teams: Teams) -> None:
    """The news that an answer shuts the gates, with what that means."""
    _questions(page, teams.fresh)
    choose(page, FIRST, 1)
    told = page.locator("#gate-news")
    expect(told).to_contain_text("stay shut")
    told.get_by_text("What that means").click()
    expect(told.get_by_role("link").first).to_be_in_viewport()


def keys(page: Page, teams: Teams) -> None:
    """The list of keys, over the questions."""
    _questions(page, teams.fresh)
    page.get_by_role("radio").first.focus()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()


def signed_out_in_place(page: Page, teams: Teams) -> None:
    """The session ended while somebody answers; the password was wrong once."""
    _questions(page, teams.fresh, "MLO-DEV")
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
    offline(page, teams)
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("dialog", name="Sign out?")).to_be_visible()


def session_key(page: Page) -> str:
    """Which session this browser has."""
    return next(one["value"] for one in page.context.cookies() if one["name"] == settings.SESSION_COOKIE_NAME)


def signed_out_page(page: Page, teams: Teams) -> None:
    """A whole page of answers sent, as without scripts, after the session ended."""
    _questions(page, teams.fresh, "MLO-TRN")
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
    _questions(page, teams.fresh, "MLO-LCM")
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


def scanning(page: Page, teams: Teams) -> None:
    """A scan that proves MLOps not in place."""
    page.goto(at("scan-answer", teams.fresh, "mlops"))
    choose(page, "MLO-DEP-01", 0)
    expect_saved(page, "MLO-DEP-01")


def scanned(page: Page, teams: Teams) -> None:
    """What the scan shows by then."""
    scanning(page, teams)
    page.goto(at("scan-show", teams.fresh))


def started_with_faults(page: Page, teams: Teams) -> None:
    """Starting without a title."""
    page.goto(reverse("assessments:assessment-start", args=[teams.reopened.unit_id]))
    page.get_by_role("button", name="Start").click()
    expect(page.locator(".invalid-feedback").first).to_be_visible()


def reminder(page: Page, teams: Teams) -> None:
    """A reminder ready to copy, after some were asked."""
    page.goto(at("sharing-show", teams.meeting))
    page.get_by_label("Storage and lake life cycle").check()
    page.get_by_role("checkbox", name="Mem One Example").check()
    page.get_by_role("checkbox", name="Mem Two Example").check()
    page.get_by_label("By", exact=True).fill(f"{timezone.localdate() + timedelta(days=9)}")
    page.get_by_role("button", name="Ask them").click()
    expect(page.locator(".notice, .alert").first).to_be_visible()
    page.locator("details.reminder").evaluate_all("all => all.slice(0, 1).forEach((one) => { one.open = true; })")


def asked_of_nobody(page: Page, teams: Teams) -> None:
    """Asking without saying what, or whom."""
    page.goto(at("sharing-show", teams.meeting))
    page.get_by_role("button", name="Ask them").click()
    expect(page.get_by_role("alert")).to_be_visible()


def recorded(page: Page, teams: Teams) -> None:
    """A level recorded with a dissent; the next question of the meeting."""
    page.goto(at("settling-practice", teams.meeting, MIXED))
    page.get_by_label("Level 2", exact=True).check()
    page.get_by_label("Why", exact=True).fill(REMARK)
    page.get_by_label(re.compile("^What those say")).fill(LONG_REMARK)
    page.get_by_role("button", name="Record and go on").click()
    expect(page.get_by_role("status").first).to_contain_text("Recorded")


def settled_meanwhile(page: Page, teams: Teams) -> None:
    """Another lead, here another tab, has recorded meanwhile."""
    other = page.context.new_page()
    for one in (page, other):
        one.goto(at("settling-practice", teams.meeting, CONTESTED))
    for one, level in ((other, 1), (page, 3)):
        one.get_by_label(f"Level {level}", exact=True).check()
        one.get_by_label("Why", exact=True).fill(LONG_REMARK)
        one.get_by_role("button", name="Record and go on").click()
    expect(page.get_by_role("alert")).to_contain_text("Not stored")
    other.goto(at("settling-practice", teams.meeting, CONTESTED))
    other.get_by_role("button", name=re.compile("^Undo")).click()
    other.close()


def not_recorded(page: Page, teams: Teams) -> None:
    """An agreed level without its reason."""
    page.goto(at("settling-practice", teams.meeting, CONTESTED))
    page.get_by_role("button", name="Record and go on").click()
    expect(page.get_by_role("alert")).to_be_visible()


STATES = (
    State(name="questions-untouched", by="fresh", bring=goes("dimension-answer", "fresh", "DAT-PIP"), printed=True),
    State(name="questions-half-done", by="fresh", bring=half_done, printed=True),
    State(name="questions-saving", by="fresh", bring=saving),
    State(name="questions-not-saved", by="fresh", bring=not_saved),
    State(name="questions-offline", by="fresh", bring=offline),
    State(name="questions-brought-back", by="fresh", bring=brought_back),
    State(name="questions-two-versions", by="fresh", bring=two_versions),
    State(name="questions-history", by="fresh", bring=history),
    State(name="questions-carried", by="carried", bring=goes("dimension-answer", "carried", "MLO-MON"), printed=True),
    State(name="questions-confirmed", by="carried", bring=confirmed),
    State(name="questions-evidence", by="carried", bring=evidence),
    State(name="questions-not-applicable", by="fresh", bring=not_applicable),
    State(name="questions-names-hidden", by="unheard", bring=goes("dimension-answer", "hidden", "DAT-PIP")),
    State(name="questions-gate-shut", by="fresh", bring=gate_shut),
    State(name="questions-keys", by="fresh", bring=keys),
    State(name="questions-of-others", by="member", bring=goes("dimension-answer", "meeting", "DAT-STO")),
    State(name="gates-tell", by="fresh", bring=goes("gates-tell", "fresh")),
    State(name="signed-out-in-place", by="fresh", bring=signed_out_in_place),
    State(name="signed-out-not-now", by="fresh", bring=not_now),
    State(name="signed-out-warning", by="fresh", bring=signs_out_with_unsaved),
    State(name="signed-out-page", by="fresh", bring=signed_out_page),
    State(name="out-of-date", by="meeting", bring=out_of_date),
    State(name="somebody-else", by="fresh", bring=somebody_else),
    State(name="closed", by="reopened", bring=closed),
    State(name="database-gone", by="reopened", bring=database_gone),
    State(name="scan-begin", by="carried", bring=goes("scan-show", "carried")),
    State(name="scan-questions", by="fresh", bring=scanning),
    State(name="scan-shows", by="fresh", bring=scanned),
    State(name="scan-may-be", by="meeting", bring=goes("scan-show", "meeting")),
    State(name="start", by="reopened", bring=of_team("assessment-start")),
    State(name="start-faults", by="reopened", bring=started_with_faults),
    State(name="sharing-nobody-asked", by="fresh", bring=goes("sharing-show", "fresh")),
    State(name="sharing-faults", by="meeting", bring=asked_of_nobody),
    State(name="sharing-reminder", by="meeting", bring=reminder),
    State(name="settling-list", by="meeting", bring=goes("settling-show", "meeting"), printed=True),
    State(name="settling-list-hidden", by="unheard", bring=goes("settling-show", "hidden")),
    State(name="settling-contested", by="meeting", bring=goes("settling-practice", "meeting", CONTESTED), printed=True),
    State(name="settling-as-member", by="member", bring=goes("settling-practice", "meeting", CONTESTED)),
    State(
        name="settling-projected",
        by="meeting",
        bring=goes("settling-practice", "meeting", CONTESTED, query="?projector=1"),
        projected=True,
    ),
    State(
        name="settling-projected-agreed",
        by="meeting",
        bring=goes("settling-practice", "meeting", AGREED, query="?projector=1"),
        projected=True,
    ),
    State(name="settling-recorded", by="meeting", bring=recorded),
    State(name="settling-dissent", by="meeting", bring=goes("settling-practice", "meeting", AGREED, opens="details")),
    State(name="settling-two-versions", by="meeting", bring=settled_meanwhile),
    State(name="settling-faults", by="meeting", bring=not_recorded),
    State(name="settling-answer-first", by="unheard", bring=goes("settling-practice", "hidden", UNHEARD)),
    State(name="settling-too-few", by="hidden", bring=goes("settling-practice", "hidden", UNHEARD)),
    State(name="settling-heard", by="hidden", bring=goes("settling-practice", "hidden", HEARD)),
    State(name="discussion-empty", by="meeting", bring=goes("discussion-show", "meeting", MIXED)),
    State(name="discussion-open", by="meeting", bring=goes("discussion-show", "meeting", CONTESTED)),
    State(name="discussion-settled", by="meeting", bring=goes("discussion-show", "meeting", TALKED)),
    State(
        name="review-lead", by="meeting", bring=goes("assessment-review", "meeting", opens="main details"), printed=True
    ),
    State(name="review-member", by="member", bring=goes("assessment-review", "meeting")),
    State(name="review-hidden", by="hidden", bring=goes("assessment-review", "hidden")),
    State(name="submit", by="meeting", bring=goes("assessment-submit", "meeting")),
    State(name="result-changed", by="reopened", bring=result_of(), printed=True),
    State(name="result-unfolded", by="reopened", bring=result_of(opens="main details")),
    State(name="explain", by="reopened", bring=result_of("mlops"), printed=True),
    State(name="explain-unfolded", by="reopened", bring=result_of("dataops", opens="main details")),
    State(name="roadmap-left-out", by="reopened", bring=of_team("roadmap-show"), printed=True),
    State(name="board-left-out", by="reopened", bring=of_team("board-show"), printed=True),
)
"""In the order in which they may be brought about, one after the other, in one database."""
