"""What the page of a team or of an older result says, as one frozen value (`domain.md` 4.3, 4.4)."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from assessments.core.agreement import UNANSWERED, Settled
from assessments.core.catalog import Catalog, Gate, Practice
from assessments.core.exclusions import Exclusions, exclusions
from assessments.core.finding_out import FindOut, find_out
from assessments.core.gate_exception import GateException
from assessments.core.gates import GateOutcome, Outcome, Readiness, State, assess
from assessments.core.pictures.adoption_map import AdoptionMap, adoption_map
from assessments.core.scoring import confidence
from assessments.core.team_lines import (
    Card,
    CheckLine,
    GatePanel,
    HeldBack,
    Lapse,
    Named,
    Opening,
    Raise,
    WorkLine,
)
from assessments.core.unlocking import Step, unlock


class Finding(StrEnum):
    """What the page says first."""

    NO_GATES = "no_gates"
    OPEN = "open"
    CLOSED = "closed"
    UNDECIDED = "undecided"
    PROVISIONAL = "provisional"


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamReport:
    """Everything the page prints about one result.

    `panel` is the one that the first sentence speaks of, `find_out` what people answered, yet nobody knew (F10),
    `exclusions` what they call not applicable (F11).
    """

    map: AdoptionMap
    finding: Finding
    cards: tuple[Card, ...]
    panels: tuple[GatePanel, ...]
    panel: GatePanel | None
    lapses: tuple[Lapse, ...]
    find_out: tuple[FindOut, ...]
    exclusions: tuple[Exclusions, ...]


def team_report(
    catalog: Catalog,
    settled: Mapping[str, Settled],
    *,
    respondents: int,
    decided_on: date,
    on: date,
    exceptions: Sequence[GateException] = (),
) -> TeamReport:
    """Report on what was settled, decided on one day and seen on another (the same for an older result).

    The map shows those exceptions to gates that hold on the day on which it is seen.
    """
    holding = [one for one in exceptions if one.holds_on(on)]
    return _Writer(catalog, settled, respondents, decided_on, on).report(holding)


def empty_map(catalog: Catalog, *, on: date) -> AdoptionMap:
    """The map of a team without any answer."""
    return adoption_map(catalog, assess(catalog, {}, on=on))


def merged(steps: Sequence[Step], practices: Mapping[str, Practice]) -> tuple[Raise, ...]:
    """Steps of one practice as one raise, practices in the order in which they first appear."""
    grouped: dict[str, list[Step]] = {}
    for step in steps:
        grouped.setdefault(step.practice, []).append(step)
    return tuple(
        Raise(practices[code], own[0].from_level, own[-1].to_level, sum((one.effort for one in own), Fraction(0)))
        for code, own in grouped.items()
    )


class _Writer:
    """One report in the making."""

    def __init__(
        self, catalog: Catalog, settled: Mapping[str, Settled], respondents: int, decided_on: date, on: date
    ) -> None:
        self.catalog, self.settled, self.respondents = catalog, settled, respondents
        self.on, self.decided_on = on, decided_on
        self.readiness = assess(catalog, settled, on=on)
        self.level_names = {one.number: one.name for one in catalog.levels}

    def report(self, exceptions: Sequence[GateException]) -> TeamReport:
        panels = tuple(self._panel(gates) for gates in _together(self.readiness.gates))
        panel = next((one for one in panels if one.outcome is not Outcome.OPEN and not one.source_waits), None)
        return TeamReport(
            map=adoption_map(self.catalog, self.readiness, exceptions=exceptions),
            finding=self._finding(panel),
            cards=tuple(self._card(one) for one in self.readiness.disciplines),
            panels=panels,
            panel=panel or next(iter(panels), None),
            lapses=tuple(self._lapses()),
            find_out=find_out(self.catalog, self.settled),
            exclusions=exclusions(self.catalog, self.settled),
        )

    def _finding(self, panel: GatePanel | None) -> Finding:
        if panel is None:
            return Finding.OPEN if self.catalog.gates else Finding.NO_GATES
        if self.readiness.of(panel.before.code).state is State.PROVISIONAL and not panel.weak:
            return Finding.PROVISIONAL
        return Finding.UNDECIDED if panel.outcome is Outcome.UNDECIDED else Finding.CLOSED

    def _card(self, one: Readiness) -> Card:
        discipline = self.catalog.discipline[one.discipline]
        level = one.score.maturity_level
        return Card(
            discipline=discipline,
            readiness=one,
            level=None if one.state in (State.WAITING, State.NOT_ASSESSED) else level,
            level_name=self.level_names.get(level, "") if level is not None else "",
            confidence=confidence(discipline, self.settled, respondents=self.respondents, on=self.on),
            waiting_for=tuple(self.catalog.discipline[code].name for code in one.waiting_for),
        )

    def _panel(self, gates: Sequence[GateOutcome]) -> GatePanel:
        first = gates[0]
        return GatePanel(
            before=self.catalog.discipline[first.gate.before],
            level=first.gate.level,
            level_name=self.level_names.get(first.gate.level, ""),
            held_back=tuple(self._held_back(one.gate) for one in gates),
            outcome=first.outcome,
            checks=tuple(
                CheckLine(
                    code=check.code,
                    passed=check.passed,
                    have=check.have,
                    need=check.need,
                    failing=tuple(self._named(check.failing)),
                )
                for check in first.checks
            ),
            deciding=self._practices(first.deciding),
            source_waits=first.source_waits,
            opening=None if first.outcome is Outcome.OPEN else self._opening(first.gate),
        )

    def _held_back(self, gate: Gate) -> HeldBack:
        statement = next((one for one in self.catalog.statements if one.code == gate.statement), None)
        return HeldBack(self.catalog.discipline[gate.after], gate, statement)

    def _opening(self, gate: Gate) -> Opening:
        found = unlock(self.catalog, self.settled, readiness=self.readiness, gate=gate)
        return Opening(
            raises=merged(found.steps, self.catalog.practice),
            work=tuple(WorkLine(one.check, self.catalog.practice[one.practice], one.what) for one in found.work),
            effort=found.effort,
            slack=found.slack,
            reachable=found.reachable,
        )

    def _lapses(self) -> Iterator[Lapse]:
        then = assess(self.catalog, self.settled, on=self.decided_on)
        for one in self.readiness.disciplines:
            if then.of(one.discipline).state is State.IN_PLACE and one.state is State.PROVISIONAL:
                shown = next(gate.checks for gate in self.readiness.gates if gate.gate.before == one.discipline)
                foundations = next(check.failing for check in shown if check.code == "G5")
                discipline = self.catalog.discipline[one.discipline]
                yield Lapse(discipline, one.shown_until, self._practices(foundations))

    def _named(self, codes: Iterable[str]) -> Iterator[Named]:
        for code in codes:
            yield Named(self.catalog.practice[code], self._of(code).level)

    def _of(self, code: str) -> Settled:
        return self.settled.get(code, UNANSWERED)

    def _practices(self, codes: Iterable[str]) -> tuple[Practice, ...]:
        return tuple(self.catalog.practice[code] for code in codes)


def _together(gates: Sequence[GateOutcome]) -> Sequence[Sequence[GateOutcome]]:
    grouped: dict[tuple[str, int], list[GateOutcome]] = {}
    for one in gates:
        grouped.setdefault((one.gate.before, one.gate.level), []).append(one)
    return list(grouped.values())
