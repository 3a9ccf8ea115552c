"""A plan against a newer result: what was achieved, and what a new plan keeps of it (`DESIGN.md` 4)."""

from dataclasses import dataclass
from enum import StrEnum

from assessments.core.milestones import Promise


class Achieved(StrEnum):
    """What a newer result says of a milestone, whatever it was marked."""

    ACHIEVED = "achieved"
    PARTLY = "partly"
    NOT_ACHIEVED = "not_achieved"
    NOT_NEEDED = "not_needed"

    @property
    def words(self) -> str:
        """What it is called on a page."""
        return "No longer needed" if self is Achieved.NOT_NEEDED else self.value.replace("_", " ").capitalize()


@dataclass(frozen=True, slots=True, kw_only=True)
class Replan:
    """A new plan beside the milestones of the old one, before anybody adopts it.

    `kept` are milestones that it has too, by id, with what is promised now: the dates that stand, those of the new plan
    where the old one was marked done. `moved` are those of them for which the new plan would have other quarters.
    `new` is promised for the first time; `gone` are the milestones that it has no more.
    """

    kept: tuple[tuple[int, Promise], ...]
    moved: tuple[int, ...]
    new: tuple[Promise, ...]
    gone: tuple[int, ...]
    sentences: tuple[str, ...]
