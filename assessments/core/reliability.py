"""How far a team's answers agree over a whole assessment: Krippendorff's alpha for ordered levels (`domain.md` F8).

Which pairs of answers meet on the same practice is all it asks, never whose they are; a missing answer just pairs with
none. The measure is Klaus Krippendorff's, *Content Analysis*, with his distance between ordered values.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from itertools import combinations

from assessments.core.agreement import Settled
from assessments.core.voices import SPREAD_FROM
from assessments.core.workflow import Action, Role, may

LEAST_RESPONDENTS = 3
LEAST_PRACTICES = 10
FIRM_FROM = Fraction(80, 100)
TENTATIVE_FROM = Fraction(667, 1000)

Distance = Callable[[Mapping[int, int], int, int], Fraction]


class Standing(StrEnum):
    """How much weight the answers bear together (F8)."""

    FIRM = "firm"
    TENTATIVE = "tentative"
    DISCUSSION = "discussion"
    NO_SPREAD = "no_spread"


@dataclass(frozen=True, slots=True)
class Reliability:
    """How far so many respondents agree over so many practices that two or more of them gave a level.

    `alpha` is at most 1, 0 where they agree no more than by chance, and None where all answers coincide.
    """

    alpha: Fraction | None
    practices: int
    respondents: int

    @property
    def standing(self) -> Standing:
        """What the number says in one word."""
        if self.alpha is None:
            return Standing.NO_SPREAD
        if self.alpha >= FIRM_FROM:
            return Standing.FIRM
        return Standing.TENTATIVE if self.alpha >= TENTATIVE_FROM else Standing.DISCUSSION


def reliability(practices: Iterable[Sequence[int]], *, respondents: int) -> Reliability | None:
    """The agreement over the numeric answers to each practice; None below the sizes at which it says anything (F8)."""
    shared = [numbers for numbers in practices if len(numbers) > 1]
    if respondents < LEAST_RESPONDENTS or len(shared) < LEAST_PRACTICES:
        return None
    return Reliability(alpha(shared), len(shared), respondents)


def reliability_behind(settled: Mapping[str, Settled], *, answered_by: int, role: Role | None) -> Reliability | None:
    """The agreement behind a Result that so many people answered, as far as a reader in this role may see it.

    In a Result nobody's answer can be swayed any more, and a total over ten practices and three people gives no single
    one away: the team sees it whole, a manager from four people up and over what four or more answered (`core.voices`).
    """
    numbers = [one.numbers for one in settled.values()]
    if may(Action.ANSWER, role):
        return reliability(numbers, respondents=answered_by)
    if role is not Role.MANAGER or answered_by < SPREAD_FROM:
        return None
    return reliability([one for one in numbers if len(one) >= SPREAD_FROM], respondents=answered_by)


def alpha(units: Iterable[Sequence[int]]) -> Fraction | None:
    """Krippendorff's ordinal alpha of the values given to each unit, exactly; None where all values coincide.

    A unit with fewer than two values has no pair and leaves it unchanged.
    """
    return _alpha([Counter(values) for values in units if len(values) > 1], ordinal_distance)


def ordinal_distance(totals: Mapping[int, int], low: int, high: int) -> Fraction:
    """How far two values lie apart, squared: by how many of all values lie between them, half of either end's."""
    between = sum(count for value, count in totals.items() if low <= value <= high)
    return (between - Fraction(totals[low] + totals[high], 2)) ** 2


def _alpha(units: Sequence[Counter[int]], distance: Distance) -> Fraction | None:
    totals = sum(units, Counter[int]())
    pairs = [(low, high, distance(totals, low, high)) for low, high in combinations(sorted(totals), 2)]
    expected = sum(totals[low] * totals[high] * apart for low, high, apart in pairs)
    if not expected:
        return None
    observed = sum(
        Fraction(sum(unit[low] * unit[high] * apart for low, high, apart in pairs), unit.total() - 1) for unit in units
    )
    return 1 - (totals.total() - 1) * observed / expected
