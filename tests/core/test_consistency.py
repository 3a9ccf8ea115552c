"""A practice answered above an unmet prerequisite, or a foundation that nothing shows, raises a question."""

from collections.abc import Collection, Mapping
from datetime import date, timedelta

import pytest

from assessments.core.agreement import EvidenceKind, Settled
from assessments.core.catalog import Catalog, Dimension, Discipline, Effort, Need, Practice
from assessments.core.consistency import Repeated, Unbacked, Unmet, doubts, folded, unshown

TODAY = date(2026, 11, 23)
ANCHORS = ("none", "some", "most", "nearly all", "improving")
NEEDED = Practice("a", "Base", "", ANCHORS, foundation=True, effort=Effort.SMALL, owner="")
BUILT = Practice("b", "Top", "", ANCHORS, foundation=False, effort=Effort.SMALL, owner="", needs=(Need("a", 2),))
CATALOG = Catalog((Discipline("d", "D", "", (Dimension("dd", "DD", "", (NEEDED, BUILT)),)),))


THIRD = Practice("c", "More", "", ANCHORS, foundation=False, effort=Effort.SMALL, owner="")
ELSEWHERE = Practice("e", "Else", "", ANCHORS, foundation=False, effort=Effort.SMALL, owner="")
WIDE = Catalog(
    (
        Discipline(
            "d", "D", "", (Dimension("dd", "DD", "", (NEEDED, BUILT, THIRD)), Dimension("ee", "EE", "", (ELSEWHERE,)))
        ),
    )
)


def asked(
    levels: Mapping[str, int], *, shown: Collection[str] = (), texts: Mapping[str, Collection[str]] | None = None
) -> tuple[object, ...]:
    return doubts(WIDE, levels, shown=shown, texts=texts or {})


@pytest.mark.parametrize("levels", [{"b": 2, "a": 1}, {"b": 4, "a": 0}])
def test_above_an_unmet_prerequisite(levels: Mapping[str, int]) -> None:
    (doubt,) = asked(levels)
    assert doubt == Unmet(BUILT, levels["b"], Need("a", 2), NEEDED, levels["a"])
    assert doubt.practices == (BUILT, NEEDED)
    assert doubt.key == f"needs:b@{levels['b']}>a@{levels['a']}"


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
    assert asked(levels) == ()


def test_a_level_that_nothing_shows_though_a_lower_one_is_shown() -> None:
    (doubt,) = asked({"a": 1, "c": 3, "e": 4}, shown={"a"})
    assert doubt == Unbacked(THIRD, 3, NEEDED, 1)
    assert (doubt.practices, doubt.key) == ((THIRD, NEEDED), "evidence:c@3>a@1")


@pytest.mark.parametrize(
    ("levels", "shown"),
    [
        ({"a": 1, "c": 3}, {"a", "c"}),
        ({"a": 1, "c": 3}, ()),
        ({"a": 3, "c": 3}, {"a"}),
        ({"a": 0, "c": 1}, {"a"}),
        ({"c": 3}, {"a"}),
        ({"a": 1, "e": 3}, {"a"}),
    ],
)
def test_evidence_is_asked_for_only_beside_a_lower_level_that_has_some(
    levels: Mapping[str, int], shown: Collection[str]
) -> None:
    assert asked(levels, shown=shown) == ()


def test_the_same_text_beside_three_practices() -> None:
    texts = {"a": ["As of  last week."], "b": ["as of last WEEK.", "Else."], "e": ["As of\nlast week."]}
    (doubt,) = asked({}, texts=texts)
    assert doubt == Repeated((NEEDED, BUILT, ELSEWHERE), "As of  last week.")
    assert doubt.key == "text:a+b+e:3:16"
    assert asked({}, texts={**texts, "c": ["As of last week."]})[0].key == "text:a+b+c:4:16"  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "texts",
    [
        dict.fromkeys("abe", ("Eleven char",)),
        dict.fromkeys("ab", ("Twelve chars",)),
        {"a": ["Twelve chars", "twelve chars", "Twelve chars"]},
    ],
)
def test_short_texts_and_few_places_are_no_question(texts: Mapping[str, Collection[str]]) -> None:
    assert asked({}, texts=texts) == ()


def test_twelve_characters_in_three_places_are_one() -> None:
    assert len(folded(" Twelve  CHARS ")) == 12
    assert len(asked({}, texts=dict.fromkeys("abe", ("Twelve chars",)))) == 1


def test_every_key_can_be_stored() -> None:
    long = [
        Practice("x" * 39 + str(number), "", "", ANCHORS, foundation=False, effort=Effort.SMALL, owner="")
        for number in range(9)
    ]
    keys = (
        Unmet(long[0], 4, Need("a", 2), long[1], 0).key,
        Unbacked(long[0], 4, long[1], 0).key,
        Repeated(tuple(long), "y" * 4000).key,
    )
    assert max(len(key) for key in keys) <= 200


def shown(level: int | None, *, days_ago: int) -> Settled:
    return Settled(level=level, evidence_kind=EvidenceKind.NOTE, evidence_on=TODAY - timedelta(days=days_ago))


@pytest.mark.parametrize("one", [Settled(level=0), Settled(level=4), shown(2, days_ago=365)])
def test_a_foundation_that_nothing_shows(one: Settled) -> None:
    assert unshown(CATALOG, {"a": one, "b": one}, on=TODAY) == (NEEDED,)


@pytest.mark.parametrize("one", [Settled(), Settled(dont_know=1), shown(2, days_ago=364), shown(None, days_ago=400)])
def test_a_foundation_that_is_shown_or_has_no_level(one: Settled) -> None:
    assert unshown(CATALOG, {"a": one}, on=TODAY) == ()
