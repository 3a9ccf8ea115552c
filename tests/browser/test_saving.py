"""Answers on a network and a site that fail: nothing is lost, overwritten, or said to be saved when it is not."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, Route, expect

from assessments.models import Membership, Response
from assessments.services import responses
from assessments.services.assessments import discard_assessment
from tests.browser.conftest import NewPage
from tests.browser.network import SAVES, Happens, answers, blocked, claims_of_saving, listen, unheard, with_script
from tests.browser.serving import served
from tests.browser.walking import (
    BLANK,
    address,
    blank_dimension,
    choice,
    choose,
    eventually,
    expect_not_saved,
    expect_saved,
    remark,
    row,
    stored,
    try_now,
)
from tests.browser.world import World

BEGIN = datetime(2026, 3, 2, 9, tzinfo=UTC)
PRACTICE = f"{BLANK}-01"
NEXT = f"{BLANK}-02"

FAILURES = [
    pytest.param(blocked, "no connection", id="blocked"),
    pytest.param(answers(403), "you may not answer this assessment any more", id="403"),
    pytest.param(answers(404), "not open to you any more", id="404"),
    pytest.param(answers(409), "not open to you any more", id="409"),
    pytest.param(answers(500), "the site had a problem", id="500"),
    pytest.param(answers(503), "the site is busy or away", id="503"),
    pytest.param(answers(200), "the site had a problem", id="200 of somebody else"),
]


def try_to_save(page: Page, world: World, happens: Happens) -> None:
    """Choose an answer while this happens to every save."""
    page.goto(address(world.asked))
    page.route(SAVES, happens)
    listen(page)
    choose(page, PRACTICE, 2)


def claims_nothing(page: Page, why: str) -> None:
    """The page says why the answer is not saved, never that it was, and says so once to those who listen."""
    assert claims_of_saving(page) == []
    expect_not_saved(page, PRACTICE, why)
    expect(page.locator("#heard")).to_contain_text(why)
    assert claims_of_saving(page) == []


@pytest.mark.parametrize(("happens", "why"), FAILURES)
def test_what_is_not_acknowledged_is_never_said_to_be_saved(
    world: World, page: Page, happens: Happens, why: str
) -> None:
    try_to_save(page, world, happens)
    claims_nothing(page, why)
    assert stored(world.asked) == {}
    page.unroute(SAVES)
    try_now(page, PRACTICE)
    expect_saved(page, PRACTICE)
    assert stored(world.asked) == {PRACTICE: 2}


BROKEN = [
    ("telling.saving(row,", "telling.saved(row); telling.saving(row,", blocked, "no connection"),
    ('isFragment && status === 200 && page.querySelector(".saved")', "status === 500", answers(500), "had a problem"),
    ('isFragment && status === 200 && page.querySelector(".saved")', "status === 200", answers(200), "had a problem"),
]


@pytest.mark.parametrize(("right", "wrong", "happens", "why"), BROKEN)
def test_a_script_that_says_so_too_early_is_noticed(
    world: World, page: Page, right: str, wrong: str, happens: Happens, why: str
) -> None:
    with_script(page, "saving.js", right, wrong)
    try_to_save(page, world, happens)
    expect(page.locator("#heard")).not_to_be_empty()
    eventually(page, lambda: claims_of_saving(page) != [])
    with pytest.raises(AssertionError):
        claims_nothing(page, why)


def test_an_answer_of_the_site_that_comes_late_speaks_only_of_what_was_sent(world: World, page: Page) -> None:
    page.goto(address(world.asked))
    held: list[Route] = []
    page.route(SAVES, lambda route: held.append(route))  # noqa: PLW0108 - Playwright takes no bound method of a list
    listen(page)
    choose(page, PRACTICE, 2)
    eventually(page, lambda: len(held) == 1)
    choose(page, PRACTICE, 3)
    row(page, PRACTICE).get_by_text("Add a remark").click()
    remark(page, PRACTICE).fill("Typed while waiting.")
    expect(row(page, PRACTICE).get_by_text(re.compile("^Saving|^Not saved yet"))).to_be_visible()
    assert claims_of_saving(page) == []

    held[0].continue_()
    eventually(page, lambda: len(held) == 2)
    assert stored(world.asked) == {PRACTICE: 2}
    assert claims_of_saving(page) == []

    held[1].continue_()
    expect_saved(page, PRACTICE)
    expect(remark(page, PRACTICE)).to_have_value("Typed while waiting.")
    (answer,) = Response.objects.filter(practice__code=PRACTICE, assessment_id=world.asked["assessment_id"])
    assert (answer.level, answer.remark, answer.revision) == (3, "Typed while waiting.", 2)


def test_a_lost_acknowledgement_is_no_clash_with_oneself(world: World, page: Page) -> None:
    try_to_save(page, world, unheard)
    claims_nothing(page, "no connection")
    assert stored(world.asked) == {PRACTICE: 2}
    page.unroute(SAVES)
    choose(page, PRACTICE, 4)
    eventually(page, lambda: stored(world.asked) == {PRACTICE: 4})
    expect_saved(page, PRACTICE)
    expect(row(page, PRACTICE).locator(".conflict")).to_have_count(0)


def test_it_is_tried_again_after_ever_longer_pauses_and_at_once_when_the_network_is_back(
    world: World, page: Page
) -> None:
    tried: list[Route] = []

    def counted(route: Route) -> None:
        tried.append(route)
        blocked(route)

    def arrived(times: int) -> None:
        eventually(page, lambda: len(tried) == times)

    page.clock.install(time=BEGIN)
    page.goto(address(world.asked))
    # From now on time passes as the test says, however slow the machine.
    page.clock.pause_at(BEGIN + timedelta(hours=1))
    page.route(SAVES, counted)
    choose(page, PRACTICE, 2)
    expect_not_saved(page, PRACTICE, "It will be tried again")
    for number, longest in enumerate([2, 4, 8, 16, 32, 60, 60], start=1):
        assert len(tried) == number
        page.clock.run_for(int(longest * 0.74 * 1000))
        assert len(tried) == number, f"sooner than {longest} s less a quarter"
        page.clock.run_for(int(longest * 0.26 * 1000) + 1)
        arrived(number + 1)
        expect_not_saved(page, PRACTICE, "no connection")
    page.unroute(SAVES)
    page.evaluate("dispatchEvent(new Event('online'))")
    expect_saved(page, PRACTICE)
    assert stored(world.asked) == {PRACTICE: 2}


def test_one_answer_that_gets_through_takes_the_others_along(world: World, page: Page) -> None:
    try_to_save(page, world, blocked)
    expect_not_saved(page, PRACTICE, "no connection")
    page.unroute(SAVES)
    choose(page, NEXT, 1)
    expect_saved(page, NEXT)
    expect_saved(page, PRACTICE)
    assert stored(world.asked) == {PRACTICE: 2, NEXT: 1}


def _removed(world: World) -> None:
    Membership.objects.filter(user=world.lead).delete()


def _closed(world: World) -> None:
    assessment_id = int(world.asked["assessment_id"])
    discard_assessment(assessment_id=assessment_id, user_id=world.lead.pk, at=timezone.now())


@pytest.mark.parametrize("happens", [_removed, _closed])
def test_who_may_not_answer_any_more_is_told(world: World, page: Page, happens: Callable[[World], None]) -> None:
    page.goto(address(world.asked))
    happens(world)
    choose(page, PRACTICE, 2)
    expect_not_saved(page, PRACTICE, "not open to you any more")
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
    try_now(page, PRACTICE)
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


def test_two_browsers_on_one_answer(world: World, new_page: NewPage) -> None:
    early, late = new_page(by=world.lead), new_page(by=world.lead)
    for page in (early, late):
        page.goto(address(world.asked))
    choose(early, PRACTICE, 1)
    expect_saved(early, PRACTICE)

    choose(late, PRACTICE, 3)
    expect_not_saved(late, PRACTICE, "you changed this answer elsewhere")
    expect(choice(late, PRACTICE, 3)).to_be_checked()
    assert stored(world.asked) == {PRACTICE: 1}

    row(late, PRACTICE).get_by_role("button", name="Keep mine").click()
    expect_saved(late, PRACTICE)
    assert stored(world.asked) == {PRACTICE: 3}


def test_of_two_versions_the_other_may_be_taken(world: World, new_page: NewPage) -> None:
    early, late = new_page(by=world.lead), new_page(by=world.lead)
    for page in (early, late):
        page.goto(address(world.asked))
    choose(early, PRACTICE, 1)
    expect_saved(early, PRACTICE)
    choose(late, PRACTICE, 3)
    row(late, PRACTICE).get_by_role("button", name="Take the other one").click()
    expect(choice(late, PRACTICE, 1)).to_be_checked()
    expect_saved(late, PRACTICE)
    assert stored(world.asked) == {PRACTICE: 1}
    choose(late, PRACTICE, 2)
    expect_saved(late, PRACTICE)
    eventually(late, lambda: stored(world.asked) == {PRACTICE: 2})


def test_while_two_versions_wait_for_a_choice_nothing_typed_more_is_sent(world: World, new_page: NewPage) -> None:
    early, late = new_page(by=world.lead), new_page(by=world.lead)
    for page in (early, late):
        page.goto(address(world.asked))
    choose(early, PRACTICE, 1)
    expect_saved(early, PRACTICE)
    choose(late, PRACTICE, 3)
    expect_not_saved(late, PRACTICE, "you changed this answer elsewhere")
    choose(late, PRACTICE, 4)
    expect(row(late, PRACTICE).locator(".conflict")).to_be_visible()
    assert stored(world.asked) == {PRACTICE: 1}
    late.reload()
    expect_not_saved(late, PRACTICE, "you changed this answer elsewhere")
    expect(choice(late, PRACTICE, 4)).to_be_checked()
    assert stored(world.asked) == {PRACTICE: 1}


def test_what_is_typed_as_the_tab_closes_is_still_sent(world: World, page: Page, new_page: NewPage) -> None:
    page.goto(address(world.asked))
    choose(page, PRACTICE, 2)
    expect_saved(page, PRACTICE)
    row(page, PRACTICE).get_by_text("Add a remark").click()
    remark(page, PRACTICE).fill("The last words.")
    page.close(run_before_unload=True)
    eventually(new_page(), lambda: Response.objects.filter(practice__code=PRACTICE, remark="The last words.").exists())


def test_each_save_is_heard_once_and_the_question_is_no_live_region(world: World, page: Page) -> None:
    page.goto(address(world.asked))
    page.evaluate("""() => {
        window.heard = [];
        new MutationObserver(() => window.heard.push(document.getElementById("heard").textContent))
            .observe(document.getElementById("heard"), { childList: true });
    }""")

    def reached(level: int) -> None:
        eventually(page, lambda: stored(world.asked) == {PRACTICE: level})

    for level in (1, 2, 2, 3):
        choose(page, PRACTICE, level)
        expect_saved(page, PRACTICE)
        reached(level)
        expect_saved(page, PRACTICE)
    saved = [words for words in page.evaluate("window.heard") if words.startswith("Saved")]
    assert len(saved) == 3
    assert page.locator("[aria-live]").count() == 1


def test_the_way_on_waits_for_what_is_not_saved_yet(world: World, page: Page) -> None:
    try_to_save(page, world, blocked)
    expect_not_saved(page, PRACTICE, "no connection")
    page.get_by_role("button", name=re.compile("^Next")).click()
    expect_not_saved(page, PRACTICE, "no connection")
    expect(choice(page, PRACTICE, 2)).to_be_focused()
    page.unroute(SAVES)
    row(page, NEXT).get_by_text("Add evidence").click()
    row(page, NEXT).get_by_label("Address or text").fill("https://example.org/on-the-way")
    page.get_by_role("button", name=re.compile("^Next")).click()
    expect(page.get_by_role("heading", level=1)).not_to_have_text(blank_dimension().name)
    assert stored(world.asked) == {PRACTICE: 2}
    assert page.evaluate("Object.keys(localStorage)") == []
