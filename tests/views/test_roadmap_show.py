"""The roadmap: planned from the result in force, with what the query string asks for."""

from dataclasses import replace
from fractions import Fraction

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape
from pytest_django import DjangoAssertNumQueries

from assessments.core.catalog import Effort, Thresholds
from assessments.core.roadmap_report import roadmap_report
from assessments.core.scenario import standard
from assessments.models import Unit, User
from assessments.queries.results import result_in_force
from tests.factories import (
    Organisation,
    answer,
    built_in,
    client_of,
    member_of,
    open_assessment,
    practices_of,
    publish,
    put_in_place,
    small_catalog,
    submit,
    team,
)
from tests.views.outcomes import body, led_team, manager_above, result_of

pytestmark = pytest.mark.django_db


def url(unit: Unit) -> str:
    return reverse("assessments:roadmap-show", args=[unit.pk])


def page(user: User, unit: Unit, **asked: str | int) -> str:
    response = client_of(user).get(url(unit), asked)
    assert response.status_code == 200
    return " ".join(response.text.split())


def test_page_says_what_the_core_plans() -> None:
    unit, lead = led_team()
    result_of(unit, lead, weak=("MLO-MON-01",))
    stored = result_in_force(unit.pk)
    assert stored
    catalog = stored.published.catalog
    made = roadmap_report(catalog, stored.settled, scenario=standard(timezone.localdate()), on=timezone.localdate())
    text = page(lead, unit)
    assert (
        f"<strong>{float(made.effort):g} person-weeks</strong> at 24 a quarter, until <strong>{made.until}</strong>"
        in text
    )
    assert f"MLOps is in place at the end of <strong>{made.forecasts[0].quarter}</strong>" in text
    assert text.count('<h2 id="stage-') == len(made.stages)
    for stage in made.stages:
        for sentence in stage.reaches:
            assert escape(sentence) in text
        for gate in stage.gates:
            assert escape(gate.text) in text
        for step in stage.steps:
            assert escape(step.practice.name) in text
            assert escape(step.to_anchor) in text
            assert escape(step.practice.owner) in text
            for reason in step.because:
                assert escape(reason) in text
    assert text.count("btn btn-primary") == 1


def test_capacity_and_targets_are_planned_with() -> None:
    unit, lead = led_team()
    result_of(unit, lead, weak=("MLO-MON-01",))
    asked: dict[str, str | int] = {
        "capacity": 7,
        "target-dataops": 0,
        "target-mlops": 2,
        "target-modelops": 0,
        "target-aiops": 0,
    }
    text = page(lead, unit, **asked)
    assert "at 7 a quarter" in text
    assert "Stage 2" not in text
    assert 'value="7"' in text


@pytest.mark.parametrize("capacity", ["", "0", "-1", "1001", "2.5", "x", "9" * 5000, "\x00", "１２e3"])  # noqa: RUF001
def test_bad_capacity_has_its_message_and_the_plan_its_default(capacity: str) -> None:
    unit, lead = led_team()
    result_of(unit, lead, weak=("MLO-MON-01",))
    text = page(lead, unit, capacity=capacity)
    assert "invalid-feedback" in text
    assert "person-weeks" in text
    assert "at 24 a quarter" in text


@pytest.mark.parametrize("target", ["5", "-1", "x", "", "2.0"])
def test_bad_target_has_its_message(target: str) -> None:
    unit, lead = led_team()
    result_of(unit, lead)
    text = page(lead, unit, **{"capacity": "24", "target-mlops": target})
    assert "Choose one of the targets offered." in text or "Choose a target." in text


def test_a_field_sent_twice_has_its_message() -> None:
    unit, lead = led_team()
    result_of(unit, lead)
    response = client_of(lead).get(url(unit) + "?capacity=24&capacity=25")
    assert "This was sent more than once." in response.text


def test_plan_that_would_never_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assessments.core.planning.board.MOST_QUARTERS", 2)
    unit, lead = led_team()
    result_of(unit, lead, but=("MLO-MON-01",), weak=("MLO-TRN-01",))
    targets: dict[str, str | int] = {"target-dataops": 0, "target-mlops": 2, "target-modelops": 0, "target-aiops": 0}
    assert "With so few the plan would never end." in page(lead, unit, capacity=1, **targets)


