"""What a page tells as a list is one sentence elsewhere."""

from assessments.core.telling import Told


def test_parts_become_one_sentence() -> None:
    assert Told("Open today.").sentence == "Open today."
    assert Told("What holds it", ("A", "B")).sentence == "What holds it: A; B."
