"""The open work of a unit's people, and of those who have left it."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, cast

from django.db.models import BooleanField, Case, Count, Exists, F, Func, OuterRef, Q, QuerySet, Subquery, When

from assessments.core.handovers import LeftBehind, OpenMilestone, OpenQuestions, OpenWork, who_left_first
from assessments.core.plans.milestones import MilestoneState, subject_of
from assessments.core.workflow import Action, AssessmentState, Role
from assessments.models import Assignment, Milestone, Practice, Response, Unit, User
from assessments.queries.catalogs import published
from assessments.queries.json_rows import json_rows
from assessments.queries.people import Person, answering_people, people_of, who_answer
from assessments.queries.plans import milestone_value

OPEN = [state.value for state in MilestoneState if state.is_open]


@dataclass(frozen=True, slots=True)
class LeftIn:
    """How many things somebody has open in a unit that this person has left."""

    unit_id: int
    unit_name: str
    name: str
    count: int


@dataclass(frozen=True, slots=True)
class UnitWork:
    """The open work in a unit, its people, and those of them who answer."""

    work: tuple[OpenWork, ...]
    people: tuple[Person, ...]
    answering: tuple[Person, ...]

    def others(self, one: OpenWork) -> tuple[Person, ...]:
        """Who could go on with somebody's work: questions are for those who answer."""
        fitting = self.answering if one.questions else self.people
        return tuple(person for person in fitting if person.id != one.person_id)


def with_left_behind(units: QuerySet[Unit]) -> QuerySet[Unit]:
    """The units with what `left_behind` reads, in the same statement."""
    # The type checker takes the plain attributes of the model for columns.
    return units.annotate(  # type: ignore[no-redef]
        left_questions=_left_questions(), left_milestones=_left_milestones()
    )


def left_behind(unit: Unit) -> tuple[LeftBehind, ...]:
    """Who has left the unit and still has something open that the person asking may hand over, by name.

    It has to be loaded by `with_left_behind`, and `standing` to be set.
    """
    if not unit.standing.may(Action.ADOPT):
        return ()
    questions = _counted(unit.left_questions if unit.standing.may(Action.SHARE) else ())
    milestones = _counted(unit.left_milestones)
    people = sorted({*questions, *milestones}, key=lambda person: (person.name.casefold(), person.id))
    return tuple(LeftBehind(person.name, questions[person], milestones[person]) for person in people)


def left_by(person_ids: Collection[int]) -> tuple[LeftIn, ...]:
    """What these people have open in units that they have left, by name of the unit (1 query)."""
    asked = Q(assessments__state=AssessmentState.OPEN.value, assessments__assignments__member__in=person_ids)
    owned = Q(baselines__ended_at=None, baselines__milestones__owner__in=person_ids)
    ids = Unit.objects.filter(asked | owned).order_by().values("id")
    found = []
    for unit in with_left_behind(Unit.objects.filter(id__in=ids)).order_by("name", "id"):
        counts = _counted(unit.left_questions) + _counted(unit.left_milestones)
        found += [LeftIn(unit.pk, unit.name, one.name, counts[one]) for one in counts if one.id in person_ids]
    return tuple(found)


def open_work(unit_id: int, *, with_questions: bool) -> UnitWork:
    """What each person still has to do in a unit, and who could go on with it.

    4 queries, 3 without the questions, once the catalog versions are kept.
    """
    questions = _questions(unit_id) if with_questions else {}
    milestones, people, answering = _milestones(unit_id), people_of(unit_id), answering_people(unit_id)
    work = who_left_first(
        OpenWork(
            person_id=person.id,
            name=person.name,
            has_left=person not in (answering if person in questions else people),
            questions=tuple(questions.get(person, ())),
            milestones=tuple(milestones.get(person, ())),
        )
        for person in {**questions, **milestones}
    )
    return UnitWork(work, people, answering)


