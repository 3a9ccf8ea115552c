"""The answer to a question of the review."""

from django import forms

from assessments.forms.plain import PlainForm

LONGEST_KEY = 200


class DoubtForm(PlainForm):
    """Which doubt it is about, and whether it is to be asked again."""

    doubt = forms.CharField(max_length=LONGEST_KEY)
    again = forms.BooleanField(required=False)
