"""Rows for tests, by plain functions; people and units are invented and obviously so."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction
from itertools import count
from typing import Any

from django.test import Client
from django.utils import timezone

from assessments import models
from assessments.core import scenario as scenarios
from assessments.core.agreement import Answer, EvidenceKind, Kind, from_json
from assessments.core.calendar import CalendarQuarter
from assessments.core.catalog import Catalog, Dimension, Discipline, Effort, Gate, LevelName, Need, Practice
from assessments.core.plans.milestones import Key, Promise, first_milestones
from assessments.core.plans.plan_entries import Owner
from assessments.core.roadmap import plan
from assessments.core.workflow import AssessmentState, Role
from assessments.files.catalog import BUILT_IN, read_catalog
from assessments.models import (
    Assessment,
    Assignment,
    Baseline,
    CatalogVersion,
    Evidence,
    GateException,
    Membership,
    Milestone,
    Response,
    ResponseRevision,
    Result,
    Scenario,
    Unit,
    User,
)
from assessments.queries.assessments import local_day, own_response
from assessments.queries.catalogs import PublishedCatalog, published
from assessments.services import baselines, catalogs, gate_exceptions
from assessments.services.assessments import submit_assessment
from assessments.services.responses import record_response
from assessments.services.scenarios import keep_scenario

_numbers = count(1)


def person(
    name: str = "",
    *,
    work_role: User.WorkRole = User.WorkRole.PRACTITIONER,
    is_active: bool = True,
    administrator: bool = False,
    password: str | None = None,
) -> User:
    """A person with an address of the reserved domain; without a password only `client_of` signs in."""
    number = next(_numbers)
    return User.objects.create_user(
        f"person-{number}@example.org",
        password,
        name=name or f"Person {number}",
        work_role=work_role,
        is_active=is_active,
        is_staff=administrator,
        is_superuser=administrator,
    )


def client_of(user: User | None) -> Client:
    """A client signed in as the person; anonymous for None."""
    client = Client()
    if user is not None:
        client.force_login(user)
    return client


def unit(name: str = "", *, parent: Unit | None = None) -> Unit:
    """A unit that holds teams."""
    return Unit.objects.create(name=name or f"Branch {next(_numbers)}", parent=parent)


def team(name: str = "", *, parent: Unit | None = None) -> Unit:
    """A unit that is assessed."""
    return Unit.objects.create(name=name or f"Team {next(_numbers)}", parent=parent, is_team=True)


def join(user: User, unit: Unit, role: Role = Role.MEMBER) -> Membership:
    """Give the person a role in the unit."""
    return Membership.objects.create(user=user, unit=unit, role=role.value)


def member_of(unit: Unit, role: Role = Role.MEMBER, name: str = "") -> User:
    """A new person with a role in the unit."""
    user = person(name)
    join(user, unit, role)
    return user


def built_in() -> PublishedCatalog:
    """The built-in catalog as version 1; it is there already but after a test that emptied the tables."""
    version_id = CatalogVersion.objects.filter(number=1).values_list("id", flat=True).first()
    if version_id is None:
        version_id = catalogs.load_catalog(read_catalog(BUILT_IN), at=timezone.now())
    assert version_id is not None
    return published(version_id)


def publish(catalog: Catalog) -> PublishedCatalog:
    """Any catalog as the newest published version."""
    return published(catalogs._add_published(catalog, at=timezone.now()))


def practice(code: str, *, foundation: bool = False, needs: tuple[Need, ...] = (), applies: str = "") -> Practice:
    """A practice that offers all five levels; `applies` says when it may be not applicable."""
    return Practice(
        code=code,
        name=f"Practice {code}",
        question=f"How far is {code}?",
        anchors=tuple(f"{code} stands at {level}." for level in range(5)),
        foundation=foundation,
        effort=Effort.SMALL,
        owner="engineer",
        needs=needs,
        not_applicable_when=applies,
        evidence_hint="A link to it.",
    )


def discipline(code: str, *practices: Practice) -> Discipline:
    """A discipline of one dimension, whose code is that of the discipline in capitals."""
    dimension = Dimension(code.upper(), f"{code.capitalize()} at work", "All of it.", practices)
    return Discipline(code, code.capitalize(), f"What {code} is about.", (dimension,))


def small_catalog() -> Catalog:
    """Three disciplines of few practices: `soil` is free, `tree` is the source of a gate, `fruit` waits for it.

    SOI-1 may be not applicable, TRE-1 and TRE-2 are foundations, TRE-2 does not offer level 1.
    """
    second = practice("TRE-2", foundation=True)
    second = Practice(**{name: getattr(second, name) for name in second.__slots__} | {"anchors": _without_level_1()})
    return Catalog(
        disciplines=(
            discipline("soil", practice("SOI-1", applies="There is no soil."), practice("SOI-2")),
            discipline(
                "tree", practice("TRE-1", foundation=True), second, practice("TRE-3", needs=(Need("SOI-2", 1),))
            ),
            discipline("fruit", practice("FRU-1", foundation=True), practice("FRU-2")),
        ),
        gates=(Gate("tree", "fruit", 2, "Fruit grows on trees."),),
        levels=tuple(LevelName(number, f"Level {number}", f"As much as {number}.") for number in range(5)),
    )


def _without_level_1() -> tuple[str, ...]:
    return ("TRE-2 stands at 0.", "", *(f"TRE-2 stands at {level}." for level in range(2, 5)))


def open_assessment(
    unit: Unit,
    *,
    by: User,
    catalog: PublishedCatalog | None = None,
    title: str = "Spring check",
    at: datetime | None = None,
) -> Assessment:
    """An open assessment of the unit, against the built-in catalog unless told otherwise."""
    moment = at or timezone.now()
    return Assessment.objects.create(
        unit=unit,
        catalog_version_id=(catalog or built_in()).version_id,
        title=title,
        state=AssessmentState.OPEN.value,
        started_by=by,
        started_at=moment,
        changed_at=moment,
    )


def answer(
    assessment: Assessment,
    practices: str | Iterable[str],
    respondent: User,
    *,
    level: int | None = 2,
    kind: Kind = Kind.LEVEL,
    reason: str = "",
    remark: str = "",
    at: datetime | None = None,
) -> list[Response]:
    """One person's answer, the same to each practice, as first answers; for other kinds than levels give `kind`."""
    ids = published(assessment.catalog_version_id).practice_ids
    codes = [practices] if isinstance(practices, str) else practices
    moment = at or timezone.now()
    given = {"kind": kind.value, "level": level if kind is Kind.LEVEL else None, "reason": reason, "remark": remark}
    keys = [{"assessment": assessment, "practice_id": ids[code], "respondent": respondent} for code in codes]
    ResponseRevision.objects.bulk_create(ResponseRevision(**key, **given, revision=1, saved_at=moment) for key in keys)
    return Response.objects.bulk_create(Response(**key, **given, answered_at=moment) for key in keys)


