"""A roadmap as CSV: its steps, its work, the exceptions to gates and what is set aside, a line each."""

from collections.abc import Iterator

from assessments.exports.guarding import guarded_lines
from assessments.exports.roadmap_file import RoadmapFile
from assessments.exports.roadmap_tables import steps_and_work
from assessments.exports.tables import text_of


def roadmap_csv(file: RoadmapFile) -> Iterator[str]:
    """The steps in the order of execution, the work by its quarter, exceptions, and what is set aside."""
    made = steps_and_work(file)
    return guarded_lines(
        ([column.heading for column in made.columns], *((text_of(value) for value in row) for row in made.rows))
    )
