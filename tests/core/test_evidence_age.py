"""The age of evidence in words, and for whom a gate looks at it."""

from datetime import date, timedelta

import pytest

from assessments.core.agreement import EvidenceKind, Settled
from assessments.core.evidence_age import age_words, days_it_holds
from assessments.core.gates import assess
from tests.core.worked_examples import built_in

DATED = date(2026, 3, 4)


@pytest.mark.parametrize(
    ("days", "holds", "words"),
    [
        (0, None, "of today"),
        (1, None, "1 day old"),
        (4000, None, "4,000 days old"),
        (0, 365, "of today, holds until 3 March 2027"),
        (41, 365, "41 days old, holds until 3 March 2027"),
        (364, 365, "364 days old, holds until 3 March 2027"),
        (365, 365, "365 days old, too old for the gate since 4 March 2027"),
        (400, 365, "400 days old, too old for the gate since 4 March 2027"),
        (1, 1, "1 day old, too old for the gate since 5 March 2026"),
    ],
)
def test_age_in_words(days: int, holds: int | None, words: str) -> None:
    assert age_words(DATED, on=DATED + timedelta(days=days), holds=holds) == words


def test_only_foundations_before_a_gate_have_a_limit() -> None:
    catalog = built_in()
    limited = {code for code in catalog.practice if days_it_holds(catalog, code) is not None}
    assert limited == {one.code for one in catalog.discipline["mlops"].practices if one.foundation}
    assert days_it_holds(catalog, "MLO-MON-01") == 365


@pytest.mark.parametrize("age", [364, 365])
def test_the_words_say_what_the_gate_says(age: int) -> None:
    catalog = built_in()
    on = DATED + timedelta(days=age)
    shown = Settled(level=2, numbers=(2,), evidence_kind=EvidenceKind.LINK, evidence_on=DATED)
    gate = assess(catalog, {one.code: shown for one in catalog.discipline["mlops"].practices}, on=on).gates[0]
    holds = next(check for check in gate.checks if check.code == "G5").passed
    assert ("holds until" in age_words(DATED, on=on, holds=days_it_holds(catalog, "MLO-MON-01"))) == holds
