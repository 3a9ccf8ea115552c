"""Who gets what at each address: one row per URL name, by what the person is to the object asked for."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone

from assessments import urls
from assessments.core.agreement import Kind
from assessments.core.scenario import standard
from assessments.core.workflow import AssessmentState, Role
from assessments.models import (
    AgreedLevelChange,
    Assessment,
    Comment,
    Discussion,
    Evidence,
    Membership,
    Milestone,
    Response,
    Result,
    Unit,
    User,
)
from tests.factories import Organisation, Plans, answer, built_in, change_answer, submit

MISSING = 999_999_999
FOUNDATION = "MLO-TRN-01"
PRACTICE, ANSWERED, DIMENSION, DISCIPLINE, WAITING = "DAT-STO-03", "DAT-PIP-01", "DAT-STO", "mlops", "modelops"
CARRIED = "MLO-TRN-01"
LEFT_OUT = "DAT-STO-02"
OWNER_ROLE = "Data engineering lead"

Statuses = Mapping[str, int]
Data = Mapping[str, Any]

LEAD, MEMBER, MANAGER, STRANGER, ANONYMOUS = "lead", "member", "manager", "stranger", "anonymous"
# Nobody signed in: what is asked for leads to the sign-in, what is sent is given back with a way to it.
SIGN_IN = {"get": 302, "post": 403}


@dataclass(frozen=True, slots=True)
class Side:
    """The objects of one team that addresses name; of nobody's team they are missing."""

    unit_id: int
    assessment_id: int
    submitted_id: int
    result_id: int
    evidence_id: int
    scenario_id: int
    baseline_id: int
    milestone_id: int
    exception_id: int

    def arguments(self) -> dict[str, object]:
        """A value for every part of an address."""
        return {
            "unit_id": self.unit_id,
            "assessment_id": self.assessment_id,
            "result_id": self.result_id,
            "evidence_id": self.evidence_id,
            "scenario_id": self.scenario_id,
            "baseline_id": self.baseline_id,
            "milestone_id": self.milestone_id,
            "exception_id": self.exception_id,
            "practice": PRACTICE,
            "dimension": DIMENSION,
            "discipline": DISCIPLINE,
            "file_format": "csv",
            "uidb64": "MQ",
            "token": "set-password",
        }


def sides(organisation: Organisation) -> dict[str, Side]:
    """The own team, the one of the other branch, and none."""
    return {
        "own": _side(organisation.team, organisation.assessment, organisation.result, organisation.plans),
        "elsewhere": _side(
            organisation.team_elsewhere,
            organisation.assessment_elsewhere,
            organisation.result_elsewhere,
            organisation.plans_elsewhere,
        ),
        "missing": Side(*[MISSING] * len(fields(Side))),
    }


def _side(unit: Unit, assessment: Assessment, result: Result, plans: Plans) -> Side:
    return Side(
        unit_id=unit.pk,
        assessment_id=assessment.pk,
        submitted_id=result.assessment_id,
        result_id=result.pk,
        evidence_id=Evidence.objects.get(assessment=assessment).pk,
        scenario_id=plans.scenario.pk,
        baseline_id=plans.baseline.pk,
        milestone_id=plans.milestone.pk,
        exception_id=plans.exception.pk,
    )


def people(organisation: Organisation) -> dict[str, User | None]:
    """Everybody who may knock."""
    return {
        "anonymous": None,
        "disabled": organisation.disabled,
        "stranger": organisation.stranger,
        "administrator": organisation.administrator,
        "removed": organisation.removed,
        "member": organisation.member,
        "lead": organisation.lead,
        "manager": organisation.manager,
        "lead elsewhere": organisation.lead_elsewhere,
        "manager elsewhere": organisation.manager_elsewhere,
    }


