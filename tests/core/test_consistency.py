"""A practice answered above an unmet prerequisite raises a question, and only then."""

from collections.abc import Mapping

import pytest

from assessments.core.catalog import Catalog, Dimension, Discipline, Effort, Need, Practice
from assessments.core.consistency import doubts

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
