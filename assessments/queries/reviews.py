"""What to look at before submitting, as far as the asking person may see it (`DESIGN.md` 11)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from assessments.core.agreement import UNANSWERED, Kind, Settled
from assessments.core.catalog import Catalog, Practice
from assessments.core.consistency import Doubt, doubts, unshown
from assessments.core.walk import Page
from assessments.queries.assessments import GivenAnswer
from assessments.queries.visits import Visit


@dataclass(frozen=True, slots=True)
class Unanswered:
    """The practices of one page that the asking person has not answered; `blanks` are those that nobody has."""

    page: Page
    practices: tuple[Practice, ...]
    blanks: frozenset[str]


@dataclass(frozen=True, slots=True)
class Said:
    """Answers of one kind to one practice: the asking person's own, or for a lead everybody's."""

    practice: Practice
    page: Page
    answers: tuple[GivenAnswer, ...]


@dataclass(frozen=True, slots=True)
class Unshown:
    """A foundation that was given a level and has no evidence that holds; `gated` when a gate asks for it (G5)."""

    practice: Practice
    page: Page
    gated: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """Everything the review page lists; `blanks` are walked practices that nobody answered.

    What stands beside a practice is the page that asks about it. A discipline that waits counts nowhere, so nothing
    of it is listed, whether it was looked into early or answered before its gate shut again.
    """

    unanswered: tuple[Unanswered, ...]
    blanks: int
    dont_know: tuple[Said, ...]
    not_applicable: tuple[Said, ...]
    unshown: tuple[Unshown, ...]
    doubts: tuple[tuple[Doubt, Page, Page], ...]


def review(visit: Visit, *, respondent_id: int) -> Review:
    """Review an assessment: a lead sees the whole team's answers, a member the own ones and the spread beside them."""
    pages = _pages(visit)
    visible = _visible(visit, respondent_id)
    raised = doubts(visit.catalog, {code: level for code, level in _levels(visit).items() if code in pages})
    return Review(
        unanswered=tuple(_unanswered(page, visit.sheet.settled) for page in visit.walk.pages if page.open),
        blanks=len(blanks(visit)),
        dont_know=_said(visit.catalog, pages, visible, Kind.DONT_KNOW),
        not_applicable=_said(visit.catalog, pages, visible, Kind.NOT_APPLICABLE),
        unshown=_unshown(visit, pages, visible),
        doubts=tuple((one, pages[one.practice.code], pages[one.needed.code]) for one in raised),
    )


def blanks(visit: Visit) -> tuple[Practice, ...]:
    """The walked practices that nobody in the team has answered."""
    practices = (practice for page in visit.walk.pages for practice in page.dimension.practices)
    return tuple(one for one in practices if not visit.sheet.settled.get(one.code, UNANSWERED).answered)


def counting(visit: Visit) -> int:
    """How many practices somebody has answered that count for sure: not what waits, nor an unconfirmed early look."""
    certain = (page for page in visit.walk.pages if page.discipline.code not in visit.assessment.early_looks)
    practices = (practice for page in certain for practice in page.dimension.practices)
    return sum(visit.sheet.settled.get(one.code, UNANSWERED).answered for one in practices)


def _pages(visit: Visit) -> Mapping[str, Page]:
    """The page of each practice that is walked, by code."""
    return {practice.code: page for page in visit.walk.pages for practice in page.dimension.practices}


def _visible(visit: Visit, respondent_id: int) -> Mapping[str, tuple[GivenAnswer, ...]]:
    """The answers that the asking person may see, by practice that has any."""
    if visit.is_lead:
        return visit.sheet.answers
    return {
        code: own
        for code, answers in visit.sheet.answers.items()
        if (own := tuple(one for one in answers if one.respondent_id == respondent_id))
    }


def _levels(visit: Visit) -> Mapping[str, int]:
    """The levels that consistency is asked of: a lead's are the agreed ones, a member's the own."""
    if visit.is_lead:
        return {code: one.level for code, one in visit.sheet.settled.items() if one.level is not None}
    return {code: one.level for code, one in visit.sheet.own.items() if one.level is not None}


def _unanswered(page: Page, settled: Mapping[str, Settled]) -> Unanswered:
    practices = tuple(practice for practice in page.dimension.practices if practice.code in page.open)
    nobody = frozenset(one.code for one in practices if not settled.get(one.code, UNANSWERED).answered)
    return Unanswered(page, practices, nobody)


def _unshown(visit: Visit, pages: Mapping[str, Page], visible: Collection[str]) -> tuple[Unshown, ...]:
    """Those that a gate asks for first."""
    found = [
        Unshown(one, pages[one.code], visit.catalog.is_source(visit.catalog.discipline_of[one.code]))
        for one in unshown(visit.catalog, visit.sheet.settled, on=visit.on)
        if one.code in visible and one.code in pages
    ]
    return tuple(sorted(found, key=lambda one: not one.gated))


def _said(
    catalog: Catalog, pages: Mapping[str, Page], visible: Mapping[str, tuple[GivenAnswer, ...]], kind: Kind
) -> tuple[Said, ...]:
    return tuple(
        Said(catalog.practice[code], page, answers)
        for code, page in pages.items()
        if (answers := tuple(one for one in visible.get(code, ()) if one.answer.kind is kind))
    )
