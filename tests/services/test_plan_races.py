"""People who plan at once: one plan is current, no change is lost. Broken variants do lose."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

import pytest
from django.db import transaction

from assessments.core.plans.milestones import MilestoneState
from assessments.models import Baseline, GateException, Milestone, PlanChange, Scenario, Unit
from assessments.queries.catalogs import published
from assessments.services.baselines import PlanMoved, ResultMoved
from assessments.services.gate_exceptions import AlreadyGranted
from assessments.services.milestones import PlanEnded, StaleMilestone, add_note
from assessments.services.scenarios import MOST_SCENARIOS, TooManyScenarios, keep_scenario
from tests.factories import grant
from tests.services.concurrency import ONLY_ON_POSTGRESQL, PATIENCE, held, in_thread
from tests.services.planning import AT, DAY, KEY, Grove, assessed, milestone, planned, told, update

pytestmark = ONLY_ON_POSTGRESQL
EDITORS, EACH = 4, 5


class TestTwoEditors:
    def test_the_second_is_told_and_nothing_is_lost(self, here: Grove) -> None:
        row = milestone(planned(here))

        def second() -> None:
            with pytest.raises(StaleMilestone) as caught:
                update(row, here.manager, due=row.due + DAY)
            assert caught.value.current.owner == here.member

        with held(lambda: update(row, here.lead, owner_id=here.member.pk), second) as stale:
            stale.result(PATIENCE)
        stored = milestone(row.baseline)
        assert (stored.owner, stored.due, stored.revision) == (here.member, row.due, 2)
        assert [changes for _, _, changes in told(row)] == [[["owner", "", "Otto"]]]

    def test_broken_variant_without_the_revision_loses_one(self, here: Grove) -> None:
        """Reading, then saving all of it: the later one takes the owner away that the first gave."""
        row = milestone(planned(here))

        def broken(**values: object) -> int:
            present = {"owner": None, "due": row.due}
            return Milestone.objects.filter(id=row.pk).update(**present | values, revision=row.revision + 1)

        with held(lambda: broken(owner=here.member), lambda: broken(due=row.due + DAY)) as lost:
            assert lost.result(PATIENCE) == 1
        stored = milestone(row.baseline)
        assert (stored.owner, stored.revision) == (None, 2)

    def test_many_editors_at_once(self, here: Grove) -> None:
        row = milestone(planned(here))
        end = time.monotonic() + PATIENCE

        def edit(editor: int) -> list[tuple[int, str]]:
            acknowledged: list[tuple[int, str]] = []
            while len(acknowledged) < EACH:
                assert time.monotonic() < end
                seen = Milestone.objects.get(id=row.pk)
                name = f"{editor}: {len(acknowledged)}"
                try:
                    acknowledged.append((update(seen, here.lead, owner_name=name).revision, name))
                except StaleMilestone:
                    continue
            return acknowledged

        with ThreadPoolExecutor(EDITORS) as pool:
            editors = [in_thread(pool, lambda number=number: edit(number)) for number in range(EDITORS)]  # type: ignore[misc]
            saves = sorted(one for editor in editors for one in editor.result(PATIENCE))
        assert [revision for revision, _ in saves] == list(range(2, EDITORS * EACH + 2))
        names = ["", *(name for _, name in saves)]
        assert [tuple(changes[0][1:]) for _, _, changes in told(row)] == list(pairwise(names))


class TestAdopting:
    def test_the_second_is_told_of_the_first(self, here: Grove) -> None:
        def second() -> None:
            with pytest.raises(PlanMoved):
                planned(here, by=here.manager, title="Second")

        with held(lambda: planned(here, title="First"), second) as told_so:
            told_so.result(PATIENCE)
        assert Baseline.objects.get().title == "First"
        assert [subject for _, subject, _ in told()] == ["“First”"]

    def test_broken_variant_that_asks_before_the_lock_breaks_on_the_constraint_only(self, here: Grove) -> None:
        """Without the lock both see no current plan; only the constraint keeps the second out, with an error."""
        asked, adopted = threading.Event(), threading.Event()

        def ask_first() -> str:
            current = Baseline.objects.filter(unit=here.team, ended_at=None).first()
            asked.set()
            assert adopted.wait(PATIENCE)
            with transaction.atomic():
                Baseline.objects.filter(id=current.pk if current else 0).update(ended_at=AT)
                try:
                    with transaction.atomic():
                        Baseline.objects.create(
                            unit=here.team,
                            result=here.result,
                            title="Second",
                            parameters=[],
                            adopted_by=here.lead,
                            adopted_at=AT,
                        )
                except Exception as broken:  # noqa: BLE001 - whatever the driver says
                    return str(broken)
            return ""

        with ThreadPoolExecutor(1) as pool:
            second = in_thread(pool, ask_first)
            assert asked.wait(PATIENCE)
            planned(here)
            adopted.set()
            assert "baseline_one_current_per_unit" in second.result(PATIENCE)

    def test_a_result_that_comes_first_is_seen(self, here: Grove) -> None:
        def second() -> None:
            with pytest.raises(ResultMoved):
                planned(here)

        catalog = published(here.result.catalog_version_id)
        with held(lambda: assessed(here.team, here.lead, catalog=catalog), second) as moved:
            moved.result(PATIENCE)
        assert not Baseline.objects.exists()

    def test_what_was_just_changed_goes_on(self, here: Grove) -> None:
        row = milestone(planned(here))

        def second() -> Baseline:
            return planned(here, keep={KEY: row.pk})

        with held(lambda: update(row, here.lead, owner_id=here.member.pk), second) as adopted:
            plan = adopted.result(PATIENCE)
        assert milestone(plan).owner == here.member

    def test_a_note_that_was_just_added_goes_on(self, here: Grove) -> None:
        row = milestone(planned(here))

        def add() -> None:
            add_note(milestone_id=row.pk, by=here.lead, text="Half way.", link="", at=AT)

        with held(add, lambda: planned(here, keep={KEY: row.pk})) as adopted:
            plan = adopted.result(PATIENCE)
        assert milestone(plan).notes.get().text == "Half way."

    def test_a_change_that_comes_second_is_refused(self, here: Grove) -> None:
        row = milestone(planned(here))

        def second() -> None:
            with pytest.raises(PlanEnded):
                update(row, here.lead, state=MilestoneState.DONE)

        with held(lambda: planned(here, keep={KEY: row.pk}), second) as refused:
            refused.result(PATIENCE)
        assert milestone(row.baseline).state == "planned"

    def test_broken_variant_that_looks_across_a_join_changes_an_ended_plan(self, here: Grove) -> None:
        """It waits for the row of the milestone alone, or for none: the plan has ended, and the change is taken."""
        row = milestone(planned(here))
        looked, adopted = threading.Event(), threading.Event()

        def look_first() -> int:
            current = Milestone.objects.filter(id=row.pk, baseline__ended_at=None).exists()
            looked.set()
            assert adopted.wait(PATIENCE)
            return Milestone.objects.filter(id=row.pk).update(owner=here.member) if current else 0

        with ThreadPoolExecutor(1) as pool:
            second = in_thread(pool, look_first)
            assert looked.wait(PATIENCE)
            plan = planned(here, keep={KEY: row.pk})
            adopted.set()
            assert second.result(PATIENCE) == 1
        assert milestone(plan).owner is None


class TestKeepingScenarios:
    def test_two_never_keep_more_than_twenty(self, here: Grove) -> None:
        for number in range(MOST_SCENARIOS - 1):
            keep(here, f"Wish {number}")

        def second() -> None:
            with pytest.raises(TooManyScenarios):
                keep(here, "Second")

        with held(lambda: keep(here, "First"), second) as refused:
            refused.result(PATIENCE)
        assert Scenario.objects.filter(name="First").exists()
        assert Scenario.objects.count() == MOST_SCENARIOS

    def test_broken_variant_that_counts_before_the_lock_keeps_one_more(self, here: Grove) -> None:
        for number in range(MOST_SCENARIOS - 1):
            keep(here, f"Wish {number}")
        counted, kept = threading.Event(), threading.Event()

        def count_first() -> None:
            enough = Scenario.objects.filter(unit=here.team).count() >= MOST_SCENARIOS
            counted.set()
            assert kept.wait(PATIENCE)
            with transaction.atomic():
                Unit.objects.select_for_update(no_key=True).get(id=here.team.pk)
                if not enough:
                    Scenario.objects.create(unit=here.team, name="Second", parameters=[], kept_by=here.lead, kept_at=AT)

        with ThreadPoolExecutor(1) as pool:
            second = in_thread(pool, count_first)
            assert counted.wait(PATIENCE)
            keep(here, "First")
            kept.set()
            second.result(PATIENCE)
        assert Scenario.objects.count() == MOST_SCENARIOS + 1

    def test_two_of_one_name_are_one(self, here: Grove) -> None:
        with held(lambda: keep(here, "Wish"), lambda: keep(here, "Wish")) as replaced:
            assert replaced.result(PATIENCE) is True
        assert Scenario.objects.count() == 1


def keep(here: Grove, name: str) -> bool:
    return keep_scenario(unit=here.team, by=here.lead, name=name, parameters=[("start", "2027-Q1")], at=AT)


def test_two_grants_make_one_exception(here: Grove) -> None:
    def allow() -> GateException:
        return grant(here.team, by=here.manager, gate=("tree", "fruit"), at=AT)

    def second() -> None:
        with pytest.raises(AlreadyGranted):
            allow()

    with held(allow, second) as refused:
        refused.result(PATIENCE)
    assert GateException.objects.count() == 1
    assert PlanChange.objects.count() == 1
