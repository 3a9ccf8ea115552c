"""What people do in the stories, and what they read off the pages."""

import csv
from collections.abc import Callable, Mapping

from assessments.models import Unit
from tests.browsing import Node, Page, Person

Levels = Callable[[str], int | str]


def at(level: int | str) -> Levels:
    """The same answer to every question."""
    return lambda practice: level


def start(lead: Person, title: str) -> Page:
    """Start an assessment from the first page, and land on its first question."""
    lead.open("/")
    lead.follow("Start an assessment")
    return lead.send(lead.page.form(holding="title"), {"title": title})


def questions(page: Page) -> dict[str, Node]:
    """The questions of a page of the walk by code."""
    return {node["id"]: node for node in page.main.all("article", of="question")}


def answer_page(person: Person, levels: Levels, *, show: bool = True, go: str = "next") -> Page:
    """Choose an answer to every question, give evidence for each foundation that has none, and press a button."""
    values: dict[str, str] = {"go": go}
    for code, question in questions(person.page).items():
        values[f"{code}-answer"] = str(levels(code))
        if show and question.all(of="badge-foundation") and not question.all("ul", of="entries"):
            values[f"{code}-evidence-text"] = f"https://example.org/{code}"
    return person.send(person.page.form(holding="version"), values)


def walk(person: Person, levels: Levels, *, show: bool = True, until: str = "Review") -> list[str]:
    """Answer page after page until one of this title; the titles of the pages on the way."""
    titles = []
    while person.page.title != until:
        assert person.page.status == 200, person.page.path
        titles.append(person.page.title)
        assert len(titles) < 60
        answer_page(person, levels, show=show)
    return titles


def submit(lead: Person, *early_looks: str) -> Page:
    """From the review to the result."""
    lead.follow("Submit…")
    return lead.send(lead.page.form(holding="csrfmiddlewaretoken"), {"early_looks": list(early_looks)})


def stations(page: Page) -> dict[str, str]:
    """What the adoption map says of each discipline, in small letters."""
    line = page.main.one("ol", of="adoption-map-line")
    return {one.one("b").text: one.one("span", of="quiet").text.lower() for one in line.all("div", of="stop-station")}


def outcomes(page: Page) -> list[str]:
    """What the adoption map says of each gate."""
    line = page.main.one("ol", of="adoption-map-line")
    return [one.one("b").text for one in line.all("div", of="stop-gate")]


def cards(page: Page) -> dict[str, str]:
    """The state on the card of each discipline, in small letters."""
    return {
        card.one("h2").text: card.one("span", of="pill").text.lower()
        for card in page.main.all("article", of="discipline-card")
    }


def home_states(page: Page) -> dict[str, str]:
    """The state of each discipline on the first page, in small letters."""
    lines = [line for states in page.main.all("ul", of="standings") for line in states.all("li")]
    return {line.all("span", of="small")[0].text: line.one("span", of="pill").text.lower() for line in lines}


def rail(page: Page) -> str:
    """The way through the questionnaire in words."""
    return page.root.one("nav", of="rail").text


def portfolio_states(page: Page, team: str) -> dict[str, str]:
    """What the portfolio says of each discipline of a team, in small letters."""
    row = next(row for row in page.main.one("table", of="portfolio").all("tr") if row.all("a") and team in row.text)
    return {cell.one("span", of="cell-name").text: cell.text.lower() for cell in row.all("td", of="map-cell")}


def csv_states(manager: Person, team: str) -> dict[str, str]:
    """What the export says of a team, by heading."""
    text = manager.client.get(manager.open("/portfolio/").link("Export")).getvalue().decode("utf-8-sig")
    return next(row for row in csv.DictReader(text.splitlines()) if row["Team"] == team)


def quarters(page: Page) -> list[dict[str, str]]:
    """The projections of a roadmap, quarter by quarter, by column, in small letters."""
    table = page.main.one("table", of="projections")
    names = [cell.text for cell in table.one("thead").all("th")]
    rows = table.one("tbody").all("tr")
    return [
        dict(zip(names, [cell.text.lower() for cell in row.children if isinstance(cell, Node)], strict=True))
        for row in rows
    ]


def steps(page: Page) -> list[tuple[int, str]]:
    """Each step of a roadmap as the number of its stage and its practice with the owner, in order of execution."""
    return [
        (number, row.one("th").text)
        for number, stage in enumerate(page.main.all("section", of="stage"), start=1)
        for table in stage.all("table", of="steps")
        for row in table.all("tr")[1:]
    ]


def stage_that_reaches(page: Page, discipline: str) -> int:
    """The number of the first stage of a roadmap that says it reaches something of this discipline."""
    stages = page.main.all("section", of="stage")
    return next(number for number, one in enumerate(stages, start=1) if discipline in one.all("p")[0].text)


def not_in_place(states: Mapping[str, str], *names: str) -> bool:
    """Whether each of these disciplines is said to wait and nothing else."""
    return all("waiting" in states[name] and "in place" not in states[name].replace("waiting", "") for name in names)


def open_team(person: Person, unit: Unit) -> Page:
    """The page of a team, by its link on the first page or in the portfolio."""
    person.open("/")
    if person.page.title.startswith("Welcome"):
        person.follow("Portfolio")
    return person.follow(unit.name)
