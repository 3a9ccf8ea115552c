"""The evidence of an assessment, and what its team showed earlier."""

from datetime import date, timedelta

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from assessments.core.agreement import EvidenceKind
from assessments.core.workflow import AssessmentState, Role
from assessments.models import Assessment, Evidence, Unit, User
from assessments.queries.evidence import NAME_HIDDEN, evidence_of
from assessments.services.evidence import renew_evidence, reuse_evidence
from tests.factories import answer, built_in, member_of, open_assessment, publish, show, small_catalog, submit, team

pytestmark = pytest.mark.django_db
AT = timezone.now()
OLD, OLDER = date(2026, 3, 1), date(2025, 9, 1)


@pytest.fixture
def otters() -> Unit:
    return team("Otters")


@pytest.fixture
def lead(otters: Unit) -> User:
    return member_of(otters, Role.LEAD, "Lea")


def submitted(otters: Unit, lead: User, *texts: str, dated: date = OLD, practice: str = "DAT-STO-01") -> Assessment:
    """An assessment in which these links were shown for one practice."""
    assessment = open_assessment(otters, by=lead)
    answer(assessment, practice, lead)
    for text in texts:
        show(assessment, practice, lead, text=f"https://example.org/{text}", dated=dated)
    submit(assessment, by=lead)
    return assessment


def opened(otters: Unit, lead: User, *, carries: bool = True) -> Assessment:
    """The next one."""
    assessment = open_assessment(otters, by=lead)
    otters.refresh_from_db()
    if carries:
        Assessment.objects.filter(id=assessment.pk).update(carried_from=otters.result_in_force)
    return Assessment.objects.select_related("carried_from").get(id=assessment.pk)


def earlier(assessment: Assessment, practice: str = "DAT-STO-01") -> list[tuple[str, bool]]:
    """What may be used again, by the end of its address, and whether it is of last time."""
    found = evidence_of(assessment).earlier.get(practice, ())
    return [(one.text.rpartition("/")[2], one.from_last) for one in found]


def take(assessment: Assessment, text: str, user: User) -> None:
    entry = Evidence.objects.filter(text__endswith=f"/{text}").exclude(assessment=assessment).latest("id")
    reuse_evidence(assessment_id=assessment.pk, published=built_in(), evidence_id=entry.pk, user_id=user.pk, at=AT)


def test_a_name_that_was_hidden_stays_so_however_often_its_entry_is_used_again(otters: Unit, lead: User) -> None:
    first = submitted(otters, lead, "hidden")
    Assessment.objects.filter(id=first.pk).update(names_hidden=True)
    for _ in range(2):
        again = opened(otters, lead)
        take(again, "hidden", lead)
        answer(again, "DAT-STO-02", lead)
        submit(again, by=lead)
    (shown,) = evidence_of(again).present["DAT-STO-01"]
    assert (shown.author_name, shown.reused) == (NAME_HIDDEN, True)
    now = opened(otters, lead)
    assert [one.author_name for one in evidence_of(now).earlier["DAT-STO-01"]] == [NAME_HIDDEN]


def test_what_was_shown_earlier_is_listed_newest_first_and_marked(otters: Unit, lead: User) -> None:
    submitted(otters, lead, "old", dated=OLDER)
    submitted(otters, lead, "new", "other")
    assessment = opened(otters, lead)
    show(assessment, "DAT-STO-01", lead, text="https://example.org/present")
    assert earlier(assessment) == [("other", True), ("new", True), ("old", False)]
    assert earlier(assessment, "DAT-STO-02") == []
    assert [one.text for one in evidence_of(assessment).present["DAT-STO-01"]] == ["https://example.org/present"]


def test_without_carrying_over_it_may_be_used_again_all_the_same(otters: Unit, lead: User) -> None:
    submitted(otters, lead, "old")
    assert earlier(opened(otters, lead, carries=False)) == [("old", False)]


def test_what_is_shown_already_is_not_listed_and_equals_are_listed_once(otters: Unit, lead: User) -> None:
    submitted(otters, lead, "same", "gone", dated=OLDER)
    submitted(otters, lead, "same")
    assessment = opened(otters, lead)
    assert earlier(assessment) == [("same", True), ("gone", False)]
    take(assessment, "same", lead)
    assert earlier(assessment) == [("gone", False)]
    Evidence.objects.filter(assessment=assessment).delete()
    assert earlier(assessment) == [("same", True), ("gone", False)]


