"""A plan in short, and what is otherwise in one than in another: gates, targets, effort, finish."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from assessments.core.calendar import CalendarQuarter
from assessments.core.catalog import IN_PLACE, Catalog, Gate
from assessments.core.planning.drafting import Draft
from assessments.core.planning.targets import goal_words, listed
from assessments.core.roadmap import Roadmap
from assessments.core.scenario import Scenario

NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


@dataclass(frozen=True, slots=True, kw_only=True)
class GateDate:
    """When gates open together, by the names of their disciplines; `reached` says what opens them.

    `opens` is None where they are open today (`is_open`) and where the plan does not open them.
    """

    before: str
    after: tuple[str, ...]
    reached: str
    opens: CalendarQuarter | None
    is_open: bool


@dataclass(frozen=True, slots=True)
class TargetLine:
    """The target of a discipline, by name: the maturity level wished for, and the one that is planned for."""

    discipline: str
    wished: int
    planned: int

    @property
    def is_missed(self) -> bool:
        """Whether the plan stays below the wish."""
        return self.planned < self.wished


@dataclass(frozen=True, slots=True)
class Outlook:
    """What decides about a plan: when gates open, and which targets are reached."""

    gates: tuple[GateDate, ...]
    targets: tuple[TargetLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanSummary:
    """One plan in short; `effort` in person-weeks, `until` its last quarter, None when no step is to be taken.

    `missed` says in sentences which targets are not reached.
    """

    name: str
    gates: tuple[GateDate, ...]
    targets: tuple[TargetLine, ...]
    effort: Fraction
    until: CalendarQuarter | None
    steps: int
    missed: tuple[str, ...]


def summary(catalog: Catalog, roadmap: Roadmap, *, name: str) -> PlanSummary:
    """A roadmap in short, under a name."""
    return PlanSummary(
        name=name,
        gates=_gates(catalog, roadmap.scenario, {one.gate: one.opens for one in roadmap.forecasts}),
        targets=_targets(catalog, roadmap.scenario, roadmap.targets),
        effort=roadmap.effort,
        until=roadmap.until,
        steps=len(roadmap.steps),
        missed=roadmap.unreachable,
    )


def outlook(made: Draft) -> Outlook:
    """What the plan of a draft brings."""
    catalog, scenario = made.start.catalog, made.scenario
    return Outlook(_gates(catalog, scenario, made.opens), _targets(catalog, scenario, made.aims.targets))


def differences(before: PlanSummary, after: PlanSummary) -> tuple[str, ...]:
    """What changes from one plan to another from the same result, in sentences; empty when nothing does."""
    return (*decisive_differences(before, after), *_effort(before, after), *_finish(before, after))


def decisive_differences(before: Outlook | PlanSummary, after: Outlook | PlanSummary) -> tuple[str, ...]:
    """What changes in the dates of gates and in the targets that are reached."""
    return (*_gate_differences(before, after), *_target_differences(before, after))


def _targets(catalog: Catalog, scenario: Scenario, planned: Mapping[str, int]) -> tuple[TargetLine, ...]:
    return tuple(
        TargetLine(one.name, scenario.targets.get(one.code, IN_PLACE), planned[one.code]) for one in catalog.disciplines
    )


def _gates(catalog: Catalog, scenario: Scenario, opens: Mapping[Gate, int | None]) -> tuple[GateDate, ...]:
    together: dict[tuple[str, int, int | None], list[Gate]] = {}
    for gate, number in opens.items():
        together.setdefault((gate.before, gate.level, number), []).append(gate)
    return tuple(
        GateDate(
            before=catalog.discipline[before].name,
            after=tuple(catalog.discipline[gate.after].name for gate in gates),
            reached=goal_words(catalog, before, level),
            opens=scenario.start.plus(number - 1) if number else None,
            is_open=number == 0,
        )
        for (before, level, number), gates in together.items()
    )


def _gate_differences(before: Outlook | PlanSummary, after: Outlook | PlanSummary) -> Iterator[str]:
    old, new = _by_pair(before), _by_pair(after)
    together: dict[tuple[str, CalendarQuarter | None, CalendarQuarter | None], list[str]] = {}
    for pair, gate in new.items():
        if gate.opens != old[pair].opens:
            together.setdefault((gate.reached, old[pair].opens, gate.opens), []).append(pair[1])
    for (reached, then, now), names in together.items():
        if then and now:
            yield f"{reached}: {now} instead of {then}, {_by(now.since(then))}."
        elif now:
            yield f"{reached}: {now} instead of not at all; {_gates_to(names, 'open')}."
        else:
            yield f"{reached}: not at all instead of {then}; {_gates_to(names, 'stay')} shut."


def _gates_to(names: Sequence[str], verb: str) -> str:
    """What becomes of the gates to some disciplines, as in 'the gate to ModelOps opens'."""
    several = len(names) > 1
    return f"the gate{'s' if several else ''} to {listed(names)} {verb}{'' if several else 's'}"


def _by_pair(plan: Outlook | PlanSummary) -> dict[tuple[str, str], GateDate]:
    return {(gate.before, name): gate for gate in plan.gates for name in gate.after}


def _target_differences(before: Outlook | PlanSummary, after: Outlook | PlanSummary) -> Iterator[str]:
    for old, new in zip(before.targets, after.targets, strict=True):
        if new.wished != old.wished:
            wish, before_that = (f"level {one.wished}" if one.wished else "not wanted" for one in (new, old))
            yield f"Target of {new.discipline}: {wish} instead of {before_that}."
        yield from _missed(old, new)


def _missed(old: TargetLine, new: TargetLine) -> Iterator[str]:
    if new.is_missed and (not old.is_missed or new.planned < old.planned):
        comes = f"brings it to level {new.planned}" if new.planned else "does not even bring it to level 1"
        yield f"Target of {new.discipline} missed: the plan {comes}."
    elif old.is_missed and new.wished and not new.is_missed:
        yield f"Target of {new.discipline} reached; it was missed before."
    elif old.is_missed and new.is_missed and new.planned > old.planned:
        yield f"Target of {new.discipline} still missed, but the plan brings it to level {new.planned}."


def _effort(before: PlanSummary, after: PlanSummary) -> Iterator[str]:
    if change := after.effort - before.effort:
        by = f"{_weeks(abs(change))} {'more' if change > 0 else 'less'}"
        yield f"Effort: {_weeks(after.effort)} instead of {_weeks(before.effort)} person-weeks, {by}."


def _weeks(effort: Fraction) -> str:
    return f"{float(effort):g}"


def _finish(before: PlanSummary, after: PlanSummary) -> Iterator[str]:
    if after.until == before.until:
        return
    if after.until and before.until:
        yield f"Finish: {after.until} instead of {before.until}, {_by(after.until.since(before.until))}."
    elif after.until:
        yield f"Finish: {after.until}; there was nothing to do before."
    else:
        yield f"Nothing is left to do; it took until {before.until} before."


def _by(quarters: int) -> str:
    """How much later or earlier, as in 'two quarters earlier'."""
    count = abs(quarters)
    number = NUMBERS[count] if count < len(NUMBERS) else str(count)
    return f"{number} quarter{'' if count == 1 else 's'} {'later' if quarters > 0 else 'earlier'}"
