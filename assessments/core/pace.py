"""How long a team takes over a question, from the moments of its own answers (`DESIGN.md` 4)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from assessments.core.agreement import lower_median
from assessments.core.walk import SECONDS_PER_QUESTION

AT_ONCE = 2
PAUSE = 300
KNOWN_FROM = 8
FASTEST, SLOWEST = 5, 90


@dataclass(frozen=True, slots=True)
class Pace:
    """Seconds for a question, and from how many answers that is known; from none where it is only assumed."""

    seconds: int = SECONDS_PER_QUESTION
    known_from: int = 0


ASSUMED = Pace()


def pace(moments: Iterable[Sequence[datetime]]) -> Pace:
    """The median time between two answers, in 5 to 90 seconds, from each person's moments of answering.

    Pauses of five minutes and more say nothing of a question, nor do answers that were stored together, such as a whole
    page at once, with the time that all of those took. Assumed until eight such times are known.
    """
    gaps = [gap for person in moments for gap in _gaps(sorted(person))]
    median = lower_median(gaps)
    if median is None or len(gaps) < KNOWN_FROM:
        return ASSUMED
    return Pace(min(max(median, FASTEST), SLOWEST), len(gaps))


def _gaps(moments: Sequence[datetime]) -> list[int]:
    """The seconds from each answer to the next, where both were given by themselves."""
    gaps = [int((later - earlier).total_seconds()) for earlier, later in pairwise(moments)]
    around = [PAUSE, *gaps, PAUSE]
    return [gap for before, gap, after in zip(around, gaps, around[2:], strict=False) if _is_told(before, gap, after)]


def _is_told(before: int, gap: int, after: int) -> bool:
    """Whether a gap is the time of one question: no pause, and no bunch at either end of it."""
    return min(before, gap, after) >= AT_ONCE and gap < PAUSE
