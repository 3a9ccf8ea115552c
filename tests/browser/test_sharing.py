"""Sharing in real browsers: a lead asks, members answer, one leaves, and nothing of it is lost or told too much."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from assessments.models import Assignment, Membership, Response, User
from tests.browser.conftest import NewPage
from tests.browser.walking import choose, expect_saved
from tests.browser.world import World
from tests.factories import member_of

FIRST = "MLO-MON"
TITLE = "Monitoring and updating"
DUE = timezone.localdate() + timedelta(days=10)


@pytest.fixture
def ben(world: World) -> User:
    """A second member of the team whose assessment is open."""
    return member_of(Membership.objects.get(user=world.member, unit__name="Otters").unit, name="Ben Example")


def sharing(world: World) -> str:
    return reverse("assessments:sharing-show", args=[world.asked["assessment_id"]])


def ask(page: Page, dimension: str, *people: str) -> None:
    """Tick, give the day, and press the button, as with a mouse."""
    form = page.locator(".ask-form")
    form.get_by_label(dimension, exact=True).check()
    for name in people:
        form.get_by_label(name, exact=True).check()
    form.get_by_label("By", exact=True).fill(DUE.isoformat())
    form.get_by_role("button", name="Ask them").click()


def count(page: Page, dimension: str, column: int) -> str:
    """What the table says of a dimension and the person of a column."""
    row = page.locator(".counts tr").filter(has=page.get_by_role("rowheader", name=re.compile(f"^{dimension}")))
    return row.locator("td").nth(column).locator(".count").inner_text()


def test_from_asking_to_handing_over(world: World, ben: User, new_page: NewPage) -> None:
    lead, member, leaver = new_page(by=world.lead), new_page(by=world.member), new_page(by=ben)
    lead.goto(sharing(world))
    ask(lead, TITLE, "Ben Example", "Mem Ber")
    expect(lead.get_by_text("Asked. They find it under")).to_be_visible()

    # Each finds it among the own questions; the member answers the first, and the lead sees how many, never what.
    member.goto("/")
    member.get_by_role("link", name="My questions").click()
    member.get_by_role("link", name=TITLE, exact=True).click()
    expect(member.get_by_text("Asked of you, and also of Ben Example, by")).to_be_visible()
    choose(member, f"{FIRST}-01", 3)
    expect_saved(member, f"{FIRST}-01")
    leaver.goto(f"/assessments/{world.asked['assessment_id']}/dimensions/{FIRST}/")
    choose(leaver, f"{FIRST}-02", 1)
    expect_saved(leaver, f"{FIRST}-02")
    lead.reload()
    names = lead.locator(".counts-name").all_inner_texts()
    assert names == ["Ben Example", "Lea Lead", "Mem Ber"]
    assert [count(lead, TITLE, column) for column in range(3)] == ["1/4", "0/4", "1/4"]

    # Ben leaves: the lead is told and hands over in one step; the answer that Ben gave stays Ben's.
    Membership.objects.filter(user=ben).delete()
    lead.reload()
    notice = lead.locator(".notice").filter(has_text="Ben Example has left")
    notice.get_by_role("link", name="hand over").click()
    card = lead.get_by_role("region", name=re.compile("^Ben Example"))
    card.get_by_label("It goes to").select_option("Lea Lead")
    card.get_by_role("button", name="Hand over").click()
    expect(lead.get_by_text("Lea Lead goes on with what Ben Example had open: 1 in all.")).to_be_visible()
    given = Response.objects.filter(practice__code=f"{FIRST}-02", respondent=ben)
    assert given.count() == 1
    asked = Assignment.objects.filter(dimension__code=FIRST).values_list("member__name", flat=True)
    assert set(asked) == {"Lea Lead", "Mem Ber"}
    leaver.goto("/my-questions/")
    expect(leaver.get_by_text("No question is waiting for you.")).to_be_visible()


def test_a_reminder_is_copied(world: World, new_page: NewPage) -> None:
    lead = new_page(by=world.lead)
    lead.context.grant_permissions(["clipboard-read", "clipboard-write"])
    lead.goto(sharing(world))
    lead.get_by_role("button", name="Copy", exact=True).first.click()
    expect(lead.get_by_text("Copied.")).to_be_visible()
    copied = lead.evaluate("navigator.clipboard.readText()")
    assert copied == lead.get_by_label("For everybody with something open").input_value()
    assert copied.startswith("Hello everybody,")


def test_where_the_browser_refuses_the_text_is_selected(world: World, new_page: NewPage) -> None:
    lead = new_page(by=world.lead)
    lead.add_init_script("navigator.clipboard.writeText = () => Promise.reject(new Error('refused'))")
    lead.goto(sharing(world))
    lead.get_by_role("button", name="Copy", exact=True).first.click()
    expect(lead.get_by_text("The text is selected: copy it with your keyboard.")).to_be_visible()
    field = lead.locator("#reminder-all")
    selected = field.evaluate("field => field.value.slice(field.selectionStart, field.selectionEnd)")
    assert selected == field.input_value()


def test_without_scripts_it_is_asked_and_read_all_the_same(world: World, new_page: NewPage) -> None:
    lead = new_page(by=world.lead, scripts=False)
    lead.goto(sharing(world))
    expect(lead.get_by_role("button", name="Copy")).to_have_count(0)
    assert lead.locator("#reminder-all").input_value().startswith("Hello everybody,")
    ask(lead, TITLE, "Mem Ber")
    expect(lead.get_by_text("Asked. They find it under")).to_be_visible()
    key = f"{FIRST}:{world.member.pk}"
    lead.locator(f'input[name="shares"][value="{key}"]').check()
    lead.get_by_role("button", name="Take back").click()
    expect(lead.get_by_text("Taken back. What was answered stays.")).to_be_visible()
    assert not Assignment.objects.filter(dimension__code=FIRST).exists()


def test_asking_by_keyboard_alone(world: World, new_page: NewPage) -> None:
    lead = new_page(by=world.lead)
    lead.goto(sharing(world))
    lead.locator(f'input[name="dimensions"][value="{FIRST}"]').focus()
    lead.keyboard.press("Space")
    lead.locator(f'input[name="people"][value="{world.member.pk}"]').focus()
    lead.keyboard.press("Space")
    lead.locator("#ask-due").fill(DUE.isoformat())
    lead.locator("#ask-due").press("Enter")
    expect(lead.get_by_text("Asked. They find it under")).to_be_visible()
    assert Assignment.objects.get(dimension__code=FIRST).member == world.member
