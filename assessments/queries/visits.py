"""One person's look at an assessment: its answers, and the walk as they leave it."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from assessments.core.agreement import Settled
from assessments.core.catalog import Catalog
from assessments.core.pace import Pace, pace
from assessments.core.voices import SEEN_BY, sees_names, sees_spread
from assessments.core.walk import Page, Walk, Walker, walk_on
from assessments.core.workflow import Role
from assessments.models import Assessment
from assessments.queries.assessments import AssessmentSheet, sheet
from assessments.queries.done_steps import DoneStep
from assessments.queries.marks import DiscussionMark


@dataclass(frozen=True, slots=True)
class Visit:
    """An assessment as one person sees it on a day; its unit has `standing` set by `access`."""

    assessment: Assessment
    sheet: AssessmentSheet
    walk: Walk
    pace: Pace
    on: date

    @property
    def catalog(self) -> Catalog:
        """The content that the assessment is held against."""
        return self.sheet.published.catalog

    @property
    def done_steps(self) -> Mapping[str, DoneStep]:
        """What the team's current plan says was raised, by practice; it counts nowhere."""
        return self.sheet.marks.done_steps

    @property
    def is_lead(self) -> bool:
        """Whether the visitor leads the team."""
        return Role.LEAD in self.assessment.unit.standing.roles

    @property
    def begins(self) -> bool:
        """Whether the visitor has not answered anything yet."""
        return not self.sheet.own

    @property
    def sees_names(self) -> bool:
        """Whether the visitor may see whose an answer is, where it is shown at all."""
        return sees_names(self.assessment.unit.standing.role, names_hidden=self.assessment.names_hidden)

    @property
    def who_sees(self) -> tuple[tuple[str, str], ...]:
        """Who sees what of the visitor's answers, in words."""
        return SEEN_BY[self.assessment.names_hidden]

    def hears(self, practice: str) -> bool:
        """Whether the visitor may see what others answered to a practice, and what the answers come to."""
        return sees_spread(
            self.assessment.unit.standing.role,
            has_answered=practice in self.sheet.own,
            answered_by=len(self.sheet.answers.get(practice, ())),
            names_hidden=self.assessment.names_hidden,
        )

    @property
    def heard(self) -> Mapping[str, Settled]:
        """What the team's answers come to, where the visitor may see it; anything else is as if unanswered."""
        return {code: one for code, one in self.sheet.settled.items() if self.hears(code)}

    def discussion(self, practice: str) -> DiscussionMark | None:
        """How much was said about a practice that the visitor hears; None before, or without a word."""
        if not self.hears(practice):
            return None
        return self.sheet.marks.discussions.get(self.sheet.published.practice_ids[practice])

    def page_of(self, practice: str) -> Page | None:
        """The page that asks about a practice; None where the walk does not ask about it."""
        pages = (page for leg in self.walk.legs for page in leg.pages)
        return next((page for page in pages if practice in (one.code for one in page.dimension.practices)), None)


def visit(assessment: Assessment, *, respondent_id: int, on: date) -> Visit:
    """Read an assessment for one respondent (1 query once its catalog version is kept)."""
    return visit_of(assessment, sheet(assessment, respondent_id=respondent_id), respondent_id=respondent_id, on=on)


def visit_of(assessment: Assessment, answers: AssessmentSheet, *, respondent_id: int, on: date) -> Visit:
    """One respondent's look at an assessment whose sheet was read for that respondent."""
    own_pace = _pace(answers)
    way = walk_on(
        answers.published.catalog,
        answers.settled,
        Walker(person_id=respondent_id, answered=frozenset(answers.own), asked=answers.marks.asked),
        early_looks=assessment.early_looks,
        seconds_per_question=own_pace.seconds,
        on=on,
    )
    return Visit(assessment, answers, way, own_pace, on)


def _pace(answers: AssessmentSheet) -> Pace:
    """The team's own pace, from when each answer was stored last."""
    moments: dict[int, list[datetime]] = defaultdict(list)
    for given in answers.answers.values():
        for one in given:
            moments[one.respondent_id].append(one.answered_at)
    return pace(moments.values())
