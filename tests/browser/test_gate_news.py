"""The gates' news beside the questions: told at the moment, once, without taking the focus; and the quick scan."""

import re

from playwright.sync_api import Page, expect

from assessments.core.workflow import Role
from assessments.models import Assessment, Unit, User
from tests import factories
from tests.browser.conftest import NewPage
from tests.browser.walking import BLANK, choice, choose, expect_saved, row
from tests.browser.world import World

FIRST, SECOND = f"{BLANK}-01", f"{BLANK}-02"


def fresh(world: World) -> tuple[Assessment, User]:
    """An assessment that only one person answers."""
    unit = Unit.objects.get(id=world.new["unit_id"])
    member = factories.member_of(unit, Role.MEMBER, "Nell Newt")
    return factories.open_assessment(unit, by=world.lead, title="Fresh look"), member


def opened(page: Page, assessment: Assessment, dimension: str = BLANK) -> None:
    page.goto(f"/assessments/{assessment.pk}/dimensions/{dimension}/")


def answered_but(assessment: Assessment, member: User, *, level: int = 2) -> None:
    """All of MLOps but one dimension, with evidence for every foundation."""
    codes = [code for code in factories.practices_of(assessment, "mlops") if not code.startswith(BLANK)]
    factories.answer(assessment, codes, member, level=level)
    every = factories.built_in().catalog.discipline["mlops"].practices
    factories.show(assessment, [one.code for one in every if one.foundation], member)


def test_a_shut_gate_is_told_at_that_moment_and_once(world: World, new_page: NewPage) -> None:
    assessment, member = fresh(world)
    page = new_page(by=member)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if request.url.endswith("/gates/") else None)
    opened(page, assessment)
    choose(page, FIRST, 2)
    expect_saved(page, FIRST)
    choose(page, FIRST, 1)
    told = page.get_by_role("complementary", name="News of the gates")
    expect(told.get_by_text("ModelOps and AIOps stay shut by the answers so far.")).to_be_in_viewport()
    expect(choice(page, FIRST, 1)).to_be_focused()
    told.get_by_text("What that means").click()
    expect(told.get_by_role("link", name=factories.built_in().catalog.practice[FIRST].name)).to_be_in_viewport()
    told.get_by_text("What that means").click()
    expect(page.locator(f"#{FIRST} + #gate-news")).to_be_visible()
    expect(page.locator("#heard")).to_contain_text("stay shut")

    told.get_by_role("button", name="Go on answering").click()
    expect(told).to_be_hidden()
    expect(choice(page, FIRST, 1)).to_be_focused()
    for code in (FIRST, SECOND):
        with page.expect_response(re.compile("/gates/$")):
            choose(page, code, 0)
        expect_saved(page, code)
    expect(told).to_be_hidden()
    assert len(asked) <= 4


def test_the_news_never_lies_over_what_has_the_focus(world: World, new_page: NewPage) -> None:
    assessment, member = fresh(world)
    page = new_page(by=member, width=390, height=700)
    opened(page, assessment)
    last = row(page, FIRST).locator("label").filter(has=page.get_by_role("radio")).nth(1)
    last.evaluate("element => element.scrollIntoView({ block: 'end' })")
    choose(page, FIRST, 1)
    told = page.locator("#gate-news")
    expect(told).to_be_in_viewport()
    label, over = last.bounding_box(), told.bounding_box()
    assert label
    assert over
    assert label["y"] + label["height"] <= over["y"] + 1
    page.keyboard.press("ArrowDown")
    expect(choice(page, FIRST, 2)).to_be_focused()
    label, over = row(page, FIRST).locator("label").nth(2).bounding_box(), told.bounding_box()
    assert label
    assert over
    assert label["y"] < over["y"]


