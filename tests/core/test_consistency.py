"""A practice answered above an unmet prerequisite, or a foundation that nothing shows, raises a question."""

from collections.abc import Mapping
from datetime import date, timedelta

import pytest

from assessments.core.agreement import EvidenceKind, Settled
from assessments.core.catalog import Catalog, Dimension, Discipline, Effort, Need, Practice
from assessments.core.consistency import doubts, unshown

TODAY = date(2026, 11, 23)
ANCHORS = ("none", "some", "most", "nearly all", "improving")
NEEDED = Practice("a", "Base", "", ANCHORS, foundation=True, effort=Effort.SMALL, owner="")
BUILT = Practice("b", "Top", "", ANCHORS, foundation=False, effort=Effort.SMALL, owner="", needs=(Need("a", 2),))
CATALOG = Catalog((Discipline("d", "D", "", (Dimension("dd", "DD", "", (NEEDED, BUILT)),)),))


@pytest.mark.parametrize("levels", [{"b": 2, "a": 1}, {"b": 4, "a": 0}])
def test_above_an_unmet_prerequisite(levels: Mapping[str, int]) -> None:
    (doubt,) = doubts(CATALOG, levels)
    assert (doubt.practice, doubt.level, doubt.needed, doubt.have) == (BUILT, levels["b"], NEEDED, levels["a"])
    assert doubt.need.level == 2


@pytest.mark.parametrize(
    "levels",
    [
        {},
        {"b": 1, "a": 0},  # a need binds the step to level 2 only
        {"b": 3, "a": 2},
        {"b": 3},  # missing, or not applicable: no question
        {"a": 0},
    ],
)
def test_no_question(levels: Mapping[str, int]) -> None:
    assert doubts(CATALOG, levels) == ()


def shown(level: int | None, *, days_ago: int) -> Settled:
    return Settled(level=level, evidence_kind=EvidenceKind.NOTE, evidence_on=TODAY - timedelta(days=days_ago))


@pytest.mark.parametrize("one", [Settled(level=0), Settled(level=4), shown(2, days_ago=365)])
def test_a_foundation_that_nothing_shows(one: Settled) -> None:
    assert unshown(CATALOG, {"a": one, "b": one}, on=TODAY) == (NEEDED,)


@pytest.mark.parametrize("one", [Settled(), Settled(dont_know=1), shown(2, days_ago=364), shown(None, days_ago=400)])
def test_a_foundation_that_is_shown_or_has_no_level(one: Settled) -> None:
    assert unshown(CATALOG, {"a": one}, on=TODAY) == ()
