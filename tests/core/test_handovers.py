"""Open work of people: who has left comes first, and who has nothing open is not named."""

from datetime import date

from assessments.core.handovers import LeftBehind, OpenMilestone, OpenQuestions, OpenWork, who_left_first

DUE = date(2027, 3, 31)


def work(name: str, *, left: bool = False, questions: int = 0, milestones: int = 0) -> OpenWork:
    return OpenWork(
        person_id=1,
        name=name,
        has_left=left,
        questions=(OpenQuestions("Soil", 2, DUE),) * questions,
        milestones=(OpenMilestone(1, "“Soil”", DUE),) * milestones,
    )


def test_who_has_left_comes_first_then_by_name() -> None:
    every = [work("ben", milestones=1), work("Zoe", left=True, questions=1), work("Ana", questions=1), work("Dee")]
    assert [one.name for one in who_left_first(every)] == ["Zoe", "Ana", "ben"]


def test_everything_counts() -> None:
    assert work("Ana", questions=2, milestones=3).count == 5
    assert LeftBehind("Ana", questions=1, milestones=2).count == 3
