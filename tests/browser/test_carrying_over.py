"""The next assessment starts from the last one: confirmed one by one or with the page, or changed."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from assessments.core.agreement import EvidenceKind
from assessments.core.calendar import CalendarQuarter, day_words
from assessments.core.plans.milestones import MilestoneState
from assessments.core.workflow import Role
from assessments.models import Assessment, Evidence, Milestone, Response, Unit, User
from assessments.queries.assessments import local_day
from tests import factories
from tests.browser.conftest import NewPage
from tests.browser.walking import choice, choose, expect_saved, remark, row

FIRST, SECOND, RAISED, LAST = "MLO-MON-01", "MLO-MON-02", "MLO-MON-03", "MLO-MON-04"
LONG_AGO = timezone.now() - timedelta(days=41)
WAY = re.compile("way")


@pytest.fixture
def lead(transactional_db: None) -> User:
    """The lead of a team that answered all it is asked 41 days ago, and has raised one practice by its plan since."""
    unit = factories.team("Otters", parent=factories.unit("Example Orchards"))
    lead = factories.member_of(unit, Role.LEAD, "Lea Lead")
    before = factories.open_assessment(unit, by=lead, at=LONG_AGO)
    asked = factories.practices_of(before, "dataops", "mlops")
    factories.answer(before, asked, lead, remark="We keep at it.", at=LONG_AGO)
    factories.show(before, FIRST, lead, dated=LONG_AGO.date())
    factories.show(
        before, FIRST, lead, kind=EvidenceKind.NOTE, text="Seen at the demonstration.", dated=LONG_AGO.date()
    )
    result = factories.submit(before, by=lead, at=LONG_AGO)
    quarter = CalendarQuarter.of(local_day(timezone.now()))
    plan = factories.adopt(result, [factories.promise(RAISED, 3, from_level=2, quarter=quarter)], by=lead)
    Milestone.objects.filter(baseline=plan).update(state=MilestoneState.DONE.value, done_on=local_day(timezone.now()))
    return lead


def stored(assessment: Assessment) -> dict[str, int | None]:
    return dict(Response.objects.filter(assessment=assessment).values_list("practice__code", "level"))


def start(page: Page) -> Assessment:
    """Start the next one, as the start form has it, and go to the dimension of these tests."""
    page.goto("/")
    page.get_by_role("link", name=re.compile("Otters")).first.click()
    page.get_by_role("link", name=re.compile("Start an assessment|Assess again|Start")).first.click()
    page.get_by_label("Title").fill("Again")
    expect(page.get_by_label("Start from last time’s answers")).to_be_checked()
    page.get_by_role("button", name="Start").click()
    expect(page.get_by_role("navigation", name=WAY)).to_contain_text("0 of 48 answered")
    page.get_by_role("link", name=re.compile("^Monitoring and updating")).click()
    return Assessment.objects.get(title="Again")


@pytest.mark.parametrize("scripts", [True, False], ids=["with a script", "without"])
def test_from_last_time_to_the_next_result(lead: User, new_page: NewPage, scripts: bool) -> None:
    page = new_page(by=lead, scripts=scripts)
    assessment = start(page)
    way = page.get_by_role("navigation", name=WAY)
    expect(row(page, FIRST)).to_contain_text("you said level 2")
    expect(row(page, FIRST)).to_contain_text("Your remark then: “We keep at it.”")
    expect(row(page, RAISED)).to_contain_text("The plan says this was raised to 3 in")

    row(page, FIRST).get_by_role("button", name="Still so").click()
    expect_saved(page, FIRST)
    expect(choice(page, FIRST, 2)).to_be_checked()
    expect(remark(page, FIRST)).to_have_value("We keep at it.")
    row(page, FIRST).get_by_text("Evidence (2)").click()
    expect(row(page, FIRST)).to_contain_text(
        f"Lea Lead, {day_words(LONG_AGO.date())}, from an earlier assessment; 41 days old, holds until"
    )
    expect(row(page, FIRST).get_by_role("button", name="Still so")).to_have_count(0)

    choose(page, SECOND, 1)
    if not scripts:
        row(page, SECOND).get_by_role("button", name="Save").click()
    expect_saved(page, SECOND)
    expect(way).to_contain_text("2 of 48 answered")

    page.get_by_role("button", name="Nothing changed in this dimension").click()
    for practice in (FIRST, SECOND, LAST):
        expect_saved(page, practice)
    expect(row(page, RAISED).get_by_role("button", name="Still so")).to_be_visible()
    assert stored(assessment) == {FIRST: 2, SECOND: 1, LAST: 2}
    expect(way).to_contain_text("3 of 48 answered")
    choose(page, RAISED, 3)
    if not scripts:
        row(page, RAISED).get_by_role("button", name="Save").click()
    expect_saved(page, RAISED)

    shown = Evidence.objects.filter(assessment=assessment)
    assert {(one.practice.code, one.dated, one.author) for one in shown} == {(FIRST, LONG_AGO.date(), lead)}
    page.get_by_role("link", name="Review and submit").click()
    page.get_by_role("link", name="Submit…").click()
    page.get_by_role("button", name="Submit").click()
    expect(page.get_by_text("is submitted")).to_be_visible()
    assert set(Unit.objects.get(name="Otters").result_in_force.inputs) == {FIRST, SECOND, RAISED, LAST}  # type: ignore[union-attr]


def test_a_remark_that_was_being_typed_goes_with_the_confirmed_answer(lead: User, new_page: NewPage) -> None:
    page = new_page(by=lead)
    assessment = start(page)
    row(page, SECOND).get_by_text("Add a remark").click()
    remark(page, SECOND).fill("By now for all models.")
    row(page, SECOND).get_by_role("button", name="Still so").focus()
    page.keyboard.press("Enter")
    expect_saved(page, SECOND)
    expect(choice(page, SECOND, 2)).to_be_focused()
    expect(remark(page, SECOND)).to_have_value("By now for all models.")
    page.reload()
    expect(remark(page, SECOND)).to_have_value("By now for all models.")
    assert stored(assessment) == {SECOND: 2}


def test_a_page_that_another_tab_has_overtaken_is_told(lead: User, new_page: NewPage) -> None:
    page = new_page(by=lead)
    assessment = start(page)
    factories.answer(assessment, FIRST, lead, level=4, remark="In the other tab.")
    row(page, FIRST).get_by_role("button", name="Still so").click()
    expect(row(page, FIRST)).to_contain_text("Not confirmed: this changed since the page was loaded.")
    expect(choice(page, FIRST, 4)).to_be_checked()
    factories.answer(assessment, SECOND, lead, level=4)
    page.get_by_role("button", name="Nothing changed in this dimension").click()
    expect(row(page, SECOND)).to_contain_text("Not confirmed: this changed since the page was loaded.")
    expect_saved(page, LAST)
    assert stored(assessment) == {FIRST: 4, SECOND: 4, LAST: 2}


def test_evidence_is_used_again_renewed_and_removed(lead: User, new_page: NewPage) -> None:
    page = new_page(by=lead)
    assessment = start(page)
    card = row(page, FIRST)
    card.get_by_text("Add evidence").click()
    card.get_by_label("Address or text").fill("https://example.org/not-added-yet")
    card.get_by_text("Shown in earlier assessments (2)").click()
    card.get_by_role("button", name="Use again https://example.org/proof").click()
    expect(card).to_contain_text("Evidence (1)")
    expect(card).to_contain_text("Shown in earlier assessments (1)")
    card.get_by_role("button", name="Still true today").click()
    expect(card).to_contain_text("still true says Lea Lead, from an earlier assessment; of today, holds until")
    expect(card.get_by_label("Address or text")).to_have_value("https://example.org/not-added-yet")
    card.get_by_label("Title (optional)").fill("The board")
    card.get_by_role("button", name="Add", exact=True).click()
    expect(card.get_by_role("link", name="The board", exact=True)).to_be_visible()
    page.once("dialog", lambda dialog: dialog.accept())
    card.get_by_role("button", name="Remove https://example.org/proof").click()
    expect(card).to_contain_text("Evidence (1)")
    assert Evidence.objects.get(assessment=assessment).title == "The board"
