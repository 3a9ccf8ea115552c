"""Why a step is in the plan at all, and why in its quarter, in plain words (`domain.md` 4.7)."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from assessments.core.catalog import IN_PLACE, Catalog, Gate
from assessments.core.schedule import Slot
from assessments.core.scoring import needed
from assessments.core.targets import level_words, listed
from assessments.core.unlocking import Step

NAMED = 3


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What the reasons of one plan are read from.

    `levels` are the present levels of the applicable practices, `reached` those at the end of the plan, `opens` the
    quarter in which each gate that is closed today is to open, `helps` the gates whose opening set holds a step,
    `name_quarter` what a quarter is called.
    """

    catalog: Catalog
    targets: Mapping[str, int]
    levels: Mapping[str, int]
    reached: Mapping[str, int]
    opens: Mapping[Gate, int]
    helps: Mapping[tuple[str, int], tuple[Gate, ...]]
    name_quarter: Callable[[int], str]


def because(around: Circumstances, slot: Slot) -> tuple[str, ...]:
    """The reasons of one step as sentences: first why at all, then why then."""
    return (*_why_at_all(around, slot.step), *_why_then(around, slot))


def numbered(quarter: int) -> str:
    """A quarter's name where no calendar is at hand: 'quarter 2'."""
    return f"quarter {quarter}"


def reason_of(gate: Gate) -> str:
    """Why there is the gate, as a sentence."""
    return f"{gate.reason[:1].upper()}{gate.reason[1:].rstrip('.')}."


def _why_at_all(around: Circumstances, step: Step) -> Iterator[str]:
    practice = around.catalog.practice[step.practice]
    discipline = around.catalog.discipline[around.catalog.discipline_of[step.practice]]
    target = around.targets[discipline.code]
    if practice.foundation and step.from_level < target:
        yield f"A foundation: without it {discipline.name} cannot reach {level_words(around.catalog, target)}."
    elif step.from_level < target <= around.reached[step.practice]:
        yield _share(around, discipline.code, target, "for breadth")
    elif step.from_level < target - 1 <= around.reached[step.practice]:
        yield _share(around, discipline.code, target - 1, "so that no gap stays")
    if dependents := _dependents(around, step):
        yield f"Needed before {dependents} can reach level {IN_PLACE}."


def _share(around: Circumstances, code: str, level: int, purpose: str) -> str:
    discipline, thresholds = around.catalog.discipline[code], around.catalog.thresholds
    counted = [around.levels[one.code] for one in discipline.practices if one.code in around.levels]
    share = thresholds.breadth if level == around.targets[code] else thresholds.no_gaps
    missing = needed(share, len(counted)) - sum(one >= level for one in counted)
    if missing <= 1:
        return f"{discipline.name} needs one more practice at level {level}, {purpose}."
    return f"One of {missing} more practices that {discipline.name} needs at level {level}, {purpose}."


def _dependents(around: Circumstances, step: Step) -> str:
    """The practices that the plan brings to level 2 and that need this step first, by name."""
    names = [
        f"“{around.catalog.practice[code].name}”"
        for code, level in around.catalog.order.needed_by[step.practice]
        if step.from_level < level and around.levels.get(code, IN_PLACE) < IN_PLACE <= around.reached[code]
    ]
    if len(names) > NAMED:
        names[NAMED - 1 :] = [f"{len(names) - NAMED + 1} more"]
    return listed(names) if names else ""


def _why_then(around: Circumstances, slot: Slot) -> Iterator[str]:
    catalog, step = around.catalog, slot.step
    for gate in around.opens:
        if gate.after == catalog.discipline_of[step.practice]:
            yield from _gate_sentences(around, gate)
    if isinstance(slot.held_by, Step):
        yield _held_sentence(around, slot, slot.held_by)
    if slot.starts > slot.earliest:
        yield _full_sentence(around, slot)
    elif slot.held_by is None:
        yield "Ready at once."
    if helps := around.helps.get((step.practice, step.to_level)):
        afters = [one.name for one in catalog.disciplines if one.code in {gate.after for gate in helps}]
        yield f"Helps to open the gate to {listed(afters)}."


def _gate_sentences(around: Circumstances, gate: Gate) -> Iterator[str]:
    after, before = around.catalog.discipline[gate.after].name, around.catalog.discipline[gate.before].name
    yield f"{after} waits for {before}: the gate opens at the end of {around.name_quarter(around.opens[gate])}."
    yield reason_of(gate)


def _held_sentence(around: Circumstances, slot: Slot, held_by: Step) -> str:
    if held_by.practice == slot.step.practice:
        before = around.name_quarter(slot.earliest - 1)
        return f"One step of a practice a quarter, and level {held_by.to_level} comes in {before}."
    name, quarter = around.catalog.practice[held_by.practice].name, around.name_quarter(slot.earliest)
    return f"Waits for “{name}”, which comes to level {held_by.to_level} in {quarter}."


def _full_sentence(around: Circumstances, slot: Slot) -> str:
    last = slot.starts - 1
    if slot.earliest == last:
        return f"Other steps come first and fill {around.name_quarter(last)}."
    return f"Other steps come first and fill {around.name_quarter(slot.earliest)} to {around.name_quarter(last)}."
