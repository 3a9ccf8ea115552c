"""The whole story of a plan: scenarios, adoption, a slip that carries, a new assessment, and planning anew."""

import re
from dataclasses import dataclass
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from assessments.core.workflow import Role
from assessments.models import Assessment, Milestone, Unit, User
from tests import factories
from tests.browser.conftest import NewPage

PLAN, NEXT = "Watch the models", "What remains"
MONITORING, TRAINING, VERSIONS = (
    "Production model monitoring", "Training pipeline as code", "Version control and CI for ML work",
)  # fmt: skip
WEAK = {"MLO-MON-01", "MLO-TRN-01", "MLO-DEP-01"}
LATE = timedelta(days=300)


@dataclass(frozen=True, slots=True)
class Team:
    """A team with a result in which three foundations of MLOps are at level 0, its people and its manager."""

    unit: Unit
    lead: User
    member: User
    manager: User

    def step(self, practice: str, level: int) -> Milestone:
        """The step of a practice to a level, in the current plan."""
        current = Milestone.objects.filter(baseline__unit=self.unit, baseline__ended_at=None, gate_check="")
        return current.get(practice=practice, to_level=level)


def answered(team: Team, *, raised: bool) -> Assessment:
    """An open assessment of MLOps; once raised, training is at level 2 for both and versions for the lead alone."""
    assessment = factories.open_assessment(team.unit, by=team.lead, title="Look again" if raised else "First look")
    codes = factories.practices_of(assessment, "mlops")
    strong = [code for code in codes if code not in WEAK]
    for who in (team.lead, team.member):
        factories.answer(assessment, strong, who, level=2)
        factories.answer(assessment, ["MLO-MON-01"], who, level=0)
        factories.answer(assessment, ["MLO-TRN-01"], who, level=2 if raised else 0)
    factories.answer(assessment, ["MLO-DEP-01"], team.lead, level=2 if raised else 0)
    factories.answer(assessment, ["MLO-DEP-01"], team.member, level=1 if raised else 0)
    factories.show(assessment, codes, team.lead)
    return assessment


@pytest.fixture
def team(transactional_db: None) -> Team:
    factories.built_in()
    north = factories.unit("North branch")
    otters = factories.team("Otters", parent=north)
    found = Team(
        otters,
        factories.member_of(otters, Role.LEAD, "Lea Lead"),
        factories.member_of(otters, name="Mem Ber"),
        factories.member_of(north, Role.MANAGER, "Mana Ger"),
    )
    factories.submit(answered(found, raised=False), by=found.lead)
    return found


def test_a_plan_from_the_first_scenario_to_planning_anew(team: Team, new_page: NewPage) -> None:
    manager, lead = new_page(by=team.manager), new_page(by=team.lead)
    _plan(manager, team)
    _leave_out_and_undo(manager)
    _keep_and_adopt(manager)
    _begin(lead, team)
    _slip(lead, manager, team)
    _assess_again(lead, team)
    _see_what_came_of_it(lead, team)
    _plan_anew(manager, team)
    _read_history(manager, team)


def _plan(manager: Page, team: Team) -> None:
    """Only MLOps, with half the capacity: the page says what that changes."""
    manager.goto(f"/teams/{team.unit.pk}/roadmap/")
    manager.get_by_text("Change", exact=True).first.click()
    for discipline in ("DataOps", "ModelOps", "AIOps"):
        manager.get_by_label(discipline, exact=True).select_option("0")
    manager.get_by_role("button", name="Plan again").first.click()
    dates = manager.get_by_role("region", name="Plans side by side")
    expect(dates).to_contain_text("MLOps in place")
    manager.get_by_label("Person-weeks a quarter").fill("6")
    manager.get_by_role("button", name="Plan again").first.click()
    expect(manager.get_by_label("Person-weeks a quarter")).to_have_value("6")
    expect(manager.locator(".lead-sentence").first).to_contain_text("at 6 a quarter")
    expect(manager.locator(".differences")).to_contain_text("MLOps in place")
    assert "capacity=6" in manager.url


def _leave_out_and_undo(manager: Page) -> None:
    """Monitoring is left out, which shuts the gates; so it is taken back."""
    manager.get_by_text("Move or leave out one step").click()
    manager.get_by_label("Step", exact=True).select_option("MLO-MON-01:2")
    manager.get_by_label("What with it").select_option("out")
    manager.get_by_role("button", name="Change it").click()
    changed = manager.get_by_role("region", name="Changed steps")
    expect(changed).to_contain_text(f"{MONITORING} to level 2 is left out")
    expect(changed).to_contain_text("the gates to ModelOps and AIOps stay shut")
    changed.get_by_role("button", name="Undo").click()
    expect(changed).to_have_count(0)


