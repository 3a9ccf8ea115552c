"""What is in place falls back by a new assessment or by its evidence running out; earlier results stay as they were."""

from datetime import timedelta

import pytest
from django.utils import timezone

from assessments.core.workflow import Role
from assessments.models import Readiness, Result, Unit, User
from tests import factories
from tests.browsing import Person
from tests.stories.walking import (
    cards,
    csv_states,
    home_states,
    not_in_place,
    open_team,
    outcomes,
    portfolio_states,
    stations,
    submit,
    walk,
)


@pytest.fixture
def team(db: None) -> Unit:
    return factories.team("Otters", parent=factories.unit("North branch"))


@pytest.fixture
def user(team: Unit) -> User:
    return factories.member_of(team, Role.LEAD, "Lea Lead")


def _result(team: Unit, user: User, *, days_ago: int) -> Result:
    """A Result with all of MLOps and ModelOps at level 2 and evidence of that day."""
    then = timezone.now() - timedelta(days=days_ago)
    assessment = factories.open_assessment(team, by=user, title="Back then", at=then)
    for discipline in ("mlops", "modelops"):
        codes = factories.practices_of(assessment, discipline)
        factories.answer(assessment, codes, user, at=then)
        factories.show(assessment, codes, user, dated=then.date())
    return factories.submit(assessment, by=user, at=then)


def test_a_lower_reassessment_shuts_the_gate_and_keeps_the_earlier_result(team: Unit, user: User) -> None:
    earlier = _result(team, user, days_ago=30)
    lead = Person(user)
    open_team(lead, team)
    assert outcomes(lead.page) == ["Gate open", "Gate open"]
    assert stations(lead.page)["ModelOps"] == "level 2, in place"
    lead.follow("Start the next assessment")
    lead.send(lead.page.form(holding="title"), {"title": "Afterwards"})
    walk(lead, lambda code: 1 if code == "MLO-MON-01" else 2)
    submit(lead)
    assert outcomes(lead.page) == ["Gate closed", "Gate closed"]
    assert not_in_place(stations(lead.page), "ModelOps", "AIOps")
    lead.follow("One earlier result")
    earlier_day = earlier.decided_at.date()
    lead.follow(f"{earlier_day.day} {earlier_day:%B %Y}")
    assert lead.page.path == f"/results/{earlier.pk}/"
    assert "not in force" in lead.page.text
    assert "A newer one has taken its place." in lead.page.text
    assert stations(lead.page)["ModelOps"] == "level 2, in place"
    lead.follow("To the result in force")
    assert outcomes(lead.page) == ["Gate closed", "Gate closed"]


@pytest.mark.parametrize(("age", "open_"), [(364, True), (366, False)])
def test_evidence_runs_out_after_a_year(team: Unit, user: User, age: int, open_: bool) -> None:
    _result(team, user, days_ago=age)
    stored = list(Readiness.objects.order_by("position").values_list("state", flat=True))
    lead = Person(user)
    open_team(lead, team)
    assert outcomes(lead.page) == ["Gate open" if open_ else "Gate closed"] * 2
    assert ("provisional" in stations(lead.page)["MLOps"]) is not open_
    manager = Person(factories.member_of(team.parent or team, Role.MANAGER))
    manager.follow("Portfolio")
    shown = (
        home_states(lead.open("/")),
        stations(open_team(lead, team)),
        cards(lead.page),
        portfolio_states(manager.page, "Otters"),
        {name.removesuffix(" state"): said for name, said in csv_states(manager, "Otters").items()},
    )
    assert [not_in_place(states, "ModelOps", "AIOps") for states in shown] == [not open_] * 5 or open_
    assert ["in place" in states["ModelOps"] for states in shown] == [open_] * 5
    assert list(Readiness.objects.order_by("position").values_list("state", flat=True)) == stored


def test_reopening_keeps_the_result_in_force_until_the_next_one(team: Unit, user: User) -> None:
    result = _result(team, user, days_ago=30)
    lead = Person(user)
    lead.open(f"/assessments/{result.assessment_id}/reopen/")
    lead.send(lead.page.form(holding="csrfmiddlewaretoken"))
    assert lead.page.title == "Review"
    lead.open(f"/assessments/{result.assessment_id}/dimensions/MLO-MON/")
    lead.send(lead.page.form(holding="version"), {"MLO-MON-01-answer": "0"})
    open_team(lead, team)
    assert outcomes(lead.page) == ["Gate open", "Gate open"]
    assert "Reopened: " in lead.page.text
    lead.open(f"/assessments/{result.assessment_id}/review/")
    submit(lead)
    assert outcomes(lead.page) == ["Gate closed", "Gate closed"]
    assert Result.objects.filter(assessment=result.assessment_id).count() == 2
    open_team(lead, team)
    assert "was reopened and submitted again" in lead.page.text
    assert "MLOps" in lead.page.text.split("was reopened and submitted again", 1)[1][:200]
    assert "The answers to 1 question changed." in lead.page.text
    lead.open(f"/results/{result.pk}/")
    assert outcomes(lead.page) == ["Gate open", "Gate open"]
