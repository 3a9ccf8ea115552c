"""What moved between two looks at a team, split by cause."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from fractions import Fraction
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.core.agreement import UNANSWERED, Settled
from assessments.core.catalog import Catalog, Discipline, Thresholds
from assessments.core.comparison import Change, Comparison, DisciplineChange, Split, compare, shown_index
from assessments.core.gates import Outcome, State, assess
from assessments.core.looks import Look, Part, stages
from tests.core.made_up import catalog, discipline, gate, practice
from tests.core.strategies import NOT_APPLICABLE, TODAY, assessed, given_answers, settle_all, shown
from tests.core.strategies import Given as Said

BEFORE = TODAY - timedelta(days=90)
Comparing = Callable[[Look, Look], Comparison]


@st.composite
def looks(draw: st.DrawFn) -> tuple[Look, Look]:
    """Two looks at a team: the same catalog or two of their own, whose codes meet; up to two years apart."""
    made, settled = draw(assessed())
    other, later = draw(st.one_of(assessed(), given_answers(made).map(lambda said: (made, settle_all(said)))))
    if draw(st.booleans()):
        later = {**settled, **{code: one for code, one in later.items() if code in other.practice}}
    days = draw(st.sampled_from((0, 1, 90, 364, 365, 730)))
    return Look(made, settled, TODAY - timedelta(days=days)), Look(other, later, TODAY)


def check_parts_add_up(before: Look, after: Look, comparing: Comparing = compare) -> None:
    found = comparing(before, after)
    first, last = (assess(one.catalog, one.settled, on=one.on) for one in (before, after))
    for one in found.disciplines:
        old, new = first.of(one.discipline.code), last.of(one.discipline.code)
        check_change(one.index, shown_index(old), shown_index(new))
        check_change(one.own, old.score.maturity_level, new.score.maturity_level)
        waits = [look.state is State.WAITING for look in (old, new)]
        counting = [
            0 if waiting else look.score.maturity_level or 0 for waiting, look in zip(waits, (old, new), strict=True)
        ]
        check_change(one.counting, *counting)
        assert one.counting.split is not None
        assert one.own.split is None or one.own.split.gates == 0
        assert one.index.split is None or one.index.split.gates == 0
        check_moves(one, old.state, new.state)


def check_change(change: Change, before: Fraction | int | None, after: Fraction | int | None) -> None:
    assert (change.before, change.after) == (before, after)
    assert (change.split is None) is bool(change.reason)
    if change.split is not None:
        assert before is not None
        assert after is not None
        assert change.split.total == after - before


def check_moves(change: DisciplineChange, before: State, after: State) -> None:
    assert (change.before.state, change.after.state) == (before, after)
    path = [before, *(one.after for one in change.moves)]
    assert path[-1] is after
    assert [one.before for one in change.moves] == path[:-1]
    assert [one.part for one in change.moves] == sorted({one.part for one in change.moves}, key=list(Part).index)
    assert (change.cause is None) is (before is after)


@given(looks())
def test_the_parts_add_up_to_the_whole(drawn: tuple[Look, Look]) -> None:
    check_parts_add_up(*drawn)


def _each_from_the_start(before: Look, after: Look) -> Comparison:
    """The broken variant: each part replaced alone in the older look, and not one after the other."""
    found = compare(before, after)
    alone = [replace(before, settled=look.settled) for look in stages(before, after)[1:4]]
    content = compare(before, replace(before, catalog=after.catalog))

    def part(later: Comparison, code: str) -> Fraction:
        index = next(one.index for one in later.disciplines if one.discipline.code == code)
        return Fraction((index.after or 0) - (index.before or 0))

    def wrong(one: DisciplineChange) -> DisciplineChange:
        if one.index.split is None:
            return one
        code = one.discipline.code
        exclusions, answers = (part(compare(before, look), code) for look in alone[1:])
        split = Split(content=part(content, code), exclusions=exclusions, answers=answers, gates=0)
        return replace(one, index=replace(one.index, split=split))

    return replace(found, disciplines=tuple(wrong(one) for one in found.disciplines))


def test_parts_that_are_not_replaced_one_after_the_other_do_not_add_up() -> None:
    before = Look(catalog(source=_pair("a")), _levels({"a-F": 2, "a-1": 2}), BEFORE)
    after = Look(catalog(source=_heavy("a")), _levels({"a-F": 4, "a-1": 1}), TODAY)
    check_parts_add_up(before, after)
    with pytest.raises(AssertionError):
        check_parts_add_up(before, after, _each_from_the_start)


@given(assessed())
def test_nothing_moves_between_a_look_and_itself(drawn: tuple[Catalog, dict[str, Settled]]) -> None:
    found = compare(Look(*drawn, TODAY), Look(*drawn, TODAY))
    assert not any(one.moved or one.moves for one in found.disciplines)
    assert not any(one.opened or one.shut or one.cause for one in found.gates)
    assert (found.raised, found.lowered, found.content.any) == ((), (), False)


@given(looks(), st.randoms())
def test_the_order_of_the_inputs_never_matters(drawn: tuple[Look, Look], random: Random) -> None:
    before, after = drawn
    mixed = [replace(look, settled=_shuffled(look.settled, random)) for look in drawn]
    assert compare(*mixed) == compare(before, after)


@given(looks())
def test_gates_lead_from_the_older_outcome_to_the_newer(drawn: tuple[Look, Look]) -> None:
    before, after = drawn
    first, last = (assess(one.catalog, one.settled, on=one.on) for one in drawn)
    found = {(one.before.code, one.after.code): one for one in compare(before, after).gates}
    for team, which in ((first, "outcome_before"), (last, "outcome_after")):
        outcomes = {(one.gate.before, one.gate.after): one.outcome for one in team.gates}
        assert {pair: getattr(one, which) for pair, one in found.items()} == {
            pair: outcomes.get(pair) for pair in found
        }
        assert outcomes.keys() <= found.keys()
    for one in found.values():
        assert (one.cause is None) is (one.outcome_before is one.outcome_after)
        assert not (one.opened and one.shut)


def _shuffled(settled: Mapping[str, Settled], random: Random) -> dict[str, Settled]:
    codes = list(settled)
    random.shuffle(codes)
    return {code: settled[code] for code in codes}


def _pair(code: str) -> Discipline:
    return discipline(code, practice(f"{code}-F", foundation=True), practice(f"{code}-1", optional=True))


def _heavy(code: str) -> Discipline:
    """The same two practices, of which neither is a foundation."""
    return discipline(code, practice(f"{code}-F"), practice(f"{code}-1"))


def _levels(levels: Mapping[str, int], **others: Settled) -> dict[str, Settled]:
    return {**{code: _at(level) for code, level in levels.items()}, **others}


def _at(level: int, *, days_ago: int = 1) -> Settled:
    return shown(level, days_ago=days_ago).settled()


def of(found: Comparison, code: str) -> DisciplineChange:
    return next(one for one in found.disciplines if one.discipline.code == code)


MADE = catalog(gate("a", "b"), codes="ab", source=_pair("a"))


def test_answers_raise_a_source_and_its_gate_lets_the_next_count() -> None:
    before = Look(MADE, _levels({"a-F": 1, "a-1": 1, "b-F": 3}), BEFORE)
    after = Look(MADE, _levels({"a-F": 2, "a-1": 2, "b-F": 3}), TODAY)
    found = compare(before, after)
    source, held = found.disciplines
    assert (source.before.state, source.after.state, source.cause) == (State.STARTED, State.IN_PLACE, Part.ANSWERS)
    assert source.index.split == Split(content=0, exclusions=0, answers=25, gates=0)
    assert (held.before.state, held.after.state, held.cause) == (State.WAITING, State.IN_PLACE, Part.GATES)
    assert held.counting == Change(0, 3, Split(content=0, exclusions=0, answers=0, gates=3))
    assert held.own == Change(3, 3, Split(content=0, exclusions=0, answers=0, gates=0))
    (opened,) = found.gates
    assert (opened.opened, opened.cause) == (True, Part.ANSWERS)
    assert (opened.outcome_before, opened.outcome_after) == (Outcome.CLOSED, Outcome.OPEN)


def test_what_was_set_aside_is_told_apart_from_answers() -> None:
    before = Look(MADE, _levels({"a-F": 2, "a-1": 2}), BEFORE)
    after = Look(MADE, {"a-F": _at(3), "a-1": Said((NOT_APPLICABLE,)).settled()}, TODAY)
    split = of(compare(before, after), "a").index.split
    assert split == Split(content=0, exclusions=0, answers=25, gates=0)
    weak = replace(before, settled=_levels({"a-F": 2, "a-1": 0}))
    split = of(compare(weak, after), "a").index.split
    assert split == Split(content=0, exclusions=Fraction(50, 3), answers=25, gates=0)


def test_another_version_is_told_apart_and_practices_meet_by_code() -> None:
    before = Look(catalog(source=_pair("a")), _levels({"a-F": 2, "a-1": 0}), BEFORE)
    after = replace(before, catalog=catalog(source=_heavy("a")), on=TODAY)
    found = compare(before, after)
    split = of(found, "a").index.split
    assert split == Split(content=Fraction(25) - Fraction(100, 3), exclusions=0, answers=0, gates=0)
    assert [one.code for one in found.content.reworded] == ["a-F"]
    assert of(found, "a").cause is None
    assert found.content.any


def test_evidence_that_runs_out_is_time() -> None:
    settled = _levels({"a-F": 2, "a-1": 2})
    found = compare(Look(MADE, settled, TODAY), Look(MADE, settled, TODAY + timedelta(days=400)))
    assert (of(found, "a").after.state, of(found, "a").cause) == (State.PROVISIONAL, Part.TIME)
    assert (of(found, "b").after.state, of(found, "b").cause) == (State.WAITING, Part.GATES)
    assert (found.gates[0].shut, found.gates[0].cause) == (True, Part.TIME)


def test_the_cause_is_what_brought_the_newer_state() -> None:
    """Old evidence alone would have made it provisional, and shut the gate; that it fell is due to its answers."""
    before = Look(MADE, _levels({"a-F": 2, "a-1": 2}), TODAY)
    after = Look(MADE, {"a-F": _at(1), "a-1": _at(1)}, TODAY + timedelta(days=400))
    found = compare(before, after)
    assert [one.part for one in of(found, "a").moves] == [Part.ANSWERS]
    assert of(found, "a").cause is Part.ANSWERS
    assert found.gates[0].cause is Part.ANSWERS


def test_new_evidence_counts_with_the_answers_and_not_as_time() -> None:
    bare = {"a-F": replace(_at(2), evidence_on=None), "a-1": _at(2)}
    found = compare(Look(MADE, bare, BEFORE), Look(MADE, _levels({"a-F": 2, "a-1": 2}), TODAY))
    assert (of(found, "a").before.state, of(found, "a").cause) == (State.PROVISIONAL, Part.ANSWERS)
    assert (found.gates[0].opened, found.gates[0].cause) == (True, Part.ANSWERS)


def test_what_nobody_answered_on_either_day_says_so() -> None:
    found = compare(Look(MADE, {}, BEFORE), Look(MADE, {}, TODAY))
    assert of(found, "a").index == Change(None, None, None, "not answered on either day")
    assert (of(found, "a").before.level, of(found, "b").after.level) == (None, None)


@pytest.mark.parametrize(
    ("earlier", "why"),
    [
        ({}, "none of its practices had an agreed level"),
        ({"a-1": _at(2)}, "fewer than 80 % of its practices were answered"),
    ],
)
def test_a_hidden_index_is_not_compared_and_the_reason_is_said(earlier: dict[str, Settled], why: str) -> None:
    found = compare(Look(MADE, earlier, BEFORE), Look(MADE, _levels({"a-F": 2, "a-1": 2}), TODAY))
    index = of(found, "a").index
    assert (index.before, index.after, index.split) == (None, 50, None)
    assert index.reason == f"cannot be compared because {why} on {BEFORE.day} {BEFORE:%B %Y}"


def test_out_of_scope_has_nothing_to_compare() -> None:
    """Both optional practices not applicable are more than may be."""
    wide = discipline("a", practice("a-1", optional=True), practice("a-2", optional=True))
    made, excluded = catalog(codes="a", source=wide), Said((NOT_APPLICABLE,)).settled()
    out = Look(made, {"a-1": excluded, "a-2": excluded}, TODAY)
    change = of(compare(Look(made, _levels({"a-1": 1, "a-2": 1}), BEFORE), out), "a")
    said = f"because it was out of scope on {TODAY.day} {TODAY:%B %Y}"
    assert change.own == Change(1, None, None, f"cannot be compared {said}")
    assert change.index.reason == f"cannot be compared {said}"
    assert change.counting == Change(1, 0, Split(content=0, exclusions=-1, answers=0, gates=0))
    assert change.cause is Part.EXCLUSIONS


def test_a_change_that_no_part_of_can_be_told_is_not_split() -> None:
    before = Look(catalog(codes="a", source=discipline("a", practice("a-1"))), _levels({"a-1": 2}), BEFORE)
    after = Look(catalog(codes="a", source=discipline("a", practice("a-2"))), _levels({"a-2": 3}), TODAY)
    change = of(compare(before, after), "a")
    assert (change.index.before, change.index.after, change.index.split) == (50, 75, None)
    assert change.index.reason == "cannot be split by cause: no practice has an agreed level in both"
    assert change.own.split is not None


def test_a_part_that_would_put_it_out_of_scope_cannot_be_told() -> None:
    """Excluded practices are swapped for others: with the new content and the old exclusions too many are excluded."""
    excluded = Said((NOT_APPLICABLE,)).settled()
    many = [practice(f"a-{number}", optional=True) for number in range(8)]
    few = Thresholds(not_applicable=Fraction(1, 8))
    old = catalog(
        codes="a", source=discipline("a", *(replace(one, not_applicable_when="") for one in many)), thresholds=few
    )
    new = catalog(codes="a", source=discipline("a", *many), thresholds=few)
    before = Look(old, {one.code: excluded for one in many}, BEFORE)
    after = Look(new, {one.code: _at(1) for one in many}, TODAY)
    own = of(compare(before, after), "a").own
    assert (own.before, own.after, own.split) == (0, 1, None)
    assert own.reason == "cannot be split by cause: a part of it alone would put the discipline out of scope"


def test_disciplines_and_gates_of_one_version_only_are_named() -> None:
    before = Look(catalog(gate("a", "b"), codes="abc"), _levels({"a-F": 1}), BEFORE)
    after = Look(catalog(gate("a", "d"), codes="abd"), _levels({"a-F": 1}), TODAY)
    found = compare(before, after)
    assert [one.discipline.code for one in found.disciplines] == ["a", "b"]
    assert [one.code for one in found.content.disciplines_added] == ["d"]
    assert [one.code for one in found.content.disciplines_removed] == ["c"]
    assert (found.content.added, found.content.removed) == ((), ())
    new, old = found.gates
    assert (new.shut, new.outcome_before, new.cause) == (True, None, Part.CONTENT)
    assert (old.opened, old.outcome_after, old.cause) == (True, None, Part.CONTENT)
    assert (of(found, "b").after.state, of(found, "b").cause) == (State.NOT_ASSESSED, Part.GATES)


def test_practices_that_moved_most_weigh_twice_as_foundations_and_tie_in_catalog_order() -> None:
    several = discipline("a", *(practice(f"a-{number}") for number in range(8)), practice("a-F", foundation=True))
    made = catalog(codes="a", source=several)
    earlier = {"a-0": 1, "a-1": 1, "a-2": 1, "a-3": 1, "a-4": 1, "a-5": 1, "a-6": 4, "a-7": 2, "a-F": 1}
    later = {**dict.fromkeys(earlier, 2), "a-1": 3, "a-6": 3, "a-7": 0, "a-F": 2}
    found = compare(Look(made, _levels(earlier), BEFORE), Look(made, _levels(later), TODAY))
    assert [one.practice.code for one in found.raised] == ["a-1", "a-F", "a-0", "a-2", "a-3"]
    assert [(one.practice.code, one.from_level, one.to_level) for one in found.lowered] == [
        ("a-7", 2, 0),
        ("a-6", 4, 3),
    ]
    assert (found.counts.rose, found.counts.fell) == (7, 2)
    assert (found.raised[0].points, found.lowered[0].points) == (2, -2)


def test_practices_are_counted_when_both_versions_ask_them() -> None:
    old = catalog(codes="a", source=discipline("a", practice("a-1"), practice("a-2"), practice("a-3")))
    new = catalog(codes="a", source=discipline("a", practice("a-2"), practice("a-3", offered=(0, 2)), practice("a-4")))
    before = Look(old, {"a-1": _at(2), "a-2": _at(2), "a-3": UNANSWERED}, BEFORE)
    after = Look(new, {"a-3": _at(2), "a-4": _at(2)}, TODAY)
    found = compare(before, after)
    assert (found.counts.rose, found.counts.fell, found.counts.given, found.counts.withdrawn) == (0, 0, 1, 1)
    assert [one.code for one in found.content.added] == ["a-4"]
    assert [one.code for one in found.content.removed] == ["a-1"]
    assert [one.code for one in found.content.reworded] == ["a-3"]


def test_a_move_across_other_level_texts_says_so() -> None:
    old = catalog(codes="a", source=discipline("a", practice("a-1")))
    new = catalog(codes="a", source=discipline("a", practice("a-1", offered=(0, 2, 4))))
    (move,) = compare(Look(old, {"a-1": _at(1)}, BEFORE), Look(new, {"a-1": _at(2)}, TODAY)).raised
    assert move.reworded
