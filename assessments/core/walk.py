"""The way through the questionnaire: its pages in order, what is answered, and what comes next (`DESIGN.md` 4)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from math import ceil

from assessments.core.agreement import Settled
from assessments.core.catalog import Catalog, Dimension, Discipline
from assessments.core.states import waiting_for

SECONDS_PER_QUESTION = 20


class Progress(StrEnum):
    """How much of a page is answered."""

    EMPTY = "empty"
    HALF = "half"
    FULL = "full"


@dataclass(frozen=True, slots=True)
class Page:
    """One dimension as a page: the `number`th of `of` pages of its discipline, with `answered` of its questions."""

    discipline: Discipline
    dimension: Dimension
    number: int
    of: int
    open: tuple[str, ...]
    early_look: bool

    @property
    def total(self) -> int:
        """How many questions it asks."""
        return len(self.dimension.practices)

    @property
    def answered(self) -> int:
        """How many of them this person answered, don't know and not applicable included (F5)."""
        return self.total - len(self.open)

    @property
    def progress(self) -> Progress:
        """Whether nothing, something or everything is answered."""
        if not self.open:
            return Progress.FULL
        return Progress.HALF if self.answered else Progress.EMPTY


@dataclass(frozen=True, slots=True)
class Leg:
    """One discipline of the walk; `waiting_for` and `opened_by` are names of the disciplines before its gates.

    A waiting discipline has pages only once its early look is open. One that waits for nothing though it stands
    behind gates was opened by the answers given so far.
    """

    discipline: Discipline
    pages: tuple[Page, ...]
    waiting_for: tuple[str, ...]
    opened_by: tuple[str, ...]

    @property
    def waits(self) -> bool:
        """Whether a gate before it is not open."""
        return bool(self.waiting_for)

    @property
    def early_look(self) -> bool:
        """Whether it waits and is answered on purpose all the same."""
        return self.waits and bool(self.pages)


@dataclass(frozen=True, slots=True)
class Walk:
    """Every discipline in catalog order, for one respondent."""

    legs: tuple[Leg, ...]

    @property
    def pages(self) -> tuple[Page, ...]:
        """The pages that are walked; early looks stand beside the way."""
        return tuple(page for leg in self.legs if not leg.waits for page in leg.pages)

    @property
    def total(self) -> int:
        """How many questions the walk asks."""
        return sum(page.total for page in self.pages)

    @property
    def answered(self) -> int:
        """How many of them are answered."""
        return sum(page.answered for page in self.pages)

    @property
    def minutes_left(self) -> int:
        """An estimate: `SECONDS_PER_QUESTION` for each open question, in whole minutes, rounded up."""
        return ceil((self.total - self.answered) * SECONDS_PER_QUESTION / 60)

    @property
    def seconds_per_question(self) -> int:
        """How long a question is reckoned to take."""
        return SECONDS_PER_QUESTION

    @property
    def first_open(self) -> Page | None:
        """The first page with an open question; None when all are answered."""
        return next((page for page in self.pages if page.open), None)

    def leg(self, page: Page) -> Leg:
        """The discipline that the page belongs to."""
        return next(leg for leg in self.legs if leg.discipline is page.discipline)

    def page(self, code: str) -> Page | None:
        """The page of a dimension, early looks included; None where the walk has none."""
        return next((page for leg in self.legs for page in leg.pages if page.dimension.code == code), None)

    def after(self, page: Page) -> Page | None:
        """The page that follows; None after the last."""
        return _neighbour(self._row(page), page, step=1)

    def before(self, page: Page) -> Page | None:
        """The page that comes before; None before the first."""
        return _neighbour(self._row(page), page, step=-1)

    def _row(self, page: Page) -> tuple[Page, ...]:
        return self.leg(page).pages if page.early_look else self.pages


def walk(
    catalog: Catalog,
    *,
    answered: Collection[str],
    waits: Mapping[str, tuple[str, ...]],
    early_looks: Collection[str] = (),
) -> Walk:
    """Lay out the walk of one respondent.

    `answered` are the codes of the practices this person answered; `waits` maps each waiting discipline to
    the disciplines it waits for; `early_looks` are the disciplines whose early look is open.
    """
    return Walk(
        tuple(
            _leg(
                catalog,
                discipline,
                answered=frozenset(answered),
                waits=waits.get(discipline.code, ()),
                early_look=discipline.code in early_looks,
            )
            for discipline in catalog.disciplines
        )
    )


def walk_on(
    catalog: Catalog,
    settled: Mapping[str, Settled],
    *,
    answered: Collection[str],
    early_looks: Collection[str],
    on: date,
) -> Walk:
    """The walk as the open assessment's own answers leave it on a day: what waits follows from them."""
    waits = waiting_for(catalog, settled, on=on)
    return walk(catalog, answered=answered, waits=waits, early_looks=early_looks)


def _leg(
    catalog: Catalog, discipline: Discipline, *, answered: frozenset[str], waits: tuple[str, ...], early_look: bool
) -> Leg:
    sources = tuple(gate.before for gate in catalog.gates_to(discipline.code))
    return Leg(
        discipline=discipline,
        pages=_pages(discipline, answered=answered, early_look=bool(waits)) if early_look or not waits else (),
        waiting_for=_names(catalog, waits),
        opened_by=() if waits else _names(catalog, sources),
    )


def _pages(discipline: Discipline, *, answered: frozenset[str], early_look: bool) -> tuple[Page, ...]:
    return tuple(
        Page(
            discipline=discipline,
            dimension=dimension,
            number=number,
            of=len(discipline.dimensions),
            open=tuple(practice.code for practice in dimension.practices if practice.code not in answered),
            early_look=early_look,
        )
        for number, dimension in enumerate(discipline.dimensions, start=1)
    )


def _names(catalog: Catalog, codes: Collection[str]) -> tuple[str, ...]:
    return tuple(catalog.discipline[code].name for code in codes)


def _neighbour(row: tuple[Page, ...], page: Page, *, step: int) -> Page | None:
    place = row.index(page) + step
    return row[place] if 0 <= place < len(row) else None
