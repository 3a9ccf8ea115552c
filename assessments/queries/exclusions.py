"""What a team calls not applicable in an open assessment, as far as one person may see and confirm it (F11)."""

from collections.abc import Iterator
from dataclasses import dataclass

from assessments.core.agreement import UNANSWERED
from assessments.core.catalog import Discipline, Practice
from assessments.core.exclusions import confirmers
from assessments.core.scoring import most_excluded
from assessments.core.walk import Page
from assessments.queries.visits import Visit


@dataclass(frozen=True, slots=True, kw_only=True)
class ExclusionLine:
    """A practice that all who answered call not applicable, with their reasons and without their names.

    `confirmed_by` is empty where nobody had to confirm it; `may_confirm` says that this person may.
    """

    practice: Practice
    page: Page
    reasons: tuple[str, ...]
    counts: bool
    confirmed_by: str
    may_confirm: bool


@dataclass(frozen=True, slots=True)
class ExclusionLines:
    """Those of one discipline that this person may see; `counting` of all at most `most` practices are left out."""

    discipline: Discipline
    lines: tuple[ExclusionLine, ...]
    counting: int
    most: int


def exclusion_lines(visit: Visit, *, respondent_id: int) -> tuple[ExclusionLines, ...]:
    """What the walk's disciplines leave out or would, for one person (no query).

    A person sees what it said itself and what it may confirm, a lead also what was confirmed: to who has not answered,
    a practice called not applicable is hidden like any other answer (`core.voices`).
    """
    found: dict[str, list[ExclusionLine]] = {}
    for page in visit.walk.pages:
        found.setdefault(page.discipline.code, []).extend(_lines(visit, page, respondent_id))
    limits = visit.catalog.thresholds
    every = ((visit.catalog.discipline[code], tuple(lines)) for code, lines in found.items() if lines)
    return tuple(
        ExclusionLines(own, lines, sum(one.counts for one in lines), most_excluded(len(own.practices), limits))
        for own, lines in every
    )


def unconfirmed(visit: Visit) -> int:
    """How many walked practices are missing only since nobody has confirmed that they do not apply (no query)."""
    practices = (practice for page in visit.walk.pages for practice in page.dimension.practices)
    return sum(visit.sheet.settled.get(one.code, UNANSWERED).unconfirmed for one in practices)


def _lines(visit: Visit, page: Page, respondent_id: int) -> Iterator[ExclusionLine]:
    team, confirmations = visit.sheet.marks.team, visit.sheet.marks.confirmations
    for practice in page.dimension.practices:
        one = visit.sheet.settled.get(practice.code, UNANSWERED)
        if not (one.not_applicable or one.unconfirmed):
            continue
        givers = {given.respondent_id for given in visit.sheet.answers[practice.code]}
        may_confirm = one.unconfirmed and respondent_id in confirmers(team, givers)
        confirmation = confirmations.get(visit.sheet.published.practice_ids[practice.code])
        if may_confirm or respondent_id in givers or (one.not_applicable and visit.is_lead):
            yield ExclusionLine(
                practice=practice,
                page=page,
                reasons=one.reasons,
                counts=one.not_applicable,
                confirmed_by=confirmation.by_name if confirmation and one.not_applicable else "",
                may_confirm=may_confirm,
            )
