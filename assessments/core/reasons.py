"""Why a step is in the plan at all, and why in its quarter, in plain words (`domain.md` 4.7)."""

from collections.abc import Iterator, Mapping
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
    quarter in which each gate that is closed today is to open, `helps` the gates whose opening set holds a step.
    """

    catalog: Catalog
    targets: Mapping[str, int]
    levels: Mapping[str, int]
    reached: Mapping[str, int]
    opens: Mapping[Gate, int]
    helps: Mapping[tuple[str, int], tuple[Gate, ...]]


def because(around: Circumstances, slot: Slot) -> tuple[str, ...]:
    """The reasons of one step as sentences: first why at all, then why then."""
    return (*_why_at_all(around, slot.step), *_why_then(around, slot))


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
            yield _gate_sentence(catalog, gate, around.opens[gate])
    if isinstance(slot.held_by, Step) and slot.held_by.practice == step.practice:
        yield f"A practice takes one step a quarter, and level {step.from_level} comes in quarter {slot.earliest - 1}."
    elif isinstance(slot.held_by, Step):
        name = catalog.practice[slot.held_by.practice].name
        yield f"Waits for “{name}”, which comes to level {slot.held_by.to_level} in quarter {slot.earliest}."
    if slot.starts > slot.earliest:
        yield _full_sentence(slot)
    elif slot.held_by is None:
        yield "Nothing holds it back, so it starts in quarter 1."
    if helps := around.helps.get((step.practice, step.to_level)):
        afters = [one.name for one in catalog.disciplines if one.code in {gate.after for gate in helps}]
        yield f"It comes early because it helps to open the gate to {listed(afters)}."


def _gate_sentence(catalog: Catalog, gate: Gate, opens: int) -> str:
    after, before = catalog.discipline[gate.after].name, catalog.discipline[gate.before].name
    reason = f"{gate.reason[:1].upper()}{gate.reason[1:].rstrip('.')}."
    return f"{after} waits for {before}, whose gate is forecast to open in quarter {opens}. {reason}"


def _full_sentence(slot: Slot) -> str:
    last = slot.starts - 1
    quarters = f"quarter {last} is" if slot.earliest == last else f"quarters {slot.earliest} to {last} is"
    return f"The capacity of {quarters} taken by steps that come first."
