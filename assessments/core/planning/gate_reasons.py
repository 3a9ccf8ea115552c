"""When a gate opens in a plan and what holds it, in plain words."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby

from assessments.core.catalog import Gate
from assessments.core.planning.reasons import Circumstances, key_of
from assessments.core.planning.schedule import CAPACITY, PARALLEL, Slot
from assessments.core.planning.targets import level_words, listed
from assessments.core.telling import Told

WAITS = {
    "": "a step that has to come before",
    CAPACITY: "free capacity",
    PARALLEL: "one of the steps at once to end",
}


def gate_because(
    around: Circumstances, gate: Gate, chain: Sequence[Slot], *, work_due: Sequence[int]
) -> tuple[Told, ...]:
    """When a gate that the plan opens does so, and what holds it; `work_due` are the quarters of its work."""
    steps = tuple(_steps(around, chain))
    sentences = [Told(sentence) for sentence in _sentences(around, gate, chain, work_due)]
    return (sentences[0], Told("What holds it, first to last", steps), *sentences[1:]) if steps else tuple(sentences)


def _sentences(around: Circumstances, gate: Gate, chain: Sequence[Slot], work_due: Sequence[int]) -> Iterator[str]:
    """All but the steps that hold it."""
    name, words = around.catalog.discipline[gate.before].name, level_words(around.catalog, gate.level)
    yield f"Opens at the end of {around.name_quarter(around.opens[gate])}, when {name} counts as {words}."
    if len(chain) > 1:
        yield f"Of the steps after the first, {listed(_waits(chain[1:]))}."
    if work_due:
        things = f"{len(work_due)} thing{'' if len(work_due) == 1 else 's'} to answer, settle or show"
        last = f"the last by the end of {around.name_quarter(max(work_due))}"
        yield f"It also needs {things}, {last}." if chain else f"No step holds it, only {things}, {last}."


def _steps(around: Circumstances, chain: Sequence[Slot]) -> Iterator[str]:
    """The steps of a chain; those of one practice that follow each other together."""
    for practice, slots in groupby(chain, lambda slot: slot.step.practice):
        own = list(slots)
        levels = listed(str(slot.step.to_level) for slot in own)
        first, last = around.name_quarter(own[0].starts), around.name_quarter(own[-1].quarter)
        date = _date(around, own[0])
        ends = "" if first == last else f", until {last}" if date else f" to {last}"
        name = around.catalog.practice[practice].name
        yield f"“{name}” to level{'' if len(own) == 1 else 's'} {levels} ({date}{first}{ends})"


def _date(around: Circumstances, slot: Slot) -> str:
    """The date that was set for a step, where it waits for nothing else."""
    if slot.full or slot.held_by or slot.earliest == 1:
        return ""
    return "pinned to " if key_of(slot.step) in around.scenario.pinned else "put off to "


def _waits(slots: Sequence[Slot]) -> Iterator[str]:
    """What the steps wait for, the most frequent first."""
    for full, count in Counter(slot.full for slot in slots).most_common():
        yield f"{count} wait{'s' if count == 1 else ''} for {WAITS.get(full, f'free capacity of the {full}')}"
