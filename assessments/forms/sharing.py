"""Forms for sharing an assessment's questions, and for handing open work over."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from assessments.core.sharing import Share, due_faults
from assessments.forms.adoption import A_DATE, DayInput, People
from assessments.forms.plain import PlainForm

NO_DIMENSION = "Tick at least one dimension."
NO_PERSON = "Tick at least one person."
NO_SHARE = "Tick what you mean."
ASK, CHANGE, TAKE_BACK = "ask", "change", "take_back"
GONE = "Something that was ticked is not there any more. See what is, and tick again."


class SharingForm(PlainForm):
    """One of the things that the page of sharing is for: `do` says which, `due` is the day of those that need one."""

    do = forms.ChoiceField(
        choices=[(ASK, "Ask"), (CHANGE, "Set this day"), (TAKE_BACK, "Take back")],
        error_messages=dict.fromkeys(("required", "invalid_choice"), "Press one of the buttons."),
    )
    due = forms.DateField(widget=DayInput, required=False, error_messages=A_DATE)

    def __init__(self, data: Any = None, *, on: date) -> None:
        super().__init__(data)
        self.on = on

    def clean(self) -> dict[str, Any]:
        """Refuse a missing day, one that is over, and one further ahead than anybody plans."""
        data = super().clean()
        if data.get("do") != TAKE_BACK and "due" not in self.errors:
            self.add_faults(due_faults(data["due"], on=self.on) if data.get("due") else {"due": A_DATE["required"]})
        return data


class AskForm(SharingForm):
    """Which dimensions are asked of whom, by when; the choices of dimensions are grouped by discipline."""

    dimensions = forms.MultipleChoiceField(error_messages={"required": NO_DIMENSION, "invalid_choice": GONE})
    people = forms.TypedMultipleChoiceField(coerce=int, error_messages={"required": NO_PERSON, "invalid_choice": GONE})

    def __init__(
        self,
        data: Any = None,
        *,
        dimensions: Sequence[tuple[str, Sequence[tuple[str, str]]]],
        people: People,
        on: date,
    ) -> None:
        super().__init__(data, on=on)
        self.fields["dimensions"].choices = dimensions  # type: ignore[attr-defined]
        self.fields["people"].choices = people  # type: ignore[attr-defined]


class SharesForm(SharingForm):
    """Some of what is asked of people, each by its key, to be given another day or taken back."""

    shares = forms.MultipleChoiceField(error_messages={"required": NO_SHARE, "invalid_choice": GONE})

    def __init__(self, data: Any = None, *, shares: Sequence[Share], on: date) -> None:
        super().__init__(data, on=on)
        self.by_key = {share.key: share for share in shares}
        self.fields["shares"].choices = [(key, key) for key in self.by_key]  # type: ignore[attr-defined]

    @property
    def pairs(self) -> list[tuple[str, int]]:
        """The codes of the dimensions that were ticked, each with the id of the person."""
        chosen = (self.by_key[key] for key in self.cleaned_data["shares"])
        return [(share.dimension.code, share.person_id) for share in chosen]


class HandOverForm(PlainForm):
    """Whose open work goes to whom."""

    person = forms.TypedChoiceField(coerce=int, error_messages=dict.fromkeys(("required", "invalid_choice"), GONE))
    to = forms.TypedChoiceField(
        label="To",
        coerce=int,
        error_messages=dict.fromkeys(("required", "invalid_choice"), "Choose one of the people offered."),
    )

    def __init__(self, data: Any = None, *, people: People, others: People) -> None:
        super().__init__(data)
        self.fields["person"].choices = people  # type: ignore[attr-defined]
        self.fields["to"].choices = [("", "Choose…"), *others]  # type: ignore[attr-defined]
