"""Answers and evidence, and the assessment that they belong to."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from assessments.core.agreement import Answer, EvidenceKind, Kind
from assessments.core.answer_words import AnswerWords, choice_words
from assessments.core.answering import LONGEST_TEXT, LONGEST_TITLE, answer_faults, evidence_faults
from assessments.core.catalog import Catalog
from assessments.core.voices import SPREAD_FROM
from assessments.forms.plain import LongText, Number, PlainForm

LARGEST_REVISION = 2**31 - 1
OUT_OF_DATE = "This page is out of date, so the answer is not saved. Reload the page."
KINDS = [(EvidenceKind.LINK.value, "Link"), (EvidenceKind.NOTE.value, "Note")]


class Revision(Number):
    """Which save of an answer a page was showing; `told` where that cannot be."""

    def __init__(self, *, required: bool, told: str = OUT_OF_DATE) -> None:
        messages = dict.fromkeys(("required", "invalid", "min_value", "max_value"), told)
        super().__init__(required=required, min_value=0, max_value=LARGEST_REVISION, error_messages=messages)


class AssessmentForm(PlainForm):
    """What a new assessment is called, and whether it says who answered what."""

    title = forms.CharField(max_length=120, help_text="For example “Autumn 2026”. Your team sees it on every page.")
    note = LongText(required=False, max_length=LONGEST_TEXT, help_text="What it is for, or what is left out. Optional.")
    names_hidden = forms.BooleanField(
        required=False,
        label="Hide who answered what, from leads too",
        help_text=f"A question then shows and counts only once {SPREAD_FROM} people have answered it; "
        "this cannot be changed later.",
    )
    carries_over = forms.BooleanField(
        required=False,
        initial=True,
        label="Start from last time’s answers",
        help_text="Each question then shows what was said and shown for it last time. You and your team say question "
        "by question whether it is still so; until then it counts nowhere.",
    )

    def __init__(self, data: Any, *, has_result: bool) -> None:
        super().__init__(data)
        if not has_result:
            del self.fields["carries_over"]


class ResponseForm(PlainForm):
    """One person's answer to one question; `revision` is the one that the page was showing.

    `taken` comes in its place where the answer of that revision is to stand against the one that is sent.
    """

    answer = forms.CharField(required=False)
    reason = LongText(required=False)
    remark = LongText(required=False)
    taken = Revision(required=False)
    revision = Revision(required=False)

    def __init__(self, data: Any, *, catalog: Catalog, practice: str) -> None:
        super().__init__(data, prefix=practice)
        self.catalog, self.practice = catalog, practice

    @property
    def is_blank(self) -> bool:
        """Whether nothing was chosen and nothing written."""
        return not any(self.data.get(self.add_prefix(name), "").strip() for name in ("answer", "reason", "remark"))

    @property
    def words(self) -> AnswerWords:
        """What was typed, in words; no choice where it is none of those offered. The form has to be checked."""
        answer, asked = self.cleaned_data.get("answer"), self.catalog.practice[self.practice]
        typed = {name: str(self[name].value() or "") for name in ("reason", "remark")}
        return AnswerWords(choice=choice_words(asked, answer) if answer else "", **typed)

    def clean_revision(self) -> int:
        """The revision that is to be replaced, or to stand."""
        given = self.cleaned_data["revision"]
        revision: int | None = self.cleaned_data.get("taken") if given is None else given
        if revision is None:
            raise forms.ValidationError(OUT_OF_DATE, code="required")
        return revision

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


class ConfirmingForm(PlainForm):
    """The remark beside an answer of last time that is confirmed; blank for last time's own."""

    remark = LongText(required=False, max_length=LONGEST_TEXT)


class PutBackForm(PlainForm):
    """Which revision of one's answer is put back, and the one that the page was showing as the present one."""

    wanted = Revision(required=True)
    revision = Revision(required=True)


class EvidenceForm(PlainForm):
    """An entry of evidence: what it is, where it is or what it says, a title for it, and the day it speaks of."""

    kind = forms.ChoiceField(choices=KINDS)
    text = LongText(required=False)
    title = forms.CharField(
        required=False,
        max_length=LONGEST_TITLE,
        error_messages={"max_length": f"Please keep the title to {LONGEST_TITLE} characters."},
    )
    dated = forms.DateField(error_messages={"required": "Give the day it speaks of.", "invalid": "Give a date."})

    def __init__(self, data: Any, *, catalog: Catalog, practice: str, on: date) -> None:
        super().__init__(data, prefix=f"{practice}-evidence")
        self.catalog, self.practice, self.on = catalog, practice, on

    @property
    def is_blank(self) -> bool:
        """Whether nothing was written."""
        return not any(self.data.get(self.add_prefix(name), "").strip() for name in ("title", "text"))

    def clean(self) -> dict[str, Any]:
        """Check the entry against its question and the day."""
        data = super().clean()
        if {"kind", "text", "dated", "title"} <= data.keys():
            entry = data | {"kind": EvidenceKind(data["kind"])}
            self.add_faults(evidence_faults(self.catalog, self.practice, **entry, on=self.on))
        return data


class SubmitForm(PlainForm):
    """The early looks that the lead confirms, of those whose gate is open."""

    early_looks = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple, label="Early looks")

    def __init__(self, data: Any, *, early_looks: Sequence[tuple[str, str]]) -> None:
        super().__init__(data)
        self.fields["early_looks"].choices = early_looks  # type: ignore[attr-defined]
