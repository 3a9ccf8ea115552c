"""Stories are told through the services, as people would have done it, only at moments that have passed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from assessments.core.agreement import Answer, EvidenceKind, Kind
from assessments.core.catalog import Discipline, Practice
from assessments.management.demonstration.answers import answers, chance
from assessments.management.demonstration.organisation import Organisation
from assessments.management.demonstration.planning import Planning, tell_plan
from assessments.management.demonstration.story import Round, Team
from assessments.management.demonstration.words import NOTE, PLACE, REASONS, REMARKS
from assessments.models import Unit
from assessments.queries.catalogs import PublishedCatalog
from assessments.services.agreed_levels import record_agreed_level
from assessments.services.assessments import open_early_look, start_assessment, submit_assessment
from assessments.services.evidence import add_evidence
from assessments.services.responses import record_response

TAKES = timedelta(days=14)
EVIDENCE_AFTER = timedelta(days=4)
SETTLED_AFTER = timedelta(days=5)
BEHIND_GATES_AFTER = timedelta(days=6)


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """One assessment while it is told: the story, and the ids of what it is about; the lead is the first person."""

    team: Team
    round: Round
    opened: datetime
    published: PublishedCatalog
    assessment_id: int
    people: tuple[int, ...]

    @property
    def lead_id(self) -> int:
        """The id of the lead."""
        return self.people[0]

    def chance(self, *words: object) -> int:
        """A number that looks like chance, the same for this assessment and these words every time."""
        return chance(self.team.name, self.round.days_ago, *words)


def tell(team: Team, *, organisation: Organisation, published: PublishedCatalog, at: datetime) -> None:
    """Tell the story of a team up to the moment `at`."""
    people = tuple(organisation.people[first] for first in (team.lead, *team.members))
    for one in team.rounds:
        ended = at - timedelta(days=one.days_ago)
        opened = ended - TAKES if one.submitted else ended
        assessment_id = start_assessment(
            unit_id=organisation.units[team.name],
            title=f"Review of {ended:%B %Y}",
            note=one.note,
            carries_over=True,
            user_id=people[0],
            at=opened,
        )
        telling = Telling(
            team=team, round=one, opened=opened, published=published, assessment_id=assessment_id, people=people
        )
        _tell(telling)
        if one.submitted:
            submit_assessment(
                assessment_id=assessment_id, confirmed_early_looks=frozenset(), user_id=people[0], at=ended
            )
        if one.plan is not None:
            unit = Unit.objects.get(id=organisation.units[team.name])
            tell_plan(Planning(team=team, plan=one.plan, unit=unit, people=organisation.people, now=at))


def _tell(telling: Telling) -> None:
    """Answer one discipline after the other, with its evidence, so that a gate has opened before what it holds back."""
    catalog = telling.published.catalog
    for discipline in catalog.disciplines:
        if discipline.code in telling.round.early_looks:
            open_early_look(
                assessment_id=telling.assessment_id,
                published=telling.published,
                discipline=discipline.code,
                user_id=telling.lead_id,
                at=telling.opened + BEHIND_GATES_AFTER,
            )
        begun = telling.opened + (BEHIND_GATES_AFTER if any(catalog.gates_to(discipline.code)) else timedelta())
        for practice, sign in _signs(telling, discipline):
            _answer(telling, practice, sign, begun=begun)
            if discipline.code in telling.round.shown and practice.foundation and sign.isdigit():
                _show(telling, practice)
    for code, (level, reason) in telling.round.settled.items():
        record_agreed_level(
            assessment_id=telling.assessment_id,
            published=telling.published,
            practice=code,
            level=level,
            reason=reason,
            dissent="",
            seen=0,
            lead_id=telling.lead_id,
            at=telling.opened + SETTLED_AFTER,
        )


def _signs(telling: Telling, discipline: Discipline) -> Iterator[tuple[Practice, str]]:
    signs = telling.round.levels.get(discipline.code, "").replace(" ", "")
    return zip(discipline.practices, signs, strict=True) if signs else iter(())


def _answer(telling: Telling, practice: Practice, sign: str, *, begun: datetime) -> None:
    for who, answer in enumerate(_given(telling, practice, sign)):
        if answer is not None:
            record_response(
                assessment_id=telling.assessment_id,
                published=telling.published,
                practice=practice.code,
                respondent_id=telling.people[who],
                answer=answer,
                reason=REASONS[practice.code] if answer.kind is Kind.NOT_APPLICABLE else "",
                remark=_remark(telling, practice, sign) if who == 0 else "",
                revision=0,
                at=begun + timedelta(days=who, minutes=telling.chance(practice.code, who) % 480),
            )


def _given(telling: Telling, practice: Practice, sign: str) -> list[Answer | None]:
    on_purpose = telling.round.split.get(practice.code)
    if on_purpose:
        return [Answer(Kind.LEVEL, level) for level in on_purpose]
    return list(answers(sign, people=len(telling.people), by_chance=telling.chance(practice.code)))


def _remark(telling: Telling, practice: Practice, sign: str) -> str:
    """The story's own words, else now and then what fits the level."""
    own = telling.round.remarks.get(practice.code)
    fitting = REMARKS.get((practice.code, sign), "") if telling.chance(practice.code, "remark") % 2 else ""
    return own if own is not None else fitting


def _show(telling: Telling, practice: Practice) -> None:
    if practice.code in telling.round.not_shown:
        return
    number = telling.chance(practice.code, "evidence")
    shown_at = telling.opened + EVIDENCE_AFTER
    kind = EvidenceKind.LINK if number % 3 else EvidenceKind.NOTE
    page = f"{PLACE}/{telling.team.name.lower().replace(' ', '-')}/{practice.code.lower()}"
    add_evidence(
        assessment_id=telling.assessment_id,
        published=telling.published,
        practice=practice.code,
        author_id=telling.people[number % len(telling.people)],
        kind=kind,
        text=page if kind is EvidenceKind.LINK else f"{NOTE}: {practice.evidence_hint or practice.name}",
        dated=(shown_at - timedelta(days=number % 40)).date(),
        at=shown_at,
    )
