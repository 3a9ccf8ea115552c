"""What an assessment offers again from the one before it: nothing of it counts until somebody confirms it."""

from dataclasses import dataclass
from datetime import date

from assessments.core.agreement import Answer
from assessments.core.answering import answer_faults
from assessments.core.catalog import Catalog


@dataclass(frozen=True, slots=True, kw_only=True)
class Before:
    """What was said of one practice last time, on a day: one's own answer, or else (`of_team`) the agreed level.

    `statement` is what its level said then; blank for other answers.
    """

    answer: Answer
    statement: str
    reason: str = ""
    remark: str = ""
    of_team: bool = False
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried:
    """Last time's answer as a question offers it now.

    It is not `offered` where the question does not take it any more. `reworded` says that the level reads differently
    by now, `raised_to` is the higher level that the team's plan says was reached since.
    """

    before: Before
    offered: bool
    reworded: bool
    raised_to: int | None

    @property
    def at_once(self) -> bool:
        """Whether it may be confirmed together with others: nothing speaks for looking at it by itself."""
        return self.offered and not self.reworded and self.raised_to is None


def carry(catalog: Catalog, practice: str, before: Before, *, done_level: int | None) -> Carried:
    """Last time's answer to a practice of the catalog; `done_level` is the highest that the plan says was reached."""
    level = before.answer.level
    faults = answer_faults(catalog, practice, before.answer, reason=before.reason, remark=before.remark)
    raised = done_level is not None and (level is None or done_level > level)
    return Carried(
        before=before,
        offered=not faults,
        reworded=not faults and level is not None and catalog.practice[practice].anchors[level] != before.statement,
        raised_to=done_level if raised else None,
    )
