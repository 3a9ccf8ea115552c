"""Five invented teams, each in the middle of something that a page of answering shows."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from assessments.core.agreement import EvidenceKind, Kind
from assessments.core.calendar import CalendarQuarter
from assessments.core.plans.milestones import MilestoneState
from assessments.core.workflow import Role
from assessments.models import Assessment, Milestone, Result, Unit, User
from assessments.queries.assessments import local_day
from assessments.services.agreed_levels import record_agreed_level
from assessments.services.assessments import reopen_assessment
from assessments.services.confirmations import confirm_not_applicable
from assessments.services.discussions import add_comment, settle_discussion
from tests import factories

LONG_AGO = timezone.now() - timedelta(days=400)
LATELY = timezone.now() - timedelta(days=41)

CARRIED, RAISED = "MLO-MON-01", "MLO-MON-03"
"""Answered last time with evidence that is renewed; raised since by the plan."""
CONTESTED, MIXED, AGREED, TALKED = "MLO-TRN-01", "MLO-DEV-01", "MLO-MON-01", "MLO-LCM-01"
LEFT_OUT = ("DAT-STO-02", "DAT-PLT-02")
HEARD, UNHEARD = "DAT-PIP-01", "DAT-PIP-02"
"""Answered by four and by three where names are hidden."""

REMARK = "Two of our five models have it; the other three were bought and nobody here may look inside."
LONG_REMARK = (
    "We looked at the last three releases together. The pricing model went through all of it, the recommender skipped "
    "the second check because the holiday season was near, and for the fraud model nobody could say who had pressed "
    "the button. So most of the time, yes, but I would not call it nearly always, and I would like to hear what those "
    "on call think: https://wiki.example.org/teams/storks/runbooks/releases/how-we-release-and-why#third-check"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Teams:
    """`fresh` has answered nothing, `carried` starts from last time, `meeting` is full of what a meeting settles.

    `hidden` does not know who said what, `reopened` has a Result before and one after it was opened again.
    """

    fresh: Assessment
    carried: Assessment
    meeting: Assessment
    hidden: Assessment
    reopened: Result
    manager: User

    def people(self) -> dict[str, User]:
        """Who looks, by name: of each team its lead, then somebody of the meeting and of the hidden one, a manager."""
        leads = {one: getattr(self, one) for one in ("fresh", "carried", "meeting", "hidden")}
        found = {name: assessment.started_by for name, assessment in leads.items()}
        found["reopened"] = self.reopened.assessment.started_by
        found["member"] = User.objects.get(name="Mem One Example")
        found["unheard"] = User.objects.get(name="Hen Fourth Example")
        return found | {"manager": self.manager}


def gathered() -> Teams:
    """Make them all, beside whatever the database holds."""
    factories.built_in()
    branch = factories.unit("South branch", parent=factories.unit("Example Meadows"))
    return Teams(
        fresh=_fresh(factories.team("Owls", parent=branch)),
        carried=_carried(factories.team("Herons", parent=branch)),
        meeting=_meeting(factories.team("Storks of the lower marshes and the upper meadows", parent=branch)),
        hidden=_hidden(factories.team("Wrens", parent=branch)),
        reopened=_reopened(factories.team("Larks", parent=branch)),
        manager=factories.member_of(branch, Role.MANAGER, "Mana Ger Example"),
    )


def _fresh(unit: Unit) -> Assessment:
    lead = factories.member_of(unit, Role.LEAD, "Olga Owl Example")
    factories.member_of(unit, name="Nell Owl Example")
    return factories.open_assessment(unit, by=lead, title="Fresh look")


def _carried(unit: Unit) -> Assessment:
    """All was answered 41 days ago, with evidence older than a year; one practice was raised by the plan since."""
    lead = factories.member_of(unit, Role.LEAD, "Hanna Heron Example")
    before = factories.open_assessment(unit, by=lead, title="Spring check", at=LATELY)
    asked = factories.practices_of(before, "dataops", "mlops")
    factories.answer(before, asked, lead, remark=REMARK, at=LATELY)
    factories.show(before, CARRIED, lead, dated=LONG_AGO.date())
    factories.show(
        before,
        [CARRIED, "MLO-MON-02"],
        lead,
        kind=EvidenceKind.NOTE,
        text="Seen at the demonstration of the platform guild.",
        dated=LATELY.date(),
    )
    result = factories.submit(before, by=lead, at=LATELY)
    today = local_day(timezone.now())
    plan = factories.adopt(
        result, [factories.promise(RAISED, 3, from_level=2, quarter=CalendarQuarter.of(today))], by=lead
    )
    Milestone.objects.filter(baseline=plan).update(state=MilestoneState.DONE.value, done_on=today)
    following = factories.open_assessment(unit, by=lead, title="Autumn check")
    following.carried_from = result
    following.save()
    return following


def _meeting(unit: Unit) -> Assessment:
    """Seven people of each work role, at odds; a level recorded with a dissent, threads, doubts, what is left out."""
    lead = factories.member_of(unit, Role.LEAD, "Maximiliane Hohenstein-Oberried Example")
    people = [
        lead,
        *(
            factories.member_of(unit, name=f"Mem {one} Example")
            for one in ("One", "Two", "Three", "Four", "Five", "Six")
        ),
    ]
    for leader in people[:3]:
        leader.work_role = User.WorkRole.LEADERSHIP
        leader.save()
    assessment = factories.open_assessment(unit, by=lead, title="Autumn check of the marshes and the meadows")
    codes = factories.practices_of(assessment, "mlops", but=(CONTESTED, MIXED, AGREED, "MLO-PPL-04"))
    factories.answer(assessment, codes, lead, level=2)
    factories.answer(assessment, "MLO-PPL-04", lead, kind=Kind.DONT_KNOW, remark="Ask the platform guild.")
    factories.answer(assessment, TALKED, people[1], level=2, remark=REMARK)
    for practice, levels in (
        (CONTESTED, (4, 3, 3, 0, 1, 0, 1)),
        (MIXED, (1, 3, 2, 3, 1, 3, 2)),
        (AGREED, (1, 3, 3, 1, 0, 1, 1)),
    ):
        for number, (person, level) in enumerate(zip(people, levels, strict=True)):
            remark = ("", REMARK, LONG_REMARK)[number % 3]
            factories.answer(assessment, practice, person, level=level, remark=remark)
    factories.show(
        assessment, [CONTESTED, TALKED], lead, text="https://wiki.example.org/teams/storks/training/how-we-train"
    )
    _left_out(assessment, lead, people[1])
    _talk(assessment, lead, people[1])
    _agree(assessment, lead)
    return assessment


def _left_out(assessment: Assessment, lead: User, member: User) -> None:
    """Two practices of DataOps do not apply by a member's word, one of them confirmed by the lead; the rest is low."""
    version = factories.built_in()
    rest = factories.practices_of(assessment, "dataops", but=(*LEFT_OUT, "DAT-TEA-04"))
    factories.answer(assessment, rest, member, level=1, remark=REMARK)
    for practice in LEFT_OUT:
        factories.answer(assessment, practice, member, kind=Kind.NOT_APPLICABLE, reason=LONG_REMARK)
    confirm_not_applicable(
        assessment_id=assessment.pk, published=version, practice=LEFT_OUT[0], user_id=lead.pk, at=timezone.now()
    )


