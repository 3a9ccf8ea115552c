"""What the files of a roadmap cost against its CSV, as quality.md 1 asks: workbook and document, and the board page."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.urls import reverse

from assessments.core.workflow import Role
from tests.benchmarks.measuring import Line, measured, table
from tests.benchmarks.organisations import assessed
from tests.benchmarks.visitors import Visitor
from tests.factories import adopt, member_of, promised, team

pytestmark = [pytest.mark.benchmark, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("with_plan", [False, True], ids=["roadmap", "roadmap-and-plan"])
def test_files_of_a_roadmap(application: WSGIHandler, with_plan: bool) -> None:
    unit = team()
    lead = member_of(unit, Role.LEAD)
    result = assessed(unit, lead, dataops=0, mlops=0)
    if with_plan:
        adopt(result, promised(result), by=lead)
    visitor = Visitor(application, lead)

    def getting(file_format: str) -> Callable[[], Any]:
        return visitor.getting(reverse("assessments:roadmap-export", args=[unit.pk, file_format]))

    ways = {file_format: getting(file_format) for file_format in ("csv", "json", "xlsx", "pdf")}
    ways["board"] = visitor.getting(reverse("assessments:board-show", args=[unit.pk]))
    costs = measured(ways)
    lines = [
        Line("JSON", costs.ratio("json", "csv"), None, "CSV"),
        Line("workbook", costs.ratio("xlsx", "csv"), 10, "CSV"),
        Line("document with its pictures", costs.ratio("pdf", "csv"), 40, "CSV"),
        Line("board page", costs.ratio("board", "csv"), None, "CSV"),
    ]
    print(table("files of a roadmap" + (" and its plan" if with_plan else ""), lines))
    print(costs)
    assert all(line.verdict != "OVER" for line in lines)
