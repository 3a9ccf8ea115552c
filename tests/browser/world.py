"""The people and teams that pages in a browser are about, made by factories or taken from the demonstration."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from fractions import Fraction
from typing import Any

from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from assessments.core.agreement import Kind
from assessments.core.catalog import Catalog, Dimension, Practice
from assessments.core.plans.milestones import MilestoneState
from assessments.core.scenario import parameters, standard
from assessments.core.workflow import AssessmentState, Role
from assessments.models import Assessment, Baseline, Discussion, GateException, Milestone, Result, Scenario, Unit, User
from assessments.queries.assessments import local_day
from assessments.queries.catalogs import PublishedCatalog, published
from assessments.services.discussions import add_comment
from assessments.services.scenarios import keep_scenario
from tests import factories
from tests.browser.plans import follow

LONG = "Donaudampfschiffahrt" * 5
"""A name of 100 characters without a blank; every name of the app may have more, but for those of disciplines."""

LONG_AGO = timedelta(days=120)
Arguments = Mapping[str, int | str]


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """Who looks at pages, and which objects the addresses name.

    `asked` is a team with an open assessment and two earlier results, `settled` one with a result, a plan, two kept
    scenarios and nothing open, `new` one without anything. The lead leads all three.
    """

    lead: User
    member: User
    manager: User
    administrator: User
    stranger: User
    asked: Arguments
    settled: Arguments
    new: Arguments

    def who(self, name: str) -> User | None:
        """The person of a page's row; nobody signed in for an empty name."""
        return getattr(self, name) if name else None


def arguments(unit: Unit) -> dict[str, int | str]:
    """A value for every part of an address that is about this team."""
    mine = Assessment.objects.filter(unit=unit)
    newest = mine.order_by("-started_at").first()
    result = Result.objects.filter(assessment__unit=unit).order_by("-decided_at").first()
    submitted = mine.filter(state=AssessmentState.SUBMITTED.value).order_by("-started_at").first()
    catalog = published(newest.catalog_version_id).catalog if newest else factories.built_in().catalog
    talked = set(Discussion.objects.filter(assessment__unit=unit).values_list("practice__code", flat=True))
    return {
        "unit_id": unit.pk,
        "assessment_id": newest.pk if newest else 0,
        "submitted_id": submitted.pk if submitted else 0,
        "result_id": result.pk if result else 0,
        "baseline_id": _id_of(Baseline.objects.filter(unit=unit, ended_at__isnull=False)),
        "milestone_id": _id_of(Milestone.objects.filter(baseline__unit=unit, state=MilestoneState.IN_PROGRESS.value)),
        "scenario_id": _id_of(Scenario.objects.filter(unit=unit)),
        "exception_id": _id_of(GateException.objects.filter(unit=unit)),
        "file_format": "csv",
        "dimension": catalog.disciplines[0].dimensions[0].code,
        "discipline": catalog.gates[0].before,
        "practice": next((code for code in catalog.practice if code in talked), next(iter(catalog.practice))),
        "blank": catalog.discipline[catalog.gates[0].before].practices[-2].code,
        "waiting": catalog.discipline[catalog.gates[0].after].dimensions[0].code,
    }


def _id_of(rows: QuerySet[Any]) -> int:
    """The id of the first of these; 0, which nothing has, for none."""
    return rows.values_list("pk", flat=True).first() or 0


def session_of(user: User) -> str:
    """The cookie of a browser in which the person has signed in."""
    return factories.client_of(user).cookies[settings.SESSION_COOKIE_NAME].value


def mailed_link(user: User) -> dict[str, int | str]:
    """The parts of the address at which a person sets a password."""
    return {
        "uidb64": urlsafe_base64_encode(force_bytes(user.pk)),
        "token": default_token_generator.make_token(user),
    }


def invented(catalog: PublishedCatalog | None = None, *, name: str = "") -> World:
    """A branch with three teams, with every kind of answer, disagreement and evidence in the open assessment.

    All units and people carry `name`, where one is given, so that it can be as long as it likes.
    """
    version = catalog or factories.built_in()
    branch = factories.unit(
        name or "North branch", parent=factories.unit((name and f"{name}-top") or "Example Orchards")
    )
    asked, settled, new = (
        factories.team(f"{name}-{one}" if name else one, parent=branch) for one in ("Otters", "Beavers", "Newts")
    )
    lead = factories.member_of(asked, Role.LEAD, name or "Lea Lead")
    for unit in (settled, new):
        factories.join(lead, unit, Role.LEAD)
    member = factories.member_of(asked, name=name or "Mem Ber")
    _submitted(asked, lead=lead, catalog=version, title=name or "Before", level=1, at=timezone.now() - LONG_AGO)
    for unit in (settled, asked):
        _submitted(unit, lead=lead, catalog=version, title=name or f"First look of {unit.name}")
    manager = factories.member_of(branch, Role.MANAGER, name or "Mana Ger")
    factories.join(member, settled)
    follow(settled, lead=lead, manager=manager, name=name)
    _keep(settled, lead=lead, name=name)
    _opened(asked, lead=lead, member=member, catalog=version, title=name or "Second look")
    _share(asked, lead=lead, member=member, name=name)
    return World(
        lead=lead,
        member=member,
        manager=manager,
        administrator=factories.person(name or "Ada Administrator", administrator=True),
        stranger=factories.person(name or "Sten Stranger"),
        asked=arguments(asked),
        settled=arguments(settled),
        new=arguments(new),
    )


