"""The answers of people behind a Result."""

from collections import defaultdict
from collections.abc import Mapping

from assessments.core.agreement import Answer, Kind
from assessments.core.explanation import PersonsAnswer
from assessments.models import Response
from assessments.queries.results import StoredResult


def answers_behind(stored: StoredResult, discipline: str) -> Mapping[str, tuple[PersonsAnswer, ...]]:
    """What people answered to the practices of one discipline, by practice code, people by name (1 query).

    An answer that was changed after the Result was made is marked so; the Result keeps what it was made from.
    """
    ids = [stored.published.practice_ids[one.code] for one in stored.published.catalog.discipline[discipline].practices]
    rows = Response.objects.filter(assessment=stored.assessment_id, practice__in=ids).order_by("respondent__name", "id")
    found: dict[str, tuple[PersonsAnswer, ...]] = defaultdict(tuple)
    for practice_id, respondent_id, name, kind, level, remark, answered_at in rows.values_list(
        "practice_id", "respondent_id", "respondent__name", "kind", "level", "remark", "answered_at"
    ):
        one = PersonsAnswer(
            respondent_id=respondent_id,
            name=name,
            answer=Answer(Kind(kind), level),
            remark=remark,
            changed=answered_at > stored.decided_at,
        )
        found[stored.published.codes[practice_id]] += (one,)
    return dict(found)
