"""The picture of lanes shows every bar where its days are, nothing over anything else, and the chains of the plan."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.core.calendar import CalendarQuarter
from assessments.core.gate_exception import GateException
from assessments.core.pictures import lanes_drawing
from assessments.core.pictures.lanes import MOST_QUARTERS, lanes
from assessments.core.pictures.lanes_input import BarInput, GateMark, LaneInput, LanesInput, StageMark
from assessments.core.pictures.lanes_layout import (
    NARROW,
    WIDE,
    Form,
    Scale,
    cut,
    extent,
    hatched,
    labelled,
    letters,
    link,
    pack,
)
from assessments.core.pictures.lanes_picture import SHEET, Bar, Box, Drawing, Kind, Path, Words
from assessments.core.plans.milestones import MilestoneState
from tests.core import made_up

START = CalendarQuarter(2027, 1)
FORMS = [WIDE, NARROW]
NAMES = ("Alpha", "Beta of a very long name that goes on", "Gamma", "Delta")


def quarter(number: int) -> CalendarQuarter:
    return START.plus(number - 1)


def bar(key: str, first: int, last: int, **more: object) -> BarInput:
    plain = BarInput(
        keys=(key,),
        name=f"Practice {key}",
        kind=Kind.OTHER,
        starts=quarter(first).first_day,
        ends=quarter(last).last_day,
        from_level=0,
        to_level=1,
    )
    return replace(plain, **more)  # type: ignore[arg-type]


def lane(code: str, *bars: BarInput, target: int = 2) -> LaneInput:
    return LaneInput(replace(made_up.small(code), name=NAMES["abcd".index(code)]), target, bars)


def planned(*lane_inputs: LaneInput, until: int = 6, **more: object) -> LanesInput:
    plain = LanesInput(first=START, last=quarter(until), today=None, lanes=lane_inputs)
    return replace(plain, **more)  # type: ignore[arg-type]


def opening(**more: object) -> GateMark:
    plain = GateMark(before="a", after=("b",), reached="Alpha in place", on=quarter(3).last_day)
    return replace(plain, **more)  # type: ignore[arg-type]


days = st.integers(-100, 700).map(lambda number: START.first_day + timedelta(days=number))


@st.composite
def stretches(draw: st.DrawFn) -> tuple[date, date]:
    starts = draw(days)
    return starts, starts + timedelta(days=draw(st.integers(0, 400)))


@st.composite
def bar_inputs(draw: st.DrawFn, key: str) -> BarInput:
    starts, ends = draw(stretches())
    return BarInput(
        keys=(key,),
        name=draw(
            st.sampled_from(
                ("Lineage", "A practice whose name is long, and longer than labels are", "データ品質の自動検査")
            )
        ),
        kind=draw(st.sampled_from(Kind)),
        starts=starts,
        ends=ends,
        from_level=0,
        to_level=draw(st.sampled_from((None, 2))),
        state=draw(st.sampled_from((None, *MilestoneState))),
        ghost=draw(st.one_of(st.none(), stretches())),
    )


@st.composite
def inputs(draw: st.DrawFn) -> LanesInput:
    """Any plan: lanes with up to 30 bars, gates that open, never open or are open, slips, exceptions, stages."""
    lane_inputs, keys = [], []
    for code in "abcd"[: draw(st.integers(1, 4))]:
        own = [f"{code}{number}" for number in range(draw(st.integers(0, draw(st.sampled_from((3, 30))))))]
        keys += own
        lane_inputs.append(lane(code, *(draw(bar_inputs(key)) for key in own), target=draw(st.integers(0, 2))))
    codes = [one.discipline.code for one in lane_inputs]
    marks = []
    for before, after in combinations(codes, 2):
        if draw(st.booleans()):
            since, until = draw(stretches())
            leave = GateException(before=before, after=after, since=since, until=until, approver="M", reason="R")
            marks.append(
                GateMark(
                    before=before,
                    after=(after,),
                    reached=f"{before} in place",
                    on=draw(st.one_of(st.none(), days)),
                    is_open=draw(st.booleans()),
                    planned=draw(st.one_of(st.none(), days)),
                    chain=tuple(draw(st.lists(st.sampled_from(keys), unique=True, max_size=5)) if keys else ()),
                    exceptions=(leave,) if draw(st.booleans()) else (),
                )
            )
    return LanesInput(
        first=START,
        last=quarter(draw(st.integers(1, 20))),
        today=draw(st.one_of(st.none(), days)),
        lanes=tuple(lane_inputs),
        gates=tuple(marks),
        stages=tuple(StageMark("Reached.", draw(days)) for _ in range(draw(st.integers(0, 3)))),
    )


def drawings(plan: LanesInput) -> Iterator[tuple[Form, Drawing]]:
    picture = lanes(plan)
    yield from zip(FORMS, (picture.wide, picture.narrow), strict=True)


def taken(bar: Bar, form: Form) -> list[tuple[int, int, int, int]]:
    """What a bar takes: itself, its ghost, and its label where that stands beside it."""
    boxes = [bar.box, *([bar.ghost] if bar.ghost else [])]
    found = [(box.x, box.y, box.right, box.bottom) for box in boxes]
    if not bar.inside:
        left, right = extent(bar.label, form.bold if bar.lit else form)
        found.append((left, bar.label.y - 9, right, bar.label.y + 3))
    return found


def overlapping(bars: Sequence[Bar], form: Form) -> list[tuple[str, str]]:
    return [
        (one.name, other.name)
        for one, other in combinations(bars, 2)
        for a in taken(one, form)
        for b in taken(other, form)
        if a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
    ]


def outside(drawing: Drawing, form: Form) -> list[object]:
    """Everything that leaves the frame; words are as wide as they are taken to be."""
    found: list[object] = []
    for part in drawing.parts:
        boxes = [sign.box for sign in part.signs] + [sign.moved_from for sign in part.signs if sign.moved_from]
        boxes += [leave.box for sign in part.signs for leave in sign.leaves]
        words = [line for sign in part.signs for line in sign.words]
        words += [line for sign in part.signs for leave in sign.leaves for line in leave.words]
        found += [line for line in words if not _fits(part.y, part.y + part.height, form.bold, line)]
        if part.lane:
            boxes += [
                part.lane.box,
                *(one.box for one in part.lane.bars),
                *(one.ghost for one in part.lane.bars if one.ghost),
            ]
            for one in part.lane.bars:
                written_in = form.bold if one.lit else form
                found += [] if _fits(part.y, part.y + part.height, written_in, one.label) else [one.label]
        found += [box for box in boxes if not _holds(part.y, part.y + part.height, form, box)]
    return found


def _holds(top: int, bottom: int, form: Form, box: Box) -> bool:
    return box.x >= 0 and box.right <= form.width and top <= box.y and box.bottom <= bottom and box.width > 0


def _fits(top: int, bottom: int, form: Form, words: Words) -> bool:
    left, right = extent(words, form)
    return left >= 0 and right <= form.width and top < words.y <= bottom


@given(inputs())
def test_nothing_overlaps_and_everything_is_in_its_frame(plan: LanesInput) -> None:
    for form, drawing in drawings(plan):
        for one in drawing.lanes:
            assert overlapping(one.bars, form) == []
            assert len(one.bars) + one.more <= len(plan.lanes[drawing.lanes.index(one)].bars)
        assert outside(drawing, form) == []


@given(inputs())
def test_parts_lie_below_each_other_without_a_gap(plan: LanesInput) -> None:
    for _, drawing in drawings(plan):
        assert drawing.parts[0].y == drawing.axis
        assert all(one.y + one.height == other.y for one, other in pairwise(drawing.parts))
        assert drawing.parts[-1].y + drawing.parts[-1].height == drawing.height
        assert [one.discipline for one in drawing.lanes] == [one.discipline for one in plan.lanes]
        assert len(drawing.signs) == len(plan.gates)


@given(inputs())
def test_lit_is_what_stands_on_a_chain(plan: LanesInput) -> None:
    chain = {key for mark in plan.gates for key in mark.chain}
    picture = lanes(plan)
    for drawing in (picture.wide, picture.narrow):
        for given_lane, drawn in zip(plan.lanes, drawing.lanes, strict=True):
            lit = [one for one in given_lane.bars if chain & set(one.keys)]
            assert sum(one.lit for one in drawn.bars) <= len(lit)
            if not drawn.more and not picture.left_out:
                assert sum(one.lit for one in drawn.bars) == len(lit)
    assert sum(line.lit for line in picture.lines) == len(chain)
    assert picture.has_lit == bool(chain)


@given(st.lists(days, min_size=2, max_size=6), st.integers(0, 15))
def test_later_days_stand_further_right(some: list[date], quarters: int) -> None:
    scale = Scale(START.first_day, START.plus(quarters).last_day, 150, 1060)
    places = [scale.x(day) for day in sorted(some)]
    assert places == sorted(places)
    assert all(150 <= place <= scale.end(day) <= 1060 for day, place in zip(sorted(some), places, strict=True))
    assert scale.x(START.first_day) == 150
    assert scale.end(START.plus(quarters).last_day) == 1060
    assert scale.end(date.max) == 1060


def test_one_row_for_all_would_overlap(monkeypatch: pytest.MonkeyPatch) -> None:
    """The broken variant: all bars of a lane in one row."""
    plan = planned(lane("a", bar("a1", 1, 3), bar("a2", 2, 4)))
    assert overlapping(lanes(plan).wide.lanes[0].bars, WIDE) == []
    monkeypatch.setattr(lanes_drawing, "pack", lambda spans, most: [0] * len(spans))
    assert overlapping(lanes(plan).wide.lanes[0].bars, WIDE) != []


def test_rows_take_what_fits_and_no_more() -> None:
    assert pack([(0, 10), (5, 15), (10, 20), (12, 20)], most=2) == [0, 1, 0, None]
    assert pack([], most=3) == []


def test_bar_spans_its_days() -> None:
    drawing = lanes(planned(lane("a", bar("a1", 2, 3), bar("a2", 4, 4)))).wide
    one, other = drawing.lanes[0].bars
    ticks = [tick.x for tick in drawing.ticks]
    assert ticks[1] < one.box.x < one.box.right < ticks[3] < other.box.x < other.box.right < ticks[4]
    assert [tick.words.text for tick in drawing.ticks] == ["Q1", "Q2", "Q3", "Q4", "Q1", "Q2"]
    assert [year.text for year in drawing.years] == ["2027", "2028"]
    short = lanes(planned(lane("a", bar("a1", 6, 6, starts=quarter(6).last_day)))).wide.lanes[0].bars[0]
    assert short.box.width == 6
    assert short.box.right == drawing.right


def test_year_without_room_is_left_unsaid() -> None:
    narrow = lanes(planned(lane("a"), first=CalendarQuarter(2026, 4), last=CalendarQuarter(2030, 3))).narrow
    assert [year.text for year in narrow.years] == ["2027", "2028", "2029", "2030"]


def test_label_stands_inside_else_right_else_left_else_is_cut() -> None:
    whole = "Practice a1 0\N{RIGHTWARDS ARROW}1"
    inside = lanes(planned(lane("a", bar("a1", 1, 3)))).wide.lanes[0].bars[0]
    assert (inside.inside, inside.label.text, inside.label.anchor) == (True, whole, "start")
    right = lanes(planned(lane("a", bar("a1", 1, 1)), until=16)).wide.lanes[0].bars[0]
    assert (right.inside, right.label.text) == (False, whole)
    assert right.label.x > right.box.right
    left = lanes(planned(lane("a", bar("a1", 16, 16)), until=16)).wide.lanes[0].bars[0]
    assert (left.inside, left.label.text, left.label.anchor) == (False, whole, "end")
    assert left.label.x < left.box.x
    assert {left.name, right.name, inside.name} == {whole}


@pytest.mark.parametrize(("first", "last", "where"), [(1, 16, "inside"), (1, 5, "right"), (12, 16, "left")])
def test_label_without_room_is_cut_where_there_is_most(first: int, last: int, where: str) -> None:
    form = replace(WIDE, left=500, right=620)
    endless = bar("a1", first, last, name="Endless " * 30)
    one = lanes_drawing.draw(planned(lane("a", endless), until=16), form).lanes[0].bars[0]
    assert one.label.text.endswith("\N{HORIZONTAL ELLIPSIS} 0\N{RIGHTWARDS ARROW}1")
    assert where == ("inside" if one.inside else "left" if one.label.anchor == "end" else "right")


def test_labels_are_cut_behind_words_where_they_can_be() -> None:
    assert cut("Lineage from data", 17) == "Lineage from data"
    assert cut("Lineage from data", 16) == "Lineage from\N{HORIZONTAL ELLIPSIS}"
    assert cut("A Donaudampfschifffahrt", 12) == "A Donaudamp\N{HORIZONTAL ELLIPSIS}"
    assert letters("\N{CJK UNIFIED IDEOGRAPH-54C1}a \N{RIGHTWARDS ARROW}") == 5
    assert (
        cut("\N{CJK UNIFIED IDEOGRAPH-54C1}" * 9, 9) == "\N{CJK UNIFIED IDEOGRAPH-54C1}" * 4 + "\N{HORIZONTAL ELLIPSIS}"
    )
    assert labelled("Lineage", "0-1", 4) == "0-1"
    assert labelled("Lineage", "", 5) == "Line\N{HORIZONTAL ELLIPSIS}"


def test_chain_is_linked_up_to_its_gate() -> None:
    mark = opening(chain=("a1", "a2", "unknown"))
    plan = planned(lane("a", bar("a1", 1, 2), bar("a2", 3, 3), bar("a3", 1, 1)), lane("b"), gates=(mark,))
    picture = lanes(plan)
    first, second = (next(one for one in picture.wide.lanes[0].bars if key in one.name) for key in ("a1", "a2"))
    assert first.lit
    assert second.lit
    [sign] = picture.wide.signs
    assert picture.wide.links == (link(first.box, second.box), link(second.box, sign.box))
    assert picture.narrow.links == ()
    assert picture.gates[0].chain == ("Practice a1 0\N{RIGHTWARDS ARROW}1", "Practice a2 0\N{RIGHTWARDS ARROW}1")
    never = lanes(replace(plan, gates=(replace(mark, on=None),)))
    assert never.wide.links == (link(first.box, second.box),)
    assert never.wide.gate_lines == ()


@pytest.mark.parametrize(
    ("to", "expected"),
    [
        (Box(100, 0, 50, 20), ((44, 20), (44, 23), (106, 23), (106, 20))),
        (Box(20, 40, 50, 20), ((44, 20), (44, 40))),
        (Box(100, 40, 50, 20), ((44, 20), (44, 37), (106, 37), (106, 40))),
        (Box(0, 40, 30, 20), ((44, 20), (44, 37), (24, 37), (24, 40))),
        (Box(20, -40, 50, 20), ((44, 0), (44, -20))),
        (Box(100, -40, 50, 20), ((44, 0), (44, -17), (106, -17), (106, -20))),
    ],
    ids=["same row", "below", "below to the right", "below to the left", "above", "above to the right"],
)
def test_links_go_by_right_angles_between_rows(to: Box, expected: Path) -> None:
    assert link(Box(0, 0, 50, 20), to) == expected


def test_gate_stands_at_the_end_of_its_day_and_says_what_moved() -> None:
    slipped = opening(on=quarter(5).last_day, planned=quarter(3).last_day)
    drawing = lanes(planned(lane("a"), lane("b", bar("b1", 6, 6)), gates=(slipped,))).wide
    [sign], [line] = drawing.signs, drawing.gate_lines
    x = drawing.ticks[5].x
    assert sign.box.centre == x
    assert line == ((x, drawing.lanes[0].box.y), (x, drawing.lanes[1].box.bottom))
    assert sign.moved_from
    assert sign.moved_from.centre == drawing.ticks[3].x
    assert [one.text for one in sign.words] == ["Alpha in place: planned Q3 2027, now Q1 2028"]
    assert sign.words[0].anchor == "end"
    assert sign.outcome == "open"
    assert not sign.is_open


@pytest.mark.parametrize(
    ("mark", "words", "outcome"),
    [
        (opening(), "Alpha in place, Q3 2027", "open"),
        (opening(planned=quarter(3).first_day), "Alpha in place, Q3 2027", "open"),
        (opening(is_open=True, on=None), "Alpha before Gamma: open", "open"),
        (opening(on=None), "Alpha before Gamma: not opened by this plan", "closed"),
        (
            opening(on=None, planned=quarter(3).last_day),
            "Alpha before Gamma: planned Q3 2027, now not opened by this plan",
            "closed",
        ),
        (opening(all_done=True), "Alpha in place: all done, an assessment can show it", "open"),
    ],
)
def test_words_of_gates(mark: GateMark, words: str, outcome: str) -> None:
    picture = lanes(planned(lane("a"), lane("c"), gates=(replace(mark, after=("c",)),)))
    assert picture.gates[0].words == words
    for drawing in (picture.wide, picture.narrow):
        assert " ".join(one.text for one in drawing.signs[0].words).replace("\N{NO-BREAK SPACE}", " ") == words
        assert drawing.signs[0].outcome == outcome


def test_waiting_goes_from_a_closed_sign_to_an_open_one() -> None:
    drawing = lanes(planned(lane("a"), lane("b", bar("b1", 4, 5)), gates=(opening(),))).wide
    assert drawing.lanes[0].waiting is None
    waiting = drawing.lanes[1].waiting
    assert waiting
    assert waiting.closed
    assert waiting.open
    assert waiting.closed.right < waiting.line[0][0] < waiting.line[1][0] < waiting.open.x
    assert waiting.open.right == waiting.to_x == drawing.ticks[3].x
    assert drawing.lanes[1].bars[0].box.x > waiting.to_x
    assert [note.text for note in drawing.lanes[1].notes] == ["waits, then level 2"]


def test_short_waiting_shows_only_where_it_ends() -> None:
    soon = opening(on=START.first_day + timedelta(days=5))
    waiting = lanes(planned(lane("a"), lane("b"), gates=(soon,))).wide.lanes[1].waiting
    assert waiting
    assert (waiting.closed, waiting.line) == (None, ())
    assert waiting.open


@pytest.mark.parametrize("on", [None, quarter(9).last_day], ids=["never", "after the picture"])
def test_waiting_without_an_end_goes_on(on: date | None) -> None:
    drawing = lanes(planned(lane("a"), lane("b"), gates=(opening(on=on),))).wide
    waiting = drawing.lanes[1].waiting
    assert waiting
    assert (waiting.open, waiting.to_x) == (None, drawing.right)
    assert drawing.gate_lines == ()


def test_lane_says_what_it_comes_to() -> None:
    plan = planned(lane("a", bar("a1", 1, 1)), lane("b"), lane("c", target=0), gates=(opening(after=("c",)),))
    drawing = lanes(plan).wide
    assert [[note.text for note in one.notes] for one in drawing.lanes] == [
        ["to level 2"],
        ["no steps"],
        ["not wanted"],
    ]
    assert drawing.lanes[2].waiting is None
    assert [one.name.text for one in drawing.lanes] == ["Alpha", "Beta of a\N{HORIZONTAL ELLIPSIS}", "Gamma"]


def test_forty_steps_in_a_lane_take_their_rows_and_the_rest_is_counted() -> None:
    many = tuple(bar(f"a{number}", 1, 6) for number in range(40))
    picture = lanes(planned(lane("a", *many), lane("b"), gates=(opening(chain=("a39",)),)))
    for form, drawing in zip(FORMS, (picture.wide, picture.narrow), strict=True):
        first = drawing.lanes[0]
        most = form.most_height // form.row
        assert len(first.bars) == most
        assert first.more == 40 - most
        assert first.bars[0].name.startswith("Practice a39")
        assert first.bars[0].lit
        assert first.notes[-1].text.endswith(f"{first.more} more in the table")
    assert picture.wide.axis + picture.wide.parts[0].height < SHEET
    assert len(picture.lines) == 40
    assert not picture.wide.fits_a_sheet
    assert lanes(planned(lane("a", *many[:6]))).wide.fits_a_sheet


def test_states_ghosts_and_ticks() -> None:
    ghost = (quarter(1).first_day, quarter(1).last_day)
    bars = (
        bar("a1", 2, 2, state=MilestoneState.DONE),
        bar("a2", 3, 3, state=MilestoneState.IN_PROGRESS, ghost=ghost, kind=Kind.FOUNDATION),
        bar("a3", 3, 3, state=MilestoneState.DROPPED, ghost=(date(2020, 1, 1), date(2020, 2, 1))),
    )
    picture = lanes(planned(lane("a", *bars)))
    done, begun, dropped = picture.wide.lanes[0].bars
    assert done.tick
    assert all(done.box.x < x < done.box.right and done.box.y < y < done.box.bottom for x, y in done.tick)
    assert [one.is_dark for one in (done, begun, dropped)] == [True, False, False]
    assert (begun.tick, dropped.ghost) == ((), None)
    assert begun.ghost
    assert (begun.ghost.x, begun.ghost.right) == (picture.wide.left + 1, picture.wide.ticks[1].x - 1)
    labels = [one.label.text for one in picture.narrow.lanes[0].bars]
    assert [label.split(", ")[1] for label in labels] == ["done", "in progress", "dropped"]
    assert picture.states == (MilestoneState.IN_PROGRESS, MilestoneState.DONE, MilestoneState.DROPPED)
    assert picture.kinds == (Kind.FOUNDATION, Kind.OTHER)
    assert picture.has_ghosts
    assert {kind.words for kind in Kind} == {"foundation", "other practice", "to show, answer or settle"}


def test_foundations_of_a_roadmap_are_dark() -> None:
    drawn = lanes(planned(lane("a", bar("a1", 1, 1, kind=Kind.FOUNDATION), bar("a2", 2, 2)))).wide.lanes[0].bars
    assert [one.is_dark for one in drawn] == [True, False]


def test_exception_is_hatched_until_its_last_day() -> None:
    leave = GateException(
        before="a", after="b", since=quarter(2).first_day, until=date(2027, 9, 30), approver="Marta", reason="Why not"
    )
    picture = lanes(planned(lane("a"), lane("b"), gates=(opening(exceptions=(leave,), on=quarter(5).last_day),)))
    [drawn] = picture.wide.signs[0].leaves
    ticks = picture.wide.ticks
    assert (drawn.box.x, drawn.box.right) == (ticks[1].x + 1, ticks[3].x - 1)
    words = "Exception for Beta of a very long name that goes on until 30 September 2027"
    assert [one.text for one in drawn.words] == [words]
    assert picture.gates[0].exceptions == (words,)
    assert drawn.strokes == tuple(hatched(drawn.box))
    for one, other in drawn.strokes:
        assert all(drawn.box.x <= x <= drawn.box.right for x, _ in (one, other))
        assert all(drawn.box.y <= y <= drawn.box.bottom for _, y in (one, other))
        assert one[0] - other[0] == other[1] - one[1] > 0
    assert len(picture.narrow.signs[0].leaves[0].words) > 1


def test_stages_are_numbered_by_their_days() -> None:
    marks = (
        StageMark("Beta reaches level 2.", quarter(6).last_day, quarter(5).last_day),
        StageMark("Alpha reaches level 2", quarter(3).last_day, quarter(3).first_day),
        StageMark("The gate opens.", quarter(3).last_day),
        StageMark("Alpha is better", quarter(3).last_day + timedelta(days=3)),
    )
    picture = lanes(planned(lane("a"), stages=marks))
    assert picture.stages == (
        "Stage 1 ends Q3 2027: Alpha reaches level 2. The gate opens.",
        "Stage 2 ends Q4 2027: Alpha is better.",
        "Stage 3 ends Q2 2028: Beta reaches level 2. It was planned for Q1 2028.",
    )
    assert [end.words.text if end.words else "" for end in picture.wide.stages] == ["Stage 1", "", "Stage 3"]
    assert [end.words.text if end.words else "" for end in picture.narrow.stages] == ["Stage 1", "", "Stage 3"]
    tight = replace(planned(lane("a"), until=16), stages=tuple(StageMark("x", quarter(n).last_day) for n in (1, 2)))
    assert [end.words.text if end.words else "" for end in lanes(tight).narrow.stages] == ["1", "2"]


def test_today_is_a_place_within_the_picture() -> None:
    assert lanes(planned(lane("a"))).wide.today is None
    assert lanes(planned(lane("a"), today=date(2026, 12, 31))).wide.today is None
    first, last = (lanes(planned(lane("a"), today=day)).wide.today for day in (START.first_day, quarter(6).last_day))
    assert first
    assert last
    assert (first.anchor, last.anchor) == ("start", "end")
    assert first.x == 150


def test_long_plan_shows_twenty_quarters_from_shortly_before_today() -> None:
    bars = (bar("a1", 1, 1), bar("a2", 22, 22), bar("a3", 34, 34))
    plan = planned(lane("a", *bars), until=34)
    start = lanes(plan)
    assert [start.wide.ticks[2].words.text, start.narrow.ticks[2].words.text] == ["Q3", "3"]
    assert len(start.wide.ticks) == len(start.narrow.ticks) == MOST_QUARTERS
    assert start.left_out == 2
    assert len(start.lines) == 3
    assert lanes(replace(plan, today=date(2026, 12, 1))).wide == start.wide
    later = lanes(replace(plan, today=quarter(12).first_day))
    assert [one.name[:11] for one in later.wide.lanes[0].bars] == ["Practice a2"]
    assert later.wide.today
    assert later.wide.today.x == later.wide.ticks[2].x
    end = lanes(replace(plan, today=quarter(33).first_day))
    assert [one.name[:11] for one in end.wide.lanes[0].bars] == ["Practice a2", "Practice a3"]


def test_table_has_every_bar_in_words() -> None:
    ghost = (quarter(1).first_day, quarter(2).last_day)
    plan = planned(
        lane("a", bar("a2", 3, 3, ghost=ghost, note="13 weeks late"), bar("a1", 1, 2)), lane("c", bar("c1", 4, 4))
    )
    assert [(one.discipline, one.name, one.starts, one.note) for one in lanes(plan).lines] == [
        ("Alpha", "Practice a1", quarter(1).first_day, ""),
        ("Alpha", "Practice a2", quarter(3).first_day, "13 weeks late"),
        ("Gamma", "Practice c1", quarter(4).first_day, ""),
    ]
    assert lanes(plan).lines[1].ghost == ghost
