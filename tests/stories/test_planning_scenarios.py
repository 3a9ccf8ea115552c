"""A manager tries out plans: fewer people, a step left out, another put off; keeps two, compares, and shows them."""

import pytest

from assessments.core.workflow import Role
from assessments.models import Scenario, Unit
from tests import factories
from tests.browsing import Node, Page, Person
from tests.views.outcomes import result_of

FEWER, MORE = "Half the people", "Twice the people"


@pytest.fixture
def team(db: None) -> Unit:
    unit = factories.team("Otters", parent=factories.unit("North branch"))
    lead = factories.member_of(unit, Role.LEAD, "Lea Lead")
    result_of(unit, lead, level=1, weak=("MLO-MON-01", "MLO-TRN-01"))
    return unit


@pytest.fixture
def manager(team: Unit) -> Person:
    assert team.parent is not None
    return Person(factories.member_of(team.parent, Role.MANAGER, "Mana Ger"))


@pytest.fixture
def member(team: Unit) -> Person:
    return Person(factories.member_of(team, name="Mem Ber"))


def scenario_of(page: Page) -> Node:
    """The form that every button of the roadmap belongs to."""
    return page.main.one("form", id="scenario")


def press(person: Person, words: str, *, about: str = "") -> Page:
    """Press a button that changes one step."""
    buttons = [one for one in person.page.main.all("button", form="scenario", name="change") if words in one.text]
    value = next(one["value"] for one in buttons if about in one["value"])
    return person.send(scenario_of(person.page), {"change": value})


def beside(page: Page) -> dict[str, list[str]]:
    """The rows of the table in which plans stand side by side, by their first words."""
    rows = page.main.one("table", of="beside").all("tr")[1:]
    return {row.one("th").text.split("then ")[0]: [cell.text for cell in row.all("td")] for row in rows}


def test_a_manager_tries_out_plans_keeps_two_and_compares_them(manager: Person, member: Person, team: Unit) -> None:
    manager.open(f"/teams/{team.pk}/")
    manager.follow("Roadmap")
    assert manager.page.title == "Roadmap of Otters"
    assert "Against" not in manager.page.text
    manager.send(scenario_of(manager.page), {"capacity": "12", "target-dataops": "0"})
    assert "with 12 person-weeks a quarter" in manager.page.text
    assert "DataOps is not wanted" in manager.page.text
    usual, fewer = beside(manager.page)["MLOps in place"]
    assert (usual[-4:], usual[1]) < (fewer[-4:], fewer[1])

    press(manager, "Leave out", about="MLO-TRN-01:2")
    assert "Training pipeline as code to level 2 is left out." in manager.page.text
    assert "the gates to ModelOps and AIOps stay shut." in manager.page.text
    assert beside(manager.page)["Targets missed"][0] == "none"
    assert "MLOps" in beside(manager.page)["Targets missed"][1]
    assert not [
        one
        for one in manager.page.main.all("button", name="change")
        if "MLO-TRN-01:2" in one["value"] and "out" in one["value"]
    ]

    press(manager, "Undo")
    assert "Changed steps" not in manager.page.text
    assert beside(manager.page)["MLOps in place"] == [usual, fewer]

    press(manager, "A quarter later", about="MLO-MON-01:1")
    assert "is put off to" in manager.page.text
    link = manager.page.path
    manager.send(manager.page.form(action="/scenarios/keep/"), {"name": FEWER})
    assert f"“{FEWER}” is kept." in manager.page.text
    assert manager.page.path == link
    manager.send(scenario_of(manager.page), {"capacity": "48"})
    manager.send(manager.page.form(action="/scenarios/keep/"), {"name": MORE})

    manager.follow("Compare scenarios")
    assert [one.text for one in manager.page.main.one("table", of="beside").one("thead").all("th")] == [
        "The usual plan",
        FEWER,
        MORE,
    ]
    assert beside(manager.page)["MLOps in place"][:2] == [usual, fewer]

    member.open(link)
    assert member.page.title == "Roadmap of Otters"
    assert "is put off to" in member.page.text
    member.follow("Compare scenarios")
    assert FEWER in member.page.text
    assert "Remove" not in member.page.text

    manager.send(manager.page.form(action=f"/scenarios/{Scenario.objects.get(name=MORE).pk}/remove/"))
    assert f"“{MORE}” is removed." in manager.page.text
    assert [one.name for one in Scenario.objects.all()] == [FEWER]
