"""A lead with weak MLOps looks into AIOps early: it is shown in grey, and waits everywhere."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from assessments.core.workflow import Role
from assessments.files.catalog import BUILT_IN, read_catalog
from assessments.models import Unit
from tests import factories
from tests.browsing import Person
from tests.stories.walking import (
    answer_page,
    at,
    cards,
    csv_states,
    home_states,
    not_in_place,
    open_team,
    outcomes,
    portfolio_states,
    quarters,
    rail,
    stage_that_reaches,
    start,
    stations,
    steps,
    submit,
    walk,
)

HELD_CODES = ("MOD", "AIO")
HELD_BACK = ("ModelOps", "AIOps")


@pytest.fixture
def team(db: None) -> Unit:
    return factories.team("Otters", parent=factories.unit("North branch"))


@pytest.fixture
def lead(team: Unit) -> Person:
    return Person(factories.member_of(team, Role.LEAD, "Lea Lead"))


@pytest.fixture
def manager(team: Unit) -> Person:
    assert team.parent is not None
    return Person(factories.member_of(team.parent, Role.MANAGER, "Mana Ger"))


def weak(practice: str) -> int:
    return 1 if practice.startswith("MLO") else 3


def check_waiting_everywhere(lead: Person, manager: Person, team: Unit) -> None:
    """The first page, the team's page, the roadmap, the portfolio and its export all say waiting."""
    assert not_in_place(home_states(lead.open("/")), *HELD_BACK)
    open_team(lead, team)
    assert not_in_place(stations(lead.page), *HELD_BACK)
    assert not_in_place(cards(lead.page), *HELD_BACK)
    assert outcomes(lead.page) == ["Gate closed", "Gate closed"]
    lead.follow("Roadmap")
    check_steps_come_after_the_gate(lead)
    manager.open("/")
    manager.follow("Portfolio")
    assert not_in_place(portfolio_states(manager.page, "Otters"), *HELD_BACK)
    exported = csv_states(manager, "Otters")
    assert [(exported[f"{name} state"], exported[f"{name} level"]) for name in HELD_BACK] == [("waiting", "")] * 2
    open_team(manager, team)
    assert not_in_place(stations(manager.page), *HELD_BACK)
    assert not_in_place(cards(manager.page), *HELD_BACK)


def check_steps_come_after_the_gate(lead: Person) -> None:
    assert "MLOps is in place at the end of" in lead.page.text
    gate = stage_that_reaches(lead.page, "MLOps")
    names = {code: one.name for code, one in factories.built_in().catalog.practice.items() if code[:3] in HELD_CODES}
    planned = [number for number, step in steps(lead.page) if step.startswith(tuple(names.values()))]
    assert planned
    assert min(planned) > gate
    for before in quarters(lead.page)[: gate - 1]:
        assert all("in place" not in before[name] for name in HELD_BACK)


def test_an_early_look_waits_everywhere_before_and_after(lead: Person, manager: Person, team: Unit) -> None:
    start(lead, "Autumn 2026")
    assert len(walk(lead, weak)) == 14
    assert rail(lead.page).count("Waits until MLOps is in place.") == 2
    assert "counts nowhere" not in lead.page.text
    submit(lead)
    check_waiting_everywhere(lead, manager, team)
    open_team(lead, team)
    lead.follow("Start the next assessment")
    lead.send(lead.page.form(holding="title"), {"title": "Winter 2026"})
    walk(lead, weak)
    rail_forms = [form for form in lead.page.root.all("form") if "early-looks/aiops" in form["action"]]
    lead.send(rail_forms[0])
    assert "Early look. AIOps waits until MLOps is in place." in lead.page.text
    walk(lead, at(4))
    assert "Early look at AIOps." in lead.page.text
    check_waiting_everywhere(lead, manager, team)
    lead.open("/")
    lead.follow("Review and submit")
    submit(lead)
    assert "Answered, but not counted while waiting: own level 4." in lead.page.text
    check_waiting_everywhere(lead, manager, team)
    open_team(lead, team)
    lead.follow("Answered, but not counted while waiting: own level 4")
    assert "AIOps is waiting, so none of these numbers count." in lead.page.text
    assert "Its questions were answered, but are not counted while it waits." in lead.page.text


def test_what_waits_is_not_answered_without_an_early_look(lead: Person, team: Unit) -> None:
    start(lead, "Autumn 2026")
    answer_page(lead, weak)
    assessment = lead.page.path.split("/")[2]
    page = lead.open(f"/assessments/{assessment}/dimensions/AIO-INV/")
    assert page.title.startswith("AIOps waits for MLOps") or page.status == 404
    assert not page.main.all("article", of="question")


def test_a_script_says_waiting_too(tmp_path: Path) -> None:
    catalog = read_catalog(BUILT_IN)
    file = tmp_path / "answers.json"
    file.write_text(json.dumps({"answers": {code: weak(code) for code in catalog.practice}, "assume_evidence": True}))
    out = StringIO()
    call_command("score_answers", str(file), stdout=out)
    told = json.loads(out.getvalue())
    states = {code: one["state"] for code, one in told["disciplines"].items()}
    assert (states["modelops"], states["aiops"]) == ("waiting", "waiting")
    assert told["disciplines"]["aiops"]["maturity_level"] == 3
