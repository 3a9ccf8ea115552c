"""The answers of assessments as their rows have them: one query, for a page reads hundreds."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, NamedTuple

from django.db.models import ExpressionWrapper, F, Q, QuerySet, TextField

from assessments.core.agreement import Answer, Kind
from assessments.models import Response


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
    """Put together once: that takes longer than narrowing it down. The moment comes last, as it is stored."""
    *columns, moment = [
        "respondent__" + name if name in ("name", "work_role") else name for name in GivenAnswer._fields
    ]
    as_stored = ExpressionWrapper(F(moment), output_field=TextField())
    return Response.objects.order_by("id").values_list(*columns, as_stored)


def _moment(stored: datetime) -> datetime:
    """A moment as the database gives it, which on SQLite is without its zone, UTC.

    Django's own way of adding it takes a third of the time in which hundreds of answers are read.
    """
    return stored if stored.tzinfo else stored.replace(tzinfo=UTC)


# The same few answers come back hundreds of times on a page.
@lru_cache(maxsize=32)
def _answer(kind: str, level: int | None) -> Answer:
    return Answer(Kind(kind), level)