def _keep_and_adopt(manager: Page) -> None:
    manager.get_by_text("Keep this scenario by name").click()
    manager.get_by_label("Name", exact=True).fill("With few people")
    manager.get_by_role("button", name="Keep", exact=True).click()
    expect(manager.get_by_role("main")).to_contain_text("With few people")
    manager.get_by_role("link", name="Compare scenarios").click()
    manager.get_by_role("link", name="With few people").first.click()
    manager.get_by_role("link", name="Adopt this plan").click()
    manager.get_by_label("Title").fill(PLAN)
    manager.get_by_label("Owner", exact=True).first.select_option(label="Mem Ber")
    manager.get_by_role("button", name="Adopt this plan").click()
    expect(manager.get_by_role("heading", level=1)).to_have_text(PLAN)
    expect(manager.get_by_role("main")).to_contain_text("as planned")
    expect(manager.get_by_role("main")).to_contain_text("Mem Ber")


def _begin(lead: Page, team: Team) -> None:
    lead.goto(f"/milestones/{team.step('MLO-TRN-01', 1).pk}/")
    lead.get_by_text("In progress", exact=True).click()
    lead.get_by_role("button", name="Save").click()
    expect(lead.get_by_text("Begun on:")).to_be_visible()
    expect(lead.get_by_text("In progress", exact=True).first).to_be_visible()


def _slip(lead: Page, manager: Page, team: Team) -> None:
    """Monitoring comes much later: its gate moves, says why, and comes first on the manager's first page."""
    row = team.step("MLO-MON-01", 1)
    lead.goto(f"/milestones/{row.pk}/")
    lead.get_by_label("Due").fill((row.due + LATE).isoformat())
    lead.get_by_role("button", name="Save").click()
    expect(lead.get_by_role("main")).to_contain_text("43 weeks late")
    moved = re.compile(
        rf"MLOps in place: planned Q\d 20\d\d, now Q\d 20\d\d, because “{MONITORING}” is 43 weeks late\."
    )
    lead.get_by_role("link", name="Back to the plan").click()
    expect(lead.locator(".lead-sentence")).to_contain_text(moved)
    manager.goto("/")
    expect(manager.get_by_role("heading", level=2).first).to_have_text("Late gates")
    expect(manager.get_by_role("main")).to_contain_text(moved)


def _assess_again(lead: Page, team: Team) -> None:
    """A milestone is done, which the question says; then lead and member answer, and the lead submits."""
    lead.goto(f"/milestones/{team.step('MLO-TRN-01', 1).pk}/")
    lead.get_by_text("Done", exact=True).click()
    lead.get_by_role("button", name="Save").click()
    expect(lead.get_by_text("Done on:")).to_be_visible()
    assessment = answered(team, raised=True)
    lead.goto(f"/assessments/{assessment.pk}/dimensions/MLO-TRN/")
    expect(lead.locator("#MLO-TRN-01")).to_contain_text("The plan says this was raised to 1 in")
    lead.goto(f"/assessments/{assessment.pk}/review/")
    lead.get_by_role("link", name="Submit…").click()
    lead.get_by_role("button", name="Submit").click()
    expect(lead.get_by_text("is submitted")).to_be_visible()


def _see_what_came_of_it(lead: Page, team: Team) -> None:
    lead.goto(f"/teams/{team.unit.pk}/plan/?show=open")
    expect(lead.get_by_role("main")).to_contain_text("A newer result is in force")
    for name, levels, said in (
        (TRAINING, "1 → 2", "Achieved"),
        (VERSIONS, "0 → 1", "Achieved"),
        (VERSIONS, "1 → 2", "Partly"),
        (MONITORING, "1 → 2", "Not achieved"),
    ):
        row = lead.locator("table.milestones tbody tr").filter(has_text=name).filter(has_text=f"level {levels}")
        expect(row.locator("td").last).to_have_text(re.compile(rf"\b{said}$"))


def _plan_anew(manager: Page, team: Team) -> None:
    """What remains keeps its owner and its dates; the differences are listed before it is adopted."""
    before = team.step("MLO-MON-01", 1)
    manager.goto(f"/teams/{team.unit.pk}/plan/")
    manager.get_by_role("link", name="Plan anew").click()
    changes = manager.get_by_role("region", name=f"What changes against “{PLAN}”")
    expect(changes).to_contain_text(re.compile(rf"Achieved: .*“{TRAINING}” to level 2"))
    manager.get_by_label("Title").fill(NEXT)
    manager.get_by_role("button", name="Adopt this plan").click()
    expect(manager.get_by_role("heading", level=1)).to_have_text(NEXT)
    after = team.step("MLO-MON-01", 1)
    assert after.pk != before.pk
    assert (after.owner_id, after.starts, after.due) == (before.owner_id, before.starts, before.due)


def _read_history(manager: Page, team: Team) -> None:
    manager.get_by_role("link", name="History").click()
    main = manager.get_by_role("main")
    for told in (
        f"Mana Ger adopted the plan “{NEXT}”",
        f"Mana Ger adopted the plan “{PLAN}”",
        f"Lea Lead changed “{MONITORING}”, level 1",
    ):
        expect(main).to_contain_text(told)
    manager.goto(f"/teams/{team.unit.pk}/plan/")
    manager.get_by_role("link", name=PLAN).click()
    expect(manager.get_by_role("heading", level=1)).to_have_text(PLAN)
    expect(manager.get_by_role("main")).to_contain_text(re.compile("earlier plan|ended|took its place", re.IGNORECASE))
