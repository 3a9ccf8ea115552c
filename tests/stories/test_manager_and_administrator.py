"""A manager reads all teams of the own branch; an administrator mends and publishes the questions."""

import pytest

from assessments.core.workflow import Role
from assessments.models import Result, Unit, User
from assessments.queries.catalogs import newest_published_id
from tests import factories
from tests.admin.pages import filled
from tests.browsing import Node, Page, Person
from tests.factories import Organisation
from tests.stored import everything
from tests.stories.walking import csv_states, portfolio_states, questions, start

HIGH_ANCHORS = ("anchors-2-text", "anchors-3-text", "anchors-4-text")
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
    assert manager.page.title == "Roadmap of Otters"
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


def test_a_draft_with_a_fault_is_refused_mended_and_published_and_old_results_stay(
    organisation: Organisation, administrator: Person
) -> None:
    before = {name: rows for name, rows in everything().items() if name in RESULTS}
    shown = _shown(organisation.lead, organisation.team, organisation.result)
    administrator.follow("Administration")
    administrator.follow("Catalog versions")
    start_draft = administrator.page.root.one(id="content").all("form", method="post")[0]
    administrator.send(start_draft)
    draft = administrator.page.path
    assert "draft" in administrator.page.root.text.lower()

    practice = _practice(administrator, draft, "DAT-PIP-01")
    save(administrator, question="How does data get from here to there?", **dict.fromkeys(HIGH_ANCHORS, ""))
    administrator.open(draft)
    assert "DAT-PIP-01" in administrator.page.root.one(of="finding-problem").text
    administrator.follow("See what publishing changes")
    refused = administrator.send(Node("form", {"method": "post"}, administrator.page.root.all("form")[0].children))
    assert "Nothing was published." in refused.root.text
    assert "DAT-PIP-01" in refused.root.text
    assert newest_published_id() == factories.built_in().version_id

    administrator.open(practice)
    save(administrator, **dict.fromkeys(HIGH_ANCHORS, "It flows by itself."))
    administrator.open(draft)
    administrator.follow("See what publishing changes")
    assert "DAT-PIP-01" in administrator.page.root.text
    administrator.send(form(administrator.page, method="post"), press="Publish catalog version")
    assert "is published. New assessments use it." in administrator.page.root.text

    assert {name: rows for name, rows in everything().items() if name in RESULTS} == before
    assert _shown(organisation.lead, organisation.team, organisation.result) == shown
    team = factories.team("Newts", parent=organisation.branch)
    lead = Person(factories.member_of(team, Role.LEAD))
    start(lead, "With the new questions")
    assert "How does data get from here to there?" in questions(lead.page)["DAT-PIP-01"].text
    assert "It flows by itself." in lead.page.text
    old = Person(organisation.lead)
    old.open(f"/assessments/{organisation.assessment.pk}/dimensions/DAT-PIP/")
    assert "How does data get from here to there?" not in old.page.text


def form(page: Page, **attributes: str) -> Node:
    """The form of the administration's content that has these attributes."""
    return page.root.one(id="content").one("form", **attributes)


def save(person: Person, **changes: object) -> Page:
    """Change fields of the form page and save it."""
    return person.send(form(person.page, method="post"), {**filled(person.page.response), **changes}, press="Save")


def _practice(person: Person, draft: str, code: str) -> str:
    person.open(draft)
    person.follow("Practices and anchors")
    person.open(f"{person.page.path}&q={code}")
    person.follow(code)
    return person.page.path
