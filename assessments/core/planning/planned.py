"""The parts of a roadmap: steps and work in their quarters, stages, and when gates open (`domain.md` 4.7)."""

from dataclasses import dataclass

from assessments.core.catalog import Gate
from assessments.core.gate_exception import GateException
from assessments.core.scenario import StepKey
from assessments.core.telling import Told
from assessments.core.unlocking import Step, Work


@dataclass(frozen=True, slots=True)
class PlannedStep:
    """A step in its quarters: begun in `starts`, finished in `quarter`; `because` holds the reasons, as sentences."""

    step: Step
    discipline: str
    starts: int
    quarter: int
    because: tuple[str, ...]

    @property
    def key(self) -> StepKey:
        """What names the step in scenarios, chains and pictures."""
        return StepKey(self.step.practice, self.step.to_level)


@dataclass(frozen=True, slots=True)
class PlannedWork:
    """Work in the quarter in which it is due, for the gates that it serves: none where only a target asks for it."""

    work: Work
    discipline: str
    quarter: int
    gates: tuple[Gate, ...]


@dataclass(frozen=True, slots=True)
class Stage:
    """A part of the plan that ends, with its `quarter`, where something is reached; `reaches` says what.

    `disciplines` are those built in it. Its `work` comes before the gates that open at its end, its `steps` are
    those that finish in it, in the order of execution.
    """

    number: int
    disciplines: tuple[str, ...]
    reaches: tuple[str, ...]
    quarter: int
    work: tuple[Work, ...]
    steps: tuple[PlannedStep, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """When a gate opens: at the end of quarter `opens`, 0 when it is open today, None when the plan does not open it.

    `work` is what it needs besides steps, `chain` the steps that hold it, first to last, `told` says when it opens
    and what holds it. `exception` is the leave there is to plan before it opens.
    """

    gate: Gate
    opens: int | None
    work: tuple[Work, ...]
    chain: tuple[StepKey, ...] = ()
    told: tuple[Told, ...] = ()
    exception: GateException | None = None

    @property
    def because(self) -> tuple[str, ...]:
        """When it opens and what holds it, in sentences."""
        return tuple(one.sentence for one in self.told)