def change_answer(assessment: Assessment, practice: str, respondent: User, **given: Any) -> int:
    """Save one person's answer once more, through the service, with what else stays as it is; return its revision."""
    version = published(assessment.catalog_version_id)
    key = {
        "assessment_id": assessment.pk,
        "practice_id": version.practice_ids[practice],
        "respondent_id": respondent.pk,
    }
    own = own_response(**key)
    assert own is not None
    kind, level = given.pop("kind", Kind.LEVEL), given.pop("level", own.level)
    changed: dict[str, Any] = {
        "answer": Answer(kind, level),
        "reason": own.reason,
        "remark": own.remark,
        "at": timezone.now(),
    }
    return record_response(
        assessment_id=assessment.pk,
        published=version,
        practice=practice,
        respondent_id=respondent.pk,
        revision=own.revision,
        **changed | given,
    )


def practices_of(assessment: Assessment, *disciplines: str, but: Collection[str] = ()) -> list[str]:
    """The practice codes of these disciplines in catalog order, without some."""
    catalog = published(assessment.catalog_version_id).catalog
    return [one.code for code in disciplines for one in catalog.discipline[code].practices if one.code not in but]


def show(
    assessment: Assessment,
    practices: str | Iterable[str],
    author: User,
    *,
    kind: EvidenceKind = EvidenceKind.LINK,
    text: str = "https://example.org/proof",
    dated: date | None = None,
) -> list[Evidence]:
    """One entry of evidence for each practice, of today unless told otherwise."""
    ids = published(assessment.catalog_version_id).practice_ids
    codes = [practices] if isinstance(practices, str) else practices
    now = timezone.now()
    return Evidence.objects.bulk_create(
        Evidence(
            assessment=assessment,
            practice_id=ids[code],
            kind=kind.value,
            text=text,
            author=author,
            dated=dated or now.date(),
            added_at=now,
        )
        for code in codes
    )


