"""The roadmap as a file: of the very report that the page shows, in four formats."""

import csv
import io
import json
import re
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook
from pypdfium2 import PdfDocument
from pytest_django import DjangoAssertNumQueries

from assessments.core.roadmap_report import RoadmapReport, roadmap_report
from assessments.core.scenario import Scenario, standard
from assessments.forms.planning import address_of
from assessments.models import Milestone, Unit, User
from assessments.queries.results import result_in_force
from tests.factories import Organisation, adopt, client_of, grant, member_of, promised, team
from tests.services.planning import update
from tests.views.outcomes import body, led_team, manager_above, result_of

pytestmark = pytest.mark.django_db

FORMATS = ("pdf", "xlsx", "csv", "json")


def url(unit: Unit, file_format: str = "json") -> str:
    return reverse("assessments:roadmap-export", args=[unit.pk, file_format])


def sent(user: User, unit: Unit, file_format: str, query: str = "") -> Any:
    response = client_of(user).get(f"{url(unit, file_format)}?{query}")
    assert response.status_code == 200
    return response


def planned(unit: Unit, scenario: Scenario) -> RoadmapReport:
    stored = result_in_force(unit.pk)
    assert stored
    on = timezone.localdate()
    return roadmap_report(stored.published.catalog, stored.settled, scenario=scenario, on=on)


@pytest.mark.parametrize("query", ["", "capacity=12&parallel=3&target-aiops=0&out=MLO-MON-01:2"])
def test_every_format_has_the_steps_of_the_page(query: str) -> None:
    unit, lead = led_team()
    result_of(unit, lead, weak=("MLO-MON-01",))
    page = client_of(lead).get(f"{reverse('assessments:roadmap-show', args=[unit.pk])}?{query}")
    report: RoadmapReport = page.context["report"]
    steps = [step for stage in report.stages for step in stage.steps]
    assert steps
    made = json.loads(sent(lead, unit, "json", query).content)
    assert [(one["code"], one["to_level"]) for one in made["steps"]] == [
        (step.practice.code, step.to_level) for step in steps
    ]
    assert [one["reasons"] for one in made["steps"]] == [list(step.because) for step in steps]
    lines = list(csv.reader(io.StringIO(sent(lead, unit, "csv", query).content.decode("utf-8-sig"), newline="")))
    assert len(lines) == 1 + len(steps) + len(report.work)
    book = load_workbook(io.BytesIO(sent(lead, unit, "xlsx", query).content))
    assert book["Steps"].max_row == 1 + len(steps)
    assert book["Projections"].max_row == 1 + len(report.quarters) * len(report.names)
    printed = PdfDocument(sent(lead, unit, "pdf", query).content)
    said = re.sub(r"\s+", " ", " ".join(page.get_textpage().get_text_range() for page in printed))
    for step in steps:
        assert step.practice.name in said
    assert f"until {report.until}" in said


def test_the_adopted_plan_goes_with_it_and_so_does_what_it_plans_with() -> None:
    unit, lead = led_team()
    result = result_of(unit, lead, weak=("MLO-MON-01",))
    manager = manager_above(unit)
    plan = adopt(result, promised(result), by=lead, title="Our plan")
    late = Milestone.objects.filter(baseline=plan, gate_check="").order_by("position").first()
    assert late
    update(late, lead, due=late.due + timedelta(days=100))
    grant(unit, by=manager, gate=("mlops", "aiops"))
    made = json.loads(sent(lead, unit, "json").content)
    assert made["plan"]["title"] == "Our plan"
    assert len(made["milestones"]) == Milestone.objects.filter(baseline=plan).count()
    assert made["milestones"][late.position - 1]["due"] == (late.due + timedelta(days=100)).isoformat()
    assert [one["approver"] for one in made["exceptions"]] == [manager.name]
    printed = PdfDocument(sent(lead, unit, "pdf").content)
    said = " ".join(page.get_textpage().get_text_range() for page in printed)
    assert "Our plan" in said
    assert "Exception" in said


def test_without_parameters_it_is_what_the_team_plans_with() -> None:
    unit, lead = led_team()
    result_of(unit, lead, weak=("MLO-MON-01",))
    usual = json.loads(sent(lead, unit, "json").content)
    asked = json.loads(sent(lead, unit, "json", address_of(standard(timezone.localdate()))).content)
    assert usual == asked


