"""A lead starts, answers, shows evidence, is led on into ModelOps, reviews, submits and reads the roadmap."""

import pytest

from assessments.core.workflow import Role
from assessments.models import Unit
from tests import factories
from tests.browsing import Person
from tests.stories.walking import (
    answer_page,
    at,
    cards,
    home_states,
    outcomes,
    quarters,
    questions,
    rail,
    start,
    stations,
    steps,
    submit,
    walk,
)


@pytest.fixture
def team(db: None) -> Unit:
    return factories.team("Otters", parent=factories.unit("North branch"))


@pytest.fixture
def lead(team: Unit) -> Person:
    return Person(factories.member_of(team, Role.LEAD, "Lea Lead"))


def first_page_of(discipline: str) -> str:
    return factories.built_in().catalog.discipline[discipline].dimensions[0].name


def test_a_team_that_is_ready_goes_on_into_modelops_and_gets_its_roadmap(lead: Person, team: Unit) -> None:
    start(lead, "Autumn 2026")
    assert lead.page.path.endswith("/dimensions/DAT-PIP/")
    assert "ModelOps Waits until MLOps is in place" in rail(lead.page).replace(" Early look", "")
    on_the_way = walk(lead, at(2), until=first_page_of("modelops"))
    assert len(on_the_way) == 14
    assert "MLOps is in place by your team’s answers" in lead.page.text
    assert "ModelOps open" in rail(lead.page)
    answer_page(lead, at(3), go="stay")
    lead.follow("Review")
    assert "MLOps is in place by your team’s answers, so ModelOps is open and counts." in lead.page.text
    assert "unanswered by everybody" in lead.page.text
    submit(lead)
    assert lead.page.title == "Otters"
    assert "MLOps is in place, so ModelOps and AIOps may be built." in lead.page.text
    assert outcomes(lead.page) == ["Gate open", "Gate open"]
    assert stations(lead.page)["MLOps"] == "level 2, in place"
    assert cards(lead.page)["MLOps"] == "2 in place"
    assert "waiting" not in stations(lead.page).values()
    lead.follow("Open the roadmap")
    assert lead.page.title == "Roadmap of Otters"
    assert "The gates to ModelOps and AIOps are open." in lead.page.text
    last = quarters(lead.page)[-1]
    assert {name for name in last if "waiting" in last[name]} == set()
    assert steps(lead.page)
    lead.open("/")
    assert home_states(lead.page)["MLOps"] == "2 in place"
    lead.follow("See the roadmap")
    assert lead.page.title == "Roadmap of Otters"


def test_what_was_typed_is_there_again_and_the_walk_goes_on_where_it_was_left(lead: Person) -> None:
    start(lead, "Autumn 2026")
    first = list(questions(lead.page))
    lead.send(
        lead.page.form(holding="version"), {f"{first[0]}-answer": "3", f"{first[0]}-remark": "Nearly.\n\nReally."}
    )
    lead.open("/")
    assert "you have answered 1 of 48" in lead.page.text
    lead.follow("Go on answering")
    assert lead.page.path.endswith(f"#{first[1]}")
    chosen = [one["value"] for one in questions(lead.page)[first[0]].all("input", type="radio") if "checked" in one]
    assert chosen == ["3"]
    assert "Nearly. Really." in lead.page.text


def test_two_windows_on_one_answer_lose_nothing(lead: Person) -> None:
    start(lead, "Autumn 2026")
    code = next(iter(questions(lead.page)))
    other = lead.page.form(holding="version")
    lead.send(other, {f"{code}-answer": "3"})
    page = lead.send(other, {f"{code}-answer": "1", f"{code}-remark": "From the other window."})
    assert page.status == 409
    assert "From the other window." in page.text
    versions = [one for one in page.main.all("td") if one["data-of"] == "Entered elsewhere"]
    assert versions[0].text.startswith("Level 3"), versions[0].text
    lead.send(lead.page.form(holding="version"), {f"{code}-revision": "1"})
    assert lead.page.status == 200
    assert [one["value"] for one in questions(lead.page)[code].all("input", type="radio") if "checked" in one] == ["1"]


def test_blanks_are_listed_and_may_be_submitted_and_a_submitted_assessment_is_closed(lead: Person, team: Unit) -> None:
    start(lead, "Autumn 2026")
    answer_page(lead, at(2))
    way = lead.page.path
    lead.follow("Review")
    assert "44 are unanswered by everybody" in lead.page.text
    submit(lead)
    assert outcomes(lead.page) == ["Gate undecided", "Gate undecided"]
    assert "It is not decided yet whether MLOps is in place." in lead.page.text
    page = lead.open(way)
    assert page.status == 409
    assert page.title == "This assessment is submitted"


def test_nothing_at_all_cannot_be_submitted(lead: Person) -> None:
    start(lead, "Autumn 2026")
    lead.follow("Review")
    submit(lead)
    assert "Nobody has answered anything yet" in lead.page.text
    assert lead.page.title == "Review"
