"""What was typed and not saved yet stays in the browser: for its person and assessment alone, until it is saved."""

import re
from collections.abc import Iterator
from urllib.parse import urljoin

import pytest
from django.conf import settings
from django.db import OperationalError
from playwright.sync_api import Dialog, Page, Route, expect

from assessments.models import Assessment, Evidence, Response, User
from assessments.services import responses
from tests import factories
from tests.browser.conftest import NewPage
from tests.browser.network import SAVES, blocked, claims_of_saving, listen, with_script
from tests.browser.walking import (
    BLANK,
    address,
    choice,
    choose,
    eventually,
    expect_not_saved,
    expect_saved,
    impatient,
    remark,
    row,
    stored,
    try_now,
)
from tests.browser.world import World, session_of

PRACTICE = f"{BLANK}-01"
SECOND = f"{BLANK}-02"
LEFT_OUT = "DAT-PLT-02"  # may be not applicable
KEPT = "Object.keys(localStorage)"
CUT_OFF = "() => { window.fetched = window.fetch; window.fetch = () => Promise.reject(new TypeError()); }"
ONLINE = "dispatchEvent(new Event('online'))"
AWAY = "the site is busy or away"


@pytest.fixture
def database_away() -> Iterator[pytest.MonkeyPatch]:
    """No answer can be stored until `undo`: what is sent as a page closes passes the browser's routes by."""

    def fails(**_: object) -> int:
        raise OperationalError("Gone")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(responses, "record_response", fails)
        yield patch


def typed_and_not_saved(world: World, page: Page) -> None:
    """An answer with a remark that the page could not save."""
    page.goto(address(world.asked))
    choose(page, PRACTICE, 2)
    row(page, PRACTICE).get_by_text("Add a remark").click()
    remark(page, PRACTICE).fill("Typed on the train.")
    expect_not_saved(page, PRACTICE, AWAY)
    page.on("dialog", lambda dialog: dialog.accept())


def become(page: Page, user: User) -> None:
    """Sign in as somebody in the same browser."""
    page.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": session_of(user), "url": urljoin(page.url, "/")}]
    )


def test_a_reload_brings_back_what_was_typed_says_so_and_sends_it(
    world: World, page: Page, database_away: pytest.MonkeyPatch
) -> None:
    typed_and_not_saved(world, page)
    page.reload()
    expect(page.get_by_text("What you typed here earlier was not saved then.")).to_be_visible()
    expect(choice(page, PRACTICE, 2)).to_be_checked()
    expect(remark(page, PRACTICE)).to_have_value("Typed on the train.")
    expect_not_saved(page, PRACTICE, AWAY)
    assert page.evaluate(KEPT) == [f"opsmaturity:{world.lead.pk}:{world.asked['assessment_id']}:{PRACTICE}"]
    assert stored(world.asked) == {}

    database_away.undo()
    page.reload()
    expect_saved(page, PRACTICE)
    (answer,) = Response.objects.filter(practice__code=PRACTICE, assessment_id=world.asked["assessment_id"])
    assert (answer.level, answer.remark, answer.respondent) == (2, "Typed on the train.", world.lead)
    assert page.evaluate(KEPT) == []
    page.reload()
    expect(page.get_by_text("What you typed here earlier")).to_be_hidden()


def test_what_comes_back_is_not_saved_before_the_site_says_so(
    world: World, page: Page, database_away: pytest.MonkeyPatch
) -> None:
    typed_and_not_saved(world, page)
    held: list[Route] = []
    page.route(SAVES, lambda route: held.append(route))  # noqa: PLW0108 - Playwright takes no bound method of a list
    page.reload()
    expect(row(page, PRACTICE).get_by_text("Typed earlier, not saved yet. Saving…")).to_be_visible()
    listen(page)
    eventually(page, lambda: len(held) == 1)
    assert claims_of_saving(page) == []
    database_away.undo()
    held[0].continue_()  # what had been sent before, then what was typed since
    eventually(page, lambda: len(held) == 2)
    assert claims_of_saving(page) == []
    held[1].continue_()
    expect_saved(page, PRACTICE)


def stored_remark(world: World, practice: str) -> str:
    """The remark beside the only answer to a practice."""
    return Response.objects.get(practice__code=practice, assessment_id=world.asked["assessment_id"]).remark


def scripts_come_late(page: Page) -> list[Route]:
    """Hold the script that sees what is changed, as a slow line does, so that somebody may be quicker."""
    held: list[Route] = []
    page.route("**/js/rows.js", lambda route: held.append(route))  # noqa: PLW0108 - Playwright takes no bound method
    return held


