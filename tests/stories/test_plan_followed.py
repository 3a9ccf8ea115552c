"""A manager plans and adopts, the team follows and slips, a new assessment says what came of it, and they plan anew."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import pytest

from assessments.core.workflow import Role
from assessments.models import Milestone, Unit, User
from tests import factories
from tests.browsing import Page, Person
from tests.stories.walking import outcomes

WEAK = ("MLO-DEP-01", "MLO-TRN-01", "MLO-MON-01")
ONLY_MLOPS = {"target-dataops": "0", "target-modelops": "0", "target-aiops": "0"}
LATE = timedelta(days=300)
GATE = "MLOps in place: planned"


@dataclass(frozen=True, slots=True)
class Team:
    """A team with a result in which three foundations of MLOps are at level 0, and the people around it."""

    unit: Unit
    lead: User
    member: User
    manager: User
    stranger: User

    @property
    def plan(self) -> str:
        """Where its plan is."""
        return f"/teams/{self.unit.pk}/plan/"

    def milestone(self, practice: str, level: int) -> Milestone:
        """The step of a practice to a level, in the current plan."""
        current = Milestone.objects.filter(baseline__unit=self.unit, baseline__ended_at=None, gate_check="")
        return current.get(practice=practice, to_level=level)


def assess(team: Team, levels: Callable[[User, str], int]) -> None:
    """A new assessment in which lead and member answer all of MLOps and show everything."""
    assessment = factories.open_assessment(team.unit, by=team.lead, title="Look again")
    codes = factories.practices_of(assessment, "mlops")
    for who in (team.lead, team.member):
        for code in codes:
            factories.answer(assessment, [code], who, level=levels(who, code))
    factories.show(assessment, codes, team.lead)
    factories.submit(assessment, by=team.lead)


@pytest.fixture
def team(db: None) -> Team:
    north = factories.unit("North branch")
    otters = factories.team("Otters", parent=north)
    found = Team(
        otters,
        factories.member_of(otters, Role.LEAD, "Lea Lead"),
        factories.member_of(otters, name="Mem Ber"),
        factories.member_of(north, Role.MANAGER, "Mana Ger"),
        factories.member_of(factories.team("Beavers", parent=factories.unit("South branch")), Role.LEAD),
    )
    assess(found, lambda who, code: 0 if code in WEAK else 2)
    return found


@pytest.fixture
def manager(team: Team) -> Person:
    """The manager, on the roadmap of MLOps alone."""
    person = Person(team.manager)
    person.open(f"/teams/{team.unit.pk}/roadmap/")
    person.send(person.page.form(action="/roadmap/"), ONLY_MLOPS)
    return person


def adopt(manager: Person, team: Team, title: str) -> Page:
    """From the roadmap to the plan, all of it owned by the member."""
    manager.follow("Adopt this plan")
    form = manager.page.form(holding="title")
    owners = {one["name"]: str(team.member.pk) for one in form.all("select")}
    return manager.send(form, {"title": title, **owners})


@pytest.fixture
def followed(manager: Person, team: Team) -> Page:
    """The page of the plan that the manager has adopted."""
    return adopt(manager, team, "Watch the models")


def test_a_manager_tries_scenarios_reads_what_they_bring_keeps_one_and_adopts_it(manager: Person, team: Team) -> None:
    manager.send(manager.page.form(action="/roadmap/"), {"capacity": "6"})
    assert manager.page.main.all(of="differences")
    assert "6 person-weeks a quarter" in manager.page.text
    manager.send(manager.page.form(action="/roadmap/"), {"change": "out:MLO-MON-01:2"})
    said = manager.page.main.one("section", id="changes").text
    assert "Production model monitoring to level 2 is left out" in said
    assert "the gates to ModelOps and AIOps stay shut" in said
    manager.send(manager.page.form(action="/roadmap/"), {"change": "free:MLO-MON-01:2"})
    assert not manager.page.main.all("section", id="changes")
    manager.send(manager.page.form(action="/scenarios/keep/"), {"name": "With few people"})
    assert "With few people" in manager.open(f"/teams/{team.unit.pk}/scenarios/").text
    manager.follow("With few people")
    page = adopt(manager, team, "Slowly but surely")
    assert page.path == team.plan
    assert page.title == "Slowly but surely"
    assert "as planned" in page.text
    assert page.main.text.count("Mem Ber") >= Milestone.objects.filter(baseline__unit=team.unit).count()


def test_everybody_of_the_team_reads_the_plan_and_only_who_may_changes_it(followed: Page, team: Team) -> None:
    lead, member, stranger = Person(team.lead), Person(team.member), Person(team.stranger)
    address = f"/milestones/{team.milestone('MLO-MON-01', 1).pk}/"
    for person in (lead, member):
        assert person.open(team.plan).status == 200
        assert "Watch the models" in person.page.title
    assert lead.open(address).main.all("form")
    assert member.open(address).status == 200
    assert not member.page.main.all("form")
    assert "Production model monitoring" in member.open("/").text
    assert member.open(f"/teams/{team.unit.pk}/roadmap/adopt/").status == 403
    for path in (team.plan, address, f"{team.plan}history/", f"/teams/{team.unit.pk}/scenarios/"):
        assert stranger.open(path).status == 404


def test_a_slip_moves_the_gate_and_is_told_because_of_what(followed: Page, team: Team) -> None:
    lead, manager = Person(team.lead), Person(team.manager)
    assert GATE not in lead.open(team.plan).text
    row = team.milestone("MLO-MON-01", 1)
    lead.open(f"/milestones/{row.pk}/")
    lead.send(lead.page.form(holding="state"), {"state": "in_progress", "due": (row.due + LATE).isoformat()})
    lead.send(lead.page.form(holding="text"), {"text": "The vendor is late.", "link": "https://example.org/vendor"})
    sentence = lead.open(team.plan).text
    assert GATE in sentence
    assert "because “Production model monitoring” is 43 weeks late" in sentence
    home = manager.open("/")
    assert home.main.all("h2")[0].text == "Late gates"
    assert GATE in home.text
    history = manager.open(f"{team.plan}history/").text
    assert "Lea Lead changed “Production model monitoring”" in history
    assert "The vendor is late." in history
    assert outcomes(lead.open(f"/teams/{team.unit.pk}/")) == ["Gate closed", "Gate closed"]


def test_finishing_before_what_it_waits_for_asks_why_and_changes_no_score(followed: Page, team: Team) -> None:
    lead = Person(team.lead)
    lead.open(f"/milestones/{team.milestone('MLO-MON-01', 2).pk}/")
    page = lead.send(lead.page.form(holding="state"), {"state": "done"})
    assert page.status == 400
    assert "Say why you go on." in page.text
    lead.send(lead.page.form(holding="state"), {"state": "done", "despite": "We bought it whole."})
    assert "We bought it whole." in lead.open(f"{team.plan}history/").text
    assert outcomes(lead.open(f"/teams/{team.unit.pk}/")) == ["Gate closed", "Gate closed"]


def test_the_next_assessment_closes_milestones_and_they_plan_anew(followed: Page, team: Team) -> None:
    lead, manager = Person(team.lead), Person(team.manager)
    lead.open(f"/milestones/{team.milestone('MLO-TRN-01', 1).pk}/")
    lead.send(lead.page.form(holding="state"), {"state": "done"})
    kept = team.milestone("MLO-MON-01", 2)
    lead.open(f"/milestones/{kept.pk}/")
    due = kept.due + LATE
    lead.send(lead.page.form(holding="due"), {"owner": str(team.lead.pk), "due": due.isoformat()})
    started = factories.open_assessment(team.unit, by=team.lead, title="Half way")
    lead.open(f"/assessments/{started.pk}/dimensions/MLO-TRN/")
    assert "The plan says this was raised to 1 in" in lead.page.text
    lead.open(f"/assessments/{started.pk}/discard/")
    lead.send(lead.page.form(holding="csrfmiddlewaretoken"))
    assess(team, lambda who, code: _later(team, who, code))

    lead.open(team.plan)
    assert "A newer result is in force" in lead.page.text
    said = _achieved(lead.page)
    assert said["Training pipeline as code · 1 → 2"] == "Achieved"
    assert said["Version control and CI for ML work · 0 → 1"] == "Achieved"
    assert said["Version control and CI for ML work · 1 → 2"] == "Partly"
    assert said["Production model monitoring · 1 → 2"] == "Not achieved"

    manager.open(team.plan)
    manager.follow("Plan anew")
    changes = manager.page.main.one("section", of="card", **{"aria-labelledby": "changes"}).text
    assert "Achieved: " in changes
    assert "“Training pipeline as code” to level 2" in changes
    dates = manager.page.main.one("section", of="card", **{"aria-labelledby": "dates"}).text
    assert "“Production model monitoring” to level 2 stays due in" in dates
    manager.send(manager.page.form(holding="title"), {"title": "What remains"})
    assert manager.page.title == "What remains"
    row = team.milestone("MLO-MON-01", 2)
    assert (row.owner, row.due) == (team.lead, due)
    assert not Milestone.objects.filter(baseline=row.baseline, practice="MLO-TRN-01", gate_check="").exists()
    told = manager.open(f"{team.plan}history/").text
    assert "Mana Ger adopted the plan “What remains”" in told
    manager.open(team.plan)
    manager.follow("Watch the models")
    assert manager.page.path.startswith("/baselines/")
    assert manager.page.status == 200


def _later(team: Team, who: User, code: str) -> int:
    """One foundation is raised, one is raised by what the lead says, one is not."""
    if code == "MLO-MON-01":
        return 0
    return 1 if code == "MLO-DEP-01" and who == team.member else 2


def _achieved(page: Page) -> dict[str, str]:
    """What a newer result says of each step, by its title and levels."""
    found = {}
    for table in page.main.all("table", of="milestones"):
        for line in table.one("tbody").all("tr"):
            head, state = line.one("th"), line.all("td")[-1]
            levels = head.one("div", of="quiet").text.partition("· level ")[2].partition(" · ")[0]
            if levels:
                found[f"{head.one('a').text} · {levels}"] = state.one("div", of="small").text
    return found


def test_a_plan_stays_as_it_was_when_it_has_ended(manager: Person, team: Team) -> None:
    adopt(manager, team, "The first one")
    before = team.milestone("MLO-MON-01", 1)
    manager.open(f"/teams/{team.unit.pk}/roadmap/")
    manager.send(manager.page.form(action="/roadmap/"), {**ONLY_MLOPS, "capacity": "12"})
    adopt(manager, team, "The second one")
    lead = Person(team.lead)
    page = lead.open(f"/milestones/{before.pk}/")
    assert page.status == 200
    assert not page.main.all("form")
