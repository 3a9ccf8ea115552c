"""The roadmap as a scenario: what is changed on the page, what comes of it, and the change beside the plan before."""

from collections.abc import Sequence
from datetime import timedelta
from fractions import Fraction
from html import unescape
from typing import Any
from urllib.parse import urlencode

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate

from assessments.core.calendar import CalendarQuarter
from assessments.core.roadmap_report import RoadmapReport, StepLine, roadmap_report
from assessments.core.scenario import Scenario, from_parameters, standard
from assessments.models import Unit, User
from assessments.queries.results import result_in_force
from tests.factories import (
    Organisation,
    adopt,
    answer,
    client_of,
    grant,
    member_of,
    open_assessment,
    practices_of,
    promise,
    submit,
)
from tests.views.outcomes import led_team, manager_above, result_of

pytestmark = pytest.mark.django_db

Query = Sequence[tuple[str, str]]
USUAL = standard(localdate())
START = USUAL.start


def url(unit: Unit, query: Query = ()) -> str:
    return f"{reverse('assessments:roadmap-show', args=[unit.pk])}?{urlencode(query)}"


def page(user: User, unit: Unit, *query: tuple[str, str]) -> str:
    """The page, its text unescaped and its white space as one blank each."""
    response = client_of(user).get(url(unit, query))
    assert response.status_code == 200
    return " ".join(unescape(response.text).split())


def after(user: User, unit: Unit, *query: tuple[str, str]) -> Scenario:
    """The scenario of the address that a button of the page leads to."""
    response: Any = client_of(user).get(url(unit, query))
    assert response.status_code == 302
    place, _, asked = response.headers["Location"].partition("?")
    assert place == reverse("assessments:roadmap-show", args=[unit.pk])
    return from_parameters([tuple(unescape(part).split("=")) for part in asked.replace("%3A", ":").split("&")])


def planned(unit: Unit, scenario: Scenario = USUAL) -> RoadmapReport:
    stored = result_in_force(unit.pk)
    assert stored
    return roadmap_report(stored.published.catalog, stored.settled, scenario=scenario, on=localdate())


def first_step(unit: Unit) -> StepLine:
    return planned(unit).stages[0].steps[0]


@pytest.fixture
def here() -> tuple[Unit, User]:
    """A team that has some levels of MLOps to raise."""
    unit, lead = led_team()
    result_of(unit, lead, weak=("MLO-MON-01", "MLO-TRN-01", "MLO-DEP-02", "MLO-LCM-03"))
    return unit, lead


def test_each_step_has_the_buttons_that_change_it(here: tuple[Unit, User]) -> None:
    unit, lead = here
    text, steps = page(lead, unit), [step for stage in planned(unit).stages for step in stage.steps]
    for step in steps:
        later, earlier = step.starts.plus(1), step.starts.plus(-1)
        assert f'name="change" value="later:{step.key}:{later.code}">A quarter later<' in text
        assert f'name="change" value="pin:{step.key}:{step.starts.code}">Pin to {step.starts}<' in text
        assert f'name="change" value="out:{step.key}">Leave out<' in text
        pins_earlier = f'name="change" value="pin:{step.key}:{earlier.code}">Pin a quarter earlier<' in text
        assert pins_earlier == (step.starts > START)
    assert any(step.starts > START for step in steps)


def test_a_button_leads_to_the_address_of_the_changed_plan(here: tuple[Unit, User]) -> None:
    unit, lead = here
    key, quarter = first_step(unit).key, START.plus(2)
    kept = ("capacity", "12"), ("role:CIO", ""), ("step", ""), ("how", "later"), ("quarter", START.code)
    put_off = after(lead, unit, *kept, ("change", f"later:{key}:{quarter.code}"))
    assert put_off == Scenario(start=START, capacity=Fraction(12), put_off={key: quarter})
    pinned = after(lead, unit, ("later", f"{key}:{quarter.code}"), ("change", f"pin:{key}:{quarter.code}"))
    assert (pinned.put_off, pinned.pinned) == ({}, {key: quarter})
    assert after(lead, unit, ("out", str(key)), ("change", f"free:{key}")) == USUAL
    assert after(lead, unit, ("role:CIO", "3")).role_capacity == {"CIO": 3}
    chosen = after(lead, unit, ("step", str(key)), ("how", "pin"), ("quarter", quarter.code))
    assert chosen.pinned == {key: quarter}


