"""Handing over open work: who has what, to whom it goes, and what each role may."""

from typing import Any

import pytest
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from assessments.models import Assignment, Membership, Milestone, Unit, User
from assessments.queries.held import NotAnswerable
from assessments.services import handovers
from tests.factories import Organisation, assign, client_of, member_of

pytestmark = pytest.mark.django_db


def address(unit: Unit) -> str:
    return reverse("assessments:handover-show", args=[unit.pk])


def page(user: User, unit: Unit) -> str:
    response = client_of(user).get(address(unit))
    assert response.status_code == 200
    return " ".join(response.text.split())


def handed(organisation: Organisation, person: User, to: User, by: User | None = None) -> Any:
    data = {"person": person.pk, "to": to.pk}
    return client_of(by or organisation.lead).post(address(organisation.team), data, follow=True)


def owners(organisation: Organisation) -> set[str]:
    rows = Milestone.objects.filter(baseline=organisation.plans.baseline)
    return set(rows.values_list("owner__name", flat=True))


@pytest.fixture
def gone(organisation: Organisation) -> User:
    """A person with a dimension asked and every milestone, who then left."""
    gone = member_of(organisation.team, name="Gon Away")
    assign(organisation.assessment, "DAT-STO", gone)
    Milestone.objects.filter(baseline=organisation.plans.baseline).update(owner=gone)
    Membership.objects.filter(user=gone).delete()
    return gone


def test_who_has_left_comes_first_and_all_goes_in_one_step(organisation: Organisation, gone: User) -> None:
    assign(organisation.assessment, "DAT-PIP", organisation.lead)
    text = page(organisation.lead, organisation.team)
    assert text.index("Gon Away") < text.index(">Lea Lead</h2>")
    assert '<span class="pill state-waiting">Has left</span>' in text
    assert "Storage and lake life cycle <span" in text
    assert "All 4 go to" in text
    response = handed(organisation, gone, organisation.member)
    assert "Mem Ber goes on with what Gon Away had open: 4 in all." in response.text
    assert owners(organisation) == {"Mem Ber"}
    assert Assignment.objects.get(dimension__code="DAT-STO").member == organisation.member


def test_a_manager_sees_and_hands_over_milestones_only(organisation: Organisation, gone: User) -> None:
    text = page(organisation.manager, organisation.team)
    assert "Storage and lake life cycle" not in text
    assert "All 3 go to" in text
    assert "questions to be answered are handed over by a lead" in text
    handed(organisation, gone, organisation.manager, by=organisation.manager)
    assert owners(organisation) == {"Mana Ger"}
    assert Assignment.objects.get().member == gone


def test_questions_are_offered_to_who_answers(organisation: Organisation, gone: User) -> None:
    form = page(organisation.lead, organisation.team).split("<select", 1)[1].split("</select>")[0]
    assert "Mem Ber" in form
    assert "Mana Ger" not in form
    response = handed(organisation, gone, organisation.manager)
    assert response.status_code == 400
    assert "Choose a member or a lead: only they can answer the questions." in response.text
    assert owners(organisation) == {"Gon Away"}


def test_nobody_chosen_is_said_beside_the_field(organisation: Organisation, gone: User) -> None:
    response = client_of(organisation.lead).post(address(organisation.team), {"person": gone.pk, "to": ""})
    assert response.status_code == 400
    assert f'id="fault-{gone.pk}">Choose one of the people offered.</div>' in response.text


def test_who_has_nothing_open_any_more(organisation: Organisation, gone: User) -> None:
    handed(organisation, gone, organisation.member)
    response = handed(organisation, gone, organisation.member)
    assert response.status_code == 400
    assert "Nothing was handed over" in response.text


def test_without_anything_open_it_says_so(organisation: Organisation) -> None:
    Milestone.objects.update(owner=None)
    assert "Nobody in Otters has anything open to hand over." in page(organisation.lead, organisation.team)


def test_an_assessment_that_was_closed_meanwhile_is_told(
    organisation: Organisation, gone: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def closed(*args: Any, **options: Any) -> None:
        raise NotAnswerable

    monkeypatch.setattr(handovers, "hold", closed)
    response = handed(organisation, gone, organisation.member)
    assert "The assessment was closed meanwhile." in response.text
    assert owners(organisation) == {"Gon Away"}


def test_members_may_not(organisation: Organisation, gone: User) -> None:
    assert client_of(organisation.member).get(address(organisation.team)).status_code == 403
    assert handed(organisation, gone, organisation.lead, by=organisation.member).status_code == 403


@pytest.mark.parametrize("more", [0, 3])
@pytest.mark.parametrize(("who", "statements"), [("lead", 7), ("manager", 6)])
def test_statements_whatever_the_number(
    organisation: Organisation,
    gone: User,
    more: int,
    who: str,
    statements: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for _ in range(more):
        assign(organisation.assessment, "DAT-PIP", member_of(organisation.team))
    client = client_of(getattr(organisation, who))
    with django_assert_num_queries(statements):
        assert client.get(address(organisation.team)).status_code == 200
