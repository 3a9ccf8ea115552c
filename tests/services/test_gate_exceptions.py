"""Exceptions to gates: granted for a time, ended early, never more than planning."""

from datetime import date, timedelta
from typing import Any

import pytest

from assessments.core.plans.plan_entries import InvalidEntry
from assessments.core.workflow import Role
from assessments.models import GateException, PlanChange, Unit
from assessments.services.gate_exceptions import AlreadyEnded, AlreadyGranted, NoResult, end, grant
from tests.factories import member_of, team
from tests.services.acts import statements
from tests.services.planning import AT, DAY, TODAY, Grove

pytestmark = pytest.mark.django_db
TWO_YEARS = TODAY.replace(year=TODAY.year + 2) if (TODAY.month, TODAY.day) != (2, 29) else date(TODAY.year + 2, 2, 28)


def granted(here: Grove, **values: Any) -> GateException:
    defaults: dict[str, Any] = {
        "unit": here.team,
        "by": here.manager,
        "before": "tree",
        "after": "fruit",
        "since": TODAY,
        "until": TODAY + 90 * DAY,
        "reason": "A pilot is due.",
        "at": AT,
    }
    return grant(**defaults | values)


def test_it_is_granted_and_told(here: Grove) -> None:
    exception = granted(here)
    assert (exception.unit, exception.approver, exception.granted_at) == (here.team, here.manager, AT)
    change = PlanChange.objects.get(gate_exception=exception)
    assert (change.verb, change.subject, change.by) == ("granted", "from Tree to Fruit", here.manager)
    assert change.changes == [
        ["reason", "", "A pilot is due."],
        ["since", "", TODAY.isoformat()],
        ["until", "", (TODAY + 90 * DAY).isoformat()],
    ]


def test_it_sets_no_state_and_opens_no_gate(here: Grove) -> None:
    written = [one for one in statements(lambda: granted(here)) if one.startswith(("INSERT", "UPDATE", "DELETE"))]
    assert [one.split('"')[1] for one in written] == ["assessments_gateexception", "assessments_planchange"]


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"before": "soil"}, "gate"),
        ({"before": "fruit", "after": "tree"}, "gate"),
        ({"reason": " "}, "reason"),
        ({"reason": "x" * 4001}, "reason"),
        ({"until": TODAY - DAY}, "until"),
        ({"since": TODAY + 2 * DAY, "until": TODAY + DAY}, "until"),
        ({"until": TWO_YEARS + DAY}, "until"),
        ({"until": date(9999, 12, 31)}, "until"),
        ({"since": date(1, 1, 1)}, "since"),
    ],
)
def test_what_cannot_be_is_refused(here: Grove, values: dict[str, Any], field: str) -> None:
    with pytest.raises(InvalidEntry) as caught:
        granted(here, **values)
    assert set(caught.value.faults) == {field}
    assert not GateException.objects.exists()


@pytest.mark.parametrize("until", [TODAY, TWO_YEARS])
def test_one_day_and_two_years_are_taken(here: Grove, until: date) -> None:
    assert granted(here, until=until).until == until


def test_a_team_without_a_result_has_no_gates(here: Grove) -> None:
    with pytest.raises(NoResult):
        granted(here, unit=team("Badgers", parent=here.team.parent))


def test_two_never_hold_for_a_gate_at_a_time(here: Grove) -> None:
    first = granted(here)
    with pytest.raises(AlreadyGranted) as caught:
        granted(here, since=first.until, until=first.until + DAY)
    assert caught.value.present == first
    granted(here, since=first.until + DAY, until=first.until + 9 * DAY)
    end(exception=first, by=here.manager, at=AT)
    granted(here)
    assert GateException.objects.count() == 3


class TestEnding:
    def test_it_ends_before_its_time_once(self, here: Grove) -> None:
        exception = granted(here)
        other = member_of(here.team, Role.MANAGER, "Max")
        end(exception=exception, by=other, at=AT + timedelta(days=3))
        exception.refresh_from_db()
        assert (exception.ended_at, exception.ended_by) == (AT + timedelta(days=3), other)
        change = PlanChange.objects.get(verb="ended")
        assert (change.by, change.subject) == (other, "from Tree to Fruit")
        assert change.changes == [["until", exception.until.isoformat(), (TODAY + 3 * DAY).isoformat()]]
        with pytest.raises(AlreadyEnded):
            end(exception=exception, by=here.manager, at=AT + timedelta(days=4))
        exception.refresh_from_db()
        assert exception.ended_by == other

    def test_one_that_has_ended_by_itself_is_left_alone(self, here: Grove) -> None:
        exception = granted(here, until=TODAY)
        with pytest.raises(AlreadyEnded):
            end(exception=exception, by=here.manager, at=AT + timedelta(days=1))
        assert PlanChange.objects.count() == 1


def test_the_unit_it_was_loaded_with_may_be_old(here: Grove) -> None:
    """The Result in force is read under the lock, not believed."""
    stale = Unit.objects.get(id=here.team.pk)
    stale.result_in_force_id = None
    assert granted(here, unit=stale).unit == here.team
