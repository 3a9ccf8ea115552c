"""What moved, in one sentence."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from fractions import Fraction

import pytest

from assessments.core.agreement import Settled
from assessments.core.catalog import Catalog, LevelName, Thresholds
from assessments.core.comparison import compare
from assessments.core.comparison_words import besides, sentence
from assessments.core.looks import Look
from tests.core.made_up import catalog, discipline, gate, practice
from tests.core.strategies import DONT_KNOW, NOT_APPLICABLE, TODAY, Given, shown

LEVELS = tuple(
    LevelName(number, name, "")
    for number, name in enumerate(("Not established", "Started", "In place", "Managed", "Optimised"))
)
SOURCE = discipline("a", practice("a-F", foundation=True), *(practice(f"a-{n}", optional=True) for n in range(1, 8)))
CODES = tuple(one.code for one in SOURCE.practices)
MADE = replace(catalog(gate("a", "b"), gate("a", "c"), codes="abc", source=SOURCE), levels=LEVELS)
LATER = TODAY + timedelta(days=90)
UNKNOWN, EXCLUDED = (Given((answer,)).settled() for answer in (DONT_KNOW, NOT_APPLICABLE))


def at(level: int, **others: Settled | int) -> dict[str, Settled]:
    """Every practice of the source at a level, but for some."""
    named = {code.replace("_", "-"): one for code, one in others.items()}
    levels: Mapping[str, Settled | int] = {**dict.fromkeys(CODES, level), **named}
    return {code: shown(one).settled() if isinstance(one, int) else one for code, one in levels.items()}


def said(before: dict[str, Settled], after: dict[str, Settled], *, days: int = 90, new: Catalog = MADE) -> str:
    return sentence(compare(Look(MADE, before, TODAY), Look(new, after, TODAY + timedelta(days=days))))


def test_what_rose_why_and_which_gates_opened() -> None:
    assert said(at(1, a_1=3), at(2)) == (
        "a rose from Started to In place: 7 answers rose, 1 fell; the gates to b and c opened."
    )


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        (at(2), at(2), "nothing has moved."),
        (at(2), at(2, a_1=3), "every discipline has stayed where it was: 1 answer rose."),
        (at(2), at(3, a_1=2), "a rose from In place to Managed: 7 answers rose."),
        (at(2), at(2, a_F=1), "a fell from In place to Started: 1 answer fell; the gates to b and c shut again."),
        ({}, at(1), "a was answered for the first time and is Started: 8 answers are new."),
        (at(1), {}, "a is not answered any more: 8 answers are gone."),
        (at(1), at(1, a_1=EXCLUDED, a_2=EXCLUDED, a_3=EXCLUDED), "a went out of scope: 3 answers are gone."),
        (
            at(1, a_1=EXCLUDED, a_2=EXCLUDED, a_3=EXCLUDED),
            at(1, a_1=2),
            "a came back into scope and is Started: 3 answers are new.",
        ),
        (at(1), at(1, a_1=UNKNOWN), "a fell from Started to Not established: 1 answer is gone."),
        (
            at(1, a_F=0, a_1=UNKNOWN),
            at(1, a_F=0, a_2=0, a_3=2),
            "every discipline has stayed where it was: 1 answer rose, 1 fell, 1 is new.",
        ),
    ],
)
def test_each_way_to_move(before: dict[str, Settled], after: dict[str, Settled], words: str) -> None:
    assert said(before, after) == words


def test_evidence_that_runs_out() -> None:
    assert said(at(2), at(2), days=400) == (
        "a fell from In place to In place, provisional: evidence ran out; the gates to b and c shut again."
    )
    assert said(at(3), at(3), days=400).startswith("a fell from Managed to Managed, provisional: ")
    bare = {code: replace(one, evidence_on=None) for code, one in at(2).items()}
    assert said(bare, at(2)) == "a rose from In place, provisional to In place; the gates to b and c opened."


def test_another_version_is_said() -> None:
    other = discipline(
        "a", practice("a-F", foundation=True), *(practice(f"a-{n}") for n in range(2, 8)), practice("a-8")
    )
    new = replace(
        MADE,
        disciplines=(other, *MADE.disciplines[2:], discipline("d", practice("d-F"))),
        gates=(gate("a", "c"), gate("a", "d")),
        thresholds=Thresholds(breadth=Fraction(4, 5)),
    )
    assert said(at(1), {code: one for code, one in at(1).items() if code != "a-1"}, new=new) == (
        "a fell from Started to Not established: 1 question was added, 1 question was removed, "
        "the thresholds of the rules changed, d is asked about now, b is not asked about any more; "
        "the gate to b fell away; the gate to d came anew."
    )
    first, second, third = MADE.disciplines
    shorter = replace(MADE, disciplines=(first, replace(second, dimensions=()), third))
    assert said(at(1), at(1), new=shorter) == "every discipline has stayed where it was: 1 question was removed."


def test_a_level_without_a_name_is_called_by_its_number() -> None:
    bare = replace(MADE, levels=())
    found = compare(Look(bare, at(1), TODAY), Look(bare, at(2), LATER))
    assert sentence(found).startswith("a rose from level 1 to level 2: ")


def test_a_reopened_assessment_says_what_else_changed_in_counts() -> None:
    before = at(2) | {"a-1": replace(at(2)["a-1"], recorded=True, dissent="Not so."), "a-2": UNKNOWN}
    recorded = replace(at(2)["a-F"], numbers=(2, 3), recorded=True)
    after = at(2) | {"a-F": recorded, "a-2": EXCLUDED, "a-3": replace(at(2)["a-3"], evidence_on=TODAY)}
    looks = Look(MADE, before, TODAY), Look(MADE, after, TODAY)
    assert besides(*looks) == (
        "The answers to 2 questions changed",
        "A level was agreed on for 1 question",
        "An agreed level does not hold any more for 1 question",
        "The evidence changed for 1 question",
    )
    assert besides(looks[0], looks[0]) == ()
    same = compare(looks[0], looks[0])
    assert (sentence(same), sentence(same, besides=["So."])) == ("nothing has moved.", "no level has moved.")
