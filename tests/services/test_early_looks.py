"""A waiting discipline is looked into early, and counts only once its gate is open and the lead confirms."""

from decimal import Decimal

import pytest

from assessments.core.gates import State
from assessments.models import Assessment, Response, Result, User
from assessments.queries.catalogs import PublishedCatalog
from assessments.services.assessments import (
    NotMovable,
    NotWaiting,
    open_early_look,
)
from tests.factories import (
    built_in,
    put_in_place,
)
from tests.services.acts import LATER, outsiders, submit_as

pytestmark = pytest.mark.django_db


def states(result: Result) -> dict[str, str]:
    return dict(result.readiness.values_list("discipline", "state"))


def look(assessment: Assessment, catalog: PublishedCatalog, user: User, discipline: str = "fruit") -> None:
    open_early_look(assessment_id=assessment.pk, published=catalog, discipline=discipline, user_id=user.pk, at=LATER)


def test_the_walk_leads_on_when_the_gate_opens(assessment: Assessment, lead: User) -> None:
    put_in_place(assessment, lead, "tree")
    put_in_place(assessment, lead, "fruit")
    result = submit_as(assessment, lead)
    assert states(result) == {"soil": State.NOT_ASSESSED, "tree": State.IN_PLACE, "fruit": State.IN_PLACE}


@pytest.mark.parametrize(("confirmed", "state"), [((), State.NOT_ASSESSED), (("fruit",), State.IN_PLACE)])
def test_an_early_look_counts_once_its_gate_is_open_and_the_lead_confirms(
    catalog: PublishedCatalog, assessment: Assessment, lead: User, confirmed: tuple[str, ...], state: State
) -> None:
    look(assessment, catalog, lead)
    put_in_place(assessment, lead, "fruit")
    put_in_place(assessment, lead, "tree")
    result = submit_as(assessment, lead, *confirmed)
    assert states(result)["fruit"] == state
    assert ("FRU-1" in result.inputs) is bool(confirmed)
    assert Response.objects.filter(practice__code="FRU-1").exists()


@pytest.mark.parametrize("confirmed", [(), ("fruit",)])
def test_an_early_look_behind_a_shut_gate_is_shown_in_grey_and_nothing_more(
    catalog: PublishedCatalog, assessment: Assessment, lead: User, confirmed: tuple[str, ...]
) -> None:
    look(assessment, catalog, lead)
    put_in_place(assessment, lead, "fruit")
    result = submit_as(assessment, lead, *confirmed)
    row = result.readiness.get(discipline="fruit")
    assert (row.state, row.early_look, row.index) == (State.WAITING, True, Decimal(50))


def test_an_early_look_is_opened_once(catalog: PublishedCatalog, assessment: Assessment, lead: User) -> None:
    look(assessment, catalog, lead)
    look(assessment, catalog, lead)
    row = Assessment.objects.get()
    assert (row.early_looks, row.changed_at) == (["fruit"], LATER)


@pytest.mark.parametrize("discipline", ["soil", "tree", "unknown"])
def test_only_what_waits_has_an_early_look(
    catalog: PublishedCatalog, assessment: Assessment, lead: User, discipline: str
) -> None:
    with pytest.raises(NotWaiting):
        look(assessment, catalog, lead, discipline)


def test_no_early_look_once_the_gate_is_open(catalog: PublishedCatalog, assessment: Assessment, lead: User) -> None:
    put_in_place(assessment, lead, "tree")
    with pytest.raises(NotWaiting):
        look(assessment, catalog, lead)


def test_only_a_lead_opens_an_early_look_and_only_of_this_version(
    catalog: PublishedCatalog, assessment: Assessment, lead: User, member: User
) -> None:
    for user in (member, *outsiders(assessment).values()):
        with pytest.raises(NotMovable):
            look(assessment, catalog, user)
    with pytest.raises(NotMovable):
        look(assessment, built_in(), lead, "modelops")
    Assessment.objects.update(state="submitted")
    with pytest.raises(NotMovable):
        look(assessment, catalog, lead)
