"""What is sent after a sign-in has ended: whole pages come back to be copied, buttons ask in place."""

from urllib.parse import urljoin

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Page, expect

from assessments.models import Evidence, MilestoneNote
from tests.browser.conftest import NewPage
from tests.browser.pages import PAGES, address
from tests.browser.test_pages import looked_at
from tests.browser.test_signing_in import PASSWORD, dialog, sign_in
from tests.browser.walking import BLANK, expect_not_saved, row
from tests.browser.walking import address as questions
from tests.browser.world import World

NOTE = "Waits for the new team.\nAsk Sam in March."
(AS_LEAD, _) = PAGES["milestone-show"]


def sent_after_signing_out(page: Page, world: World) -> str:
    """Write a note on a milestone, sign out in another tab, send the note; where the note was written."""
    at = address("milestone-show", AS_LEAD, world)
    page.goto(at)
    page.get_by_label("Note", exact=True).fill(NOTE)
    elsewhere = page.context.new_page()
    elsewhere.goto("/")
    elsewhere.get_by_role("button", name="Sign out").click()
    expect(elsewhere.get_by_role("heading", level=1)).to_have_text("Sign in")
    elsewhere.close()
    page.get_by_role("button", name="Add the note").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Not saved: you are signed out")
    return at


@pytest.mark.parametrize(("color_scheme", "width"), [("light", 1280), ("dark", 390)])
def test_the_words_are_there_and_the_way_back_leads_to_their_page(
    world: World, new_page: NewPage, color_scheme: str, width: int
) -> None:
    world.lead.set_password(PASSWORD)
    world.lead.save()
    page = new_page(by=world.lead, color_scheme=color_scheme, width=width)
    before = MilestoneNote.objects.count()
    at = sent_after_signing_out(page, world)
    expect(page.get_by_role("definition")).to_have_text(NOTE, use_inner_text=True)
    assert looked_at(page) == []
    assert MilestoneNote.objects.count() == before

    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Sign in, in another tab").click()
    tab = opened.value
    tab.get_by_label("E-mail address").fill(world.lead.email)
    tab.get_by_label("Password").fill(PASSWORD)
    tab.get_by_role("button", name="Sign in").click()
    expect(tab).to_have_url(urljoin(tab.url, at))
    tab.get_by_label("Note", exact=True).fill(page.get_by_role("definition").inner_text())
    tab.get_by_role("button", name="Add the note").click()
    expect(tab.get_by_role("status")).to_contain_text("The note is added.")
    assert MilestoneNote.objects.latest("id").text == NOTE


def test_a_button_within_a_question_asks_to_sign_in_and_can_be_pressed_again(world: World, new_page: NewPage) -> None:
    world.lead.set_password(PASSWORD)
    world.lead.save()
    page, practice = new_page(by=world.lead), f"{BLANK}-01"
    page.goto(questions(world.asked))
    question = row(page, practice)
    question.get_by_text("Add evidence").click()
    question.get_by_label("Address or text").fill("https://example.org/proof")
    Session.objects.all().delete()
    question.get_by_role("button", name="Add", exact=True).click()
    expect(dialog(page)).to_be_visible()
    expect_not_saved(page, practice, "you are signed out")
    sign_in(page, world.lead)
    expect(dialog(page)).to_be_hidden()
    expect(question.get_by_label("Address or text")).to_have_value("https://example.org/proof")
    question.get_by_role("button", name="Add", exact=True).click()
    expect(question.get_by_role("link", name="https://example.org/proof")).to_be_visible()
    assert Evidence.objects.filter(practice__code=practice, author=world.lead).count() == 1
