"""Dimensions are asked of people by a day, given another one and taken back; what may not be is refused."""

from datetime import date, timedelta
from typing import Any

import pytest

from assessments.core.workflow import AssessmentState, Role
from assessments.models import Assessment, Assignment, Membership, Response, User
from assessments.queries.assessments import local_day
from assessments.queries.catalogs import PublishedCatalog, published
from assessments.queries.held import NotAnswerable
from assessments.services.assignments import InvalidAssignment, ask, change_due, take_back
from tests import factories
from tests.factories import answer, assign, member_of, put_in_place
from tests.services.acts import AT, LATER, outsiders, statements, submit_as
from tests.services.concurrency import ONLY_ON_POSTGRESQL, PATIENCE, held

pytestmark = pytest.mark.django_db
TODAY = local_day(AT)
DUE = TODAY + timedelta(days=7)
DAY = timedelta(days=1)


def asked(
    assessment: Assessment, by: User, *people: User, dimensions: tuple[str, ...] = ("SOIL",), **options: Any
) -> None:
    """Ask people for dimensions within a week."""
    ask(
        assessment_id=assessment.pk,
        dimensions=dimensions,
        people=[one.pk for one in people],
        lead_id=by.pk,
        **{"published": published(assessment.catalog_version_id), "due": DUE, "at": AT, **options},
    )


def stored(assessment: Assessment) -> list[tuple[str, str, date]]:
    rows = Assignment.objects.filter(assessment=assessment).order_by("dimension__code", "member__name")
    return list(rows.values_list("dimension__code", "member__name", "due"))


def fault(caught: pytest.ExceptionInfo[InvalidAssignment]) -> tuple[str, str]:
    return caught.value.field, caught.value.message


class TestAsking:
    def test_several_people_for_several_dimensions_in_one_go(
        self, assessment: Assessment, lead: User, member: User
    ) -> None:
        asked(assessment, lead, lead, member, dimensions=("SOIL", "TREE"))
        assert stored(assessment) == [
            ("SOIL", "Lea", DUE),
            ("SOIL", "Otto", DUE),
            ("TREE", "Lea", DUE),
            ("TREE", "Otto", DUE),
        ]
        row = Assignment.objects.first()
        assert row is not None
        assert (row.assigned_by, row.assigned_at) == (lead, AT)

    def test_who_was_asked_already_gets_the_new_day(self, assessment: Assessment, lead: User, member: User) -> None:
        asked(assessment, lead, member)
        asked(assessment, lead, lead, member, due=DUE + DAY, at=LATER)
        assert stored(assessment) == [("SOIL", "Lea", DUE + DAY), ("SOIL", "Otto", DUE + DAY)]

    @pytest.mark.parametrize("due", [TODAY - DAY, date(9999, 12, 31)])
    def test_a_day_that_is_over_or_too_far_ahead(
        self, assessment: Assessment, lead: User, member: User, due: date
    ) -> None:
        with pytest.raises(InvalidAssignment) as caught:
            asked(assessment, lead, member, due=due)
        assert fault(caught)[0] == "due"
        assert stored(assessment) == []

    def test_what_waits_is_asked_once_its_gate_opens_or_in_an_early_look(
        self, assessment: Assessment, lead: User, member: User
    ) -> None:
        with pytest.raises(InvalidAssignment) as caught:
            asked(assessment, lead, member, dimensions=("SOIL", "FRUIT"))
        assert fault(caught)[0] == "dimensions"
        assert stored(assessment) == []
        put_in_place(assessment, lead, "tree")
        asked(assessment, lead, member, dimensions=("FRUIT",))
        assert stored(assessment) == [("FRUIT", "Otto", DUE)]

    def test_an_early_look_may_be_asked_for(self, assessment: Assessment, lead: User, member: User) -> None:
        Assessment.objects.update(early_looks=["fruit"])
        asked(assessment, lead, member, dimensions=("FRUIT",))
        assert stored(assessment) == [("FRUIT", "Otto", DUE)]

    def test_a_dimension_of_another_version_is_none(self, assessment: Assessment, lead: User, member: User) -> None:
        with pytest.raises(InvalidAssignment):
            asked(assessment, lead, member, dimensions=("DAT-STO",))
        with pytest.raises(NotAnswerable):
            asked(assessment, lead, member, published=factories.publish(factories.small_catalog()))
        assert stored(assessment) == []

    def test_only_who_answers_for_the_team_now(self, assessment: Assessment, lead: User, member: User) -> None:
        for who, user in outsiders(assessment).items():
            with pytest.raises(InvalidAssignment) as caught:
                asked(assessment, lead, member, user)
            assert fault(caught)[0] == "people", who
        Membership.objects.filter(user=member).delete()
        with pytest.raises(InvalidAssignment):
            asked(assessment, lead, member)
        assert stored(assessment) == []