@pytest.mark.parametrize("file_format", FORMATS)
def test_it_is_a_file_with_a_name_in_plain_letters_and_its_own(file_format: str) -> None:
    unit, lead = led_team('Łódź "x"\r\n李小龍; otters')
    result_of(unit, lead)
    response = sent(lead, unit, file_format)
    disposition = response["Content-Disposition"]
    today = timezone.localdate().isoformat()
    assert disposition.startswith(
        f'attachment; filename="roadmap-of-odz-x-otters-{today}.{file_format}"; filename*=UTF-8'
    )
    assert disposition.isascii()
    assert "\r" not in disposition
    assert "%E6%9D%8E%E5%B0%8F%E9%BE%8D" in disposition
    kinds = {"pdf": b"%PDF-", "xlsx": b"PK", "csv": b"\xef\xbb\xbf", "json": b"{"}
    assert response.content.startswith(kinds[file_format])
    assert response["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("file_format", ["docx", "PDF", "pdf.exe", "htm", "x" * 300, "ics"])
def test_another_format_is_not_there(file_format: str) -> None:
    unit, lead = led_team()
    result_of(unit, lead)
    assert client_of(lead).get(url(unit, file_format)).status_code == 404


@pytest.mark.parametrize("query", ["capacity=x", "capacity=0", "pin=XYZ-01:2:2027-Q1", "change=out:MLO-MON-01:2"])
def test_what_cannot_be_read_leads_to_the_page_that_says_so(query: str) -> None:
    unit, lead = led_team()
    result_of(unit, lead)
    response = client_of(lead).get(f"{url(unit)}?{query}")
    assert response.status_code == 302
    assert response["Location"].startswith(reverse("assessments:roadmap-show", args=[unit.pk]) + "?")


def test_without_a_result_the_page_says_what_to_do() -> None:
    unit = team("Fresh")
    response = client_of(member_of(unit)).get(url(unit))
    assert (response.status_code, response["Location"]) == (302, reverse("assessments:roadmap-show", args=[unit.pk]))


def test_plan_that_would_never_end_leads_to_the_page_that_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assessments.core.planning.board.MOST_QUARTERS", 2)
    unit, lead = led_team()
    result_of(unit, lead, but=("MLO-MON-01",), weak=("MLO-TRN-01",))
    assert client_of(lead).get(f"{url(unit)}?capacity=1").status_code == 302


def test_page_links_to_the_files_of_the_scenario_shown() -> None:
    unit, lead = led_team()
    result = result_of(unit, lead, weak=("MLO-MON-01",))
    page = client_of(lead).get(f"{reverse('assessments:roadmap-show', args=[unit.pk])}?capacity=12")
    for file_format in FORMATS:
        found = re.search(rf'href="({re.escape(url(unit, file_format))}\?[^"]*)"', page.text)
        assert found
        assert "capacity=12" in found[1]
    adopt(result, promised(result), by=lead)
    plan = client_of(lead).get(reverse("assessments:plan-show", args=[unit.pk])).text
    assert url(unit, "pdf") in plan
    assert reverse("assessments:plan-calendar", args=[unit.pk]) in plan


def test_method_and_strangers(organisation: Organisation) -> None:
    assert client_of(organisation.lead).post(url(organisation.team)).status_code == 405
    for user in (organisation.member, organisation.manager):
        assert client_of(user).get(url(organisation.team)).status_code == 200
    for user in (organisation.stranger, organisation.lead_elsewhere, organisation.removed, organisation.administrator):
        foreign = client_of(user).get(url(organisation.team))
        assert (foreign.status_code, body(foreign)) == (404, body(client_of(user).get("/teams/999999/roadmap.json")))


@pytest.mark.parametrize(("file_format", "count"), [("pdf", 7), ("xlsx", 6), ("csv", 6), ("json", 6)])
def test_statements_without_a_plan(
    file_format: str, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    unit, lead = led_team()
    for people in (0, 3):
        result_of(unit, lead, others=[member_of(unit) for _ in range(people)])
        client = client_of(lead)
        with django_assert_num_queries(count):
            client.get(url(unit, file_format))


@pytest.mark.parametrize(("file_format", "count"), [("pdf", 9), ("xlsx", 8), ("csv", 8), ("json", 8)])
def test_statements_with_a_plan_are_as_many_for_few_as_for_many(
    file_format: str, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    unit, lead = led_team()
    result = result_of(unit, lead, weak=("MLO-MON-01",))
    grant(unit, by=manager_above(unit), gate=("mlops", "aiops"))
    promises = promised(result)
    for size in (2, len(promises)):
        adopt(result, promises[:size], by=lead)
        client = client_of(lead)
        with django_assert_num_queries(count):
            client.get(url(unit, file_format))
