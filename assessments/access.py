"""Loaders: the object that this person may touch, or 404 to strangers, 403 to the wrong role, `WrongState` else.

Each takes one query. What is missing and what is somebody else's answer alike.
"""

from typing import Any, TypeVar, cast

from django.conf import settings
from django.contrib.auth.backends import ModelBackend
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, Model, OuterRef, QuerySet
from django.http import Http404

from assessments.core.workflow import Action, AssessmentState, Role
from assessments.models import (
    Assessment,
    Baseline,
    GateException,
    Membership,
    Milestone,
    Result,
    Scenario,
    Unit,
    User,
)
from assessments.queries.handovers import with_left_behind
from assessments.queries.marks import marked
from assessments.queries.people import ANSWERING, standing_of, with_roles

Row = TypeVar("Row", bound=Model)

# In which states of an assessment an action makes sense; one that is not named here does in all but the discarded.
STATES: dict[Action, frozenset[AssessmentState]] = {
    Action.ANSWER: frozenset({AssessmentState.OPEN}),
    Action.SETTLE: frozenset({AssessmentState.OPEN}),
    Action.SHARE: frozenset({AssessmentState.OPEN}),
    Action.OPEN_EARLY_LOOK: frozenset({AssessmentState.OPEN}),
    Action.SUBMIT: frozenset({AssessmentState.OPEN}),
    Action.DISCARD: frozenset({AssessmentState.OPEN}),
    Action.REOPEN: frozenset({AssessmentState.SUBMITTED}),
    # What somebody types while it is put aside is given back on this page.
    Action.READ_DISCUSSION: frozenset(AssessmentState),
}
# The people of the demonstration live under a name that is reserved, so that no real address ends so.
INVENTED = ".example"
KEPT = frozenset({AssessmentState.OPEN, AssessmentState.SUBMITTED})


class WrongState(Exception):
    """The person may do this, but not in the state that the assessment is in; the page says where to go."""

    def __init__(self, assessment: Assessment) -> None:
        self.assessment = assessment
        super().__init__(f"Assessment {assessment.pk} is {assessment.state}.")


def team(user: User, unit_id: int, action: Action) -> Unit:
    """The unit with `standing` and what people left behind, if the person may do this there.

    Raises Http404, PermissionDenied.
    """
    rows = with_left_behind(Unit.objects.filter(id=unit_id, is_team=True))
    unit = _found(with_roles(rows, user.pk, unit="assessments_unit.id"))
    return _admitted(unit, unit, action)


def assessment(user: User, assessment_id: int, action: Action) -> Assessment:
    """The assessment with its unit, whose `standing` is set, if the person may do this to it now.

    Raises Http404, PermissionDenied, WrongState.
    """
    found = _of_unit(marked(), user, assessment_id, action)
    if found.state not in STATES.get(action, KEPT):
        raise WrongState(found)
    return found


def result(user: User, result_id: int, action: Action) -> Result:
    """The Result with its unit, whose `standing` is set, if the person may do this.

    Raises Http404, PermissionDenied.
    """
    return _of_unit(Result.objects.all(), user, result_id, action)


def scenario(user: User, scenario_id: int, action: Action) -> Scenario:
    """The kept scenario with its unit, whose `standing` is set, if the person may do this.

    Raises Http404, PermissionDenied.
    """
    return _of_unit(Scenario.objects.all(), user, scenario_id, action)


def baseline(user: User, baseline_id: int, action: Action) -> Baseline:
    """The baseline, current or ended, with its unit, whose `standing` is set, if the person may do this.

    Raises Http404, PermissionDenied.
    """
    return _of_unit(Baseline.objects.all(), user, baseline_id, action)


def milestone(user: User, milestone_id: int, action: Action) -> Milestone:
    """The milestone with its owner, its baseline and that one's unit, whose `standing` is set, if the person may.

    Raises Http404, PermissionDenied.
    """
    rows = Milestone.objects.filter(id=milestone_id).select_related("baseline__unit", "owner")
    found = _found(with_roles(rows, user.pk, unit="assessments_baseline.unit_id"))
    found.baseline.unit = _admitted(found, found.baseline.unit, action)
    return found


def gate_exception(user: User, exception_id: int, action: Action) -> GateException:
    """The exception to a gate with its unit, whose `standing` is set, if the person may do this.

    Raises Http404, PermissionDenied.
    """
    return _of_unit(GateException.objects.all(), user, exception_id, action)


class SignIn(ModelBackend):
    """Loads the signed-in person together with what every page's menu depends on."""

    def get_user(self, user_id: int) -> User | None:
        """The person with `is_manager` and `answers` set, if it may sign in (1 query)."""
        own = Membership.objects.filter(user=OuterRef("pk"))
        marked = User.objects.annotate(  # type: ignore[no-redef]
            is_manager=Exists(own.filter(role=Role.MANAGER.value)), answers=Exists(own.filter(role__in=ANSWERING))
        )
        user = marked.filter(pk=user_id).first()
        return user if user is not None and self.user_can_authenticate(user) else None

    def user_can_authenticate(self, user: Any) -> bool:
        """Whether the person may be let in at all: invented people only where nobody else can reach the site."""
        return super().user_can_authenticate(user) and (settings.ONLY_LOOPBACK or not user.email.endswith(INVENTED))


def _of_unit(rows: QuerySet[Row], user: User, row_id: int, action: Action) -> Row:
    """The row of a table whose rows belong to units; the `standing` of its unit is set."""
    table = rows.model._meta.db_table  # noqa: SLF001 - Django documents it
    own = rows.filter(pk=row_id).select_related("unit")
    found: Any = _found(with_roles(own, user.pk, unit=f"{table}.unit_id"))
    found.unit = _admitted(found, found.unit, action)
    return cast(Row, found)


def _found(rows: QuerySet[Row]) -> Row:
    row = next(iter(rows.order_by()), None)
    if row is None:
        raise Http404
    return row


def _admitted(row: Any, unit: Unit, action: Action) -> Unit:
    """The unit with its standing, once the marks on the loaded row allow the action."""
    unit.standing = standing_of(row)
    if not unit.standing.roles:
        raise Http404
    if not unit.standing.may(action):
        raise PermissionDenied
    return unit
