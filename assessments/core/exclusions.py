"""What does not apply: who confirms it, why, and how much of a discipline may be left out so (`domain.md` F11)."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from assessments.core.agreement import UNANSWERED, Settled
from assessments.core.catalog import Catalog, Discipline, Practice
from assessments.core.scoring import is_excluded, most_excluded
from assessments.core.workflow import Role


@dataclass(frozen=True, slots=True)
class Exclusion:
    """A practice that all who answered call not applicable; `counts` once it is confirmed and where it may be said."""

    practice: Practice
    reasons: tuple[str, ...]
    counts: bool


@dataclass(frozen=True, slots=True)
class Exclusions:
    """What is called not applicable of one discipline, in catalog order; at most `most` of its practices may be."""

    discipline: Discipline
    exclusions: tuple[Exclusion, ...]
    most: int

    @property
    def counting(self) -> int:
        """How many of them count."""
        return sum(one.counts for one in self.exclusions)

    @property
    def too_many(self) -> bool:
        """Whether more count than may, which puts the discipline out of scope."""
        return self.counting > self.most


def exclusions(catalog: Catalog, settled: Mapping[str, Settled]) -> tuple[Exclusions, ...]:
    """Everything that is called not applicable, by discipline; a discipline of which nothing is has no entry."""
    every = (
        Exclusions(one, tuple(_of(one, settled)), most_excluded(len(one.practices), catalog.thresholds))
        for one in catalog.disciplines
    )
    return tuple(one for one in every if one.exclusions)


def confirmers(team: Mapping[int, Role], givers: Collection[int]) -> frozenset[int]:
    """Who of the team may confirm a *not applicable* that the givers said.

    A lead who did not say so; without such a lead anybody else who did not. Nobody when all of the team said so, which
    then needs no confirmation, as in a team of one.
    """
    others = {person: role for person, role in team.items() if person not in givers}
    leads = frozenset(person for person, role in others.items() if role is Role.LEAD)
    return leads or frozenset(others)


def _of(discipline: Discipline, settled: Mapping[str, Settled]) -> Iterator[Exclusion]:
    for practice in discipline.practices:
        one = settled.get(practice.code, UNANSWERED)
        if one.not_applicable or one.unconfirmed:
            yield Exclusion(practice, one.reasons, is_excluded(practice, settled))
