"""Scenarios that a team keeps by name, and which of them are looked at side by side."""

from collections.abc import Sequence
from typing import Any

from django import forms

from assessments.core.plans.plan_entries import LONGEST_SCENARIO
from assessments.forms.plain import PlainForm

MOST_BESIDE = 3


class KeepForm(PlainForm):
    """The name under which a scenario is kept."""

    name = forms.CharField(max_length=LONGEST_SCENARIO, error_messages={"required": "Give the scenario a name."})


class CompareForm(PlainForm):
    """Which plans are looked at side by side, at most three."""

    plan = forms.MultipleChoiceField(
        required=False, error_messages={"invalid_choice": "Choose among the scenarios that are listed."}
    )

    def __init__(self, data: Any, *, plans: Sequence[tuple[str, str]]) -> None:
        super().__init__(data)
        self.fields["plan"].choices = plans  # type: ignore[attr-defined]

    def clean_plan(self) -> list[str]:
        """At most three; more would not fit side by side."""
        chosen: list[str] = self.cleaned_data["plan"]
        if len(chosen) > MOST_BESIDE:
            raise forms.ValidationError(f"Choose at most {MOST_BESIDE}: more do not fit side by side.")
        return chosen
