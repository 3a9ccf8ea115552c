"""Everything by keyboard: answering, finding the way, and seeing where one is."""

import re

from playwright.sync_api import Locator, Page, expect

from assessments.models import Assessment, Response
from tests.browser.conftest import NewPage
from tests.browser.network import SAVES, blocked
from tests.browser.test_pages import looked_at
from tests.browser.walking import (
    BLANK,
    address,
    blank_dimension,
    choice,
    eventually,
    expect_not_saved,
    expect_saved,
    remark,
    row,
    stored,
)
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
        tab_to(page, row(page, practice.code).get_by_text("Add a remark"))
        page.keyboard.press("Enter")
        tab_to(page, remark(page, practice.code))
        page.keyboard.type(f"Typed at {practice.code}.")
        expect_saved(page, practice.code)
    page.reload()
    for level, practice in enumerate(practices):
        expect(choice(page, practice.code, level)).to_be_checked()
        expect(remark(page, practice.code)).to_have_value(f"Typed at {practice.code}.")
    assert stored(world.asked) == {practice.code: level for level, practice in enumerate(practices)}


def test_keys_lead_through_the_questions_and_answer_them(world: World, page: Page) -> None:
    first, second, third, last = (practice.code for practice in blank_dimension().practices)
    page.goto(address(world.asked))
    page.keyboard.press("ArrowRight")
    expect(choice(page, first, 0)).to_be_focused()
    page.keyboard.press("3")
    expect_saved(page, first)
    expect(choice(page, first, 3)).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(choice(page, first, 2)).to_be_checked()

    page.keyboard.press("ArrowRight")
    expect(choice(page, second, 0)).to_be_focused()
    page.keyboard.press("n")
    expect(remark(page, second)).to_be_focused()
    page.keyboard.type("n, e, ? and 4 are letters here")
    page.keyboard.press("Escape")
    expect(choice(page, second, 0)).to_be_focused()
    page.keyboard.press("1")
    page.keyboard.press("e")
    expect(row(page, second).get_by_label("Address or text")).to_be_focused()
    page.keyboard.press("Escape")
    page.keyboard.press("ArrowLeft")
    expect(choice(page, first, 2)).to_be_focused()

    for practice in (second, third, last):
        page.keyboard.press("ArrowRight")
        expect(row(page, practice).locator("input:focus")).to_have_count(1)
    page.keyboard.press("4")
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("button", name=re.compile("^Next"))).to_be_focused()
    eventually(page, lambda: stored(world.asked) == {first: 2, second: 1, last: 4})
    (answer,) = Response.objects.filter(practice__code=second, assessment_id=world.asked["assessment_id"])
    assert answer.remark == "n, e, ? and 4 are letters here"


def test_a_question_mark_shows_the_keys_and_they_can_be_switched_off(world: World, page: Page) -> None:
    page.goto(address(world.asked))
    expect(page.get_by_role("button", name="Press ? for keys")).to_be_visible()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("?")
    dialog = page.get_by_role("dialog", name="Keys")
    expect(dialog).to_contain_text("Choose a level")
    page.keyboard.press("2")
    page.keyboard.press("ArrowRight")
    expect(dialog).to_be_visible()
    assert looked_at(page) == []
    dialog.get_by_label("Use the digits").uncheck()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(choice(page, f"{BLANK}-01", 0)).to_be_focused()

    for key in ("2", "?", "n", "e"):
        page.keyboard.press(key)
    expect(dialog).to_be_hidden()
    expect(choice(page, f"{BLANK}-01", 0)).to_be_focused()
    assert stored(world.asked) == {}
    page.reload()
    page.get_by_role("button", name="Press ? for keys").click()
    dialog.get_by_label("Use the digits").check()
    dialog.get_by_role("button", name="Close").click()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("2")
    expect_saved(page, f"{BLANK}-01")


def test_the_focus_is_never_lost_after_a_save(world: World, page: Page) -> None:
    practice = f"{BLANK}-01"
    page.goto(address(world.asked))
    page.route(SAVES, blocked)
    choice(page, practice, 2).focus()
    page.keyboard.press("Space")
    expect_not_saved(page, practice, "no connection")
    expect(choice(page, practice, 2)).to_be_focused()
    tab_to(page, row(page, practice).get_by_role("button", name="Try now"))
    page.unroute(SAVES)
    page.keyboard.press("Enter")
    expect_saved(page, practice)
    expect(choice(page, practice, 2)).to_be_focused()


def test_the_focus_stays_at_the_evidence_that_is_added_and_removed(world: World, page: Page) -> None:
    practice = f"{BLANK}-01"
    page.goto(address(world.asked))
    page.keyboard.press("ArrowRight")
    page.keyboard.press("e")
    page.keyboard.type("https://example.org/proof")
    add = row(page, practice).get_by_role("button", name="Add", exact=True)
    tab_to(page, add)
    page.keyboard.press("Enter")
    expect(row(page, practice).get_by_role("link", name="https://example.org/proof")).to_be_visible()
    expect(row(page, practice).locator(".evidence :focus")).to_have_count(1)
    page.on("dialog", lambda dialog: dialog.accept())
    row(page, practice).get_by_role("button", name=re.compile("^Remove")).focus()
    page.keyboard.press("Enter")
    expect(row(page, practice).get_by_role("link", name="https://example.org/proof")).to_have_count(0)
    expect(row(page, practice).locator(".evidence :focus")).to_have_count(1)


def test_a_whole_assessment_by_keyboard_from_signing_in_to_the_review(world: World, new_page: NewPage) -> None:
    world.lead.set_password("correct horse battery staple")
    world.lead.save()
    page = new_page()
    page.goto("/")
    tab_to(page, page.get_by_label("E-mail address"))
    page.keyboard.type(world.lead.email)
    page.keyboard.press("Tab")
    page.keyboard.type("correct horse battery staple")
    page.keyboard.press("Enter")
    start = page.get_by_role("link", name="Start an assessment of Newts")
    expect(start).to_be_visible()
    tab_to(page, start)
    page.keyboard.press("Enter")
    title = page.get_by_label("Title")
    expect(title).to_be_visible()
    tab_to(page, title)
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("By keyboard")
    page.keyboard.press("Enter")

    way_on = page.locator(".walk-turn .btn-primary")
    expect(way_on).to_be_visible()
    assessment = Assessment.objects.get(title="By keyboard")
    while way_on.count():
        expect(page.get_by_role("button", name="Press ? for keys")).to_be_visible()
        heading = page.get_by_role("heading", level=1).inner_text()
        for number in range(page.locator(".question").count()):
            page.keyboard.press("ArrowRight")
            page.keyboard.press(str((number + 1) % 5))
        page.keyboard.press("ArrowRight")
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=1)).not_to_have_text(heading)
    assert Response.objects.filter(assessment=assessment, respondent=world.lead, level__isnull=False).count() == 48
    expect(page.get_by_role("main")).to_contain_text("answered all 48 questions")


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
