"""Organisations of many teams, their rows made in bulk from a few that the services made."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import cycle, islice, repeat
from typing import TypeVar

from django.utils import timezone

from assessments.core.agreement import Kind
from assessments.core.catalog import Dimension
from assessments.core.workflow import AssessmentState, Role
from assessments.models import Assessment, Comment, Discussion, Readiness, Response, Result, Unit, User
from assessments.queries.catalogs import PublishedCatalog, published
from tests import factories
from tests.factories import answer, built_in, member_of, open_assessment, practices_of, put_in_place, show, submit

Row = TypeVar("Row", Result, Readiness)

PAGE = "MLO-ALL"
RESPONDENTS = 12
CHUNK = 500


def long_page() -> PublishedCatalog:
    """The built-in catalog published once more, all 25 practices of MLOps in one dimension."""
    catalog = built_in().catalog
    disciplines = tuple(
        replace(one, dimensions=(Dimension(PAGE, "All of MLOps", "Everything.", one.practices),))
        if one.code == "mlops"
        else one
        for one in catalog.disciplines
    )
    return factories.publish(replace(catalog, disciplines=disciplines))


def half_done(unit: Unit, lead: User, catalog: PublishedCatalog) -> Assessment:
    """An open assessment with twelve respondents' answers to all 48 practices, some with a remark.

    Each practice has an entry of evidence and a discussion of three comments; on MLOps they disagree.
    """
    assessment = open_assessment(unit, by=lead, catalog=catalog)
    codes = practices_of(assessment, "mlops")
    others = practices_of(assessment, "dataops")
    respondents = [lead, *(member_of(unit) for _ in range(RESPONDENTS - 1))]
    for number, respondent in enumerate(respondents):
        answer(assessment, codes[::2], respondent, level=number % 5, remark="As of last week.")
        answer(assessment, codes[1::2], respondent, level=number % 5)
        answer(assessment, others, respondent, level=2)
    show(assessment, [*codes, *others], lead)
    _discuss(assessment, [*codes, *others], respondents[:3])
    return assessment


def _discuss(assessment: Assessment, practices: Sequence[str], people: Sequence[User]) -> None:
    ids = published(assessment.catalog_version_id).practice_ids
    discussions = Discussion.objects.bulk_create(
        Discussion(assessment=assessment, practice_id=ids[code]) for code in practices
    )
    Comment.objects.bulk_create(
        Comment(discussion=one, author=person, text="Not on all sites yet.", written_at=assessment.started_at)
        for one in discussions
        for person in people
    )


def assessed(unit: Unit, lead: User, *, dataops: int, mlops: int) -> Result:
    """The result of a team at these levels; from level 2 on all foundations of MLOps are shown."""
    assessment = open_assessment(unit, by=lead, catalog=built_in())
    answer(assessment, practices_of(assessment, "dataops"), lead, level=dataops)
    if mlops >= 2:
        put_in_place(assessment, lead, "mlops", level=mlops)
    else:
        answer(assessment, practices_of(assessment, "mlops"), lead, level=mlops)
    return submit(assessment, by=lead)


@dataclass(frozen=True, slots=True)
class Organisation:
    """A hundred teams in one branch among a thousand in all, and who manages them."""

    manager_of_100: User
    manager_of_1000: User


def organisation(samples: Sequence[Result]) -> Organisation:
    """Teams whose results are copies of the samples in turn, two each; every fifth team has answers besides."""
    top = factories.unit("Example Orchards")
    branch, rest = factories.unit("North branch", parent=top), factories.unit("South branch", parent=top)
    at = timezone.now()
    _fill(_teams(branch, 100), samples, at)
    _fill(_teams(rest, 900), samples, at)
    return Organisation(member_of(branch, Role.MANAGER), member_of(top, Role.MANAGER))


def _teams(parent: Unit, count: int) -> list[Unit]:
    rows = [Unit(name=f"Team {parent.pk}-{number}", parent=parent, is_team=True) for number in range(count)]
    return Unit.objects.bulk_create(rows)


def _fill(teams: Sequence[Unit], samples: Sequence[Result], at: datetime) -> None:
    for days in (300, 30):
        moment = at - timedelta(days=days)
        assessments = _assessments(teams, samples[0], AssessmentState.SUBMITTED, moment)
        of_teams = list(islice(cycle(samples), len(teams)))
        _answer(assessments, of_teams)
        results = Result.objects.bulk_create(
            _copy(sample, unit_id=one.unit_id, assessment_id=one.pk, decided_at=moment)
            for sample, one in zip(of_teams, assessments, strict=True)
        )
        _freeze(results, of_teams)
        for team, result in zip(teams, results, strict=True):
            team.result_in_force = result
        Unit.objects.bulk_update(teams, ["result_in_force"], batch_size=CHUNK)
    _answer(_assessments(teams[::5], samples[0], AssessmentState.OPEN, at), repeat(samples[0]))


def _assessments(teams: Sequence[Unit], like: Result, state: AssessmentState, at: datetime) -> list[Assessment]:
    return Assessment.objects.bulk_create(
        Assessment(
            unit=team,
            catalog_version_id=like.catalog_version_id,
            title="Spring check",
            state=state.value,
            started_by_id=like.decided_by_id,
            started_at=at,
            changed_at=at,
        )
        for team in teams
    )


def _answer(assessments: Sequence[Assessment], samples: Iterable[Result]) -> None:
    """Two respondents' answers to what the sample was asked, at its levels."""
    ids = built_in().practice_ids
    respondents = [factories.person(), factories.person()]
    rows = (
        Response(
            assessment_id=one.pk,
            practice_id=ids[code],
            respondent=respondent,
            kind=Kind.LEVEL.value,
            level=settled.get("level", 0),
            answered_at=one.started_at,
        )
        for one, sample in zip(assessments, samples, strict=False)
        for code, settled in _inputs(sample).items()
        for respondent in respondents
    )
    Response.objects.bulk_create(rows, batch_size=CHUNK)


def _inputs(sample: Result) -> Mapping[str, Mapping[str, int]]:
    inputs: Mapping[str, Mapping[str, int]] = sample.inputs
    return inputs


def _freeze(results: Sequence[Result], samples: Sequence[Result]) -> None:
    rows = {sample.pk: list(sample.readiness.all()) for sample in samples}
    copies = (
        _copy(row, result_id=result.pk)
        for result, sample in zip(results, samples, strict=True)
        for row in rows[sample.pk]
    )
    Readiness.objects.bulk_create(copies, batch_size=CHUNK)


def _copy(row: Row, **changed: object) -> Row:
    """The row once more, not saved yet."""
    values = {
        field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields if not field.primary_key
    }
    return type(row)(**values | changed)
