"""The answers of assessments as their rows have them, hundreds for a page, read along with other rows."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple

from django.db.models import OuterRef, Subquery

from assessments.core.agreement import Answer, Kind
from assessments.models import Response
from assessments.queries.json_rows import json_rows, moment


class GivenAnswer(NamedTuple):
    """One person's answer to one practice of an assessment as its row has it; a newer row has a higher id.

    `work_role` is a `User.WorkRole` value, `kind` a `Kind` value.
    """

    id: int
    practice_id: int
    respondent_id: int
    name: str
    work_role: str
    kind: str
    level: int | None
    reason: str
    remark: str
    revision: int
    answer_revision: int
    answered_at: datetime

    @property
    def answer(self) -> Answer:
        """The answer as the core knows it."""
        return _answer(self.kind, self.level)


COLUMNS = tuple("respondent__" + name if name in {"name", "work_role"} else name for name in GivenAnswer._fields)


def answer_rows(assessment: str, **narrowed: int) -> Subquery:
    """The answers to the assessment in this column, as rows for `given_answers`; None without any."""
    rows = Response.objects.filter(assessment=OuterRef(assessment), **narrowed)
    return json_rows(rows, *COLUMNS, by="assessment")


def given_answers(rows: Iterable[list[Any]] | None) -> Mapping[int, list[GivenAnswer]]:
    """The answers by practice, oldest first."""
    found: dict[int, list[GivenAnswer]] = defaultdict(list)
    for row in sorted(rows or ()):
        row[-1] = moment(row[-1])
        given = GivenAnswer._make(row)
        found[given.practice_id].append(given)
    return found


# The same few answers come back hundreds of times on a page.
@lru_cache(maxsize=32)
def _answer(kind: str, level: int | None) -> Answer:
    return Answer(Kind(kind), level)
