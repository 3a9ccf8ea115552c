"""Who is asked what of an assessment, and what is asked of one person over all teams."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from assessments.core.sharing import OpenPage, Sharing, open_pages, sharing
from assessments.core.workflow import Action, AssessmentState
from assessments.models import Assessment
from assessments.queries.assessments import acting_members, sheets
from assessments.queries.marks import marked
from assessments.queries.visits import Visit, visit_of


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamQuestions:
    """What is asked of one person and open in one team's assessment, first due first."""

    unit_name: str
    assessment_id: int
    title: str
    lines: tuple[OpenPage, ...]

    @property
    def due(self) -> date | None:
        """The first day by which something is due; None where the person is asked nothing in particular."""
        return self.lines[0].page.due

    @property
    def open(self) -> int:
        """How many questions are open."""
        return sum(len(line.page.open) for line in self.lines)


def sharing_of(seen: Visit) -> Sharing:
    """Who is asked what of the assessment that somebody looks at; it reads nothing."""
    answered: Mapping[int, set[str]] = defaultdict(set)
    for code, given in seen.sheet.answers.items():
        for one in given:
            answered[one.respondent_id].add(code)
    found = seen.sheet.marks
    team = {person_id: found.names[person_id] for person_id in found.team}
    return sharing(seen.catalog, seen.walk, team=team, asked=found.asked, answered=answered, on=seen.on)


def open_questions(user_id: int, *, on: date) -> tuple[TeamQuestions, ...]:
    """What is asked of a person and open, team by team, the first due first.

    2 queries whatever the number of teams once the catalog versions are kept; 1 without an open assessment.
    """
    units = acting_members(user_id=user_id, action=Action.ANSWER).values("unit")
    rows = list(marked().filter(unit__in=units, state=AssessmentState.OPEN.value))
    if not rows:
        return ()
    read = sheets(rows, respondent_id=user_id)
    found = (_team(row, visit_of(row, read[row.pk], respondent_id=user_id, on=on)) for row in rows)
    open_ones = [one for one in found if one.lines]
    return tuple(sorted(open_ones, key=lambda one: (one.due or date.max, one.unit_name, one.assessment_id)))


def _team(row: Assessment, seen: Visit) -> TeamQuestions:
    lines = open_pages(seen.walk, on=seen.on)
    return TeamQuestions(unit_name=row.unit.name, assessment_id=row.pk, title=row.title, lines=lines)