class TestChanging:
    def test_another_day_for_some(self, assessment: Assessment, lead: User, member: User) -> None:
        asked(assessment, lead, lead, member, dimensions=("SOIL", "TREE"))
        pairs = [("SOIL", member.pk), ("TREE", lead.pk)]
        changed = change_due(assessment_id=assessment.pk, pairs=pairs, due=DUE + DAY, lead_id=lead.pk, at=LATER)
        assert changed == 2
        assert stored(assessment) == [
            ("SOIL", "Lea", DUE),
            ("SOIL", "Otto", DUE + DAY),
            ("TREE", "Lea", DUE + DAY),
            ("TREE", "Otto", DUE),
        ]
        with pytest.raises(InvalidAssignment):
            change_due(assessment_id=assessment.pk, pairs=pairs, due=TODAY - DAY, lead_id=lead.pk, at=AT)

    def test_taking_back_removes_no_answer(self, assessment: Assessment, lead: User, member: User) -> None:
        asked(assessment, lead, lead, member)
        answer(assessment, ["SOI-1"], member)
        pairs = [("SOIL", member.pk)]
        assert take_back(assessment_id=assessment.pk, pairs=pairs, lead_id=lead.pk, at=LATER) == 1
        assert stored(assessment) == [("SOIL", "Lea", DUE)]
        assert Response.objects.filter(respondent=member).count() == 1

    def test_however_many_are_named(self, assessment: Assessment, lead: User, member: User) -> None:
        asked(assessment, lead, member)
        pairs = [("SOIL", member.pk + offset) for offset in range(2_000)]
        assert take_back(assessment_id=assessment.pk, pairs=pairs, lead_id=lead.pk, at=LATER) == 1

    def test_what_was_taken_back_meanwhile_stays_so(self, assessment: Assessment, lead: User, member: User) -> None:
        pairs = [("SOIL", member.pk)]
        assert change_due(assessment_id=assessment.pk, pairs=pairs, due=DUE, lead_id=lead.pk, at=AT) == 0
        assert take_back(assessment_id=assessment.pk, pairs=pairs, lead_id=lead.pk, at=AT) == 0
        assert take_back(assessment_id=assessment.pk, pairs=(), lead_id=lead.pk, at=AT) == 0
        assert stored(assessment) == []

    def test_nothing_of_another_assessment(self, assessment: Assessment, lead: User, member: User) -> None:
        elsewhere = factories.open_assessment(
            factories.team(), by=lead, catalog=published(assessment.catalog_version_id)
        )
        assign(elsewhere, "SOIL", member)
        pairs = [("SOIL", member.pk)]
        assert take_back(assessment_id=assessment.pk, pairs=pairs, lead_id=lead.pk, at=AT) == 0
        assert len(stored(elsewhere)) == 1


class TestWhoMay:
    def acts(self, assessment: Assessment, by: User, member: User) -> list[Any]:
        pairs, of = [("SOIL", member.pk)], {"assessment_id": assessment.pk, "lead_id": by.pk, "at": AT}
        return [
            lambda: asked(assessment, by, member),
            lambda: change_due(pairs=pairs, due=DUE + DAY, **of),  # type: ignore[arg-type]
            lambda: take_back(pairs=pairs, **of),  # type: ignore[arg-type]
        ]

    def test_leads_only(self, assessment: Assessment, lead: User, member: User) -> None:
        asked(assessment, lead, member)
        for who, user in {**outsiders(assessment), "member": member}.items():
            for act in self.acts(assessment, user, member):
                with pytest.raises(NotAnswerable):
                    act()
            assert stored(assessment) == [("SOIL", "Otto", DUE)], who

    @pytest.mark.parametrize("state", [AssessmentState.SUBMITTED, AssessmentState.DISCARDED])
    def test_only_while_it_is_open(
        self, assessment: Assessment, lead: User, member: User, state: AssessmentState
    ) -> None:
        asked(assessment, lead, member)
        Assessment.objects.update(state=state.value)
        for act in self.acts(assessment, lead, member):
            with pytest.raises(NotAnswerable):
                act()
        assert stored(assessment) == [("SOIL", "Otto", DUE)]


@pytest.mark.parametrize("people", [1, 6])
def test_statements_whatever_the_number(
    assessment: Assessment, catalog: PublishedCatalog, lead: User, people: int
) -> None:
    members = [member_of(assessment.unit) for _ in range(people)]
    for one in members:
        answer(assessment, ["SOI-1"], one)
    sent = statements(lambda: asked(assessment, lead, *members, dimensions=("SOIL", "TREE")[: min(people, 2)]))
    assert len(sent) == 5
    pairs = [("SOIL", one.pk) for one in members]
    of: dict[str, Any] = {"assessment_id": assessment.pk, "lead_id": lead.pk, "at": AT}
    assert len(statements(lambda: change_due(pairs=pairs, due=DUE, **of))) == 3
    assert len(statements(lambda: take_back(pairs=pairs, **of))) == 3


class TestRaces:
    pytestmark = ONLY_ON_POSTGRESQL

    def test_nobody_is_asked_once_it_is_submitted(self, assessment: Assessment, lead: User, member: User) -> None:
        answer(assessment, ["SOI-1"], lead)

        def second() -> None:
            with pytest.raises(NotAnswerable):
                asked(assessment, lead, member)

        with held(lambda: submit_as(assessment, lead), second) as refused:
            refused.result(PATIENCE)
        assert stored(assessment) == []

    def test_broken_variant_without_the_lock_asks_all_the_same(
        self, assessment: Assessment, lead: User, member: User
    ) -> None:
        answer(assessment, ["SOI-1"], lead)
        was_open = Assessment.objects.filter(id=assessment.pk, state=AssessmentState.OPEN.value).exists()
        submit_as(assessment, lead)
        if was_open:
            assign(assessment, "SOIL", member)
        assert len(stored(assessment)) == 1

    def test_two_leads_who_ask_the_same_at_once(self, assessment: Assessment, lead: User, member: User) -> None:
        other = member_of(assessment.unit, Role.LEAD)
        with held(
            lambda: asked(assessment, lead, member), lambda: asked(assessment, other, member, due=DUE + DAY)
        ) as done:
            done.result(PATIENCE)
        assert stored(assessment) == [("SOIL", "Otto", DUE + DAY)]
