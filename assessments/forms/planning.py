"""What a roadmap is planned with, as it stands in an address."""

from typing import Any

from django import forms

from assessments.core.catalog import IN_PLACE, LEVELS, Catalog
from assessments.forms.plain import Number, PlainForm

LARGEST_CAPACITY = 1000
DEFAULT_CAPACITY = 24


class RoadmapForm(PlainForm):
    """What a roadmap is planned with: person-weeks a quarter, and a target for each discipline (0: not wanted)."""

    capacity = Number(
        label="Person-weeks a quarter",
        min_value=1,
        max_value=LARGEST_CAPACITY,
        initial=DEFAULT_CAPACITY,
        error_messages={
            "required": f"Give the person-weeks a quarter, from 1 to {LARGEST_CAPACITY}.",
            "invalid": "Give a whole number of person-weeks.",
            "min_value": f"From 1 to {LARGEST_CAPACITY} person-weeks.",
            "max_value": f"From 1 to {LARGEST_CAPACITY} person-weeks.",
        },
    )

    def __init__(self, data: Any = None, *, catalog: Catalog) -> None:
        super().__init__(data)
        self.catalog = catalog
        names = {level.number: level.name for level in catalog.levels}
        choices = [(0, "Not wanted"), *((level, f"{level} {names.get(level, '')}") for level in LEVELS[1:])]
        for one in catalog.disciplines:
            self.fields[f"target-{one.code}"] = forms.TypedChoiceField(
                label=one.name,
                choices=choices,
                coerce=int,
                initial=IN_PLACE,
                error_messages={"required": "Choose a target.", "invalid_choice": "Choose one of the targets offered."},
            )

    @property
    def targets(self) -> dict[str, int]:
        """The targets by discipline code, 2 where what was sent is no target."""
        sent = self.cleaned_data if self.is_bound else {}
        return {one.code: sent.get(f"target-{one.code}", IN_PLACE) for one in self.catalog.disciplines}

    @property
    def person_weeks(self) -> int:
        """The capacity, 24 where what was sent is none."""
        sent = self.cleaned_data if self.is_bound else {}
        return int(sent.get("capacity", DEFAULT_CAPACITY))
