"""The way through the questionnaire: its pages in order, what is answered, and what comes next (`DESIGN.md` 4)."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property
from math import ceil

from assessments.core.agreement import Settled
from assessments.core.catalog import Catalog, Dimension, Discipline
from assessments.core.states import waiting_for

SECONDS_PER_QUESTION = 20
NAMED = 3


class Progress(StrEnum):
    """How much of a page is answered."""

    EMPTY = "empty"
    HALF = "half"
    FULL = "full"


@dataclass(frozen=True, slots=True)
class Asked:
    """A person whom a lead asked to answer a dimension by a day."""

    person_id: int
    name: str
    due: date


@dataclass(frozen=True, slots=True)
class Page:
    """One dimension as a page: the `number`th of `of` pages of its discipline, with `answered` of its questions.

    `asked` are the people who were asked to answer it, `others` the names of those but for this respondent, the last
    of many told by their number. `is_mine` when this respondent is one of them, or nobody was asked in particular.
    What is not theirs people may answer all the same.
    """

    discipline: Discipline
    dimension: Dimension
    number: int
    of: int
    open: tuple[str, ...]
    early_look: bool
    asked: tuple[Asked, ...] = ()
    others: tuple[str, ...] = ()
    is_mine: bool = True
    due: date | None = None

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


@dataclass(frozen=True)
class Walk:
    """Every discipline in catalog order, for one respondent; a question is reckoned to take so many seconds."""

    legs: tuple[Leg, ...]
    seconds_per_question: int = SECONDS_PER_QUESTION

    @cached_property
    def pages(self) -> tuple[Page, ...]:
        """The pages that are walked; early looks stand beside the way."""
        return tuple(page for leg in self.legs if not leg.waits for page in leg.pages)

    @cached_property
    def mine(self) -> tuple[Page, ...]:
        """The walked pages that are asked of this respondent."""
        return tuple(page for page in self.pages if page.is_mine)

    @cached_property
    def total(self) -> int:
        """How many questions the walk asks of this respondent."""
        return sum(page.total for page in self.mine)

    @cached_property
    def answered(self) -> int:
        """How many of them are answered."""
        return sum(page.answered for page in self.mine)

    @property
    def foundations_open(self) -> int:
        """How many foundations on the walk this respondent has not answered, whoever was asked to."""
        asked = (practice for page in self.pages for practice in page.dimension.practices if practice.code in page.open)
        return sum(practice.foundation for practice in asked)

    @property
    def minutes_left(self) -> int:
        """An estimate: `seconds_per_question` for each open question, in whole minutes, rounded up."""
        return ceil((self.total - self.answered) * self.seconds_per_question / 60)

    @property
    def first_open(self) -> Page | None:
        """The page to go on with: the first one of this respondent with an open question; None without one.

        What this respondent is asked in particular comes before what everybody is asked, the first due first. Early
        looks come last, and only those that the respondent is asked in particular.
        """
        mine = sorted(self.mine, key=lambda page: page.due or date.max)
        aside = (page for leg in self.legs if leg.early_look for page in leg.pages if page.due)
        return next((page for page in (*mine, *aside) if page.open), None)

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Walker:
    """What of one respondent the walk follows from.

    `answered` are the codes of the practices this person answered; `asked` maps the code of a dimension to the people
    who were asked to answer it.
    """

    person_id: int = 0
    answered: frozenset[str] = frozenset()
    asked: Mapping[str, tuple[Asked, ...]] = field(default_factory=dict)


def walk(
    catalog: Catalog,
    walker: Walker,
    *,
    waits: Mapping[str, tuple[str, ...]],
    early_looks: Collection[str] = (),
    seconds_per_question: int = SECONDS_PER_QUESTION,
) -> Walk:
    """Lay out the walk of one respondent.

    `waits` maps each waiting discipline to the disciplines it waits for; `early_looks` are the disciplines whose early
    look is open.
    """
    legs = (
        _leg(
            catalog,
            discipline,
            walker,
            waits=waits.get(discipline.code, ()),
            early_look=discipline.code in early_looks,
        )
        for discipline in catalog.disciplines
    )
    return Walk(tuple(legs), seconds_per_question)


def walk_on(
    catalog: Catalog,
    settled: Mapping[str, Settled],
    walker: Walker,
    *,
    early_looks: Collection[str],
    seconds_per_question: int = SECONDS_PER_QUESTION,
    on: date,
) -> Walk:
    """The walk as the open assessment's own answers leave it on a day: what waits follows from them."""
    waits = waiting_for(catalog, settled, on=on)
    return walk(catalog, walker, waits=waits, early_looks=early_looks, seconds_per_question=seconds_per_question)


def _leg(catalog: Catalog, discipline: Discipline, walker: Walker, *, waits: tuple[str, ...], early_look: bool) -> Leg:
    sources = tuple(gate.before for gate in catalog.gates_to(discipline.code))
    return Leg(
        discipline=discipline,
        pages=_pages(discipline, walker, early_look=bool(waits)) if early_look or not waits else (),
        waiting_for=_names(catalog, waits),
        opened_by=() if waits else _names(catalog, sources),
    )


def _pages(discipline: Discipline, walker: Walker, *, early_look: bool) -> tuple[Page, ...]:
    return tuple(
        _page(discipline, dimension, walker, number=number, early_look=early_look)
        for number, dimension in enumerate(discipline.dimensions, start=1)
    )


def _page(discipline: Discipline, dimension: Dimension, walker: Walker, *, number: int, early_look: bool) -> Page:
    asked = walker.asked.get(dimension.code, ())
    mine = next((one for one in asked if one.person_id == walker.person_id), None)
    return Page(
        discipline=discipline,
        dimension=dimension,
        number=number,
        of=len(discipline.dimensions),
        open=tuple(practice.code for practice in dimension.practices if practice.code not in walker.answered),
        early_look=early_look,
        asked=asked,
        others=_told([one.name for one in asked if one is not mine]),
        is_mine=mine is not None or not asked,
        due=mine.due if mine else None,
    )


def _told(names: Sequence[str]) -> tuple[str, ...]:
    """The names that there is room for, and how many more there are."""
    more = len(names) - NAMED
    return (*names[:NAMED], f"{more} more") if more > 1 else tuple(names)


def _names(catalog: Catalog, codes: Collection[str]) -> tuple[str, ...]:
    return tuple(catalog.discipline[code].name for code in codes)


def _neighbour(row: tuple[Page, ...], page: Page, *, step: int) -> Page | None:
    place = row.index(page) + step
    return row[place] if 0 <= place < len(row) else None
