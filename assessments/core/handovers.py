"""Open work of people that somebody else goes on with: what they are asked, and the milestones that they own."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class OpenQuestions:
    """A dimension that a person is asked to answer, with how many of its questions are open; None where names hide."""

    dimension: str
    open: int | None
    due: date


@dataclass(frozen=True, slots=True)
class OpenMilestone:
    """A milestone that a person owns, neither done nor dropped; `subject` is what it is about, in words."""

    id: int
    subject: str
    due: date


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenWork:
    """What one person still has to do in a unit. `has_left` where the person may do it no more."""

    person_id: int
    name: str
    has_left: bool
    questions: tuple[OpenQuestions, ...]
    milestones: tuple[OpenMilestone, ...]

    @property
    def count(self) -> int:
        """How many things it is: dimensions and milestones."""
        return len(self.questions) + len(self.milestones)


@dataclass(frozen=True, slots=True)
class LeftBehind:
    """A person who has left a unit, with how many things are still open: dimensions asked, and milestones owned."""

    name: str
    questions: int
    milestones: int

    @property
    def count(self) -> int:
        """How many things it is in all."""
        return self.questions + self.milestones


def who_left_first(work: Iterable[OpenWork]) -> tuple[OpenWork, ...]:
    """The people with something open by name, those who have left before the others."""
    return tuple(sorted((one for one in work if one.count), key=lambda one: (not one.has_left, one.name.casefold())))
