"""What a lead sends to people whose answers are open: plain text to be copied into a mail or a chat."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from assessments.core.calendar import day_words
from assessments.core.sharing import PersonShares, Share


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """What a reminder is about: the assessment, its team, where to go on answering, and who reminds.

    Where names are hidden nothing is `counted`: a count would tell whose an answer is as it comes in.
    """

    title: str
    team: str
    address: str
    lead: str
    counted: bool = True


def reminder(person: PersonShares, occasion: Occasion) -> str:
    """The text for one person with something open; counts and days, never an answer."""
    lines = [
        f"Hello {person.name},",
        "",
        f"in “{occasion.title}” of {occasion.team} these questions are waiting for you:",
        "",
        *_open_lines(person, occasion),
        "",
        f"Go on here: {occasion.address}",
        "",
        *_close(occasion),
    ]
    return "\n".join(lines)


def reminder_for_all(people: Iterable[PersonShares], occasion: Occasion) -> str:
    """The text for everybody of these who has something open; empty where nobody has."""
    lines = [line for person in people if person.open for line in (person.name, *_open_lines(person, occasion), "")]
    if not lines:
        return ""
    head = f"in “{occasion.title}” of {occasion.team} these questions are still waiting for an answer:"
    close = ["Each of you goes on at the first open question here:", occasion.address, "", *_close(occasion)]
    return "\n".join(["Hello everybody,", "", head, "", *lines, *close])


def _open_lines(person: PersonShares, occasion: Occasion) -> Iterator[str]:
    yield from (_line(share, occasion) for share in person.still_asked)
    if person.shared_open:
        what = "questions that everybody is asked" if person.still_asked or not occasion.counted else "questions"
        yield f"- {person.shared_open} of {person.shared_total} {what}" if occasion.counted else f"- {what}"


def _line(share: Share, occasion: Occasion) -> str:
    due = f", due {day_words(share.due)}" if share.due else ""
    late = " (overdue)" if share.is_overdue else ""
    open_ones = f"{share.open} of {share.total} open" if occasion.counted else "open"
    return f"- {share.dimension.name} ({share.discipline.name}): {open_ones}{due}{late}"


def _close(occasion: Occasion) -> Iterator[str]:
    yield "Each answer is saved as you go. Thank you!"
    yield occasion.lead
