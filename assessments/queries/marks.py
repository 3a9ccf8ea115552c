"""What pages need of an assessment besides its answers, read along with its row: no query of its own."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.db.models import Case, Count, OuterRef, QuerySet, Subquery, When

from assessments.core.exclusions import confirmers
from assessments.core.walk import Asked
from assessments.core.workflow import Role
from assessments.models import Assessment, Assignment, Comment, Discussion, NotApplicableConfirmation
from assessments.queries.done_steps import DoneStep, done_steps, done_steps_of
from assessments.queries.json_rows import json_rows
from assessments.queries.people import who_answer


@dataclass(frozen=True, slots=True)
class Confirmation:
    """That a practice does not apply was confirmed when its answers had this revision."""

    answers_revision: int
    by_name: str


@dataclass(frozen=True, slots=True)
class DiscussionMark:
    """How much was said about a practice, and whether that is settled."""

    comments: int
    settled: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    """What the row of an assessment brings along.

    `team` maps the ids of its members and leads who may sign in to their roles, `names` to their names; `confirmations`
    and `discussions` are by the id of a practice, `asked` by the code of a dimension, `done_steps` by the code of a
    practice: what the team's current plan says was raised, which counts nowhere.
    """

    team: Mapping[int, Role]
    names: Mapping[int, str]
    confirmations: Mapping[int, Confirmation]
    discussions: Mapping[int, DiscussionMark]
    asked: Mapping[str, tuple[Asked, ...]]
    done_steps: Mapping[str, DoneStep]

    def needs_confirming(self, givers: frozenset[int]) -> bool:
        """Whether a *not applicable* that these people said waits for somebody else's word (F11)."""
        return bool(confirmers(self.team, givers))


def marked() -> QuerySet[Assessment]:
    """Every assessment with all that `marks` reads, its unit and the Result that it carries over from."""
    return _marked().all()


def marks(assessment: Assessment) -> Marks:
    """What the row brought along; it has to be loaded by `marked`."""
    people = assessment.people_marks or ()
    return Marks(
        team={person_id: Role(role) for person_id, role, _ in people},
        names={person_id: name for person_id, _, name in people},
        confirmations={
            practice_id: Confirmation(revision, name)
            for practice_id, revision, name in assessment.confirmation_marks or ()
        },
        discussions={
            practice_id: DiscussionMark(comments, bool(settled))
            for practice_id, settled, comments in assessment.discussion_marks or ()
        },
        asked=asked(assessment),
        done_steps=done_steps(assessment.done_steps),
    )


def asked(assessment: Assessment) -> Mapping[str, tuple[Asked, ...]]:
    """Who is asked what by the code of a dimension, by name; `assignment_marks` have to be read along."""
    found: dict[str, tuple[Asked, ...]] = {}
    for dimension, person_id, name, due in sorted(assessment.assignment_marks or (), key=lambda row: row[2]):
        found[dimension] = (*found.get(dimension, ()), Asked(person_id, name, date.fromisoformat(due)))
    return found


@lru_cache(maxsize=1)
def _marked() -> QuerySet[Assessment]:
    """Put together once: that takes longer than narrowing it down."""
    # The type checker takes the plain attributes of the model for columns.
    return Assessment.objects.select_related("unit", "carried_from").annotate(  # type: ignore[no-redef]
        done_steps=done_steps_of("unit"),
        people_marks=_people(),
        confirmation_marks=_confirmations(),
        discussion_marks=_discussions(),
        assignment_marks=assignment_marks(),
    )


def _people() -> Subquery:
    rows = who_answer().filter(unit=OuterRef("unit"))
    return json_rows(rows, "user_id", "role", "user__name", by="unit")


def _confirmations() -> Subquery:
    rows = NotApplicableConfirmation.objects.filter(assessment=OuterRef("pk"))
    return json_rows(rows, "practice_id", "answers_revision", "confirmed_by__name", by="assessment")


def _discussions() -> Subquery:
    comments = Comment.objects.filter(discussion=OuterRef("pk")).order_by().values("discussion")
    rows = Discussion.objects.filter(assessment=OuterRef("pk")).annotate(
        settled=Case(When(settled_at=None, then=0), default=1),
        said=Subquery(comments.annotate(count=Count("pk")).values("count")),
    )
    return json_rows(rows, "practice_id", "settled", "said", by="assessment")


def assignment_marks() -> Subquery:
    """What `asked` reads, for assessments that are loaded without the other marks."""
    rows = Assignment.objects.filter(assessment=OuterRef("pk"))
    return json_rows(rows, "dimension__code", "member_id", "member__name", "due", by="assessment")