def standing(person: str, side: str) -> str:
    """What a person is to the objects of a side."""
    if person in ("anonymous", "disabled"):
        return ANONYMOUS
    role, _, place = person.partition(" ")
    at_home = {"": "own", "elsewhere": "elsewhere"}[place] == side
    return role if at_home and role in (LEAD, MEMBER, MANAGER) else STRANGER


def standing_at_home(person: str) -> str:
    """What a person is in the own team, for addresses that name no object."""
    return standing(person, "elsewhere" if person.endswith("elsewhere") else "own")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What each standing gets for GET and POST; None where the method is refused (405).

    Who is not signed in is asked to sign in (`SIGN_IN`), whatever the method, unless the row says what they get.
    `data` is what a POST sends, `prepare` brings the team to where the request makes sense, and `arguments` replaces
    parts of the address. `names_object` is False where no part of the address is anybody's.
    """

    get: Statuses | None = None
    post: Statuses | None = None
    data: Callable[[Side], Data] = field(default=lambda side: {})
    prepare: Callable[[Side], object] = field(default=lambda side: None)
    arguments: Callable[[Side], Data] = field(default=lambda side: {})
    names_object: bool = True

    @property
    def is_open(self) -> bool:
        """Whether nobody need be signed in."""
        return any(ANONYMOUS in statuses for statuses in (self.get, self.post) if statuses)

    @property
    def sender(self) -> str:
        """Who of the team may post: its lead, or only its manager."""
        return LEAD if self.post and self.post[LEAD] < 400 else MANAGER


def viewing(status: int) -> Statuses:
    """For all of the team and the managers above it."""
    return {LEAD: status, MEMBER: status, MANAGER: status, STRANGER: 404}


def answering(status: int) -> Statuses:
    """For who answers; managers only read."""
    return {**viewing(status), MANAGER: 403}


def leading(status: int) -> Statuses:
    """For leads."""
    return {**answering(status), MEMBER: 403}


def adopting(status: int) -> Statuses:
    """For who adopts plans; members only read them."""
    return {**viewing(status), MEMBER: 403}


def excepting(status: int) -> Statuses:
    """For managers above the team."""
    return {**viewing(403), MANAGER: status}


def signed_in(status: int) -> Statuses:
    """For everybody who is signed in."""
    return {LEAD: status, MEMBER: status, MANAGER: status, STRANGER: status}


def anybody(status: int) -> Statuses:
    """For everybody."""
    return {**signed_in(status), ANONYMOUS: status}


def managing(status: int) -> Statuses:
    """For who manages any unit."""
    return {**signed_in(403), MANAGER: status}


def _put_aside(side: Side) -> None:
    Assessment.objects.filter(id=side.assessment_id).update(state=AssessmentState.DISCARDED.value)


def _foundation(side: Side) -> Data:
    return {name.replace(PRACTICE, FOUNDATION): value for name, value in _answer(side).items()}


def _version(side: Side) -> int:
    """The catalog version that a page of the assessment is made from."""
    version = Assessment.objects.filter(id=side.assessment_id).values_list("catalog_version_id", flat=True).first()
    return version or Assessment.objects.values_list("catalog_version_id", flat=True)[0]


def _answer(side: Side) -> Data:
    return {
        "version": _version(side),
        f"{PRACTICE}-answer": "2",
        f"{PRACTICE}-reason": "",
        f"{PRACTICE}-remark": "",
        f"{PRACTICE}-revision": "0",
    }


def _doubtful(side: Side) -> None:
    """Let everybody of the team stand above an unmet prerequisite."""
    for assessment in Assessment.objects.filter(id=side.assessment_id).select_related("unit"):
        for membership in assessment.unit.memberships.select_related("user"):
            answer(assessment, "MLO-DEV-02", membership.user, level=3)
            answer(assessment, "MLO-DEV-01", membership.user, level=0)


def _speak(side: Side) -> None:
    """Let the lead and every member answer the practice and the first of them comment on it."""
    assessment = Assessment.objects.filter(id=side.assessment_id).first()
    if assessment is None:
        return
    team = [one.user for one in assessment.unit.memberships.select_related("user").order_by("id")]
    for person in team:
        answer(assessment, PRACTICE, person)
    discussion = Discussion.objects.create(assessment=assessment, practice_id=built_in().practice_ids[PRACTICE])
    Comment.objects.create(discussion=discussion, author=team[0], text="Is it so?", written_at=timezone.now())


def _leave_out(side: Side) -> None:
    """Let the members say that a practice does not apply, which waits for a lead."""
    for assessment in Assessment.objects.filter(id=side.assessment_id):
        for user in User.objects.filter(memberships__unit=assessment.unit_id, memberships__role=MEMBER):
            answer(assessment, LEFT_OUT, user, kind=Kind.NOT_APPLICABLE, reason="We keep nothing.")


def _answer_twice(side: Side) -> None:
    """Let each of the team change an answer once."""
    for assessment in Assessment.objects.filter(id=side.assessment_id):
        for user in User.objects.filter(memberships__unit=assessment.unit_id, is_active=True):
            answer(assessment, PRACTICE, user, level=1)
            change_answer(assessment, PRACTICE, user, level=2)


def _entry(side: Side) -> Data:
    return {
        f"{PRACTICE}-evidence-kind": "note",
        f"{PRACTICE}-evidence-text": "We saw it.",
        f"{PRACTICE}-evidence-title": "A visit",
        f"{PRACTICE}-evidence-dated": timezone.now().date().isoformat(),
    }


def _carry_over(side: Side) -> None:
    """Let the open assessment carry over from the one before it."""
    Assessment.objects.filter(id=side.assessment_id).update(carried_from=side.result_id)


def _shown_earlier(side: Side) -> Data:
    entry = Evidence.objects.filter(assessment=side.submitted_id).order_by("id").first()
    return {"evidence_id": entry.pk if entry else MISSING}


def _scenario(side: Side) -> Data:
    start = standard(timezone.localdate()).start
    limits = {"capacity": "12", "parallel": "3", "role": "CIO:4"}
    return {"name": "Small team", "start": start.code, "target-aiops": "0", **limits}


def _adoption(side: Side) -> Data:
    return {
        "title": "Autumn plan",
        "note": "As agreed.",
        "result": side.result_id,
        "replaces": side.baseline_id,
        f"owner-{OWNER_ROLE}": "",
        f"name-{OWNER_ROLE}": "",
    }


def _milestone(side: Side) -> Data:
    return {
        "state": "done",
        "started_on": "2026-01-02",
        "done_on": "2026-01-31",
        "reason": "",
        "despite": "It was urgent.",
        "owner": "",
        "owner_name": "",
        "starts": "2026-01-01",
        "due": "2026-03-31",
        "revision": "1",
    }


def _shut_the_gates(side: Side) -> None:
    """Bring a result into force in which nobody answered about MLOps."""
    open_one = Assessment.objects.filter(id=side.assessment_id, started_by__is_active=True)
    for assessment in open_one.select_related("started_by"):
        submit(assessment, by=assessment.started_by)


def _disagree(side: Side) -> None:
    """Everybody of the team answers a question that somebody sees otherwise, and a lead records a level."""
    for assessment in Assessment.objects.filter(id=side.assessment_id):
        team = assessment.unit.memberships.exclude(role=Role.MANAGER.value)
        answered = Response.objects.filter(assessment=assessment, practice__code=ANSWERED)
        people = User.objects.filter(id__in=team.values("user"), is_active=True)
        for person in people.exclude(id__in=answered.values("respondent")):
            answer(assessment, ANSWERED, person, level=1)
        told = {"answers_revision": 0, "changed_by": assessment.started_by, "changed_at": assessment.started_at}
        AgreedLevelChange.objects.create(assessment=assessment, practice=answered[0].practice, **told)


def _seen(side: Side) -> Data:
    """The newest change of an agreed level."""
    newest = AgreedLevelChange.objects.filter(assessment=side.assessment_id).order_by("id").last()
    return {f"{ANSWERED}-seen": newest.pk if newest else 0}


def _level(side: Side) -> Data:
    words = {f"{ANSWERED}-reason": "We looked again.", f"{ANSWERED}-dissent": "Remy sees it at 1."}
    return {f"{ANSWERED}-level": "3", **words, **_seen(side)}


def _exception(side: Side) -> Data:
    until = timezone.localdate() + timedelta(days=30)
    return {"gate": "mlops>aiops", "until": until.isoformat(), "reason": "A pilot is due."}


def _sharing(side: Side) -> Data:
    lead = Membership.objects.filter(unit=side.unit_id, role=LEAD, user__is_active=True).values_list("user", flat=True)
    due = timezone.localdate() + timedelta(days=14)
    return {"do": "ask", "dimensions": [DIMENSION], "people": [lead.first() or MISSING], "due": due.isoformat()}


def _handover(side: Side) -> Data:
    """The lead's milestones to the manager right above."""
    owner = Milestone.objects.filter(id=side.milestone_id).values_list("owner", flat=True).first()
    managers = Membership.objects.filter(unit__children=side.unit_id).values_list("user", flat=True)
    return {"person": owner or MISSING, "to": managers.first() or MISSING}


