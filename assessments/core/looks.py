"""Two looks at a team, and the looks between them: what is replaced after what when a change is split by cause."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from assessments.core.agreement import UNANSWERED, Settled
from assessments.core.catalog import Catalog


class Part(StrEnum):
    """What is replaced, in this order."""

    TIME = "time"
    CONTENT = "content"
    EXCLUSIONS = "exclusions"
    ANSWERS = "answers"
    GATES = "gates"


@dataclass(frozen=True, slots=True)
class Look:
    """A result with the day as of which it is looked at; for the older of two its own day."""

    catalog: Catalog
    settled: Mapping[str, Settled]
    on: date


def stages(before: Look, after: Look) -> tuple[Look, ...]:
    """The looks from the older to the newer, each with one more part replaced, in the order of `Part`.

    The gates are no look of their own: what they let through is decided by all that was replaced before.
    """
    later = replace(before, on=after.on)
    asked = replace(later, catalog=after.catalog)
    concerned = [code for code in after.catalog.practice if _is_set_aside(before, code) or _is_set_aside(after, code)]
    replaced = {code: after.settled.get(code, UNANSWERED) for code in concerned}
    return before, later, asked, replace(asked, settled={**asked.settled, **replaced}), after


def _is_set_aside(look: Look, code: str) -> bool:
    """Whether a practice was answered, yet without a level: not applicable, or nobody knew."""
    one = look.settled.get(code, UNANSWERED)
    return one.level is None and one.answered
