"""Ways to a page, as steps that bring a browser into a state (`states`)."""

from collections.abc import Callable

from django.urls import reverse
from playwright.sync_api import Page

from assessments.models import Assessment
from tests.browser.teams import Teams
from tests.browser.walking import BLANK

Bring = Callable[[Page, Teams], None]


def at(url_name: str, assessment: Assessment, *more: str) -> str:
    """The address of a page about an assessment."""
    return reverse(f"assessments:{url_name}", args=[assessment.pk, *more])


def goes(url_name: str, team: str, *more: str, opens: str = "", query: str = "") -> Bring:
    """Go to a page about one of the open assessments; `opens` folds out what matches it."""

    def bring(page: Page, teams: Teams) -> None:
        page.goto(at(url_name, getattr(teams, team), *more) + query)
        unfold(page, opens)

    return bring


def result_of(*more: str, opens: str = "") -> Bring:
    """Go to the Result after reopening, or to the explanation of one of its disciplines."""

    def bring(page: Page, teams: Teams) -> None:
        page.goto(
            reverse(
                "assessments:result-explain" if more else "assessments:result-show", args=[teams.reopened.pk, *more]
            )
        )
        unfold(page, opens)

    return bring


def of_team(url_name: str) -> Bring:
    """Go to a page about the team with a Result and nothing open."""

    def bring(page: Page, teams: Teams) -> None:
        page.goto(reverse(f"assessments:{url_name}", args=[teams.reopened.unit_id]))

    return bring


def unfold(page: Page, which: str) -> None:
    """Fold out what matches, if anything is named."""
    if which:
        page.locator(which).evaluate_all("all => all.forEach((one) => { one.open = true; })")


def questions(page: Page, assessment: Assessment, dimension: str = BLANK) -> None:
    """Go to the questions of a dimension."""
    page.goto(at("dimension-answer", assessment, dimension))
