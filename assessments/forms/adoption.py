"""Forms for following a plan: adopting it, its milestones with their notes, and exceptions to gates.

They give what was sent its shape; what may not be entered into a plan is said by `core.plan_entries`.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django import forms

from assessments.core.answering import LONGEST_TEXT
from assessments.core.plans.milestones import MilestoneState
from assessments.core.plans.plan_entries import LONGEST_LINK, LONGEST_NAME, LONGEST_TITLE, MilestoneChange, Owner
from assessments.forms.answering import LARGEST_REVISION
from assessments.forms.plain import LongText, Number, PlainForm

BOTH_OWNERS = "Choose a person or write a name, not both."
TODAY = "Today, if you leave it blank."
A_DATE = dict.fromkeys(("required", "invalid"), "Give a date.")
NO_STATE = dict.fromkeys(("required", "invalid_choice"), "Choose one of the states offered.")
NO_GATE = dict.fromkeys(("required", "invalid_choice"), "Choose one of the gates.")
OUT_OF_DATE = dict.fromkeys(
    ("required", "invalid", "min_value", "max_value"), "This page is out of date. Reload it and try again."
)

People = Sequence[tuple[int, str]]


class DayInput(forms.DateInput):
    """A day as browsers pick it."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class PersonField(forms.TypedChoiceField):
    """One of the unit's people, or nobody yet."""

    def __init__(self, *, people: People, initial: int | None = None) -> None:
        super().__init__(
            label="Owner",
            required=False,
            coerce=int,
            empty_value=None,
            choices=[("", "Nobody yet"), *people],
            initial=initial,
            error_messages={"invalid_choice": "Choose one of the people offered."},
        )


class NameField(forms.CharField):
    """The name of an owner who has no account in the unit."""

    def __init__(self, *, initial: str = "") -> None:
        super().__init__(label="Or somebody else, by name", required=False, max_length=LONGEST_NAME, initial=initial)


class AdoptForm(PlainForm):
    """What an adopted plan is called, and who owns its milestones, by owner role; `roles` has how many each has.

    `result` is the Result that the page planned from, `replaces` the baseline that it said the plan would replace.
    `new_dates` says that what goes on from that baseline takes the dates of the plan adopted.
    """

    title = forms.CharField(max_length=LONGEST_TITLE, error_messages={"required": "Give the plan a title."})
    note = LongText(
        required=False,
        max_length=LONGEST_TEXT,
        help_text="What was agreed, and with whom. Optional; all of the team see it.",
    )
    new_dates = forms.BooleanField(label="Take the dates of this plan for all that goes on", required=False)
    result = Number(min_value=1, widget=forms.HiddenInput, error_messages=OUT_OF_DATE)
    replaces = Number(required=False, min_value=1, widget=forms.HiddenInput, error_messages=OUT_OF_DATE)

    def __init__(
        self, data: Any, *, roles: Mapping[str, int], people: People, known: Mapping[str, Owner], initial: Any = None
    ) -> None:
        super().__init__(data, initial=initial)
        self.roles = roles
        for role in roles:
            owner = known.get(role, Owner())
            self.fields[f"owner-{role}"] = PersonField(people=people, initial=owner.id)
            self.fields[f"name-{role}"] = NameField(initial=owner.name)

    @property
    def rows(self) -> Iterator[tuple[str, int, forms.BoundField, forms.BoundField]]:
        """Each owner role with how many milestones it has, and its two fields."""
        return ((role, count, self[f"owner-{role}"], self[f"name-{role}"]) for role, count in self.roles.items())

    @property
    def hidden_faults(self) -> Iterator[str]:
        """What is wrong with fields that nobody sees."""
        return (str(message) for name in ("result", "replaces") for message in self.errors.get(name, ()))

    @property
    def owners(self) -> Mapping[str, Owner]:
        """Who was chosen for each role."""
        clean = self.cleaned_data
        return {role: Owner(clean[f"owner-{role}"], clean[f"name-{role}"]) for role in self.roles}

    def clean(self) -> dict[str, Any]:
        """Refuse two owners for one role."""
        data = super().clean()
        for role in self.roles:
            if data.get(f"owner-{role}") and data.get(f"name-{role}"):
                self.add_error(f"name-{role}", BOTH_OWNERS)
        return data


class MilestoneForm(PlainForm):
    """What became of a milestone, whose it is and when; `revision` is the one that the page was showing."""

    state = forms.ChoiceField(choices=[(state.value, state.words) for state in MilestoneState], error_messages=NO_STATE)
    started_on = forms.DateField(label="Started on", required=False, widget=DayInput, error_messages=A_DATE)
    done_on = forms.DateField(label="Done on", required=False, widget=DayInput, error_messages=A_DATE, help_text=TODAY)
    reason = LongText(label="Why is it dropped?", required=False, max_length=LONGEST_TEXT)
    despite = LongText(
        label="Why go on?", required=False, max_length=LONGEST_TEXT, help_text="It is kept with the milestone."
    )
    starts = forms.DateField(label="Starts", widget=DayInput, error_messages=A_DATE)
    due = forms.DateField(label="Due", widget=DayInput, error_messages=A_DATE)
    revision = Number(min_value=0, max_value=LARGEST_REVISION, widget=forms.HiddenInput, error_messages=OUT_OF_DATE)

    def __init__(self, data: Any = None, *, people: People, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        self.fields["owner"] = PersonField(people=people)
        self.fields["owner_name"] = NameField()

    @property
    def change(self) -> MilestoneChange:
        """How the milestone should stand afterwards."""
        clean = self.cleaned_data
        return MilestoneChange(
            state=MilestoneState(clean["state"]),
            owner_id=clean["owner"],
            owner_name=clean["owner_name"],
            starts=clean["starts"],
            due=clean["due"],
            reason=clean["reason"],
            despite=clean["despite"],
            started_on=clean["started_on"],
            done_on=clean["done_on"],
        )


class MilestoneNoteForm(PlainForm):
    """A note on a milestone, with a link where there is something to look at."""

    text = LongText(label="Note", required=False, max_length=LONGEST_TEXT)
    link = forms.CharField(
        label="Link",
        required=False,
        max_length=LONGEST_LINK,
        widget=forms.URLInput,
        help_text="An address that begins with https://. Optional.",
    )


class GateExceptionForm(PlainForm):
    """A gate, by the codes of both disciplines, before whose opening planning is allowed until a day, and why."""

    gate = forms.ChoiceField(error_messages=NO_GATE)
    until = forms.DateField(
        label="Until", widget=DayInput, error_messages=A_DATE, help_text="The last day on which it holds."
    )
    reason = LongText(
        max_length=LONGEST_TEXT,
        error_messages={"required": "Say why it is allowed."},
        help_text="Why the wait is not worth it here. Everybody who reads the plan sees it.",
    )

    def __init__(self, data: Any = None, *, gates: Sequence[tuple[str, str]]) -> None:
        super().__init__(data)
        self.fields["gate"].choices = gates  # type: ignore[attr-defined]


class MilestonesForm(PlainForm):
    """Which milestones of a plan are wanted: all, the reader's own, those that are late, those still open."""

    show = forms.ChoiceField(required=False, choices=[("mine", "Mine"), ("late", "Late"), ("open", "Open")])

    @property
    def shown(self) -> str:
        """What is wanted; all where it is none of those."""
        return str(self.cleaned_data.get("show", ""))


class PageForm(PlainForm):
    """Which page of a long list is wanted."""

    page = Number(required=False, min_value=1)

    @property
    def number(self) -> int:
        """The page asked for, the first where it is none."""
        return self.cleaned_data.get("page") or 1
