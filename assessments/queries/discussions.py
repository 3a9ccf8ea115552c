"""What a team has said about a practice, as somebody of the team reads it."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Subquery

from assessments.core.voices import is_heard
from assessments.models import Assessment, Comment, Response

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


def thread(assessment: Assessment, practice_id: int, *, reader_id: int) -> Thread:
    """The discussion of a practice (1 query)."""
    rows = Comment.objects.filter(discussion__assessment=assessment, discussion__practice=practice_id)
    answers = Response.objects.filter(assessment=assessment, practice=practice_id).order_by().values("practice")
    counted = rows.annotate(answered_by=Subquery(answers.annotate(count=Count("pk")).values("count")))
    found = list(counted.select_related("author", "discussion__settled_by").order_by("written_at", "id"))
    waits = bool(found) and not is_heard(answered_by=found[0].answered_by or 0, names_hidden=assessment.names_hidden)
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
