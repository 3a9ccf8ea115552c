"""Forms for following a plan: adopting it, its milestones with their notes, and exceptions to gates."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms

from assessments.core.answering import LONGEST_TEXT, link_fault
from assessments.core.milestones import MilestoneState
from assessments.forms.answering import LARGEST_REVISION
from assessments.forms.plain import LongText, Number, PlainForm

LONGEST_NAME = 150
LONGEST_LINK = 1000
EARLIEST = date(2000, 1, 1)
YEARS_AHEAD = 20
YEARS_OF_EXCEPTION = 2
BOTH_OWNERS = "Choose a person or write a name, not both."
A_DATE = dict.fromkeys(("required", "invalid"), "Give a date.")

People = Sequence[tuple[int, str]]


@dataclass(frozen=True, slots=True)
class ChosenOwner:
    """Who was chosen: a person of the unit by id, a name that is nobody's here, or neither for nobody yet."""

    id: int | None = None
    name: str = ""


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
    """What an adopted plan is called, and who owns its milestones, by owner role.

    `result` is the Result that the page planned from, `replaces` the baseline that it said the plan would replace.
    """

    title = forms.CharField(max_length=120)
    note = LongText(
        required=False,
        max_length=LONGEST_TEXT,
        help_text="What was agreed, and with whom. Optional; all of the team see it.",
    )
    result = Number(min_value=1, widget=forms.HiddenInput)
    replaces = Number(required=False, min_value=1, widget=forms.HiddenInput)

    def __init__(
        self, data: Any, *, roles: Sequence[str], people: People, known: Mapping[str, ChosenOwner], initial: Any = None
    ) -> None:
        super().__init__(data, initial=initial)
        self.roles = roles
        for role in roles:
            owner = known.get(role, ChosenOwner())
            self.fields[f"owner-{role}"] = PersonField(people=people, initial=owner.id)
            self.fields[f"name-{role}"] = NameField(initial=owner.name)

    @property
    def rows(self) -> Iterator[tuple[str, forms.BoundField, forms.BoundField]]:
        """Each owner role with its two fields."""
        return ((role, self[f"owner-{role}"], self[f"name-{role}"]) for role in self.roles)

    @property
    def owners(self) -> Mapping[str, ChosenOwner]:
        """Who was chosen for each role."""
        clean = self.cleaned_data
        return {role: ChosenOwner(clean[f"owner-{role}"], clean[f"name-{role}"]) for role in self.roles}

    def clean(self) -> dict[str, Any]:
        """Refuse two owners for one role."""
        data = super().clean()
        for role in self.roles:
            if data.get(f"owner-{role}") and data.get(f"name-{role}"):
                self.add_error(f"name-{role}", BOTH_OWNERS)
        return data