def _keep(unit: Unit, *, lead: User, name: str) -> None:
    """Two scenarios kept by name, so that with the adopted plan three stand side by side."""
    now = timezone.now()
    usual = standard(local_day(now))
    for number, capacity in enumerate((12, 48)):
        keep_scenario(
            unit=unit,
            by=lead,
            name=f"{name[:70] or 'Another team size'} {number}",
            parameters=parameters(replace(usual, capacity=Fraction(capacity))),
            at=now,
        )


def _submitted(
    unit: Unit,
    *,
    lead: User,
    catalog: PublishedCatalog,
    title: str,
    level: int = 2,
    at: datetime | None = None,
) -> None:
    assessment = factories.open_assessment(unit, by=lead, catalog=catalog, title=title, at=at)
    codes = [code for code in _free(catalog) if not code.endswith("-03")]
    factories.answer(assessment, codes, lead, level=level, remark=title, at=at)
    factories.show(assessment, codes[:9], lead, text=f"https://example.org/{title}/{level}")
    factories.submit(assessment, by=lead, at=at)


def _opened(unit: Unit, *, lead: User, member: User, catalog: PublishedCatalog, title: str) -> None:
    """What carries over, with answers of each kind, contested and talked about, blanks, evidence; an early look."""
    assessment = factories.open_assessment(unit, by=lead, catalog=catalog, title=title)
    applies = [one.code for one in catalog.catalog.practice.values() if one.not_applicable_when and not one.foundation]
    rest = [code for code in _free(catalog) if code not in applies]
    factories.answer(assessment, rest[:4], lead, level=4, remark=title)
    factories.answer(assessment, rest[:4], member, level=0, remark="We saw it otherwise.")
    factories.answer(assessment, rest[-1:], lead, kind=Kind.DONT_KNOW)
    factories.answer(assessment, applies[:1], lead, kind=Kind.NOT_APPLICABLE, reason=title)
    factories.show(assessment, rest[0], lead, text=f"https://example.org/{title}")
    for person, text in ((member, title), (lead, "We saw it otherwise, and said why.")):
        add_comment(
            assessment_id=assessment.pk, published=catalog, practice=rest[0], author_id=person.pk, text=text,
            at=timezone.now(),
        )  # fmt: skip
    unit.refresh_from_db()
    Assessment.objects.filter(id=assessment.pk).update(
        early_looks=[catalog.catalog.gates[0].after], carried_from=unit.result_in_force
    )


def _share(unit: Unit, *, lead: User, member: User, name: str) -> None:
    """Some dimensions asked of one, of both, of one too late, and of somebody who has left."""
    assessment = Assessment.objects.get(unit=unit, state=AssessmentState.OPEN.value)
    catalog = published(assessment.catalog_version_id).catalog
    first, second, third, *_ = [one.code for own in catalog.disciplines for one in own.dimensions]
    today = local_day(timezone.now())
    factories.assign(assessment, first, lead, member)
    factories.assign(assessment, second, member, due=today - timedelta(days=3))
    factories.assign(assessment, third, factories.person(name or "Gon Away"), due=today)


def _free(catalog: PublishedCatalog) -> list[str]:
    """The practices of the disciplines that wait for nobody."""
    behind = {gate.after for gate in catalog.catalog.gates}
    return [one.code for own in catalog.catalog.disciplines if own.code not in behind for one in own.practices]


def long_winded(catalog: Catalog) -> Catalog:
    """The catalog with every name and sentence as long as it gets, without a blank."""
    disciplines = tuple(
        replace(own, name=LONG[:80], dimensions=tuple(_long_dimension(one) for one in own.dimensions))
        for own in catalog.disciplines
    )
    levels = tuple(replace(one, name=LONG[:60]) for one in catalog.levels)
    gates = tuple(replace(one, reason=LONG) for one in catalog.gates)
    return replace(catalog, disciplines=disciplines, levels=levels, gates=gates)


def _long_dimension(dimension: Dimension) -> Dimension:
    return replace(
        dimension,
        name=f"{dimension.code}{LONG}",
        practices=tuple(_long_practice(one) for one in dimension.practices),
    )


def _long_practice(practice: Practice) -> Practice:
    return replace(
        practice,
        name=f"{practice.code}{LONG}",
        question=LONG,
        anchors=tuple(f"{LONG}{level}" if anchor else "" for level, anchor in enumerate(practice.anchors)),
        owner=LONG,
        not_applicable_when=practice.not_applicable_when and LONG,
        evidence_hint=LONG,
    )
