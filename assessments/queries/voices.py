"""What was answered to one practice of an assessment, and who of the team may know of it: the one place that asks.

Pages of a whole assessment ask their `Visit`, which has read everything anyway; both go by the rules of `core.voices`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from assessments.core.voices import is_heard, sees_others
from assessments.models import Response


class Voice(NamedTuple):
    """One person's answer without its words; `kind` is a `Kind` value."""

    kind: str
    level: int | None
    answer_revision: int


@dataclass(frozen=True, slots=True)
class Voices:
    """All answers to a practice by the ids of who gave them; a write reads them once it holds the assessment."""

    given: Mapping[int, Voice]
    names_hidden: bool

    @property
    def are_heard(self) -> bool:
        """Whether they count, and may show to who answered too: with names hidden only where enough people did."""
        return bool(self.given) and is_heard(answered_by=len(self.given), names_hidden=self.names_hidden)

    def include(self, person_id: int) -> bool:
        """Whether a person of the team answered too, and so may join in what is said."""
        return sees_others(has_answered=person_id in self.given)

    def reach(self, person_id: int) -> bool:
        """Whether a person of the team may see how far they lie apart, and what the team settled on."""
        return self.include(person_id) and self.are_heard

    @property
    def numbers(self) -> tuple[int, ...]:
        """The levels among them."""
        return tuple(one.level for one in self.given.values() if one.level is not None)

    @property
    def revision(self) -> int:
        """What every later change of them and every further one raises, as `queries.assessments.answers_revision`."""
        return sum(one.answer_revision for one in self.given.values())


def voices(assessment_id: int, practice_id: int) -> Voices:
    """The answers to one practice of an assessment (1 query)."""
    rows = Response.objects.filter(assessment=assessment_id, practice=practice_id)
    columns = ("assessment__names_hidden", "respondent_id", "kind", "level", "answer_revision")
    found = list(rows.values_list(*columns))
    return Voices({person: Voice(*told) for _, person, *told in found}, any(hidden for hidden, *_ in found))
