"""What a team has said about a practice, as somebody of the team reads it."""

from dataclasses import dataclass
from datetime import datetime

from assessments.models import Assessment, Comment
from assessments.queries.voices import Voices

YOU = "You"
SOMEBODY = "Somebody"


@dataclass(frozen=True, slots=True)
class ShownComment:
    """One comment; with names hidden nobody's name but *you* stands beside it."""

    id: int
    by_name: str
    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Thread:
    """The comments on a practice, oldest first; `settled_at` is None while it is open, or before anything was said.

    `waits` while names are hidden and too few have answered: then it holds the reader's own comments alone.
    """

    comments: tuple[ShownComment, ...] = ()
    settled_by: str = ""
    settled_at: datetime | None = None
    waits: bool = False

    @property
    def is_open(self) -> bool:
        """Whether something was said that nobody has marked as settled."""
        return bool(self.comments) and self.settled_at is None and not self.waits


def thread(assessment: Assessment, practice_id: int, *, reader_id: int, said: Voices) -> Thread:
    """The discussion of a practice for who has answered it, and nothing of it for others (1 query)."""
    if not said.include(reader_id):
        return Thread()
    rows = Comment.objects.filter(discussion__assessment=assessment, discussion__practice=practice_id)
    found = list(rows.select_related("author", "discussion__settled_by").order_by("written_at", "id"))
    waits = not said.are_heard
    if waits:
        found = [row for row in found if row.author_id == reader_id]
    if not found:
        return Thread()

    def named(person_id: int, name: str) -> str:
        if person_id == reader_id:
            return YOU
        return SOMEBODY if assessment.names_hidden else name

    discussion = found[-1].discussion
    settled_by = None if waits else discussion.settled_by
    return Thread(
        comments=tuple(
            ShownComment(row.pk, named(row.author_id, row.author.name), row.text, row.written_at) for row in found
        ),
        settled_by=named(settled_by.pk, settled_by.name) if settled_by else "",
        settled_at=None if waits else discussion.settled_at,
        waits=waits,
    )