def test_what_no_longer_holds_is_taken_back_and_told_anew(world: World, new_page: NewPage) -> None:
    assessment, member = fresh(world)
    page = new_page(by=member)
    opened(page, assessment)
    told = page.get_by_role("complementary", name="News of the gates")
    choose(page, FIRST, 1)
    expect(told).to_be_visible()
    choose(page, FIRST, 2)
    expect(told).to_be_hidden()
    choose(page, FIRST, 0)
    expect(told).to_contain_text("stay shut")
    told.get_by_role("link", name="Stop here").click()
    expect(page.get_by_role("heading", level=1, name="Review")).to_be_visible()


def test_an_open_gate_leads_on(world: World, new_page: NewPage) -> None:
    assessment, member = fresh(world)
    answered_but(assessment, member)
    page = new_page(by=member)
    opened(page, assessment)
    codes = [code for code in factories.practices_of(assessment, "mlops") if code.startswith(BLANK)]
    for code in codes:
        choose(page, code, 2)
        expect_saved(page, code)
    told = page.get_by_role("complementary", name="News of the gates")
    expect(told).to_contain_text("ModelOps and AIOps are open now.")
    expect(choice(page, codes[-1], 2)).to_be_focused()
    told.get_by_role("link", name="Go on to AIOps").click()
    expect(page.get_by_role("main")).to_contain_text("AIOps is open: these questions count now")


def test_news_that_cannot_be_had_disturbs_nothing(world: World, new_page: NewPage) -> None:
    assessment, member = fresh(world)
    page = new_page(by=member)
    opened(page, assessment)
    page.route("**/gates/", lambda route: route.fulfill(status=503, body="away"))
    with page.expect_response(re.compile("/gates/$")):
        choose(page, FIRST, 0)
    expect_saved(page, FIRST)
    page.unroute("**/gates/")
    page.route("**/gates/", lambda route: route.abort())
    with page.expect_request(re.compile("/gates/$")):
        choose(page, SECOND, 0)
    expect_saved(page, SECOND)
    expect(page.locator("#gate-news")).to_be_hidden()
    page.unroute("**/gates/")
    choose(page, SECOND, 1)
    expect(page.locator("#gate-news")).to_contain_text("stay shut")


def test_without_a_script_the_rail_tells(world: World, new_page: NewPage) -> None:
    assessment, member = fresh(world)
    factories.answer(assessment, FIRST, member, level=0)
    page = new_page(by=member, scripts=False)
    opened(page, assessment)
    expect(page.locator("#gate-news")).to_be_hidden()
    page.get_by_role("link", name="How do the gates stand?").click()
    expect(page.get_by_role("main")).to_contain_text("stay shut by the answers so far")
    page.get_by_role("link", name=factories.built_in().catalog.practice[FIRST].name).click()
    expect(row(page, FIRST)).to_be_in_viewport()


def test_the_quick_scan_from_its_offer_to_its_proof(world: World, new_page: NewPage) -> None:
    assessment, member = fresh(world)
    page = new_page(by=member)
    opened(page, assessment, "DAT-PIP")
    page.get_by_role("link", name="Take the quick scan").click()
    page.get_by_role("link", name="Begin with MLOps").click()
    way = page.get_by_role("navigation", name=re.compile("way"))
    catalog = factories.built_in().catalog
    for code in ("mlops", "dataops"):
        for practice in catalog.discipline[code].practices:
            if practice.foundation:
                choose(page, practice.code, 1 if practice.code == FIRST else 3)
                expect_saved(page, practice.code)
        page.get_by_role("button", name="See what it shows" if code == "dataops" else "Next: DataOps").click()
    expect(way).to_contain_text("17 of 48 answered")
    expect(page.get_by_role("heading", name="MLOps: not in place")).to_be_visible()
    expect(page.get_by_role("heading", name="DataOps: may be")).to_be_visible()
    expect(page.get_by_role("link", name=catalog.practice[FIRST].name)).to_be_visible()
    page.get_by_role("link", name="Answer the rest").click()
    expect(page).to_have_url(re.compile("/dimensions/"))