def test_what_is_chosen_before_the_scripts_are_there_is_saved(world: World, page: Page) -> None:
    held = scripts_come_late(page)
    page.goto(address(world.asked), wait_until="commit")
    choose(page, PRACTICE, 3)
    choose(page, SECOND, 1)
    row(page, SECOND).get_by_text("Add a remark").click()
    remark(page, SECOND).fill("I was quick.")
    assert stored(world.asked) == {}
    held[0].continue_()
    expect_saved(page, PRACTICE)
    expect_saved(page, SECOND)
    assert stored(world.asked) == {PRACTICE: 3, SECOND: 1}
    assert stored_remark(world, SECOND) == "I was quick."
    expect(page.locator("#restored")).to_be_hidden()


def test_broken_variant_that_sees_only_later_changes_saves_nothing(world: World, page: Page) -> None:
    with_script(page, "restoring.js", "Object.keys(early).length", "false")
    held = scripts_come_late(page)
    page.goto(address(world.asked), wait_until="commit")
    choose(page, PRACTICE, 3)
    held[0].continue_()
    choose(page, SECOND, 1)
    expect_saved(page, SECOND)
    assert stored(world.asked) == {SECOND: 1}


def test_what_is_chosen_early_counts_beside_what_comes_back(
    world: World, page: Page, database_away: pytest.MonkeyPatch
) -> None:
    typed_and_not_saved(world, page)
    database_away.undo()
    held = scripts_come_late(page)
    page.reload(wait_until="commit")
    choose(page, PRACTICE, 4)
    held[0].continue_()
    expect_saved(page, PRACTICE)
    eventually(page, lambda: stored(world.asked) == {PRACTICE: 4})
    assert stored_remark(world, PRACTICE) == "Typed on the train."


def test_a_reason_and_evidence_come_back_too(world: World, page: Page, database_away: pytest.MonkeyPatch) -> None:
    page.goto(address(world.asked, LEFT_OUT[:7]))
    row(page, LEFT_OUT).get_by_text("Not applicable", exact=True).click()
    row(page, LEFT_OUT).get_by_label("Why does this not apply").fill("We run no such thing.")
    row(page, LEFT_OUT).get_by_text("Add evidence").click()
    row(page, LEFT_OUT).get_by_label("Kind").select_option("Note")
    row(page, LEFT_OUT).get_by_label("Address or text").fill("Seen on the wall.")
    expect_not_saved(page, LEFT_OUT, AWAY)
    page.on("dialog", lambda dialog: dialog.accept())
    database_away.undo()
    page.reload()
    expect_saved(page, LEFT_OUT)
    expect(row(page, LEFT_OUT).get_by_label("Why does this not apply")).to_have_value("We run no such thing.")
    expect(row(page, LEFT_OUT).get_by_label("Kind")).to_have_value("note")
    expect(row(page, LEFT_OUT).get_by_label("Address or text")).to_have_value("Seen on the wall.")
    assert not Evidence.objects.filter(practice__code=LEFT_OUT).exists()
    row(page, LEFT_OUT).get_by_role("button", name="Add", exact=True).click()
    expect(row(page, LEFT_OUT).locator(".entry-text")).to_have_text("Seen on the wall.")
    eventually(page, lambda: page.evaluate(KEPT) == [])


def the_other_sees_nothing(world: World, page: Page) -> None:
    """Nothing of the lead's is shown to the member in the same browser, and nothing sent."""
    become(page, world.member)
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    page.goto(address(world.asked))
    page.wait_for_load_state("networkidle")
    assert sent == []
    expect(page.locator("#restored")).to_be_hidden()
    expect(page.locator("#unsaved-elsewhere")).to_have_count(0)
    expect(remark(page, PRACTICE)).to_have_value("")
    assert stored(world.asked) == {}


def test_another_person_in_the_same_browser_sees_nothing_of_it_and_sends_nothing(
    world: World, page: Page, database_away: pytest.MonkeyPatch
) -> None:
    typed_and_not_saved(world, page)
    database_away.undo()
    the_other_sees_nothing(world, page)
    become(page, world.lead)
    page.goto(address(world.asked))
    expect_saved(page, PRACTICE)
    assert (
        Response.objects.get(practice__code=PRACTICE, assessment_id=world.asked["assessment_id"]).respondent
        == world.lead
    )