@pytest.mark.parametrize("query", ["", "?capacity=24", "?capacity=x"])
def test_no_plan_where_even_the_default_would_never_end(query: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A catalog that was published before efforts had a limit."""
    monkeypatch.setattr("assessments.core.faults.MOST_WEEKS", 999)
    unit, lead = led_team()
    catalog = built_in().catalog
    enormous = Thresholds(effort_weeks=dict.fromkeys(Effort, Fraction(999)), step_factors=(Fraction(9),) * 4)
    assessment = open_assessment(unit, by=lead, catalog=publish(replace(catalog, thresholds=enormous)))
    answer(assessment, practices_of(assessment, "dataops"), lead, level=0)
    submit(assessment, by=lead)
    response = client_of(lead).get(url(unit) + query)
    text = " ".join(response.text.split())
    assert response.status_code == 200
    assert "There is no plan with 24 person-weeks a quarter.</strong> With so few the plan would never end." in text
    assert 'name="capacity"' in text
    for part in ('id="stage-1"', "In all", "<svg class", 'id="quarters"', "Planned from"):
        assert part not in text


def test_a_plan_of_centuries_is_shown_for_forty_quarters() -> None:
    unit, lead = led_team()
    result_of(unit, lead, level=0)
    targets: dict[str, str | int] = {f"target-{code}": 4 for code in ("dataops", "mlops", "modelops", "aiops")}
    text = page(lead, unit, capacity=1, **targets)
    stored = result_in_force(unit.pk)
    assert stored
    made = roadmap_report(
        stored.published.catalog,
        stored.settled,
        scenario=replace(
            standard(timezone.localdate()),
            targets=dict.fromkeys(stored.published.catalog.discipline, 4),
            capacity=Fraction(1),
        ),
        on=timezone.localdate(),
    )
    assert made.later_quarters > 1000
    assert f"The plan goes on for {made.later_quarters} more quarters, until {made.until}." in text
    assert "not listed" in text
    assert text.count('<th class="nowrap" scope="row">') == 40
    assert f"<strong>{float(made.effort):g} person-weeks</strong> at 1 a quarter, until <strong>{made.until}" in text
    assert len(text) < 200_000


def test_nothing_to_do_when_all_targets_are_met() -> None:
    unit, lead = led_team()
    assessment = open_assessment(unit, by=lead, catalog=publish(small_catalog()))
    put_in_place(assessment, lead, "tree")
    answer(assessment, practices_of(assessment, "soil", "fruit"), lead)
    submit(assessment, by=lead)
    text = page(lead, unit)
    assert "Every target is met." in text
    assert "Stage 1" not in text


def test_raised_target_and_early_look_are_said() -> None:
    unit, lead = led_team()
    assessment = open_assessment(unit, by=lead)
    type(assessment).objects.filter(id=assessment.pk).update(early_looks=["aiops"])
    answer(assessment, practices_of(assessment, "mlops", "aiops"), lead, level=1)
    submit(assessment, by=lead)
    text = page(
        lead, unit, **{"capacity": 24, "target-dataops": 0, "target-mlops": 1, "target-modelops": 0, "target-aiops": 2}
    )
    assert "starts from answers that are not counted while it waits" in text
    assert "target of MLOps" in text
    assert "not wanted" in text


def test_gate_that_stays_shut_is_said() -> None:
    unit, lead = led_team()
    result_of(unit, lead, level=1)
    text = page(
        lead, unit, **{"capacity": 24, "target-dataops": 2, "target-mlops": 1, "target-modelops": 0, "target-aiops": 0}
    )
    assert "The gates from MLOps to ModelOps and AIOps stay shut in this plan." in text


def test_only_work_no_steps() -> None:
    unit, lead = led_team()
    result_of(unit, lead, unshown=("MLO-MON-01",))
    text = page(
        lead, unit, **{"capacity": 24, "target-dataops": 0, "target-mlops": 2, "target-modelops": 0, "target-aiops": 0}
    )
    assert "No level has to rise for it." in text
    assert "Show evidence for “Production model monitoring”" in text


def test_without_result() -> None:
    unit = team("Fresh")
    text = page(member_of(unit), unit)
    assert "There is nothing to plan from yet." in text
    assert reverse("assessments:team-show", args=[unit.pk]) in text


def test_method_and_strangers(organisation: Organisation) -> None:
    assert client_of(organisation.lead).post(url(organisation.team)).status_code == 405
    for user in (organisation.member, organisation.manager):
        assert client_of(user).get(url(organisation.team)).status_code == 200
    for user in (
        organisation.stranger,
        organisation.lead_elsewhere,
        organisation.manager_elsewhere,
        organisation.removed,
        organisation.administrator,
    ):
        foreign = client_of(user).get(url(organisation.team))
        assert (foreign.status_code, body(foreign)) == (404, body(client_of(user).get("/teams/999999/roadmap/")))


def test_manager_sees_no_answer_of_anybody() -> None:
    unit, lead = led_team()
    result_of(unit, lead)
    assert "Lea Lead" not in page(manager_above(unit), unit)


def test_statements_are_as_many_for_few_as_for_many(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    unit, lead = led_team()
    for people in (0, 3):
        result_of(unit, lead, others=[member_of(unit) for _ in range(people)])
        client = client_of(lead)
        with django_assert_num_queries(6):
            client.get(url(unit))
