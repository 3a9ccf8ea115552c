"""What to look at before submitting, as far as the asking person may see it (`DESIGN.md` 11)."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from assessments.core.agreement import UNANSWERED, Kind, Settled
from assessments.core.catalog import Catalog, Practice
from assessments.core.consistency import Doubt, doubts, unshown
from assessments.core.walk import Page
from assessments.models import RightAsItIs
from assessments.queries.exclusions import ExclusionLines, exclusion_lines
from assessments.queries.given_answers import GivenAnswer
from assessments.queries.visits import Visit


@dataclass(frozen=True, slots=True)
class Unanswered:
    """The practices of one page that the asking person has not answered; `blanks` are those that nobody has."""

    page: Page
    practices: tuple[Practice, ...]
    blanks: frozenset[str]


@dataclass(frozen=True, slots=True)
class Said:
    """Answers of one kind to one practice: the own, and all that the asking person hears with their names."""

    practice: Practice
    page: Page
    answers: tuple[GivenAnswer, ...]


@dataclass(frozen=True, slots=True)
class Raised:
    """A doubt with the pages that ask about its practices."""

    doubt: Doubt
    places: tuple[tuple[Practice, Page], ...]


@dataclass(frozen=True, slots=True)
class OpenDiscussion:
    """A practice whose discussion somebody has yet to settle, with how much was said."""

    practice: Practice
    comments: int


@dataclass(frozen=True, slots=True)
class Unshown:
    """A foundation that was given a level and has no evidence that holds; `gated` when a gate asks for it (G5)."""

    practice: Practice
    page: Page
    gated: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """Everything the review page lists; `blanks` are walked practices that nobody answered.

    `unheard` of the unanswered ones others have answered, so that their answers wait for the own. `right_as_it_is` are
    doubts that this person has called none.

    What stands beside a practice is the page that asks about it. A discipline that waits counts nowhere, so nothing
    of it is listed, whether it was looked into early or answered before its gate shut again.
    """

    unanswered: tuple[Unanswered, ...]
    blanks: int
    unheard: int
    dont_know: tuple[Said, ...]
    exclusions: tuple[ExclusionLines, ...]
    not_applicable: tuple[Said, ...]
    unshown: tuple[Unshown, ...]
    discussions: tuple[OpenDiscussion, ...]
    doubts: tuple[Raised, ...]
    right_as_it_is: tuple[Raised, ...]


def right_as_it_is(assessment_id: int, person_id: int) -> frozenset[str]:
    """The doubts of an assessment that a person has called none, by key (1 query)."""
    rows = RightAsItIs.objects.filter(assessment=assessment_id, person=person_id)
    return frozenset(rows.values_list("doubt", flat=True))


def review(visit: Visit, *, respondent_id: int, accepted: Collection[str]) -> Review:
    """Review an assessment as one person may see it: the own answers, and others' to what that person has answered.

    `accepted` are the doubts that this person has called right as it is, by key.
    """
    pages = _pages(visit)
    visible = _visible(visit, respondent_id)
    raised = _raised(visit, pages, respondent_id)
    unanswered = tuple(_unanswered(page, visit.sheet.settled) for page in visit.walk.pages if page.open)
    exclusions = exclusion_lines(visit, respondent_id=respondent_id)
    listed = {line.practice.code for own in exclusions for line in own.lines}
    said = _said(visit.catalog, pages, visible, Kind.NOT_APPLICABLE)
    return Review(
        unanswered=unanswered,
        blanks=len(blanks(visit)),
        unheard=sum(len(one.practices) - len(one.blanks) for one in unanswered),
        dont_know=_said(visit.catalog, pages, visible, Kind.DONT_KNOW),
        exclusions=exclusions,
        not_applicable=tuple(one for one in said if one.practice.code not in listed),
        unshown=_unshown(visit, pages),
        discussions=tuple(_open_discussions(visit)),
        doubts=tuple(one for one in raised if one.doubt.key not in accepted),
        right_as_it_is=tuple(one for one in raised if one.doubt.key in accepted),
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
    """The answers that the asking person may see by whose they are, by practice that has any."""
    return {
        code: seen
        for code, answers in visit.sheet.answers.items()
        if (seen := answers if visit.sees_names and visit.hears(code) else _own(answers, respondent_id))
    }


def _own(answers: Collection[GivenAnswer], respondent_id: int) -> tuple[GivenAnswer, ...]:
    return tuple(one for one in answers if one.respondent_id == respondent_id)


def _raised(visit: Visit, pages: Mapping[str, Page], respondent_id: int) -> tuple[Raised, ...]:
    """What to ask this person about of the walked practices, whatever was said to it before."""
    levels = {code: level for code, level in _levels(visit) if code in pages}
    texts = {code: tuple(_texts(visit, code, respondent_id)) for code in pages}
    found = doubts(visit.catalog, levels, shown=visit.sheet.evidence.keys(), texts=texts)
    return tuple(Raised(one, tuple((practice, pages[practice.code]) for practice in one.practices)) for one in found)


def _levels(visit: Visit) -> Iterator[tuple[str, int]]:
    """The levels that consistency is asked of: a lead's are the agreed ones that may be seen, a member's the own."""
    if visit.is_lead:
        levels = ((code, one.level) for code, one in visit.sheet.settled.items() if visit.hears(code))
    else:
        levels = ((code, one.level) for code, one in visit.sheet.own.items())
    return ((code, level) for code, level in levels if level is not None)


def _texts(visit: Visit, code: str, respondent_id: int) -> Iterator[str]:
    """What stands beside a practice: a lead is asked about all remarks heard and all evidence, a member of the own.

    Where names are hidden a lead is asked about no remark of others: one text in several places is one person's.
    """
    hears = visit.sees_names and visit.hears(code)
    for given in visit.sheet.answers.get(code, ()):
        if given.remark and (hears or given.respondent_id == respondent_id):
            yield given.remark
    for entry in visit.sheet.evidence.get(code, ()):
        if visit.is_lead or entry.author_id == respondent_id:
            yield entry.text


def _open_discussions(visit: Visit) -> Iterator[OpenDiscussion]:
    """Those that the asking person may see, in catalog order."""
    for code, practice in visit.catalog.practice.items():
        mark = visit.discussion(code)
        if mark and not mark.settled:
            yield OpenDiscussion(practice, mark.comments)


def _unanswered(page: Page, settled: Mapping[str, Settled]) -> Unanswered:
    practices = tuple(practice for practice in page.dimension.practices if practice.code in page.open)
    nobody = frozenset(one.code for one in practices if not settled.get(one.code, UNANSWERED).answered)
    return Unanswered(page, practices, nobody)


def _unshown(visit: Visit, pages: Mapping[str, Page]) -> tuple[Unshown, ...]:
    """Those that a gate asks for first."""
    found = [
        Unshown(one, pages[one.code], visit.catalog.is_source(visit.catalog.discipline_of[one.code]))
        for one in unshown(visit.catalog, visit.sheet.settled, on=visit.on)
        if one.code in pages and visit.hears(one.code)
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
