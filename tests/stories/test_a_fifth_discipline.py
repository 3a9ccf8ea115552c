"""A fifth discipline is one content file: it is asked, gated, planned, shown and exported like the built-in ones."""

import json
import shutil
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

PRACTICE = """
[[dimensions.practices]]
code = "{code}"
name = "Practice {code}"
question = "How far is {code}?"
levels = ["{code} at none.", "{code} at one.", "{code} at two.", "", "{code} at four."]
foundation = {foundation}
effort = "S"
owner = "Security lead"
"""
DISCIPLINE = """
code = "secops"
name = "SecOps"
position = 5
scope = "For everyone who keeps services safe."

[[dimensions]]
code = "SEC-PAT"
name = "Patching of all things"
about = "How fast known weaknesses are closed."
"""
GATE = """
[[gates]]
before = "mlops"
after = "secops"
level = 2
reason = "SecOps checks what MLOps releases."
"""


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    copy = tmp_path / "catalog"
    shutil.copytree(BUILT_IN, copy)
    practices = [PRACTICE.format(code=f"SEC-PAT-0{n}", foundation=str(n == 1).lower()) for n in (1, 2, 3)]
    (copy / "secops.toml").write_text(DISCIPLINE + "".join(practices))
    (copy / "gates.toml").write_text((copy / "gates.toml").read_text() + GATE)
    return copy


@pytest.fixture
def team(db: None, directory: Path) -> Unit:
    factories.publish(read_catalog(directory))
    return factories.team("Otters", parent=factories.unit("North branch"))


@pytest.fixture
def lead(team: Unit) -> Person:
    return Person(factories.member_of(team, Role.LEAD))


@pytest.fixture
def manager(team: Unit) -> Person:
    return Person(factories.member_of(team.parent or team, Role.MANAGER))


def test_it_waits_for_its_gate_on_every_page(lead: Person, manager: Person, team: Unit) -> None:
    start(lead, "Autumn 2026")
    walk(lead, lambda code: 1 if code.startswith("MLO") else 2)
    assert rail(lead.page).count("Waits until MLOps is in place.") == 3
    submit(lead)
    assert outcomes(lead.page) == ["Gate closed"] * 3
    assert "SecOps checks what MLOps releases." in lead.page.text
    assert not_in_place(stations(lead.page), "SecOps")
    assert not_in_place(cards(lead.page), "SecOps")
    lead.follow("Roadmap")
    waiting = [quarter for quarter in quarters(lead.page) if "waiting" in quarter["SecOps"]]
    assert waiting
    gate = stage_that_reaches(lead.page, "MLOps")
    planned = [number for number, step in steps(lead.page) if "Practice SEC-PAT" in step]
    assert planned
    assert min(planned) > gate
    assert not_in_place(home_states(lead.open("/")), "SecOps")
    manager.follow("Portfolio")
    assert not_in_place(portfolio_states(manager.page, "Otters"), "SecOps")
    assert csv_states(manager, "Otters")["SecOps state"] == "waiting"


def test_it_is_asked_once_its_gate_opens_and_counts(lead: Person, manager: Person, team: Unit) -> None:
    start(lead, "Autumn 2026")
    on_the_way = walk(lead, at(2))
    assert on_the_way[-1] == "Patching of all things"
    submit(lead)
    assert outcomes(lead.page) == ["Gate open"] * 3
    assert stations(lead.page)["SecOps"] == "level 2, in place"
    lead.open(next(one["href"] for one in lead.page.main.all("a") if one["href"].endswith("/secops/")))
    assert lead.page.title == "How SecOps came about"
    assert "Practice SEC-PAT-01" in lead.page.text
    open_team(lead, team)
    assert cards(lead.page)["SecOps"] == "2 in place"
    manager.follow("Portfolio")
    assert "in place" in portfolio_states(manager.page, "Otters")["SecOps"]
    assert csv_states(manager, "Otters")["SecOps level"] == "2"


def test_the_guide_explains_its_gate(lead: Person) -> None:
    lead.follow("How it works")
    assert "SecOps" in lead.page.text
    assert "SecOps checks what MLOps releases." in lead.page.text


def test_a_script_scores_it(directory: Path, tmp_path: Path) -> None:
    file = tmp_path / "answers.json"
    for level, state in ((1, "waiting"), (2, "in_place")):
        answers = dict.fromkeys(read_catalog(directory).practice, 2)
        answers |= {code: level for code in answers if code.startswith("MLO")}
        file.write_text(json.dumps({"answers": answers, "assume_evidence": True}))
        out = StringIO()
        call_command("score_answers", str(file), catalog=directory, stdout=out)
        assert json.loads(out.getvalue())["disciplines"]["secops"]["state"] == state
