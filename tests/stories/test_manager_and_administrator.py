"""A manager reads all teams of the own branch; an administrator mends and publishes the questions."""

import pytest
from django.utils import timezone

from assessments.models import Result, Unit, User
from tests import factories
from tests.admin.pages import filled
from tests.browsing import Page, Person
from tests.factories import Organisation
from tests.stored import everything
from tests.stories.walking import csv_states, portfolio_states, questions, start

RESULTS = ("Result", "Readiness")


def test_a_manager_sees_the_own_branch_and_nothing_else(organisation: Organisation) -> None:
    factories.team("Newts", parent=organisation.branch)
    manager = Person(organisation.manager)
    manager.follow("Portfolio")
    states = portfolio_states(manager.page, "Otters")
    assert "in place" in states["MLOps"]
    assert "Newts" in manager.page.text
    assert "Badgers" not in manager.page.text
    exported = csv_states(manager, "Otters")
    assert exported["MLOps state"] == "in place"
    assert exported["MLOps level"] == "2"
    assert exported["Unfinished assessment"] == "Second look of Otters"
    manager.open("/portfolio/")
    manager.send(manager.page.form(holding="sort"), {"sort": "oldest"})
    assert manager.page.status == 200
    manager.follow("Otters")
    assert manager.page.title == "Otters"
    assert "A secret of Otters" not in manager.page.text
    manager.open("/portfolio/")
    manager.follow("Roadmap of Otters")
    assert manager.page.title == "Roadmap"
    for path in (f"/assessments/{organisation.assessment.pk}/", f"/teams/{organisation.team.pk}/start/"):
        assert manager.open(path).status == 403
    assert manager.open(f"/teams/{organisation.team_elsewhere.pk}/").status == 404


@pytest.fixture
def administrator(organisation: Organisation) -> Person:
    return Person(organisation.administrator)


def _shown(user: User, unit: Unit, result: Result) -> list[str]:
    """The pages of a team's result as they come, but for the token."""
    person = Person(user)
    pages = [person.open(path) for path in (f"/teams/{unit.pk}/", f"/results/{result.pk}/mlops/")]
    return [page.main.text for page in pages]


def _save(person: Person, **changes: object) -> Page:
    form = next(form for form in person.page.root.all("form") if form["id"].endswith("_form"))
    return person.send(form, {**filled(person.page.response), **changes})


def test_a_draft_with_a_fault_is_refused_mended_and_published_and_old_results_stay(
    organisation: Organisation, administrator: Person
) -> None:
    before = {name: rows for name, rows in everything().items() if name in RESULTS}
    shown = _shown(organisation.lead, organisation.team, organisation.result)
    administrator.follow("Administration")
    administrator.follow("Catalog versions")
    administrator.send(_form(administrator.page, "start-draft/"))
    draft = administrator.page.path
    assert "draft" in administrator.page.root.text.lower()

    practice = _practice(administrator, "DAT-PIP-01")
    _save(administrator, question="How does data get from here to there?", **{"anchors-2-text": ""})
    administrator.open(draft)
    administrator.follow("Publish")
    assert "DAT-PIP-01" in administrator.page.root.text, "the fault is named"
    administrator.client.get(administrator.page.path)
    forms = [form for form in administrator.page.root.all("form") if form["action"] in ("", administrator.page.path)]
    if forms:
        administrator.send(forms[-1])
    assert administrator.open(draft).root.text.lower().count("draft")
    assert factories.built_in().number == 1

    administrator.open(practice)
    _save(administrator, **{"anchors-2-text": "It flows by itself."})
    administrator.open(draft)
    administrator.follow("Publish")
    administrator.send(_form(administrator.page, ""))
    assert "is published" in administrator.page.root.text

    assert {name: rows for name, rows in everything().items() if name in RESULTS} == before
    assert _shown(organisation.lead, organisation.team, organisation.result) == shown
    team = factories.team("Newts", parent=organisation.branch)
    lead = Person(factories.member_of(team, factories.Role.LEAD))
    start(lead, "With the new questions")
    assert "How does data get from here to there?" in questions(lead.page)["DAT-PIP-01"].text
    assert "It flows by itself." in lead.page.text
    old = Person(organisation.lead)
    old.open(f"/assessments/{organisation.assessment.pk}/DAT-PIP/")
    assert "How does data get from here to there?" not in old.page.text
    assert timezone.now() > organisation.result.decided_at


def _form(page: Page, action: str) -> object:
    forms = [form for form in page.root.one("main").all("form") if form["action"].endswith(action)]
    return forms[0]


def _practice(person: Person, code: str) -> str:
    person.follow("Home")
    person.follow("Administration")
    person.follow("Practices")
    person.open(f"{person.page.path}?q={code}")
    person.follow(code)
    return person.page.path
