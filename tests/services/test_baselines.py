"""A roadmap is adopted: what it becomes, what goes on from the plan before, and what is refused."""

from decimal import Decimal
from fractions import Fraction

import pytest
from django.db.models import ProtectedError

from assessments.core.plans.milestones import MilestoneState
from assessments.core.plans.plan_entries import InvalidEntry, Owner
from assessments.models import Baseline, Milestone, PlanChange
from assessments.queries.catalogs import published
from assessments.services.baselines import PlanMoved, ResultMoved, adopt
from assessments.services.milestones import add_note
from tests.factories import person
from tests.services.acts import LATER
from tests.services.planning import (
    AT,
    DAY,
    FIRST,
    KEY,
    TODAY,
    Grove,
    assessed,
    grove,
    milestone,
    planned,
    promises,
    told,
    update,
)

pytestmark = pytest.mark.django_db


def test_promises_become_milestones(here: Grove) -> None:
    plan = planned(here, owners={"engineer": Owner(id=here.member.pk), "gardener": Owner(name="The garden office")})
    assert (plan.unit, plan.result, plan.adopted_by, plan.adopted_at) == (here.team, here.result, here.lead, AT)
    assert (plan.title, plan.note, plan.ended_at, plan.replaces) == ("Spring plan", "As agreed.", None, None)
    assert plan.parameters[0] == ["start", FIRST.code]
    first, work, last = Milestone.objects.filter(baseline=plan)
    assert (first.practice, first.gate_check, first.from_level, first.to_level) == ("TRE-1", "", 1, 2)
    assert (first.effort, Fraction(first.effort)) == (Decimal("2.5"), Fraction(5, 2))
    assert (first.baseline_starts, first.baseline_due) == (first.starts, first.due) == (FIRST.first_day, FIRST.last_day)
    assert (first.owner, first.owner_name, first.owner_role) == (here.member, "", "engineer")
    assert (first.state, first.because, first.revision) == ("planned", ["TRE-1 is needed."], 1)
    assert (work.gate_check, work.what, work.from_level, work.owner) == ("G5", "Show evidence.", None, here.member)
    assert (last.owner, last.owner_name, last.position) == (None, "The garden office", 3)


def test_a_role_without_an_owner_has_none_yet(here: Grove) -> None:
    first = milestone(planned(here))
    assert (first.owner, first.owner_name) == (None, "")


def test_the_plan_before_ends_and_stays(here: Grove) -> None:
    before = planned(here, title="Winter plan")
    plan = planned(here, by=here.manager, at=LATER)
    before.refresh_from_db()
    assert (before.ended_at, plan.replaces, here.current) == (LATER, before, plan)
    assert before.milestones.count() == 3
    assert [(verb, subject) for verb, subject, _ in told()] == [
        ("adopted", "“Winter plan”"),
        ("adopted", "“Spring plan”"),
    ]
    assert PlanChange.objects.get(baseline=plan).changes == [
        ["replaces", "", "“Winter plan”"],
        ["milestones", "", "3"],
        ["text", "", "As agreed."],
    ]