def assign(assessment: Assessment, dimension: str, *people: User, due: date | None = None) -> list[Assignment]:
    """People who are asked to answer a dimension, by the one who started; within a fortnight unless told otherwise."""
    version = assessment.catalog_version_id
    now = timezone.now()
    return Assignment.objects.bulk_create(
        Assignment(
            assessment=assessment,
            dimension=models.Dimension.objects.get(code=dimension, discipline__version=version),
            member=member,
            due=due or local_day(now) + timedelta(days=14),
            assigned_by_id=assessment.started_by_id,
            assigned_at=now,
        )
        for member in people
    )


def put_in_place(assessment: Assessment, respondent: User, discipline: str, *, level: int = 2) -> None:
    """Answer a whole discipline and show its foundations, so that gates after it open."""
    answer(assessment, practices_of(assessment, discipline), respondent, level=level)
    catalog = published(assessment.catalog_version_id).catalog
    foundations = [one.code for one in catalog.discipline[discipline].practices if one.foundation]
    show(assessment, foundations, respondent)


def submit(assessment: Assessment, *, by: User, confirmed: Collection[str] = (), at: datetime | None = None) -> Result:
    """Submit through the service and return the Result."""
    result_id = submit_assessment(
        assessment_id=assessment.pk, confirmed_early_looks=frozenset(confirmed), user_id=by.pk, at=at or timezone.now()
    )
    assessment.refresh_from_db()
    return Result.objects.get(id=result_id)


def promise(
    practice: str,
    to_level: int = 2,
    *,
    quarter: CalendarQuarter,
    check: str = "",
    what: str = "",
    from_level: int = 0,
    role: str = "engineer",
) -> Promise:
    """A step from level 0 in one quarter, or work where `check` is given."""
    return Promise(
        practice=practice,
        check=check,
        what=what,
        from_level=None if check else from_level,
        to_level=to_level,
        effort=Fraction(0) if check else Fraction(5, 2),
        starts=quarter.first_day,
        due=quarter.last_day,
        owner_role=role,
        because=(f"{practice} is needed.",),
    )


def promised(result: Result, *, scenario: scenarios.Scenario | None = None, on: date | None = None) -> list[Promise]:
    """What the roadmap from a result promises, with the standard scenario unless told otherwise."""
    day = on or local_day(result.decided_at)
    catalog = published(result.catalog_version_id).catalog
    roadmap = plan(catalog, from_json(result.inputs), scenario=scenario or scenarios.standard(day), on=day)
    return list(first_milestones(catalog, roadmap))


def adopt(
    result: Result,
    promises: Sequence[Promise],
    *,
    by: User,
    title: str = "Spring plan",
    owners: Mapping[str, Owner] | None = None,
    keep: Mapping[Key, int] | None = None,
    new_dates: bool = False,
    at: datetime | None = None,
) -> Baseline:
    """The promises as the current plan of the result's unit, in place of the one before."""
    moment = at or timezone.now()
    current = Baseline.objects.filter(unit=result.unit_id, ended_at=None).first()
    return baselines.adopt(
        unit=result.unit,
        result_id=result.pk,
        replaces=current.pk if current else None,
        by=by,
        title=title,
        note="As agreed.",
        parameters=list(scenarios.parameters(scenarios.standard(local_day(moment)))),
        promises=promises,
        owners=owners or {},
        keep=keep or {},
        new_dates=new_dates,
        at=moment,
    )


def grant(
    unit: Unit, *, by: User, gate: tuple[str, str] = ("mlops", "modelops"), days: int = 90, at: datetime | None = None
) -> GateException:
    """An exception to a gate from today on."""
    moment = at or timezone.now()
    today = local_day(moment)
    return gate_exceptions.grant(
        unit=unit,
        by=by,
        before=gate[0],
        after=gate[1],
        since=today,
        until=today + timedelta(days=days),
        reason="A pilot is due.",
        at=moment,
    )


