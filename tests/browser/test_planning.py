"""Planning without scripts: buttons all over the page change one plan, and pressing Enter only plans again."""

import re

from playwright.sync_api import expect

from tests.browser.conftest import NewPage
from tests.browser.pages import Visit, address
from tests.browser.world import World


def test_steps_are_changed_and_enter_plans_again(world: World, new_page: NewPage) -> None:
    page = new_page(by=world.lead, scripts=False)
    page.goto(address("roadmap-show", Visit(of="settled"), world))
    step = page.locator(".steps tbody tr").first
    name = step.locator("th").first.evaluate("heading => heading.firstChild.textContent")
    step.get_by_text("Details").click()
    step.get_by_role("button", name="Leave out").click()
    expect(page.get_by_role("heading", name="Changed steps")).to_be_visible()
    expect(page.locator(".decided")).to_contain_text(name)
    expect(page).to_have_url(re.compile(r"\?start=\d{4}-Q\d&capacity=24&parallel=6&out="))

    page.locator("details.scenario > summary").click()
    page.get_by_label("Person-weeks a quarter").fill("9")
    page.get_by_label("Person-weeks a quarter").press("Enter")
    expect(page).to_have_url(re.compile(r"capacity=9&.*out="))
    expect(page.get_by_label("Person-weeks a quarter")).to_be_visible()
    expect(page.locator(".decided")).to_contain_text(name)

    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("heading", name="Changed steps")).to_have_count(0)
    expect(page).to_have_url(re.compile(r"capacity=9&parallel=6$"))


def test_any_step_goes_to_any_quarter(world: World, new_page: NewPage) -> None:
    page = new_page(by=world.lead, scripts=False)
    page.goto(address("roadmap-show", Visit(of="settled"), world))
    page.locator("details.scenario > summary").click()
    page.get_by_text("Move or leave out one step").click()
    page.get_by_label("Step", exact=True).select_option(index=2)
    page.get_by_label("What with it").select_option("Pin to")
    page.get_by_label("Quarter", exact=True).select_option(index=3)
    page.get_by_role("button", name="Change it").click()
    expect(page.locator(".decided")).to_contain_text("is pinned to Q")
    expect(page).to_have_url(re.compile(r"parallel=6&pin="))
