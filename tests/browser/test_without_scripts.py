"""A browser that runs no script: everything works by forms and links."""

import re

from playwright.sync_api import expect

from assessments.core.workflow import AssessmentState
from assessments.models import Assessment, Evidence
from tests.browser.conftest import NewPage
from tests.browser.walking import BLANK, address, choice, choose, expect_saved, row, stored
from tests.browser.world import World


def test_answering_showing_reviewing_and_submitting(world: World, new_page: NewPage) -> None:
    first, second = f"{BLANK}-01", f"{BLANK}-02"
    page = new_page(by=world.lead, scripts=False)
    page.goto(address(world.asked))
    choose(page, first, 3)
    row(page, first).get_by_role("button", name="Save").click()
    expect_saved(page, first)
    expect(choice(page, first, 3)).to_be_checked()

    row(page, first).get_by_text("Add evidence").click()
    row(page, first).get_by_label("Address or text").fill("https://example.org/proof")
    choose(page, second, 1)
    row(page, first).get_by_role("button", name="Add").click()
    row(page, first).get_by_text(re.compile(r"^Evidence \(1\)")).click()
    expect(row(page, first).get_by_role("link", name="https://example.org/proof")).to_be_visible()
    expect_saved(page, second)
    assert stored(world.asked) == {first: 3, second: 1}
    assert Evidence.objects.filter(practice__code=first, text="https://example.org/proof").count() == 1

    page.get_by_role("link", name="Review and submit").click()
    page.get_by_role("link", name="Submit…").click()
    page.get_by_role("button", name="Submit").click()
    expect(page.get_by_text("is submitted")).to_be_visible()
    assert Assessment.objects.get(id=world.asked["assessment_id"]).state == AssessmentState.SUBMITTED.value


def test_what_is_refused_stands_beside_its_question(world: World, new_page: NewPage) -> None:
    practice = f"{BLANK}-01"
    page = new_page(by=world.lead, scripts=False)
    page.goto(address(world.asked))
    row(page, practice).get_by_text("Add a remark").click()
    row(page, practice).get_by_label(re.compile("^Your remark")).fill("Typed with no answer chosen.")
    row(page, practice).get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_contain_text("Nothing you entered is lost")
    expect(row(page, practice).get_by_label(re.compile("^Your remark"))).to_have_value("Typed with no answer chosen.")
    assert stored(world.asked) == {}