class TestWhatGoesOn:
    def test_an_open_one_keeps_owner_dates_state_and_notes(self, here: Grove) -> None:
        before = milestone(planned(here))
        moved = update(
            before,
            here.lead,
            state=MilestoneState.IN_PROGRESS,
            owner_id=here.member.pk,
            due=before.due + 9 * DAY,
            despite="A pilot.",
        )
        add_note(milestone_id=before.pk, by=here.manager, text="Half way.", link="https://example.org/", at=AT)
        plan = planned(here, keep={KEY: before.pk}, owners={"engineer": Owner(id=here.lead.pk)}, at=LATER)
        first, work, _ = Milestone.objects.filter(baseline=plan)
        assert (first.owner, first.state, first.started_on) == (here.member, "in_progress", TODAY)
        assert (first.starts, first.due, first.despite) == (moved.starts, moved.due, "A pilot.")
        assert (first.baseline_due, first.revision) == (FIRST.last_day, 1)
        assert work.owner == here.lead
        for row in (first, before):
            note = row.notes.get()
            assert (note.author, note.text, note.link, note.added_at) == (
                here.manager,
                "Half way.",
                "https://example.org/",
                AT,
            )
        assert ["taken_over", "", "1"] in PlanChange.objects.get(baseline=plan).changes

    def test_with_new_dates_it_keeps_all_but_its_dates(self, here: Grove) -> None:
        before = milestone(planned(here))
        update(
            before,
            here.lead,
            state=MilestoneState.IN_PROGRESS,
            owner_id=here.member.pk,
            due=before.due + 9 * DAY,
            despite="A pilot.",
        )
        add_note(milestone_id=before.pk, by=here.manager, text="Half way.", link="", at=AT)
        first = milestone(planned(here, keep={KEY: before.pk}, new_dates=True, at=LATER))
        assert (first.starts, first.due) == (FIRST.first_day, FIRST.last_day)
        assert (first.baseline_starts, first.baseline_due) == (first.starts, first.due)
        assert (first.owner, first.state, first.started_on) == (here.member, "in_progress", TODAY)
        assert (first.despite, first.notes.get().text) == ("A pilot.", "Half way.")
        assert ["taken_over", "", "1, with new dates"] in PlanChange.objects.get(baseline=here.current).changes

    def test_a_free_name_is_kept_too(self, here: Grove) -> None:
        before = update(milestone(planned(here)), here.lead, owner_name="The data office")
        first = milestone(planned(here, keep={KEY: before.pk}))
        assert (first.owner, first.owner_name, first.state) == (None, "The data office", "planned")

    @pytest.mark.parametrize(("state", "reason"), [(MilestoneState.DONE, ""), (MilestoneState.DROPPED, "No money.")])
    def test_a_closed_one_keeps_only_its_owner_and_is_promised_anew(
        self, here: Grove, state: MilestoneState, reason: str
    ) -> None:
        before = milestone(planned(here))
        update(before, here.lead, state=state, reason=reason, owner_id=here.member.pk, due=before.due + DAY)
        first = milestone(planned(here, keep={KEY: before.pk}))
        assert (first.owner, first.state, first.due) == (here.member, "planned", FIRST.last_day)
        assert (first.done_on, first.started_on, first.reason) == (None, None, "")

    def test_milestones_of_another_plan_are_none_of_them(self, here: Grove) -> None:
        elsewhere = grove()
        foreign = update(milestone(planned(elsewhere)), elsewhere.lead, owner_id=elsewhere.lead.pk)
        planned(here)
        assert milestone(planned(here, keep={KEY: foreign.pk})).owner is None


class TestRefused:
    def test_another_result_is_in_force(self, here: Grove) -> None:
        assessed(here.team, here.lead, catalog=published(here.result.catalog_version_id))
        with pytest.raises(ResultMoved):
            planned(here)
        assert not Baseline.objects.exists()

    @pytest.mark.parametrize("replaces", [None, 0])
    def test_another_plan_is_current(self, here: Grove, replaces: int | None) -> None:
        current = planned(here)
        with pytest.raises(PlanMoved):
            again(here, replaces=replaces)
        assert (here.current, Baseline.objects.count(), len(told())) == (current, 1, 1)

    def test_there_is_none_to_replace(self, here: Grove) -> None:
        with pytest.raises(PlanMoved):
            again(here, replaces=1)
        assert not Baseline.objects.exists()

    @pytest.mark.parametrize(
        ("title", "note", "fields"),
        [("", "", {"title"}), (" ", "", {"title"}), ("x" * 121, "x" * 4001, {"title", "note"}), ("\0", "", {"title"})],
    )
    def test_what_it_is_called(self, here: Grove, title: str, note: str, fields: set[str]) -> None:
        with pytest.raises(InvalidEntry) as caught:
            again(here, title=title, note=note)
        assert set(caught.value.faults) == fields

    def test_owners_who_are_none_of_the_people(self, here: Grove) -> None:
        owners = {
            "engineer": Owner(id=person().pk),
            "gardener": Owner(id=here.lead.pk, name="Lea"),
            "office": Owner(name="x" * 151),
        }
        with pytest.raises(InvalidEntry) as caught:
            planned(here, owners=owners)
        assert set(caught.value.faults) == {"owner-engineer", "name-gardener", "name-office"}
        assert not Baseline.objects.exists()


def again(here: Grove, *, replaces: int | None = None, title: str = "Again", note: str = "") -> Baseline:
    """Adopt as a page would that showed another plan as the current one."""
    return adopt(
        unit=here.team,
        result_id=here.result.pk,
        replaces=replaces,
        by=here.lead,
        title=title,
        note=note,
        parameters=[("start", FIRST.code)],
        promises=promises(),
        owners={},
        keep={},
        new_dates=False,
        at=AT,
    )


def test_blanks_around_the_title_are_taken_away(here: Grove) -> None:
    assert again(here, title="  Again ").title == "Again"


def test_nothing_that_a_plan_stands_on_can_be_deleted(here: Grove) -> None:
    plan = planned(here)
    add_note(milestone_id=milestone(plan).pk, by=here.lead, text="Begun.", link="", at=AT)
    for row in (plan, milestone(plan), here.team, here.lead):
        with pytest.raises(ProtectedError):
            row.delete()
