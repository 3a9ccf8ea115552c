"""A plan's bare decisions, before anything is projected or put into words: targets, steps and their quarters."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assessments.core.catalog import Gate
from assessments.core.gate_exception import GateException
from assessments.core.gates import Outcome
from assessments.core.planning.ordering import Helps, best_schedule
from assessments.core.planning.schedule import Schedule
from assessments.core.planning.targets import Aims, Start, aim
from assessments.core.scenario import Scenario


@dataclass(frozen=True, slots=True)
class Draft:
    """What was decided from a start under a scenario; `exceptions` are those that have not ended."""

    start: Start
    scenario: Scenario
    exceptions: tuple[GateException, ...]
    aims: Aims
    timed: Schedule
    helps: Helps

    @property
    def opens(self) -> Mapping[Gate, int | None]:
        """When each gate opens: 0 when it is open today, None when the plan does not open it."""
        shut = {one.gate for one in self.start.readiness.gates if one.outcome is not Outcome.OPEN}
        return {gate: self.timed.opens.get(gate) if gate in shut else 0 for gate in self.start.catalog.gates}


def draft(start: Start, scenario: Scenario, exceptions: Sequence[GateException]) -> Draft:
    """Decide what to do and when. Raises `ValueError` for limits that are not above 0 or far too low."""
    aims = aim(start, scenario.targets, left_out=scenario.left_out)
    leave = tuple(one for one in exceptions if one.until >= start.on)
    timed, helps = best_schedule(start, aims, scenario=scenario, exceptions=leave)
    return Draft(start, scenario, leave, aims, timed, helps)
