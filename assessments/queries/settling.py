"""What a meeting settles, as far as the asking person may see it: who said what, what was agreed, what is undone."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property

from django.db.models import Max

from assessments.core.agreement import UNANSWERED, Kind, role_gap, role_medians
from assessments.core.catalog import Practice
from assessments.core.reliability import Reliability, reliability
from assessments.core.settling import Topic, by_work_role, stands_apart, topic, topics
from assessments.core.walk import Page
from assessments.models import AgreedLevelChange
from assessments.queries.assessments import OwnResponse, RecordedLevel
from assessments.queries.evidence import EvidenceEntry
from assessments.queries.given_answers import GivenAnswer
from assessments.queries.marks import DiscussionMark
from assessments.queries.visits import Visit


@dataclass(frozen=True, slots=True)
class LevelChange:
    """One change of an agreed level; `level` is None where it was taken back.

    `by_name` is who changed it; where that only undid what came after, `brought_back` is the change that recorded it.
    """

    id: int
    level: int | None
    reason: str
    dissent: str
    answers_revision: int
    by_id: int
    by_name: str
    at: datetime
    brought_back: "LevelChange | None" = None

    @property
    def recorded(self) -> "LevelChange":
        """The change that recorded the level in the first place, by whom and when."""
        return self.brought_back or self


@dataclass(frozen=True)
class Meeting:
    """What the asking person may help to settle, in the order of the meeting.

    `unheard` are practices that others have answered and this person has not, each with the page that asks about it:
    what there is to settle about them shows once they are answered. `reliability` is over what this person hears.
    """

    topics: tuple[Topic, ...]
    unheard: tuple[tuple[Practice, Page], ...]
    reliability: Reliability | None

    @cached_property
    def open(self) -> tuple[Topic, ...]:
        """What is still to be settled."""
        return tuple(one for one in self.topics if one.is_open)

    @cached_property
    def settled(self) -> tuple[Topic, ...]:
        """What has a recorded level that counts."""
        return tuple(one for one in self.topics if not one.is_open)

    def next_open(self, code: str) -> str | None:
        """The next practice to settle after one, from the start again after the last; None when all is settled."""
        codes = [one.practice.code for one in self.topics]
        at = codes.index(code) + 1 if code in codes else 0
        around = (one.practice.code for one in (*self.topics[at:], *self.topics[:at]) if one.is_open)
        return next((one for one in around if one != code), None)

    def beside(self, code: str) -> tuple[str | None, str | None]:
        """The practices before and after one in the order of the meeting."""
        codes = [None, *(one.practice.code for one in self.topics), None]
        if code not in codes:
            return None, codes[1]
        at = codes.index(code)
        return codes[at - 1], codes[at + 1]

    def number(self, code: str) -> int:
        """Which of the topics a practice is, from 1; 0 where there is nothing to settle about it."""
        return next((at for at, one in enumerate(self.topics, 1) if one.practice.code == code), 0)


@dataclass(frozen=True, slots=True)
class SettledTopic:
    """What has a recorded level that counts; `apart` gave another one, `newest` is its newest change."""

    topic: Topic
    recorded: RecordedLevel
    apart: int
    newest: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """One practice of the meeting, heard by the asking person.

    `answers` are whole and with names, none where those may not be seen; `remarks` are then what was written, in the
    order of the alphabet, so that neither a level beside it nor an order tells whose it is. `levels` are the numeric
    answers by work role, `medians` the middle ones of the same, `gap` how far those lie apart.
    """

    topic: Topic
    page: Page
    answers: tuple[GivenAnswer, ...]
    remarks: tuple[str, ...]
    not_applicable: int
    levels: Mapping[str, Sequence[int]]
    medians: Mapping[str, int]
    gap: int | None
    evidence: tuple[EvidenceEntry, ...]
    recorded: RecordedLevel | None
    own: OwnResponse | None
    discussion: DiscussionMark | None

    @property
    def leaders_above(self) -> bool:
        """Whether leaders see it a level or more above practitioners, the gap that is met most often (F7)."""
        medians = self.medians
        return {"leadership", "practitioner"} <= medians.keys() and medians["leadership"] > medians["practitioner"]

    @property
    def moves(self) -> tuple[int, ...]:
        """The levels between the answers that the own answer could move to."""
        return tuple(level for level in self.topic.offered if self.own and level != self.own.level)

    @property
    def apart(self) -> int:
        """How many gave another level than the one recorded."""
        return stands_apart(self.topic.settled)


def meeting(visit: Visit) -> Meeting:
    """The meeting as one visitor sees it; what waits is no part of it (no query)."""
    pages = {practice.code: page for page in visit.walk.pages for practice in page.dimension.practices}
    heard = visit.heard
    return Meeting(
        topics=topics(visit.catalog, heard, among=pages.keys() & heard.keys(), on=visit.on),
        unheard=tuple(
            (visit.catalog.practice[code], page)
            for code, page in pages.items()
            if code not in visit.sheet.own and _speaks(visit, code)
        ),
        reliability=_reliability(visit, pages.keys() & heard.keys()),
    )


def matter(visit: Visit, practice: Practice, page: Page, *, names_seen: bool) -> Matter:
    """One practice that the visitor hears, with names only where they are seen (no query)."""
    code = practice.code
    given = visit.sheet.answers.get(code, ())
    levels = by_work_role(_levels_by_role(given), names_seen=names_seen)
    return Matter(
        topic=topic(visit.catalog, visit.heard, code, on=visit.on),
        page=page,
        answers=given if names_seen else (),
        remarks=() if names_seen else tuple(sorted(filter(None, (one.reason or one.remark for one in given)))),
        not_applicable=sum(one.kind == Kind.NOT_APPLICABLE.value for one in given),
        levels=levels,
        medians=role_medians(levels),
        gap=role_gap(levels),
        evidence=visit.sheet.evidence.get(code, ()),
        recorded=visit.sheet.agreed.get(code),
        own=visit.sheet.own.get(code),
        discussion=visit.sheet.marks.discussions.get(visit.sheet.published.practice_ids[code]),
    )


def changes(assessment_id: int, practice_id: int) -> tuple[LevelChange, ...]:
    """All changes of the agreed level of one practice, newest first (1 query)."""
    rows = AgreedLevelChange.objects.filter(assessment=assessment_id, practice=practice_id).order_by("id")
    columns = ("id", "level", "reason", "dissent", "answers_revision", "changed_by", "changed_by__name", "changed_at")
    found: dict[int | None, LevelChange] = {}
    for *told, brings_back in rows.values_list(*columns, "brings_back"):
        change = replace(LevelChange(*told), brought_back=found.get(brings_back))
        found[change.id] = change
    return tuple(reversed(found.values()))


def newest_changes(assessment_id: int) -> Mapping[int, int]:
    """The newest change of each agreed level of an assessment, by the id of its practice (1 query)."""
    rows = AgreedLevelChange.objects.filter(assessment=assessment_id).order_by()
    return dict(rows.values_list("practice").annotate(newest=Max("id")))


def settled_topics(visit: Visit, gathered: Meeting) -> tuple[SettledTopic, ...]:
    """What the meeting has settled, each with what an undo of it has to know (1 query)."""
    newest, ids = newest_changes(visit.assessment.pk), visit.sheet.published.practice_ids
    return tuple(
        SettledTopic(one, visit.sheet.agreed[code], stands_apart(one.settled), newest[ids[code]])
        for one in gathered.settled
        if (code := one.practice.code)
    )


def _speaks(visit: Visit, code: str) -> bool:
    """Whether enough others answered a practice that there may be something to settle about it."""
    return len(visit.sheet.answers.get(code, ())) > 1 and visit.sheet.settled.get(code, UNANSWERED).answered


def _reliability(visit: Visit, heard: Collection[str]) -> Reliability | None:
    numbers = {code: one.numbers for code, one in visit.sheet.settled.items() if code in heard and one.numbers}
    people = {one.respondent_id for code in numbers for one in visit.sheet.answers[code] if one.level is not None}
    return reliability(numbers.values(), respondents=len(people))


def _levels_by_role(given: Sequence[GivenAnswer]) -> Mapping[str, Sequence[int]]:
    by_role: dict[str, list[int]] = {}
    for one in given:
        if one.level is not None:
            by_role.setdefault(one.work_role, []).append(one.level)
    return by_role
