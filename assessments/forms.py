"""Forms: the shape of what people send, and clean values from it; choices come in as arguments."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib.auth import forms as auth_forms
from django.contrib.auth import get_user_model
from django.core.exceptions import NON_FIELD_ERRORS
from django.http import QueryDict

from assessments.core.agreement import Answer, EvidenceKind, Kind
from assessments.core.answering import LONGEST_TEXT, agreed_level_faults, answer_faults, evidence_faults
from assessments.core.catalog import IN_PLACE, LEVELS, Catalog

LARGEST_REVISION = 2**31 - 1
LONGEST_NUMBER = 10
LARGEST_CAPACITY = 1000
DEFAULT_CAPACITY = 24
OUT_OF_DATE = "This page is out of date, so the answer is not saved. Reload the page."
KINDS = [(EvidenceKind.LINK.value, "Link"), (EvidenceKind.NOTE.value, "Note")]


class SignInForm(auth_forms.AuthenticationForm):
    """An e-mail address and a password."""

    username = auth_forms.UsernameField(
        label="E-mail address",
        max_length=254,
        widget=forms.EmailInput(attrs={"autofocus": True, "autocomplete": "username"}),
    )
    error_messages = {
        "invalid_login": "This e-mail address and password do not belong together. Mind capitals in the password.",
        "inactive": "This account is closed. Ask your administrator.",
    }

    def clean_username(self) -> str:
        """Addresses are stored in small letters."""
        return str(self.cleaned_data["username"]).lower()


class PasswordResetForm(auth_forms.PasswordResetForm):
    """The e-mail address that a link to set a password goes to."""

    email = forms.EmailField(
        label="E-mail address", max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )

    def get_users(self, email: str) -> Iterable[Any]:
        """Whoever may sign in with the address, also without a password so far: the invitation may have run out."""
        return get_user_model().objects.filter(email__iexact=email, is_active=True)


class PlainForm(forms.Form):
    """A form whose every field is sent at most once."""

    def clean(self) -> dict[str, Any]:
        """Refuse a field that was sent twice: nobody could say which one was meant."""
        for name, field in self.fields.items():
            if not isinstance(field, forms.MultipleChoiceField) and len(self._sent(name)) > 1:
                self.add_error(name, "This was sent more than once.")
        return self.cleaned_data

    def _sent(self, name: str) -> list[str]:
        return self.data.getlist(self.add_prefix(name)) if isinstance(self.data, QueryDict) else []

    def add_faults(self, faults: Mapping[str, str]) -> None:
        """Put what the core found wrong beside the fields, or above them where a field has no place of its own."""
        for name, message in faults.items():
            self.add_error(name if name in self.fields else NON_FIELD_ERRORS, message)


class LongText(forms.CharField):
    """Text of some lines, its line ends as one character, so that it is as long as the person saw it."""

    widget = forms.Textarea(attrs={"rows": 3, "maxlength": LONGEST_TEXT})

    def to_python(self, value: object) -> str:
        return str(super().to_python(value)).replace("\r\n", "\n").replace("\r", "\n")


class Number(forms.IntegerField):
    """A whole number that is short enough to be read at all."""

    def to_python(self, value: object) -> int | None:
        if isinstance(value, str) and len(value) > LONGEST_NUMBER:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return super().to_python(value)


class AssessmentForm(PlainForm):
    """What a new assessment is called."""

    title = forms.CharField(max_length=120, help_text="For example “Autumn 2026”. Your team sees it on every page.")
    note = LongText(required=False, max_length=LONGEST_TEXT, help_text="What it is for, or what is left out. Optional.")


class ResponseForm(PlainForm):
    """One person's answer to one question; `revision` is the one that the page was showing."""

    answer = forms.CharField(required=False)
    reason = LongText(required=False)
    remark = LongText(required=False)
    revision = Number(
        min_value=0,
        max_value=LARGEST_REVISION,
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), OUT_OF_DATE),
    )

    def __init__(self, data: Any, *, catalog: Catalog, practice: str) -> None:
        super().__init__(data, prefix=practice)
        self.catalog, self.practice = catalog, practice

    @property
    def is_blank(self) -> bool:
        """Whether nothing was chosen and nothing written."""
        return not any(self.data.get(self.add_prefix(name), "").strip() for name in ("answer", "reason", "remark"))

    def clean_answer(self) -> Answer:
        """The answer as the core knows it."""
        chosen = self.cleaned_data["answer"]
        if not chosen:
            raise forms.ValidationError("Choose an answer first; then your remark is saved with it.")
        if chosen in {Kind.DONT_KNOW.value, Kind.NOT_APPLICABLE.value}:
            return Answer(Kind(chosen))
        if not (len(chosen) == 1 and chosen in "01234"):
            raise forms.ValidationError("Choose one of the answers offered.")
        return Answer(Kind.LEVEL, int(chosen))

    def clean(self) -> dict[str, Any]:
        """Check the answer against its question; only *not applicable* keeps a reason."""
        data = super().clean()
        if (answer := data.get("answer")) is not None:
            if answer.kind is not Kind.NOT_APPLICABLE:
                data["reason"] = ""
            text = {name: data.get(name, "") for name in ("reason", "remark")}
            faults = answer_faults(self.catalog, self.practice, answer, **text)
            self.add_faults({name: message for name, message in faults.items() if name not in self.errors})
        return data


class EvidenceForm(PlainForm):
    """An entry of evidence: what it is, where it is or what it says, and the day it speaks of."""

    kind = forms.ChoiceField(choices=KINDS)
    text = LongText(required=False)
    dated = forms.DateField(error_messages={"required": "Give the day it speaks of.", "invalid": "Give a date."})

    def __init__(self, data: Any, *, catalog: Catalog, practice: str, on: date) -> None:
        super().__init__(data, prefix=f"{practice}-evidence")
        self.catalog, self.practice, self.on = catalog, practice, on

    @property
    def is_blank(self) -> bool:
        """Whether nothing was written."""
        return not self.data.get(self.add_prefix("text"), "").strip()

    def clean(self) -> dict[str, Any]:
        """Check the entry against its question and the day."""
        data = super().clean()
        if {"kind", "text", "dated"} <= data.keys():
            kind = EvidenceKind(data["kind"])
            self.add_faults(
                evidence_faults(
                    self.catalog, self.practice, kind=kind, text=data["text"], dated=data["dated"], on=self.on
                )
            )
        return data


class AgreedLevelForm(PlainForm):
    """The level that a lead records for the team, and why."""

    level = Number(min_value=LEVELS.start, max_value=LEVELS.stop - 1, error_messages={"required": "Choose a level."})
    reason = LongText(error_messages={"required": "Say why the team settled on this level."})

    def __init__(self, data: Any, *, catalog: Catalog, practice: str) -> None:
        super().__init__(data, prefix=practice)
        self.catalog, self.practice = catalog, practice

    def clean(self) -> dict[str, Any]:
        """Check the level against its question; whether it is one that was answered is checked as it is stored."""
        data = super().clean()
        if {"level", "reason"} <= data.keys():
            faults = agreed_level_faults(self.catalog, self.practice, data["level"], reason=data["reason"])
            self.add_faults(faults)
        return data


class SubmitForm(PlainForm):
    """The early looks that the lead confirms, of those whose gate is open."""

    early_looks = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple, label="Early looks")

    def __init__(self, data: Any, *, early_looks: Sequence[tuple[str, str]]) -> None:
        super().__init__(data)
        self.fields["early_looks"].choices = early_looks  # type: ignore[attr-defined]


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