def test_a_change_that_makes_no_sense_is_said_and_changes_nothing(here: tuple[Unit, User]) -> None:
    unit, lead = here
    text = page(lead, unit, ("capacity", "12"), ("change", "out:XYZ-01:2"))
    assert "“XYZ-01” is no practice of these questions." in text
    assert "What could not be read is planned as usual" in text
    assert "Changed steps" not in text
    assert "with 12 person-weeks a quarter" in text


def test_what_was_changed_is_listed_with_what_comes_of_it_and_its_way_back(here: tuple[Unit, User]) -> None:
    unit, lead = here
    key = first_step(unit).key
    text = page(lead, unit, ("out", str(key)))
    report = planned(unit, Scenario(start=START, left_out=frozenset({key})))
    assert "Changed steps" in text
    assert f'form="scenario" name="change" value="free:{key}">Undo<' in text
    assert report.consequences[key]
    for sentence in report.consequences[key]:
        assert sentence in text
    assert f'<input type="hidden" name="out" value="{key}">' in text
    later = page(lead, unit, ("later", f"{key}:{START.plus(4).code}"))
    assert f"is put off to {START.plus(4)}." in later
    assert "put off</span>" in later


def test_the_change_stands_beside_the_usual_plan(here: tuple[Unit, User]) -> None:
    unit, lead = here
    before, now = planned(unit).summary, planned(unit, Scenario(start=START, capacity=Fraction(5))).summary
    assert before.until != now.until
    text = page(lead, unit, ("capacity", "5"))
    assert '<h2 id="compared">Against the usual plan</h2>' in text
    assert f"Finish: {now.until} instead of {before.until}" in text
    for one in (before, now):
        assert f"<td>{one.until}</td>" in text
        assert f"<td>{one.gates[0].opens}</td>" in text
    assert (
        f'<a class="back" href="{reverse("assessments:roadmap-show", args=[unit.pk])}">Back to the usual plan</a>'
        in text
    )


def test_a_change_that_moves_nothing_says_so_and_no_change_says_nothing(here: tuple[Unit, User]) -> None:
    unit, lead = here
    assert "Nothing changes: the same dates, the same steps and the same effort." in page(
        lead, unit, ("role", "CIO:1000")
    )
    assert "Against" not in page(lead, unit)
    assert "Against" not in page(lead, unit, ("capacity", "24"), ("target-mlops", "2"))


def test_the_adopted_plan_is_what_is_planned_with_and_compared_against(here: tuple[Unit, User]) -> None:
    unit, lead = here
    result = unit.result_in_force
    assert result
    adopted = adopt(result, [promise("MLO-MON-01", quarter=START)], by=lead, title="Autumn plan")
    type(adopted).objects.filter(id=adopted.pk).update(parameters=[["start", START.code], ["capacity", "9"]])
    text = page(lead, unit)
    assert "with 9 person-weeks a quarter" in text
    assert "Against" not in text
    assert f'<a class="btn btn-primary" href="/teams/{unit.pk}/plan/">Follow the adopted plan</a>' in text
    changed = page(lead, unit, ("capacity", "24"))
    assert "Against the adopted plan “Autumn plan”" in changed
    assert "Adopt this plan" in changed
    assert "Plan again from the new result." not in changed


def test_an_adopted_plan_that_began_in_the_past_is_planned_from_now_on(here: tuple[Unit, User]) -> None:
    unit, lead = here
    result = unit.result_in_force
    assert result
    adopted = adopt(result, [promise("MLO-MON-01", quarter=START)], by=lead)
    type(adopted).objects.filter(id=adopted.pk).update(parameters=[["start", "2020-Q1"]])
    assert f"Starts in {CalendarQuarter.of(localdate()).plus(1)}" in page(lead, unit)
    recent = CalendarQuarter.of(localdate()).plus(-2)
    type(adopted).objects.filter(id=adopted.pk).update(parameters=[["start", recent.code]])
    assert f"Starts in {CalendarQuarter.of(localdate())}," in page(lead, unit)


