"""Sharing the questions of an assessment: who is asked what until when, and how far everybody is.

Only counts are told here, never an answer. With names hidden pages tell no more of them than who has begun and who is
done: a count that rises as an answer comes in would tell whose it is.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from assessments.core.catalog import Catalog, Dimension, Discipline
from assessments.core.walk import Asked, Page, Walk

DUE_WITHIN_YEARS = 2


class Progress(StrEnum):
    """How far somebody is with all that is asked, in the words of the page."""

    NOT_BEGUN = "not begun"
    BEGUN = "begun"
    DONE = "done"


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """What one person answered of one dimension; `due` is the day by which the person was asked in particular.

    `is_expected` where the person is asked, or nobody is in particular; others may answer all the same. One that
    `waits` is behind a gate that is shut again: it is asked of nobody until that opens.
    """

    dimension: Dimension
    discipline: Discipline
    person_id: int
    name: str
    answered: int
    due: date | None
    is_expected: bool
    is_overdue: bool
    waits: bool = False

    @property
    def key(self) -> str:
        """Which one it is of all of an assessment."""
        return key(self.dimension.code, self.person_id)

    @property
    def total(self) -> int:
        """How many questions it is about."""
        return len(self.dimension.practices)

    @property
    def open(self) -> int:
        """How many of them this person has not answered; none while they wait."""
        return 0 if self.waits else self.total - self.answered


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonShares:
    """One person's part: the dimensions `asked` in particular, first due first, and those `shared` by everybody."""

    person_id: int
    name: str
    has_left: bool
    asked: tuple[Share, ...]
    shared: tuple[Share, ...]

    @property
    def still_asked(self) -> tuple[Share, ...]:
        """The dimensions asked in particular in which something is open."""
        return tuple(one for one in self.asked if one.open)

    @property
    def unfinished(self) -> int:
        """How many of the dimensions asked in particular are not answered in full, waiting ones included."""
        return sum(one.answered < one.total for one in self.asked)

    @property
    def shared_open(self) -> int:
        """How many questions are open that nobody is asked in particular."""
        return sum(one.open for one in self.shared)

    @property
    def shared_total(self) -> int:
        """How many questions nobody is asked in particular."""
        return sum(one.total for one in self.shared)

    @property
    def open(self) -> int:
        """How many questions are open of all that are asked of this person."""
        return sum(one.open for one in self.asked) + self.shared_open

    @property
    def total(self) -> int:
        """How many questions are asked of this person."""
        return sum(one.total for one in self.asked if not one.waits) + self.shared_total

    @property
    def progress(self) -> Progress:
        """How far this person is, without a count."""
        if not self.open:
            return Progress.DONE
        return Progress.BEGUN if self.open < self.total else Progress.NOT_BEGUN

    @property
    def due(self) -> date | None:
        """The first day by which something that is open is due; None where nothing is."""
        return next((one.due for one in self.still_asked), None)

    @property
    def is_overdue(self) -> bool:
        """Whether something should have been answered by now."""
        return any(one.is_overdue for one in self.asked)


@dataclass(frozen=True, slots=True)
class DimensionShares:
    """One dimension that is asked: what each person answered of it, in the order of the people in the team."""

    page: Page
    shares: tuple[Share, ...]


@dataclass(frozen=True, slots=True)
class Sharing:
    """Who is asked what; `left` have left the team, and what was asked of them is still open."""

    team: tuple[PersonShares, ...]
    left: tuple[PersonShares, ...]
    dimensions: tuple[DimensionShares, ...]

    @property
    def people(self) -> tuple[PersonShares, ...]:
        """Everybody who is asked something; who has left comes first."""
        return (*self.left, *self.team)

    @property
    def asked(self) -> tuple[Share, ...]:
        """All that is asked of somebody in particular, person by person."""
        return tuple(share for person in self.people for share in person.asked)

    @property
    def overdue(self) -> tuple[PersonShares, ...]:
        """Those of the team who should have answered something by now."""
        return tuple(person for person in self.team if person.is_overdue)


@dataclass(frozen=True, slots=True)
class OpenPage:
    """A page of the walk with open questions that are asked of a person."""

    page: Page
    is_overdue: bool


def key(dimension: str, person_id: int) -> str:
    """How a page and a form name what one person is asked of one dimension."""
    return f"{dimension}:{person_id}"


def due_faults(due: date, *, on: date) -> Mapping[str, str]:
    """What is wrong with a day by which somebody is asked to answer; empty when nothing is."""
    if due < on:
        return {"due": "The day cannot lie in the past."}
    if (due.year - DUE_WITHIN_YEARS, due.month, due.day) > (on.year, on.month, on.day):
        return {"due": f"The day cannot lie more than {DUE_WITHIN_YEARS} years ahead."}
    return {}


