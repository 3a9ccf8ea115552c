"""What somebody says in a discussion."""

from typing import Any

from assessments.core.answering import comment_faults
from assessments.core.catalog import Catalog
from assessments.forms.plain import LongText, Number, PlainForm

LARGEST = 2**31 - 1


class CommentForm(PlainForm):
    """One comment on a practice."""

    text = LongText(label="Your comment", error_messages={"required": "Say something first."})

    def __init__(self, data: Any, *, catalog: Catalog, practice: str) -> None:
        super().__init__(data)
        self.catalog, self.practice = catalog, practice

    def clean(self) -> dict[str, Any]:
        """Check the text as it is stored."""
        data = super().clean()
        if "text" in data:
            self.add_faults(comment_faults(self.catalog, self.practice, data["text"]))
        return data


class SettleForm(PlainForm):
    """How many comments the page showed to who marks a discussion as settled."""

    seen = Number(min_value=1, max_value=LARGEST)
