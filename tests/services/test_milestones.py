"""Milestones are followed: what may be stored of one, what is told of it, and what is refused."""

from datetime import date
from typing import Any

import pytest

from assessments.core.plans.milestones import MilestoneState
from assessments.core.plans.plan_entries import InvalidEntry
from assessments.core.workflow import Role
from assessments.models import Membership, Milestone, MilestoneNote, PlanChange
from assessments.services.milestones import PlanEnded, StaleMilestone, add_note, update_milestone
from tests import factories
from tests.factories import grant, member_of, person
from tests.services.acts import statements
from tests.services.planning import AT, DAY, TODAY, Grove, change_of, milestone, planned, told, update

pytestmark = pytest.mark.django_db
PLANNED, IN_PROGRESS, DONE, DROPPED = MilestoneState


class TestStates:
    def test_it_begins_today_and_is_done_today(self, here: Grove, row: Milestone) -> None:
        begun = update(row, here.lead, state=IN_PROGRESS)
        assert (begun.state, begun.started_on, begun.done_on, begun.revision) == ("in_progress", TODAY, None, 2)
        done = update(begun, here.lead, state=DONE)
        assert (done.state, done.started_on, done.done_on, done.revision) == ("done", TODAY, TODAY, 3)

    def test_other_days_may_be_said(self, here: Grove, row: Milestone) -> None:
        done = update(row, here.lead, state=DONE, started_on=TODAY - 9 * DAY, done_on=TODAY - 2 * DAY)
        assert (done.started_on, done.done_on) == (TODAY - 9 * DAY, TODAY - 2 * DAY)

    def test_what_belongs_to_another_state_is_not_kept(self, here: Grove, row: Milestone) -> None:
        done = update(row, here.lead, state=DONE, reason="Not needed.", started_on=TODAY)
        assert done.reason == ""
        back = update(done, here.lead, state=PLANNED, despite="Never mind.")
        assert (back.started_on, back.done_on, back.despite) == (None, None, "")

    def test_it_cannot_be_done_before_the_day_on_which_it_was_known_to_begin(self, here: Grove, row: Milestone) -> None:
        begun = update(row, here.lead, state=IN_PROGRESS)
        with pytest.raises(InvalidEntry) as caught:
            update(begun, here.lead, state=DONE, started_on=None, done_on=TODAY - DAY)
        assert caught.value.faults == {"done_on": "It cannot be done before it was started."}

    def test_what_changes_nothing_writes_nothing(self, here: Grove, row: Milestone) -> None:
        assert update(row, here.lead).revision == row.revision
        done = update(row, here.lead, state=DONE)
        assert update(done, here.lead) == done
        assert len(told(row)) == 1

    def test_it_is_dropped_with_a_reason_and_taken_up_again(self, here: Grove, row: Milestone) -> None:
        begun = update(row, here.lead, state=IN_PROGRESS)
        dropped = update(begun, here.lead, state=DROPPED, reason="No money.")
        assert (dropped.state, dropped.reason, dropped.started_on) == ("dropped", "No money.", TODAY)
        with pytest.raises(InvalidEntry) as caught:
            update(dropped, here.lead, state=DONE, despite="All is well.")
        assert caught.value.faults == {"state": "It was dropped. Take it up again first."}
        again = update(dropped, here.lead, state=PLANNED)
        assert (again.state, again.reason) == ("planned", "")

    def test_no_score_changes(self, here: Grove, row: Milestone) -> None:
        sent = statements(lambda: update(row, here.lead, state=DONE))
        written = [one for one in sent if one.startswith(("INSERT", "UPDATE"))]
        assert [one.split('"')[1] for one in written] == ["assessments_milestone", "assessments_planchange"]