def test_a_browser_that_kept_for_everybody_would_be_noticed(
    world: World, page: Page, database_away: pytest.MonkeyPatch
) -> None:
    with_script(page, "kept.js", "[START, person, assessment, practice]", '[START, "", assessment, practice]')
    typed_and_not_saved(world, page)
    database_away.undo()
    with pytest.raises(AssertionError):
        the_other_sees_nothing(world, page)


def test_a_page_of_another_assessment_shows_nothing_of_it(
    world: World, page: Page, database_away: pytest.MonkeyPatch
) -> None:
    typed_and_not_saved(world, page)
    page.goto("/how-it-works/")
    kept = page.evaluate("Object.entries(localStorage)[0]")
    page.evaluate("localStorage.clear()")
    other = kept[0].replace(f":{world.asked['assessment_id']}:", ":999999:")
    page.evaluate("([key, text]) => localStorage.setItem(key, text)", [other, kept[1]])
    database_away.undo()
    page.goto(address(world.asked))
    expect(remark(page, PRACTICE)).to_have_value("")
    assert stored(world.asked) == {}


def test_other_pages_name_where_something_waits(world: World, page: Page, database_away: pytest.MonkeyPatch) -> None:
    typed_and_not_saved(world, page)
    database_away.undo()
    page.goto("/")
    notice = page.locator("#unsaved-elsewhere")
    expect(notice).to_contain_text("1 question that is not saved yet")
    notice.get_by_role("link", name="Monitoring and updating").click()
    expect_saved(page, PRACTICE)
    page.goto("/")
    expect(notice).to_have_count(0)


def test_what_was_stored_elsewhere_meanwhile_is_shown_beside_it(
    world: World, page: Page, new_page: NewPage, database_away: pytest.MonkeyPatch
) -> None:
    typed_and_not_saved(world, page)
    page.goto("/how-it-works/")
    database_away.undo()
    other = new_page(by=world.lead)
    other.goto(address(world.asked))
    choose(other, PRACTICE, 4)
    expect_saved(other, PRACTICE)
    page.goto(address(world.asked))
    expect_not_saved(page, PRACTICE, "you changed this answer elsewhere")
    expect(choice(page, PRACTICE, 2)).to_be_checked()
    assert stored(world.asked) == {PRACTICE: 4}
    row(page, PRACTICE).get_by_role("button", name="Keep mine").click()
    expect_saved(page, PRACTICE)
    assert stored(world.asked) == {PRACTICE: 2}


def test_two_tabs_never_remove_what_the_other_keeps(
    world: World, page: Page, database_away: pytest.MonkeyPatch
) -> None:
    typed_and_not_saved(world, page)
    second = page.context.new_page()
    second.goto(address(world.asked))
    choose(second, SECOND, 1)
    expect_not_saved(second, SECOND, AWAY)
    assert len(page.evaluate(KEPT)) == 2
    second.route(SAVES, blocked)
    second.close()
    database_away.undo()
    try_now(page, PRACTICE)
    expect_saved(page, PRACTICE)
    assert [key.rsplit(":")[-1] for key in page.evaluate(KEPT)] == [SECOND]


def another_tab_answers_the_same(world: World, page: Page, back: pytest.MonkeyPatch) -> Page:
    """A tab closes with something unsaved, and one that stood open beside it saves another answer to its question."""
    second = page.context.new_page()
    second.goto(address(world.asked))
    typed_and_not_saved(world, page)
    page.evaluate(CUT_OFF)  # also as it closes
    page.close()
    back.undo()
    choose(second, PRACTICE, 4)
    expect_saved(second, PRACTICE)
    return second


def comes_back_beside_it(second: Page) -> None:
    """What the closed tab had is asked about beside what is stored."""
    second.reload()
    expect_not_saved(second, PRACTICE, "you changed this answer elsewhere")
    expect(remark(second, PRACTICE)).to_have_value("Typed on the train.")


def test_what_a_closed_tab_left_outlives_another_tabs_answer_to_the_same(
    world: World, page: Page, database_away: pytest.MonkeyPatch
) -> None:
    second = another_tab_answers_the_same(world, page, database_away)
    assert stored(world.asked) == {PRACTICE: 4}
    comes_back_beside_it(second)
    row(second, PRACTICE).get_by_role("button", name="Keep mine").click()
    expect_saved(second, PRACTICE)
    (answer,) = Response.objects.filter(practice__code=PRACTICE, assessment_id=world.asked["assessment_id"])
    assert (answer.level, answer.remark) == (2, "Typed on the train.")
    eventually(second, lambda: second.evaluate(KEPT) == [])


