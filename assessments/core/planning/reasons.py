"""Why a step is in the plan at all, and why in its quarter, in plain words (`domain.md` 4.7)."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from assessments.core.calendar import day_words
from assessments.core.catalog import IN_PLACE, Catalog, Gate
from assessments.core.gate_exception import GateException
from assessments.core.planning.schedule import CAPACITY, PARALLEL, Slot
from assessments.core.planning.targets import level_words, listed, short_list
from assessments.core.scenario import Scenario, StepKey
from assessments.core.scoring import needed
from assessments.core.unlocking import Step


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstances:
    """What the reasons of one plan are read from.

    `levels` are the present levels of the applicable practices, `reached` those at the end of the plan, `opens` the
    quarter in which each gate that is closed today is to open, `exceptions` the leave there is to plan before that,
    `helps` the gates whose opening set holds a step, `name_quarter` what a quarter is called.
    """

    catalog: Catalog
    scenario: Scenario
    targets: Mapping[str, int]
    levels: Mapping[str, int]
    reached: Mapping[str, int]
    opens: Mapping[Gate, int]
    exceptions: Sequence[GateException]
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


def key_of(step: Step) -> StepKey:
    """What names a step in a scenario."""
    return StepKey(step.practice, step.to_level)


def until_words(exception: GateException) -> str:
    """Until when an exception holds, and who gave it, as in 'until 31 March 2027, approved by Ada Example'."""
    return f"until {day_words(exception.until)}, approved by {exception.approver}"


def leave(around: Circumstances, slot: Slot, gate: Gate) -> GateException | None:
    """The exception under which a step begins before a gate to its discipline opens; None when it does not."""
    if slot.starts > around.opens[gate]:
        return None
    quarter = around.scenario.start.plus(slot.starts - 1)
    return next((one for one in around.exceptions if is_for(one, gate) and one.covers(quarter)), None)


def gates_before(around: Circumstances, slot: Slot) -> Iterator[Gate]:
    """The gates to a step's discipline that are closed today."""
    home = around.catalog.discipline_of[slot.step.practice]
    return (gate for gate in around.opens if gate.after == home)


def is_for(exception: GateException, gate: Gate) -> bool:
    """Whether an exception is one to this gate."""
    return (exception.before, exception.after) == (gate.before, gate.after)


def _why_at_all(around: Circumstances, step: Step) -> Iterator[str]:
    practice = around.catalog.practice[step.practice]
    discipline = around.catalog.discipline[around.catalog.discipline_of[step.practice]]
    target = around.targets[discipline.code]
    if practice.foundation and step.from_level < target:
        yield f"A foundation: without it {discipline.name} cannot reach {level_words(around.catalog, target)}."
    elif step.from_level < target <= around.reached[step.practice]:
        yield _share(around, discipline.code, target, "for breadth")
    elif step.from_level < target - 1 <= around.reached[step.practice]:
        yield _share(around, discipline.code, target - 1, "so that no gap is left")
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
    return listed(short_list(names)) if names else ""


def _why_then(around: Circumstances, slot: Slot) -> Iterator[str]:
    for gate in gates_before(around, slot):
        exception = leave(around, slot, gate)
        yield from _ahead_sentences(around, gate, exception) if exception else _gate_sentences(around, gate)
    if isinstance(slot.held_by, Step):
        yield _held_sentence(around, slot, slot.held_by)
    yield from _date_sentences(around, slot)
    if slot.full:
        yield _full_sentence(around, slot)
    elif slot.held_by is None and slot.earliest == 1:
        yield "Ready at once."
    if helps := around.helps.get((slot.step.practice, slot.step.to_level)):
        afters = [one.name for one in around.catalog.disciplines if one.code in {gate.after for gate in helps}]
        yield f"Helps to open the gate to {listed(afters)}."


def _gate_sentences(around: Circumstances, gate: Gate) -> Iterator[str]:
    after, before = around.catalog.discipline[gate.after].name, around.catalog.discipline[gate.before].name
    yield f"{after} waits for {before}: the gate opens at the end of {around.name_quarter(around.opens[gate])}."
    yield reason_of(gate)


def _ahead_sentences(around: Circumstances, gate: Gate, exception: GateException) -> Iterator[str]:
    before, opens = around.catalog.discipline[gate.before].name, around.name_quarter(around.opens[gate])
    yield f"Planned before {before} opens its gate at the end of {opens}: under an exception {until_words(exception)}."


def _held_sentence(around: Circumstances, slot: Slot, held_by: Step) -> str:
    if held_by.practice == slot.step.practice:
        before = around.name_quarter(slot.earliest - 1)
        return f"A practice rises by one step a quarter, and comes to level {held_by.to_level} in {before}."
    name, quarter = around.catalog.practice[held_by.practice].name, around.name_quarter(slot.earliest)
    return f"Waits for “{name}”, which comes to level {held_by.to_level} in {quarter}."


def _date_sentences(around: Circumstances, slot: Slot) -> Iterator[str]:
    key = key_of(slot.step)
    if pinned := around.scenario.pinned.get(key):
        yield f"Pinned to {pinned}."
    elif (later := around.scenario.put_off.get(key)) and later.since(around.scenario.start) + 1 == slot.earliest > 1:
        yield f"Put off to {later}."


def _full_sentence(around: Circumstances, slot: Slot) -> str:
    last = around.name_quarter(slot.starts - 1)
    if slot.full == PARALLEL:
        return f"As many steps as may run at once are under way until the end of {last}."
    if slot.full == CAPACITY:
        return f"Other steps come first and take the whole capacity until the end of {last}."
    return f"The capacity of the {slot.full} is full until the end of {last}."