class MilestoneForm(PlainForm):
    """What became of a milestone, whose it is and when; `revision` is the one that the page was showing.

    `asks_despite` says whether what it waits for is not done, so that going on needs a reason.
    """

    state = forms.ChoiceField(
        choices=[(state.value, state.words) for state in MilestoneState],
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(("required", "invalid_choice"), "Choose one of the states offered."),
    )
    started_on = forms.DateField(label="Started on", required=False, widget=DayInput, error_messages=A_DATE)
    done_on = forms.DateField(label="Done on", required=False, widget=DayInput, error_messages=A_DATE)
    reason = LongText(label="Why is it dropped?", required=False, max_length=LONGEST_TEXT)
    despite = LongText(label="Why go on?", required=False, max_length=LONGEST_TEXT)
    starts = forms.DateField(label="Starts", widget=DayInput, error_messages=A_DATE)
    due = forms.DateField(label="Due", widget=DayInput, error_messages=A_DATE)
    revision = Number(min_value=0, max_value=LARGEST_REVISION, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, people: People, on: date, asks_despite: bool, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        self.on, self.asks_despite = on, asks_despite
        self.fields["owner"] = PersonField(people=people)
        self.fields["owner_name"] = NameField()

    def clean(self) -> dict[str, Any]:
        """Keep what belongs to the state, and refuse dates and owners that contradict each other."""
        data = super().clean()
        if data.get("owner") and data.get("owner_name"):
            self.add_error("owner_name", BOTH_OWNERS)
        self._check_promise(data)
        if "state" in data:
            self._keep_what_belongs(data, MilestoneState(data["state"]))
            self._check_happened(data, MilestoneState(data["state"]))
        return data

    def _check_promise(self, data: Mapping[str, Any]) -> None:
        starts, due = data.get("starts"), data.get("due")
        latest = date(self.on.year + YEARS_AHEAD, 12, 31)
        for name, day in (("starts", starts), ("due", due)):
            if day and not EARLIEST <= day <= latest:
                self.add_error(name, f"Give a date from {EARLIEST.year} to {latest.year}.")
        if starts and due and due < starts:
            self.add_error("due", "It cannot be due before it starts.")

    def _keep_what_belongs(self, data: dict[str, Any], state: MilestoneState) -> None:
        """A day that was left blank is today; what another state would need is not kept."""
        begun = state in (MilestoneState.IN_PROGRESS, MilestoneState.DONE)
        if not begun:
            data["started_on"], data["despite"] = None, ""
        elif state is MilestoneState.IN_PROGRESS:
            data["started_on"] = data.get("started_on") or self.on
        data["done_on"] = (data.get("done_on") or self.on) if state is MilestoneState.DONE else None
        if state is not MilestoneState.DROPPED:
            data["reason"] = ""

    def _check_happened(self, data: Mapping[str, Any], state: MilestoneState) -> None:
        """Check the days and the reasons of what is said to have happened."""
        started, done = data.get("started_on"), data.get("done_on")
        for name, day in (("started_on", started), ("done_on", done)):
            if day and not EARLIEST <= day <= self.on:
                self.add_error(name, f"Give a date from {EARLIEST.year} to today.")
        if started and done and done < started:
            self.add_error("done_on", "It cannot be done before it was started.")
        if state is MilestoneState.DROPPED and not data.get("reason") and "reason" not in self.errors:
            self.add_error("reason", "Say why it is dropped.")
        goes_on = state in (MilestoneState.IN_PROGRESS, MilestoneState.DONE)
        if goes_on and self.asks_despite and not data.get("despite") and "despite" not in self.errors:
            self.add_error("despite", "What it waits for is not done. Say why you go on.")


class MilestoneNoteForm(PlainForm):
    """A note on a milestone, with a link where there is something to look at."""

    text = LongText(label="Note", required=False, max_length=LONGEST_TEXT)
    link = forms.CharField(label="Link", required=False, max_length=LONGEST_LINK, widget=forms.URLInput)

    def clean_link(self) -> str:
        """Only addresses on the web, that name a site."""
        link = str(self.cleaned_data["link"])
        if link and (fault := link_fault(link)):
            raise forms.ValidationError(fault)
        return link

    def clean(self) -> dict[str, Any]:
        """Refuse a note that says nothing."""
        data = super().clean()
        if not self.errors and not data["text"] and not data["link"]:
            self.add_error("text", "Write a note or give a link.")
        return data


class GateExceptionForm(PlainForm):
    """A gate, named by both disciplines, before whose opening planning is allowed until a day, and why."""

    gate = forms.ChoiceField(error_messages=dict.fromkeys(("required", "invalid_choice"), "Choose one of the gates."))
    until = forms.DateField(label="Until", widget=DayInput, error_messages=A_DATE)
    reason = LongText(max_length=LONGEST_TEXT, error_messages={"required": "Say why it is allowed."})

    def __init__(self, data: Any = None, *, gates: Sequence[tuple[str, str]], on: date) -> None:
        super().__init__(data)
        self.on = on
        self.fields["gate"].choices = gates  # type: ignore[attr-defined]

    def clean_until(self) -> date:
        """A day to come, and not so far that nobody would look again."""
        until: date = self.cleaned_data["until"]
        latest = date(self.on.year + YEARS_OF_EXCEPTION, 12, 31)
        if not self.on < until <= latest:
            raise forms.ValidationError(f"Give a date after today, until the end of {latest.year} at the latest.")
        return until


class MilestonesForm(PlainForm):
    """Which milestones of a plan are wanted: all, the reader's own, those that are late, those still open."""

    show = forms.ChoiceField(
        required=False, choices=[("", "All"), ("mine", "Mine"), ("late", "Late"), ("open", "Open")]
    )

    @property
    def shown(self) -> str:
        """What is wanted; all where it is none of those."""
        return str(self.cleaned_data.get("show", ""))
