"""An assessment is started, looked into early, submitted, reopened and discarded; each is one transaction.

All but the start begin with an UPDATE of the assessment's row, which asks in one go for its state and this person's
role, and takes the row's lock, so that no answer slips in while it is decided.
"""

from collections.abc import Mapping
from datetime import datetime

from django.db import IntegrityError, transaction

from assessments.core.agreement import Settled, to_json
from assessments.core.gates import assess
from assessments.core.scoring import RULES_VERSION
from assessments.core.submission import what_counts
from assessments.core.voices import SPREAD_FROM
from assessments.core.workflow import Action, AssessmentState, Move, next_state
from assessments.models import Assessment, Readiness, Result, Unit
from assessments.queries.assessments import (
    AssessmentSheet,
    acting_members,
    actionable,
    local_day,
    sheet,
)
from assessments.queries.catalogs import PublishedCatalog, newest_published_id
from assessments.queries.marks import marked
from assessments.queries.people import answering_people
from assessments.queries.results import frozen


class NotStartable(Exception):
    """The unit is not there, is no team, or this person is not a lead of it: `access` says which."""


class AlreadyOpen(Exception):
    """The unit has an open assessment, and never more than one."""


class NothingPublished(Exception):
    """There is no published catalog version to answer."""


class TooFewToHide(Exception):
    """The team has fewer people than it takes to be heard with names hidden, so that nothing would ever count."""


class NotMovable(Exception):
    """The assessment is not there, in another state, or not this person's to move: `access` says which."""


class NothingAnswered(Exception):
    """Nothing is answered yet that counts, so there is nothing to submit."""


class NotAnEarlyLook(Exception):
    """A discipline was confirmed that nobody has looked into early."""


class NotWaiting(Exception):
    """The discipline does not wait, so there is nothing to look into early."""


@transaction.atomic
def start_assessment(
    *,
    unit_id: int,
    title: str,
    note: str,
    names_hidden: bool = False,
    carries_over: bool = False,
    user_id: int,
    at: datetime,
) -> int:
    """Start an assessment of the newest published version and return its id; whether names show never changes later.

    When it carries over, the answers and evidence behind the unit's Result in force are offered again; none are copied.
    Raises NotStartable, TooFewToHide, NothingPublished, AlreadyOpen.
    """
    unit = _team_to_start(unit_id, user_id)
    if names_hidden and len(answering_people(unit_id)) < SPREAD_FROM:
        raise TooFewToHide
    version_id = newest_published_id()
    if version_id is None:
        raise NothingPublished
    try:
        with transaction.atomic():
            return Assessment.objects.create(
                unit_id=unit_id,
                catalog_version_id=version_id,
                title=title,
                note=note,
                names_hidden=names_hidden,
                carried_from_id=unit.result_in_force_id if carries_over else None,
                state=AssessmentState.OPEN.value,
                started_by_id=user_id,
                started_at=at,
                changed_at=at,
            ).pk
    except IntegrityError as broken:
        _refuse_second_open(broken)
        raise


@transaction.atomic
def open_early_look(
    *, assessment_id: int, published: PublishedCatalog, discipline: str, user_id: int, at: datetime
) -> None:
    """Let a waiting discipline be answered on purpose before its gate opens; a second time changes nothing.

    Raises NotMovable, NotWaiting.
    """
    rows = actionable(assessment_id, user_id=user_id, action=Action.OPEN_EARLY_LOOK)
    if not rows.filter(catalog_version=published.version_id).update(changed_at=at):
        raise NotMovable
    assessment = marked().get(id=assessment_id)
    if discipline in assessment.early_looks:
        return
    settled = sheet(assessment, respondent_id=user_id).settled
    if discipline not in assess(published.catalog, settled, on=local_day(at)).waiting:
        raise NotWaiting
    Assessment.objects.filter(id=assessment_id).update(early_looks=[*assessment.early_looks, discipline])


