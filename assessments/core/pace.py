"""How long a team takes over a question, from the moments of its own answers (`DESIGN.md` 4)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from assessments.core.walk import SECONDS_PER_QUESTION

AT_ONCE, PAUSE = timedelta(seconds=2), timedelta(minutes=5)
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
    if len(gaps) < KNOWN_FROM:
        return ASSUMED
    median = sorted(gaps)[(len(gaps) - 1) // 2].seconds
    return Pace(min(max(median, FASTEST), SLOWEST), len(gaps))


def _gaps(moments: Sequence[datetime]) -> list[timedelta]:
    """The time from each answer to the next, where both were given by themselves."""
    gaps = [later - earlier for earlier, later in pairwise(moments)]
    around = zip([PAUSE, *gaps], gaps, [*gaps[1:], PAUSE], strict=False)
    return [gap for before, gap, after in around if AT_ONCE <= gap < PAUSE and before >= AT_ONCE <= after]
