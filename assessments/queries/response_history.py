"""What one person's answer to a practice said over time, and the levels that the team settled on for it."""

from dataclasses import dataclass
from datetime import datetime
from math import ceil

from django.db.models import Count, Max, QuerySet

from assessments.core.agreement import Answer, Kind
from assessments.core.answer_words import AnswerWords, Line, answer_words, side_by_side
from assessments.core.catalog import Practice
from assessments.models import Assessment, ResponseRevision
from assessments.queries.catalogs import published
from assessments.queries.settling import LevelChange, changes
from assessments.queries.voices import voices

PAGE_SIZE = 25
NOTHING = AnswerWords(choice="", reason="", remark="")
# Histories of answers that were there before them begin with a later save.
NOT_KEPT = AnswerWords(choice="Not kept", reason="", remark="Not kept")


@dataclass(frozen=True, slots=True, kw_only=True)
class Save:
    """One save of an answer: what it said before and from then on, part by part."""

    revision: int
    at: datetime
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Settling:
    """One change of the team's agreed level; `before` is the level until then, None where none was recorded."""

    change: LevelChange
    before: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ResponseHistory:
    """One page of the saves of an answer, newest first, with the changes of the agreed level that its giver may see.

    `present` is the revision that counts now, 0 where there is no answer; `page` counts from 1.
    """

    practice: Practice
    dimension: str
    present: int
    page: int
    pages: int
    saves: tuple[Save, ...]
    settled: tuple[Settling, ...]


def response_history(assessment: Assessment, practice: str, *, respondent_id: int, page: int) -> ResponseHistory:
    """One page of a person's saves, the last for a page beyond it (4 queries); the person has to be one of the team.

    The practice has to be one of the assessment's catalog version.
    """
    version = published(assessment.catalog_version_id)
    catalog, practice_id = version.catalog, version.practice_ids[practice]
    rows = _revisions(assessment.pk, practice_id, respondent_id)
    told = rows.aggregate(saves=Count("id"), present=Max("revision"))
    pages = max(1, ceil(told["saves"] / PAGE_SIZE))
    number = max(1, min(page, pages))
    return ResponseHistory(
        practice=catalog.practice[practice],
        dimension=catalog.dimension_of[practice].code,
        present=told["present"] or 0,
        page=number,
        pages=pages,
        saves=_saves(catalog.practice[practice], rows, start=(number - 1) * PAGE_SIZE),
        settled=_settled(assessment.pk, practice_id, reader_id=respondent_id),
    )


def words_of(assessment: Assessment, practice: str, *, respondent_id: int, revision: int) -> AnswerWords | None:
    """What a revision of a person's answer says; None where there is none of that number (1 query)."""
    version = published(assessment.catalog_version_id)
    rows = _revisions(assessment.pk, version.practice_ids[practice], respondent_id)
    row = rows.filter(revision=revision).first()
    return _words(version.catalog.practice[practice], row) if row else None


def _revisions(assessment_id: int, practice_id: int, respondent_id: int) -> QuerySet[ResponseRevision]:
    return ResponseRevision.objects.filter(assessment=assessment_id, practice=practice_id, respondent=respondent_id)


def _saves(practice: Practice, rows: QuerySet[ResponseRevision], *, start: int) -> tuple[Save, ...]:
    """A page of saves; the one before the page is read too, for it tells what the last one changed."""
    newest_first = rows.order_by("-revision")[start : start + PAGE_SIZE + 1]
    told = [(row, _words(practice, row)) for row in newest_first]
    is_whole = bool(told) and told[-1][0].revision == 1
    befores = [words for _, words in told[1:]] + [NOTHING if is_whole else NOT_KEPT]
    return tuple(
        Save(revision=row.revision, at=row.saved_at, lines=side_by_side(before, words))
        for (row, words), before in list(zip(told, befores, strict=False))[:PAGE_SIZE]
    )


def _words(practice: Practice, row: ResponseRevision) -> AnswerWords:
    return answer_words(practice, Answer(Kind(row.kind), row.level), reason=row.reason, remark=row.remark)


def _settled(assessment_id: int, practice_id: int, *, reader_id: int) -> tuple[Settling, ...]:
    """The changes of the agreed level, newest first, where the person may see them."""
    if not voices(assessment_id, practice_id).reach(reader_id):
        return ()
    found = changes(assessment_id, practice_id)
    befores = [one.level for one in found[1:]] + [None]
    return tuple(Settling(one, before) for one, before in zip(found, befores, strict=False))
