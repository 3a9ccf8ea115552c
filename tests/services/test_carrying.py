"""Last time's answers become one's own by confirming them, with their evidence, or nothing is changed."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date, timedelta

import pytest

from assessments.core.agreement import EvidenceKind, Kind
from assessments.core.plans.milestones import MilestoneState
from assessments.core.workflow import AssessmentState, Role
from assessments.models import Assessment, Evidence, Milestone, Response, ResponseRevision, Result, User
from assessments.queries.assessments import sheet
from assessments.queries.catalogs import PublishedCatalog, published
from assessments.queries.held import NotAnswerable
from assessments.queries.marks import marked
from assessments.services.assessments import start_assessment
from assessments.services.carrying import InvalidRemark, confirm_carried
from tests.factories import (
    adopt,
    answer,
    member_of,
    open_assessment,
    promise,
    publish,
    put_in_place,
    show,
    small_catalog,
    submit,
    team,
    unit,
)
from tests.services.acts import AT, LATER, outsiders, save, statements
from tests.services.planning import FIRST

pytestmark = pytest.mark.django_db
LONG_AGO = AT - timedelta(days=200)
EVERY = ("SOI-1", "SOI-2", "TRE-1", "TRE-2", "TRE-3")


@pytest.fixture
def before(catalog: PublishedCatalog) -> Assessment:
    """The lead answered 2 with remarks, the member 3 to SOI-2 only; with evidence; submitted long ago."""
    otters = team("Otters", parent=unit("North"))
    lead = member_of(otters, Role.LEAD, "Lea")
    assessment = open_assessment(otters, by=lead, catalog=catalog, at=LONG_AGO)
    answer(assessment, EVERY, lead, remark="Half of it.", at=LONG_AGO)
    answer(assessment, "SOI-2", member_of(otters, name="Mem"), level=3, at=LONG_AGO)
    show(assessment, ["SOI-1", "TRE-1"], lead, dated=LONG_AGO.date())
    show(assessment, "TRE-1", lead, kind=EvidenceKind.NOTE, text="A list.", dated=LONG_AGO.date() - timedelta(days=1))
    submit(assessment, by=lead, at=LONG_AGO)
    return assessment


@pytest.fixture
def lead(before: Assessment) -> User:
    return before.started_by


@pytest.fixture
def assessment(before: Assessment) -> Assessment:
    """The next one, which carries over."""
    return _started(before, by=before.started_by)


@pytest.fixture
def member(before: Assessment) -> User:
    return User.objects.get(name="Mem")


def _started(before: Assessment, *, by: User) -> Assessment:
    started = start_assessment(unit_id=before.unit_id, title="Again", note="", carries_over=True, user_id=by.pk, at=AT)
    return Assessment.objects.get(id=started)


def confirm(
    assessment: Assessment,
    user: User,
    practices: Collection[str],
    *,
    at_once: bool = False,
    version: PublishedCatalog | None = None,
    **remarks: str,
) -> frozenset[str]:
    return confirm_carried(
        assessment_id=assessment.pk,
        published=version or published(assessment.catalog_version_id),
        practices=practices,
        at_once=at_once,
        remarks={code.replace("_", "-"): remark for code, remark in remarks.items()},
        respondent_id=user.pk,
        at=LATER,
    )


def test_nothing_is_copied_and_nothing_counts_before(assessment: Assessment, lead: User) -> None:
    found = sheet(marked().get(id=assessment.pk), respondent_id=lead.pk)
    assert set(found.carried) == set(EVERY)
    assert (found.own, found.settled, found.answers, found.evidence, found.answered_by) == ({}, {}, {}, {}, 0)


def test_without_carrying_over_nothing_is_offered(before: Assessment, lead: User) -> None:
    started = start_assessment(unit_id=before.unit_id, title="Anew", note="", user_id=lead.pk, at=AT)
    fresh = Assessment.objects.get(id=started)
    assert fresh.carried_from is None
    assert confirm(fresh, lead, EVERY) == frozenset()


def test_it_is_an_answer_like_any_other_with_its_history(assessment: Assessment, lead: User) -> None:
    assert confirm(assessment, lead, ["SOI-1"]) == {"SOI-1"}
    row = Response.objects.get(assessment=assessment)
    assert (row.kind, row.level, row.remark, row.revision, row.answer_revision, row.answered_at) == (
        "level", 2, "Half of it.", 1, 1, LATER,
    )  # fmt: skip
    kept = ResponseRevision.objects.get(assessment=assessment)
    assert (kept.practice, kept.respondent, kept.level, kept.remark, kept.revision, kept.saved_at) == (
        row.practice, lead, 2, "Half of it.", 1, LATER,
    )  # fmt: skip
    assert save(assessment, lead, revision=1) == 2
    found = sheet(assessment, respondent_id=lead.pk)
    assert (found.settled["SOI-1"].level, found.settled["SOI-1"].answered_on) == (2, AT.date())


def test_a_remark_that_was_typed_takes_the_place_of_the_last_one(assessment: Assessment, lead: User) -> None:
    confirm(assessment, lead, ["SOI-1", "SOI-2"], SOI_1="By now all of it.", SOI_2="")
    remarks = dict(Response.objects.filter(assessment=assessment).values_list("practice__code", "remark"))
    assert remarks == {"SOI-1": "By now all of it.", "SOI-2": "Half of it."}
    with pytest.raises(InvalidRemark):
        confirm(assessment, lead, ["TRE-1"], TRE_1="\x00")
    assert not Response.objects.filter(assessment=assessment, practice__code="TRE-1").exists()


def test_evidence_comes_along_once_with_its_date_and_author(
    assessment: Assessment, before: Assessment, lead: User, member: User
) -> None:
    confirm(assessment, member, ["TRE-1"])
    confirm(assessment, lead, ["TRE-1", "SOI-2"])
    entries = Evidence.objects.filter(assessment=assessment).order_by("id")
    assert [(one.text, one.dated, one.author, one.added_at) for one in entries] == [
        ("A list.", LONG_AGO.date() - timedelta(days=1), lead, LATER),
        ("https://example.org/proof", LONG_AGO.date(), lead, LATER),
    ]
    assert {one.reused_from for one in entries} == set(
        Evidence.objects.filter(assessment=before, practice__code="TRE-1")
    )


def test_who_did_not_answer_last_time_is_offered_what_the_team_agreed_on(assessment: Assessment, member: User) -> None:
    found = sheet(assessment, respondent_id=member.pk)
    assert (found.carried["SOI-1"].before.of_team, found.carried["SOI-1"].before.answer.level) == (True, 2)
    assert (found.carried["SOI-2"].before.of_team, found.carried["SOI-2"].before.answer.level) == (False, 3)
    confirm(assessment, member, ["SOI-1", "SOI-2"])
    rows = Response.objects.filter(assessment=assessment).order_by("practice__code")
    assert [(row.level, row.remark) for row in rows] == [(2, ""), (3, "")]


def test_what_is_answered_by_now_stays_as_it_is(assessment: Assessment, lead: User) -> None:
    save(assessment, lead, remark="New.", revision=0)
    assert confirm(assessment, lead, ["SOI-1", "SOI-2"], at_once=True) == {"SOI-2"}
    assert Response.objects.get(assessment=assessment, practice__code="SOI-1").remark == "New."


def test_what_the_plan_says_was_raised_is_confirmed_by_itself_only(
    assessment: Assessment, before: Assessment, lead: User
) -> None:
    plan = adopt(Result.objects.get(assessment=before), [promise("SOI-1", 3, quarter=FIRST)], by=lead)
    Milestone.objects.filter(baseline=plan).update(state=MilestoneState.DONE.value, done_on=AT.date())
    assert confirm(assessment, lead, ["SOI-1", "SOI-2"], at_once=True) == {"SOI-2"}
    assert confirm(assessment, lead, ["SOI-1"]) == {"SOI-1"}


def test_what_a_newer_version_does_not_offer_is_left_alone(before: Assessment, lead: User) -> None:
    first, tree, fruit = small_catalog().disciplines
    soil = first.dimensions[0]
    fewer = replace(soil.practices[0], anchors=(*soil.practices[0].anchors[:2], "", *soil.practices[0].anchors[3:]))
    reworded = replace(soil.practices[1], anchors=("None.", "Some.", "Most of it.", "All.", "More."))
    newer = publish(
        replace(
            small_catalog(),
            disciplines=(
                replace(first, dimensions=(replace(soil, practices=(fewer, reworded)),)),
                replace(tree, dimensions=(replace(tree.dimensions[0], practices=tree.dimensions[0].practices[:2]),)),
                fruit,
            ),
        )
    )
    started = _started(before, by=lead)
    assert started.catalog_version_id == newer.version_id
    found = sheet(started, respondent_id=lead.pk)
    assert found.last_time is not None
    assert found.last_time.gone == {"tree": ("Practice TRE-3",)}
    assert (found.carried["SOI-1"].offered, found.carried["SOI-2"].reworded) == (False, True)
    assert confirm(started, lead, EVERY, at_once=True) == {"TRE-1", "TRE-2"}
    assert confirm(started, lead, EVERY) == {"SOI-2"}


def test_what_waits_is_left_alone_until_it_is_open(catalog: PublishedCatalog) -> None:
    otters = team("Otters", parent=unit("North"))
    lead = member_of(otters, Role.LEAD)
    before = open_assessment(otters, by=lead, catalog=catalog)
    put_in_place(before, lead, "tree")
    answer(before, "FRU-1", lead)
    submit(before, by=lead)
    started = _started(before, by=lead)
    assert confirm(started, lead, ["FRU-1"]) == frozenset()
    confirm(started, lead, ["TRE-1", "TRE-2", "TRE-3"])
    assert confirm(started, lead, ["FRU-1"]) == {"FRU-1"}
    assert not Response.objects.filter(assessment=started, kind=Kind.DONT_KNOW.value).exists()


def test_nobody_from_outside_confirms_and_nobody_in_a_closed_one(assessment: Assessment, lead: User) -> None:
    for who, user in outsiders(assessment).items():
        with pytest.raises(NotAnswerable):
            confirm(assessment, user, EVERY)
        assert not Response.objects.filter(assessment=assessment).exists(), who
    with pytest.raises(NotAnswerable):
        confirm(assessment, lead, EVERY, version=publish(small_catalog()))
    Assessment.objects.filter(id=assessment.pk).update(state=AssessmentState.SUBMITTED.value)
    with pytest.raises(NotAnswerable):
        confirm(assessment, lead, EVERY)


@pytest.mark.parametrize("practices", [["TRE-1"], ["TRE-1", "SOI-1", "SOI-2"]], ids=["one", "three"])
def test_six_statements_however_many_answers(assessment: Assessment, lead: User, practices: list[str]) -> None:
    sheet(assessment, respondent_id=lead.pk)
    sent = statements(lambda: confirm(assessment, lead, practices, at_once=True))
    assert [sql.split()[0] for sql in sent] == ["UPDATE", *["SELECT"] * 2, *["INSERT"] * 3]
    assert "IN (SELECT" not in sent[0]


def test_a_date_is_the_persons_own_for_an_own_answer(assessment: Assessment, lead: User) -> None:
    found = sheet(assessment, respondent_id=lead.pk)
    assert isinstance(found.carried["SOI-1"].before.on, date)
    assert found.carried["SOI-1"].before.on == LONG_AGO.date()
