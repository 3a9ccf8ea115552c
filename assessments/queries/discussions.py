"""What a team has said about a practice, as somebody of the team reads it."""

from dataclasses import dataclass
from datetime import datetime

from assessments.models import Assessment, Comment

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
    """All comments on a practice, oldest first; `settled_at` is None while it is open, or before anything was said."""

    comments: tuple[ShownComment, ...] = ()
    settled_by: str = ""
    settled_at: datetime | None = None

    @property
    def is_open(self) -> bool:
        """Whether something was said that nobody has marked as settled."""
        return bool(self.comments) and self.settled_at is None


def thread(assessment: Assessment, practice_id: int, *, reader_id: int) -> Thread:
    """The discussion of a practice (1 query)."""
    rows = Comment.objects.filter(discussion__assessment=assessment, discussion__practice=practice_id)
    found = list(rows.select_related("author", "discussion__settled_by").order_by("written_at", "id"))
    if not found:
        return Thread()

    def named(person_id: int, name: str) -> str:
        if person_id == reader_id:
            return YOU
        return SOMEBODY if assessment.names_hidden else name

    discussion = found[-1].discussion
    settled_by = discussion.settled_by
    return Thread(
        comments=tuple(
            ShownComment(row.pk, named(row.author_id, row.author.name), row.text, row.written_at) for row in found
        ),
        settled_by=named(settled_by.pk, settled_by.name) if settled_by else "",
        settled_at=discussion.settled_at,
    )