def unanswered(assignments: QuerySet[Assignment]) -> QuerySet[Assignment]:
    """Those in which the person has not answered every question, each with how many are `open_questions`."""
    mine = Response.objects.filter(
        assessment=OuterRef(OuterRef("assessment")), respondent=OuterRef(OuterRef("member")), practice=OuterRef("pk")
    )
    rows = Practice.objects.filter(~Exists(mine), dimension=OuterRef("dimension")).order_by().values("dimension")
    counted = assignments.annotate(open_questions=Subquery(rows.annotate(count=Count("pk")).values("count")))
    return counted.filter(open_questions__isnull=False)


def open_milestones(unit_id: int) -> QuerySet[Milestone]:
    """The milestones of a unit's current plan that are neither done nor dropped."""
    return Milestone.objects.filter(baseline__unit=unit_id, baseline__ended_at=None, state__in=OPEN)


def _questions(unit_id: int) -> Mapping[Person, list[OpenQuestions]]:
    rows = Assignment.objects.filter(assessment__unit=unit_id, assessment__state=AssessmentState.OPEN.value)
    told = Case(When(assessment__names_hidden=False, then=F("open_questions")), default=None)
    columns = ("member_id", "member__name", "dimension__name", "told", "due")
    found: dict[Person, list[OpenQuestions]] = defaultdict(list)
    ordered = unanswered(rows).order_by("due", "dimension__discipline__position", "dimension__position")
    for person_id, name, *facts in ordered.annotate(told=told).values_list(*columns):
        found[Person(person_id, name)].append(OpenQuestions(*facts))
    return found


def _milestones(unit_id: int) -> Mapping[Person, list[OpenMilestone]]:
    rows = open_milestones(unit_id).filter(owner__isnull=False).select_related("owner", "baseline__result")
    found: dict[Person, list[OpenMilestone]] = defaultdict(list)
    for row in rows.order_by("due", "position"):
        catalog = published(row.baseline.result.catalog_version_id).catalog
        owner = cast(User, row.owner)
        found[Person(owner.pk, owner.name)].append(
            OpenMilestone(row.pk, subject_of(catalog, milestone_value(row)), row.due)
        )
    return found


class _Belongs(Func):
    """Whether, of a unit and a person, the person may sign in and has a role there, as a manager from above too."""

    output_field = BooleanField()
    # Up the tree from the unit, as in `queries.people`.
    template = f"""EXISTS (
        WITH RECURSIVE pair(unit_id, person_id) AS (SELECT %(expressions)s), above(id, parent_id) AS (
            SELECT node.id, node.parent_id FROM assessments_unit node JOIN pair ON node.id = pair.unit_id
            UNION SELECT node.id, node.parent_id FROM assessments_unit node JOIN above ON node.id = above.parent_id
        )
        SELECT 1 FROM pair JOIN assessments_membership role ON role.user_id = pair.person_id
        JOIN above ON role.unit_id = above.id JOIN assessments_user who ON who.id = role.user_id
        WHERE who.is_active AND (role.unit_id = pair.unit_id OR role.role = '{Role.MANAGER.value}')
    )"""  # noqa: S608 - what is put in is a constant


def _left_questions() -> Subquery:
    answers = who_answer().filter(user=OuterRef("member"), unit=OuterRef("assessment__unit"))
    rows = Assignment.objects.filter(
        ~Exists(answers), assessment__unit=OuterRef("pk"), assessment__state=AssessmentState.OPEN.value
    )
    return json_rows(unanswered(rows), "member_id", "member__name", by="assessment__unit")


def _left_milestones() -> Subquery:
    rows = Milestone.objects.filter(
        ~_Belongs(F("baseline__unit_id"), F("owner_id")),
        baseline__unit=OuterRef("pk"),
        baseline__ended_at=None,
        state__in=OPEN,
        owner__isnull=False,
    )
    return json_rows(rows, "owner_id", "owner__name", by="baseline__unit")


def _counted(rows: Iterable[Iterable[Any]] | None) -> Counter[Person]:
    return Counter(Person(*row) for row in rows or ())
