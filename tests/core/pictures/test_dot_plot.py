"""Answers as dots above their levels."""

from hypothesis import given
from hypothesis import strategies as st

from assessments.core.pictures.dot_plot import DOT, MARGIN, WIDTH, picture

GROUPS = st.dictionaries(st.sampled_from(("Everybody", "Leadership", "Other")), st.lists(st.integers(0, 4)), min_size=1)


def test_each_answer_is_a_dot_above_its_level_and_the_middle_one_is_framed() -> None:
    drawn = picture({"Everybody": (1, 1, 3), "Leadership": (2, 2, 2, 2, 2)})
    everybody, leaders = drawn.rows
    assert [dot.x for dot in everybody.dots] == [104, 120, 248]
    assert len({dot.y for dot in everybody.dots}) == 1
    assert [column.level for column in everybody.columns if column.middle] == [1]
    assert [column.count for column in leaders.columns] == [0, 0, 5, 0, 0]
    assert len({dot.y for dot in leaders.dots}) == 2  # four beside each other, then one above
    assert leaders.name_y > everybody.number_y
    assert drawn.text == "Everybody: 2 at level 1, 1 at level 3. Leadership: 5 at level 2."


def test_nothing_to_draw() -> None:
    assert (picture({}).height, picture({}).text) == (0, "")
    drawn = picture({"Everybody": ()})
    assert (drawn.rows[0].middle, drawn.rows[0].dots, drawn.text) == (None, (), "Everybody: no level.")


@given(GROUPS)
def test_no_dot_covers_another_or_leaves_its_row(groups: dict[str, list[int]]) -> None:
    drawn = picture(groups)
    above = 0
    for row, numbers in zip(drawn.rows, groups.values(), strict=True):
        assert len(row.dots) == len(numbers)
        places = [(dot.x, dot.y) for dot in row.dots]
        for at, (x, y) in enumerate(places):
            assert MARGIN + DOT <= x <= WIDTH - MARGIN - DOT
            assert row.name_y + DOT <= y <= row.line_y - DOT
            assert all(max(abs(x - other), abs(y - height)) >= 2 * DOT for other, height in places[at + 1 :])
        assert above < row.name_y < row.line_y < row.number_y <= drawn.height
        above = row.number_y
