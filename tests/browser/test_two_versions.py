"""One person in two browsers at once: both versions of an answer, either choice, and the way back from the history."""

import pytest
from django.conf import settings
from playwright.sync_api import Locator, Page, expect

from assessments.models import Response, ResponseRevision
from tests.browser.conftest import NewPage
from tests.browser.test_pages import looked_at
from tests.browser.walking import BLANK, address, choice, choose, expect_saved, row
from tests.browser.world import World
from tests.factories import built_in

PRACTICE = f"{BLANK}-01"


def disagreeing(world: World, new_page: NewPage) -> tuple[Page, Page]:
    """Two browsers of the lead: the early one saved level 1, the late one, opened before that, chose level 3."""
    early, late = new_page(by=world.lead), new_page(by=world.lead)
    for page in (early, late):
        page.goto(address(world.asked))
    choose(early, PRACTICE, 1)
    expect_saved(early, PRACTICE)
    choose(late, PRACTICE, 3)
    return early, late


def both_versions(page: Page) -> Locator:
    """What stands side by side, once it is there."""
    table = row(page, PRACTICE).locator("table.versions")
    expect(table).to_be_visible()
    anchors = built_in().catalog.practice[PRACTICE].anchors
    there, here = table.locator("tbody tr.differs td").all()[:2]
    expect(there).to_have_text(f"Level 1: {anchors[1]}")
    expect(here).to_have_text(f"Level 3: {anchors[3]}")
    return table


def history(world: World) -> list[tuple[int, int | None]]:
    rows = ResponseRevision.objects.filter(assessment__id=world.asked["assessment_id"], practice__code=PRACTICE)
    return list(rows.order_by("revision").values_list("revision", "level"))


def stored(world: World) -> int | None:
    return Response.objects.get(assessment__id=world.asked["assessment_id"], practice__code=PRACTICE).level


def test_keeping_mine_leaves_the_other_in_the_history(world: World, new_page: NewPage) -> None:
    _, late = disagreeing(world, new_page)
    both_versions(late)
    expect(choice(late, PRACTICE, 3)).to_be_checked()
    assert stored(world) == 1
    row(late, PRACTICE).get_by_role("button", name="Keep mine").click()
    expect_saved(late, PRACTICE)
    assert (stored(world), history(world)) == (3, [(1, 1), (2, 3)])


def test_taking_the_other_leaves_mine_in_the_history(world: World, new_page: NewPage) -> None:
    _, late = disagreeing(world, new_page)
    both_versions(late)
    row(late, PRACTICE).get_by_role("button", name="Take the other one").click()
    expect(choice(late, PRACTICE, 1)).to_be_checked()
    expect_saved(late, PRACTICE)
    assert (stored(world), history(world)) == (1, [(1, 1), (2, 3), (3, 1)])
    late.reload()
    expect(choice(late, PRACTICE, 1)).to_be_checked()
    expect(row(late, PRACTICE).locator(".conflict")).to_have_count(0)


@pytest.mark.parametrize("scripts", [True, False])
def test_what_was_not_taken_is_put_back_from_the_history(world: World, new_page: NewPage, scripts: bool) -> None:
    early, late = new_page(by=world.lead), new_page(by=world.lead, scripts=scripts)
    for page in (early, late):
        page.goto(address(world.asked))
    choose(early, PRACTICE, 1)
    expect_saved(early, PRACTICE)
    choose(late, PRACTICE, 3)
    if not scripts:
        row(late, PRACTICE).get_by_role("button", name="Save").click()
    both_versions(late)
    row(late, PRACTICE).get_by_role("button", name="Take the other one").click()
    expect(choice(late, PRACTICE, 1)).to_be_checked()
    row(late, PRACTICE).get_by_role("link", name="History").click()

    saves = late.locator("section.card table.versions")
    expect(saves).to_have_count(3)
    expect(late.get_by_role("button", name="Put this back")).to_have_count(2)
    late.get_by_role("button", name="what save 2 said").click()
    expect(late.get_by_role("status")).to_contain_text("Put back.")
    expect(saves).to_have_count(4)
    assert (stored(world), history(world)) == (3, [(1, 1), (2, 3), (3, 1), (4, 3)])
    late.get_by_role("link", name="Back to the question").click()
    expect(choice(late, PRACTICE, 3)).to_be_checked()


def test_putting_back_from_an_old_page_shows_both(world: World, new_page: NewPage) -> None:
    early, late = disagreeing(world, new_page)
    row(late, PRACTICE).get_by_role("button", name="Keep mine").click()
    expect_saved(late, PRACTICE)
    row(late, PRACTICE).get_by_role("link", name="History").click()
    early.reload()
    row(early, PRACTICE).get_by_text("Don’t know").click()
    expect_saved(early, PRACTICE)
    assert stored(world) is None

    late.get_by_role("button", name="Put this back").click()
    told = late.get_by_role("alert")
    expect(told).to_contain_text("Not put back yet")
    expect(told.locator("tbody tr.differs td").first).to_have_text("Don’t know")
    told.get_by_role("button", name="Put mine back").click()
    expect(late.get_by_role("status")).to_contain_text("Put back.")
    assert (stored(world), history(world)) == (1, [(1, 1), (2, 3), (3, None), (4, 1)])


@pytest.mark.parametrize(("color_scheme", "width"), [("light", 1280), ("dark", 320)])
def test_no_state_has_a_barrier(world: World, new_page: NewPage, color_scheme: str, width: int) -> None:
    early = new_page(by=world.lead)
    late = new_page(by=world.lead, color_scheme=color_scheme, width=width)
    for page in (early, late):
        page.goto(address(world.asked))
    choose(early, PRACTICE, 1)
    expect_saved(early, PRACTICE)
    choose(late, PRACTICE, 3)
    both_versions(late)
    assert looked_at(late) == []
    row(late, PRACTICE).get_by_role("button", name="Keep mine").click()
    expect_saved(late, PRACTICE)
    row(late, PRACTICE).get_by_role("link", name="History").click()
    expect(late.get_by_role("heading", level=1)).to_have_text("History of your answer")
    assert looked_at(late) == []
    early.reload()
    row(early, PRACTICE).get_by_text("Don’t know").click()
    expect_saved(early, PRACTICE)
    late.get_by_role("button", name="Put this back").click()
    expect(late.get_by_role("alert")).to_contain_text("Not put back yet")
    assert looked_at(late) == []


def test_what_a_signed_out_person_sends_comes_back_on_a_page_like_any_other(world: World, new_page: NewPage) -> None:
    page = new_page(by=world.lead, width=320)
    page.goto(address(world.asked))
    choose(page, PRACTICE, 2)
    expect_saved(page, PRACTICE)
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    # As without scripts, which would ask to sign in on the spot.
    page.locator("form[data-walk]").evaluate("form => form.submit()")
    expect(page.get_by_role("heading", level=1)).to_have_text("Not saved: you are signed out")
    expect(page.get_by_text("Level 2", exact=True)).to_be_visible()
    assert looked_at(page) == []
