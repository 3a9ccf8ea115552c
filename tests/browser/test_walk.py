"""The whole way, from starting an assessment to the roadmap."""

import re

from django.utils import timezone
from playwright.sync_api import Page, expect

from assessments.core.agreement import EvidenceKind
from assessments.models import Assessment, Unit
from assessments.services.evidence import add_evidence
from tests import factories
from tests.browser.walking import BLANK, choose, expect_saved, row
from tests.browser.world import World


def test_from_the_start_to_the_roadmap(world: World, page: Page) -> None:
    _start(page)
    assessment = Assessment.objects.get(title="Autumn check")
    expect(page.get_by_role("navigation", name=re.compile("way"))).to_contain_text("Waits until MLOps is in place")
    _answer_by_factories(assessment, world)

    page.reload()
    page.get_by_role("link", name=re.compile("^Monitoring and updating")).click()
    way = page.get_by_role("navigation", name=re.compile("way"))
    expect(way).to_contain_text("44 of 48 answered, about 2 minutes left")
    for practice in factories.practices_of(assessment, "mlops"):
        if practice.startswith(BLANK):
            choose(page, practice, 2)
            expect_saved(page, practice)
    expect(way).to_contain_text("All 48 answered")
    _show_in_the_browser(page, f"{BLANK}-01")
    page.get_by_role("button", name=re.compile("^Next")).click()
    page.get_by_role("button", name=re.compile("^Next")).click()
    expect(page.get_by_text("MLOps is in place by your team’s answers")).to_be_visible()
    expect(page.get_by_role("main")).to_contain_text("ModelOps is open: these questions count now")

    page.get_by_role("link", name="Review and submit").click()
    expect(page.get_by_role("heading", name="Unanswered")).to_be_visible()
    page.get_by_role("link", name="Submit…").click()
    page.get_by_role("button", name="Submit").click()
    expect(page.get_by_text("is submitted")).to_be_visible()
    expect(page.get_by_role("main")).to_contain_text("In place")
    assert Unit.objects.get(name="Newts").result_in_force is not None

    page.get_by_role("link", name=re.compile("roadmap", re.IGNORECASE)).first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(re.compile("roadmap", re.IGNORECASE))
    expect(page.get_by_role("main")).to_contain_text("person-weeks")


def _start(page: Page) -> None:
    page.goto("/")
    page.get_by_role("link", name="Start an assessment of Newts").click()
    page.get_by_label("Title").fill("Autumn check")
    page.get_by_role("button", name="Start").click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def _answer_by_factories(assessment: Assessment, world: World) -> None:
    """Most of DataOps and MLOps, which by hand would only take longer; one dimension is left for the browser."""
    for discipline in ("dataops", "mlops"):
        codes = [code for code in factories.practices_of(assessment, discipline) if not code.startswith(BLANK)]
        factories.answer(assessment, codes, world.lead, level=2)
    version = factories.built_in()
    for practice in version.catalog.discipline["mlops"].practices:
        if practice.foundation and practice.code != f"{BLANK}-01":
            add_evidence(
                assessment_id=assessment.pk,
                published=version,
                practice=practice.code,
                author_id=world.lead.pk,
                kind=EvidenceKind.NOTE,
                text="We saw it.",
                dated=timezone.now().date(),
                at=timezone.now(),
            )


def _show_in_the_browser(page: Page, practice: str) -> None:
    question = row(page, practice)
    question.get_by_text("Add evidence").click()
    question.get_by_label("Address or text").fill("https://example.org/monitoring")
    question.get_by_role("button", name="Add").click()
    expect(question.get_by_role("link", name="https://example.org/monitoring")).to_be_visible()
