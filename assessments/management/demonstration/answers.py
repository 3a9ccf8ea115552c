"""From the level that a team comes to, what each of its people answers: mostly the same, never quite."""

from collections.abc import Sequence
from zlib import crc32

from assessments.core.agreement import Answer, Kind
from assessments.core.catalog import LEVELS

ALL_ALIKE = {"?": Answer(Kind.DONT_KNOW), "n": Answer(Kind.NOT_APPLICABLE), "-": None}


def chance(*words: object) -> int:
    """A number that looks like chance and is the same for the same words, whenever and wherever."""
    return crc32("/".join(map(str, words)).encode())


def answers(sign: str, *, people: int, by_chance: int) -> Sequence[Answer | None]:
    """The answers of so many people, the lead first, whose lower median is the level of a sign; None: no answer.

    Three in eight times all agree; else one member differs by a level, does not know, or has not come to it.
    """
    if sign in ALL_ALIKE:
        return [ALL_ALIKE[sign]] * people
    level = int(sign)
    given: list[Answer | None] = [Answer(Kind.LEVEL, level)] * people
    given[1 + by_chance % (people - 1)] = _other(level, by_chance // 16 % 8, lower_allowed=people > 2)
    return given


def _other(level: int, turn: int, *, lower_allowed: bool) -> Answer | None:
    """What the one member says; of two answers the lower counts, so then it may not lie below."""
    if turn == 0:
        return None
    if turn == 1:
        return Answer(Kind.DONT_KNOW)
    if turn in (2, 3):
        return Answer(Kind.LEVEL, min(level + 1, LEVELS[-1]))
    if turn == 4 and lower_allowed:
        return Answer(Kind.LEVEL, max(level - 1, LEVELS[0]))
    return Answer(Kind.LEVEL, level)
