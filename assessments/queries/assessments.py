"""Everything of one assessment that its pages need, in one query however much there is."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, tzinfo
from functools import lru_cache
from itertools import chain
from typing import Any, NamedTuple

from django.db.models import Exists, F, OuterRef, QuerySet, Subquery
from django.utils.timezone import get_current_timezone, localtime

from assessments.core.agreement import Answer, Kind, Settled, settle
from assessments.core.carrying import Carried
from assessments.core.voices import is_heard
from assessments.core.workflow import RIGHTS, Action, AssessmentState
from assessments.models import AgreedLevel, Assessment, Membership, Response, Result
from assessments.queries.carrying import LastTime, last_time
from assessments.queries.catalogs import PublishedCatalog, published
from assessments.queries.evidence import EvidenceEntry, evidence_rows, shown_in
from assessments.queries.given_answers import GivenAnswer, answer_rows, given_answers
from assessments.queries.json_rows import json_rows, moment
from assessments.queries.marks import Marks, marks

Rows = Iterable[list[Any]] | None


@dataclass(frozen=True, slots=True)
class OwnResponse:
    """What this respondent answered to one practice; `revision` goes back with the next save."""

    kind: Kind
    level: int | None
    reason: str
    remark: str
    revision: int
    answered_at: datetime

    @property
    def answer(self) -> Answer:
        """The answer as the core knows it."""
        return Answer(self.kind, self.level)


@dataclass(frozen=True, slots=True)
class RecordedLevel:
    """The level a lead recorded; it counts no more once it has lapsed, for an answer changed since."""

    level: int
    reason: str
    dissent: str
    by_name: str
    at: datetime
    lapsed: bool


class _AgreedRow(NamedTuple):
    """A recorded level as its row has it."""

    practice_id: int
    level: int
    reason: str
    dissent: str
    by_name: str
    agreed_at: str
    answers_revision: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessmentSheet:
    """One assessment by practice code; a practice that nobody answered or showed is left out of each mapping.

    `settled` is the whole team's view of what is heard (`core.voices`), `own` the asking respondent's, `answers` and
    `evidence` are oldest first. `earlier_evidence`, newest first, is what the team showed in other assessments and
    not yet in this one. `last_time` is what is offered again; nothing of it counts.
    """

    published: PublishedCatalog
    marks: Marks = field(repr=False)
    settled: Mapping[str, Settled]
    own: Mapping[str, OwnResponse] = field(repr=False)
    answers: Mapping[str, tuple[GivenAnswer, ...]] = field(repr=False)
    evidence: Mapping[str, tuple[EvidenceEntry, ...]] = field(repr=False)
    agreed: Mapping[str, RecordedLevel] = field(repr=False)
    earlier_evidence: Mapping[str, tuple[EvidenceEntry, ...]] = field(repr=False)
    last_time: LastTime | None = field(repr=False)

    @property
    def carried(self) -> Mapping[str, Carried]:
        """What is carried over, by practice; a practice that was not answered last time is left out."""
        return self.last_time.answers if self.last_time else {}

    @property
    def answered_by(self) -> int:
        """How many people gave at least one answer."""
        return len({given.respondent_id for answers in self.answers.values() for given in answers})


def sheet(assessment: Assessment, *, respondent_id: int) -> AssessmentSheet:
    """All answers, evidence and agreed levels of an assessment (1 query once its catalog version is kept).

    Its row has to be loaded by `queries.marks.marked`.
    """
    return sheets([assessment], respondent_id=respondent_id)[assessment.pk]


def sheets(assessments: Sequence[Assessment], *, respondent_id: int) -> Mapping[int, AssessmentSheet]:
    """The sheets of several assessments by id, in as many queries as that of one."""
    rows = _contents().filter(pk__in=[one.pk for one in assessments])
    if any(one.carried_from for one in assessments):
        rows = rows.annotate(before=answer_rows("carried_from__assessment", respondent=respondent_id))
    read = {assessment_id: contents for assessment_id, *contents in rows}
    return {one.pk: _sheet(one, *read[one.pk], respondent_id=respondent_id) for one in assessments}


def own_response(*, assessment_id: int, practice_id: int, respondent_id: int) -> OwnResponse | None:
    """What is stored of one person's answer to one practice now (1 query)."""
    rows = Response.objects.filter(assessment=assessment_id, practice=practice_id, respondent=respondent_id)
    row = rows.first()
    return _own(row) if row else None


def result_in_force_of(assessment: Assessment) -> Result | None:
    """The Result of an earlier submit of this very assessment that is its team's in force (1 query)."""
    return Result.objects.filter(assessment=assessment, unit__result_in_force=F("id")).first()


def actionable(
    assessment_id: int, *, user_id: int, action: Action, state: AssessmentState = AssessmentState.OPEN
) -> QuerySet[Assessment]:
    """The one assessment, if it is in this state and the person may do this to it; else nothing.

    Writes begin by updating it, which takes its row lock. The condition is an EXISTS on that very row: across a join
    Django would update `WHERE id IN (SELECT ...)`, and PostgreSQL would not look again after waiting for the lock.
    """
    acting = acting_members(user_id=user_id, action=action).filter(unit=OuterRef("unit"))
    return Assessment.objects.filter(Exists(acting), id=assessment_id, state=state.value)


