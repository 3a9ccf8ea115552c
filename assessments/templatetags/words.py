"""The words in which pages say what the core decided."""

from collections.abc import Sequence

from django import template

from assessments.core.gates import State
from assessments.core.looks import Part

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
PART_NAMES = {
    Part.TIME: "evidence that ran out",
    Part.CONTENT: "other questions",
    Part.EXCLUSIONS: "what was not applicable or unknown",
    Part.ANSWERS: "answers and evidence",
    Part.GATES: "a gate",
}
CHECK_NAMES = {
    "G1": "Foundations",
    "G2": "Breadth",
    "G3": "No gaps",
    "G4": "Settled",
    "G5": "Shown",
    "G6": "Honest scope",
}


@register.filter
def state_name(state: str) -> str:
    """The name of a readiness state; words that are none stay as they are."""
    return STATE_NAMES[State(state)] if state in STATE_NAMES else state


@register.filter
def check_name(code: str) -> str:
    """The name of one of the checks G1 to G6; a code that is none stays as it is."""
    return CHECK_NAMES.get(code, code)


@register.filter
def part_name(part: str) -> str:
    """What is behind a change, one of the parts that it is split into."""
    return PART_NAMES[Part(part)]


@register.filter
def listed(names: Sequence[object]) -> str:
    """Names in a row as a sentence has them: 'A, B and C'."""
    texts = [str(name) for name in names]
    return " and ".join([", ".join(texts[:-1]), texts[-1]]) if len(texts) > 1 else "".join(texts)


@register.filter
def beside(left: Sequence[object], right: Sequence[object]) -> list[tuple[object, object]]:
    """Two rows of the same length as pairs, to go through both at once."""
    return list(zip(left, right, strict=True))
