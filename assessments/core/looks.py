"""Two looks at a team, and the looks between them: what is replaced after what when a change is split by cause."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from assessments.core.agreement import UNANSWERED, Settled
from assessments.core.catalog import Catalog


class Part(StrEnum):
    """What is replaced, in this order."""

    CONTENT = "content"
    EXCLUSIONS = "exclusions"
    ANSWERS = "answers"
    TIME = "time"
    GATES = "gates"


@dataclass(frozen=True, slots=True)
class Look:
    """A result with the day as of which it is looked at; for the older of two its own day."""

    catalog: Catalog
    settled: Mapping[str, Settled]
    on: date


def stages(before: Look, after: Look) -> tuple[Look, ...]:
    """The looks from the older to the newer, each with one more part replaced, in the order of `Part`.

    Until the day is replaced, evidence of a later day counts as shown on the older one. The gates are no look of their
    own: what they let through is decided by all that was replaced before.
    """
    settled = {code: _shown_by(one, before.on) for code, one in after.settled.items()}
    asked = replace(before, catalog=after.catalog)
    concerned = [code for code in after.catalog.practice if _is_set_aside(before, code) or _is_set_aside(after, code)]
    replaced = {code: settled.get(code, UNANSWERED) for code in concerned}
    set_aside = replace(asked, settled={**asked.settled, **replaced})
    return before, asked, set_aside, replace(asked, settled=settled), after


def _shown_by(one: Settled, on: date) -> Settled:
    """The same with its evidence, however new, shown by a day."""
    return one if one.evidence_on is None or one.evidence_on <= on else replace(one, evidence_on=on)


def _is_set_aside(look: Look, code: str) -> bool:
    """Whether a practice was answered, yet without a level: not applicable, or nobody knew."""
    one = look.settled.get(code, UNANSWERED)
    return one.level is None and one.answered
