"""What the database itself refuses, whatever code writes to it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from assessments.core.workflow import Role
from assessments.models import (
    AgreedLevel,
    Assessment,
    Baseline,
    Evidence,
    GateException,
    Membership,
    Milestone,
    MilestoneNote,
    PlanChange,
    Response,
    Scenario,
    User,
)
from assessments.queries.catalogs import published
from tests.factories import Organisation, member_of, open_assessment, person, team, unit

NOW = timezone.now()
DAY = timedelta(days=1)


def practice_id(assessment: Assessment) -> int:
    return published(assessment.catalog_version_id).practice_ids["MLO-TRN-01"]


def respond(here: Organisation, **values: Any) -> object:
    fields = {"kind": "level", "level": 2, "answered_at": NOW, "respondent": here.member} | values
    return Response.objects.create(assessment=here.assessment, practice_id=practice_id(here.assessment), **fields)


def prove(here: Organisation, kind: str, text: str) -> object:
    fields = {"author": here.member, "dated": NOW.date(), "added_at": NOW, "kind": kind, "text": text}
    return Evidence.objects.create(assessment=here.assessment, practice_id=practice_id(here.assessment), **fields)


def agree(here: Organisation, **values: Any) -> object:
    fields = {"level": 2, "reason": "We talked.", "answers_revision": 1, "agreed_by": here.lead, "agreed_at": NOW}
    return AgreedLevel.objects.create(
        assessment=here.assessment, practice_id=practice_id(here.assessment), **fields | values
    )


def milestone(**values: Any) -> Callable[[Organisation], object]:
    return lambda here: Milestone.objects.filter(id=here.plans.milestone.pk).update(**values)


def exception(**values: Any) -> Callable[[Organisation], object]:
    return lambda here: GateException.objects.filter(id=here.plans.exception.pk).update(**values)


def baseline(here: Organisation, **values: Any) -> object:
    fields = {"title": "Another", "parameters": [], "adopted_by": here.lead, "adopted_at": NOW}
    return Baseline.objects.create(unit=here.team, result=here.result, **fields | values)


def note(here: Organisation, **values: Any) -> object:
    fields = {"milestone": here.plans.milestone, "author": here.lead, "added_at": NOW}
    return MilestoneNote.objects.create(**fields | values)


def scenario(here: Organisation, name: str) -> object:
    return Scenario.objects.create(unit=here.team, name=name, parameters=[], kept_by=here.lead, kept_at=NOW)


def twice(act: Callable[[Organisation], object]) -> Callable[[Organisation], object]:
    return lambda here: (act(here), act(here))


REFUSED: dict[str, Callable[[Organisation], object]] = {
    "a level above 4": lambda here: respond(here, level=5),
    "a level below 0": lambda here: respond(here, level=-1),
    "an answer by level without one": lambda here: respond(here, level=None),
    "don't know with a level": lambda here: respond(here, kind="dont_know"),
    "an unknown kind of answer": lambda here: respond(here, kind="perhaps", level=None),
    "not applicable without a reason": lambda here: respond(here, kind="not_applicable", level=None),
    "two answers of one person": twice(respond),
    "a link that is a script": lambda here: prove(here, "link", "javascript:alert(1)"),
    "evidence of an unknown kind": lambda here: prove(here, "file", "report.pdf"),
    "evidence without text": lambda here: prove(here, "note", ""),
    "an agreed level above 4": lambda here: agree(here, level=5),
    "an agreed level without a reason": lambda here: agree(here, reason=""),
    "two agreed levels of one practice": twice(agree),
    "a second open assessment": lambda here: open_assessment(here.team, by=here.lead),
    "an unknown state": lambda here: Assessment.objects.update(state="paused"),
    "an unknown role": lambda here: Membership.objects.update(role="owner"),
    "two roles in one unit": lambda here: Membership.objects.create(user=here.lead, unit=here.team, role=Role.MEMBER),
    "siblings of one name": lambda here: team(here.team.name, parent=here.branch),
    "a second current plan": baseline,
    "a plan without a title": lambda here: baseline(here, title="", ended_at=NOW),
    "an unknown state of a milestone": milestone(state="paused"),
    "a milestone that is due before it starts": milestone(starts=NOW.date(), due=NOW.date() - DAY),
    "a milestone promised for before it starts": milestone(baseline_starts=NOW.date(), baseline_due=NOW.date() - DAY),
    "a milestone dropped without a reason": milestone(state="dropped"),
    "a milestone done without a day": milestone(state="done"),
    "a milestone that is not done on a day": milestone(done_on=NOW.date()),
    "a milestone of a person and of a name": milestone(owner_name="Somebody else"),
    "two milestones in one place": lambda here: Milestone.objects.update(position=1),
    "a note that links to a script": lambda here: note(here, link="javascript:alert(1)"),
    "a note that says nothing": note,
    "a scenario without a name": lambda here: scenario(here, ""),
    "two scenarios of one name": lambda here: scenario(here, here.plans.scenario.name),
    "an exception that ends before it begins": exception(until=NOW.date() - 9 * DAY),
    "an exception without a reason": exception(reason=""),
    "an exception that nobody ended": exception(ended_at=NOW),
    "an unknown deed": lambda here: PlanChange.objects.update(verb="guessed"),
    "an address in other capitals": lambda here: User.objects.filter(id=here.member.pk).update(
        email=here.lead.email.upper()
    ),
}


@pytest.mark.parametrize("what", REFUSED)
def test_it_is_refused(organisation: Organisation, what: str) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        REFUSED[what](organisation)


def test_what_is_right_is_taken(organisation: Organisation) -> None:
    respond(organisation)
    respond(organisation, kind="dont_know", level=None, respondent=organisation.lead)
    respond(organisation, kind="not_applicable", level=None, reason="None.", respondent=organisation.removed)
    prove(organisation, "note", "javascript is only a word here")
    prove(organisation, "link", "https://example.org/")
    agree(organisation)
    baseline(organisation, ended_at=NOW)
    note(organisation, text="See there.")
    note(organisation, link="https://example.org/")
    team(organisation.team.name, parent=organisation.branch_elsewhere)


@pytest.mark.django_db
def test_rows_speak_for_themselves() -> None:
    branch = unit("Orchard")
    lead = member_of(branch, Role.LEAD, "Lea Lead")
    assert (str(branch), str(lead), str(branch.memberships.get())) == ("Orchard", "Lea Lead", "Lea Lead in Orchard")
    nameless = User.objects.create_user(" Some.Body@Example.org ")
    assert (str(nameless), nameless.has_usable_password()) == ("some.body@example.org", False)
    administrator = User.objects.create_superuser("ada@example.org", "a long enough password", name="Ada")
    assert administrator.is_staff
    assert administrator.check_password("a long enough password")
    assert not person().is_staff
