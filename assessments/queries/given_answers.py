"""The answers of assessments as their rows have them: one query, for a page reads hundreds."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast

from assessments.core.agreement import Answer, Kind
from assessments.models import Response

# How PostgreSQL ends a moment in UTC, in which Django has it speak.
UTC_ENDING = "+00"


class GivenAnswer(NamedTuple):
    """One person's answer to one practice of an assessment as its row has it.

    `work_role` is a `User.WorkRole` value, `kind` a `Kind` value.
    """

    assessment_id: int
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


def given_answers(
    ids: Collection[int], last_ids: Collection[int], *, respondent_id: int
) -> Mapping[int, Mapping[int, list[GivenAnswer]]]:
    """The answers by assessment and practice; of the assessments of last time the respondent's own only (1 query)."""
    wanted = Q(assessment__in=ids)
    if last_ids:
        wanted |= Q(assessment__in=last_ids, respondent=respondent_id)
    groups: dict[int, dict[int, list[GivenAnswer]]] = {one: defaultdict(list) for one in (*ids, *last_ids)}
    for row in _all_answers().filter(wanted):
        given = GivenAnswer._make((*row[:-1], _moment(row[-1])))
        groups[given.assessment_id][given.practice_id].append(given)
    return groups


@lru_cache(maxsize=1)
def _all_answers() -> QuerySet[Response, tuple[Any, ...]]:
    """Put together once: that takes longer than narrowing it down. The moment comes last, and as text."""
    *columns, moment = [
        "respondent__" + name if name in ("name", "work_role") else name for name in GivenAnswer._fields
    ]
    return Response.objects.order_by("id").values_list(*columns, Cast(moment, TextField()))


def _moment(text: str) -> datetime:
    """A moment from its text, which on SQLite is without its zone, UTC.

    Having the database and Django make moments of their own takes longer than all else that hundreds of answers take.
    """
    return datetime.fromisoformat(text if text.endswith(UTC_ENDING) else text + UTC_ENDING)


# The same few answers come back hundreds of times on a page.
@lru_cache(maxsize=32)
def _answer(kind: str, level: int | None) -> Answer:
    return Answer(Kind(kind), level)