class TestWhatItWaitsFor:
    @pytest.mark.parametrize("state", [IN_PROGRESS, DONE])
    def test_whoever_goes_on_says_why(self, here: Grove, behind: Milestone, state: MilestoneState) -> None:
        for despite in ("", "  "):
            with pytest.raises(InvalidEntry) as caught:
                update(behind, here.lead, state=state, despite=despite)
            assert caught.value.faults == {"despite": "What it waits for is not done. Say why you go on."}
        assert update(behind, here.lead, state=state, despite="A pilot.").despite == "A pilot."
        assert ["despite", "", "A pilot."] in told(behind)[0][2]

    def test_finishing_asks_again(self, here: Grove, behind: Milestone) -> None:
        begun = update(behind, here.lead, state=IN_PROGRESS, despite="A pilot.")
        with pytest.raises(InvalidEntry):
            update(begun, here.lead, state=DONE, despite="")
        assert update(begun, here.lead, state=DONE).despite == "A pilot."

    def test_other_changes_ask_nothing(self, here: Grove, behind: Milestone) -> None:
        assert update(behind, here.lead, due=behind.due + DAY).despite == ""
        assert update(behind, here.lead, revision=2, state=DROPPED, reason="Gone.").despite == ""

    def test_once_all_is_done_nothing_is_asked(self, here: Grove, behind: Milestone) -> None:
        for position in (1, 2):
            update(milestone(behind.baseline, position), here.lead, state=DONE)
        assert update(behind, here.lead, state=IN_PROGRESS).despite == ""

    def test_an_exception_to_the_gate_answers_for_it(self, here: Grove, behind: Milestone) -> None:
        grant(here.team, by=here.manager, gate=("tree", "fruit"), at=AT)
        assert update(behind, here.lead, state=IN_PROGRESS).state == "in_progress"

    def test_one_that_is_still_to_come_does_not(self, here: Grove, behind: Milestone) -> None:
        exception = grant(here.team, by=here.manager, gate=("tree", "fruit"), at=AT)
        exception.since = TODAY + DAY
        exception.save()
        with pytest.raises(InvalidEntry):
            update(behind, here.lead, state=IN_PROGRESS)


class TestOwners:
    def test_members_leads_and_managers_from_above(self, here: Grove, row: Milestone) -> None:
        for revision, user in enumerate((here.lead, here.member, here.manager), start=1):
            assert update(row, here.lead, revision=revision, owner_id=user.pk).owner == user

    def test_a_free_name(self, here: Grove, row: Milestone) -> None:
        named = update(row, here.lead, owner_name=" The data office ")
        assert (named.owner, named.owner_name) == (None, "The data office")

    def test_nobody_else(self, here: Grove, row: Milestone) -> None:
        elsewhere = member_of(factories.team("Badgers", parent=here.team.parent), Role.LEAD)
        lead_above = member_of(here.team.parent, Role.LEAD)
        inactive = member_of(here.team)
        inactive.is_active = False
        inactive.save()
        for owner_id in (elsewhere.pk, lead_above.pk, inactive.pk, person().pk, 0, -1, 10**12):
            with pytest.raises(InvalidEntry) as caught:
                update(row, here.lead, owner_id=owner_id)
            assert caught.value.faults == {"owner": "Choose one of the people of this team."}

    def test_not_two_of_them(self, here: Grove, row: Milestone) -> None:
        with pytest.raises(InvalidEntry) as caught:
            update(row, here.lead, owner_id=here.member.pk, owner_name="Otto")
        assert caught.value.faults == {"owner_name": "Choose a person or write a name, not both."}

    def test_one_who_left_stays_by_name_until_another_is_chosen(self, here: Grove, row: Milestone) -> None:
        owned = update(row, here.lead, owner_id=here.member.pk)
        Membership.objects.filter(user=here.member).delete()
        moved = update(owned, here.lead, due=row.due + DAY)
        assert moved.owner == here.member
        freed = update(moved, here.lead, owner_id=None)
        assert told(row)[-1][2] == [["owner", "Otto", ""]]
        with pytest.raises(InvalidEntry):
            update(freed, here.lead, owner_id=here.member.pk)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"due": TODAY - 9 * DAY, "starts": TODAY}, "due"),
        ({"due": date(9999, 12, 31)}, "due"),
        ({"starts": date(1, 1, 1)}, "starts"),
        ({"state": IN_PROGRESS, "started_on": TODAY + DAY}, "started_on"),
        ({"state": DONE, "done_on": TODAY + DAY}, "done_on"),
        ({"state": DONE, "started_on": TODAY, "done_on": TODAY - DAY}, "done_on"),
        ({"state": DROPPED}, "reason"),
        ({"state": DROPPED, "reason": " \n"}, "reason"),
        ({"state": DROPPED, "reason": "x" * 4001}, "reason"),
        ({"despite": "\0"}, "despite"),
        ({"owner_name": "x" * 151}, "owner_name"),
        ({"owner_name": "\ud800"}, "owner_name"),
    ],
)
def test_what_cannot_be_is_refused_and_changes_nothing(
    here: Grove, row: Milestone, values: dict[str, Any], field: str
) -> None:
    with pytest.raises(InvalidEntry) as caught:
        update(row, here.lead, **values)
    assert set(caught.value.faults) == {field}
    assert milestone(row.baseline).revision == 1
    assert told(row) == []