def test_a_newer_result_than_the_adopted_plan_was_made_from_is_said(organisation: Organisation) -> None:
    unit = organisation.team
    assert "Plan again from the new result." not in page(organisation.lead, unit)
    answer(organisation.assessment, practices_of(organisation.assessment, "mlops"), organisation.lead, level=1)
    submit(organisation.assessment, by=organisation.lead)
    text = page(organisation.lead, unit)
    assert "<strong>Plan again from the new result.</strong>" in text
    assert "Plan of Otters" in text
    assert "what remains keeps its owners and dates" in text
    assert "what remains keeps its owners and dates" not in page(organisation.member, unit)


def test_leads_and_managers_adopt_and_keep_and_members_look(here: tuple[Unit, User]) -> None:
    unit, lead = here
    link = (
        f'<a class="btn btn-primary" href="/teams/{unit.pk}/roadmap/adopt/?start={START.code}&capacity=12&parallel=6">'
    )
    for user, may in ((lead, True), (manager_above(unit), True), (member_of(unit), False)):
        text = page(user, unit, ("capacity", "12"))
        assert (link in text) == may
        assert ("Keep this scenario by name" in text) == may
        assert text.count("btn btn-primary") == may
        assert "A quarter later" in text


def test_an_exception_is_printed_with_its_approver_and_its_end(here: tuple[Unit, User]) -> None:
    unit, lead = here
    boss = manager_above(unit)
    given = grant(unit, by=boss, days=400)
    text = page(lead, unit)
    assert "Mana Ger allows planning ModelOps before its gate from MLOps opens" in text
    assert f"to {given.until:%-d %B %Y}. “A pilot is due.” The gate itself stays as it is." in text


def test_an_exception_that_has_ended_is_not_printed(here: tuple[Unit, User]) -> None:
    unit, lead = here
    grant(unit, by=manager_above(unit), days=3, at=timezone.now() - timedelta(days=9))
    assert "allows planning" not in page(lead, unit)


def test_work_has_its_quarter_and_the_gate_it_serves() -> None:
    unit, lead = led_team()
    result_of(unit, lead, weak=("MLO-MON-01",), unshown=("MLO-TRN-01",))
    text, work = page(lead, unit), planned(unit).work
    assert work
    for one in work:
        assert f"{one.what} <span" in text
        gates = f"{'s' if len(one.gates) > 1 else ''} to {' and '.join(one.gates)}"
        assert f"By the end of <strong>{one.quarter}</strong>, for the gate{gates}:" in text


def test_each_gate_says_when_and_what_holds_it(here: tuple[Unit, User]) -> None:
    unit, lead = here
    text = page(lead, unit)
    for gate in planned(unit).forecasts:
        assert gate.told
        for told in gate.told:
            assert f"{told.says}{':' if told.parts else ''}</p>" in text
            assert "".join(f"<li>{part}</li>" for part in told.parts) in text


def test_roles_of_the_plan_can_be_limited(here: tuple[Unit, User]) -> None:
    unit, lead = here
    owner = first_step(unit).practice.owner
    text = page(lead, unit, ("role", f"{owner}:1"))
    assert f"{owner}: at most 1 person-week a quarter." in text
    assert f'name="role:{owner}" value="1"' in text
    wrong = page(lead, unit, ("role", f"{owner}:0"))
    assert "From 1 to 1000 person-weeks." in wrong
    assert f"{owner}: at most" not in wrong


def test_a_plan_of_forty_steps_is_a_small_page() -> None:
    unit, lead = led_team()
    assessment = open_assessment(unit, by=lead)
    answer(assessment, practices_of(assessment, "mlops", "dataops"), lead, level=1)
    submit(assessment, by=lead)
    query = [("target-modelops", "0"), ("target-aiops", "0"), ("capacity", "8")]
    response = client_of(lead).get(url(unit, query))
    steps = response.text.count('value="out:')
    assert 35 <= steps <= 45
    assert len(response.content) <= 150 * 1024