ROWS: Mapping[str, Row] = {
    "home-show": Row(get=signed_in(200), names_object=False),
    "guide-show": Row(get=signed_in(200), names_object=False),
    "portfolio-show": Row(get=managing(200), names_object=False),
    "portfolio-export": Row(get=managing(200), names_object=False),
    "health-check": Row(get=anybody(200), names_object=False),
    "questions-show": Row(get=signed_in(200), names_object=False),
    "team-show": Row(get=viewing(200)),
    "handover-show": Row(get=adopting(200), post=adopting(302), data=_handover),
    "roadmap-show": Row(get=viewing(200)),
    "roadmap-export": Row(get=viewing(200)),
    "plan-calendar": Row(get=viewing(200)),
    "board-show": Row(get=viewing(200)),
    "scenarios-compare": Row(get=viewing(200)),
    "scenario-keep": Row(post=adopting(302), data=_scenario),
    "scenario-remove": Row(post=adopting(302)),
    "plan-adopt": Row(get=adopting(200), post=adopting(302), data=_adoption),
    "plan-show": Row(get=viewing(200)),
    "plan-history": Row(get=viewing(200)),
    # The current one is the team's plan.
    "baseline-show": Row(get=viewing(302)),
    "milestone-show": Row(get=viewing(200), post=adopting(302), data=_milestone),
    "milestone-note-add": Row(post=adopting(302), data=lambda side: {"text": "Seen.", "link": ""}),
    "exception-grant": Row(get=excepting(200), post=excepting(302), data=_exception, prepare=_shut_the_gates),
    "exception-end": Row(post=excepting(302)),
    "result-show": Row(get=viewing(302)),
    "result-explain": Row(get=viewing(200)),
    "results-compare": Row(get=viewing(200)),
    "assessment-start": Row(
        get=leading(200), post=leading(302), data=lambda side: {"title": "Autumn", "note": "All."}, prepare=_put_aside
    ),
    "assessment-continue": Row(get=answering(302)),
    "sharing-show": Row(get=leading(200), post=leading(302), data=_sharing),
    "assessment-review": Row(get=answering(200)),
    "assessment-submit": Row(get=leading(200), post=leading(302)),
    "assessment-discard": Row(get=leading(200), post=leading(302)),
    "assessment-reopen": Row(
        get=leading(200),
        post=leading(302),
        prepare=_put_aside,
        arguments=lambda side: {"assessment_id": side.submitted_id},
    ),
    "early-look-open": Row(post=leading(302), arguments=lambda side: {"discipline": WAITING}),
    "dimension-answer": Row(get=answering(200), post=answering(302), data=_answer),
    "scan-show": Row(get=answering(200)),
    "scan-answer": Row(get=answering(200), post=answering(302), data=_foundation),
    "gates-tell": Row(get=answering(200)),
    "response-save": Row(post=answering(200), data=_answer),
    "response-history": Row(get=answering(200)),
    "response-put-back": Row(
        post=answering(302),
        prepare=_answer_twice,
        data=lambda side: {"wanted": "1", "revision": "2"},
    ),
    "evidence-add": Row(post=answering(302), data=_entry),
    # The entry is of one who left the team: a lead may remove it, another member finds nothing to remove.
    "evidence-remove": Row(post={**answering(302), MEMBER: 404}),
    "evidence-renew": Row(post=answering(302)),
    "evidence-reuse": Row(post=answering(302), arguments=_shown_earlier),
    "response-confirm": Row(
        post=answering(302),
        prepare=_carry_over,
        arguments=lambda side: {"practice": CARRIED},
        data=lambda side: {"version": _version(side)},
    ),
    "dimension-confirm": Row(
        post=answering(302),
        prepare=_carry_over,
        arguments=lambda side: {"dimension": CARRIED[:7]},
        data=lambda side: {"version": _version(side), "shown": CARRIED},
    ),
    "confirmation-record": Row(post=answering(302), arguments=lambda side: {"practice": LEFT_OUT}, prepare=_leave_out),
    "settling-show": Row(get=answering(200)),
    "settling-practice": Row(
        get=answering(200),
        post=answering(302),
        data=lambda side: {"level": "2", "revision": "1"},
        prepare=_disagree,
        arguments=lambda side: {"practice": ANSWERED},
    ),
    "agreed-level-record": Row(
        post=leading(302),
        data=_level,
        prepare=_disagree,
        arguments=lambda side: {"practice": ANSWERED},
    ),
    "agreed-level-undo": Row(
        post=leading(302), data=_seen, prepare=_disagree, arguments=lambda side: {"practice": ANSWERED}
    ),
    "doubt-accept": Row(
        post=answering(302), data=lambda side: {"doubt": "needs:MLO-DEV-02@3>MLO-DEV-01@0"}, prepare=_doubtful
    ),
    "discussion-show": Row(get=answering(200), prepare=_speak),
    "comment-add": Row(post=answering(302), data=lambda side: {"text": "It is."}, prepare=_speak),
    "discussion-settle": Row(post=answering(302), data=lambda side: {"seen": "1"}, prepare=_speak),
    "sign-in": Row(get={**signed_in(302), ANONYMOUS: 200}, post={**signed_in(302), ANONYMOUS: 200}, names_object=False),
    "sign-out": Row(post=anybody(302), names_object=False),
    "password-change": Row(get=signed_in(200), post=signed_in(200), names_object=False),
    "password-reset": Row(
        get=anybody(200), post=anybody(302), data=lambda side: {"email": "nobody@example.org"}, names_object=False
    ),
    "password-reset-sent": Row(get=anybody(200), names_object=False),
    "password-set": Row(get=anybody(200), post=anybody(200), names_object=False),
}

PATTERNS = {str(pattern.name): pattern for pattern in urls.urlpatterns}


def address(name: str, side: Side) -> str:
    """Where the URL leads for the objects of a side."""
    given = {**side.arguments(), **ROWS[name].arguments(side)}
    return reverse(f"assessments:{name}", kwargs={key: given[key] for key in PATTERNS[name].pattern.converters})


def body(response: Any) -> bytes:
    """The body but for the token against forged requests, which differs each time."""
    content: bytes = response.getvalue()
    return re.sub(rb'name="csrfmiddlewaretoken" value="[^"]+"', b"", content)
