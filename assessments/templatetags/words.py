"""The words in which pages say what the core decided."""

from django import template

from assessments.core.gates import Outcome, State

register = template.Library()

STATE_NAMES = {
    State.NOT_ASSESSED: "Not assessed",
    State.WAITING: "Waiting",
    State.OUT_OF_SCOPE: "Out of scope",
    State.NOT_ESTABLISHED: "Not established",
    State.STARTED: "Started",
    State.PROVISIONAL: "In place, provisional",
    State.IN_PLACE: "In place",
}
OUTCOME_NAMES = {Outcome.OPEN: "Open", Outcome.CLOSED: "Closed", Outcome.UNDECIDED: "Undecided"}


@register.filter
def state_name(state: str) -> str:
    """The name of a readiness state; words that are none stay as they are."""
    return STATE_NAMES[State(state)] if state in STATE_NAMES else state


@register.filter
def outcome_name(outcome: str) -> str:
    """The name of a gate's outcome."""
    return OUTCOME_NAMES[Outcome(outcome)]