def acting_members(*, user_id: int, action: Action) -> QuerySet[Membership]:
    """The memberships by which a person who may sign in may do this in the membership's own unit."""
    roles = [role.value for role in RIGHTS[action]]
    return Membership.objects.filter(user=user_id, user__is_active=True, role__in=roles)


def answers_revision(given: Iterable[GivenAnswer]) -> int:
    """What every later change of these answers and every further one raises; what was decided on them goes by it."""
    return sum(one.answer_revision for one in given)


def local_day(moment: datetime) -> date:
    """The day of a moment where the site is."""
    return localtime(moment).date()


@lru_cache(maxsize=1)
def _contents() -> QuerySet[Assessment, tuple[Any, ...]]:
    """What `_sheet` takes, each after the id. Put together once: that takes longer than narrowing it down."""
    return Assessment.objects.order_by().values_list("pk", answer_rows("pk"), evidence_rows(), _agreed_rows())


def _sheet(
    assessment: Assessment,
    answer_rows: Rows,
    evidence_rows: Rows,
    agreed_rows: Rows,
    rows_before: Rows = None,
    *,
    respondent_id: int,
) -> AssessmentSheet:
    """The sheet of an assessment from what was read of it; `rows_before` are the respondent's answers of last time."""
    version, found = published(assessment.catalog_version_id), marks(assessment)
    answers = {version.codes[practice_id]: tuple(given) for practice_id, given in given_answers(answer_rows).items()}
    agreed = _agreed(agreed_rows, version, answers)
    shown = shown_in(assessment, evidence_rows)
    heard = {
        code: given
        for code, given in answers.items()
        if is_heard(answered_by=len(given), names_hidden=assessment.names_hidden)
    }
    return AssessmentSheet(
        published=version,
        marks=found,
        settled=_team_view(version, found, heard, agreed, shown.present),
        own={code: _own(row) for code, given in answers.items() for row in given if row.respondent_id == respondent_id},
        answers=answers,
        evidence=shown.present,
        agreed=agreed,
        earlier_evidence=shown.earlier,
        last_time=last_time(
            assessment,
            version,
            chain.from_iterable(given_answers(rows_before).values()),
            done_steps=found.done_steps,
        ),
    )


def _team_view(
    version: PublishedCatalog,
    found: Marks,
    heard: Mapping[str, Collection[GivenAnswer]],
    agreed: Mapping[str, RecordedLevel],
    evidence: Mapping[str, Collection[EvidenceEntry]],
) -> Mapping[str, Settled]:
    """What the answers heard and the evidence come to, in catalog order."""
    unconfirmed = {code for code, given in heard.items() if _is_unconfirmed(version.practice_ids[code], given, found)}
    # Asking for it takes longer than a day of it.
    zone = get_current_timezone()
    return {
        code: _settled(
            heard.get(code, ()),
            agreed.get(code),
            evidence.get(code, ()),
            confirmed=code not in unconfirmed,
            zone=zone,
        )
        for code in version.catalog.practice
        if code in heard or code in evidence
    }


def _agreed_rows() -> Subquery:
    columns = ["agreed_by__name" if name == "by_name" else name for name in _AgreedRow._fields]
    return json_rows(AgreedLevel.objects.filter(assessment=OuterRef("pk")), *columns, by="assessment")


def _agreed(
    rows: Rows, version: PublishedCatalog, answers: Mapping[str, Collection[GivenAnswer]]
) -> Mapping[str, RecordedLevel]:
    """The recorded levels by practice code."""
    by_code = {version.codes[row.practice_id]: row for row in map(_AgreedRow._make, rows or ())}
    return {code: _recorded(row, answers.get(code, ())) for code, row in by_code.items()}


def _recorded(row: _AgreedRow, given: Iterable[GivenAnswer]) -> RecordedLevel:
    return RecordedLevel(
        level=row.level,
        reason=row.reason,
        dissent=row.dissent,
        by_name=row.by_name,
        at=moment(row.agreed_at),
        lapsed=row.answers_revision != answers_revision(given),
    )


def _own(row: Response | GivenAnswer) -> OwnResponse:
    return OwnResponse(
        kind=Kind(row.kind),
        level=row.level,
        reason=row.reason,
        remark=row.remark,
        revision=row.revision,
        answered_at=row.answered_at,
    )


def _is_unconfirmed(practice_id: int, given: Collection[GivenAnswer], found: Marks) -> bool:
    """Whether all said that the practice does not apply, and somebody who did not say so has yet to confirm it."""
    if any(one.kind != Kind.NOT_APPLICABLE.value for one in given):
        return False
    confirmation = found.confirmations.get(practice_id)
    if confirmation and confirmation.answers_revision == answers_revision(given):
        return False
    return found.needs_confirming(frozenset(one.respondent_id for one in given))


def _settled(
    given: Collection[GivenAnswer],
    agreed: RecordedLevel | None,
    evidence: Iterable[EvidenceEntry],
    *,
    confirmed: bool,
    zone: tzinfo,
) -> Settled:
    newest = max([one.answered_at for one in given], default=None)
    return settle(
        [one.answer for one in given],
        recorded=agreed.level if agreed and not agreed.lapsed else None,
        dissent=agreed.dissent if agreed else "",
        evidence=[(entry.kind, entry.dated) for entry in evidence],
        answered_on=newest.astimezone(zone).date() if newest else None,
        confirmed=confirmed,
        reasons=[one.reason for one in given if one.reason],
    )
