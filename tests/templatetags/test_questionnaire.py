"""Texts that are kept with places for what people wrote."""

from dataclasses import replace

from django.utils.html import format_html

from assessments.templatetags.kept import SLOT
from assessments.templatetags.questionnaire import _asked_with_reason, _remark
from tests.core.worked_examples import built_in

PRACTICE = next(one for one in built_in().practice.values() if one.not_applicable_when and not one.foundation)


def test_braces_are_only_braces_and_what_people_wrote_is_escaped() -> None:
    practice = replace(PRACTICE, name="{0} {name}", question="Is {this} a {} or {{it}}?")
    asked = format_html(_asked_with_reason(practice, "2"), "<b>{reason}</b> {}")
    remark = format_html(_remark(practice), "</textarea>{}")
    assert "Is {this} a {} or {{it}}?" in asked
    assert ">&lt;b&gt;{reason}&lt;/b&gt; {}</textarea>" in asked
    assert "{0} {name}<" in remark
    assert ">&lt;/textarea&gt;{}</textarea>" in remark
    assert SLOT not in asked + remark
