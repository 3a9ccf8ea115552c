"""What every form of ours is made of: fields sent once, text of some lines, numbers short enough to be read."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.http import QueryDict

from assessments.core.answering import LONGEST_TEXT

LONGEST_NUMBER = 10


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
    """A whole number in plain digits that is short enough to be read at all."""

    def to_python(self, value: object) -> int | None:
        if isinstance(value, str) and (len(value) > LONGEST_NUMBER or not value.isascii()):
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return super().to_python(value)
