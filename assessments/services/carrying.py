"""Last time's answers are confirmed, one or several at once; nothing of them counts before."""

from collections.abc import Collection, Mapping
from datetime import datetime

from django.db import transaction

from assessments.core.answering import Invalid, refuse, text_faults
from assessments.core.carrying import Carried
from assessments.core.gates import assess
from assessments.core.workflow import Action
from assessments.models import Assessment, Evidence, Response, ResponseRevision
from assessments.queries.assessments import AssessmentSheet, local_day, sheet
from assessments.queries.catalogs import PublishedCatalog
from assessments.queries.evidence import copy_of
from assessments.queries.held import hold
from assessments.queries.marks import marked


class InvalidRemark(Invalid):
    """A remark that cannot be stored."""


@transaction.atomic
def confirm_carried(
    *,
    assessment_id: int,
    published: PublishedCatalog,
    practices: Collection[str],
    at_once: bool,
    remarks: Mapping[str, str],
    respondent_id: int,
    at: datetime,
) -> frozenset[str]:
    """Store last time's answers to these practices as this person's own, and return the practices that it was done for.

    Left alone is what is answered by now, is not offered again, or waits; and, `at_once`, what has to be looked at by
    itself. `remarks` replace last time's. Each answer takes last time's evidence of its practice along, once. Six
    statements at most, whatever the number of answers. Raises InvalidRemark, NotAnswerable; then nothing was changed.
    """
    for remark in remarks.values():
        refuse(InvalidRemark, dict(text_faults("remark", remark)))
    hold(assessment_id, version_id=published.version_id, user_id=respondent_id, action=Action.ANSWER, at=at)
    assessment = marked().get(id=assessment_id)
    found = sheet(assessment, respondent_id=respondent_id)
    open_ones = _confirmable(found, assessment, at) & frozenset(practices)
    confirmed = {code: one for code, one in found.carried.items() if code in open_ones and (one.at_once or not at_once)}
    _store(assessment_id, found, confirmed, remarks, respondent_id=respondent_id, at=at)
    _take_along(assessment_id, found, confirmed, at)
    return frozenset(confirmed)


def _confirmable(found: AssessmentSheet, assessment: Assessment, at: datetime) -> frozenset[str]:
    """What this person has not answered and may answer now."""
    catalog = found.published.catalog
    waiting = assess(catalog, found.settled, on=local_day(at)).waiting - set(assessment.early_looks)
    return frozenset(
        code
        for code, one in found.carried.items()
        if one.offered and code not in found.own and catalog.discipline_of[code] not in waiting
    )


def _store(
    assessment_id: int,
    found: AssessmentSheet,
    confirmed: Mapping[str, Carried],
    remarks: Mapping[str, str],
    *,
    respondent_id: int,
    at: datetime,
) -> None:
    """The answers, each with the first revision of its history."""
    rows = [
        {
            "assessment_id": assessment_id,
            "practice_id": found.published.practice_ids[code],
            "respondent_id": respondent_id,
            "kind": one.before.answer.kind.value,
            "level": one.before.answer.level,
            "reason": one.before.reason,
            "remark": remarks.get(code) or one.before.remark,
            "revision": 1,
        }
        for code, one in confirmed.items()
    ]
    Response.objects.bulk_create(Response(**row, answered_at=at) for row in rows)
    ResponseRevision.objects.bulk_create(ResponseRevision(**row, saved_at=at) for row in rows)


def _take_along(assessment_id: int, found: AssessmentSheet, confirmed: Collection[str], at: datetime) -> None:
    Evidence.objects.bulk_create(
        copy_of(entry, assessment_id=assessment_id, practice_id=found.published.practice_ids[code], at=at)
        for code in confirmed
        for entry in reversed(found.earlier_evidence.get(code, ()))
        if entry.from_last
    )
