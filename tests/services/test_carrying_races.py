"""Last time's answers are confirmed while another tab answers: nothing typed is lost, nothing is stored twice."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import IntegrityError, transaction

from assessments.models import Assessment, Response, ResponseRevision, User
from assessments.queries.assessments import sheet
from assessments.queries.catalogs import published
from assessments.queries.marks import marked
from assessments.services.assessments import start_assessment
from assessments.services.carrying import confirm_carried
from assessments.services.responses import StaleRevision
from tests.factories import answer
from tests.services.acts import LATER, THREE, save, submit_as
from tests.services.concurrency import ONLY_ON_POSTGRESQL, PATIENCE, held, in_thread

pytestmark = ONLY_ON_POSTGRESQL
CODES = frozenset({"SOI-1", "SOI-2", "TRE-1", "TRE-2", "TRE-3"})


@pytest.fixture
def again(assessment: Assessment, lead: User) -> Assessment:
    """The next assessment of a team that answered everything last time."""
    answer(assessment, sorted(CODES), lead)
    submit_as(assessment, lead)
    started = start_assessment(
        unit_id=assessment.unit_id, title="Again", note="", carries_over=True, user_id=lead.pk, at=LATER
    )
    return Assessment.objects.get(id=started)


def confirm(assessment: Assessment, user: User) -> frozenset[str]:
    return confirm_carried(
        assessment_id=assessment.pk,
        published=published(assessment.catalog_version_id),
        practices=CODES,
        at_once=True,
        remarks={},
        respondent_id=user.pk,
        at=LATER,
    )


def test_what_the_other_tab_answered_first_stays(again: Assessment, lead: User) -> None:
    with held(lambda: save(again, lead, given=THREE, remark="typed"), lambda: confirm(again, lead)) as confirmed:
        assert confirmed.result(PATIENCE) == CODES - {"SOI-1"}
    levels = dict(Response.objects.filter(assessment=again).values_list("practice__code", "level"))
    assert levels == {**dict.fromkeys(CODES, 2), "SOI-1": 3}


def test_the_other_tab_is_told_when_it_comes_second(again: Assessment, lead: User) -> None:
    def second() -> None:
        with pytest.raises(StaleRevision) as caught:
            save(again, lead, given=THREE)
        assert caught.value.present is not None
        assert caught.value.present.level == 2

    with held(lambda: confirm(again, lead), second) as told:
        told.result(PATIENCE)


def test_two_tabs_confirm_the_same_once(again: Assessment, lead: User) -> None:
    with held(lambda: confirm(again, lead), lambda: confirm(again, lead)) as second:
        assert second.result(PATIENCE) == frozenset()
    assert ResponseRevision.objects.filter(assessment=again).count() == len(CODES)


def test_the_broken_variant_that_looks_before_it_holds_stores_one_twice(again: Assessment, lead: User) -> None:
    """Only the constraint stops it, and the confirming of all the others is lost with it."""
    looked, saved = threading.Event(), threading.Event()

    def confirm_without_lock() -> None:
        with transaction.atomic():
            found = sheet(marked().get(id=again.pk), respondent_id=lead.pk)
            looked.set()
            assert saved.wait(PATIENCE)
            answer(again, sorted(CODES - found.own.keys()), lead)

    with ThreadPoolExecutor(1) as pool:
        future = in_thread(pool, confirm_without_lock)
        assert looked.wait(PATIENCE)
        save(again, lead, given=THREE)
        saved.set()
        with pytest.raises(IntegrityError):
            future.result(PATIENCE)
    assert Response.objects.filter(assessment=again).count() == 1