def test_a_tab_that_replaced_what_another_kept_would_be_noticed(
    world: World, page: Page, database_away: pytest.MonkeyPatch
) -> None:
    with_script(page.context, "kept.js", "![null, before, text].includes(present)", "false")
    second = another_tab_answers_the_same(world, page, database_away)
    with impatient(), pytest.raises(AssertionError):
        comes_back_beside_it(second)


def test_two_open_tabs_that_both_wait_leave_nothing_behind(
    world: World, page: Page, database_away: pytest.MonkeyPatch
) -> None:
    second = page.context.new_page()
    second.goto(address(world.asked))
    typed_and_not_saved(world, page)
    choose(second, PRACTICE, 4)
    expect_not_saved(second, PRACTICE, AWAY)
    assert len(page.evaluate(KEPT)) == 2
    page.evaluate(CUT_OFF)
    database_away.undo()
    second.evaluate(ONLINE)
    expect_saved(second, PRACTICE)
    page.evaluate("() => { window.fetch = window.fetched; }")
    page.evaluate(ONLINE)
    row(page, PRACTICE).get_by_role("button", name="Keep mine").click()
    expect_saved(page, PRACTICE)
    eventually(page, lambda: page.evaluate(KEPT) == [])


def test_where_no_answer_is_taken_any_more_the_words_are_handed_back(
    world: World, page: Page, database_away: pytest.MonkeyPatch
) -> None:
    typed_and_not_saved(world, page)
    page.goto("/how-it-works/")
    database_away.undo()
    factories.submit(Assessment.objects.get(pk=world.asked["assessment_id"]), by=world.lead)
    page.locator("#unsaved-elsewhere").get_by_role("link", name="Monitoring and updating").click()
    expect(page.locator("#unsaved-elsewhere")).to_have_count(0)
    notice = page.locator("#unsaved-here")
    expect(notice).to_contain_text("takes no answers from you now")
    expect(notice.get_by_role("listitem")).to_have_text(f"{PRACTICE}: level 2, “Typed on the train.”")
    notice.get_by_role("button", name="Remove it from this browser").click()
    expect(notice).to_have_count(0)
    expect(page.locator("#content")).to_be_focused()
    assert page.evaluate(KEPT) == []
    page.goto("/how-it-works/")
    expect(page.locator("#unsaved-elsewhere")).to_have_count(0)


def test_the_sign_out_of_another_person_removes_nothing(
    world: World, page: Page, database_away: pytest.MonkeyPatch
) -> None:
    typed_and_not_saved(world, page)
    page.goto("/how-it-works/")
    become(page, world.member)
    page.goto("/")
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    database_away.undo()
    become(page, world.lead)
    page.goto(address(world.asked))
    expect_saved(page, PRACTICE)
    assert stored(world.asked) == {PRACTICE: 2}


def test_signing_out_warns_first_and_then_removes_it(
    world: World, page: Page, database_away: pytest.MonkeyPatch
) -> None:
    typed_and_not_saved(world, page)
    page.get_by_role("button", name="Sign out").click()
    warning = page.get_by_role("dialog", name="Sign out?")
    expect(warning).to_contain_text("What you typed for 1 question is not saved yet.")
    warning.get_by_role("button", name="Stay signed in").click()
    expect(warning).to_be_hidden()
    expect_not_saved(page, PRACTICE, AWAY)

    page.get_by_role("button", name="Sign out").click()
    warning.get_by_role("button", name="Sign out and lose it").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    assert page.evaluate(KEPT) == []
    database_away.undo()
    become(page, world.lead)
    page.goto(address(world.asked))
    expect(remark(page, PRACTICE)).to_have_value("")
    assert stored(world.asked) == {}


def test_signing_out_asks_nothing_when_everything_is_saved(world: World, page: Page) -> None:
    page.goto(address(world.asked))
    choose(page, PRACTICE, 2)
    expect_saved(page, PRACTICE)
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")


def test_a_browser_that_keeps_nothing_warns_before_the_page_closes(
    world: World, page: Page, database_away: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    page.add_init_script("Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); }")
    page.goto(address(world.asked))
    choose(page, PRACTICE, 2)
    expect_not_saved(page, PRACTICE, AWAY)

    def accepted(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", accepted)
    page.get_by_role("link", name=re.compile("^Home")).click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert asked == ["beforeunload"]
