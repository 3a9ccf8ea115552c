"""The quick scan: the foundations alone, which can prove 'not in place' and never 'in place' (`domain.md` 4.4, J8)."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from assessments.core.agreement import UNANSWERED, Settled
from assessments.core.catalog import IN_PLACE, Catalog, Dimension, Discipline, Practice
from assessments.core.gates import Look
from assessments.core.scoring import score
from assessments.core.walk import Asked, Leg, Page, Walk

NAME = "foundations"


class Proof(StrEnum):
    """What the scan of a discipline shows; there is none for 'in place'."""

    NOT_IN_PLACE = "not_in_place"
    MAY_BE = "may_be"
    NOT_FINISHED = "not_finished"


@dataclass(frozen=True, slots=True)
class Scanned:
    """One discipline of the scan: its foundations as one page of the walk, and what they show.

    `below` are the foundations that prove it not in place; none where other answers do. `rest` counts the questions on
    the discipline that this respondent has not answered, foundations included.
    """

    page: Page
    proof: Proof
    below: tuple[Practice, ...]
    rest: int

    @property
    def discipline(self) -> Discipline:
        """What is scanned."""
        return self.page.discipline


@dataclass(frozen=True, slots=True)
class QuickScan:
    """The disciplines in the order in which they are scanned, for one respondent."""

    scanned: tuple[Scanned, ...]

    @property
    def total(self) -> int:
        """How many questions it asks."""
        return sum(one.page.total for one in self.scanned)

    @property
    def answered(self) -> int:
        """How many of them this respondent answered."""
        return sum(one.page.answered for one in self.scanned)

    @property
    def next(self) -> Page | None:
        """The page to go on with: the first that shows nothing yet; None when each shows something."""
        return next((one.page for one in self.scanned if one.proof is Proof.NOT_FINISHED), None)

    def of(self, discipline: str) -> Scanned | None:
        """The scan of a discipline by its code; None where it is not scanned."""
        return next((one for one in self.scanned if one.discipline.code == discipline), None)

    def after(self, page: Page) -> Page | None:
        """The page that follows; None after the last."""
        return self._neighbour(page, step=1)

    def before(self, page: Page) -> Page | None:
        """The page that comes before; None before the first."""
        return self._neighbour(page, step=-1)

    def _neighbour(self, page: Page, *, step: int) -> Page | None:
        place = page.number - 1 + step
        return self.scanned[place].page if 0 <= place < len(self.scanned) else None


def quick_scan(catalog: Catalog, walk: Walk, settled: Mapping[str, Settled], *, on: date) -> QuickScan:
    """The scan along a walk: the gates' sources first, then what else waits for nothing, each in catalog order.

    `settled` holds what this respondent may know of the practices that this respondent answered: what the team's
    answers come to, else the own answer alone. A discipline without a foundation has nothing to scan.
    """
    legs = sorted(_scannable(walk), key=lambda leg: not catalog.is_source(leg.discipline.code))
    pages = (_page(leg, number=number, of=len(legs)) for number, leg in enumerate(legs, start=1))
    return QuickScan(tuple(_scanned(catalog, leg, page, settled, on) for leg, page in zip(legs, pages, strict=True)))


def foundations(discipline: Discipline) -> tuple[Practice, ...]:
    """The practices that the scan of a discipline asks about."""
    return tuple(practice for practice in discipline.practices if practice.foundation)


def _scannable(walk: Walk) -> Iterator[Leg]:
    return (leg for leg in walk.legs if not leg.waits and foundations(leg.discipline))


def _page(leg: Leg, *, number: int, of: int) -> Page:
    """The foundations of a discipline as one page; who scans answers what others were asked to as well."""
    asked = foundations(leg.discipline)
    codes = frozenset(practice.code for practice in asked)
    pages = [page for page in leg.pages if codes.intersection(one.code for one in page.dimension.practices)]
    return Page(
        discipline=leg.discipline,
        dimension=Dimension(leg.discipline.code, f"{leg.discipline.name} {NAME}", "", asked),
        number=number,
        of=of,
        open=tuple(code for page in pages for code in page.open if code in codes),
        early_look=False,
        asked=_asked(pages),
        others=tuple(dict.fromkeys(name for page in pages if not page.is_mine for name in page.others)),
        is_mine=all(page.is_mine for page in pages),
        due=min((page.due for page in pages if page.due), default=None),
    )


def _asked(pages: Collection[Page]) -> tuple[Asked, ...]:
    return tuple({one.person_id: one for page in pages for one in page.asked}.values())


def _scanned(catalog: Catalog, leg: Leg, page: Page, settled: Mapping[str, Settled], on: date) -> Scanned:
    proof = Proof.NOT_FINISHED if page.open else Proof.MAY_BE
    if not _may_be_in_place(catalog, leg.discipline, settled, on):
        proof = Proof.NOT_IN_PLACE
    return Scanned(
        page=page,
        proof=proof,
        below=tuple(practice for practice in foundations(leg.discipline) if _is_below(practice, settled)),
        rest=sum(len(one.open) for one in leg.pages),
    )


def _may_be_in_place(catalog: Catalog, discipline: Discipline, settled: Mapping[str, Settled], on: date) -> bool:
    """Whether the best answers to all that is missing would bring the discipline to the level of 'in place' (F6)."""
    best = Look(catalog, settled, on, assume_evidence=True).at_best(discipline.practices)
    reached = score(discipline, best.settled, catalog.thresholds).maturity_level
    return reached is not None and reached >= IN_PLACE


def _is_below(practice: Practice, settled: Mapping[str, Settled]) -> bool:
    level = settled.get(practice.code, UNANSWERED).level
    return level is not None and level < IN_PLACE
