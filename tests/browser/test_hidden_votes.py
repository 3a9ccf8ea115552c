"""Hidden votes in several real browsers: nobody sees what others said before the own answer is stored."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from assessments.models import Assessment, Membership, User
from tests.browser.conftest import NewPage
from tests.browser.walking import address, choose, expect_saved, row
from tests.browser.world import World
from tests.factories import built_in, member_of

FIRST = "MLO-MON-01"
SAID = "We watch two of five models."
ASKED = "Are these two the important ones?"


def at(name: str, world: World, *more: str) -> str:
    return reverse(f"assessments:{name}", args=[world.asked["assessment_id"], *more])


def pages(world: World) -> list[str]:
    """Where what others said of the question could show."""
    return [
        address(world.asked),
        at("assessment-review", world),
        at("settling-show", world),
        at("settling-practice", world, FIRST),
        at("discussion-show", world, FIRST),
    ]


def sees_nothing(page: Page, world: World) -> None:
    for place in pages(world):
        page.goto(place)
        for hidden in (SAID, ASKED):
            expect(page.get_by_text(hidden)).to_have_count(0)


def remark(page: Page, text: str) -> None:
    question = row(page, FIRST)
    question.get_by_text("Add a remark").click()
    question.get_by_role("textbox", name=re.compile("^Your remark")).fill(text)
    question.get_by_role("textbox", name=re.compile("^Your remark")).blur()
    expect_saved(page, FIRST)


@pytest.fixture
def ben(world: World) -> User:
    """A second member of the team whose assessment is open."""
    return member_of(Membership.objects.get(user=world.member, unit__name="Otters").unit, name="Ben Example")


def test_a_member_the_lead_and_a_manager(world: World, ben: User, new_page: NewPage) -> None:
    member, other, lead = new_page(by=world.member), new_page(by=ben), new_page(by=world.lead)
    manager = new_page(by=world.manager)

    # The member answers, says why, and opens the discussion.
    member.goto(address(world.asked))
    member.get_by_text("Who sees what you answer").click()
    expect(member.get_by_text("never see what anybody answered", exact=False)).to_be_visible()
    choose(member, FIRST, 1)
    expect_saved(member, FIRST)
    remark(member, SAID)
    row(member, FIRST).get_by_role("link", name=re.compile("^Discuss")).click()
    member.get_by_label("Your comment").fill(ASKED)
    member.get_by_role("button", name="Add the comment").click()
    expect(member.get_by_text(ASKED)).to_be_visible()

    # Neither another member nor the lead sees any of it; the page says what to do.
    for page in (other, lead):
        sees_nothing(page, world)
        expect(page.get_by_text("Answer this question first.")).to_be_visible()

    # Once they have answered they see it, the lead by name.
    for page, named in ((other, 0), (lead, 1)):
        page.goto(address(world.asked))
        choose(page, FIRST, 3)
        expect_saved(page, FIRST)
        page.goto(at("settling-practice", world, FIRST))
        expect(page.get_by_text(SAID).first).to_be_visible()
        expect(page.get_by_role("rowheader", name=re.compile("^Mem Ber"))).to_have_count(named)
        page.goto(at("discussion-show", world, FIRST))
        expect(page.get_by_text(ASKED)).to_be_visible()

    # The lead marks it as settled, and a further word opens it again.
    lead.get_by_role("button", name="Mark as settled").click()
    expect(lead.get_by_text("Settled by you")).to_be_visible()
    other.get_by_label("Your comment").fill("One of them is.")
    other.get_by_role("button", name="Add the comment").click()
    lead.goto(at("assessment-review", world))
    name = built_in().catalog.practice[FIRST].name
    expect(lead.locator("#discussions").get_by_role("listitem").filter(has_text=name)).to_contain_text("2 comments")

    # A manager never does.
    sees_nothing(manager, world)
    manager.goto(reverse("assessments:team-show", args=[world.asked["unit_id"]]))
    expect(manager.get_by_text("Second look")).to_be_visible()
    expect(manager.get_by_text(SAID)).to_have_count(0)


def test_names_hidden_among_four(world: World, ben: User, new_page: NewPage) -> None:
    Assessment.objects.filter(id=world.asked["assessment_id"]).update(names_hidden=True)
    olga = member_of(Membership.objects.get(user=ben).unit, name="Olga Example")
    lead = new_page(by=world.lead)
    for number, person in enumerate((world.member, ben, world.lead)):
        page = lead if person == world.lead else new_page(by=person)
        page.goto(address(world.asked))
        choose(page, FIRST, number)
        expect_saved(page, FIRST)
        if person == world.member:
            remark(page, SAID)

    # Three have answered, so even who has answered sees nothing yet.
    lead.goto(at("settling-practice", world, FIRST))
    expect(lead.get_by_text(SAID)).to_have_count(0)

    fourth = new_page(by=olga)
    fourth.goto(address(world.asked))
    choose(fourth, FIRST, 4)
    expect_saved(fourth, FIRST)

    # With the fourth the answers show, and nobody's name.
    for page in (lead, fourth):
        page.goto(at("settling-practice", world, FIRST))
        expect(page.get_by_text(SAID).first).to_be_visible()
        for name in ("Mem Ber", "Ben Example"):
            expect(page.get_by_role("main").get_by_text(name)).to_have_count(0)