def _talk(assessment: Assessment, lead: User, member: User) -> None:
    """A thread that is open, and one that is settled."""
    version, now = factories.built_in(), timezone.now()
    for practice in (CONTESTED, TALKED):
        for person, text in ((member, REMARK), (lead, LONG_REMARK), (member, "Then let us ask them.")):
            add_comment(
                assessment_id=assessment.pk,
                published=version,
                practice=practice,
                author_id=person.pk,
                text=text,
                at=now,
            )
    settle_discussion(
        assessment_id=assessment.pk, published=version, practice=TALKED, person_id=lead.pk, seen=3, at=now
    )


def _agree(assessment: Assessment, lead: User) -> None:
    record_agreed_level(
        assessment_id=assessment.pk,
        published=factories.built_in(),
        practice=AGREED,
        level=1,
        reason="Two of five models are watched, and those are the small ones.",
        dissent=f"Mem Three: {LONG_REMARK}",
        seen=0,
        lead_id=lead.pk,
        at=timezone.now(),
    )


def _hidden(unit: Unit) -> Assessment:
    lead = factories.member_of(unit, Role.LEAD, "Wanda Wren Example")
    people = [
        lead,
        *(factories.member_of(unit, name=f"Hen {one} Example") for one in ("First", "Second", "Third", "Fourth")),
    ]
    assessment = factories.open_assessment(unit, by=lead, title="Autumn check")
    assessment.names_hidden = True
    assessment.save()
    for person, level in zip(people[:4], (0, 2, 4, 3), strict=True):
        factories.answer(assessment, HEARD, person, level=level, remark=REMARK)
    for person, level in zip(people[:3], (1, 2, 4), strict=True):
        factories.answer(assessment, UNHEARD, person, level=level, remark=REMARK)
    return assessment


def _reopened(unit: Unit) -> Result:
    """Submitted with gaps, opened again, answered further with what is left out and what nobody knows, submitted."""
    lead, member = (
        factories.member_of(unit, Role.LEAD, "Lara Lark Example"),
        factories.member_of(unit, name="Luc Lark Example"),
    )
    assessment = factories.open_assessment(unit, by=lead, title="Autumn check", at=LATELY)
    asked = factories.practices_of(assessment, "dataops", "mlops", but=(*LEFT_OUT, RAISED, "MLO-PPL-04", "DAT-TEA-04"))
    factories.answer(assessment, asked, lead, level=2, remark=REMARK, at=LATELY)
    factories.show(assessment, asked[:12], lead, dated=LONG_AGO.date())
    factories.submit(assessment, by=lead, at=LATELY)
    reopen_assessment(assessment_id=assessment.pk, user_id=lead.pk, at=timezone.now())
    factories.change_answer(assessment, CONTESTED, lead, level=3)
    factories.answer(assessment, RAISED, lead, level=2)
    factories.answer(assessment, ["MLO-PPL-04", "DAT-TEA-04"], lead, kind=Kind.DONT_KNOW)
    for practice in LEFT_OUT:
        factories.answer(assessment, practice, member, kind=Kind.NOT_APPLICABLE, reason=LONG_REMARK)
    confirm_not_applicable(
        assessment_id=assessment.pk,
        published=factories.built_in(),
        practice=LEFT_OUT[0],
        user_id=lead.pk,
        at=timezone.now(),
    )
    return factories.submit(assessment, by=lead)