def askable(walk: Walk) -> tuple[Page, ...]:
    """The dimensions that people may be asked to answer: all but those of disciplines that wait without early look."""
    return tuple(page for leg in walk.legs for page in leg.pages)


def open_pages(walk: Walk, *, on: date) -> tuple[OpenPage, ...]:
    """What is asked of the walk's respondent and open, first due first; early looks only where asked in particular."""
    pages = (page for page in askable(walk) if page.open and page.is_mine and (page.due or not page.early_look))
    lines = (OpenPage(page, page.due is not None and page.due < on) for page in pages)
    return tuple(sorted(lines, key=lambda line: line.page.due or date.max))


def sharing(
    catalog: Catalog,
    walk: Walk,
    *,
    team: Mapping[int, str],
    asked: Mapping[str, Collection[Asked]],
    answered: Mapping[int, Collection[str]],
    on: date,
) -> Sharing:
    """Who is asked what on a day, by anybody's walk through the assessment.

    `team` maps the ids of those who answer to their names, `asked` is by the code of a dimension, and `answered` maps
    ids to the codes of the practices that the person answered.
    """
    names = dict(sorted(team.items(), key=lambda pair: (pair[1].casefold(), pair[0])))
    pages = askable(walk)
    grid = [_row(page, names, answered, on) for page in pages]
    aside = [*_of_those_who_left(walk, team, answered, on), *_behind_gates(catalog, pages, asked, answered)]
    every = [*(share for shares in grid for share in shares), *aside]
    gone = {share.person_id: share.name for share in every if share.person_id not in team}
    left = (_person(person_id, name, every, has_left=True) for person_id, name in gone.items())
    return Sharing(
        team=tuple(_person(person_id, name, every, has_left=False) for person_id, name in names.items()),
        left=tuple(person for person in left if person.unfinished),
        dimensions=tuple(DimensionShares(page, shares) for page, shares in zip(pages, grid, strict=True)),
    )


def _row(page: Page, names: Mapping[int, str], answered: Mapping[int, Collection[str]], on: date) -> tuple[Share, ...]:
    due = {one.person_id: one.due for one in page.asked}
    return tuple(
        _share(page, person_id, name, answered=answered, due=due.get(person_id), on=on)
        for person_id, name in names.items()
    )


def _of_those_who_left(
    walk: Walk, team: Mapping[int, str], answered: Mapping[int, Collection[str]], on: date
) -> Iterator[Share]:
    for page in askable(walk):
        for one in page.asked:
            if one.person_id not in team:
                yield _share(page, one.person_id, one.name, answered=answered, due=one.due, on=on)


def _share(
    page: Page, person_id: int, name: str, *, answered: Mapping[int, Collection[str]], due: date | None, on: date
) -> Share:
    done = _answered(page.dimension, answered.get(person_id, ()))
    return Share(
        dimension=page.dimension,
        discipline=page.discipline,
        person_id=person_id,
        name=name,
        answered=done,
        due=due,
        is_expected=due is not None or not (page.asked or page.early_look),
        is_overdue=due is not None and due < on and done < len(page.dimension.practices),
    )


def _behind_gates(
    catalog: Catalog,
    pages: Collection[Page],
    asked: Mapping[str, Collection[Asked]],
    answered: Mapping[int, Collection[str]],
) -> Iterator[Share]:
    """What was asked while a gate was open that has shut again."""
    shown = {page.dimension.code for page in pages}
    for discipline in catalog.disciplines:
        for dimension in discipline.dimensions:
            waiting = () if dimension.code in shown else asked.get(dimension.code, ())
            yield from (_waiting(discipline, dimension, one, answered) for one in waiting)


def _waiting(
    discipline: Discipline, dimension: Dimension, asked: Asked, answered: Mapping[int, Collection[str]]
) -> Share:
    return Share(
        dimension=dimension,
        discipline=discipline,
        person_id=asked.person_id,
        name=asked.name,
        answered=_answered(dimension, answered.get(asked.person_id, ())),
        due=asked.due,
        is_expected=False,
        is_overdue=False,
        waits=True,
    )


def _answered(dimension: Dimension, codes: Collection[str]) -> int:
    return sum(practice.code in codes for practice in dimension.practices)


def _person(person_id: int, name: str, every: Collection[Share], *, has_left: bool) -> PersonShares:
    own = [share for share in every if share.person_id == person_id]
    return PersonShares(
        person_id=person_id,
        name=name,
        has_left=has_left,
        asked=tuple(sorted((one for one in own if one.due), key=lambda one: one.due or date.max)),
        shared=tuple(one for one in own if one.is_expected and one.due is None),
    )