class TestRevisions:
    def test_another_revision_is_told_and_changes_nothing(self, here: Grove, row: Milestone) -> None:
        update(row, here.lead, owner_id=here.member.pk)
        with pytest.raises(StaleMilestone) as caught:
            update(row, here.manager, revision=1, due=row.due + DAY)
        assert (caught.value.current.owner, caught.value.current.revision) == (here.member, 2)
        with pytest.raises(StaleMilestone):
            update(row, here.manager, revision=3, due=row.due + DAY)
        assert (milestone(row.baseline).due, len(told(row))) == (row.due, 1)

    def test_the_update_compares_and_sets_without_a_join(self, here: Grove, row: Milestone) -> None:
        sent = statements(lambda: update(row, here.lead, state=IN_PROGRESS))
        updates = [one for one in sent if one.startswith("UPDATE")]
        assert len(updates) == 1
        assert '"assessments_milestone"."revision" = 1' in updates[0]
        assert " IN (SELECT" not in updates[0]
        assert "JOIN" not in updates[0]

    @pytest.mark.parametrize("more", [0, 20])
    def test_it_takes_ten_statements_however_long_the_plan_is(self, here: Grove, row: Milestone, more: int) -> None:
        copies = Milestone.objects.filter(id=row.pk).values()[0]
        for position in range(10, 10 + more):
            Milestone.objects.create(**copies | {"id": None, "position": position})
        change = change_of(row, state=IN_PROGRESS, owner_id=here.member.pk)
        sent = statements(lambda: update_milestone(milestone_id=row.pk, by=here.lead, revision=1, change=change, at=AT))
        assert len(sent) == 10


class TestEndedPlans:
    def test_their_milestones_stay_as_they_were(self, here: Grove, row: Milestone) -> None:
        planned(here)
        with pytest.raises(PlanEnded):
            update(row, here.lead, state=DONE)
        with pytest.raises(PlanEnded):
            add_note(milestone_id=row.pk, by=here.lead, text="Done.", link="", at=AT)
        assert milestone(row.baseline).revision == 1
        assert not MilestoneNote.objects.exists()


class TestNotes:
    def test_a_note_and_a_link_are_added_and_told(self, here: Grove, row: Milestone) -> None:
        add_note(milestone_id=row.pk, by=here.lead, text="Half way.", link="https://example.org/board", at=AT)
        note = row.notes.get()
        assert (note.author, note.text, note.link, note.added_at) == (
            here.lead,
            "Half way.",
            "https://example.org/board",
            AT,
        )
        lines = [["text", "", "Half way."], ["link", "", "https://example.org/board"]]
        assert told(row) == [("noted", "“Practice TRE-1”, level 2", lines)]

    @pytest.mark.parametrize(
        ("text", "link", "field"),
        [
            ("", "", "text"),
            (" ", "", "text"),
            ("x" * 4001, "", "text"),
            ("See.", "javascript:alert(1)", "link"),
            ("See.", "https://" + "x" * 2000, "link"),
            ("See.", "https://a.example/\0", "link"),
        ],
    )
    def test_what_cannot_be_is_refused(self, here: Grove, row: Milestone, text: str, link: str, field: str) -> None:
        with pytest.raises(InvalidEntry) as caught:
            add_note(milestone_id=row.pk, by=here.member, text=text, link=link, at=AT)
        assert set(caught.value.faults) == {field}
        assert not MilestoneNote.objects.exists()


def test_the_history_tells_who_changed_what_from_what_to_what(here: Grove, row: Milestone) -> None:
    due = row.due
    update(row, here.manager, state=IN_PROGRESS, owner_id=here.member.pk, due=due + 30 * DAY)
    change = PlanChange.objects.get(milestone=row)
    assert (change.by, change.at, change.baseline, change.unit) == (here.manager, AT, row.baseline, here.team)
    assert (change.verb, change.subject) == ("changed", "“Practice TRE-1”, level 2")
    assert change.changes == [
        ["state", "planned", "in_progress"],
        ["owner", "", "Otto"],
        ["due", due.isoformat(), (due + 30 * DAY).isoformat()],
        ["started_on", "", TODAY.isoformat()],
    ]
