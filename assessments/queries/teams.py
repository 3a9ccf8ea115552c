"""A person's teams, each with where it stands and what it needs next."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from django.db.models import Exists, OuterRef

from assessments.core.gates import State
from assessments.core.pace import Pace, pace
from assessments.core.portfolio import Cell, FrozenReadiness, cells_on, gates_from_json
from assessments.core.walk import Page, Walk, Walker, walk
from assessments.core.workflow import Action, AssessmentState, Role, may
from assessments.models import Assessment, Baseline, Membership, Readiness, Response, Result, User
from assessments.queries.catalogs import published
from assessments.queries.json_rows import json_rows
from assessments.queries.marks import asked, assignment_marks
from assessments.queries.people import ANSWERING


class Next(StrEnum):
    """The one thing that a person is told to do next in a team."""

    START = "start"
    ASK = "ask"
    CONTINUE = "continue"
    SUBMIT = "submit"
    DONE = "done"
    ROADMAP = "roadmap"
    PLAN = "plan"


@dataclass(frozen=True, slots=True)
class Standing:
    """One discipline of a team as of today."""

    name: str
    cell: Cell
    level_name: str


@dataclass(frozen=True, slots=True)
class OpenAssessment:
    """An open assessment as the asking person has answered it so far."""

    id: int
    title: str
    walk: Walk

    @property
    def page(self) -> Page | None:
        """The first page with an open question."""
        return self.walk.first_open

    @property
    def disciplines(self) -> tuple[str, ...]:
        """The names of the disciplines that the walk asks about."""
        return tuple(leg.discipline.name for leg in self.walk.legs if not leg.waits)


@dataclass(frozen=True, slots=True, kw_only=True)
class MyTeam:
    """One team of a person; `decided_at` is None and `standings` are empty before its first result.

    `has_plan` says that it follows an adopted plan.
    """

    id: int
    name: str
    role: Role
    decided_at: datetime | None
    standings: tuple[Standing, ...]
    assessment: OpenAssessment | None
    has_plan: bool

    @property
    def next(self) -> Next:
        """What this person should do next: an open assessment comes first."""
        if self.assessment is not None:
            return self._next_of(self.assessment)
        if self.decided_at is not None:
            return Next.PLAN if self.has_plan else Next.ROADMAP
        return Next.START if may(Action.START, self.role) else Next.ASK

    def _next_of(self, assessment: OpenAssessment) -> Next:
        if assessment.page is not None:
            return Next.CONTINUE
        return Next.SUBMIT if may(Action.SUBMIT, self.role) else Next.DONE


def teams_of(user_id: int, *, on: date) -> tuple[MyTeam, ...]:
    """The teams in which a person answers, by name (3 queries once the catalog versions are kept; 1 without a team)."""
    current = Baseline.objects.filter(unit=OuterRef("unit"), ended_at=None)
    memberships = list(
        Membership.objects.filter(user=user_id, role__in=ANSWERING, unit__is_team=True)
        .annotate(has_plan=Exists(current))
        .select_related("unit__result_in_force")
        .order_by("unit__name", "unit_id")
    )
    if not memberships:
        return ()
    frozen = _frozen([one.unit.result_in_force_id for one in memberships if one.unit.result_in_force_id])
    open_ones = _open_ones([one.unit_id for one in memberships], user_id)
    return tuple(_team(one, frozen, open_ones.get(one.unit_id), on, has_plan=one.has_plan) for one in memberships)


def administrators() -> tuple[str, ...]:
    """The names of those who may add somebody to a team (1 query)."""
    return tuple(User.objects.filter(is_staff=True, is_active=True).order_by("name").values_list("name", flat=True)[:3])


def _team(
    membership: Membership,
    frozen: Mapping[int, dict[str, FrozenReadiness]],
    own: OpenAssessment | None,
    on: date,
    *,
    has_plan: bool,
) -> MyTeam:
    result = membership.unit.result_in_force
    standings = _standings(result, frozen[result.pk], on) if result else ()
    return MyTeam(
        id=membership.unit_id,
        name=membership.unit.name,
        role=Role(membership.role),
        decided_at=result.decided_at if result else None,
        standings=standings,
        assessment=own,
        has_plan=has_plan,
    )


def _standings(result: Result, rows: Mapping[str, FrozenReadiness], on: date) -> tuple[Standing, ...]:
    catalog = published(result.catalog_version_id).catalog
    level_names = {level.number: level.name for level in catalog.levels}
    cells = cells_on(rows, gates_from_json(catalog, result.gates), list(catalog.discipline), on=on)
    return tuple(
        Standing(discipline.name, cell, level_names.get(cell.level, "") if cell.level is not None else "")
        for discipline, cell in zip(catalog.disciplines, cells, strict=True)
    )


def _frozen(result_ids: Sequence[int]) -> Mapping[int, dict[str, FrozenReadiness]]:
    found: dict[int, dict[str, FrozenReadiness]] = {result_id: {} for result_id in result_ids}
    rows = Readiness.objects.filter(result__in=result_ids)
    for result_id, code, state, level, shown_until in rows.values_list(
        "result_id", "discipline", "state", "maturity_level", "shown_until"
    ):
        found[result_id][code] = FrozenReadiness(
            discipline=code, state=State(state), level=level, shown_until=shown_until, deciding=0, failing=()
        )
    return found


def _open_ones(unit_ids: Sequence[int], user_id: int) -> Mapping[int, OpenAssessment]:
    """Open assessments by unit, each with what the person answered and when everybody did, in one query."""
    given = Response.objects.filter(assessment=OuterRef("pk"))
    rows = Assessment.objects.filter(unit__in=unit_ids, state=AssessmentState.OPEN.value)
    # The type checker takes the plain attribute of the model for a column.
    read = rows.annotate(  # type: ignore[no-redef]
        given=json_rows(given, "respondent_id", "practice_id", "answered_at", by="assessment"),
        assignment_marks=assignment_marks(),
    )
    return {row.unit_id: _open_assessment(row, user_id, row.given or ()) for row in read}


def _open_assessment(row: Assessment, user_id: int, given: Collection[tuple[int, int, str]]) -> OpenAssessment:
    """The walk through the disciplines before every gate, which is asked of every team whatever it answers.

    Whether a gate is open follows from all answers of a team, more than this page may read for each; so what lies
    behind one is never counted here, and the count names the disciplines it is of. The walk itself knows better.
    """
    version = published(row.catalog_version_id)
    catalog = version.catalog
    answered = frozenset(version.codes[practice_id] for person_id, practice_id, _ in given if person_id == user_id)
    walker = Walker(person_id=user_id, answered=answered, asked=asked(row))
    waits = {gate.after: (gate.before,) for gate in catalog.gates}
    seconds = _pace(given).seconds
    return OpenAssessment(row.pk, row.title, walk(catalog, walker, waits=waits, seconds_per_question=seconds))


def _pace(given: Collection[tuple[int, int, str]]) -> Pace:
    """The team's own pace, as beside its questions; databases write a moment each in their way, and all alike."""
    moments: dict[int, list[datetime]] = defaultdict(list)
    for person_id, _, answered_at in given:
        moments[person_id].append(datetime.fromisoformat(answered_at))
    return pace(moments.values())
