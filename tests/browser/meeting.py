"""What a team does around its questions, to bring a browser into a state (`states`)."""

import re
from datetime import timedelta

from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.browser.going import at, unfold
from tests.browser.teams import CONTESTED, LONG_REMARK, MIXED, REMARK, Teams
from tests.browser.walking import choose, expect_saved


def scanning(page: Page, teams: Teams) -> None:
    """A scan that proves MLOps not in place."""
    page.goto(at("scan-answer", teams.fresh, "mlops"))
    choose(page, "MLO-DEP-01", 0)
    expect_saved(page, "MLO-DEP-01")


def scanned(page: Page, teams: Teams) -> None:
    """What the scan shows by then."""
    scanning(page, teams)
    page.goto(at("scan-show", teams.fresh))


def started_with_faults(page: Page, teams: Teams) -> None:
    """Starting without a title."""
    page.goto(reverse("assessments:assessment-start", args=[teams.reopened.unit_id]))
    page.get_by_role("button", name="Start").click()
    expect(page.locator(".invalid-feedback").first).to_be_visible()


def reminder(page: Page, teams: Teams) -> None:
    """A reminder ready to copy, after some were asked."""
    page.goto(at("sharing-show", teams.meeting))
    page.get_by_label("Storage and lake life cycle").check()
    page.get_by_role("checkbox", name="Mem One Example").check()
    page.get_by_role("checkbox", name="Mem Two Example").check()
    page.get_by_label("By", exact=True).fill(f"{timezone.localdate() + timedelta(days=9)}")
    page.get_by_role("button", name="Ask them").click()
    expect(page.locator(".notice, .alert").first).to_be_visible()
    unfold(page, "details.reminder:first-of-type")


def asked_of_nobody(page: Page, teams: Teams) -> None:
    """Asking without saying what, or whom."""
    page.goto(at("sharing-show", teams.meeting))
    page.get_by_role("button", name="Ask them").click()
    expect(page.get_by_role("alert")).to_be_visible()


def recorded(page: Page, teams: Teams) -> None:
    """A level recorded with a dissent; the next question of the meeting."""
    page.goto(at("settling-practice", teams.meeting, MIXED))
    page.get_by_label("Level 2", exact=True).check()
    page.get_by_label("Why", exact=True).fill(REMARK)
    page.get_by_label(re.compile("^What those say")).fill(LONG_REMARK)
    page.get_by_role("button", name="Record and go on").click()
    expect(page.get_by_role("status").first).to_contain_text("Recorded")


def settled_meanwhile(page: Page, teams: Teams) -> None:
    """Another lead, here another tab, has recorded meanwhile."""
    other = page.context.new_page()
    for one in (page, other):
        one.goto(at("settling-practice", teams.meeting, CONTESTED))
    for one, level in ((other, 1), (page, 3)):
        one.get_by_label(f"Level {level}", exact=True).check()
        one.get_by_label("Why", exact=True).fill(LONG_REMARK)
        one.get_by_role("button", name="Record and go on").click()
    expect(page.get_by_role("alert")).to_contain_text("Not stored")
    other.goto(at("settling-practice", teams.meeting, CONTESTED))
    other.get_by_role("button", name=re.compile("^Undo")).click()
    other.close()


def not_recorded(page: Page, teams: Teams) -> None:
    """An agreed level without its reason."""
    page.goto(at("settling-practice", teams.meeting, CONTESTED))
    page.get_by_role("button", name="Record and go on").click()
    expect(page.get_by_role("alert")).to_be_visible()
