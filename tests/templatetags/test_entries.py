"""Entries of evidence, with whatever people wrote in them."""

from datetime import date
from types import SimpleNamespace

import pytest

from assessments.core.agreement import EvidenceKind
from assessments.templatetags.entries import RENEW, REUSE, _entry
from assessments.templatetags.kept import SLOT

WRITTEN = "</span>{0} {} <b>{{x}}"
ESCAPED = "&lt;/span&gt;{0} {} &lt;b&gt;{{x}}"


def entry(**changes: object) -> SimpleNamespace:
    values = {
        "id": 7, "kind": EvidenceKind.NOTE, "title": WRITTEN, "text": WRITTEN, "author_name": WRITTEN,
        "dated": date(2026, 3, 4), "renewed_by_name": WRITTEN, "reused": True,
    }  # fmt: skip
    return SimpleNamespace(**values | changes)


@pytest.mark.parametrize("title", ["", WRITTEN])
@pytest.mark.parametrize("renewed", ["", WRITTEN])
@pytest.mark.parametrize("kind", [EvidenceKind.NOTE, EvidenceKind.LINK])
def test_each_shape_has_a_place_for_everything(title: str, renewed: str, kind: EvidenceKind) -> None:
    text = WRITTEN if kind is EvidenceKind.NOTE else f"https://example.org/{WRITTEN}"
    one = entry(kind=kind, title=title, text=text, renewed_by_name=renewed)
    shown = _entry("SOI-1", one, (RENEW, REUSE), on=date(2026, 3, 5), holds=None)
    assert SLOT not in shown
    assert "<b>" not in shown
    assert shown.count(ESCAPED) >= 2 + bool(title) + bool(renewed) + (kind is EvidenceKind.LINK)
    assert shown.count("../../evidence/7/") == 2
    assert "4 March 2026" in shown
    assert "1 day old" in shown


def test_a_link_that_could_run_is_only_text() -> None:
    one = entry(kind=EvidenceKind.LINK, text="javascript:alert(1)")
    shown = _entry("SOI-1", one, (), on=date(2026, 3, 5), holds=None)
    assert "href" not in shown
    assert "javascript:alert(1)" in shown
