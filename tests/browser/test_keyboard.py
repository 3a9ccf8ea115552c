"""Everything by keyboard: answering, finding the way, and seeing where one is."""

import re

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import NewPage
from tests.browser.walking import address, blank_dimension, choice, expect_saved, row, stored
from tests.browser.world import World

SMALLEST = 24  # pixels, WCAG 2.2 target size


def has_focus(locator: Locator) -> bool:
    return bool(locator.evaluate("one => one === document.activeElement"))


def tab_to(page: Page, locator: Locator) -> None:
    """Press Tab until the control has the focus."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if has_focus(locator):
            return
    raise AssertionError(f"{locator} cannot be reached by Tab.")


def test_a_dimension_is_answered_by_keyboard_and_found_again(world: World, page: Page) -> None:
    practices = blank_dimension().practices
    page.goto(address(world.asked))
    for level, practice in enumerate(practices):
        tab_to(page, choice(page, practice.code, 0))
        if level % 2:
            page.keyboard.press(str(level))
        else:
            page.keyboard.press("Space")
            for _ in range(level):
                page.keyboard.press("ArrowDown")
        remark = row(page, practice.code).get_by_label(re.compile("^Your remark"))
        tab_to(page, row(page, practice.code).get_by_text("Add a remark"))
        page.keyboard.press("Enter")
        tab_to(page, remark)
        page.keyboard.type(f"Typed at {practice.code}.")
        expect_saved(page, practice.code)
    page.reload()
    for level, practice in enumerate(practices):
        expect(choice(page, practice.code, level)).to_be_checked()
        expect(row(page, practice.code).get_by_label(re.compile("^Your remark"))).to_have_value(
            f"Typed at {practice.code}."
        )
    assert stored(world.asked) == {practice.code: level for level, practice in enumerate(practices)}


def test_the_skip_link_leads_past_the_menu(world: World, page: Page) -> None:
    page.goto(address(world.asked))
    page.keyboard.press("Tab")
    link = page.get_by_role("link", name="Skip to the content")
    expect(link).to_be_focused()
    expect(link).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_be_focused()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


# The button inside a date field, which the browser draws and marks itself, leaves no mark on the field.
FOCUSED = """() => {
    const one = document.activeElement;
    const inside = one.type === "date" && !one.matches(":focus-visible");
    const shown = [one, one.nextElementSibling, one.closest("label")].filter(Boolean);
    const marked = inside || shown.some((part) => {
        const style = getComputedStyle(part);
        return (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2) || style.boxShadow !== "none";
    });
    const box = one.getBoundingClientRect();
    return {
        what: `${one.tagName.toLowerCase()} ${one.type || ""} ${one.className}`.trim(),
        name: (one.innerText || one.value || one.id || "").slice(0, 40), marked,
        top: box.top + scrollY, left: box.left, row: one.closest(".question")?.id || "",
    };
}"""


def walked(page: Page, steps: int = 400) -> list[dict[str, object]]:
    """What Tab stops at, from the skip link until it leaves the page."""
    page.get_by_role("link", name="Skip to the content").focus()
    stops: list[dict[str, object]] = []
    for _ in range(steps):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement === document.body"):
            return stops
        stops.append(page.evaluate(FOCUSED))
    raise AssertionError("Tab never leaves the page.")


def test_the_focus_is_seen_on_every_control_and_goes_down_the_questions(world: World, page: Page) -> None:
    page.goto(address(world.asked))
    for summary in page.get_by_role("main").locator("form details > summary").all():
        summary.click()
    stops = walked(page)
    assert [stop for stop in stops if not stop["marked"]] == []
    rows = list(dict.fromkeys(str(stop["row"]) for stop in stops if stop["row"]))
    assert rows == [practice.code for practice in blank_dimension().practices]
    order = [index for index, stop in enumerate(stops) if stop["row"]]
    assert order == list(range(order[0], order[-1] + 1))


# Links within a sentence are free of it, and a hidden radio button is pressed by its label.
TOO_SMALL = """(smallest) => [...document.querySelectorAll(
        "button, select, summary, textarea, input:not([type=hidden]), nav a, .btn")]
    .map((one) => one.matches("input[type=radio], input[type=checkbox]") ? one.closest("label") || one : one)
    .filter((one) => one.checkVisibility() && !one.closest(".visually-hidden, [aria-hidden=true]"))
    .map((one) => [one.outerHTML.slice(0, 80), one.getBoundingClientRect()])
    .filter(([, box]) => box.width && box.height && (box.height < smallest || box.width < smallest))
    .map(([text, box]) => `${text}: ${box.width} × ${box.height}`)"""


def test_targets_are_large_enough_for_a_finger(world: World, new_page: NewPage) -> None:
    for who, place in (
        (world.lead, address(world.asked)),
        (world.lead, f"/assessments/{world.asked['assessment_id']}/review/"),
        (world.lead, f"/teams/{world.settled['unit_id']}/"),
        (world.lead, f"/teams/{world.settled['unit_id']}/roadmap/"),
        (world.manager, "/portfolio/"),
    ):
        page = new_page(by=who, width=390)
        page.goto(place)
        assert page.evaluate(TOO_SMALL, SMALLEST) == [], place
