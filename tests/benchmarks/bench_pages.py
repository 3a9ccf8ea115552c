"""What pages cost, in units of a page that reads session and user only, and what reading many teams costs."""

from collections.abc import Callable
from datetime import date
from itertools import count

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.db.models import Avg, Count
from django.urls import reverse
from django.utils.timezone import localdate

from assessments.core.roadmap_report import roadmap_report
from assessments.core.scenario import standard
from assessments.core.workflow import Role
from assessments.models import Assessment, Response, Unit
from assessments.queries import portfolio as queries
from assessments.queries.results import StoredResult, result_in_force
from tests.benchmarks.measuring import Line, measured, table
from tests.benchmarks.organisations import PAGE, assessed, half_done, long_page, organisation
from tests.benchmarks.visitors import Visitor
from tests.factories import member_of, practices_of, team

pytestmark = [pytest.mark.benchmark, pytest.mark.django_db(transaction=True)]

S = "S: session, user and the site's frame"
KIB = 1024
# Pages without a budget of their own, in S.
UNBOUNDED = (
    "review page", "settling page", "settling page, one practice", "discussion page",
    "home", "team page", "roadmap page",
)  # fmt: skip


def to(name: str, *arguments: object) -> str:
    return reverse(f"assessments:{name}", args=arguments)


def saving(visitor: Visitor, assessment: Assessment) -> Callable[[], bytes]:
    """Save one answer again and again, as the page does it."""
    practice = practices_of(assessment, "mlops")[0]
    path = to("response-save", assessment.pk, practice)
    revisions = count(1)

    def save() -> bytes:
        revision = next(revisions)
        data = {"answer": revision % 5, "reason": "", "remark": "As of today.", "revision": revision}
        form = {f"{practice}-{name}": value for name, value in data.items()}
        return visitor.post(path, {"version": assessment.catalog_version_id, **form})

    return save


def levels_of(unit: Unit) -> StoredResult:
    """Read the levels that a team's roadmap starts from."""
    stored = result_in_force(unit.pk)
    assert stored is not None
    return stored


def planned(unit: Unit) -> object:
    """Read the levels and plan the roadmap, with what its page says of it."""
    stored = levels_of(unit)
    on = localdate()
    return roadmap_report(stored.published.catalog, stored.settled, scenario=standard(on), on=on)


def grouped() -> object:
    """What the heat map would be without frozen results: one GROUP BY over the answers."""
    rows = Response.objects.filter(assessment__state="submitted")
    cells = rows.values("assessment__unit", "practice__dimension__discipline__code").order_by()
    return list(cells.annotate(Count("id"), Avg("level")))


def test_pages(application: WSGIHandler) -> None:
    otters = team()
    lead = member_of(otters, Role.LEAD)
    assessment = half_done(otters, lead, long_page())
    first = practices_of(assessment, "mlops")[0]
    beavers = team()
    leader = member_of(beavers, Role.LEAD)
    samples = [assessed(beavers, leader, dataops=low, mlops=high) for low, high in ((0, 0), (1, 1), (2, 3), (1, 2))]
    many = organisation(samples)
    visitor, other = Visitor(application, lead), Visitor(application, leader)
    hundred, thousand = Visitor(application, many.manager_of_100), Visitor(application, many.manager_of_1000)
    on: date = localdate()
    unit_ids = list(Unit.objects.filter(memberships__user=many.manager_of_1000).values_list("id", flat=True))
    questions, by = "questionnaire page, 25 practices", "GROUP BY over the answers"
    at_100, at_1000 = "portfolio page, 100 teams", "portfolio page, 1,000 teams"
    ways: dict[str, Callable[[], object]] = {
        S: visitor.getting("/benchmarks/framed/"),
        "session and user, nothing rendered": visitor.getting("/benchmarks/bare/"),
        questions: visitor.getting(to("dimension-answer", assessment.pk, PAGE)),
        "the same page through crispy": visitor.getting(f"/benchmarks/crispy/{assessment.pk}/{PAGE}/"),
        "autosave": saving(visitor, assessment),
        "review page": visitor.getting(to("assessment-review", assessment.pk)),
        "settling page": visitor.getting(to("settling-show", assessment.pk)),
        "settling page, one practice": visitor.getting(to("settling-practice", assessment.pk, first)),
        "discussion page": visitor.getting(to("discussion-show", assessment.pk, first)),
        "home": visitor.getting(to("home-show")),
        "team page": other.getting(to("team-show", beavers.pk)),
        "roadmap page": other.getting(to("roadmap-show", beavers.pk)),
        "roadmap of a team": lambda: planned(beavers),
        "reading a team's levels": lambda: levels_of(beavers),
        at_100: hundred.getting(to("portfolio-show")),
        at_1000: thousand.getting(to("portfolio-show")),
        "portfolio readiness, 1,000 teams": lambda: queries.portfolio(unit_ids, sort="name", page=1, on=on),
        "portfolio CSV, 1,000 teams": thousand.getting(to("portfolio-export")),
        by: grouped,
    }
    costs = measured(ways)
    html = len(thousand.get(to("portfolio-show"))) / KIB
    lines = [
        Line("questionnaire page", costs.ratio(questions, S), 3, "S"),
        Line("questionnaire page", costs.ratio(questions, "the same page through crispy"), 0.1, "through crispy"),
        Line("autosave", costs.ratio("autosave", S), 3.5, "S"),
        *(Line(one, costs.ratio(one, S), None, "S") for one in UNBOUNDED),
        Line(
            "roadmap of a team", costs.ratio("roadmap of a team", "reading a team's levels"), 15, "reading its levels"
        ),
        Line("portfolio page at 1,000 teams", costs.ratio(at_1000, at_100), 1.5, "the page at 100"),
        Line("portfolio page at 1,000 teams, HTML", html, 200, "KiB"),
        Line("portfolio page", costs.ratio(at_100, S), None, "S"),
        Line("portfolio readiness", costs.ratio("portfolio readiness, 1,000 teams", by, "wall"), 0.25, "GROUP BY"),
        Line("portfolio CSV", costs.ratio("portfolio CSV, 1,000 teams", by, "wall"), None, "GROUP BY"),
    ]
    print(f"\n\n{connection.vendor}, {Response.objects.count()} answers\n{costs}\n{table('page', lines)}")
