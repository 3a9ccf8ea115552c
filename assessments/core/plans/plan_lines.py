"""The milestones of a plan as lines: dates promised, planned and expected, what each waits for and what pushes it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from assessments.core.calendar import CalendarQuarter
from assessments.core.catalog import Catalog, Discipline, Practice
from assessments.core.planning.targets import goal_words
from assessments.core.plans.carrying import Expected
from assessments.core.plans.following import Following, delay_words, weeks_late
from assessments.core.plans.milestones import (
    Milestone,
    MilestoneState,
    capitalised,
    named,
    need_sentence,
    subject_of,
    waits,
)
from assessments.core.plans.outcomes import Achieved


@dataclass(frozen=True, slots=True)
class NoteLine:
    """A note on a milestone; `link` is empty where there is none."""

    author: str
    at: datetime
    text: str
    link: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MilestoneFacts:
    """What is stored of a milestone besides what is computed with; `owner` is empty while nobody owns it."""

    owner: str
    owner_id: int | None
    owner_role: str
    reason: str
    because: tuple[str, ...]
    notes: tuple[NoteLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MilestoneLine:
    """One milestone with its dates: promised, planned now, and expected (None where it never comes).

    `title` is what it is about in a few words, `subject` the same within a sentence. `waits_for` says what should be
    done first and is not, `held_by` what pushes it. `achieved` is what a newer result shows, None while there is none.
    `on_chain` says that it lies on the critical chain of a gate that is not open.
    """

    id: int
    position: int
    title: str
    subject: str
    practice: Practice
    discipline: Discipline
    check: str
    what: str
    from_level: int | None
    to_level: int | None
    effort: Fraction
    owner: str
    owner_id: int | None
    owner_role: str
    state: MilestoneState
    reason: str
    baseline_starts: date
    baseline_due: date
    starts: date
    due: date
    expected_starts: date | None
    expected_due: date | None
    started_on: date | None
    done_on: date | None
    late_days: int
    waits_for: tuple[str, ...]
    held_by: str
    on_chain: bool
    achieved: Achieved | None
    because: tuple[str, ...]
    notes: tuple[NoteLine, ...]

    @property
    def from_anchor(self) -> str:
        """What is done at the level a step starts from; empty for work."""
        return self._anchor(self.from_level)

    @property
    def to_anchor(self) -> str:
        """What is done at the level a step leads to; empty for work."""
        return self._anchor(self.to_level)

    def _anchor(self, level: int | None) -> str:
        return self.practice.anchors[level] if level is not None and self.is_step else ""

    @property
    def is_step(self) -> bool:
        """Whether it raises a practice, rather than being work that a gate needs."""
        return not self.check

    @property
    def is_late(self) -> bool:
        """Whether it is open and expected later than promised."""
        return self.state.is_open and self.late_days > 0

    @property
    def weeks_late(self) -> int:
        """Whole weeks behind the date promised, 0 when it is not behind."""
        return weeks_late(self.late_days) if self.late_days else 0

    @property
    def never(self) -> bool:
        """Whether it is open and yet does not come in this plan: it waits for a gate that does not open."""
        return self.state.is_open and self.expected_due is None

    @property
    def quarter(self) -> CalendarQuarter:
        """The quarter it is listed in: the one expected, else the one planned."""
        return CalendarQuarter.of(self.expected_due or self.due)


def lines(
    catalog: Catalog,
    milestones: Sequence[Milestone],
    facts: Mapping[int, MilestoneFacts],
    *,
    following: Following,
    achieved: Mapping[int, Achieved],
) -> tuple[MilestoneLine, ...]:
    """A line for each milestone, in the plan's order."""
    writer = _Writer(catalog, milestones, facts, following, achieved)
    return tuple(writer.line(one) for one in writer.milestones.values())


class _Writer:
    """The lines of one report in the making."""

    def __init__(
        self,
        catalog: Catalog,
        milestones: Sequence[Milestone],
        facts: Mapping[int, MilestoneFacts],
        following: Following,
        achieved: Mapping[int, Achieved],
    ) -> None:
        self.catalog, self.facts, self.following, self.achieved = catalog, facts, following, achieved
        self.milestones = {one.id: one for one in sorted(milestones, key=lambda one: (one.position, one.id))}
        self.waits = waits(catalog, milestones)
        self.chain = {link for gate in following.gates for link in gate.chain}
        self.gates = {one.gate: one for one in following.gates if not one.is_open}

    def line(self, one: Milestone) -> MilestoneLine:
        practice, facts, expected = (
            self.catalog.practice[one.practice],
            self.facts[one.id],
            self.following.expected[one.id],
        )
        return MilestoneLine(
            id=one.id,
            position=one.position,
            title=practice.name if one.is_step else capitalised(subject_of(self.catalog, one)),
            subject=subject_of(self.catalog, one),
            practice=practice,
            discipline=self.catalog.discipline[self.catalog.discipline_of[one.practice]],
            check=one.check,
            what=one.what,
            from_level=one.from_level,
            to_level=one.to_level,
            effort=one.effort,
            owner=facts.owner,
            owner_id=facts.owner_id,
            owner_role=facts.owner_role,
            state=one.state,
            reason=facts.reason,
            baseline_starts=one.baseline_starts,
            baseline_due=one.baseline_due,
            starts=one.starts,
            due=one.due,
            expected_starts=expected.starts,
            expected_due=expected.due,
            started_on=one.started_on,
            done_on=one.done_on,
            late_days=expected.late_days,
            waits_for=tuple(self._waits_for(one, expected)) if one.state.is_open else (),
            held_by=self._held_by(one, expected) if one.state.is_open else "",
            on_chain=one.id in self.chain,
            achieved=self.achieved.get(one.id),
            because=facts.because,
            notes=facts.notes,
        )

    def _waits_for(self, one: Milestone, expected: Expected) -> Iterator[str]:
        """What is not done of what it waits for directly, and the gates before it, where no exception lets it pass."""
        needs = self.waits[one.id]
        for other in (self.milestones[need] for need in needs.milestones):
            if other.state is not MilestoneState.DONE:
                yield need_sentence(self.catalog, other)
        gates = (self.gates[gate] for gate in needs.gates if gate in self.gates)
        held = (one.sentence for one in gates if expected.due is None or (one.now and one.now < expected.due))
        yield from (f"Waits for {sentence}" for sentence in dict.fromkeys(held))

    def _held_by(self, one: Milestone, expected: Expected) -> str:
        """What pushes it, and where that came from, if that is not itself."""
        cause = ""
        is_told = expected.gate is None and expected.root == expected.behind
        if expected.root not in (None, one.id) and not is_told:
            root = self.milestones[expected.root]
            cause = f", because {named(self.catalog, root)} {self._delay(root)}"
        if expected.gate is not None:
            comes = ", which this plan does not reach" if expected.due is None else ""
            return f"It waits for {goal_words(self.catalog, expected.gate.before, expected.gate.level)}{comes}{cause}."
        if expected.behind is None:
            return ""
        behind = self.milestones[expected.behind]
        own = f", which {self._delay(behind)}" if expected.root == expected.behind else ""
        return f"It waits for {named(self.catalog, behind)}{own}{cause}."

    def _delay(self, one: Milestone) -> str:
        return delay_words(one, self.following.expected[one.id].late_days)
