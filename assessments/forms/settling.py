"""What a lead records for the team."""

from typing import Any

from assessments.core.answering import agreed_level_faults
from assessments.core.catalog import LEVELS, Catalog
from assessments.forms.answering import Revision
from assessments.forms.plain import LongText, Number, PlainForm

LARGEST_ID = 2**63 - 1
OUT_OF_DATE = "This page is out of date, so nothing is recorded. Reload the page."
NOT_MOVED = "This page is out of date, so your answer is not moved. Reload the page."


class SeenForm(PlainForm):
    """The newest change of an agreed level that the page knew of, 0 for none."""

    seen = Number(
        min_value=0,
        max_value=LARGEST_ID,
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), OUT_OF_DATE),
    )

    def __init__(self, data: Any, *, catalog: Catalog, practice: str) -> None:
        super().__init__(data, prefix=practice)
        self.catalog, self.practice = catalog, practice


class AgreedLevelForm(SeenForm):
    """The level that a lead records for the team, why, and what those say who see it otherwise."""

    level = Number(min_value=LEVELS.start, max_value=LEVELS.stop - 1, error_messages={"required": "Choose a level."})
    reason = LongText(error_messages={"required": "Say why the team settled on this level."})
    dissent = LongText(required=False)

    def clean(self) -> dict[str, Any]:
        """Check the level against its question; whether it is one that was answered is checked as it is stored."""
        data = super().clean()
        if {"level", "reason", "dissent"} <= data.keys():
            texts = {name: data[name] for name in ("reason", "dissent")}
            self.add_faults(agreed_level_faults(self.catalog, self.practice, data["level"], **texts))
        return data


class MoveForm(PlainForm):
    """The level that somebody moves the own answer to; `revision` is that of the answer the page was showing."""

    level = Number(min_value=LEVELS.start, max_value=LEVELS.stop - 1, error_messages={"required": "Choose a level."})
    revision = Revision(required=True, told=NOT_MOVED)