def test_of_what_came_along_only_the_last_copy_is_listed(otters: Unit, lead: User) -> None:
    submitted(otters, lead, "first")
    second = opened(otters, lead)
    answer(second, "DAT-STO-01", lead)
    take(second, "first", lead)
    copy = Evidence.objects.get(assessment=second)
    renew_evidence(assessment_id=second.pk, evidence_id=copy.pk, user_id=lead.pk, at=AT)
    submit(second, by=lead)
    third = opened(otters, lead)
    (entry,) = evidence_of(third).earlier["DAT-STO-01"]
    assert (entry.id, entry.reused, entry.renewed_by_name) == (copy.pk, True, "Lea")


def test_what_a_discarded_assessment_took_along_is_still_there(otters: Unit, lead: User) -> None:
    submitted(otters, lead, "first")
    discarded = opened(otters, lead)
    take(discarded, "first", lead)
    show(discarded, "DAT-STO-01", lead, text="https://example.org/only-there")
    Assessment.objects.filter(id=discarded.pk).update(state=AssessmentState.DISCARDED.value)
    assert earlier(opened(otters, lead, carries=False)) == [("first", False)]


def test_nothing_of_another_team(otters: Unit, lead: User) -> None:
    badgers = team("Badgers")
    submitted(badgers, member_of(badgers, Role.LEAD), "secret")
    assessment, theirs = opened(otters, lead), opened(badgers, member_of(badgers, Role.LEAD))
    assert evidence_of(assessment).earlier == {}
    assert list(evidence_of(theirs).earlier) == ["DAT-STO-01"]


def test_of_the_same_practice_in_another_version(otters: Unit, lead: User) -> None:
    version = publish(small_catalog())
    first = open_assessment(otters, by=lead, catalog=version)
    answer(first, "SOI-1", lead)
    show(first, "SOI-1", lead, kind=EvidenceKind.NOTE, text="A list/ours")
    submit(first, by=lead)
    newer = publish(small_catalog())
    second = open_assessment(otters, by=lead, catalog=newer)
    assert earlier(second, "SOI-1") == [("ours", False)]


@pytest.mark.parametrize("times", [1, 3])
def test_one_query_however_much_there_is(
    otters: Unit, lead: User, times: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(times):
        submitted(otters, lead, *(f"{number}-{other}" for other in range(times)), dated=OLD - timedelta(days=number))
    assessment = opened(otters, lead)
    with django_assert_num_queries(1):
        found = evidence_of(assessment)
    assert len(found.earlier["DAT-STO-01"]) == times * times


def test_what_was_shown_where_names_are_hidden_has_no_name(otters: Unit, lead: User) -> None:
    before = submitted(otters, lead, "page")
    Assessment.objects.filter(id=before.pk).update(names_hidden=True)
    now = opened(otters, lead)
    assert [one.author_name for one in evidence_of(now).earlier["DAT-STO-01"]] == ["Name hidden"]
    take(now, "page", lead)
    show(now, "DAT-STO-01", lead, text="https://example.org/mine")
    entries = evidence_of(now).present["DAT-STO-01"]
    assert [(one.author_name, one.renewed_by_name) for one in entries] == [("Name hidden", ""), ("Lea", "")]
    renew_evidence(assessment_id=now.pk, evidence_id=entries[0].id, user_id=lead.pk, at=AT)
    (renewed, _) = evidence_of(now).present["DAT-STO-01"]
    assert renewed.renewed_by_name == "Name hidden"


def test_a_hidden_name_stays_hidden_when_what_it_was_copied_from_is_gone(otters: Unit, lead: User) -> None:
    before = submitted(otters, lead, "page")
    Assessment.objects.filter(id=before.pk).update(names_hidden=True)
    now = opened(otters, lead)
    take(now, "page", lead)
    Evidence.objects.filter(assessment=before).delete()
    assert [one.author_name for one in evidence_of(now).present["DAT-STO-01"]] == ["Name hidden"]
