"""Which teams a manager looks at, and in which order."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django import forms

from assessments.forms.plain import Number, PlainForm


class PortfolioForm(PlainForm):
    """Which teams a manager looks at: a branch of the own ones, an order, and a page of it."""

    branch = forms.TypedChoiceField(required=False, coerce=int, empty_value=None)
    sort = forms.ChoiceField(
        required=False,
        choices=[
            ("name", "Name"),
            ("nearest", "Nearest to opening"),
            ("newest", "Newest result"),
            ("oldest", "Oldest result"),
        ],
        error_messages={"invalid_choice": "Choose one of the orders offered."},
    )
    page = Number(required=False, min_value=1, widget=forms.HiddenInput)

    def __init__(self, data: Any, *, branches: Sequence[tuple[int, str]]) -> None:
        super().__init__(data)
        self.fields["branch"].choices = [("", "All"), *branches]  # type: ignore[attr-defined]

    @property
    def is_foreign(self) -> bool:
        """Whether a branch was asked for that is not among the own ones."""
        return "branch" in self.errors

    @property
    def branch_id(self) -> int | None:
        """The branch asked for; None for all."""
        return self.cleaned_data.get("branch")

    @property
    def order(self) -> str:
        """The order asked for, by name where it is none."""
        return self.cleaned_data.get("sort") or "name"

    @property
    def page_number(self) -> int:
        """The page asked for, the first where it is none."""
        return self.cleaned_data.get("page") or 1

    def address(self, **more: int) -> str:
        """The query string that asks for the same teams in the same order, with more beside."""
        asked = {"branch": self.branch_id, "sort": self.cleaned_data.get("sort"), **more}
        return urlencode({name: value for name, value in asked.items() if value})