@dataclass(frozen=True, slots=True)
class Plans:
    """What a team has planned: a kept scenario, the current plan with its first milestone, an exception to a gate."""

    scenario: Scenario
    baseline: Baseline
    milestone: Milestone
    exception: GateException


def plans(result: Result, *, lead: User, manager: User) -> Plans:
    """A plan of a few steps to the first practices of DataOps, whose first milestone is the lead's."""
    unit, at = result.unit, timezone.now()
    start = scenarios.standard(local_day(at))
    codes = practices_of(result.assessment, "dataops")[:3]
    owners = {"engineer": Owner(id=lead.pk)}
    promises = [promise(code, quarter=start.start.plus(number)) for number, code in enumerate(codes)]
    keep_scenario(unit=unit, by=lead, name=f"Wish of {unit.name}", parameters=scenarios.parameters(start), at=at)
    baseline = adopt(result, promises, by=lead, title=f"Plan of {unit.name}", owners=owners, at=at)
    return Plans(
        scenario=Scenario.objects.get(unit=unit),
        baseline=baseline,
        milestone=Milestone.objects.get(baseline=baseline, position=1),
        exception=grant(unit, by=manager, at=at),
    )


@dataclass(frozen=True, slots=True)
class Organisation:
    """Two branches with a team each, so that there is data that could leak.

    Both teams have a Result in force, plans made from it, and an open assessment with answers, remarks and evidence.
    """

    branch: Unit
    team: Unit
    assessment: Assessment
    result: Result
    lead: User
    member: User
    manager: User
    disabled: User
    removed: User
    branch_elsewhere: Unit
    team_elsewhere: Unit
    assessment_elsewhere: Assessment
    result_elsewhere: Result
    lead_elsewhere: User
    manager_elsewhere: User
    administrator: User
    stranger: User
    plans: Plans
    plans_elsewhere: Plans


def organisation() -> Organisation:
    """The organisation that permission tests look at."""
    top = unit("Example Orchards")
    branch, elsewhere = unit("North branch", parent=top), unit("South branch", parent=top)
    otters, badgers = team("Otters", parent=branch), team("Badgers", parent=elsewhere)
    lead, removed = member_of(otters, Role.LEAD, "Lea Lead"), member_of(otters, name="Remy Removed")
    disabled, lead_elsewhere = (
        member_of(otters, Role.LEAD, "Dis Abled"),
        member_of(badgers, Role.LEAD, "Elsa Elsewhere"),
    )
    result, assessment = _history(otters, lead, removed)
    result_elsewhere, assessment_elsewhere = _history(badgers, lead_elsewhere, lead_elsewhere)
    Membership.objects.filter(user=removed).delete()
    User.objects.filter(id=disabled.pk).update(is_active=False)
    manager, manager_elsewhere = (
        member_of(branch, Role.MANAGER, "Mana Ger"),
        member_of(elsewhere, Role.MANAGER, "Max Elsewhere"),
    )
    return Organisation(
        branch=branch,
        team=otters,
        assessment=assessment,
        result=result,
        lead=lead,
        member=member_of(otters, name="Mem Ber"),
        manager=manager,
        disabled=disabled,
        removed=removed,
        branch_elsewhere=elsewhere,
        team_elsewhere=badgers,
        assessment_elsewhere=assessment_elsewhere,
        result_elsewhere=result_elsewhere,
        lead_elsewhere=lead_elsewhere,
        manager_elsewhere=manager_elsewhere,
        administrator=person("Ada Administrator", administrator=True),
        stranger=person("Sten Stranger"),
        plans=plans(result, lead=lead, manager=manager),
        plans_elsewhere=plans(result_elsewhere, lead=lead_elsewhere, manager=manager_elsewhere),
    )


def _history(unit: Unit, lead: User, respondent: User) -> tuple[Result, Assessment]:
    """A submitted assessment and the next one, open and half answered."""
    before = open_assessment(unit, by=lead, title=f"First look of {unit.name}")
    put_in_place(before, respondent, "mlops")
    result = submit(before, by=lead)
    assessment = open_assessment(unit, by=lead, title=f"Second look of {unit.name}")
    codes = practices_of(assessment, "dataops")[:5]
    answer(assessment, codes, respondent, level=3, remark=f"A secret of {unit.name}.")
    show(assessment, codes[0], respondent, text=f"https://example.org/{unit.name.lower()}")
    unit.refresh_from_db()
    return result, assessment
