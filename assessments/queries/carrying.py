"""What an assessment carries over from the Result that it was started from: rows in, no query of its own."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from django.utils.timezone import localtime

from assessments.core.agreement import Answer, Kind, from_json
from assessments.core.carrying import Before, Carried, carry
from assessments.core.catalog import Catalog
from assessments.models import Assessment, Result
from assessments.queries.catalogs import PublishedCatalog, published
from assessments.queries.done_steps import DoneStep

if TYPE_CHECKING:
    from assessments.queries.given_answers import GivenAnswer


@dataclass(frozen=True, slots=True, kw_only=True)
class LastTime:
    """What one respondent said last time, or else the team agreed on, as the questions of now offer it.

    `answers` are by practice code, `gone` are the names of the practices that were answered and are asked no more, by
    the code of their discipline; `on` is the day of the Result.
    """

    on: date
    answers: Mapping[str, Carried] = field(repr=False)
    gone: Mapping[str, tuple[str, ...]]


def last_time(
    assessment: Assessment,
    version: PublishedCatalog,
    own: Iterable["GivenAnswer"],
    *,
    done_steps: Mapping[str, DoneStep],
) -> LastTime | None:
    """What the assessment, of this version, carries over for the respondent of these answers (no query once kept).

    None where it carries nothing over. The row has to be loaded with its Result.
    """
    result = assessment.carried_from
    if result is None:
        return None
    then = published(result.catalog_version_id)
    before = {then.codes[row.practice_id]: _own(row, then) for row in own}
    before |= _of_team(result, then.catalog, but=before.keys())
    now = version.catalog
    return LastTime(
        on=localtime(result.decided_at).date(),
        answers={
            code: carry(now, code, one, done_level=done.level if (done := done_steps.get(code)) else None)
            for code, one in before.items()
            if code in now.practice
        },
        gone=_gone(then.catalog, [code for code in then.catalog.practice if code in before], now),
    )


def _of_team(result: Result, then: Catalog, *, but: Collection[str]) -> dict[str, Before]:
    """The agreed levels of the Result, without some practices."""
    on = localtime(result.decided_at).date()
    settled = from_json({code: stored for code, stored in result.inputs.items() if code not in but})
    return {
        code: Before(
            answer=Answer(Kind.LEVEL, one.level), statement=then.practice[code].anchors[one.level], of_team=True, on=on
        )
        for code, one in settled.items()
        if one.level is not None
    }


def _own(row: "GivenAnswer", then: PublishedCatalog) -> Before:
    statement = "" if row.level is None else then.catalog.practice[then.codes[row.practice_id]].anchors[row.level]
    on = localtime(row.answered_at).date()
    return Before(answer=row.answer, statement=statement, reason=row.reason, remark=row.remark, on=on)


def _gone(then: Catalog, codes: Iterable[str], now: Catalog) -> Mapping[str, tuple[str, ...]]:
    gone: dict[str, tuple[str, ...]] = {}
    for code in codes:
        if code not in now.practice:
            discipline = then.discipline_of[code]
            gone[discipline] = (*gone.get(discipline, ()), then.practice[code].name)
    return gone