@transaction.atomic
def submit_assessment(*, assessment_id: int, confirmed_early_looks: frozenset[str], user_id: int, at: datetime) -> int:
    """Close the assessment, freeze what it comes to as a Result that is in force from now on, and return its id.

    Six statements whatever the number of answers. Early looks count only where their gate is open now and the lead
    confirmed them; their answers stay stored either way. Raises NotMovable, NotAnEarlyLook, NothingAnswered; then
    nothing was changed.
    """
    _move(assessment_id, Move.SUBMIT, user_id=user_id, at=at)
    assessment = marked().get(id=assessment_id)
    if not confirmed_early_looks <= set(assessment.early_looks):
        raise NotAnEarlyLook
    gathered = sheet(assessment, respondent_id=user_id)
    if not any(one.answered for one in gathered.settled.values()):
        raise NothingAnswered
    inputs = what_counts(
        gathered.published.catalog,
        gathered.settled,
        early_looks=assessment.early_looks,
        confirmed=confirmed_early_looks,
        on=local_day(at),
    )
    return _freeze(assessment, gathered, inputs, user_id=user_id, at=at)


def reopen_assessment(*, assessment_id: int, user_id: int, at: datetime) -> None:
    """Open a submitted assessment again; its Result is kept and stays in force until the next one.

    Raises NotMovable, AlreadyOpen.
    """
    try:
        with transaction.atomic():
            _move(assessment_id, Move.REOPEN, user_id=user_id, at=at)
    except IntegrityError as broken:
        _refuse_second_open(broken)
        raise


@transaction.atomic
def discard_assessment(*, assessment_id: int, user_id: int, at: datetime) -> None:
    """Put an open assessment aside for good; its answers stay stored. Raises NotMovable."""
    _move(assessment_id, Move.DISCARD, user_id=user_id, at=at)


ACTIONS = {Move.SUBMIT: Action.SUBMIT, Move.REOPEN: Action.REOPEN, Move.DISCARD: Action.DISCARD}
BEFORE = {Move.SUBMIT: AssessmentState.OPEN, Move.REOPEN: AssessmentState.SUBMITTED, Move.DISCARD: AssessmentState.OPEN}


def _team_to_start(unit_id: int, user_id: int) -> Unit:
    leads = acting_members(user_id=user_id, action=Action.START)
    unit = Unit.objects.filter(memberships__in=leads, id=unit_id, is_team=True).first()
    if unit is None:
        raise NotStartable
    return unit


def _move(assessment_id: int, move: Move, *, user_id: int, at: datetime) -> None:
    """Lock the assessment and set its next state at once; whatever fails later rolls both back. Raises NotMovable."""
    before = BEFORE[move]
    after = next_state(before, move)
    rows = actionable(assessment_id, user_id=user_id, action=ACTIONS[move], state=before)
    if after is None or not rows.update(state=after.value, changed_at=at):
        raise NotMovable


def _refuse_second_open(broken: IntegrityError) -> None:
    """Raise AlreadyOpen if it is the constraint of one open assessment that was broken.

    PostgreSQL says its name, SQLite its column, on which there is no other.
    """
    said = str(broken)
    if "assessment_one_open_per_unit" in said or "UNIQUE constraint failed: assessments_assessment.unit_id" in said:
        raise AlreadyOpen from None


def _freeze(
    assessment: Assessment,
    gathered: AssessmentSheet,
    inputs: Mapping[str, Settled],
    *,
    user_id: int,
    at: datetime,
) -> int:
    catalog, respondents = gathered.published.catalog, len(gathered.marks.team)
    outcome = frozen(catalog, inputs, respondents=respondents, on=local_day(at))
    result = Result.objects.create(
        unit_id=assessment.unit_id,
        assessment=assessment,
        catalog_version_id=assessment.catalog_version_id,
        rules_version=RULES_VERSION,
        decided_at=at,
        decided_by_id=user_id,
        respondents=respondents,
        answered_by=gathered.answered_by,
        inputs=to_json(inputs),
        gates=outcome.gates,
    )
    for row in outcome.readiness:
        row.result = result
    Readiness.objects.bulk_create(outcome.readiness)
    Unit.objects.filter(id=assessment.unit_id).update(result_in_force=result)
    return result.pk
