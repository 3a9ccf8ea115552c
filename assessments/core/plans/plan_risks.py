"""The three risks of a plan that matter most, in words (`DESIGN.md` 6)."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from assessments.core.agreement import UNANSWERED, Settled
from assessments.core.calendar import CalendarQuarter, day_words
from assessments.core.catalog import Catalog
from assessments.core.gate_exception import GateException
from assessments.core.planning.targets import listed
from assessments.core.planning.work_dates import EVIDENCE
from assessments.core.plans.following import Following, GateNow
from assessments.core.plans.milestones import MilestoneState, capitalised
from assessments.core.plans.plan_lines import MilestoneLine

MOST = 3
NAMED = 3
SOON = timedelta(days=91)
QUARTERS_AHEAD = 2

# How much more it weighs to push one other milestone than to be a week late.
PUSHED = 1000

GATE_LOST, GATE_MOVED, EXCEPTION_ENDS, EVIDENCE_ENDS, UNOWNED, LATE = 60, 50, 40, 30, 20, 10


@dataclass(frozen=True, slots=True)
class _Risk:
    """A risk in words; the kind weighs first, then how much of it there is."""

    kind: int
    size: int
    words: str


def risks(
    catalog: Catalog,
    settled: Mapping[str, Settled],
    lines: Sequence[MilestoneLine],
    *,
    following: Following,
    exceptions: Sequence[GateException],
    today: date,
) -> tuple[str, ...]:
    """The heaviest risks, three at most: gates lost, gates moved, exceptions that end, evidence that runs out,
    foundations that nobody owns, milestones that are late and push others; within a kind the largest first.
    """
    found = [
        *_gates(following),
        *_exceptions(catalog, lines, exceptions, today),
        *_evidence(catalog, settled, lines, following, today),
        *_unowned(lines, today),
        *_late(lines, following),
    ]
    found.sort(key=lambda risk: (-risk.kind, -risk.size))
    return tuple(dict.fromkeys(risk.words for risk in found))[:MOST]


def _gates(following: Following) -> Iterator[_Risk]:
    for gate in following.gates:
        if gate.planned is None or gate.all_done:
            continue
        if gate.now is None:
            yield _Risk(GATE_LOST, 0, gate.sentence)
        elif (quarters := CalendarQuarter.of(gate.now).since(CalendarQuarter.of(gate.planned))) > 0:
            yield _Risk(GATE_MOVED, quarters, gate.sentence)


def _exceptions(
    catalog: Catalog, lines: Sequence[MilestoneLine], exceptions: Sequence[GateException], today: date
) -> Iterator[_Risk]:
    for one in exceptions:
        open_ones = sum(line.discipline.code == one.after and line.state.is_open for line in lines)
        if open_ones and one.holds_on(today) and one.until <= today + SOON:
            name = catalog.discipline[one.after].name
            left = f"{open_ones} milestones of it are open" if open_ones != 1 else "1 milestone of it is open"
            words = f"The exception for {name} ends on {day_words(one.until)}, and {left}."
            yield _Risk(EXCEPTION_ENDS, open_ones, words)


def _evidence(
    catalog: Catalog,
    settled: Mapping[str, Settled],
    lines: Sequence[MilestoneLine],
    following: Following,
    today: date,
) -> Iterator[_Risk]:
    """Evidence that a result holds and no milestone renews, and that ends before its gate opens, or soon."""
    shown_anew = [line for line in lines if line.check == EVIDENCE and line.state is not MilestoneState.DROPPED]
    renewed = {line.practice.code for line in shown_anew}
    told: set[str] = set()
    for gate in following.gates:
        code, until = gate.gate.before, _needed_until(gate, today)
        if until is None or code in told:
            continue
        told.add(code)
        practices = [one for one in catalog.discipline[code].practices if one.foundation and one.code not in renewed]
        shown = [day for one in practices if (day := settled.get(one.code, UNANSWERED).evidence_on) is not None]
        ends = [day + timedelta(days=catalog.thresholds.evidence_days - 1) for day in shown]
        if short := [day for day in ends if day < until]:
            yield _Risk(EVIDENCE_ENDS, len(short), _evidence_words(catalog.discipline[code].name, short, gate, today))


def _evidence_words(name: str, ends: Sequence[date], gate: GateNow, today: date) -> str:
    """When the evidence for some foundations of a discipline runs out, or did."""
    whose = f"{len(ends)} foundations" if len(ends) > 1 else "1 foundation"
    when = f"{'first ' if len(ends) > 1 else ''}on {day_words(min(ends))}"
    runs = "ran" if min(ends) < today else "runs"
    if gate.is_open:
        then = "the next assessment finds its gate shut" if runs == "ran" else "then its gate shuts"
        return f"The evidence for {whose} of {name} {runs} out, {when}: {then}."
    return f"The evidence for {whose} of {name} {runs} out before its gate opens, {when}."


def _needed_until(gate: GateNow, today: date) -> date | None:
    """The day until which evidence has to hold: that of the opening, or soon where the gate is open."""
    return today + SOON if gate.is_open else gate.now


def _unowned(lines: Sequence[MilestoneLine], today: date) -> Iterator[_Risk]:
    last = CalendarQuarter.of(today).plus(QUARTERS_AHEAD)
    found = [
        one
        for one in lines
        if one.state.is_open and not one.owner and one.practice.foundation and one.due <= last.last_day
    ]
    names = list(dict.fromkeys(f"“{one.practice.name}”" for one in found))
    if names:
        count = len(names)
        if count > NAMED:
            names[NAMED - 1 :] = [f"{count - NAMED + 1} more"]
        things = "foundation" if count == 1 else "foundations"
        yield _Risk(UNOWNED, count, f"Nobody owns {count} {things} due by the end of {last}: {listed(names)}.")


def _late(lines: Sequence[MilestoneLine], following: Following) -> Iterator[_Risk]:
    """What is late by itself and pushes most; what moved a gate is told with the gate."""
    told = {gate.root for gate in following.gates}
    pushed = Counter(one.root for id_, one in following.expected.items() if one.root != id_)
    for line in lines:
        if line.is_late and following.expected[line.id].root == line.id and line.id not in told:
            others, weeks = pushed[line.id], line.weeks_late
            pushes = f" and pushes {others} {'other' if others == 1 else 'others'}" if others else ""
            words = f"{capitalised(line.subject)} is {weeks} {'week' if weeks == 1 else 'weeks'} late{pushes}."
            yield _Risk(LATE, others * PUSHED + weeks, words)
