"""Three people answer differently: the lower median counts; what is contested holds the gate until it is settled."""

import pytest

from assessments.core.workflow import Role
from assessments.models import Unit
from tests import factories
from tests.browsing import Person
from tests.stories.walking import answer_page, open_team, outcomes, questions, start, submit, walk

CONTESTED = "MLO-TRN-01"
MIDDLE = {"low": 1, "middle": 2, "high": 3}


@pytest.fixture
def team(db: None) -> Unit:
    return factories.team("Otters", parent=factories.unit("North branch"))


@pytest.fixture
def lead(team: Unit) -> Person:
    return Person(factories.member_of(team, Role.LEAD, "Lea Lead"))


@pytest.fixture
def members(team: Unit) -> list[Person]:
    return [Person(factories.member_of(team, name=name)) for name in ("Mem One", "Mem Two")]


def _page_of(person: Person, practice: str) -> None:
    person.open("/")
    person.follow("Go on answering" if "Go on answering" in person.page.text else "Start answering")
    assessment = person.page.path.split("/")[2]
    person.open(f"/assessments/{assessment}/dimensions/{practice[:7]}/")


def _says(person: Person, practice: str, level: int) -> None:
    _page_of(person, practice)
    assert practice in questions(person.page)
    person.send(person.page.form(holding="version"), {f"{practice}-answer": str(level)})
    assert person.page.status == 200


def test_a_contested_foundation_holds_the_gate_until_it_is_settled(
    lead: Person, members: list[Person], team: Unit
) -> None:
    one, two = members
    start(lead, "Autumn 2026")
    walk(lead, lambda code: "dont_know" if code == CONTESTED else 2)
    _says(one, CONTESTED, 2)
    assert "ModelOps open" in _rail(one)
    _says(two, CONTESTED, 4)
    assert "ModelOps open" in _rail(two), "nobody stands below the level of the gate"
    _says(one, CONTESTED, 1)
    assert "ModelOps open" not in _rail(one)

    assessment = one.page.path.split("/")[2]
    meeting, topic = f"/assessments/{assessment}/settling/", f"/assessments/{assessment}/settling/{CONTESTED}/"
    lead.open(f"/assessments/{assessment}/review/")
    lead.follow("Settle these together")
    assert lead.page.path == meeting
    assert "Nobody disagrees on what you have answered." not in lead.page.text
    assert "2 answers, from level 1 to 4." in lead.page.text
    one.open(topic)
    assert "Mem Two" not in one.page.text
    assert not one.page.main.all("form", of="agree-form")
    lead.follow("Begin the meeting")
    assert "Mem Two" in lead.page.text

    lead.send(
        lead.page.form(action=f"agreed-levels/{CONTESTED}/"), {f"{CONTESTED}-level": "0", f"{CONTESTED}-reason": "No."}
    )
    assert lead.page.status == 400
    lead.open(topic)
    lead.send(
        lead.page.form(action=f"agreed-levels/{CONTESTED}/"),
        {f"{CONTESTED}-level": "2", f"{CONTESTED}-reason": "We looked."},
    )
    lead.open(topic)
    assert "Agreed: level 2, recorded by Lea Lead" in lead.page.text
    assert "ModelOps open" in _rail(one)

    _says(two, CONTESTED, 3)
    lead.open(topic)
    assert "Lapsed, since an answer changed" in lead.page.text
    assert "ModelOps open" not in _rail(one)
    lead.open(f"/assessments/{assessment}/review/")
    submit(lead)
    assert outcomes(lead.page) == ["Gate closed", "Gate closed"]


def test_the_lower_median_counts(lead: Person, members: list[Person], team: Unit) -> None:
    start(lead, "Autumn 2026")
    answer_page(lead, lambda code: 3, go="stay")
    for person, level in zip(members, (1, 2), strict=True):
        _page_of(person, "DAT-PIP-01")
        answer_page(person, lambda code, level=level: level, go="stay")  # type: ignore[misc]
    review = f"/assessments/{lead.page.path.split('/')[2]}/review/"
    lead.open(f"/assessments/{lead.page.path.split('/')[2]}/settling/DAT-PIP-01/")
    assert "the middle answer counts: level 2." in lead.page.text
    lead.open(review)
    submit(lead)
    open_team(lead, team)
    lead.open(next(one["href"] for one in lead.page.main.all("a") if one["href"].endswith("/dataops/")))
    assert "Mem One" in lead.page.text
    open_team(members[0], team)
    members[0].open(lead.page.path)
    assert "Mem Two" not in members[0].page.text


def _rail(person: Person) -> str:
    """What stands beside the questions: which disciplines are open."""
    _page_of(person, CONTESTED)
    return person.page.root.one("nav", of="rail").text
