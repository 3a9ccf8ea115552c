"""A meeting settles where people disagree: a lead at the projector, members and a second lead, a browser each."""

import re
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, expect

from assessments.core.workflow import Role
from assessments.models import AgreedLevel, AgreedLevelChange, Assessment, Response, User
from tests import factories
from tests.browser.conftest import NewPage

FIRST, SECOND = "MLO-TRN-01", "MLO-DEV-01"


@dataclass(frozen=True, slots=True)
class Team:
    """An open assessment in which two practices of MLOps are contested, the first of them a foundation."""

    assessment: Assessment
    lead: User
    other_lead: User
    members: tuple[User, User]

    def address(self, practice: str = "") -> str:
        """Where the meeting, or one practice of it, is."""
        return f"/assessments/{self.assessment.pk}/settling/{practice and practice + '/'}"

    def level(self, who: User, practice: str) -> int | None:
        """The stored answer."""
        return Response.objects.get(assessment=self.assessment, respondent=who, practice__code=practice).level


@pytest.fixture
def team(transactional_db: None) -> Team:
    factories.built_in()
    otters = factories.team("Otters", parent=factories.unit("North branch"))
    lead, other = (factories.member_of(otters, Role.LEAD, name) for name in ("Lea Lead", "Ole Other"))
    one, two = (factories.member_of(otters, name=name) for name in ("Mem One", "Mem Two"))
    assessment = factories.open_assessment(otters, by=lead)
    codes = factories.practices_of(assessment, "mlops")
    factories.answer(assessment, [code for code in codes if code not in (FIRST, SECOND)], lead, level=2)
    factories.show(assessment, codes, lead)
    for practice in (FIRST, SECOND):
        for who, level in ((lead, 2), (other, 2), (one, 0), (two, 4)):
            factories.answer(assessment, practice, who, level=level, remark=f"{practice} is at {level}.")
    return Team(assessment, lead, other, (one, two))


def heading(page: Page) -> str:
    return page.locator("h1").inner_text()


def record(page: Page, level: int, reason: str, dissent: str = "") -> None:
    """Fill the form in and press its button."""
    page.get_by_label(f"Level {level}", exact=True).check()
    page.get_by_label("Why", exact=True).fill(reason)
    page.get_by_label(re.compile("^What those say")).fill(dissent)
    page.get_by_role("button", name="Record and go on").click()


def test_a_meeting_with_a_projector_and_members_who_move_their_answers(team: Team, new_page: NewPage) -> None:
    wall = new_page(by=team.lead, width=1920, height=1080)
    low, high = (new_page(by=one) for one in team.members)
    wall.goto(team.address())
    expect(wall.locator(".topics > li")).to_have_count(2)
    expect(wall.locator(".topics > li").first).to_contain_text("This can change the gates to ModelOps and AIOps.")
    wall.get_by_role("link", name="Begin on a projector").click()
    first = heading(wall)
    expect(wall.locator("header")).to_have_count(0)
    expect(wall.locator(".pill")).to_have_text("Contested")
    for name in ("Mem One", "Mem Two", "Ole Other"):
        expect(wall.locator("body")).not_to_contain_text(name)
    assert wall.locator("main p").first.evaluate("one => parseFloat(getComputedStyle(one).fontSize)") >= 24
    assert not wall.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    for part in (wall.locator(".dot-plot"), wall.locator("#said"), wall.get_by_label("Level 4", exact=True)):
        expect(part).to_be_in_viewport(ratio=1)

    for member, level in ((low, 2), (high, 2)):
        member.goto(team.address(FIRST))
        expect(member.locator("circle.dot")).to_have_count(4)
        expect(member.locator(".agree-form")).to_have_count(0)
        member.get_by_role("button", name=f"Move mine to level {level}").click()
        expect(member.get_by_role("status").filter(has_text="Your answer is level 2 now.")).to_be_visible()
    assert [team.level(one, FIRST) for one in team.members] == [2, 2]
    assert team.level(team.lead, FIRST) == 2

    wall.reload()
    expect(wall.locator(".verdict")).to_contain_text("All 4 answers are level 2.")
    record(wall, 2, "We looked at it together.")
    expect(wall.locator("h1")).not_to_have_text(first)
    expect(wall.locator("h1")).to_be_focused()
    expect(wall.locator(".is-projected")).to_have_count(1)
    record(wall, 2, "Two see it so.", dissent="One sees it at 0, one at 4.")
    expect(wall.get_by_text("All is settled that you have answered.")).to_be_visible()
    expect(wall.locator("body")).to_contain_text("Seen otherwise: “One sees it at 0, one at 4.”")
    expect(wall.locator("body")).to_contain_text("two gave another level")

    wall.get_by_role("button", name=re.compile("^Undo the last change")).first.click()
    expect(wall.get_by_text("Nothing is recorded, so the middle answer counts: level 2.")).to_be_visible()
    assert AgreedLevelChange.objects.count() == 3
    assert [one.practice.code for one in AgreedLevel.objects.all()] == [FIRST]


def test_two_leads_at_once_and_the_later_chooses(team: Team, new_page: NewPage) -> None:
    one, other = new_page(by=team.lead), new_page(by=team.other_lead)
    for page in (one, other):
        page.goto(team.address(SECOND))
    record(one, 1, "Lea: three of four notebooks.")
    expect(one.get_by_role("status").filter(has_text="Recorded: level 1")).to_be_visible()
    record(other, 3, "Ole: all of them.", dissent="Lea sees notebooks.")
    told = other.get_by_role("alert")
    expect(told).to_contain_text("Not stored: Lea Lead changed the agreed level meanwhile.")
    expect(told).to_contain_text("Level 1: “Lea: three of four notebooks.”")
    expect(told).to_contain_text("Level 3: “Ole: all of them.”")
    assert AgreedLevel.objects.get().level == 1
    other.get_by_role("button", name="Record mine instead").click()
    expect(other.get_by_role("status").filter(has_text="Recorded: level 3")).to_be_visible()
    assert (AgreedLevel.objects.get().level, AgreedLevel.objects.get().dissent) == (3, "Lea sees notebooks.")
    assert [change.level for change in AgreedLevelChange.objects.all()] == [1, 3]


def test_arrows_step_through_the_meeting_and_not_out_of_what_is_typed(team: Team, new_page: NewPage) -> None:
    page = new_page(by=team.lead)
    page.goto(team.address(FIRST))
    first = heading(page)
    page.get_by_label("Why", exact=True).press("ArrowRight")
    assert heading(page) == first
    page.locator("h1").focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator("h1")).not_to_have_text(first)
    expect(page.locator("h1")).to_be_focused()
    second = heading(page)
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowLeft")
    expect(page.locator("h1")).to_have_text(first)
    assert second != first


def test_without_scripts_a_meeting_goes_on_all_the_same(team: Team, new_page: NewPage) -> None:
    page = new_page(by=team.lead, scripts=False)
    page.goto(team.address())
    page.get_by_role("link", name="Begin the meeting").click()
    record(page, 1, "We talked.")
    page.get_by_role("link", name=re.compile("Previous")).click()
    page.get_by_role("button", name=re.compile("^Undo the last change")).click()
    expect(page.get_by_text("Nothing is recorded")).to_be_visible()
    assert not AgreedLevel.objects.exists()
